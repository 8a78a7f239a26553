//! The permits of a limiter, for one limit and for several.

use std::{collections::HashMap, sync::Mutex};

use async_trait::async_trait;

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

/// Two limits of different sizes, with different keys.
fn wide_and_narrow(key: &Key) -> [(Key, Limit); 2] {
    [(key.clone().name("wide"), Limit::new(9, MINUTE)), (key.clone().name("narrow"), Limit::new(2, MINUTE))]
}

#[tokio::test]
async fn event_counts_under_all_keys_or_under_none() {
    let (limiter, _, key) = limiter();
    let limits = wide_and_narrow(&key);
    let used = async || {
        let [wide, narrow] = &limits;
        (limiter.used(&wide.0, MINUTE).await.unwrap(), limiter.used(&narrow.0, MINUTE).await.unwrap())
    };
    let first = limiter.acquire_all(&limits, b"a").await.unwrap().unwrap();
    assert_eq!(first.iter().map(Permit::others).collect::<Vec<_>>(), [0, 0]);
    let second = limiter.acquire_all(&limits, b"b").await.unwrap().unwrap();
    assert_eq!(second.iter().map(Permit::others).collect::<Vec<_>>(), [1, 1]);
    let reached = limiter.acquire_all(&limits, b"c").await.unwrap().unwrap_err();
    assert_eq!((reached.at, reached.retry_after, used().await), (1, MINUTE, (2, 2)));
    assert!(limiter.acquire_all(&limits, b"a").await.unwrap().is_ok(), "it is counted already");
    assert_eq!(used().await, (2, 2));
    limiter.release_all(first, &[]).await.unwrap();
    assert_eq!(used().await, (1, 1));
    let [wide, narrow] = limits.clone();
    limiter.release_all(second.into_iter().skip(1).collect(), &[wide.0]).await.unwrap();
    assert_eq!(used().await, (0, 0));
    drop(limiter.acquire(&narrow.0, narrow.1, b"x").await.unwrap());
    limiter.clear(&[narrow.0]).await.unwrap();
    assert_eq!(used().await, (0, 0));
    assert!(limiter.acquire_all(&[], b"a").await.unwrap().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_events_that_are_refused_leave_nothing_under_the_other_keys() {
    for _ in 0..50 {
        let (limiter, _, key) = limiter();
        let limits = wide_and_narrow(&key);
        let tasks: Vec<_> = (0..30_u8)
            .map(|n| {
                let (limiter, mut limits) = (limiter.clone(), limits.clone());
                limits.rotate_left(usize::from(n % 2));
                tokio::spawn(async move { limiter.acquire_all(&limits, &[n]).await.unwrap() })
            })
            .collect();
        let mut permits = Vec::new();
        for task in tasks {
            permits.extend(task.await.unwrap().ok());
        }
        assert!(permits.len() <= 2, "{}", permits.len());
        for (key, _) in &limits {
            assert_eq!(limiter.used(key, MINUTE).await.unwrap(), permits.len());
        }
        for permits in permits {
            limiter.release_all(permits, &[]).await.unwrap();
        }
        for (key, _) in &limits {
            assert_eq!(limiter.used(key, MINUTE).await.unwrap(), 0);
        }
    }
}

/// Repeats its first answer to `get_many`, like a store with an outdated copy of the entries.
#[derive(Debug)]
struct Outdated {
    inner: Arc<dyn CacheStore>,
    copies: Mutex<HashMap<Key, Option<Bytes>>>,
}

#[async_trait]
impl CacheStore for Outdated {
    async fn put(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<(), Error> {
        self.inner.put(key, value, ttl).await
    }

    async fn get(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.inner.get(key).await
    }

    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Bytes>>, Error> {
        let entries = self.inner.get_many(keys).await?;
        let mut copies = self.copies.lock().unwrap();
        let copied = keys.iter().zip(entries).map(|(key, entry)| copies.entry(key.clone()).or_insert(entry).clone());
        Ok(copied.collect())
    }

    async fn take(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.inner.take(key).await
    }

    async fn put_if_absent(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        self.inner.put_if_absent(key, value, ttl).await
    }

    async fn compare_and_swap(&self, key: &Key, old: &[u8], new: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        self.inner.compare_and_swap(key, old, new, ttl).await
    }

    async fn delete(&self, key: &Key) -> Result<bool, Error> {
        self.inner.delete(key).await
    }

    async fn scan(&self, prefix: &Key) -> Result<Vec<(Key, Bytes)>, Error> {
        self.inner.scan(prefix).await
    }
}

#[tokio::test]
async fn outdated_copy_exceeds_no_limit_and_stops_no_event() {
    let (limiter, _, key) = limiter();
    let outdated = Outdated { inner: Arc::clone(&limiter.store), copies: Mutex::default() };
    let limiter = limiter.with_store(Arc::new(outdated));
    let limits = wide_and_narrow(&key);
    let acquire = async |name: &str| limiter.acquire_all(&limits, name.as_bytes()).await.unwrap();
    let (first, second) = (acquire("a").await.unwrap(), acquire("b").await.unwrap());
    assert_eq!(acquire("c").await.unwrap_err().at, 1, "both permits are in use");
    limiter.release_all(first, &[]).await.unwrap();
    assert!(acquire("c").await.is_ok());
    limiter.release_all(second, &[]).await.unwrap();
    assert!(acquire("d").await.is_ok() && acquire("e").await.is_err());
}
