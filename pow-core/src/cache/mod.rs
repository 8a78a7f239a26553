//! The cache: where sessions, single-use tokens and counters live, as bytes with a time to live.
//!
//! [`MemoryCache`] is for development, tests and applications of one process that may lose their sessions at a
//! restart. Another store is one implementation of [`CacheStore`].

#[cfg(feature = "disk")]
mod disk;
mod key;
mod memory;
#[cfg(feature = "redis")]
mod redis;

#[doc(hidden)]
pub mod acceptance;

use std::{fmt::Debug, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;

#[cfg(feature = "disk")]
pub use self::disk::DiskCache;
#[cfg(feature = "redis")]
pub use self::redis::RedisCache;
pub use self::{
    key::Key,
    memory::{MemoryCache, MemoryLimits},
};
use crate::{Error, schema::TableDef};

/// What [`CacheStore::visit_pair`] shows two values to, each if it is there.
pub type VisitPair<'v> = dyn FnMut([Option<&[u8]>; 2]) + 'v;

/// Some of the keys of a store: what [`CacheStore::scan_keys`] gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyPage {
    /// The keys; there may be none although others follow.
    pub keys: Vec<Key>,
    /// Where the walk goes on; nothing when it has ended. Only the store itself can read it.
    pub next: Option<Bytes>,
}

/// A store of bytes under keys, each with an optional time to live. Safe to share; every operation is atomic.
///
/// `examples/custom-store` is one in a single file, with its tests.
///
/// An implementer must guarantee, for every method:
/// * An entry whose time to live has passed is never served, taken, compared or counted as present, whether or not it
///   has been removed yet. No time to live means that the entry stays until it is deleted.
/// * What a call that returned `Ok` wrote is seen by every later call, from every process that shares the store.
/// * A fault (unreachable, full, time-out) is an `Err`, never "not found": a caller must be able to tell "signed out"
///   from "can't know".
/// * A live entry is never thrown away to make room; a store that is full refuses new ones.
/// * Keys are opaque: [`Key::as_bytes`] or [`Key::to_hex`] is stored as it is.
///
/// `pow_testing::cache_store_suite!` checks all of this against a store.
///
/// ```
/// use std::{sync::{Arc, atomic::{AtomicU64, Ordering}}, time::Duration};
/// use bytes::Bytes;
/// use pow_core::{Error, async_trait, cache::{CacheStore, Key}};
///
/// /// Another store, and how many single-use tokens were spent there.
/// #[derive(Debug)]
/// struct Counted {
///     inner: Arc<dyn CacheStore>,
///     spent: AtomicU64,
/// }
///
/// #[async_trait]
/// impl CacheStore for Counted {
///     async fn take(&self, key: &Key) -> Result<Option<Bytes>, Error> {
///         let taken = self.inner.take(key).await?;
///         self.spent.fetch_add(u64::from(taken.is_some()), Ordering::Relaxed);
///         Ok(taken)
///     }
///
///     async fn put(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<(), Error> {
///         self.inner.put(key, value, ttl).await
///     }
///
///     async fn get(&self, key: &Key) -> Result<Option<Bytes>, Error> {
///         self.inner.get(key).await
///     }
///
///     // Or each would be a round trip of its own.
///     async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Bytes>>, Error> {
///         self.inner.get_many(keys).await
///     }
///
///     async fn put_if_absent(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
///         self.inner.put_if_absent(key, value, ttl).await
///     }
///
///     async fn compare_and_swap(&self, key: &Key, expected: &[u8], new: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
///         self.inner.compare_and_swap(key, expected, new, ttl).await
///     }
///
///     async fn delete(&self, key: &Key) -> Result<bool, Error> {
///         self.inner.delete(key).await
///     }
///
///     async fn scan(&self, prefix: &Key) -> Result<Vec<(Key, Bytes)>, Error> {
///         self.inner.scan(prefix).await
///     }
///
///     async fn sweep(&self) -> Result<usize, Error> {
///         self.inner.sweep().await
///     }
/// }
/// ```
#[async_trait]
pub trait CacheStore: Debug + Send + Sync + 'static {
    /// Stores `value`, replacing what was there, with its time to live.
    async fn put(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<(), Error>;

    /// The value under `key`. Reading doesn't prolong its life.
    async fn get(&self, key: &Key) -> Result<Option<Bytes>, Error>;

    /// The values under several keys, in the order of `keys` and as many. The values may be of different moments.
    ///
    /// A store that is reached over a network should make one round trip of it: every request of a signed-in user
    /// comes through here.
    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Bytes>>, Error> {
        let mut values = Vec::with_capacity(keys.len());
        for key in keys {
            values.push(self.get(key).await?);
        }
        Ok(values)
    }

    /// Shows `visit` the values under two keys, if they are in this process's memory and nothing has to be waited for, and
    /// says whether it did. `false`, the default, sends the caller to [`get_many`](Self::get_many).
    ///
    /// What is shown must be what `get_many` would give. `visit` calls nothing of the store.
    fn visit_pair(&self, keys: [&Key; 2], visit: &mut VisitPair<'_>) -> bool {
        let _ = (keys, visit);
        false
    }

    /// Removes the entry and returns its value. Of any number of concurrent calls exactly one gets the value: this is
    /// what spends a single-use token.
    async fn take(&self, key: &Key) -> Result<Option<Bytes>, Error>;

    /// Stores `value` if nothing lives under `key`, and says whether it did. Of concurrent calls exactly one wins.
    async fn put_if_absent(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<bool, Error>;

    /// Replaces the value if it is, byte for byte, `expected`, and says whether it did. A missing entry is never
    /// equal: a deleted session can't be brought back by a request that still holds it.
    async fn compare_and_swap(
        &self,
        key: &Key,
        expected: &[u8],
        new: Bytes,
        ttl: Option<Duration>,
    ) -> Result<bool, Error>;

    /// Removes the entry and says whether there was one.
    async fn delete(&self, key: &Key) -> Result<bool, Error>;

    /// All entries whose keys begin with the segments of `prefix`, in any order.
    ///
    /// The cost should be that of the entries found when the prefix has two segments or more behind the namespace
    /// ("the sessions of this user"); with fewer it may be that of the whole store.
    async fn scan(&self, prefix: &Key) -> Result<Vec<(Key, Bytes)>, Error>;

    /// Some of the keys that begin with the segments of `prefix`, in any order: about `limit` of them, and without the values.
    /// `after` is [`KeyPage::next`] of the page before, and nothing for the first page.
    ///
    /// For a walk over all that is there, which must neither read everything at once nor hold up anybody. A key that is there
    /// during the whole walk is on one of its pages, or on several. The default puts all of them on one page.
    async fn scan_keys(&self, prefix: &Key, after: Option<&[u8]>, limit: usize) -> Result<KeyPage, Error> {
        let _ = (after, limit);
        let keys = self.scan(prefix).await?.into_iter().map(|(key, _)| key).collect();
        Ok(KeyPage { keys, next: None })
    }

    /// The tables that the store needs in the application's database: none, unless it lives there.
    fn tables(&self) -> Vec<TableDef> {
        Vec::new()
    }

    /// Removes what has expired, and returns how many entries that were. Called every now and then; a store that
    /// does it by itself has nothing to do.
    async fn sweep(&self) -> Result<usize, Error> {
        Ok(0)
    }
}
