//! A cache store that is unavailable when a test wants it to be.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use pow_core::{
    Clock, Error, async_trait,
    cache::{CacheStore, Key, MemoryCache, MemoryLimits},
};

use bytes::Bytes;

/// Decides whether a call fails. It gets the number of the call since the plan was set, from 0 on, and the name of the call, such
/// as `take`.
type Plan = Box<dyn FnMut(usize, &'static str) -> bool + Send>;

/// The memory cache, with calls that fail as a plan says. A failing call does nothing and returns [`Error::Unavailable`]. Clones
/// share everything.
///
/// ```
/// use pow_core::Config;
/// use pow_testing::{FaultyCache, TestApp};
///
/// let builder = TestApp::builder();
/// let cache = FaultyCache::default();
/// let for_app = cache.clone();
/// let app = builder.config(move |config| Config { cache: for_app.into(), ..config }).start();
/// let mut ann = app.registered("ann@example.com");
/// cache.fail(|_, _| true);
/// assert_eq!(ann.get("/registration/edit").status, 503);
/// cache.heal();
/// assert_eq!(ann.get("/registration/edit").status, 200);
/// ```
#[derive(Clone)]
pub struct FaultyCache {
    inner: Arc<MemoryCache>,
    plan: Arc<Mutex<Option<(usize, Plan)>>>,
}

impl FaultyCache {
    /// Creates a store that uses this clock.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { inner: Arc::new(MemoryCache::new(clock, MemoryLimits::default())), plan: Arc::default() }
    }

    /// Makes calls fail from now on if the plan returns true for them. The plan gets the number of the call from now on, and its
    /// name.
    pub fn fail(&self, plan: impl FnMut(usize, &'static str) -> bool + Send + 'static) {
        *self.plan.lock().unwrap_or_else(PoisonError::into_inner) = Some((0, Box::new(plan)));
    }

    /// Ends the faults and returns the number of calls since [`FaultyCache::fail`].
    pub fn heal(&self) -> usize {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner).take().map_or(0, |(calls, _)| calls)
    }

    fn reach(&self, name: &'static str) -> Result<&MemoryCache, Error> {
        let mut plan = self.plan.lock().unwrap_or_else(PoisonError::into_inner);
        let fails = plan.as_mut().is_some_and(|(calls, plan)| {
            *calls += 1;
            plan(*calls - 1, name)
        });
        if fails {
            return Err(Error::Unavailable { service: "cache", source: "the test makes this call fail".into() });
        }
        Ok(&self.inner)
    }
}

impl Default for FaultyCache {
    /// Uses the clock of the machine.
    fn default() -> Self {
        Self::new(Arc::new(pow_core::clock::SystemClock))
    }
}

impl fmt::Debug for FaultyCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FaultyCache").finish_non_exhaustive()
    }
}

#[async_trait]
impl CacheStore for FaultyCache {
    async fn put(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<(), Error> {
        self.reach("put")?.put(key, value, ttl).await
    }

    async fn get(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.reach("get")?.get(key).await
    }

    async fn take(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.reach("take")?.take(key).await
    }

    async fn put_if_absent(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        self.reach("put_if_absent")?.put_if_absent(key, value, ttl).await
    }

    async fn compare_and_swap(&self, key: &Key, old: &[u8], new: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        self.reach("compare_and_swap")?.compare_and_swap(key, old, new, ttl).await
    }

    async fn delete(&self, key: &Key) -> Result<bool, Error> {
        self.reach("delete")?.delete(key).await
    }

    async fn scan(&self, prefix: &Key) -> Result<Vec<(Key, Bytes)>, Error> {
        self.reach("scan")?.scan(prefix).await
    }
}
