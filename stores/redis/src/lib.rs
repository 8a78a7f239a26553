//! The cache store of [`pow_core`] on a Redis or Valkey server, which any number of processes can share.
//!
//! ```no_run
//! use pow_core::Config;
//! use pow_store_redis::RedisCache;
//!
//! let config = Config { cache: RedisCache::connect("redis://:password@127.0.0.1:6379/0")?.into(), ..Config::default() };
//! # Ok::<(), pow_core::Error>(())
//! ```
//!
//! The server must not evict entries, so keep its default `maxmemory-policy noeviction`. A full server then refuses new entries,
//! and the request is answered with 503. With another policy Redis signs users out without notice, so a warning is logged.
//!
//! # Cargo features
//! * `cluster`: Redis Cluster.
//! * `sentinel`: the master that Redis Sentinel names.
//! * `tls`: TLS with rustls. Its cryptography provider comes from pow-core's feature `smtp` or from the application.

mod address;
#[cfg(feature = "cluster")]
mod cluster;
mod connections;
mod names;
mod near;
mod scan;
mod script;

use std::{sync::OnceLock, time::Duration};

use bytes::Bytes;
use futures_util::future::try_join_all;
use pow_core::{
    Error, async_trait,
    cache::{CacheStore, Key, KeyPage, VisitPair, Write},
};
use redis::{Cmd, cmd};

use self::{address::Address, connections::Connections, names::Names, near::Near};

/// The longest time to live. Redis refuses a time that its clock can't represent. An entry that lives for a century is as good as
/// permanent.
const LONGEST_TTL: Duration = Duration::from_secs(100 * 366 * 24 * 3600);

/// A [`CacheStore`] on a Redis or Valkey server, version 5 or newer.
///
/// An authenticated request costs one round trip, or none with [`near_copy`](Self::near_copy). Each runtime has one connection (a
/// worker of actix-web has its own runtime). The connection is opened at first use, and reopened after it was lost.
///
/// # Security
/// Sessions and tokens are stored as hashes, so an entry can't be used to sign in. An attacker who can write to the server
/// can sign in as any user. Set a password on the server, and use TLS unless the network is trusted.
#[derive(Debug)]
pub struct RedisCache {
    connections: Connections,
    names: Names,
    /// How long the near copy may be used without an answer from Redis. `None` if there is no near copy.
    bound: Option<Duration>,
    near: OnceLock<Option<Near>>,
}

impl RedisCache {
    /// Creates a store on the server of this URL.
    ///
    /// | URL | cargo feature |
    /// |---|---|
    /// | `redis://[user]:password@host:port/database`, `unix:///path` | |
    /// | `redis-sentinel://[user]:password@host1:port1,host2:port2/database?sentinel_password=…#master` | `sentinel` |
    /// | `redis-cluster://[user]:password@host1:port1,host2:port2` | `cluster` |
    /// | the same with `rediss` for TLS | `tls` |
    ///
    /// The server may be started later.
    ///
    /// # Errors
    /// [`Error::Config`] if the URL can't be read, or needs a feature that is off.
    pub fn connect(url: &str) -> Result<Self, Error> {
        let connections = Connections::new(Address::new(url)?);
        Ok(Self { connections, names: Names::default(), bound: None, near: OnceLock::new() })
    }

    /// Trusts this root certificate (PEM) for TLS instead of those of the system.
    ///
    /// # Errors
    /// [`Error::Config`] if it is not a certificate, or the URL has no TLS.
    #[cfg(feature = "tls")]
    pub fn root_certificate(mut self, pem: &[u8]) -> Result<Self, Error> {
        self.connections.address.trust(pem)?;
        Ok(self)
    }

    /// How long an operation may take, including the time to connect. Default: 2 seconds.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.connections.timeout = timeout;
        self
    }

    /// How many replicas must confirm a write. If fewer do, the request is answered with 503. Default: 0.
    ///
    /// A replica that replaces the master then has every acknowledged write, so a session that was signed out stays signed out.
    /// Each write waits for the replicas. Each runtime opens a second connection, so that reads don't wait. If fewer replicas are
    /// available, no user can sign in or out, so run one more than this number.
    ///
    /// # Errors
    /// [`Error::Config`] on a cluster, which doesn't support this.
    pub fn replicas(mut self, replicas: usize) -> Result<Self, Error> {
        if self.connections.address.is_cluster() {
            let text = "`replicas` is not available on a Redis Cluster: remove it, or use Redis Sentinel";
            return Err(Error::Config(text.to_owned()));
        }
        self.connections.replicas = replicas;
        Ok(self)
    }

    /// Keeps a copy of the sessions in use in this process, up to 100,000 entries. Redis reports which entries change
    /// (`CLIENT TRACKING`). Most requests then need no round trip. Default: off.
    ///
    /// This needs Redis 6 or newer, or Valkey, and a Redis user who may call `CLIENT TRACKING` and `ROLE`. Without the
    /// application's data, 100,000 entries take about 40 MB.
    ///
    /// # Security
    /// A session that ended on another node is accepted here until Redis has reported the change, usually for less than a
    /// millisecond. If the connection is lost, the server hangs, or another server replaces it, the session is accepted for up to
    /// `bound`. A session that this process ends is rejected at once.
    ///
    /// # Errors
    /// [`Error::Config`] if `bound` is less than 100 ms or more than a minute, or on a cluster, where this process would have to
    /// listen to all servers.
    pub fn near_copy(mut self, bound: Duration) -> Result<Self, Error> {
        if self.connections.address.is_cluster() {
            let text = "`near_copy` is not available on a Redis Cluster: remove it, or use Redis Sentinel";
            return Err(Error::Config(text.to_owned()));
        }
        if !(Duration::from_millis(100)..=Duration::from_secs(60)).contains(&bound) {
            return Err(Error::Config("the bound of `near_copy` must be from 100 ms to 60 s".to_owned()));
        }
        self.bound = Some(bound);
        Ok(self)
    }

    /// Returns the near copy, which begins to listen at first use.
    fn near(&self) -> Option<&Near> {
        let bound = self.bound?;
        let listen = || {
            let near =
                Near::listen(self.connections.address.copy(), self.names.clone(), bound, self.connections.timeout);
            near.inspect_err(|error| tracing::warn!(target: "pow::cache::near", %error, "the near copy is not used"))
                .ok()
        };
        self.near.get_or_init(listen).as_ref()
    }

    /// Removes an entry from the near copy before and after the change.
    async fn changing<T>(&self, key: &Key, change: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let Some(near) = self.near() else { return change.await };
        near.changed(key);
        let done = change.await;
        // A request may have read the old value meanwhile.
        near.changed(key);
        done
    }

    /// The prefix of all keys, for applications that share a database. Default: `pow`.
    ///
    /// # Errors
    /// [`Error::Config`] if it is empty, or contains other characters than letters, digits, `-`, `_`, `.` and `:`.
    pub fn prefix(mut self, prefix: &str) -> Result<Self, Error> {
        self.names = Names::new(prefix)?;
        Ok(self)
    }

    /// Writes with the script, which also updates the index.
    async fn write(&self, mode: &str, key: &Key, value: &[u8], ttl: &str, expected: &[u8]) -> Result<bool, Error> {
        let args = [mode.as_bytes(), value, ttl.as_bytes(), key.as_bytes(), expected];
        self.changing(key, self.connections.invoke(&script::WRITE, &self.names.entry_and_index(key), &args)).await
    }

    async fn values(&self, keys: &[Key]) -> Result<Vec<Option<Bytes>>, Error> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let names: Vec<_> = keys.iter().map(|key| self.names.entry(key)).collect();
        // `MGET` returns nil for a value of another type, which another program wrote. `GET` would return an error.
        let values: Vec<_> = self.connections.read(cmd("MGET").arg(names)).await?;
        match values.len() == keys.len() {
            true => Ok(values),
            // A single nil is not an answer for all keys, and must not count as "not found".
            false => {
                Err(Error::Unavailable { service: connections::SERVICE, source: "unexpected number of values".into() })
            }
        }
    }
}

#[async_trait]
impl CacheStore for RedisCache {
    async fn put(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<(), Error> {
        let ttl = millis(ttl);
        if names::is_indexed(key) || ttl == "0" {
            return self.write("put", key, &value, &ttl, b"").await.map(|_| ());
        }
        self.changing(key, self.connections.write(&set(&self.names.entry(key), &value, &ttl))).await
    }

    async fn get(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        Ok(self.values(std::slice::from_ref(key)).await?.into_iter().next().flatten())
    }

    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Bytes>>, Error> {
        if let ([first, second], Some(near)) = (keys, self.near()) {
            let names = [first, second].map(|key| self.names.entry(key));
            if let Some(values) = near.read_pair([first, second], names.each_ref().map(AsRef::as_ref)).await {
                return Ok(values);
            }
        }
        self.values(keys).await
    }

    fn visit_pair(&self, keys: [&Key; 2], visit: &mut VisitPair<'_>) -> bool {
        self.near().is_some_and(|near| near.visit_pair(keys, visit))
    }

    async fn take(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.changing(key, self.connections.invoke(&script::TAKE, &self.names.entry_and_index(key), &[key.as_bytes()]))
            .await
    }

    async fn put_if_absent(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        let ttl = millis(ttl);
        if names::is_indexed(key) || ttl == "0" {
            return self.write("add", key, &value, &ttl, b"").await;
        }
        let mut set = set(&self.names.entry(key), &value, &ttl);
        let answer: Option<String> = self.changing(key, self.connections.write(set.arg("NX"))).await?;
        Ok(answer.is_some())
    }

    async fn compare_and_swap(
        &self,
        key: &Key,
        expected: &[u8],
        new: Bytes,
        ttl: Option<Duration>,
    ) -> Result<bool, Error> {
        self.write("swap", key, &new, &millis(ttl), expected).await
    }

    async fn delete(&self, key: &Key) -> Result<bool, Error> {
        if names::is_indexed(key) {
            return Ok(self.take(key).await?.is_some());
        }
        self.changing(key, self.connections.write(cmd("DEL").arg(self.names.entry(key)))).await
    }

    /// The connection sends all commands that wait at the same time together. With replicas, the writes run one after the other.
    /// Each waits for the replicas and has its own timeout.
    async fn write_many(&self, writes: &[Write]) -> Result<Vec<bool>, Error> {
        let at_once = if self.connections.replicas == 0 { AT_ONCE } else { 1 };
        let mut done = Vec::with_capacity(writes.len());
        for writes in writes.chunks(at_once) {
            done.extend(try_join_all(writes.iter().map(|write| write.apply(self))).await?);
        }
        Ok(done)
    }

    async fn scan(&self, prefix: &Key) -> Result<Vec<(Key, Bytes)>, Error> {
        self.entries(prefix).await
    }

    async fn scan_keys(&self, prefix: &Key, after: Option<&[u8]>, limit: usize) -> Result<KeyPage, Error> {
        self.page(prefix, after, limit).await
    }
}

/// How many writes are sent together.
const AT_ONCE: usize = 128;

fn set(name: &[u8], value: &[u8], ttl: &str) -> Cmd {
    let mut set = cmd("SET");
    set.arg(name).arg(value);
    if !ttl.is_empty() {
        set.arg("PX").arg(ttl);
    }
    set
}

/// Returns the milliseconds as text, which is empty for an entry without a time to live.
fn millis(ttl: Option<Duration>) -> String {
    ttl.map_or_else(String::new, |ttl| ttl.min(LONGEST_TTL).as_millis().to_string())
}
