//! The store on a Redis or Valkey server, which any number of processes can share.

#[cfg(feature = "redis-cluster")]
mod cluster;
mod link;
mod names;
#[cfg(any(feature = "redis-cluster", feature = "redis-sentinel"))]
mod place;
mod script;
#[cfg(feature = "redis-sentinel")]
mod sentinel;
mod tls;

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use redis::{Cmd, cmd};

use self::{
    link::{Link, Node},
    names::Names,
    script::Scripts,
};
use super::{CacheStore, Key, KeyPage};
use crate::Error;

/// Redis refuses times to live that don't fit its clock; nothing outlives a century anyway.
const LONGEST_TTL: Duration = Duration::from_secs(100 * 366 * 24 * 3600);
/// How many keys a step of a scan over everything looks at.
const SCAN_STEP: usize = 1_000;

/// A [`CacheStore`] on a Redis or Valkey server (5 or newer), for applications of one process or many.
///
/// It costs one round trip for an authenticated request. A connection is opened at first use, one for each runtime
/// (a worker of actix-web is one), and again whenever it was lost.
///
/// The server must not evict: `maxmemory-policy noeviction`, its default. When it is full then, new entries are refused
/// with a 503; with another policy Redis signs users out silently. A warning is logged where that can be seen.
///
/// ```no_run
/// use pow_core::{Config, cache::RedisCache};
///
/// let config = Config { cache: RedisCache::connect("redis://:password@127.0.0.1:6379/0")?.into(), ..Config::default() };
/// # Ok::<(), pow_core::Error>(())
/// ```
///
/// # Security
/// What is stored opens nothing: sessions and tokens are kept as hashes. But who can write to the server can sign in as
/// anybody: give it a password, and TLS (`rediss://`, cargo feature `redis-tls`) unless the network is trusted.
#[derive(Debug)]
pub struct RedisCache {
    link: Link,
    names: Names,
    scripts: Scripts,
}

impl RedisCache {
    /// A store on the server of this URL:
    ///
    /// | URL | cargo feature |
    /// |---|---|
    /// | `redis://[user]:password@host:port/database`, `unix:///path` | `redis` |
    /// | `redis-sentinel://[user]:password@host1:port1,host2:port2/database?sentinel_password=…#master` | `redis-sentinel` |
    /// | `redis-cluster://[user]:password@host1:port1,host2:port2` | `redis-cluster` |
    /// | the same with `rediss` for TLS | `redis-tls` |
    ///
    /// The server needn't be there yet.
    ///
    /// # Errors
    /// [`Error::Config`] when the URL can't be read.
    pub fn connect(url: &str) -> Result<Self, Error> {
        Ok(Self { link: Link::new(url)?, names: Names::default(), scripts: Scripts::new() })
    }

    /// Trusts this root certificate (PEM) for TLS, and no longer those of the system.
    ///
    /// # Errors
    /// [`Error::Config`] when it is no certificate, or the URL is not one for TLS.
    #[cfg(feature = "redis-tls")]
    pub fn root_certificate(mut self, pem: &[u8]) -> Result<Self, Error> {
        self.link.trust(pem)?;
        Ok(self)
    }

    /// How long the server may take for an answer, connecting included. Default: 2 seconds.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.link.set_timeout(timeout);
        self
    }

    /// A write counts only when so many replicas have it, too; else it is a fault, and answered by a 503. So nothing that
    /// was acknowledged is lost when a replica takes the master's place: who was signed out stays signed out. Default: 0.
    ///
    /// It costs each write a round trip from the server to its replicas, and each runtime one more connection, since a write that
    /// waits must not hold up who reads. With fewer replicas than
    /// that no user can sign in or out, so have one more.
    ///
    /// # Errors
    /// [`Error::Config`] on a cluster.
    pub fn replicas(mut self, replicas: usize) -> Result<Self, Error> {
        self.link.set_replicas(replicas)?;
        Ok(self)
    }

    /// The start of all keys, where applications share a database. Default: `pow`.
    ///
    /// # Errors
    /// [`Error::Config`] when it holds anything but letters, digits, `-`, `_`, `.` and `:`.
    pub fn prefix(mut self, prefix: &str) -> Result<Self, Error> {
        self.names = Names::new(prefix)?;
        Ok(self)
    }

    /// Writes through the script, which keeps the index too.
    async fn write(&self, mode: &str, key: &Key, value: &[u8], ttl: &str, expected: &[u8]) -> Result<bool, Error> {
        let (name, index) = (self.names.entry(key), self.names.index(key));
        let names: Vec<&[u8]> = [Some(name.as_slice()), index.as_deref()].into_iter().flatten().collect();
        let args = [mode.as_bytes(), value, ttl.as_bytes(), key.as_bytes(), expected];
        self.link.invoke(&self.scripts.write, &names, &args).await
    }

    async fn values(&self, names: &[Vec<u8>]) -> Result<Vec<Option<Bytes>>, Error> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        // Of another type (somebody else wrote it) is nil here, and an error with GET.
        let values: Vec<_> = self.link.read(cmd("MGET").arg(names)).await?;
        match values.len() == names.len() {
            true => Ok(values),
            // Nil for all of them is no answer, and must not pass for "not found".
            false => Err(Error::Unavailable { service: link::SERVICE, source: "an answer to another question".into() }),
        }
    }

    async fn entries(&self, keys: Vec<Key>) -> Result<Vec<(Key, Bytes)>, Error> {
        let names: Vec<_> = keys.iter().map(|key| self.names.entry(key)).collect();
        let values = self.values(&names).await?;
        Ok(keys.into_iter().zip(values).filter_map(|(key, value)| Some((key, value?))).collect())
    }

    /// The keys of a group, by its index; expired ones may be among them.
    async fn indexed(&self, prefix: &Key) -> Result<Vec<Key>, Error> {
        let index = self.names.index_of_group(prefix.group());
        let members: Vec<Vec<u8>> = self.link.read(cmd("ZRANGE").arg(&index).arg(0).arg(-1)).await?;
        let mut keys: Vec<Key> = members.iter().filter_map(|member| Key::from_bytes(member)).collect();
        keys.retain(|key| key.starts_with(prefix));
        if !names::is_indexed(prefix) {
            keys.push(prefix.clone());
        }
        Ok(keys)
    }

    /// The keys that begin with a prefix, by a walk over all keys in steps that don't block the server.
    async fn walked(&self, prefix: &Key) -> Result<Vec<Key>, Error> {
        let mut keys = Vec::new();
        for node in self.link.nodes().await? {
            self.walk(&node, prefix, &mut keys).await?;
        }
        keys.sort_unstable();
        keys.dedup();
        Ok(keys)
    }

    async fn walk(&self, node: &Node, prefix: &Key, keys: &mut Vec<Key>) -> Result<(), Error> {
        let mut cursor = 0;
        loop {
            let (next, found) = self.step(node, prefix, cursor, SCAN_STEP).await?;
            keys.extend(found);
            if next == 0 {
                return Ok(());
            }
            cursor = next;
        }
    }

    /// Looks at about so many keys of one server, and says where to go on; at 0 it has seen all.
    async fn step(&self, node: &Node, prefix: &Key, cursor: u64, keys: usize) -> Result<(u64, Vec<Key>), Error> {
        let mut step = cmd("SCAN");
        step.arg(cursor).arg("MATCH").arg(self.names.pattern(prefix)).arg("COUNT").arg(keys);
        let (next, names): (u64, Vec<Vec<u8>>) = self.link.read_at(node, &step).await?;
        let found = names.iter().filter_map(|name| self.names.key(name)).filter(|key| key.starts_with(prefix));
        Ok((next, found.collect()))
    }
}

#[async_trait]
impl CacheStore for RedisCache {
    async fn put(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<(), Error> {
        let ttl = millis(ttl);
        if names::is_indexed(key) || ttl == "0" {
            return self.write("put", key, &value, &ttl, b"").await.map(|_| ());
        }
        self.link.query(&set(&self.names.entry(key), &value, &ttl)).await
    }

    async fn get(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        Ok(self.values(&[self.names.entry(key)]).await?.into_iter().next().flatten())
    }

    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Bytes>>, Error> {
        let names: Vec<_> = keys.iter().map(|key| self.names.entry(key)).collect();
        self.values(&names).await
    }

    async fn take(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        let (name, index) = (self.names.entry(key), self.names.index(key));
        let names: Vec<&[u8]> = [Some(name.as_slice()), index.as_deref()].into_iter().flatten().collect();
        self.link.invoke(&self.scripts.take, &names, &[key.as_bytes()]).await
    }

    async fn put_if_absent(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        let ttl = millis(ttl);
        if names::is_indexed(key) || ttl == "0" {
            return self.write("add", key, &value, &ttl, b"").await;
        }
        let answer: Option<String> = self.link.query(set(&self.names.entry(key), &value, &ttl).arg("NX")).await?;
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
        self.link.query(cmd("DEL").arg(self.names.entry(key))).await
    }

    async fn scan(&self, prefix: &Key) -> Result<Vec<(Key, Bytes)>, Error> {
        let keys = if prefix.depth() >= 2 { self.indexed(prefix).await? } else { self.walked(prefix).await? };
        let mut entries = Vec::with_capacity(keys.len());
        for keys in keys.chunks(SCAN_STEP) {
            entries.extend(self.entries(keys.to_vec()).await?);
        }
        Ok(entries)
    }

    /// Server by server. The index of a group is short, and only the entries tell what has expired.
    async fn scan_keys(&self, prefix: &Key, after: Option<&[u8]>, limit: usize) -> Result<KeyPage, Error> {
        if prefix.depth() >= 2 {
            let keys = self.scan(prefix).await?.into_iter().map(|(key, _)| key).collect();
            return Ok(KeyPage { keys, next: None });
        }
        let mut nodes = self.link.nodes().await?;
        nodes.sort_unstable_by_key(place);
        let mark = after.and_then(Mark::read).unwrap_or_default();
        let mut left = nodes.into_iter().skip_while(|node| place(node) < mark.place);
        let Some(node) = left.next() else { return Ok(KeyPage::default()) };
        // A server that has gone meanwhile took its cursor with it.
        let cursor = if place(&node) == mark.place { mark.cursor } else { 0 };
        let (cursor, keys) = self.step(&node, prefix, cursor, limit.max(1)).await?;
        let next = if cursor == 0 { left.next() } else { Some(node) };
        Ok(KeyPage { keys, next: next.map(|node| Mark { cursor, place: place(&node) }.text()) })
    }
}

/// How far a walk over the keys has come: at which server, and where there.
#[derive(Default)]
struct Mark {
    cursor: u64,
    place: String,
}

impl Mark {
    fn read(text: &[u8]) -> Option<Self> {
        let (cursor, place) = std::str::from_utf8(text).ok()?.split_once(' ')?;
        Some(Self { cursor: cursor.parse().ok()?, place: place.to_owned() })
    }

    fn text(&self) -> Bytes {
        format!("{} {}", self.cursor, self.place).into()
    }
}

/// A server's address; nothing where there is only one.
fn place(node: &Node) -> String {
    node.as_ref().map_or_else(String::new, |(host, port)| format!("{host}:{port}"))
}

fn set(name: &[u8], value: &[u8], ttl: &str) -> Cmd {
    let mut set = cmd("SET");
    set.arg(name).arg(value);
    if !ttl.is_empty() {
        set.arg("PX").arg(ttl);
    }
    set
}

/// Milliseconds as text; nothing for "stays".
fn millis(ttl: Option<Duration>) -> String {
    ttl.map_or_else(String::new, |ttl| ttl.min(LONGEST_TTL).as_millis().to_string())
}
