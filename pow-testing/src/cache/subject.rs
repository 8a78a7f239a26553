//! A cache store under test: how time passes for it, and how it is opened again.

#![expect(clippy::unwrap_used, reason = "these are the assertions of tests")]

use std::{any::Any, fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

use bytes::Bytes;
use pow_core::{
    cache::{CacheStore, Key},
    clock::FixedClock,
};

type Opening = Pin<Box<dyn Future<Output = Arc<dyn CacheStore>> + Send>>;

/// A store under test. Clones share it.
#[derive(Clone)]
pub struct Subject {
    pub(super) store: Arc<dyn CacheStore>,
    pub(super) clock: Option<Arc<FixedClock>>,
    kept: Option<Arc<dyn Any + Send + Sync>>,
    restart: Option<Restart>,
}

/// How the store is opened again.
#[derive(Clone)]
struct Restart {
    open: Arc<dyn Fn() -> Opening + Send + Sync>,
    is_durable: bool,
}

impl Subject {
    /// Creates a subject whose store reads the time from `clock`.
    pub fn new(store: Arc<dyn CacheStore>, clock: Arc<FixedClock>) -> Self {
        Self { store, clock: Some(clock), kept: None, restart: None }
    }

    /// Creates a subject whose store has a clock that a test can't move, such as a server's. The suite waits until entries
    /// expire.
    pub fn with_own_clock(store: Arc<dyn CacheStore>) -> Self {
        Self { store, clock: None, kept: None, restart: None }
    }

    /// Keeps a value for as long as the store is needed, such as its folder or its server.
    #[must_use]
    pub fn keeping(mut self, guard: impl Any + Send + Sync) -> Self {
        self.kept = Some(Arc::new(guard));
        self
    }

    /// Sets how the store is opened again after a restart. The store must keep every acknowledged write.
    ///
    /// The suite drops the store, lets some time pass, and calls `open`. Then entries that were deleted, taken or expired must be
    /// absent, and all others must be present.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use pow_core::{cache::{CacheStore, MemoryCache, MemoryLimits}, clock::FixedClock};
    /// use pow_testing::cache::Subject;
    ///
    /// // As if the memory were a disk.
    /// let clock = Arc::new(FixedClock::at_ms(0));
    /// let disk: Arc<dyn CacheStore> = Arc::new(MemoryCache::new(clock.clone(), MemoryLimits::default()));
    /// let subject = Subject::new(disk.clone(), clock).durable(move || {
    ///     let disk = disk.clone();
    ///     async move { disk }
    /// });
    /// ```
    #[must_use]
    pub fn durable<F>(self, open: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Arc<dyn CacheStore>> + Send + 'static,
    {
        let open = Arc::new(move || -> Opening { Box::pin(open()) });
        Self { restart: Some(Restart { open, is_durable: true }), ..self }
    }

    /// Like [`Subject::durable`], for a store that may lose entries in a restart.
    #[must_use]
    pub fn volatile<F>(self, open: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Arc<dyn CacheStore>> + Send + 'static,
    {
        let open = Arc::new(move || -> Opening { Box::pin(open()) });
        Self { restart: Some(Restart { open, is_durable: false }), ..self }
    }

    /// Whether every acknowledged write is kept in a restart. `None` if the subject can't be opened again.
    pub(super) fn is_durable(&self) -> Option<bool> {
        self.restart.as_ref().map(|restart| restart.is_durable)
    }

    /// Closes the store, lets `closed` pass, and opens it again.
    pub(super) async fn restart(self, closed: Duration) -> Self {
        let Self { store, clock, kept, restart } = self;
        drop(store);
        pass(clock.as_ref(), closed).await;
        let open = restart.clone().unwrap().open;
        Self { store: open().await, clock, kept, restart }
    }

    pub(super) async fn pass(&self, time: Duration) {
        pass(self.clock.as_ref(), time).await;
    }

    pub(super) async fn expire(&self) {
        self.pass(Duration::from_millis(1_001)).await;
    }

    pub(super) async fn get(&self, key: &Key) -> Option<Bytes> {
        self.store.get(key).await.unwrap()
    }

    pub(super) async fn put(&self, key: &Key, value: &'static str, ttl: Option<Duration>) {
        self.store.put(key, value.into(), ttl).await.unwrap();
    }

    pub(super) async fn swap(&self, key: &Key, expected: &str, new: &'static str, ttl: Option<Duration>) -> bool {
        self.store.compare_and_swap(key, expected.as_bytes(), new.into(), ttl).await.unwrap()
    }

    pub(super) async fn add(&self, key: &Key, value: &'static str, ttl: Option<Duration>) -> bool {
        self.store.put_if_absent(key, value.into(), ttl).await.unwrap()
    }
}

async fn pass(clock: Option<&Arc<FixedClock>>, time: Duration) {
    match clock {
        Some(clock) => clock.advance(time),
        None => tokio::time::sleep(time).await,
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subject").field("store", &self.store).finish_non_exhaustive()
    }
}
