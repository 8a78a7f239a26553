//! Races: many requests at the same moment ([`client::together`](crate::client::together)), and the proof that they met.

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

/// How many requests a race has that says nothing else.
pub const REQUESTS: usize = 50;

/// How many rounds a race has: the environment variable `POW_TEST_ROUNDS`, or this default.
#[must_use]
pub fn rounds_or(default: usize) -> usize {
    env::var("POW_TEST_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(default)
}

/// How many rounds a race through HTTP has: the environment variable `POW_TEST_ROUNDS`, or 100; where `POW_TEST_SHORT` is
/// set, which is for machines that run everything after each change, 30.
#[must_use]
pub fn rounds() -> usize {
    rounds_or(if env::var_os("POW_TEST_SHORT").is_some() { 30 } else { 100 })
}

/// Counts how many requests are at one place of the code at once. Clones count together.
///
/// A race whose requests came one after the other proves nothing; [`Overlap::assert_reached`] fails then.
#[derive(Clone, Debug)]
pub struct Overlap(Arc<Counts>);

#[derive(Debug)]
struct Counts {
    now: AtomicUsize,
    most: AtomicUsize,
    begin: Instant,
}

/// A request that is inside; it leaves when this drops, also when its connection breaks.
#[derive(Debug)]
pub struct Inside(Arc<Counts>);

impl Overlap {
    /// One more is inside, until the value drops.
    #[must_use]
    pub fn enter(&self) -> Inside {
        let now = self.0.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.0.most.fetch_max(now, Ordering::SeqCst);
        Inside(self.0.clone())
    }

    /// The controller, with its logic as the place where requests are counted: for `Config::controllers`.
    pub fn around(&self, controller: impl Controller) -> Arc<dyn Controller> {
        Arc::new(Crowd { inner: controller, overlap: self.clone() })
    }

    /// How many were inside at most.
    #[must_use]
    pub fn most(&self) -> usize {
        self.0.most.load(Ordering::SeqCst)
    }

    /// Prints how many were inside at most, and how long it took since this value was made.
    ///
    /// # Panics
    /// When it was less than that: the requests didn't meet.
    pub fn assert_reached(&self, at_least: usize, what: &str) {
        let most = self.most();
        println!("{what}: at most {most} at once, {:.1?}", self.0.begin.elapsed());
        assert!(most >= at_least, "the requests did not meet: at most {most} at once");
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

/// A controller and how many requests are in its logic.
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
