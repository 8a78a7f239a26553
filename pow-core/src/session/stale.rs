//! Sessions whose writes lose to another writer each time, and marks that the store lost.

use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use bytes::Bytes;

use super::{
    fetch::{ATTEMPTS, Advanced},
    validity::Verdict,
    *,
};
use crate::{
    cache::{MemoryCache, MemoryLimits},
    clock::FixedClock,
};

const USER: UserId = UserId::Int(7);
const NOW: i64 = 1_700_000_000_000;

#[derive(Debug)]
struct Users;

#[async_trait]
impl UserSource<()> for Users {
    async fn load(&self, _: UserId) -> Result<Option<LoadedUser<()>>, Error> {
        Ok(Some(LoadedUser { user: Arc::new(()), epoch: 2 }))
    }
}

/// A store in which another caller always writes first, and at the last attempt writes `last`.
#[derive(Debug)]
struct AlwaysStale {
    inner: MemoryCache,
    swaps: AtomicUsize,
    last: Bytes,
}

#[async_trait]
impl CacheStore for AlwaysStale {
    async fn put(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<(), Error> {
        self.inner.put(key, value, ttl).await
    }
    async fn get(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.inner.get(key).await
    }
    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Bytes>>, Error> {
        self.inner.get_many(keys).await
    }
    async fn take(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.inner.take(key).await
    }
    async fn put_if_absent(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        self.inner.put_if_absent(key, value, ttl).await
    }
    async fn compare_and_swap(&self, key: &Key, _: &[u8], _: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        if self.swaps.fetch_add(1, Ordering::SeqCst) + 1 == ATTEMPTS {
            self.inner.put(key, self.last.clone(), ttl).await?;
        }
        Ok(false)
    }
    async fn delete(&self, key: &Key) -> Result<bool, Error> {
        self.inner.delete(key).await
    }
    async fn scan(&self, prefix: &Key) -> Result<Vec<(Key, Bytes)>, Error> {
        self.inner.scan(prefix).await
    }
}

fn memory() -> MemoryCache {
    MemoryCache::new(Arc::new(FixedClock::at_ms(NOW)), MemoryLimits::default())
}

fn sessions(store: Arc<dyn CacheStore>) -> Sessions<()> {
    let ring = KeyRing::new(('!'..='`').collect::<String>().into()).unwrap();
    let clock = Arc::new(FixedClock::at_ms(NOW));
    Sessions::new("users", &SessionSettings::default(), &ring, store, Arc::new(Users), clock).unwrap()
}

fn record() -> Record {
    Record {
        session: SessionRef { user: USER, id: SessionId([1; 16]) },
        epoch: 2,
        secret: [2; 32],
        previous: None,
        created_at: NOW,
        made_at: NOW,
        renewed_at: NOW,
        authenticated_at: None,
        fingerprint: Fingerprint([3; 16]),
        metadata: Bytes::new(),
    }
}

// S13
#[tokio::test]
async fn last_look_at_a_session_counts_however_often_others_wrote_first() {
    let (mine, presented) = (record(), record().secret);
    let renewed_twice = Record { secret: [4; 32], ..record() };
    for (last, good) in [(mine.encode(), true), (renewed_twice.encode(), false)] {
        let sessions = sessions(Arc::new(AlwaysStale { inner: memory(), swaps: AtomicUsize::new(0), last }));
        sessions.store.put(&sessions.session_key(&mine.session), mine.encode(), None).await.unwrap();
        // A renewal is due at each look.
        let late = NOW + 20 * 60 * 1_000;
        let advanced = sessions.advance(mine.clone(), &presented, Verdict::Renew, late).await.unwrap();
        assert_eq!(matches!(advanced, Advanced::Active(_, None)), good);
        assert_eq!(matches!(advanced, Advanced::Superseded), !good);
    }
}

#[tokio::test]
async fn change_whose_mark_was_lost_counts_all_the_same() {
    let store = Arc::new(memory());
    let sessions = sessions(store.clone());
    let key = sessions.user_key(USER);
    let known = |epoch: i64| {
        let mut entry = vec![1];
        entry.extend(epoch.to_be_bytes());
        entry.extend([9; 8]);
        Bytes::from(entry)
    };
    for (before, after) in [(1, Some(2)), (3, Some(3))] {
        let change = sessions.invalidate(USER).await.unwrap();
        // A failover: the store has the entry of another process, but lost the mark.
        store.put(&key, known(before), None).await.unwrap();
        sessions.settle(change, 2).await.unwrap();
        assert_eq!(sessions.epoch(USER).await.unwrap(), after, "before: {before}");
        assert_ne!(
            store.get(&key).await.unwrap(),
            Some(known(before)),
            "a process that has the user in memory reads it again"
        );
    }
}
