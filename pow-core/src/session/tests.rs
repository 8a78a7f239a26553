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
use crate::{cache::MemoryCache, clock::FixedClock, secret::Secret};

const START: i64 = 1_700_000_000_000;
const MINUTE: Duration = Duration::from_secs(60);
const ALICE: UserId = UserId::Int(7);
const BOB: UserId = UserId::Uuid(uuid::Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));

/// The users "table": id → epoch; the record is the number of the load that made it.
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

/// The memory store, with a switch that takes it off the network and a moment just before a swap.
#[derive(Default)]
struct Wire {
    inner: Option<MemoryCache>,
    down: AtomicBool,
    delete_before_swap: Mutex<Option<Hook>>,
    round_trips: AtomicUsize,
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
    async fn take(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.reach(true)?.take(key).await
    }
    async fn put_if_absent(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        self.reach(true)?.put_if_absent(key, value, ttl).await
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
        self.reach(false)?.scan(prefix).await
    }
}

struct World {
    clock: Arc<FixedClock>,
    table: Arc<Table>,
    wire: Arc<Wire>,
    sessions: Arc<Sessions<usize>>,
}

fn ring() -> KeyRing {
    KeyRing::new(('!'..='`').collect::<String>().into()).unwrap()
}

impl World {
    fn new() -> Self {
        Self::with(|_| {})
    }

    fn with(change: impl FnOnce(&mut SessionConfig)) -> Self {
        let clock = Arc::new(FixedClock::at_ms(START));
        let inner = Some(MemoryCache::new(clock.clone(), crate::cache::MemoryLimits::default()));
        let (table, wire) = (Arc::new(Table::default()), Arc::new(Wire { inner, ..Wire::default() }));
        table.set(ALICE, 1);
        table.set(BOB, 1);
        let mut config = SessionConfig::default();
        change(&mut config);
        let sessions = Sessions::new(&config, &ring(), wire.clone(), table.clone(), clock.clone()).unwrap();
        Self { clock, table, wire, sessions: Arc::new(sessions) }
    }

    /// Another process with the same store.
    fn node(&self, change: impl FnOnce(&mut SessionConfig)) -> Sessions<usize> {
        let mut config = SessionConfig::default();
        change(&mut config);
        Sessions::new(&config, &ring(), self.wire.clone(), self.table.clone(), self.clock.clone()).unwrap()
    }

    async fn sign_in(&self, user: UserId) -> SignedSession {
        self.sessions.create(user, 1, NewSession { authenticated: true, ..NewSession::default() }, None).await.unwrap()
    }

    async fn fetch(&self, cookie: &Secret<String>) -> Fetched<usize> {
        self.sessions.fetch(cookie.expose()).await.unwrap()
    }

    /// Moves the clock and takes the cookie that a renewal gives.
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

#[tokio::test]
async fn signed_in_user_is_found_by_the_cookie() {
    // P19
    let world = World::new();
    for user in [ALICE, BOB, UserId::Int(i64::MIN)] {
        world.table.set(user, 1);
        let signed = world.sign_in(user).await;
        let Fetched::Active { session, new_cookie, .. } = world.fetch(&signed.cookie).await else { panic!() };
        assert_eq!(session.reference().user(), user);
        assert_eq!(session.reference(), signed.session.reference());
        assert_eq!(session.created_at().timestamp_millis(), START);
        assert!(session.authenticated_within(MINUTE, &*world.clock));
        assert!(new_cookie.is_none());
    }
}

#[tokio::test]
async fn foreign_text_is_no_session() {
    // S2, S15
    let world = World::new();
    let other = world.node(|config| config.namespace = "admins".to_owned());
    let foreign = other.create(ALICE, 1, NewSession::default(), None).await.unwrap();
    let before = world.wire.round_trips.load(Ordering::SeqCst);
    for text in ["", "*", "user:1", "attacker", foreign.cookie.expose(), &"A".repeat(136), &"A".repeat(100_000)] {
        assert!(matches!(world.sessions.fetch(text).await.unwrap(), Fetched::None), "{text}");
    }
    assert_eq!(world.wire.round_trips.load(Ordering::SeqCst), before, "nothing unsigned is looked up");
    assert!(matches!(other.fetch(foreign.cookie.expose()).await.unwrap(), Fetched::Active { .. })); // S20's twin
}

#[tokio::test]
async fn cookie_with_a_flipped_bit_is_refused() {
    // Y1
    let world = World::new();
    let cookie = world.sign_in(ALICE).await.cookie;
    for at in 0..cookie.expose().len() {
        for bit in 0..7 {
            let mut changed = cookie.expose().clone().into_bytes();
            changed[at] ^= 1 << bit;
            let changed = String::from_utf8(changed).unwrap();
            assert!(matches!(world.sessions.fetch(&changed).await.unwrap(), Fetched::None), "bit {bit} at {at}");
        }
        assert!(matches!(world.sessions.fetch(&cookie.expose()[..at]).await.unwrap(), Fetched::None), "cut at {at}");
    }
    assert!(world.fetch(&cookie).await.is_active());
}

#[tokio::test]
async fn idle_session_ends_and_an_active_one_does_not() {
    // P20, ASVS 7.3.1
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    world.clock.advance(30 * MINUTE - Duration::from_millis(1));
    let cookie = world.fetch(&signed.cookie).await.renewed();
    world.clock.advance(30 * MINUTE - Duration::from_millis(1));
    let cookie = world.fetch(&cookie).await.renewed();
    world.clock.advance(30 * MINUTE);
    assert!(matches!(world.fetch(&cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn idle_session_is_over_even_if_the_store_still_serves_it() {
    // Z3
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    let raw = world.raw(signed.session.reference()).await.unwrap();
    world.overwrite(signed.session.reference(), raw).await;
    world.clock.advance(30 * MINUTE);
    assert!(matches!(world.fetch(&signed.cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn node_with_a_fast_clock_ends_nobodys_session() {
    // Z1
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    let clock = Arc::new(FixedClock::at_ms(START + 3_600_000));
    let config = SessionConfig::default();
    let fast = Sessions::new(&config, &ring(), world.wire.clone(), world.table.clone(), clock).unwrap();
    assert!(matches!(fast.fetch(signed.cookie.expose()).await.unwrap(), Fetched::Dead));
    assert!(world.fetch(&signed.cookie).await.is_active());
}

#[tokio::test]
async fn absolute_lifetime_ends_an_active_session() {
    // S12, ASVS 7.3.2
    for (absolute, ends) in [(Some(60 * MINUTE), true), (None, false)] {
        let world = World::with(|config| config.absolute_lifetime = absolute);
        let mut cookie = world.sign_in(ALICE).await.cookie;
        for _ in 0..3 {
            cookie = world.renew(&cookie).await;
        }
        world.clock.advance(15 * MINUTE);
        assert_eq!(matches!(world.fetch(&cookie).await, Fetched::Dead), ends);
    }
}

#[tokio::test]
async fn regeneration_does_not_prolong_the_absolute_lifetime() {
    let world = World::with(|config| config.absolute_lifetime = Some(60 * MINUTE));
    let mut signed = world.sign_in(ALICE).await;
    for _ in 0..3 {
        world.clock.advance(19 * MINUTE);
        signed = world.sessions.regenerate(signed.session.reference(), 1).await.unwrap().unwrap();
    }
    assert_eq!(signed.session.authenticated_at().unwrap().timestamp_millis(), START);
    world.clock.advance(3 * MINUTE);
    assert!(matches!(world.fetch(&signed.cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn secret_is_renewed_after_the_interval_and_not_before() {
    // P20
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    world.clock.advance(15 * MINUTE - Duration::from_millis(1));
    assert!(matches!(world.fetch(&signed.cookie).await, Fetched::Active { new_cookie: None, .. }));
    world.clock.advance(Duration::from_millis(1));
    let Fetched::Active { session, new_cookie: Some(cookie), .. } = world.fetch(&signed.cookie).await else { panic!() };
    assert_eq!(session.reference(), signed.session.reference(), "the id is permanent");
    assert_ne!(cookie.expose(), signed.cookie.expose());
}

#[tokio::test]
async fn lost_response_signs_nobody_out() {
    let world = World::new();
    let old = world.sign_in(ALICE).await.cookie;
    let _lost = world.renew(&old).await;
    world.clock.advance(14 * MINUTE);
    assert!(matches!(world.fetch(&old).await, Fetched::Active { new_cookie: None, .. }));
    world.clock.advance(MINUTE);
    let again = world.fetch(&old).await.renewed();
    assert!(world.fetch(&again).await.is_active());
}

#[tokio::test]
async fn previous_secret_has_ten_seconds_after_its_successor_was_seen() {
    // S13
    let world = World::new();
    let old = world.sign_in(ALICE).await.cookie;
    let new = world.renew(&old).await;
    world.clock.advance(5 * MINUTE);
    assert!(world.fetch(&old).await.is_active(), "the successor was not seen yet");
    assert!(world.fetch(&new).await.is_active());
    world.clock.advance(Duration::from_millis(9_999));
    assert!(world.fetch(&old).await.is_active());
    world.clock.advance(Duration::from_millis(1));
    assert!(matches!(world.fetch(&old).await, Fetched::Superseded));
    assert!(world.fetch(&new).await.is_active(), "the successor lives on");
}

#[tokio::test]
async fn grace_is_at_most_a_tenth_of_the_renewal_interval() {
    let world = World::with(|config| config.renewal = Duration::from_secs(20));
    let old = world.sign_in(ALICE).await.cookie;
    world.clock.advance(Duration::from_secs(20));
    let new = world.fetch(&old).await.renewed();
    assert!(world.fetch(&new).await.is_active());
    world.clock.advance(Duration::from_millis(1_999));
    assert!(world.fetch(&old).await.is_active());
    world.clock.advance(Duration::from_millis(1));
    assert!(matches!(world.fetch(&old).await, Fetched::Superseded));
}

#[tokio::test]
async fn secret_before_the_previous_one_is_worth_nothing() {
    let world = World::new();
    let first = world.sign_in(ALICE).await.cookie;
    let second = world.renew(&first).await;
    let third = world.renew(&second).await;
    assert!(matches!(world.fetch(&first).await, Fetched::Superseded));
    assert!(world.fetch(&second).await.is_active());
    assert!(world.fetch(&third).await.is_active());
}

#[tokio::test]
async fn zero_interval_renews_at_every_request_and_survives_parallel_ones() {
    // P20
    let world = World::with(|config| config.renewal = Duration::ZERO);
    let old = world.sign_in(ALICE).await.cookie;
    let new = world.fetch(&old).await.renewed();
    assert!(matches!(world.fetch(&old).await, Fetched::Active { new_cookie: None, .. }), "in flight at the same time");
    let newer = world.fetch(&new).await.renewed();
    assert!(world.fetch(&newer).await.is_active());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn thirty_parallel_requests_at_renewal_make_one_successor() {
    // S13
    for round in 0..50 {
        let world = World::new();
        let signed = world.sign_in(ALICE).await;
        world.clock.advance(15 * MINUTE);
        let start = Arc::new(tokio::sync::Barrier::new(30));
        let requests = (0..30).map(|_| {
            let (sessions, start) = (world.sessions.clone(), start.clone());
            let cookie = signed.cookie.expose().clone();
            tokio::spawn(async move {
                start.wait().await;
                sessions.fetch(&cookie).await.unwrap()
            })
        });
        let mut successors = Vec::new();
        for request in requests.collect::<Vec<_>>() {
            let Fetched::Active { new_cookie, .. } = request.await.unwrap() else {
                panic!("signed out in round {round}")
            };
            successors.extend(new_cookie);
        }
        assert_eq!(successors.len(), 1, "round {round}");
        assert!(world.fetch(&successors[0]).await.is_active());
        assert_eq!(world.sessions.list(ALICE).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn deleted_session_is_dead_at_once_and_others_live() {
    // S4
    let world = World::new();
    let (one, two) = (world.sign_in(ALICE).await, world.sign_in(ALICE).await);
    assert!(world.sessions.delete(one.session.reference()).await.unwrap());
    assert!(!world.sessions.delete(one.session.reference()).await.unwrap());
    assert!(matches!(world.fetch(&one.cookie).await, Fetched::Dead));
    assert!(world.fetch(&two.cookie).await.is_active());
}

#[tokio::test]
async fn request_in_flight_does_not_bring_a_deleted_session_back() {
    // S5
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    let key = world.sessions.session_key(signed.session.reference());
    *world.wire.delete_before_swap.lock().unwrap() = Some(Box::new(move || Some(key.clone())));
    world.clock.advance(15 * MINUTE);
    assert!(matches!(world.fetch(&signed.cookie).await, Fetched::Dead));
    assert!(world.raw(signed.session.reference()).await.is_none());
    let reference = *signed.session.reference();
    assert!(!world.sessions.update_metadata(&reference, |data| data.user_agent = None).await.unwrap());
    assert!(world.sessions.regenerate(&reference, 1).await.unwrap().is_none());
    assert!(world.sessions.list(ALICE).await.unwrap().is_empty());
}

#[tokio::test]
async fn metadata_update_in_between_does_not_lose_the_renewal() {
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    world.clock.advance(15 * MINUTE);
    let reference = *signed.session.reference();
    let raw = world.raw(&reference).await.unwrap();
    let record = Record::decode(raw, &reference).unwrap();
    assert!(world.sessions.update_metadata(&reference, |data| data.first_seen_at = Some(5)).await.unwrap());
    let secret = Sha256::digest([0u8; 0]).into();
    let forged = world.sessions.advance(record, &secret, rules::Verdict::Renew, START + 900_000).await.unwrap();
    assert!(matches!(forged, fetch::Advanced::Superseded), "the stale write lost, and was judged anew");
    let Fetched::Active { session, new_cookie, .. } = world.fetch(&signed.cookie).await else { panic!() };
    assert!(new_cookie.is_some());
    assert_eq!(session.metadata().first_seen_at, Some(5));
}

#[tokio::test]
async fn session_of_an_older_epoch_is_dead_and_of_the_present_one_is_not() {
    // S6, S7, S11
    let world = World::new();
    let (here, there) = (world.sign_in(ALICE).await, world.sign_in(ALICE).await);
    let bob = world.sign_in(BOB).await;
    assert!(world.fetch(&there.cookie).await.is_active());
    let change = world.sessions.invalidate(ALICE).await.unwrap();
    world.table.set(ALICE, 2);
    world.sessions.settle(change, 2).await.unwrap();
    let here = world.sessions.regenerate(here.session.reference(), 2).await.unwrap().unwrap();
    assert_eq!(world.sessions.list(ALICE).await.unwrap().len(), 1, "the dead one is not listed");
    let loads = world.table.loads();
    assert!(matches!(world.fetch(&there.cookie).await, Fetched::Dead));
    assert_eq!(world.table.loads(), loads, "the entry in the cache is enough to know");
    assert!(world.fetch(&here.cookie).await.is_active());
    assert!(world.fetch(&bob.cookie).await.is_active());
    assert_eq!(world.sessions.list(ALICE).await.unwrap().len(), 1);
}

#[tokio::test]
async fn session_is_carried_on_by_its_own_change_whatever_arrives_in_between() {
    // S6, P22
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    let change = world.sessions.invalidate(ALICE).await.unwrap();
    world.table.set(ALICE, 2);
    world.sessions.settle(change, 2).await.unwrap();
    assert!(matches!(world.fetch(&signed.cookie).await, Fetched::Dead), "another tab of the same browser");
    let carried = world.sessions.regenerate(signed.session.reference(), 2).await.unwrap().unwrap();
    assert!(world.fetch(&carried.cookie).await.is_active());
    assert!(matches!(world.fetch(&signed.cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn epoch_is_seen_by_the_other_node_and_during_the_change() {
    // S11, F7
    let world = World::new();
    let node = world.node(|_| {});
    let cookie = world.sign_in(ALICE).await.cookie;
    assert!(node.fetch(cookie.expose()).await.unwrap().is_active());
    let change = world.sessions.invalidate(ALICE).await.unwrap();
    assert!(node.fetch(cookie.expose()).await.unwrap().is_active(), "not committed yet");
    world.table.set(ALICE, 2);
    assert!(matches!(node.fetch(cookie.expose()).await.unwrap(), Fetched::Dead), "committed, not settled");
    world.sessions.settle(change, 2).await.unwrap();
    let cookie = world.sessions.create(ALICE, 2, NewSession::default(), None).await.unwrap().cookie;
    assert!(node.fetch(cookie.expose()).await.unwrap().is_active());
}

#[tokio::test]
async fn crash_between_commit_and_settle_is_safe() {
    let world = World::new();
    let cookie = world.sign_in(ALICE).await.cookie;
    assert!(world.fetch(&cookie).await.is_active());
    drop(world.sessions.invalidate(ALICE).await.unwrap());
    world.table.set(ALICE, 2);
    assert!(matches!(world.fetch(&cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn overlapping_changes_stay_uncertain_until_the_last_is_settled() {
    let world = World::new();
    let cookie = world.sign_in(ALICE).await.cookie;
    let first = world.sessions.invalidate(ALICE).await.unwrap();
    let second = world.sessions.invalidate(ALICE).await.unwrap();
    world.sessions.settle(first, 1).await.unwrap();
    assert!(world.fetch(&cookie).await.is_active());
    world.table.set(ALICE, 2); // The second commits, and its process dies.
    drop(second);
    assert!(matches!(world.fetch(&cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn change_that_began_first_and_ends_last_is_not_hidden_by_the_other() {
    for second_is_abandoned in [false, true] {
        let world = World::new();
        let cookie = world.sign_in(ALICE).await.cookie;
        assert!(world.fetch(&cookie).await.is_active());
        let first = world.sessions.invalidate(ALICE).await.unwrap();
        let second = world.sessions.invalidate(ALICE).await.unwrap();
        match second_is_abandoned {
            true => world.sessions.abandon(second).await.unwrap(),
            false => world.sessions.settle(second, 1).await.unwrap(),
        }
        assert!(world.fetch(&cookie).await.is_active());
        world.table.set(ALICE, 2); // The first commits, and has not settled yet.
        assert!(matches!(world.fetch(&cookie).await, Fetched::Dead));
        let cookie = world.sessions.create(ALICE, 2, NewSession::default(), None).await.unwrap().cookie;
        world.sessions.settle(first, 2).await.unwrap();
        assert!(world.fetch(&cookie).await.is_active());
        let loads = world.table.loads();
        assert!(world.fetch(&cookie).await.is_active());
        assert_eq!(world.table.loads(), loads, "all are settled: the database is left alone again");
    }
}

#[tokio::test]
async fn change_that_was_not_made_leaves_the_database_alone_again() {
    let world = World::new();
    let cookie = world.sign_in(ALICE).await.cookie;
    let change = world.sessions.invalidate(ALICE).await.unwrap();
    world.sessions.abandon(change).await.unwrap();
    assert!(world.fetch(&cookie).await.is_active());
    let loads = world.table.loads();
    assert!(world.fetch(&cookie).await.is_active());
    assert_eq!(world.table.loads(), loads);
}

#[tokio::test]
async fn more_changes_at_once_than_are_told_apart_send_everybody_to_the_database() {
    let world = World::new();
    let cookie = world.sign_in(ALICE).await.cookie;
    let mut changes = Vec::new();
    for _ in 0..40 {
        changes.push(world.sessions.invalidate(ALICE).await.unwrap());
    }
    let last = changes.pop().unwrap();
    for change in changes {
        world.sessions.settle(change, 1).await.unwrap();
    }
    world.table.set(ALICE, 2); // The last one commits.
    assert!(matches!(world.fetch(&cookie).await, Fetched::Dead));
    world.sessions.settle(last, 2).await.unwrap();
    let cookie = world.sessions.create(ALICE, 2, NewSession::default(), None).await.unwrap().cookie;
    assert!(world.fetch(&cookie).await.is_active());
    world.table.set(ALICE, 3); // One of those whose marks were lost.
    assert!(matches!(world.fetch(&cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn sign_in_that_overlaps_a_reset_is_dead() {
    // D3
    let world = World::new();
    world.table.set(ALICE, 2);
    let signed = world.sign_in(ALICE).await;
    assert!(matches!(world.fetch(&signed.cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn regeneration_after_somebody_elses_change_is_refused() {
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    assert!(world.sessions.regenerate(signed.session.reference(), 3).await.unwrap().is_none());
    assert!(world.raw(signed.session.reference()).await.is_none());
}

#[tokio::test]
async fn session_of_a_deleted_user_is_removed() {
    // S9, D2
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    let change = world.sessions.invalidate(ALICE).await.unwrap();
    world.table.rows.lock().unwrap().remove(&ALICE);
    drop(change);
    assert!(matches!(world.fetch(&signed.cookie).await, Fetched::Dead));
    assert!(world.raw(signed.session.reference()).await.is_none());
    assert!(world.sessions.list(ALICE).await.unwrap().is_empty());
}

#[tokio::test]
async fn user_is_loaded_once_and_again_after_a_change() {
    // P22
    let world = World::new();
    let cookie = world.sign_in(ALICE).await.cookie;
    let first = world.fetch(&cookie).await.load();
    for _ in 0..10 {
        assert_eq!(world.fetch(&cookie).await.load(), first);
    }
    assert_eq!(world.table.loads(), 1);
    let change = world.sessions.invalidate(ALICE).await.unwrap();
    world.sessions.settle(change, 1).await.unwrap();
    assert_ne!(world.fetch(&cookie).await.load(), first);
    assert_eq!(world.table.loads(), 2);
}

/// A database that holds the users and the sessions.
struct Both(Arc<Table>, Arc<Wire>);

#[async_trait]
impl UserSource<usize> for Both {
    async fn load(&self, id: UserId) -> Result<Option<LoadedUser<usize>>, Error> {
        self.0.load(id).await
    }

    async fn load_with_cached(&self, id: UserId, key: &Key, _: i64) -> Result<Option<WithCached<usize>>, Error> {
        let cached = self.1.inner.as_ref().unwrap().get(key).await?;
        Ok(Some((self.load(id).await?, cached)))
    }
}

#[tokio::test]
async fn reload_asks_once_where_users_and_sessions_are_together() {
    let world = World::with(|config| config.reload = true);
    let both = Arc::new(Both(world.table.clone(), world.wire.clone()));
    let config = SessionConfig { reload: true, ..SessionConfig::default() };
    let together = Sessions::new(&config, &ring(), world.wire.clone(), both, world.clock.clone()).unwrap();
    let signed = world.sign_in(ALICE).await;
    let asked = || (world.wire.round_trips.load(Ordering::SeqCst), world.table.loads());
    let (trips, loads) = asked();
    assert!(matches!(together.fetch(signed.cookie.expose()).await.unwrap(), Fetched::Active { .. }));
    assert_eq!(asked(), (trips, loads + 1), "the database alone");
    assert!(world.fetch(&signed.cookie).await.is_active());
    assert_eq!(asked(), (trips + 1, loads + 2), "apart, each is asked");
    world.table.set(ALICE, 2);
    assert!(matches!(together.fetch(signed.cookie.expose()).await.unwrap(), Fetched::Dead));
    world.wire.delete(&together.session_key(signed.session.reference())).await.unwrap();
    world.table.set(ALICE, 1);
    assert!(matches!(together.fetch(signed.cookie.expose()).await.unwrap(), Fetched::Dead));
}

#[tokio::test]
async fn change_behind_our_back_is_seen_after_the_renewal_interval_or_at_once_with_reload() {
    // P22
    for reload in [false, true] {
        let world = World::with(|config| config.reload = reload);
        let cookie = world.sign_in(ALICE).await.cookie;
        assert!(world.fetch(&cookie).await.is_active());
        world.table.set(ALICE, 2);
        assert_eq!(world.fetch(&cookie).await.is_active(), !reload);
        world.clock.advance(15 * MINUTE);
        assert!(!world.fetch(&cookie).await.is_active());
    }
}

#[tokio::test]
async fn request_of_a_signed_in_user_is_one_round_trip_and_no_write() {
    let world = World::new();
    let cookie = world.sign_in(ALICE).await.cookie;
    assert!(world.fetch(&cookie).await.is_active());
    let (trips, writes) = (world.wire.round_trips.load(Ordering::SeqCst), world.wire.writes.load(Ordering::SeqCst));
    assert!(world.fetch(&cookie).await.is_active());
    assert_eq!(world.wire.round_trips.load(Ordering::SeqCst), trips + 1);
    assert_eq!(world.wire.writes.load(Ordering::SeqCst), writes);
}

#[tokio::test]
async fn fault_of_the_cache_is_not_an_anonymous_request() {
    // F1, F5
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    world.wire.down.store(true, Ordering::SeqCst);
    let reference = signed.session.reference();
    assert!(matches!(world.sessions.fetch(signed.cookie.expose()).await, Err(Error::Unavailable { .. })));
    assert!(world.sessions.delete(reference).await.is_err());
    assert!(world.sessions.invalidate(ALICE).await.is_err());
    assert!(world.sessions.revoke_all(ALICE, None).await.is_err());
    world.wire.down.store(false, Ordering::SeqCst);
    assert!(world.fetch(&signed.cookie).await.is_active());
}

#[tokio::test]
async fn new_sign_in_of_the_same_client_ends_its_older_session_only() {
    // P21
    let world = World::new();
    let fingerprint = Some(Fingerprint::random().unwrap());
    let new = || NewSession { fingerprint, ..NewSession::default() };
    let old = world.sessions.create(ALICE, 1, new(), None).await.unwrap();
    let bobs = world.sessions.create(BOB, 1, new(), None).await.unwrap();
    let elsewhere = world.sign_in(ALICE).await;
    world.clock.advance(MINUTE);
    let now = world.sessions.create(ALICE, 1, new(), None).await.unwrap();
    assert!(matches!(world.fetch(&old.cookie).await, Fetched::Dead));
    for alive in [&bobs, &elsewhere, &now] {
        assert!(world.fetch(&alive.cookie).await.is_active());
    }
    assert_eq!(Some(now.session.fingerprint()), fingerprint);
}

#[tokio::test]
async fn of_two_sign_ins_at_once_of_one_client_one_is_left() {
    // A double click: the slower one must not find the newer session and end it.
    let world = World::new();
    let slow = world.sign_in(ALICE).await;
    world.clock.advance(Duration::from_millis(1));
    let fingerprint = Some(slow.session.fingerprint());
    let new = NewSession { fingerprint, ..NewSession::default() };
    let fast = world.sessions.create(ALICE, 1, new, None).await.unwrap();
    world.sessions.delete_same_client(&slow.session).await.unwrap();
    assert!(world.fetch(&fast.cookie).await.is_active());
    assert!(matches!(world.fetch(&slow.cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn replaced_session_is_dead_and_the_new_one_has_a_new_id() {
    // S1, S3, P22
    let world = World::new();
    let old = world.sign_in(ALICE).await;
    let new = world.sessions.create(BOB, 1, NewSession::default(), Some(old.session.reference())).await.unwrap();
    let newer = world.sessions.regenerate(new.session.reference(), 1).await.unwrap().unwrap();
    for dead in [&old, &new] {
        assert!(matches!(world.fetch(&dead.cookie).await, Fetched::Dead));
    }
    assert!(world.fetch(&newer.cookie).await.is_active());
    assert_ne!(newer.session.reference(), new.session.reference());
    assert_eq!(newer.session.fingerprint(), new.session.fingerprint());
    assert!(newer.session.authenticated_at().is_none(), "not proved, so not recent"); // P10
}

#[tokio::test]
async fn list_shows_handles_and_no_secret_and_they_revoke() {
    // P23, S19
    let world = World::new();
    let metadata = Metadata { user_agent: Some("Firefox".into()), ip: "::1".parse().ok(), ..Metadata::default() };
    let mine = world.sessions.create(ALICE, 1, NewSession { metadata, ..NewSession::default() }, None).await.unwrap();
    world.clock.advance(MINUTE);
    let other = world.sign_in(ALICE).await;
    let bobs = world.sign_in(BOB).await;
    let list = world.sessions.list(ALICE).await.unwrap();
    let handles: Vec<_> = list.iter().map(|info| info.handle).collect();
    assert_eq!(handles, [other.session.handle(), mine.session.handle()]);
    assert_eq!(list[1].metadata.user_agent.as_deref(), Some("Firefox"));
    assert_eq!(world.sessions.users().await.unwrap(), [ALICE, BOB]);

    let handle: SessionHandle = handles[0].to_string().parse().unwrap();
    assert!(!world.sessions.revoke(BOB, handle).await.unwrap(), "not Bob's");
    assert!(world.sessions.revoke(ALICE, handle).await.unwrap());
    assert!(!world.sessions.revoke(ALICE, handle).await.unwrap());
    assert!(matches!(world.fetch(&other.cookie).await, Fetched::Dead));
    for alive in [&mine, &bobs] {
        assert!(world.fetch(&alive.cookie).await.is_active());
    }
    assert!(matches!(world.sessions.fetch(&handle.to_string()).await.unwrap(), Fetched::None));
    for junk in ["", "x", &"A".repeat(21), &"A".repeat(24), "AAAAAAAAAAAAAAAAAAAAAB"] {
        assert!(junk.parse::<SessionHandle>().is_err(), "{junk}");
    }
}

#[tokio::test]
async fn revoke_all_spares_the_one_and_other_users() {
    // P23, ASVS 7.4.3
    let world = World::new();
    let kept = world.sign_in(ALICE).await;
    let (one, two, bobs) = (world.sign_in(ALICE).await, world.sign_in(ALICE).await, world.sign_in(BOB).await);
    assert_eq!(world.sessions.revoke_all(ALICE, Some(kept.session.reference())).await.unwrap(), 2);
    for dead in [&one, &two] {
        assert!(matches!(world.fetch(&dead.cookie).await, Fetched::Dead));
    }
    assert!(world.fetch(&kept.cookie).await.is_active() && world.fetch(&bobs.cookie).await.is_active());
    assert_eq!(world.sessions.revoke_all(ALICE, None).await.unwrap(), 1);
    assert!(matches!(world.fetch(&kept.cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn metadata_is_bounded_and_does_not_prolong_the_session() {
    // P21, S17
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    let reference = *signed.session.reference();
    world.clock.advance(10 * MINUTE);
    let agent = "é".repeat(5_000);
    let set = |data: &mut Metadata| {
        data.user_agent = Some(agent.clone());
        data.app.insert("seat".into(), "12A".into());
    };
    assert!(world.sessions.update_metadata(&reference, set).await.unwrap());
    let found = &world.sessions.list(ALICE).await.unwrap()[0].metadata;
    assert_eq!((found.user_agent.as_ref().unwrap().len(), found.app["seat"].as_str()), (512, "12A"));
    let huge = |data: &mut Metadata| drop(data.app.insert("x".into(), "x".repeat(5_000)));
    assert!(world.sessions.update_metadata(&reference, huge).await.is_err());
    world.clock.advance(20 * MINUTE);
    assert!(matches!(world.fetch(&signed.cookie).await, Fetched::Dead));
}

#[tokio::test]
async fn junk_in_the_cache_is_a_miss() {
    // Y5
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    let reference = *signed.session.reference();
    let good = world.raw(&reference).await.unwrap();
    let mut junk: Vec<Vec<u8>> =
        (0..good.len() - signed.session.0.metadata.len()).map(|n| good[..n].to_vec()).collect();
    junk.push(vec![0; good.len()]);
    junk.push(vec![0xff; good.len()]);
    junk.push([&good[..], &vec![0; 10_000_000]].concat());
    junk.push([&[good[0] + 1], &good[1..]].concat());
    for junk in junk {
        let len = junk.len();
        world.overwrite(&reference, junk).await;
        assert!(matches!(world.fetch(&signed.cookie).await, Fetched::Dead), "{len} bytes");
        assert!(world.sessions.list(ALICE).await.unwrap().is_empty());
        assert!(!world.sessions.update_metadata(&reference, |_| {}).await.unwrap());
    }
    world.overwrite(&reference, good.clone()).await;
    assert!(world.fetch(&signed.cookie).await.is_active());
    let bad_metadata = [&good[..good.len() - signed.session.0.metadata.len()], &[0xff; 100]].concat();
    world.overwrite(&reference, bad_metadata).await;
    let Fetched::Active { session, .. } = world.fetch(&signed.cookie).await else { panic!() };
    assert_eq!(session.metadata(), Metadata::default());
}

#[tokio::test]
async fn junk_about_a_user_sends_everybody_to_the_database() {
    // Y5
    let world = World::new();
    let cookie = world.sign_in(ALICE).await.cookie;
    for junk in [&b""[..], b"\x01", b"\x02", b"\x03aaaaaaaaaaaaaaaa", &[1; 18], &[1; 10_000]] {
        world.wire.put(&world.sessions.user_key(ALICE), Bytes::copy_from_slice(junk), None).await.unwrap();
        let loads = world.table.loads();
        assert!(world.fetch(&cookie).await.is_active());
        assert_eq!(world.table.loads(), loads + 1, "{junk:?}");
    }
}

#[tokio::test]
async fn record_under_another_key_is_refused() {
    // Y6
    let world = World::new();
    let (alice, other, bob) = (world.sign_in(ALICE).await, world.sign_in(ALICE).await, world.sign_in(BOB).await);
    for foreign in [&other, &bob] {
        let raw = world.raw(foreign.session.reference()).await.unwrap();
        world.overwrite(alice.session.reference(), raw).await;
        assert!(matches!(world.fetch(&alice.cookie).await, Fetched::Dead));
        assert!(world.sessions.list(ALICE).await.unwrap().iter().all(|info| info.handle == other.session.handle()));
    }
    assert!(world.fetch(&other.cookie).await.is_active());
}

#[tokio::test]
async fn record_comes_back_as_it_was() {
    let world = World::new();
    let signed = world.sign_in(BOB).await;
    let mut record = (*signed.session.0).clone();
    for previous in [None, Some(None), Some(Some(5))] {
        record.previous = previous.map(|successor_seen_at| record::Previous { secret: [9; 32], successor_seen_at });
        record.authenticated_at = previous.flatten();
        assert_eq!(Record::decode(record.encode(), signed.session.reference()), Some(record.clone()));
    }
    // Y5: what would not be written again as it was is junk.
    let mut raw = record.encode().to_vec();
    assert_eq!(std::mem::replace(&mut raw[1 + 17 + 16 + 8 + 32 + 3 * 8 + 16], 2), 1, "the mark of a previous secret");
    assert_eq!(Record::decode(raw.into(), signed.session.reference()), None);
}

#[tokio::test]
async fn clock_at_its_extremes_panics_nowhere_and_revives_nothing() {
    // Z1, Z2
    for at in [i64::MIN, i64::MIN + 1, -1, 0, i64::MAX - 1, i64::MAX] {
        let world = World::new();
        let signed = world.sign_in(ALICE).await;
        let raw = world.raw(signed.session.reference()).await.unwrap();
        world.overwrite(signed.session.reference(), raw).await;
        let clock = Arc::new(FixedClock::at_ms(at));
        let config = SessionConfig::default();
        let moved = Sessions::new(&config, &ring(), world.wire.clone(), world.table.clone(), clock).unwrap();
        assert!(!moved.fetch(signed.cookie.expose()).await.unwrap().is_active(), "{at}");
        for (created_at, renewed_at) in [(at, at), (at, START), (START, at)] {
            let record = Record { created_at, renewed_at, ..(*signed.session.0).clone() };
            let rules = Rules::new(&SessionConfig::default());
            let old_or_future = rules.is_over(&record, START);
            assert!(old_or_future, "{created_at} {renewed_at}");
            assert!(rules.time_left(&record, START) <= 30 * MINUTE || created_at > START || renewed_at > START);
            let _ = (date(at), signed.session.authenticated_within(MINUTE, &FixedClock::at_ms(at)));
        }
    }
}

#[tokio::test]
async fn skewed_clock_of_another_node_is_tolerated_for_an_hour() {
    // Z1
    let rules = Rules::new(&SessionConfig::default());
    let world = World::new();
    let record = (*world.sign_in(ALICE).await.session.0).clone();
    assert!(!rules.is_over(&record, START - 600_000));
    assert!(rules.is_over(&record, START - 3_600_001));
}

#[test]
fn configuration_that_cannot_work_is_refused() {
    // Z2
    let with = |change: fn(&mut SessionConfig)| {
        let mut config = SessionConfig::default();
        change(&mut config);
        config.check()
    };
    assert!(with(|_| {}).is_ok());
    assert!(with(|config| config.renewal = Duration::ZERO).is_ok());
    assert!(with(|config| config.absolute_lifetime = None).is_ok());
    for refused in [
        with(|config| config.idle_timeout = Duration::ZERO),
        with(|config| config.idle_timeout = Duration::MAX),
        with(|config| config.renewal = config.idle_timeout),
        with(|config| config.renewal = Duration::MAX),
        with(|config| config.absolute_lifetime = Some(Duration::ZERO)),
        with(|config| config.absolute_lifetime = Some(Duration::MAX)),
    ] {
        assert!(matches!(refused, Err(Error::Config(_))));
    }
}

#[tokio::test]
async fn debug_shows_no_secret() {
    let world = World::new();
    let signed = world.sign_in(ALICE).await;
    let shown = format!("{signed:?} {:?} {:?}", world.fetch(&signed.cookie).await, world.sessions);
    assert!(!shown.contains(&signed.cookie.expose()[..40]), "{shown}");
    assert!(!shown.contains("secret"), "{shown}");
}

#[tokio::test]
async fn usual_request_carries_no_room_for_the_rare_ones() {
    let world = World::new();
    let size = size_of_val(&world.sessions.fetch(""));
    assert!(size <= 768, "{size} bytes");
}
