//! The cache: stores sessions, single-use tokens and counters as bytes with a time to live.
//!
//! [`MemoryCache`] is for development, tests and applications of one process that may lose their sessions at a restart.
//! Implement [`CacheStore`] for another store, as the crate `pow-store-redis` does for Redis.

#[cfg(feature = "disk")]
mod disk;
mod key;
mod memory;

use std::{fmt::Debug, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;

#[cfg(feature = "disk")]
pub use self::disk::DiskCache;
pub use self::{
    key::Key,
    memory::{MemoryCache, MemoryLimits},
};
use crate::{Error, schema::TableDef};

/// The callback of [`CacheStore::visit_pair`]. It receives two values, `None` for each that is missing.
pub type VisitPair<'v> = dyn FnMut([Option<&[u8]>; 2]) + 'v;

/// A page of keys, as [`CacheStore::scan_keys`] returns it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyPage {
    /// The keys. A page may be empty although further pages follow.
    pub keys: Vec<Key>,
    /// The position of the next page, or `None` after the last one. Its format is private to the store.
    pub next: Option<Bytes>,
}

/// A change of one entry, for [`CacheStore::write_many`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Stores `new` if the entry has the value `expected`, as [`CacheStore::compare_and_swap`] does. If `expected` is `None`,
    /// stores `new` if there is no entry, as [`CacheStore::put_if_absent`] does.
    Swap {
        /// The key of the entry.
        key: Key,
        /// The value that the entry must have.
        expected: Option<Bytes>,
        /// The value that replaces it.
        new: Bytes,
        /// The time to live from now on.
        ttl: Option<Duration>,
    },
    /// Removes the entry, as [`CacheStore::delete`] does.
    Delete(Key),
}

impl Write {
    /// Makes the change in this store, and returns whether there was one.
    ///
    /// # Errors
    /// The faults of the store.
    pub async fn apply<S: CacheStore + ?Sized>(&self, store: &S) -> Result<bool, Error> {
        match self {
            Self::Swap { key, expected: Some(expected), new, ttl } => {
                store.compare_and_swap(key, expected, new.clone(), *ttl).await
            }
            Self::Swap { key, expected: None, new, ttl } => store.put_if_absent(key, new.clone(), *ttl).await,
            Self::Delete(key) => store.delete(key).await,
        }
    }
}

/// A store of bytes under keys, each with an optional time to live. It can be shared, and every operation is atomic.
///
/// `examples/custom-store` is an implementation in a single file, with its tests.
///
/// # Contract
/// * An entry whose time to live has passed counts as absent in every method, whether or not it has been removed. An entry
///   without a time to live stays until it is deleted.
/// * After a call has returned `Ok`, every later call sees its writes, from every process that shares the store.
/// * A fault (unreachable, full, timeout) is an `Err`, never an absent entry. The caller must be able to distinguish "signed
///   out" from "unknown".
/// * A store never evicts live entries. If it is full, it rejects new ones.
/// * Keys are opaque. [`Key::as_bytes`] or [`Key::to_hex`] is stored unchanged.
///
/// `pow_testing::cache_store_suite!` checks all of this against a store.
///
/// ```
/// use std::{sync::{Arc, atomic::{AtomicU64, Ordering}}, time::Duration};
/// use bytes::Bytes;
/// use pow_core::{Error, async_trait, cache::{CacheStore, Key, Write}};
///
/// /// Wraps another store, and counts the single-use tokens that were spent.
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
///     // Without this, each key would be a separate round trip.
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
///     // The same for writes.
///     async fn write_many(&self, writes: &[Write]) -> Result<Vec<bool>, Error> {
///         self.inner.write_many(writes).await
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
    /// Stores `value` with its time to live, and replaces an existing one.
    async fn put(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<(), Error>;

    /// Returns the value under `key`. Reading doesn't extend its life.
    async fn get(&self, key: &Key) -> Result<Option<Bytes>, Error>;

    /// Returns the values under several keys, in the order of `keys`. They may be read at different moments.
    ///
    /// A store on the network should use one round trip, because every request of a signed-in user calls this method.
    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Bytes>>, Error> {
        let mut values = Vec::with_capacity(keys.len());
        for key in keys {
            values.push(self.get(key).await?);
        }
        Ok(values)
    }

    /// Passes the values under two keys to `visit`, if they can be read on this thread in a few microseconds, without waiting for
    /// a lock or for another process. Returns whether it did. After `false`, the default, the caller uses
    /// [`get_many`](Self::get_many).
    ///
    /// The values must be those that `get_many` would return. `visit` must not call the store.
    fn visit_pair(&self, keys: [&Key; 2], visit: &mut VisitPair<'_>) -> bool {
        let _ = (keys, visit);
        false
    }

    /// Removes the entry and returns its value. Of any number of concurrent calls, exactly one gets the value. Single-use tokens
    /// are spent this way.
    async fn take(&self, key: &Key) -> Result<Option<Bytes>, Error>;

    /// Stores `value` if there is no entry under `key`, and returns whether it did. Of concurrent calls, exactly one succeeds.
    async fn put_if_absent(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<bool, Error>;

    /// Replaces the value if it equals `expected` byte by byte, and returns whether it did. An absent entry never matches, so a
    /// request that still holds a deleted session cannot restore it.
    async fn compare_and_swap(
        &self,
        key: &Key,
        expected: &[u8],
        new: Bytes,
        ttl: Option<Duration>,
    ) -> Result<bool, Error>;

    /// Removes the entry and returns whether there was one.
    async fn delete(&self, key: &Key) -> Result<bool, Error>;

    /// Makes several changes, and returns for each whether it was made, in the order of `writes`. All keys differ.
    ///
    /// Each change is atomic, but other calls may see some of them before the others. After an error any of them may have been
    /// made. A store on the network should use one round trip, and a store on a disk should wait for the disk once.
    async fn write_many(&self, writes: &[Write]) -> Result<Vec<bool>, Error> {
        let mut done = Vec::with_capacity(writes.len());
        for write in writes {
            done.push(write.apply(self).await?);
        }
        Ok(done)
    }

    /// Returns all entries whose keys begin with the segments of `prefix`, in any order.
    ///
    /// If the prefix has two or more segments after the namespace ("the sessions of this user"), the cost should depend only on
    /// the entries found. With fewer segments it may depend on the whole store.
    async fn scan(&self, prefix: &Key) -> Result<Vec<(Key, Bytes)>, Error>;

    /// Returns about `limit` keys that begin with the segments of `prefix`, in any order and without the values. `after` is
    /// [`KeyPage::next`] of the previous page, and `None` for the first page.
    ///
    /// Use it to walk over all keys without reading everything at once or blocking other calls. A key that exists during the
    /// whole walk is on at least one page. The default returns all keys on one page.
    async fn scan_keys(&self, prefix: &Key, after: Option<&[u8]>, limit: usize) -> Result<KeyPage, Error> {
        let _ = (after, limit);
        let keys = self.scan(prefix).await?.into_iter().map(|(key, _)| key).collect();
        Ok(KeyPage { keys, next: None })
    }

    /// Returns the tables that the store needs in the application's database. Default: none.
    fn tables(&self) -> Vec<TableDef> {
        Vec::new()
    }

    /// Removes expired entries and returns their number. It is called periodically. A store that removes them by itself need
    /// not implement it.
    async fn sweep(&self) -> Result<usize, Error> {
        Ok(0)
    }
}
