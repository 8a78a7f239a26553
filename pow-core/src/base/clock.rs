//! Time, behind a trait, so that tests can move it.

use std::{
    fmt::Debug,
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

/// How far apart the clocks of nodes may be, in milliseconds: one hour. What is from further in the future than this is not
/// believed (Z1), and what has expired less than this ago is left to lie: for another node it may live.
pub(crate) const MAX_SKEW_MS: i64 = 3_600_000;

/// The longest time that a setting may say, of whatever lives for a while: ten years. More is a mistake in a unit, and might
/// overflow where it is added to a point in time.
pub const LONGEST: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

/// A point in time, in UTC. Databases keep it to the microsecond.
pub type DateTime = chrono::DateTime<chrono::Utc>;

/// Where the framework reads the time.
///
/// ```
/// use pow_core::{Clock, Config, clock::SystemClock};
///
/// /// As the machine's, a day later: to see what has run out by then.
/// #[derive(Debug)]
/// struct Tomorrow;
///
/// impl Clock for Tomorrow {
///     fn now_ms(&self) -> i64 {
///         SystemClock.now_ms() + 24 * 3_600_000
///     }
/// }
///
/// let config = Config { clock: std::sync::Arc::new(Tomorrow), ..Config::default() };
/// # drop(config);
/// ```
///
/// An implementer must be monotonic enough for expiry: a clock that jumps backwards makes sessions live longer.
pub trait Clock: Debug + Send + Sync + 'static {
    /// Milliseconds since the Unix epoch.
    fn now_ms(&self) -> i64;

    /// The same instant as a [`DateTime`].
    fn now(&self) -> DateTime {
        DateTime::from_timestamp_millis(self.now_ms()).unwrap_or_default()
    }
}

/// The machine's clock, the default. On Linux it is as exact as the kernel's tick, 1 to 10 ms: every request reads it
/// several times, and the exact time costs five times as much.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn now_ms(&self) -> i64 {
        let now = rustix::time::clock_gettime(rustix::time::ClockId::RealtimeCoarse);
        now.tv_sec.saturating_mul(1_000).saturating_add(now.tv_nsec / 1_000_000)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now_ms(&self) -> i64 {
        match std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
            Err(_) => 0,
        }
    }
}

/// A clock that stands still until it is told to move: for tests.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock that shows `ms` milliseconds since the Unix epoch.
    pub fn at_ms(ms: i64) -> Self {
        Self(AtomicI64::new(ms))
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX), Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}
