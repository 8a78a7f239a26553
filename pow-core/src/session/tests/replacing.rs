//! A session replaces another one while the store fails or another caller interferes.

use futures_util::future::BoxFuture;

use super::*;

/// The event that interrupts a call.
enum Fate {
    /// The call is refused and has no effect.
    Refused,
    /// The call takes effect, but its answer is lost.
    AnswerLost,
    /// Another caller is faster.
    AlwaysStale(BoxFuture<'static, ()>),
}

/// A world's store in which some calls are interrupted. The calls are numbered from 0.
#[derive(Default)]
struct Fated {
    inner: Arc<Wire>,
    calls: AtomicUsize,
    fates: Mutex<HashMap<usize, Fate>>,
}

impl Debug for Fated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fated")
    }
}

impl Fated {
    async fn call<T>(&self, work: impl Future<Output = Result<T, Error>> + Send) -> Result<T, Error> {
        let number = self.calls.fetch_add(1, Ordering::SeqCst);
        let fault = || Err(Error::Unavailable { service: "cache", source: "the test wants it so".into() });
        let fate = self.fates.lock().unwrap().remove(&number);
        match fate {
            Some(Fate::Refused) => fault(),
            Some(Fate::AnswerLost) => work.await.and_then(|_| fault()),
            Some(Fate::AlwaysStale(other)) => {
                other.await;
                work.await
            }
            None => work.await,
        }
    }
}

#[async_trait]
impl CacheStore for Fated {
    async fn put(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<(), Error> {
        self.call(self.inner.put(key, value, ttl)).await
    }
    async fn get(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.call(self.inner.get(key)).await
    }
    async fn take(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.call(self.inner.take(key)).await
    }
    async fn put_if_absent(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        self.call(self.inner.put_if_absent(key, value, ttl)).await
    }
    async fn compare_and_swap(&self, key: &Key, old: &[u8], new: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        self.call(self.inner.compare_and_swap(key, old, new, ttl)).await
    }
    async fn delete(&self, key: &Key) -> Result<bool, Error> {
        self.call(self.inner.delete(key)).await
    }
    async fn scan(&self, prefix: &Key) -> Result<Vec<(Key, Bytes)>, Error> {
        self.call(self.inner.scan(prefix)).await
    }
}

impl World {
    /// Returns other sessions in the same store, whose calls are interrupted by `fates`.
    fn fated(&self, fates: impl IntoIterator<Item = (usize, Fate)>) -> (Sessions<usize>, Arc<Fated>) {
        let fates = Mutex::new(fates.into_iter().collect());
        let store = Arc::new(Fated { inner: self.wire.clone(), fates, ..Fated::default() });
        let setup = Setup { settings: self.settings.clone(), ..Setup::default() };
        (setup.sessions(store.clone(), self.table.clone(), self.clock.clone()), store)
    }

    /// Lets another caller act before the interrupted call.
    fn overtakes<F>(&self, call: impl FnOnce(Arc<Sessions<usize>>) -> F) -> Fate
    where
        F: Future<Output = ()> + Send + 'static,
    {
        Fate::AlwaysStale(Box::pin(call(self.sessions.clone())))
    }

    /// Whether Alice has no session, not even a dead one.
    async fn is_empty(&self) -> bool {
        self.sessions.stored(ALICE).await.unwrap().is_empty()
    }
}

/// Runs `replace` with each call refused, and with the answer of each call lost. The user is signed out only if the lost
/// answer is that of the last call, which ends the old session.
async fn ends_nothing_before_its_last_call<T: Debug>(
    max_per_user: Option<usize>,
    replace: impl AsyncFn(&Sessions<usize>, &Session) -> Result<T, Error>,
) {
    let new_world = || World::with(|setup| setup.settings.max_per_user = max_per_user);
    let world = new_world();
    let (sessions, store) = world.fated([]);
    replace(&sessions, &world.sign_in(ALICE).await.session).await.unwrap();
    let last = store.calls.load(Ordering::SeqCst) - 1;
    assert!(last >= 1, "it takes several calls");
    for (number, lost) in (0..=last).flat_map(|number| [(number, false), (number, true)]) {
        let world = new_world();
        let signed = world.sign_in(ALICE).await;
        let (sessions, _) = world.fated([(number, if lost { Fate::AnswerLost } else { Fate::Refused })]);
        let fault = replace(&sessions, &signed.session).await;
        assert!(matches!(fault, Err(Error::Unavailable { .. })), "call {number}: {fault:?}");
        let is_over = number == last && lost;
        assert_eq!(world.fetch(&signed.cookie).await.is_active(), !is_over, "call {number}, answer lost: {lost}");
        assert!(!world.is_empty().await, "call {number}: there is always one");
    }
}

// F1
#[tokio::test]
async fn session_outlives_a_store_that_fails_while_it_gets_a_new_id() {
    ends_nothing_before_its_last_call(None, async |sessions, old| sessions.regenerate(old.reference(), 1).await).await;
}

// F1
#[tokio::test]
async fn session_outlives_a_store_that_fails_at_a_new_sign_in() {
    let again = async |sessions: &Sessions<usize>, old: &Session| {
        let new = NewSession { fingerprint: Some(old.fingerprint()), ..NewSession::default() };
        sessions.create(ALICE, 1, new, Some(old.reference())).await
    };
    for max_per_user in [None, Some(1)] {
        ends_nothing_before_its_last_call(max_per_user, again).await;
    }
}

#[tokio::test]
async fn session_that_ends_while_it_gets_a_new_id_stays_ended() {
    // S4, S5
    for number in 0..3 {
        let world = World::new();
        let old = *world.sign_in(ALICE).await.session.reference();
        let sign_out = world.overtakes(async move |others| assert!(others.delete(&old).await.unwrap()));
        let (sessions, _) = world.fated([(number, sign_out)]);
        assert!(sessions.regenerate(&old, 1).await.unwrap().is_none(), "before call {number}");
        assert!(world.is_empty().await, "before call {number}");
    }
}

#[tokio::test]
async fn metadata_that_change_while_a_session_gets_a_new_id_go_with_it() {
    let world = World::new();
    let old = *world.sign_in(ALICE).await.session.reference();
    let (sessions, _) = world.fated([(2, annotates(&world, old))]);
    let carried = sessions.regenerate(&old, 1).await.unwrap().unwrap();
    assert_eq!(carried.session.metadata().first_seen_at, Some(5));
    let Fetched::Active { session, .. } = world.fetch(&carried.cookie).await else { panic!() };
    assert_eq!(session.metadata().first_seen_at, Some(5));
}

fn annotates(world: &World, old: SessionRef) -> Fate {
    world.overtakes(async move |others| {
        assert!(others.update_metadata(&old, |data| data.first_seen_at = Some(5)).await.unwrap());
    })
}

#[tokio::test]
async fn revocation_while_a_session_gets_a_new_id_ends_both() {
    // S5
    let revokes = |world: &World, both: usize| {
        world.overtakes(async move |others| assert_eq!(others.revoke_all(ALICE, None).await.unwrap(), both))
    };
    let world = World::new();
    let old = *world.sign_in(ALICE).await.session.reference();
    let (sessions, _) = world.fated([(2, revokes(&world, 2))]);
    assert!(sessions.regenerate(&old, 1).await.unwrap().is_none());
    assert!(world.is_empty().await);

    // The last call, which copies changed metadata, restores no session.
    let old = *world.sign_in(ALICE).await.session.reference();
    let (sessions, _) = world.fated([(2, annotates(&world, old)), (3, revokes(&world, 1))]);
    assert!(sessions.regenerate(&old, 1).await.unwrap().is_none());
    assert!(world.is_empty().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_parallel_regenerations_of_one_session_one_wins_and_the_others_leave_nothing() {
    for round in 0..50 {
        let world = World::new();
        let old = *world.sign_in(ALICE).await.session.reference();
        let start = Arc::new(tokio::sync::Barrier::new(8));
        let calls = (0..8).map(|_| {
            let (sessions, start) = (world.sessions.clone(), start.clone());
            tokio::spawn(async move {
                start.wait().await;
                sessions.regenerate(&old, 1).await.unwrap()
            })
        });
        let mut carried = Vec::new();
        for call in calls.collect::<Vec<_>>() {
            carried.extend(call.await.unwrap());
        }
        assert_eq!(carried.len(), 1, "round {round}");
        assert!(world.fetch(&carried[0].cookie).await.is_active());
        assert_eq!(world.sessions.stored(ALICE).await.unwrap().len(), 1, "round {round}");
    }
}
