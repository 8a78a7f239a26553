//! The server that Redis Sentinel names as the master at the moment.

use redis::{
    AsyncConnectionConfig, ConnectionAddr, RedisResult,
    aio::MultiplexedConnection,
    sentinel::{SentinelClientBuilder, SentinelServerType},
};
use url::Url;

use crate::{Error, secret::Secret};

const PORT: u16 = 26_379;

/// Whom to ask for which master, and how to sign in there.
pub(super) struct Sentinel {
    sentinels: Vec<(String, u16)>,
    master: String,
    user: Option<String>,
    password: Option<Secret<String>>,
    database: i64,
}

impl Sentinel {
    /// `redis-sentinel://[user]:password@host1:port1,host2:port2/database#master`.
    pub(super) fn parse(text: &str) -> Result<Self, Error> {
        let fault = |what: &str| Error::Config(format!("the URL of the Redis Sentinels {what}"));
        let rest = text.strip_prefix("redis-sentinel://").ok_or_else(|| fault("begins with redis-sentinel://"))?;
        let (rest, master) = rest.split_once('#').ok_or_else(|| fault("ends in # and the name of the master"))?;
        let (place, database) = rest.split_once('/').unwrap_or((rest, ""));
        let (account, hosts) = place.rsplit_once('@').unwrap_or(("", place));
        let sentinels: Option<Vec<_>> = hosts.split(',').map(host).collect();
        let account = Url::parse(&format!("redis://{account}@x")).map_err(|_| fault("has an odd user or password"))?;
        let plain = |text: &str| percent_decoded(text);
        Ok(Self {
            sentinels: sentinels.ok_or_else(|| fault("has an odd host or port"))?,
            master: Some(master).filter(|name| !name.is_empty()).ok_or_else(|| fault("names no master"))?.to_owned(),
            user: Some(plain(account.username())).filter(|user| !user.is_empty()),
            password: account.password().map(|password| plain(password).into()),
            database: if database.is_empty() {
                0
            } else {
                database.parse().map_err(|_| fault("has an odd database"))?
            },
        })
    }

    /// Asks anew each time: after a failover it is another server.
    pub(super) async fn connect(&self, config: &AsyncConnectionConfig) -> RedisResult<MultiplexedConnection> {
        let sentinels = self.sentinels.iter().map(|(host, port)| ConnectionAddr::Tcp(host.clone(), *port));
        let mut builder = SentinelClientBuilder::new(sentinels, &self.master, SentinelServerType::Master)?
            .set_client_to_redis_db(self.database);
        if let Some(user) = &self.user {
            builder = builder.set_client_to_redis_username(user);
        }
        if let Some(password) = &self.password {
            builder = builder.set_client_to_redis_password(password.expose());
        }
        builder.build()?.get_async_connection_with_config(config).await
    }
}

fn host(text: &str) -> Option<(String, u16)> {
    match text.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() => Some((host.to_owned(), port.parse().ok()?)),
        None if !text.is_empty() => Some((text.to_owned(), PORT)),
        _ => None,
    }
}

fn percent_decoded(text: &str) -> String {
    let query = text.replace('+', "%2B");
    url::form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name.into_owned()).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn url_is_read_and_an_incomplete_one_is_not() {
        let read = Sentinel::parse("redis-sentinel://:p%40ss+@a:1,b/3#main").unwrap();
        assert_eq!(read.sentinels, [("a".to_owned(), 1), ("b".to_owned(), PORT)]);
        assert_eq!((read.master.as_str(), read.database, read.user), ("main", 3, None));
        assert_eq!(read.password.unwrap().expose(), "p@ss+");
        for junk in ["redis-sentinel://a", "redis-sentinel://a#", "redis-sentinel://#m", "redis-sentinel://a:x#m"] {
            assert!(Sentinel::parse(junk).is_err(), "{junk}");
        }
    }
}
