//! How often something may happen within a time: mails to an address, links of an account, invitations of a user, guesses.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::{
    Clock, Error,
    cache::{CacheStore, Key, MemoryCache, MemoryLimits},
    clock::millis,
    telemetry::{LogGate, plain},
};

/// At most so often within a time. The time counts from each event, so the window slides.
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
    /// The time in which they are counted.
    pub within: Duration,
}

impl Limit {
    /// A limit of `count` events within a time.
    pub const fn new(count: u32, within: Duration) -> Self {
        Self { count, within }
    }
}

/// Counts events in a cache. Of any number of requests at once, no more than the limit get a permit.
///
/// While the store can't be reached, events are counted in this process, with half the places: several processes count
/// separately then. The events that the store has counted before are not known.
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
/// Put a keyed digest into the key where the subject is secret: `Pow::signer(…).tag(…)` of an address, for example.
#[derive(Clone, Debug)]
pub struct Limiter {
    store: Arc<dyn CacheStore>,
    /// Counts while the store is away.
    local: Arc<MemoryCache>,
    clock: Arc<dyn Clock>,
}

/// The memory of the counts of this process: about 100,000 keys. A full memory grants no permits.
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
}

/// When it happened, in milliseconds, and the beginning of its name's SHA-256.
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

    /// Counts an event under the key, unless the limit is reached: then the answer is `None` and nothing is written. If an event
    /// with this name is already counted, its permit is returned again.
    ///
    /// # Errors
    /// Any error of the cache except [`Error::Unavailable`]: half of the limit is counted in this process then.
    pub async fn acquire(&self, key: &Key, limit: Limit, name: &[u8]) -> Result<Option<Permit>, Error> {
        self.try_acquire(key, limit, name).await.map(Result::ok)
    }

    /// As [`Limiter::acquire`]; at the limit the answer is how long it takes until the next place is free.
    ///
    /// # Errors
    /// As [`Limiter::acquire`].
    pub async fn try_acquire(&self, key: &Key, limit: Limit, name: &[u8]) -> Result<Result<Permit, Duration>, Error> {
        match self.acquire_in(self.store.as_ref(), key, limit, name).await {
            Err(error @ Error::Unavailable { .. }) => {
                note(&error);
                let half = Limit { count: (limit.count / 2).max(1), ..limit };
                let acquired = self.acquire_in(self.local.as_ref(), key, half, name).await?;
                Ok(acquired.map(|permit| Permit { is_local: true, ..permit }))
            }
            other => other,
        }
    }

    async fn acquire_in(
        &self,
        store: &dyn CacheStore,
        key: &Key,
        limit: Limit,
        name: &[u8],
    ) -> Result<Result<Permit, Duration>, Error> {
        let event =
            Event { at: self.clock.now_ms(), name: Sha256::digest(name).first_chunk().copied().unwrap_or_default() };
        let permit = |event| Ok(Ok(Permit { key: key.clone(), event, within: limit.within, is_local: false }));
        // Each failed compare-and-swap means that another event was counted or released, so this ends.
        loop {
            let stored = store.get(key).await?;
            let mut events = self.within(&stored, limit.within);
            if let Some(known) = events.iter().find(|known| known.name == event.name) {
                return permit(*known);
            }
            if events.len() >= limit.count as usize {
                return Ok(Err(self.until_free(&events, limit)));
            }
            events.push(event);
            if write(store, key, stored, &events, limit.within).await? {
                return permit(event);
            }
        }
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

    /// Forgets the events of the key.
    ///
    /// # Errors
    /// As [`Limiter::acquire`].
    pub async fn clear(&self, key: &Key) -> Result<(), Error> {
        self.local.delete(key).await?;
        match self.store.delete(key).await {
            Err(Error::Unavailable { .. }) => Ok(()),
            other => other.map(drop),
        }
    }

    /// Takes a counted event back, because nothing came of it.
    ///
    /// # Errors
    /// When the cache can't be reached: the event counts until its time is over.
    pub async fn release(&self, permit: Permit) -> Result<(), Error> {
        let store: &dyn CacheStore = if permit.is_local { self.local.as_ref() } else { self.store.as_ref() };
        while let Some(stored) = store.get(&permit.key).await? {
            let mut events = decode(&stored);
            let before = events.len();
            events.retain(|event| *event != permit.event);
            // An entry without events is of no use.
            let ttl = if events.is_empty() { RETRY } else { permit.within };
            if events.len() == before || write(store, &permit.key, Some(stored), &events, ttl).await? {
                break;
            }
        }
        Ok(())
    }

    fn within(&self, stored: &Option<Bytes>, within: Duration) -> Vec<Event> {
        let since = self.clock.now_ms().saturating_sub(millis(within));
        let mut events = decode(stored.as_deref().unwrap_or_default());
        events.retain(|event| event.at > since);
        events
    }

    fn until_free(&self, events: &[Event], limit: Limit) -> Duration {
        // A limit that was lowered can have more events than places.
        let mut times: Vec<i64> = events.iter().map(|event| event.at).collect();
        times.sort_unstable();
        let Some(last_to_go) = times.get(times.len().saturating_sub(limit.count as usize)) else { return limit.within };
        let left = last_to_go.saturating_add(millis(limit.within)).saturating_sub(self.clock.now_ms());
        Duration::from_millis(u64::try_from(left).unwrap_or_default()).max(RETRY)
    }
}

/// How long a client waits at least.
const RETRY: Duration = Duration::from_secs(1);

async fn write(
    store: &dyn CacheStore,
    key: &Key,
    stored: Option<Bytes>,
    events: &[Event],
    ttl: Duration,
) -> Result<bool, Error> {
    let new = events.iter().flat_map(|event| event.encode()).collect();
    match stored {
        Some(stored) => store.compare_and_swap(key, &stored, new, Some(ttl)).await,
        None => store.put_if_absent(key, new, Some(ttl)).await,
    }
}

fn note(error: &Error) {
    if let Some(held_back) = AWAY.open_now() {
        tracing::warn!(
            target: "pow::limit::local",
            error = %plain(error),
            held_back,
            "the cache store is unavailable; this process counts limits for itself, with half the places"
        );
    }
}

/// The events of an entry, none if it is corrupt.
fn decode(stored: &[u8]) -> Vec<Event> {
    match stored.as_chunks() {
        (events, []) => events.iter().filter_map(Event::decode).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cache::{MemoryCache, MemoryLimits},
        clock::FixedClock,
    };

    const MINUTE: Duration = Duration::from_secs(60);

    fn limiter() -> (Limiter, Arc<FixedClock>, Key) {
        let clock = Arc::new(FixedClock::at_ms(1_700_000_000_000));
        let store = Arc::new(MemoryCache::new(clock.clone(), MemoryLimits::default()));
        (Limiter::new(store, clock.clone()), clock, Key::new("users").name("test"))
    }

    #[tokio::test]
    async fn window_slides_with_each_event() {
        let (limiter, clock, key) = limiter();
        let two = Limit::new(2, MINUTE);
        let acquire = async |name: &str| limiter.acquire(&key, two, name.as_bytes()).await.unwrap().is_some();
        assert!(acquire("a").await);
        clock.advance(MINUTE / 2);
        assert!(acquire("b").await && !acquire("c").await);
        clock.advance(MINUTE / 2);
        assert!(acquire("c").await && !acquire("d").await, "the first one's time is over, the second one's isn't");
        clock.advance(MINUTE * 2);
        assert!(acquire("d").await && acquire("e").await && !acquire("f").await);
    }

    #[tokio::test]
    async fn same_event_is_counted_once_and_released_once() {
        let (limiter, _, key) = limiter();
        let one = Limit::new(1, MINUTE);
        let first = limiter.acquire(&key, one, b"a").await.unwrap().unwrap();
        let again = limiter.acquire(&key, one, b"a").await.unwrap().unwrap();
        limiter.release(first).await.unwrap();
        assert!(limiter.acquire(&key, one, b"b").await.unwrap().is_some());
        limiter.release(again).await.unwrap();
        assert!(limiter.acquire(&key, one, b"c").await.unwrap().is_none(), "another event's permit is not released");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn parallel_events_get_as_many_permits_as_there_are() {
        for _ in 0..50 {
            let (limiter, _, key) = limiter();
            let tasks: Vec<_> = (0..30_u8)
                .map(|n| {
                    let (limiter, key) = (limiter.clone(), key.clone());
                    tokio::spawn(async move { limiter.acquire(&key, Limit::new(7, MINUTE), &[n]).await.unwrap() })
                })
                .collect();
            let mut permits = 0;
            for task in tasks {
                permits += usize::from(task.await.unwrap().is_some());
            }
            assert_eq!(permits, 7);
        }
    }

    #[tokio::test]
    async fn corrupt_entry_counts_nothing() {
        let (limiter, _, key) = limiter();
        limiter.store.put(&key, Bytes::from_static(b"not sixteen bytes"), None).await.unwrap();
        assert!(limiter.acquire(&key, Limit::new(1, MINUTE), b"a").await.unwrap().is_some());
    }
}
