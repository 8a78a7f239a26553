//! The clock, behind a trait so that tests can set the time.

use std::{
    fmt::Debug,
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use super::error::Error;

/// How far the clocks of two nodes may differ, in milliseconds: one hour. A record dated further in the future is rejected
/// (Z1). A record that expired less than this ago is kept, because it may still be valid on another node.
pub const MAX_SKEW_MS: i64 = 3_600_000;

/// The longest duration that a setting accepts: ten years. A longer one is probably a mistake in the unit, and adding it to
/// a point in time could overflow.
pub const LONGEST: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

/// Refuses a time that is less than a millisecond or longer than [`LONGEST`]. `None` means no limit.
pub(crate) fn check_time(name: &str, time: Option<Duration>) -> Result<(), Error> {
    match time {
        Some(time) if time < Duration::from_millis(1) => Err(Error::Config(format!(
            "`{name}` is shorter than one millisecond: set `{name}` to at least one millisecond"
        ))),
        Some(time) => check_longest(name, time),
        None => Ok(()),
    }
}

/// Refuses a time that is longer than [`LONGEST`].
pub(crate) fn check_longest(name: &str, time: Duration) -> Result<(), Error> {
    match time > LONGEST {
        true => Err(Error::Config(format!("`{name}` is longer than ten years: set `{name}` to at most ten years"))),
        false => Ok(()),
    }
}

/// A point in time, in UTC. Databases store it with microsecond precision.
pub type DateTime = chrono::DateTime<chrono::Utc>;

/// The source of the current time.
///
/// ```
/// use pow_core::{Clock, Config, clock::SystemClock};
///
/// /// One day ahead of the machine's clock, to test expiry.
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
/// # Security
/// A clock that jumps backwards makes sessions live longer. An implementation should be monotonic enough for expiry.
pub trait Clock: Debug + Send + Sync + 'static {
    /// Returns the milliseconds since the Unix epoch.
    fn now_ms(&self) -> i64;

    /// Returns the same instant as a [`DateTime`].
    fn now(&self) -> DateTime {
        DateTime::from_timestamp_millis(self.now_ms()).unwrap_or_default()
    }
}

/// The machine's clock, the default.
///
/// On Linux it has the resolution of the kernel's tick, 1 to 10 ms. Every request reads the clock several times, and the
/// exact time costs five times as much.
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
            Ok(since) => millis(since),
            Err(_) => 0,
        }
    }
}

/// A clock for tests. It stands still until it is moved.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// Creates a clock that shows `ms` milliseconds since the Unix epoch.
    pub fn at_ms(ms: i64) -> Self {
        Self(AtomicI64::new(ms))
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(millis(by), Ordering::SeqCst);
    }

    /// Sets the clock to `ms` milliseconds since the Unix epoch, even if that is earlier.
    pub fn set_ms(&self, ms: i64) {
        self.0.store(ms, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// The milliseconds in `duration`, `i64::MAX` if there are more.
pub fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
