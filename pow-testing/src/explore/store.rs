//! A cache store in memory. Every operation waits for its turn, may move the clock, and may fail.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use pow_core::{
    Clock as _, Error, async_trait,
    cache::{CacheStore, Key},
    clock::FixedClock,
};

use super::turns::{Fault, Step, Turns};

/// How far an operation moves the clock, if it does.
const TICK: Duration = Duration::from_millis(1);

/// The entries by the bytes of their keys, each with the millisecond in which it expires. In this order, entries with a common
/// prefix are next to each other.
pub(super) type Entries = BTreeMap<Vec<u8>, (Bytes, Option<i64>)>;

/// The cache of an application under exploration. Clones share everything.
#[derive(Clone)]
pub struct SteppedCache {
    pub(crate) clock: Arc<FixedClock>,
    pub(super) turns: Turns,
    entries: Arc<Mutex<Entries>>,
}

impl SteppedCache {
    /// Creates an empty store. Until an application under exploration begins, its operations don't wait, and no time passes.
    #[must_use]
    pub fn new(clock: Arc<FixedClock>) -> Self {
        Self { clock, turns: Turns::default(), entries: Arc::default() }
    }

    /// Returns a copy of all entries.
    pub(super) fn entries(&self) -> Entries {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Replaces all entries.
    pub(super) fn restore(&self, entries: Entries) {
        *self.entries.lock().unwrap_or_else(PoisonError::into_inner) = entries;
    }

    async fn step<T>(
        &self,
        operation: &'static str,
        key: Option<&Key>,
        work: impl FnOnce(&mut Entries, i64) -> T,
    ) -> Result<T, Error> {
        let Step { at_once, fault, .. } = self.turns.wait(operation, key).await;
        if !at_once {
            self.clock.advance(TICK);
        }
        let now = self.clock.now_ms();
        let unavailable =
            || Error::Unavailable { service: "cache", source: "the schedule makes this operation fail".into() };
        if matches!(fault, Some(Fault::Before)) {
            return Err(unavailable());
        }
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let result = work(&mut entries, now);
        if fault.is_some() { Err(unavailable()) } else { Ok(result) }
    }
}

impl fmt::Debug for SteppedCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SteppedCache").finish_non_exhaustive()
    }
}

fn live(entries: &Entries, key: &Key, now: i64) -> Option<Bytes> {
    entries.get(key.as_bytes()).filter(|(_, ends)| ends.is_none_or(|ends| now < ends)).map(|(value, _)| value.clone())
}

fn keep(entries: &mut Entries, key: &Key, value: Bytes, ttl: Option<Duration>, now: i64) {
    let ends = ttl.map(|ttl| now.saturating_add(i64::try_from(ttl.as_millis()).unwrap_or(i64::MAX)));
    entries.insert(key.as_bytes().to_vec(), (value, ends));
}

#[async_trait]
impl CacheStore for SteppedCache {
    async fn put(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<(), Error> {
        self.step("put", Some(key), |entries, now| keep(entries, key, value, ttl, now)).await
    }

    async fn get(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.step("get", Some(key), |entries, now| live(entries, key, now)).await
    }

    // One round trip, as in a store on a server.
    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Bytes>>, Error> {
        let all = |entries: &mut Entries, now| keys.iter().map(|key| live(entries, key, now)).collect();
        self.step("get_many", keys.first(), all).await
    }

    async fn take(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        let take = |entries: &mut Entries, now| {
            let value = live(entries, key, now);
            entries.remove(key.as_bytes());
            value
        };
        self.step("take", Some(key), take).await
    }

    async fn put_if_absent(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        let put = |entries: &mut Entries, now| {
            let is_absent = live(entries, key, now).is_none();
            if is_absent {
                keep(entries, key, value, ttl, now);
            }
            is_absent
        };
        self.step("put_if_absent", Some(key), put).await
    }

    async fn compare_and_swap(
        &self,
        key: &Key,
        expected: &[u8],
        new: Bytes,
        ttl: Option<Duration>,
    ) -> Result<bool, Error> {
        let swap = |entries: &mut Entries, now| {
            let equals = live(entries, key, now).is_some_and(|value| value == expected);
            if equals {
                keep(entries, key, new, ttl, now);
            }
            equals
        };
        self.step("compare_and_swap", Some(key), swap).await
    }

    async fn delete(&self, key: &Key) -> Result<bool, Error> {
        let delete = |entries: &mut Entries, now| {
            let was_there = live(entries, key, now).is_some();
            entries.remove(key.as_bytes());
            was_there
        };
        self.step("delete", Some(key), delete).await
    }

    async fn scan(&self, prefix: &Key) -> Result<Vec<(Key, Bytes)>, Error> {
        let scan = |entries: &mut Entries, now| {
            let from = entries.range(prefix.as_bytes().to_vec()..);
            let below = from.take_while(|(bytes, _)| bytes.starts_with(prefix.as_bytes()));
            let keys = below.filter_map(|(bytes, _)| Key::from_bytes(bytes));
            keys.filter_map(|key| live(entries, &key, now).map(|value| (key, value))).collect()
        };
        self.step("scan", Some(prefix), scan).await
    }
}
