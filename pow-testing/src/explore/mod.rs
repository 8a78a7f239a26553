//! Interleaves requests in many orders. At each operation of the cache, a schedule decides which request continues, and what
//! fails.

mod browser;
mod store;
mod turns;

use std::{
    env,
    panic::{self, AssertUnwindSafe},
    pin::Pin,
    time::Duration,
};

use actix_web::rt::{System, SystemRunner};
use futures_util::future::join_all;
use pow_core::{Clock as _, UserId, schema::Value};
use proptest::{
    collection::vec,
    prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof},
    test_runner::{Config, RngAlgorithm, TestCaseError, TestCaseResult, TestError, TestRng, TestRunner},
};
use tokio::time::timeout;

pub use self::browser::Browser;
pub use self::store::SteppedCache;
use self::{
    browser::{Local, local},
    store::Entries,
    turns::{Fault, Step},
};
use crate::TestApp;

/// The maximum number of decisions in a schedule. After them the requests run one after the other.
const STEPS: usize = 64;

/// How long requests may take until they count as stuck.
const PATIENCE: Duration = Duration::from_secs(20);

/// One of the requests that [`Run::interleave`] runs: its name in reports, and what it does.
pub type Actor<'f, T> = (&'static str, Pin<Box<dyn Future<Output = T> + 'f>>);

/// An application whose requests run interleaved, in an order that a seed decides. Made by
/// [`Builder::explored`](crate::app::Builder::explored).
///
/// Its cache store is a map in memory. Each operation waits for its turn. It happens in the same millisecond as the previous
/// operation, or in the next one. It can fail, before or after it took effect. A request runs alone from one operation of the
/// cache to the next, so the same seed gives the same order. Only the random ids and secrets differ. Work on the database isn't
/// interleaved, because it happens between two operations of the cache.
///
/// ```
/// use pow_testing::{TestApp, client::{ANN, PASSWORD}};
///
/// let explored = TestApp::builder().explored();
/// drop(explored.app.registered(ANN));
/// let signed_in = explored.begin(async |run| {
///     let mut ann = run.browser();
///     ann.sign_in(ANN, PASSWORD).await;
///     ann
/// });
/// signed_in.run(200, async |run, mut ann| {
///     let (mut leaves, mut reads) = (ann.clone(), ann.clone());
///     run.interleave(vec![
///         ("sign-out", Box::pin(async move { leaves.json("DELETE", "/session", None).await.status })),
///         ("page", Box::pin(async move { reads.get("/registration/edit").await.status })),
///     ])
///     .await;
///     assert!(!ann.is_signed_in().await, "signed out means signed out");
/// });
/// ```
pub struct Explored {
    /// The application. Its clock moves only with operations of the cache, or when a test moves it.
    pub app: TestApp,
    cache: SteppedCache,
}

/// The beginning of all runs of a scenario: the state that the first requests returned, the entries of the cache, and the time.
pub struct Begun<'e, S> {
    explored: &'e Explored,
    system: SystemRunner,
    local: Local,
    state: S,
    entries: Entries,
    now: i64,
}

/// One run of a scenario, under one schedule.
pub struct Run<'e> {
    explored: &'e Explored,
    local: Local,
}

impl Explored {
    pub(crate) fn new(app: TestApp, cache: SteppedCache) -> Self {
        Self { app, cache }
    }

    /// Runs the first requests, one after the other.
    pub fn begin<S: Clone>(&self, first: impl AsyncFnOnce(&Run<'_>) -> S) -> Begun<'_, S> {
        self.cache.turns.begin(Vec::new(), false);
        let system = System::new();
        let local = system.block_on(local(&self.app));
        let state = system.block_on(first(&Run { explored: self, local: local.clone() }));
        Begun { explored: self, system, local, state, entries: self.cache.entries(), now: self.app.clock.now_ms() }
    }
}

impl<S: Clone> Begun<'_, S> {
    /// Runs the scenario under this many schedules, without faults. Their seeds are 0, 1 and so on. The environment variable
    /// `POW_TEST_SCHEDULES` multiplies the number, and `POW_TEST_SEED` runs the schedule of one seed alone.
    ///
    /// The cache and the clock are reset before each run. The database stays as the last run left it. A scenario fails by a
    /// panic.
    ///
    /// # Panics
    /// If the scenario fails. The message has the seed and the shortest schedule that fails.
    pub fn run(&self, schedules: u64, scenario: impl AsyncFn(&Run<'_>, S)) {
        self.explore(schedules, &Just(None).boxed(), scenario);
    }

    /// As [`Begun::run`], but about one of 16 operations of interleaved requests fails. Half of these fail before they take
    /// effect, half after.
    ///
    /// # Panics
    /// As [`Begun::run`].
    pub fn run_with_faults(&self, schedules: u64, scenario: impl AsyncFn(&Run<'_>, S)) {
        let fault = prop_oneof![30 => Just(None), 1 => Just(Some(Fault::Before)), 1 => Just(Some(Fault::After))];
        self.explore(schedules, &fault.boxed(), scenario);
    }

    #[expect(clippy::panic, reason = "a test whose scenario fails has failed")]
    fn explore(&self, schedules: u64, fault: &BoxedStrategy<Option<Fault>>, scenario: impl AsyncFn(&Run<'_>, S)) {
        let seeds = match number("POW_TEST_SEED") {
            Some(seed) => seed..seed + 1,
            None => 0..schedules.saturating_mul(number("POW_TEST_SCHEDULES").unwrap_or(1)),
        };
        let steps = vec(
            (any::<u8>(), any::<bool>(), fault.clone()).prop_map(|(turn, at_once, fault)| Step {
                turn,
                at_once,
                fault,
            }),
            STEPS,
        );
        for seed in seeds {
            let random = TestRng::from_seed(RngAlgorithm::XorShift, &random_bytes(seed));
            let mut runner =
                TestRunner::new_with_rng(Config { failure_persistence: None, ..Config::default() }, random);
            let tree = steps.new_tree(&mut runner).unwrap_or_else(|reason| panic!("no schedule: {reason}"));
            match runner.run_one(tree, |schedule| self.attempt(schedule, false, &scenario)) {
                Ok(_) => {}
                Err(TestError::Abort(reason)) => panic!("seed {seed}: {reason}"),
                Err(TestError::Fail(reason, shortest)) => {
                    // Runs the schedule once more, for the report.
                    let _ = panic::catch_unwind(AssertUnwindSafe(|| self.attempt(shortest, true, &scenario)));
                    let turns = self.explored.cache.turns.told().join("\n  ");
                    panic!("seed {seed}: {reason}\nThe shortest schedule that fails:\n  {turns}");
                }
            }
        }
    }

    fn attempt(&self, schedule: Vec<Step>, tells: bool, scenario: &impl AsyncFn(&Run<'_>, S)) -> TestCaseResult {
        self.explored.cache.restore(self.entries.clone());
        self.explored.app.clock.set_ms(self.now);
        self.explored.cache.turns.begin(schedule, tells);
        let run = Run { explored: self.explored, local: self.local.clone() };
        let ends = async { timeout(PATIENCE, scenario(&run, self.state.clone())).await };
        self.system.block_on(ends).map_err(|_| TestCaseError::fail("the scenario is stuck"))
    }
}

impl Run<'_> {
    /// A browser without cookies.
    #[must_use]
    pub fn browser(&self) -> Browser {
        Browser { app: self.local.clone(), client: self.explored.app.client() }
    }

    /// Writes fields of a user, bypassing the framework, so that each run begins with the same row.
    ///
    /// # Panics
    /// If there is no such user, or the database can't be written.
    pub async fn write(&self, id: UserId, fields: Vec<(&'static str, Value)>) {
        self.explored.app.set(id, fields).await;
    }

    /// Runs the requests interleaved, as the schedule says. Returns their results in the order of `actors`.
    ///
    /// A request must not wait for another one, except through the cache.
    pub async fn interleave<T>(&self, actors: Vec<Actor<'_, T>>) -> Vec<T> {
        let turns = &self.explored.cache.turns;
        let (names, work): (Vec<_>, Vec<_>) = actors.into_iter().unzip();
        let begun = turns.line_up(names);
        let each = work.into_iter().zip(begun).map(async |(work, begins)| {
            let _ = begins.await;
            let result = work.await;
            turns.end();
            result
        });
        join_all(each).await
    }
}

/// Returns the number in an environment variable.
fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

/// Returns the initial bytes of the generator for a seed. They must not be zero, and must differ in many bits for near seeds.
fn random_bytes(seed: u64) -> [u8; 16] {
    let mixed = |by: u64| (seed + 1).wrapping_mul(by).rotate_left(31).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let (low, high) = (mixed(0xbf58_476d_1ce4_e5b9), mixed(0x94d0_49bb_1331_11eb));
    (u128::from(low) << 64 | u128::from(high) | 1).to_le_bytes()
}
