//! Sessions over a store and a table of users that can be watched and disturbed.

mod epoch;
mod found;
mod lifetime;
mod limit;
mod manage;
mod renewal;
mod replacing;
mod user;

use std::{
    collections::HashMap,
    fmt::Debug,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use async_trait::async_trait;
use bytes::Bytes;

use super::*;
use crate::{
    cache::{KeyPage, MemoryCache, VisitPair},
    clock::FixedClock,
    secret::Secret,
};

const START: i64 = 1_700_000_000_000;
const MINUTE: Duration = Duration::from_secs(60);
const ALICE: UserId = UserId::Int(7);
const BOB: UserId = UserId::Uuid(uuid::Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));

const SOMEBODY_ELSES: &[u8] = b"somebody else's session";

/// The users' "table", from id to epoch. A user's record is the number of the load that created it.
#[derive(Default)]
struct Table {
    rows: Mutex<HashMap<UserId, i64>>,
    loads: AtomicUsize,
}

impl Table {
    fn set(&self, id: UserId, epoch: i64) {
        self.rows.lock().unwrap().insert(id, epoch);
    }

    fn loads(&self) -> usize {
        self.loads.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl UserSource<usize> for Table {
    async fn load(&self, id: UserId) -> Result<Option<LoadedUser<usize>>, Error> {
        let load = self.loads.fetch_add(1, Ordering::SeqCst) + 1;
        Ok(self.rows.lock().unwrap().get(&id).map(|epoch| LoadedUser { user: Arc::new(load), epoch: *epoch }))
    }
}

type Hook = Box<dyn Fn() -> Option<Key> + Send + Sync>;

/// The memory store, with faults: it can be unreachable, an entry can be deleted just before a swap, and another caller can
/// take keys just before they are added.
#[derive(Default)]
struct Wire {
    inner: Option<MemoryCache>,
    down: AtomicBool,
    /// Whether entries can be read without waiting, as from the memory store. A store on a network doesn't allow this.
    near: AtomicBool,
    delete_before_swap: Mutex<Option<Hook>>,
    /// How many of the next keys to be added are taken by another caller. `taken` has the keys that were.
    to_take: AtomicUsize,
    taken: Mutex<Vec<Key>>,
    round_trips: AtomicUsize,
    /// How often entries were scanned by a prefix. `longest_page` is the largest number of keys that a scan of keys
    /// returned.
    scans: AtomicUsize,
    longest_page: AtomicUsize,
    writes: AtomicUsize,
}

impl Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wire")
    }
}

impl Wire {
    fn reach(&self, write: bool) -> Result<&MemoryCache, Error> {
        if self.down.load(Ordering::SeqCst) {
            return Err(Error::Unavailable { service: "cache", source: "connection refused".into() });
        }
        self.round_trips.fetch_add(1, Ordering::SeqCst);
        self.writes.fetch_add(usize::from(write), Ordering::SeqCst);
        Ok(self.inner.as_ref().unwrap())
    }
}

#[async_trait]
impl CacheStore for Wire {
    async fn put(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<(), Error> {
        self.reach(true)?.put(key, value, ttl).await
    }
    async fn get(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.reach(false)?.get(key).await
    }
    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Bytes>>, Error> {
        self.reach(false)?.get_many(keys).await
    }
    fn visit_pair(&self, keys: [&Key; 2], visit: &mut VisitPair<'_>) -> bool {
        self.near.load(Ordering::SeqCst) && self.inner.as_ref().unwrap().visit_pair(keys, visit)
    }
    async fn take(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.reach(true)?.take(key).await
    }
    async fn put_if_absent(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        let store = self.reach(true)?;
        if self.to_take.load(Ordering::SeqCst) > 0 {
            self.to_take.fetch_sub(1, Ordering::SeqCst);
            store.put(key, Bytes::from_static(SOMEBODY_ELSES), None).await?;
            self.taken.lock().unwrap().push(key.clone());
        }
        store.put_if_absent(key, value, ttl).await
    }
    async fn compare_and_swap(&self, key: &Key, old: &[u8], new: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        let deleted = self.delete_before_swap.lock().unwrap().as_ref().and_then(|hook| hook());
        if let Some(deleted) = deleted {
            self.reach(true)?.delete(&deleted).await?;
        }
        self.reach(true)?.compare_and_swap(key, old, new, ttl).await
    }
    async fn delete(&self, key: &Key) -> Result<bool, Error> {
        self.reach(true)?.delete(key).await
    }
    async fn scan(&self, prefix: &Key) -> Result<Vec<(Key, Bytes)>, Error> {
        self.scans.fetch_add(1, Ordering::SeqCst);
        self.reach(false)?.scan(prefix).await
    }
    async fn scan_keys(&self, prefix: &Key, after: Option<&[u8]>, limit: usize) -> Result<KeyPage, Error> {
        let page = self.reach(false)?.scan_keys(prefix, after, limit).await?;
        self.longest_page.fetch_max(page.keys.len(), Ordering::SeqCst);
        Ok(page)
    }
}

struct World {
    clock: Arc<FixedClock>,
    table: Arc<Table>,
    wire: Arc<Wire>,
    settings: SessionSettings,
    sessions: Arc<Sessions<usize>>,
}

fn ring() -> KeyRing {
    KeyRing::new(('!'..='`').collect::<String>().into()).unwrap()
}

/// The settings of the sessions in a test.
struct Setup {
    namespace: &'static str,
    settings: SessionSettings,
    reload: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self { namespace: "users", settings: SessionSettings::default(), reload: false }
    }
}

impl Setup {
    fn sessions(
        &self,
        store: Arc<dyn CacheStore>,
        source: Arc<dyn UserSource<usize>>,
        clock: Arc<dyn Clock>,
    ) -> Sessions<usize> {
        let sessions = Sessions::new(self.namespace, &self.settings, &ring(), store, source, clock).unwrap();
        sessions.reload(self.reload)
    }
}

impl World {
    fn new() -> Self {
        Self::with(|_| {})
    }

    fn with(change: impl FnOnce(&mut Setup)) -> Self {
        let clock = Arc::new(FixedClock::at_ms(START));
        let inner = Some(MemoryCache::new(clock.clone(), crate::cache::MemoryLimits::default()));
        let (table, wire) = (Arc::new(Table::default()), Arc::new(Wire { inner, ..Wire::default() }));
        table.set(ALICE, 1);
        table.set(BOB, 1);
        let mut setup = Setup::default();
        change(&mut setup);
        let sessions = setup.sessions(wire.clone(), table.clone(), clock.clone());
        Self { clock, table, wire, settings: setup.settings, sessions: Arc::new(sessions) }
    }

    /// Another process with the same store.
    fn node(&self, change: impl FnOnce(&mut Setup)) -> Sessions<usize> {
        let mut setup = Setup::default();
        change(&mut setup);
        setup.sessions(self.wire.clone(), self.table.clone(), self.clock.clone())
    }

    async fn sign_in(&self, user: UserId) -> SignedSession {
        self.sessions.create(user, 1, NewSession { authenticated: true, ..NewSession::default() }, None).await.unwrap()
    }

    /// Fetches over the network. If `at_hand` finds the session, the result must be the same.
    async fn fetch(&self, cookie: &Secret<String>) -> Fetched<usize> {
        let at_hand = self.at_hand(cookie);
        let fetched = self.sessions.fetch(cookie.expose()).await.unwrap();
        if let Some((user, session)) = at_hand {
            let Fetched::Active { user: fetched_user, session: fetched, new_cookie: None } = &fetched else {
                panic!("{fetched:?}")
            };
            assert!(user == *fetched_user && session.0 == fetched.0);
        }
        fetched
    }

    fn at_hand(&self, cookie: &Secret<String>) -> Option<(Arc<usize>, Session)> {
        self.wire.near.store(true, Ordering::SeqCst);
        let found = self.sessions.open(cookie.expose()).and_then(|cookie| self.sessions.at_hand(&cookie));
        self.wire.near.store(false, Ordering::SeqCst);
        found
    }

    /// Moves the clock, and returns the new cookie of the renewal.
    async fn renew(&self, cookie: &Secret<String>) -> Secret<String> {
        self.clock.advance(15 * MINUTE);
        self.fetch(cookie).await.renewed()
    }

    async fn raw(&self, session: &SessionRef) -> Option<Bytes> {
        self.wire.get(&self.sessions.session_key(session)).await.unwrap()
    }

    async fn overwrite(&self, session: &SessionRef, raw: impl Into<Bytes>) {
        self.wire.put(&self.sessions.session_key(session), raw.into(), None).await.unwrap();
    }
}

impl Fetched<usize> {
    fn is_active(&self) -> bool {
        matches!(self, Self::Active { .. })
    }

    fn renewed(self) -> Secret<String> {
        let Self::Active { new_cookie: Some(cookie), .. } = self else { panic!("{self:?}") };
        cookie
    }

    fn load(&self) -> usize {
        let Self::Active { user, .. } = self else { panic!("{self:?}") };
        **user
    }
}
