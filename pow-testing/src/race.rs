//! Races: many requests at the same moment ([`client::together`](crate::client::together)), and a check that they overlapped.

use std::{
    env,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use pow_core::{
    Error, async_trait,
    conn::{Conn, Reply},
    controllers::Controller,
    extension::{Action, Outcome},
};

/// The default number of requests in a race.
pub const REQUESTS: usize = 50;

/// Returns the number of rounds of a race: the environment variable `POW_TEST_ROUNDS`, or this default.
#[must_use]
pub fn rounds_or(default: usize) -> usize {
    env::var("POW_TEST_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(default)
}

/// Returns the number of rounds of a race through HTTP: the environment variable `POW_TEST_ROUNDS`, or 100. If `POW_TEST_SHORT`
/// is set, the default is 30. That variable is for machines that run all tests after each change.
#[must_use]
pub fn rounds() -> usize {
    rounds_or(if env::var_os("POW_TEST_SHORT").is_some() { 30 } else { 100 })
}

/// Counts how many requests are in one part of the code at once. Clones share the count.
///
/// A race proves nothing if its requests came one after the other. [`Overlap::assert_reached`] then fails.
#[derive(Clone, Debug)]
pub struct Overlap(Arc<Counts>);

#[derive(Debug)]
struct Counts {
    now: AtomicUsize,
    most: AtomicUsize,
    begin: Instant,
}

/// Counts one request while this value exists. The value is dropped when the request leaves, even if its connection breaks.
#[derive(Debug)]
pub struct Inside(Arc<Counts>);

impl Overlap {
    /// Counts one more request, until the returned value is dropped.
    #[must_use]
    pub fn enter(&self) -> Inside {
        let now = self.0.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.0.most.fetch_max(now, Ordering::SeqCst);
        Inside(self.0.clone())
    }

    /// Wraps a controller for `Config::controllers`. Requests are counted while they are in its logic.
    pub fn around(&self, controller: impl Controller) -> Arc<dyn Controller> {
        Arc::new(Crowd { inner: controller, overlap: self.clone() })
    }

    /// Returns the maximum number of requests at once.
    #[must_use]
    pub fn most(&self) -> usize {
        self.0.most.load(Ordering::SeqCst)
    }

    /// Prints the maximum number of requests at once, and the time since this value was created.
    ///
    /// # Panics
    /// If the maximum is below `at_least`, so that the requests did not overlap.
    pub fn assert_reached(&self, at_least: usize, what: &str) {
        let most = self.most();
        println!("{what}: at most {most} at once, {:.1?}", self.0.begin.elapsed());
        assert!(most >= at_least, "the requests did not overlap: at most {most} at once");
    }
}

impl Default for Overlap {
    fn default() -> Self {
        Self(Arc::new(Counts { now: AtomicUsize::new(0), most: AtomicUsize::new(0), begin: Instant::now() }))
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A controller that counts the requests in its logic.
#[derive(Debug)]
struct Crowd<C> {
    inner: C,
    overlap: Overlap,
}

#[async_trait]
impl<C: Controller> Controller for Crowd<C> {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        let _inside = self.overlap.enter();
        self.inner.process(action, conn).await
    }

    async fn update_session(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        self.inner.update_session(action, conn, outcome).await
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        self.inner.respond(action, conn, outcome).await
    }
}
