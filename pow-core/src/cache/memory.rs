//! The cache store in memory.

#[cfg(feature = "disk")]
mod mirror;
mod pages;

use std::{
    borrow::Borrow,
    cmp,
    collections::{BTreeSet, HashSet},
    fmt,
    hash::{Hash, Hasher},
    ops::Bound,
    sync::{
        Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use foldhash::fast::RandomState;

use super::{CacheStore, Key, KeyPage, VisitPair};
use crate::{
    Clock, Error,
    clock::{SystemClock, millis},
    telemetry::LogGate,
};

const SHARDS: usize = 64;
/// The number of expired entries that every write removes, so that memory is freed even without a sweep.
const SWEEP_PER_WRITE: usize = 4;
/// The approximate memory of an entry besides its key and value: its place in three indices.
const OVERHEAD: usize = 150;
/// The expiry of an entry without a time to live.
const NEVER: i64 = i64::MAX;

/// The limits of a [`MemoryCache`]. A full cache rejects new entries. It never evicts live ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemoryLimits {
    /// The maximum number of entries. Default: 2,000,000.
    pub entries: usize,
    /// The maximum size of all keys and values in bytes, plus 150 per entry. Default: 1 GiB.
    pub bytes: usize,
}

impl Default for MemoryLimits {
    fn default() -> Self {
        Self { entries: 2_000_000, bytes: 1 << 30 }
    }
}

/// A [`CacheStore`] in memory. It is fast, and loses its entries at a restart.
///
/// Use it for development, tests, and applications of one process whose users may be signed out by a restart.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// use std::time::Duration;
/// use pow_core::cache::{CacheStore, Key, MemoryCache};
///
/// let cache = MemoryCache::default();
/// let key = Key::new("app").name("greeting");
/// cache.put(&key, "hello".into(), Some(Duration::from_secs(60))).await?;
/// assert_eq!(cache.take(&key).await?.as_deref(), Some(&b"hello"[..]));
/// assert_eq!(cache.take(&key).await?, None);
/// # Ok::<(), pow_core::Error>(())
/// # }).unwrap();
/// ```
pub struct MemoryCache {
    shards: Box<[RwLock<Shard>; SHARDS]>,
    clock: Arc<dyn Clock>,
    limits: MemoryLimits,
    entries: AtomicUsize,
    bytes: AtomicUsize,
    full: LogGate,
}

/// Prints the number of entries, and no content.
impl fmt::Debug for MemoryCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryCache").field("len", &self.len()).field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl MemoryCache {
    /// Creates a store with this clock and these limits.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, limits: MemoryLimits) -> Self {
        Self {
            shards: Box::new(std::array::from_fn(|_| RwLock::default())),
            clock,
            limits,
            entries: AtomicUsize::new(0),
            bytes: AtomicUsize::new(0),
            full: LogGate::new(),
        }
    }

    /// Returns the number of entries, including expired ones that are not yet removed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.load(Ordering::Relaxed)
    }

    /// Returns whether there are no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the shard of a key. All keys of a group (such as one user's sessions) are in the same shard. It is chosen by the
    /// last bytes of the group: the random end of an id, or the low end of a number.
    #[expect(clippy::indexing_slicing, reason = "six bits are less than 64 shards")]
    fn shard(&self, key: &Key) -> &RwLock<Shard> {
        let group = key.group();
        let last = group.last_chunk::<8>().map_or(group.len() as u64, |bytes| u64::from_be_bytes(*bytes));
        &self.shards[(last.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 58) as usize]
    }

    /// Writes under the lock of the shard if `allowed` accepts the current value.
    fn write(
        &self,
        key: &Key,
        value: &Bytes,
        ttl: Option<Duration>,
        allowed: impl Fn(Option<&[u8]>) -> bool,
    ) -> Result<bool, Error> {
        let now = self.clock.now_ms();
        let expires = expires(now, ttl);
        for attempt in 0..2 {
            let mut shard = write(self.shard(key));
            self.freed(shard.expire(now, SWEEP_PER_WRITE));
            if !allowed(shard.live(key.as_bytes(), now)) {
                return Ok(false);
            }
            let replaced = shard.entries.get(key.as_bytes()).map(Block::cost);
            let block = Block::new(key, value, expires);
            if self.reserve(block.cost(), replaced) {
                shard.insert(block);
                return Ok(true);
            }
            drop(shard);
            if attempt == 0 {
                self.sweep_all(now);
            }
        }
        Err(self.is_full(now))
    }

    /// Removes an entry and returns its value if it had not expired.
    fn remove(&self, key: &Key) -> Option<Bytes> {
        let now = self.clock.now_ms();
        let mut shard = write(self.shard(key));
        let block = shard.remove(key.as_bytes())?;
        self.freed([block.cost()]);
        block.live(now).map(Bytes::copy_from_slice)
    }

    fn sweep_all(&self, now: i64) -> usize {
        self.shards.iter().map(|shard| self.freed(write(shard).expire(now, usize::MAX))).sum()
    }

    /// Accounts for an entry of `cost` bytes that replaces one of `replaced` bytes. Returns `false` if that would exceed the
    /// limits.
    fn reserve(&self, cost: usize, replaced: Option<usize>) -> bool {
        let entries = usize::from(replaced.is_none());
        let take = |counter: &AtomicUsize, add: usize, sub: usize, limit: usize| {
            let next =
                |held: usize| Some(held.saturating_sub(sub).saturating_add(add)).filter(|n| *n <= limit || add <= sub);
            counter.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next).is_ok()
        };
        if !take(&self.entries, entries, 0, self.limits.entries) {
            return false;
        }
        let room = take(&self.bytes, cost, replaced.unwrap_or(0), self.limits.bytes);
        if !room {
            self.entries.fetch_sub(entries, Ordering::Relaxed);
        }
        room
    }

    /// Accounts for removed entries with these costs, and returns their number.
    fn freed(&self, costs: impl IntoIterator<Item = usize>) -> usize {
        let (entries, bytes) = costs.into_iter().fold((0, 0), |(entries, bytes), cost| (entries + 1, bytes + cost));
        if entries > 0 {
            self.entries.fetch_sub(entries, Ordering::Relaxed);
            self.bytes.fetch_sub(bytes, Ordering::Relaxed);
        }
        entries
    }

    pub(crate) fn is_full(&self, now: i64) -> Error {
        if let Some(held_back) = self.full.open(now) {
            tracing::error!(
                target: "pow::cache::full",
                limits = ?self.limits,
                held_back,
                "the memory cache is full and rejects new entries; raise its limits"
            );
        }
        Error::Unavailable { service: "memory cache", source: "it is full".into() }
    }
}

impl Default for MemoryCache {
    /// Creates a store with the machine's clock and the default limits.
    fn default() -> Self {
        Self::new(Arc::new(SystemClock), MemoryLimits::default())
    }
}

#[async_trait]
impl CacheStore for MemoryCache {
    async fn put(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<(), Error> {
        self.write(key, &value, ttl, |_| true).map(|_| ())
    }

    async fn get(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        Ok(read(self.shard(key)).live(key.as_bytes(), self.clock.now_ms()).map(Bytes::copy_from_slice))
    }

    fn visit_pair(&self, keys: [&Key; 2], visit: &mut VisitPair<'_>) -> bool {
        let [shard, other] = keys.map(|key| self.shard(key));
        // A session and its user are in the same shard. Locking two shards at once could deadlock.
        if !std::ptr::eq(shard, other) {
            return false;
        }
        let (shard, now) = (read(shard), self.clock.now_ms());
        visit(keys.map(|key| shard.live(key.as_bytes(), now)));
        true
    }

    async fn take(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        Ok(self.remove(key))
    }

    async fn put_if_absent(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        self.write(key, &value, ttl, |current| current.is_none())
    }

    async fn compare_and_swap(
        &self,
        key: &Key,
        expected: &[u8],
        new: Bytes,
        ttl: Option<Duration>,
    ) -> Result<bool, Error> {
        self.write(key, &new, ttl, |current| current == Some(expected))
    }

    async fn delete(&self, key: &Key) -> Result<bool, Error> {
        Ok(self.remove(key).is_some())
    }

    async fn scan(&self, prefix: &Key) -> Result<Vec<(Key, Bytes)>, Error> {
        let now = self.clock.now_ms();
        if prefix.depth() >= 2 {
            return Ok(read(self.shard(prefix)).scan(prefix, now));
        }
        Ok(self.shards.iter().flat_map(|shard| read(shard).scan(prefix, now)).collect())
    }

    async fn scan_keys(&self, prefix: &Key, after: Option<&[u8]>, limit: usize) -> Result<KeyPage, Error> {
        Ok(self.page(prefix, after, limit.max(1)))
    }

    async fn sweep(&self) -> Result<usize, Error> {
        Ok(self.sweep_all(self.clock.now_ms()))
    }
}

/// A part of the entries, under one lock.
#[derive(Debug, Default)]
struct Shard {
    entries: HashSet<Block, RandomState>,
    /// The same entries in the order of their keys, for scans.
    sorted: BTreeSet<Block>,
    /// The entries with a time to live, the soonest expiry first.
    expiry: BTreeSet<(i64, Block)>,
}

impl Shard {
    fn live(&self, key: &[u8], now: i64) -> Option<&[u8]> {
        self.entries.get(key)?.live(now)
    }

    fn insert(&mut self, block: Block) {
        self.remove(block.key());
        self.sorted.insert(block.clone());
        if block.expires() != NEVER {
            self.expiry.insert((block.expires(), block.clone()));
        }
        self.entries.insert(block);
    }

    fn remove(&mut self, key: &[u8]) -> Option<Block> {
        let block = self.entries.take(key)?;
        self.sorted.remove(&block);
        let by_time = (block.expires(), block);
        self.expiry.remove(&by_time);
        Some(by_time.1)
    }

    /// Removes at most `most` expired entries and returns their costs.
    fn expire(&mut self, now: i64, most: usize) -> Vec<usize> {
        let mut costs = Vec::new();
        while costs.len() < most
            && let Some((expires, _)) = self.expiry.first()
            && *expires <= now
            && let Some((_, block)) = self.expiry.pop_first()
        {
            self.sorted.remove(&block);
            self.entries.remove(&block);
            costs.push(block.cost());
        }
        costs
    }

    fn scan(&self, prefix: &Key, now: i64) -> Vec<(Key, Bytes)> {
        let prefix = prefix.as_bytes();
        let from = (Bound::Included(prefix), Bound::Unbounded);
        let blocks = self.sorted.range::<[u8], _>(from).take_while(|block| block.key().starts_with(prefix));
        let entry = |block: &Block| Some((Key::from_bytes(block.key())?, Bytes::copy_from_slice(block.live(now)?)));
        blocks.filter_map(entry).collect()
    }
}

/// An entry: its expiry, the length of its key, the key and the value. They are in one allocation, so that a lookup touches
/// contiguous memory. Blocks are compared by their keys.
#[derive(Clone, Debug)]
struct Block(Arc<[u8]>);

impl Block {
    fn new(key: &Key, value: &[u8], expires: i64) -> Self {
        let key = key.as_bytes();
        // A key has at most 300 bytes.
        let key_len = u16::try_from(key.len()).unwrap_or(u16::MAX);
        Self([&expires.to_ne_bytes()[..], &key_len.to_ne_bytes(), key, value].concat().into())
    }

    fn expires(&self) -> i64 {
        self.0.first_chunk().map_or(NEVER, |expires| i64::from_ne_bytes(*expires))
    }

    fn parts(&self) -> (&[u8], &[u8]) {
        let rest = self.0.get(size_of::<i64>()..).unwrap_or_default();
        let Some((key_len, rest)) = rest.split_first_chunk() else { return (&[], &[]) };
        rest.split_at_checked(usize::from(u16::from_ne_bytes(*key_len))).unwrap_or_default()
    }

    fn key(&self) -> &[u8] {
        self.parts().0
    }

    fn value(&self) -> &[u8] {
        self.parts().1
    }

    fn live(&self, now: i64) -> Option<&[u8]> {
        is_live(self.expires(), now).then(|| self.value())
    }

    fn cost(&self) -> usize {
        self.0.len() + OVERHEAD
    }
}

impl Borrow<[u8]> for Block {
    fn borrow(&self) -> &[u8] {
        self.key()
    }
}

impl PartialEq for Block {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Block {}

impl Hash for Block {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl PartialOrd for Block {
    fn partial_cmp(&self, other: &Self) -> Option<cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Block {
    fn cmp(&self, other: &Self) -> cmp::Ordering {
        self.key().cmp(other.key())
    }
}

/// Returns when an entry stored now expires.
pub(super) fn expires(now: i64, ttl: Option<Duration>) -> i64 {
    ttl.map_or(NEVER, |ttl| now.saturating_add(millis(ttl)))
}

pub(super) fn is_live(expires: i64, now: i64) -> bool {
    now < expires || expires == NEVER
}

/// Ignores poisoning, because a panic leaves no entry half written.
fn read(shard: &RwLock<Shard>) -> RwLockReadGuard<'_, Shard> {
    shard.read().unwrap_or_else(PoisonError::into_inner)
}

fn write(shard: &RwLock<Shard>) -> RwLockWriteGuard<'_, Shard> {
    shard.write().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{UserId, clock::FixedClock};

    fn cache(entries: usize, bytes: usize) -> (MemoryCache, Arc<FixedClock>) {
        let clock = Arc::new(FixedClock::at_ms(1_000));
        (MemoryCache::new(clock.clone(), MemoryLimits { entries, bytes }), clock)
    }

    fn key(n: u64) -> Key {
        Key::new("test").name("n").bytes(&n.to_be_bytes())
    }

    const SECOND: Option<Duration> = Some(Duration::from_secs(1));

    #[tokio::test]
    async fn expired_entries_are_removed_by_the_sweep_and_live_ones_are_not() {
        // Z4
        let (cache, clock) = cache(1_000, 1 << 20);
        for n in 0..100 {
            cache.put(&key(n), "x".into(), SECOND).await.unwrap();
        }
        cache.put(&key(100), "x".into(), Some(Duration::from_secs(2))).await.unwrap();
        cache.put(&key(101), "x".into(), None).await.unwrap();
        assert_eq!(cache.sweep().await.unwrap(), 0);
        clock.advance(Duration::from_secs(1));
        assert_eq!(cache.sweep().await.unwrap(), 100);
        assert_eq!(cache.len(), 2);
        clock.advance(Duration::from_secs(1));
        assert_eq!(cache.sweep().await.unwrap(), 1);
        cache.delete(&key(101)).await.unwrap();
        assert!(cache.is_empty());
        assert_eq!(cache.bytes.load(Ordering::Relaxed), 0);
    }

    #[tokio::test]
    async fn prolonged_entry_is_not_swept_at_its_old_time() {
        let (cache, clock) = cache(10, 1 << 20);
        cache.put(&key(1), "x".into(), SECOND).await.unwrap();
        assert!(cache.compare_and_swap(&key(1), b"x", "y".into(), Some(Duration::from_secs(5))).await.unwrap());
        clock.advance(Duration::from_secs(2));
        assert_eq!(cache.sweep().await.unwrap(), 0);
        assert_eq!(cache.get(&key(1)).await.unwrap().as_deref(), Some(&b"y"[..]));
    }

    #[tokio::test]
    async fn memory_stays_bounded_without_a_sweeper() {
        // Z4
        let (cache, clock) = cache(usize::MAX, usize::MAX);
        for n in 0..20_000 {
            cache.put(&key(n), "x".into(), SECOND).await.unwrap();
            clock.advance(Duration::from_millis(10));
        }
        assert!(cache.len() < 2_000, "{} entries held", cache.len());
    }

    #[tokio::test]
    async fn full_cache_refuses_new_entries_and_keeps_live_ones() {
        let (cache, clock) = cache(3, 1 << 20);
        for n in 0..3 {
            cache.put(&key(n), "x".into(), SECOND).await.unwrap();
        }
        let refused = cache.put(&key(3), "x".into(), None).await;
        assert!(matches!(refused, Err(Error::Unavailable { .. })), "{refused:?}");
        assert!(matches!(cache.put_if_absent(&key(3), "x".into(), None).await, Err(Error::Unavailable { .. })));
        for n in 0..3 {
            assert!(cache.get(&key(n)).await.unwrap().is_some());
            cache.put(&key(n), "y".into(), SECOND).await.unwrap();
        }
        clock.advance(Duration::from_secs(1));
        cache.put(&key(3), "x".into(), None).await.unwrap();
        assert_eq!(cache.len(), 1, "the expired ones made room");
    }

    #[tokio::test]
    async fn bytes_are_bounded_too() {
        let (cache, _clock) = cache(100, 1_000);
        cache.put(&key(0), vec![0; 500].into(), None).await.unwrap();
        assert!(cache.put(&key(1), vec![0; 500].into(), None).await.is_err());
        assert!(cache.compare_and_swap(&key(0), &[0; 500], vec![0; 900].into(), None).await.is_err());
        assert_eq!(cache.get(&key(0)).await.unwrap().unwrap().len(), 500);
        cache.put(&key(0), "".into(), None).await.unwrap();
        cache.put(&key(1), vec![0; 500].into(), None).await.unwrap();
        assert_eq!(cache.len(), 2);
    }

    #[tokio::test]
    async fn session_and_its_user_are_shown_together() {
        let (cache, clock) = cache(10, 1 << 20);
        for user in [UserId::Int(7), UserId::Uuid(uuid::Uuid::from_u128(7 << 64 | 7))] {
            let [session, entry] =
                [Key::new("").name("session").id(user).bytes(&[9; 16]), Key::new("").name("user").id(user)];
            let shown = || {
                let mut shown = [None, None];
                let keep = |values: [Option<&[u8]>; 2]| shown = values.map(|value| value.map(<[u8]>::to_vec));
                assert!(cache.visit_pair([&session, &entry], &mut { keep }));
                shown
            };
            assert_eq!(shown(), [None, None]);
            cache.put(&session, "s".into(), None).await.unwrap();
            cache.put(&entry, "u".into(), SECOND).await.unwrap();
            assert_eq!(shown(), [Some(b"s".to_vec()), Some(b"u".to_vec())]);
            clock.advance(Duration::from_secs(1));
            assert_eq!(shown(), [Some(b"s".to_vec()), None]);
        }
    }

    #[tokio::test]
    async fn scan_of_one_user_reads_one_shard_and_finds_all() {
        let (cache, _clock) = cache(10_000, 1 << 30);
        let user = |n| Key::new("test").name("session").id(UserId::Int(n));
        for n in 0..200 {
            for session in 0..3u8 {
                cache.put(&user(n).bytes(&[session]), Bytes::from(vec![session]), None).await.unwrap();
            }
        }
        for n in 0..200 {
            assert_eq!(cache.scan(&user(n)).await.unwrap().len(), 3);
        }
        assert_eq!(cache.scan(&Key::new("test").name("session")).await.unwrap().len(), 600);
        let used = cache.shards.iter().filter(|shard| !read(shard).entries.is_empty()).count();
        assert!(used > SHARDS / 2, "only {used} shards are used");
    }
}
