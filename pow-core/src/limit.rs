//! How often something may happen within a time: mails to an address, links of an account, invitations of a user, guesses.

use std::{mem, sync::Arc, time::Duration};

use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::{
    Clock, Error,
    cache::{CacheStore, Key, MemoryCache, MemoryLimits, Write},
    clock::millis,
    telemetry::{LogGate, plain},
};

/// A maximum number of events within a time. The time counts from each event, so the window slides.
///
/// ```
/// use std::time::Duration;
/// use pow_core::limit::Limit;
///
/// let limit = Limit::new(3, Duration::from_secs(3600));
/// assert_eq!((limit.count, limit.within.as_secs()), (3, 3600));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limit {
    /// How many events are allowed.
    pub count: u32,
    /// The time within which the events are counted.
    pub within: Duration,
}

impl Limit {
    /// A limit of `count` events within a time.
    pub const fn new(count: u32, within: Duration) -> Self {
        Self { count, within }
    }
}

/// Counts events in a cache. Concurrent requests get no more permits than the limit.
///
/// While the store can't be reached, each process counts events on its own, up to half of the limit. The events that the store
/// has counted before are not known.
///
/// ```
/// # use std::{sync::Arc, time::Duration};
/// # use pow_core::{UserId, cache::{Key, MemoryCache}, clock::SystemClock, limit::{Limit, Limiter}};
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let limiter = Limiter::new(Arc::new(MemoryCache::default()), Arc::new(SystemClock));
/// let (key, once) = (Key::new("users").name("exports").id(UserId::Int(7)), Limit::new(1, Duration::from_secs(60)));
/// let permit = limiter.acquire(&key, once, b"export 1").await?.unwrap();
/// assert!(limiter.acquire(&key, once, b"export 2").await?.is_none());
/// limiter.release(permit).await?; // nothing came of it
/// assert!(limiter.acquire(&key, once, b"export 2").await?.is_some());
/// # Ok::<(), pow_core::Error>(())
/// # }).unwrap();
/// ```
///
/// # Security
/// If the subject is secret, put a keyed digest of it into the key, for example `Pow::signer(…).tag(…)` of an address.
#[derive(Clone, Debug)]
pub struct Limiter {
    store: Arc<dyn CacheStore>,
    /// Counts while the store is unavailable.
    local: Arc<MemoryCache>,
    clock: Arc<dyn Clock>,
}

/// The limits of the counts in the memory of this process. A full memory grants no permits.
const LOCAL: MemoryLimits = MemoryLimits { entries: 200_000, bytes: 64 << 20 };

/// Limits the warnings during an outage of the store.
static AWAY: LogGate = LogGate::new();

/// An event that is counted.
#[derive(Debug)]
pub struct Permit {
    key: Key,
    event: Event,
    within: Duration,
    is_local: bool,
    /// The entry as it was written with this event.
    written: Bytes,
}

impl Permit {
    /// How many other events were counted under the key when this event was counted.
    #[must_use]
    pub fn others(&self) -> usize {
        decode(&self.written).len().saturating_sub(1)
    }
}

/// Says which of several limits is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reached {
    /// The position of the limit in the list.
    pub at: usize,
    /// The time until this limit allows another event: at least a second.
    pub retry_after: Duration,
}

/// The time of an event, in milliseconds, and the beginning of its name's SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Event {
    at: i64,
    name: [u8; NAME],
}

const NAME: usize = 8;
const EVENT: usize = size_of::<i64>() + NAME;

impl Event {
    fn encode(self) -> [u8; EVENT] {
        let mut out = [0; EVENT];
        out.iter_mut().zip(self.at.to_be_bytes().into_iter().chain(self.name)).for_each(|(to, from)| *to = from);
        out
    }

    fn decode(bytes: &[u8; EVENT]) -> Option<Self> {
        let (at, name) = bytes.split_first_chunk()?;
        Some(Self { at: i64::from_be_bytes(*at), name: name.try_into().ok()? })
    }
}

impl Limiter {
    /// A limiter that counts in this cache.
    pub fn new(store: Arc<dyn CacheStore>, clock: Arc<dyn Clock>) -> Self {
        let local = Arc::new(MemoryCache::new(Arc::clone(&clock), LOCAL));
        Self { store, local, clock }
    }

    /// Returns this limiter with another store. While a store is unavailable, both limiters count in the same memory.
    #[must_use]
    pub fn with_store(&self, store: Arc<dyn CacheStore>) -> Self {
        Self { store, ..self.clone() }
    }

    /// Counts an event under the key. If the limit is reached, returns `None` and writes nothing. If an event with this name is
    /// already counted, its permit is returned again.
    ///
    /// # Errors
    /// Any error of the cache except [`Error::Unavailable`]. In an outage this process counts, up to half of the limit.
    pub async fn acquire(&self, key: &Key, limit: Limit, name: &[u8]) -> Result<Option<Permit>, Error> {
        self.try_acquire(key, limit, name).await.map(Result::ok)
    }

    /// As [`Limiter::acquire`]. If the limit is reached, returns the time until it allows another event.
    ///
    /// # Errors
    /// As [`Limiter::acquire`].
    pub async fn try_acquire(&self, key: &Key, limit: Limit, name: &[u8]) -> Result<Result<Permit, Duration>, Error> {
        let acquired = self.acquire_all(&[(key.clone(), limit)], name).await?;
        match acquired.map(|mut permits| permits.pop()) {
            Ok(Some(permit)) => Ok(Ok(permit)),
            Ok(None) => Err(Error::other("a limit gave neither a permit nor a refusal")),
            Err(reached) => Ok(Err(reached.retry_after)),
        }
    }

    /// Counts an event under several different keys. If one of their limits is reached, the event is counted under none of them,
    /// and that limit is returned: the first one, if there are several. The permits have the order of the limits.
    ///
    /// This costs one [`CacheStore::get_many`] and one [`CacheStore::write_many`], unless events come at the same time. In that
    /// case, a call that is refused in the end may hold permits for a moment, and another call may be refused because of them. No
    /// limit is exceeded at any time.
    ///
    /// # Errors
    /// As [`Limiter::acquire`]. After a fault the event may be counted under some of the keys.
    pub async fn acquire_all(
        &self,
        limits: &[(Key, Limit)],
        name: &[u8],
    ) -> Result<Result<Vec<Permit>, Reached>, Error> {
        match self.acquire_in(self.store.as_ref(), limits, name).await {
            Err(error @ Error::Unavailable { .. }) => {
                note(&error);
                let half = |limit: &Limit| Limit { count: (limit.count / 2).max(1), ..*limit };
                let halves: Vec<_> = limits.iter().map(|(key, limit)| (key.clone(), half(limit))).collect();
                let acquired = self.acquire_in(self.local.as_ref(), &halves, name).await?;
                let local = |permit| Permit { is_local: true, ..permit };
                Ok(acquired.map(|permits| permits.into_iter().map(local).collect()))
            }
            other => other,
        }
    }

    /// Does the reads of [`acquire_all`](Self::acquire_all) and counts nothing.
    pub(crate) async fn read_all(&self, limits: &[(Key, Limit)]) -> Result<(), Error> {
        if limits.is_empty() {
            return Ok(());
        }
        let keys: Vec<Key> = limits.iter().map(|(key, _)| key.clone()).collect();
        read(self.store.as_ref(), &keys, true).await.map(drop)
    }

    async fn acquire_in(
        &self,
        store: &dyn CacheStore,
        limits: &[(Key, Limit)],
        name: &[u8],
    ) -> Result<Result<Vec<Permit>, Reached>, Error> {
        let event =
            Event { at: self.clock.now_ms(), name: Sha256::digest(name).first_chunk().copied().unwrap_or_default() };
        let (mut known, mut acquired) = (Vec::new(), Vec::new());
        let mut open: Vec<_> = limits.iter().enumerate().collect();
        let mut is_first = true;
        // Each failed compare-and-swap means that another event was counted or released, so this ends.
        while !open.is_empty() {
            let keys: Vec<Key> = open.iter().map(|(_, (key, _))| key.clone()).collect();
            let (mut asked, mut writes) = (Vec::with_capacity(open.len()), Vec::with_capacity(open.len()));
            for ((at, place), stored) in open.into_iter().zip(read(store, &keys, mem::take(&mut is_first)).await?) {
                let (key, limit) = place;
                let mut events = self.within(&stored, limit.within);
                let permit =
                    |event, written| Permit { key: key.clone(), event, within: limit.within, is_local: false, written };
                if let Some(other) = events.iter().find(|other| other.name == event.name) {
                    known.push((at, permit(*other, stored.unwrap_or_default())));
                    continue;
                }
                if events.len() >= limit.count as usize {
                    release_in(store, acquired.into_iter().map(|(_, permit)| permit).collect(), &[]).await?;
                    return Ok(Err(Reached { at, retry_after: self.until_free(&events, *limit) }));
                }
                events.push(event);
                let written = encode(&events);
                writes.push(swap(key, stored, written.clone(), limit.within));
                asked.push((at, place, permit(event, written)));
            }
            let done = store.write_many(&writes).await?;
            open = Vec::new();
            for ((at, place, permit), done) in asked.into_iter().zip(done) {
                match done {
                    true => acquired.push((at, permit)),
                    false => open.push((at, place)),
                }
            }
        }
        acquired.extend(known);
        acquired.sort_by_key(|(at, _)| *at);
        Ok(Ok(acquired.into_iter().map(|(_, permit)| permit).collect()))
    }

    /// How many events are counted under the key within the limit's time.
    ///
    /// # Errors
    /// As [`Limiter::acquire`].
    pub async fn used(&self, key: &Key, within: Duration) -> Result<usize, Error> {
        let stored = match self.store.get(key).await {
            Err(Error::Unavailable { .. }) => self.local.get(key).await?,
            other => other?,
        };
        Ok(self.within(&stored, within).len())
    }

    /// Forgets all events of these keys.
    ///
    /// # Errors
    /// As [`Limiter::acquire`].
    pub async fn clear(&self, keys: &[Key]) -> Result<(), Error> {
        match self.release_all(Vec::new(), keys).await {
            Err(Error::Unavailable { .. }) => Ok(()),
            other => other,
        }
    }

    /// Releases a permit, so that its event no longer counts. Use it if nothing came of the event.
    ///
    /// # Errors
    /// If the cache can't be reached. The event then counts until its time is over.
    pub async fn release(&self, permit: Permit) -> Result<(), Error> {
        self.release_all(vec![permit], &[]).await
    }

    /// Releases permits, and forgets all events of the keys `cleared`. These keys must differ from those of the permits.
    ///
    /// If no other event came meanwhile, this costs one write of the cache.
    ///
    /// # Errors
    /// If the cache can't be reached. The events then count until their time is over.
    pub async fn release_all(&self, permits: Vec<Permit>, cleared: &[Key]) -> Result<(), Error> {
        let (local, shared) = permits.into_iter().partition(|permit| permit.is_local);
        release_in(self.local.as_ref(), local, cleared).await?;
        release_in(self.store.as_ref(), shared, cleared).await
    }

    fn within(&self, stored: &Option<Bytes>, within: Duration) -> Vec<Event> {
        let since = self.clock.now_ms().saturating_sub(millis(within));
        let mut events = decode(stored.as_deref().unwrap_or_default());
        events.retain(|event| event.at > since);
        events
    }

    fn until_free(&self, events: &[Event], limit: Limit) -> Duration {
        // A limit that was lowered can have more events than it allows.
        let mut times: Vec<i64> = events.iter().map(|event| event.at).collect();
        times.sort_unstable();
        let Some(last_to_go) = times.get(times.len().saturating_sub(limit.count as usize)) else { return limit.within };
        let left = last_to_go.saturating_add(millis(limit.within)).saturating_sub(self.clock.now_ms());
        Duration::from_millis(u64::try_from(left).unwrap_or_default()).max(RETRY)
    }
}

/// The minimum time that a client waits.
const RETRY: Duration = Duration::from_secs(1);

fn swap(key: &Key, expected: Option<Bytes>, new: Bytes, ttl: Duration) -> Write {
    Write::Swap { key: key.clone(), expected, new, ttl: Some(ttl) }
}

async fn release_in(store: &dyn CacheStore, permits: Vec<Permit>, cleared: &[Key]) -> Result<(), Error> {
    let mut writes: Vec<Write> = cleared.iter().cloned().map(Write::Delete).collect();
    // Usually the entries are still as they were written. The writes of the permits come last.
    let mut open: Vec<_> = permits.into_iter().map(|permit| (permit.written.clone(), permit)).collect();
    loop {
        open.retain(|(stored, permit)| decode(stored).contains(&permit.event));
        for (stored, permit) in &open {
            let mut events = decode(stored);
            events.retain(|event| *event != permit.event);
            // An entry without events is not needed, so it expires soon.
            let ttl = if events.is_empty() { RETRY } else { permit.within };
            writes.push(swap(&permit.key, Some(stored.clone()), encode(&events), ttl));
        }
        if writes.is_empty() {
            return Ok(());
        }
        let done = store.write_many(&writes).await?;
        let failed = done.into_iter().skip(writes.len() - open.len());
        let permits: Vec<_> =
            open.into_iter().zip(failed).filter(|(_, done)| !done).map(|((_, permit), _)| permit).collect();
        if permits.is_empty() {
            return Ok(());
        }
        let keys: Vec<Key> = permits.iter().map(|permit| permit.key.clone()).collect();
        let stored = read(store, &keys, false).await?;
        open = stored.into_iter().map(Option::unwrap_or_default).zip(permits).collect();
        writes.clear();
    }
}

/// Reads the entries. A store may answer [`CacheStore::get_many`] from a copy, so after a failed swap each entry is read by
/// itself.
async fn read(store: &dyn CacheStore, keys: &[Key], is_first: bool) -> Result<Vec<Option<Bytes>>, Error> {
    if is_first {
        return store.get_many(keys).await;
    }
    let mut entries = Vec::with_capacity(keys.len());
    for key in keys {
        entries.push(store.get(key).await?);
    }
    Ok(entries)
}

fn encode(events: &[Event]) -> Bytes {
    events.iter().flat_map(|event| event.encode()).collect()
}

fn note(error: &Error) {
    if let Some(held_back) = AWAY.open_now() {
        tracing::warn!(
            target: "pow::limit::local",
            error = %plain(error),
            held_back,
            "the cache store is unavailable; this process counts by itself, and allows up to half of each limit"
        );
    }
}

/// Returns the events of an entry. A corrupt entry has none.
fn decode(stored: &[u8]) -> Vec<Event> {
    match stored.as_chunks() {
        (events, []) => events.iter().filter_map(Event::decode).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
