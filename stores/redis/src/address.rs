//! Parses the URL of the servers, and creates the client for it.

use pow_core::{Error, secret::Secret};
#[cfg(feature = "cluster")]
use redis::cluster::{ClusterClient, ClusterClientBuilder};
use redis::{Client, IntoConnectionInfo, ProtocolVersion};
#[cfg(feature = "sentinel")]
use redis::{
    RedisConnectionInfo,
    sentinel::{SentinelClient, SentinelClientBuilder, SentinelServerType},
};
#[cfg(any(feature = "cluster", feature = "sentinel"))]
use url::Url;

/// A URL that has been validated, and the root certificate that replaces those of the system.
pub(crate) struct Address {
    url: Secret<String>,
    #[cfg(feature = "tls")]
    root: Option<Vec<u8>>,
}

/// The client for each kind of URL.
#[allow(clippy::large_enum_variant, reason = "a value lives until the connection is open")]
pub(crate) enum Servers {
    One(Client),
    #[cfg(feature = "sentinel")]
    Sentinel(SentinelClient),
    #[cfg(feature = "cluster")]
    Cluster(ClusterClient),
}

impl Address {
    pub(crate) fn new(url: &str) -> Result<Self, Error> {
        let address = Self {
            url: url.into(),
            #[cfg(feature = "tls")]
            root: None,
        };
        address.servers().map_err(Error::Config)?;
        Ok(address)
    }

    /// Trusts this root certificate and no other.
    #[cfg(feature = "tls")]
    pub(crate) fn trust(&mut self, pem: &[u8]) -> Result<(), Error> {
        let config = |text: &str| Err(Error::Config(text.to_owned()));
        if self.parts().0 != "rediss" {
            return config("`root_certificate` needs TLS: begin the Redis URL with `rediss`");
        }
        if !String::from_utf8_lossy(pem).contains("-----BEGIN CERTIFICATE-----") {
            return config("`root_certificate` is not PEM: it must contain `-----BEGIN CERTIFICATE-----`");
        }
        self.root = Some(pem.to_vec());
        self.servers().map(drop).map_err(Error::Config)
    }

    pub(crate) fn is_cluster(&self) -> bool {
        self.parts().1 == "cluster"
    }

    /// Returns a copy, for another connection.
    pub(crate) fn copy(&self) -> Self {
        Self {
            url: self.url.expose().clone().into(),
            #[cfg(feature = "tls")]
            root: self.root.clone(),
        }
    }

    /// Returns a client that has not connected yet, or the reason why the URL is invalid.
    pub(crate) fn servers(&self) -> Result<Servers, String> {
        self.servers_with(ProtocolVersion::default())
    }

    /// As [`servers`](Self::servers), with this version of the protocol. A cluster ignores the version.
    pub(crate) fn servers_with(&self, protocol: ProtocolVersion) -> Result<Servers, String> {
        let (scheme, kind, _) = self.parts();
        for (is_needed, is_on, feature) in [
            (scheme == "rediss", cfg!(feature = "tls"), "tls"),
            (kind == "sentinel", cfg!(feature = "sentinel"), "sentinel"),
            (kind == "cluster", cfg!(feature = "cluster"), "cluster"),
        ] {
            if is_needed && !is_on {
                return Err(format!(
                    "the URL of the Redis server needs the cargo feature `{feature}` of pow-store-redis"
                ));
            }
        }
        let (servers, example) = match kind {
            #[cfg(feature = "sentinel")]
            "sentinel" => (self.sentinel(protocol), "-sentinel://user:password@host1:26379,host2:26379/0#master"),
            #[cfg(feature = "cluster")]
            "cluster" => (self.cluster(), "-cluster://user:password@host1:6379,host2:6379"),
            _ => (self.one(protocol), "://user:password@host:6379/0"),
        };
        servers.map_err(|fault| {
            format!("the URL of the Redis server can't be read ({fault}): write it like redis{example}")
        })
    }

    /// Returns the scheme of a single server, the kind that may follow after a hyphen, and the rest.
    fn parts(&self) -> (&str, &str, &str) {
        let url = self.url.expose().as_str();
        let (scheme, rest) = url.split_once("://").unwrap_or((url, ""));
        let (scheme, kind) = scheme.split_once('-').unwrap_or((scheme, ""));
        (scheme, kind, rest)
    }

    #[cfg(feature = "tls")]
    fn certificates(&self) -> Option<redis::TlsCertificates> {
        Some(redis::TlsCertificates { client_tls: None, root_cert: Some(self.root.clone()?) })
    }

    fn one(&self, protocol: ProtocolVersion) -> Result<Servers, String> {
        let server = self.url.expose().as_str().into_connection_info().map_err(text)?;
        let settings = server.redis_settings().clone().set_protocol(protocol);
        let server = server.set_redis_settings(settings);
        #[cfg(feature = "tls")]
        if let Some(certificates) = self.certificates() {
            return Client::build_with_tls(server, certificates).map(Servers::One).map_err(text);
        }
        Client::open(server).map(Servers::One).map_err(text)
    }

    #[cfg(feature = "sentinel")]
    fn sentinel(&self, protocol: ProtocolVersion) -> Result<Servers, String> {
        let (scheme, _, rest) = self.parts();
        let (rest, master) = rest.split_once('#').unwrap_or((rest, ""));
        if master.is_empty() {
            return Err("it does not end in # and the name of the master".to_owned());
        }
        let (mut addresses, mut settings, mut password) = (Vec::new(), RedisConnectionInfo::default(), None);
        for mut url in urls(scheme, rest)? {
            if url.port().is_none() {
                url.set_port(Some(26_379)).map_err(|()| "a host is missing")?;
            }
            password =
                url.query_pairs().find(|(name, _)| name == "sentinel_password").map(|(_, value)| value.into_owned());
            let server = url.into_connection_info().map_err(text)?;
            addresses.push(server.addr().clone());
            settings = server.redis_settings().clone();
        }
        let builder = SentinelClientBuilder::new(addresses, master, SentinelServerType::Master).map_err(text)?;
        let mut builder = builder.set_client_to_redis_db(settings.db()).set_client_to_redis_protocol(protocol);
        if let Some(user) = settings.username() {
            builder = builder.set_client_to_redis_username(user);
        }
        if let Some(password) = settings.password() {
            builder = builder.set_client_to_redis_password(password);
        }
        if let Some(password) = password {
            builder = builder.set_client_to_sentinel_password(password);
        }
        #[cfg(feature = "tls")]
        if scheme == "rediss" {
            builder = builder.set_client_to_redis_tls_mode(redis::TlsMode::Secure);
        }
        #[cfg(feature = "tls")]
        if let Some(certificates) = self.certificates() {
            builder = builder.set_client_to_redis_certificates(certificates.clone());
            builder = builder.set_client_to_sentinel_certificates(certificates);
        }
        builder.build().map(Servers::Sentinel).map_err(text)
    }

    #[cfg(feature = "cluster")]
    fn cluster(&self) -> Result<Servers, String> {
        let (scheme, _, rest) = self.parts();
        let rest = rest.trim_end_matches('/');
        if rest.contains(['/', '?', '#']) {
            return Err("a cluster has no numbered databases".to_owned());
        }
        // The client would repeat a command whose answer was lost, but `take` must not run twice.
        let builder = ClusterClientBuilder::new(urls(scheme, rest)?).retries(0);
        #[cfg(feature = "tls")]
        let builder = match self.certificates() {
            Some(certificates) => builder.certs(certificates),
            None => builder,
        };
        builder.build().map(Servers::Cluster).map_err(text)
    }
}

/// Returns a URL for each host of `[user]:password@host1:port1,host2:port2/rest`.
#[cfg(any(feature = "cluster", feature = "sentinel"))]
fn urls(scheme: &str, text: &str) -> Result<Vec<Url>, String> {
    let (authority, rest) = text.split_at(text.find(['/', '?']).unwrap_or(text.len()));
    let (account, hosts) = authority.split_at(authority.rfind('@').map_or(0, |at| at + 1));
    let url = |host| Url::parse(&format!("{scheme}://{account}{host}{rest}"));
    hosts.split(',').map(|host| url(host).map_err(|error| error.to_string())).collect()
}

fn text(error: redis::RedisError) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(url: &str) -> Option<String> {
        let error = Address::new(url).err()?;
        assert!(matches!(error, Error::Config(_)), "{error:?}");
        Some(error.to_string())
    }

    #[test]
    fn url_that_cannot_be_read_is_named_without_its_password() {
        for url in
            ["", "http://host", "redis://", "redis://:secret@host:port/", "redis://:secret@host/x", "redis-x://h"]
        {
            let fault = fault(url).unwrap();
            assert!(fault.contains("write it like redis://user") && !fault.contains("secret"), "{url}: {fault}");
        }
    }

    #[cfg(feature = "sentinel")]
    #[test]
    fn url_of_sentinels_names_hosts_and_a_master() {
        for url in ["a#main", ":p%40ss+@a:1,b/3?sentinel_password=s%26#main", "[::1]:1,[::2]#main", "user:p@a/#main"] {
            assert_eq!(fault(&format!("redis-sentinel://{url}")), None);
        }
        for url in ["a", "a#", "#m", "a:x#m", "a/x#m", "a,#m", "[::1#m", ":secret@a:x#m", "a:secret/#m"] {
            let fault = fault(&format!("redis-sentinel://{url}")).unwrap();
            assert!(fault.contains("26379/0#master") && !fault.contains("secret"), "{url}: {fault}");
        }
    }

    #[cfg(feature = "cluster")]
    #[test]
    fn url_of_a_cluster_names_hosts_and_no_database() {
        for url in ["a", ":p@a:1,b/", "user:p@a,[::1]:2"] {
            assert_eq!(fault(&format!("redis-cluster://{url}")), None);
        }
        for url in ["", "a,", ":1", "a:b", "[::1", "[::1]2", "[]:2", ":secret@", ":secret@a/1", "a?x=1", "a:secret"] {
            let fault = fault(&format!("redis-cluster://{url}")).unwrap();
            assert!(fault.contains("host1:6379") && !fault.contains("secret"), "{url}: {fault}");
        }
    }

    #[cfg(any(feature = "cluster", feature = "sentinel"))]
    #[test]
    fn password_reaches_every_host_whole() {
        for (text, expected) in [
            (":a&b@x,y", "a&b"),
            (":a=b@x,y", "a=b"),
            (":a+b%20c%26@x,y", "a+b c&"),
            (":100%@x,y", "100%"),
            (":\u{e4}@x,y", "\u{e4}"),
        ] {
            let passwords = urls("redis", text).unwrap().into_iter().map(|url| {
                let server = redis::IntoConnectionInfo::into_connection_info(url).unwrap();
                server.redis_settings().password().unwrap().to_owned()
            });
            assert_eq!(passwords.collect::<Vec<_>>(), [expected; 2], "{text}");
        }
    }

    #[cfg(not(feature = "tls"))]
    #[test]
    fn feature_that_is_off_is_named() {
        assert!(fault("rediss://host").unwrap().contains("`tls` of pow-store-redis"));
    }
}
