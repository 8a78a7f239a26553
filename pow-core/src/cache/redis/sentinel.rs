//! The server that Redis Sentinel names as the master at the moment.

use redis::{
    AsyncConnectionConfig, ConnectionAddr, RedisResult,
    aio::MultiplexedConnection,
    sentinel::{SentinelClientBuilder, SentinelServerType},
};

use super::{place::Place, tls::Tls};
use crate::{Error, secret::Secret};

const PORT: u16 = 26_379;

/// Which Sentinels to ask for which master, and how to sign in there.
pub(super) struct Sentinel {
    place: Place,
    master: String,
    database: i64,
    /// How to sign in at the Sentinels themselves.
    password: Option<Secret<String>>,
    tls: Option<Tls>,
}

impl Sentinel {
    /// What follows `redis-sentinel://`: `[user]:password@host1:port1,host2:port2/database?sentinel_password=…#master`.
    pub(super) fn parse(text: &str, tls: Option<Tls>) -> Result<Self, Error> {
        let fault = |what: &str| Error::Config(format!("the URL of the Redis Sentinels {what}"));
        let (rest, master) = text.split_once('#').ok_or_else(|| fault("ends in # and the name of the master"))?;
        let (place, rest) = rest.split_once('/').unwrap_or((rest, ""));
        let (database, query) = rest.split_once('?').unwrap_or((rest, ""));
        let password = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "sentinel_password");
        Ok(Self {
            place: Place::parse(place, PORT).map_err(fault)?,
            master: Some(master).filter(|name| !name.is_empty()).ok_or_else(|| fault("names no master"))?.to_owned(),
            database: if database.is_empty() {
                0
            } else {
                database.parse().map_err(|_| fault("has an odd database"))?
            },
            password: password.map(|(_, password)| password.into_owned().into()),
            tls,
        })
    }

    /// Asks anew each time: after a failover it is another server.
    pub(super) async fn connect(&self, config: &AsyncConnectionConfig) -> RedisResult<MultiplexedConnection> {
        let sentinels = self.place.hosts.iter().map(|(host, port)| ConnectionAddr::Tcp(host.clone(), *port));
        let mut builder = SentinelClientBuilder::new(sentinels, &self.master, SentinelServerType::Master)?
            .set_client_to_redis_db(self.database);
        if let Some(user) = &self.place.user {
            builder = builder.set_client_to_redis_username(user);
        }
        if let Some(password) = &self.place.password {
            builder = builder.set_client_to_redis_password(password.expose());
        }
        if let Some(password) = &self.password {
            builder = builder.set_client_to_sentinel_password(password.expose());
        }
        if let Some(tls) = &self.tls {
            builder = secured(builder, tls);
        }
        builder.build()?.get_async_connection_with_config(config).await
    }
}

#[cfg(feature = "redis-tls")]
fn secured(builder: SentinelClientBuilder, tls: &Tls) -> SentinelClientBuilder {
    let mode = redis::TlsMode::Secure;
    let builder = builder.set_client_to_redis_tls_mode(mode).set_client_to_sentinel_tls_mode(mode);
    builder.set_client_to_redis_certificates(tls.certificates()).set_client_to_sentinel_certificates(tls.certificates())
}

#[cfg(not(feature = "redis-tls"))]
fn secured(_: SentinelClientBuilder, tls: &Tls) -> SentinelClientBuilder {
    match *tls {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn url_is_read_and_an_incomplete_one_is_not() {
        let read = Sentinel::parse(":p%40ss+@a:1,b/3?sentinel_password=s%26#main", None).unwrap();
        assert_eq!(read.place.hosts, [("a".to_owned(), 1), ("b".to_owned(), PORT)]);
        assert_eq!((read.master.as_str(), read.database, read.place.user), ("main", 3, None));
        assert_eq!(
            (read.place.password.unwrap().expose().as_str(), read.password.unwrap().expose().as_str()),
            ("p@ss+", "s&")
        );
        for junk in ["a", "a#", "#m", "a:x#m", "a/x#m"] {
            assert!(Sentinel::parse(junk, None).is_err(), "{junk}");
        }
    }
}
