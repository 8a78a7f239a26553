//! Limits a log line to one in ten seconds, so that corrupt records or an outage don't flood the log.

use std::{
    sync::{
        OnceLock,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Instant,
};

use crate::base::clock::millis;

const INTERVAL_MS: i64 = 10_000;

/// Limits one kind of log line to one in ten seconds. Use it for events that can happen on every request.
///
/// ```
/// use pow_core::{Error, telemetry::{LogGate, plain}};
///
/// fn note(error: &Error) {
///     static FAILED: LogGate = LogGate::new();
///     if let Some(held_back) = FAILED.open_now() {
///         tracing::warn!(target: "pow::newsletter::failed", error = %plain(error), held_back, "could not update the mailing list");
///     }
/// }
/// # note(&Error::Randomness);
/// ```
#[derive(Debug)]
pub struct LogGate {
    next: AtomicI64,
    held_back: AtomicU64,
}

impl LogGate {
    /// Creates an open gate.
    #[must_use]
    pub const fn new() -> Self {
        Self { next: AtomicI64::new(i64::MIN), held_back: AtomicU64::new(0) }
    }

    /// Like [`open`](Self::open), measured from the start of the process. Use it if there is no [`Clock`](crate::Clock).
    pub fn open_now(&self) -> Option<u64> {
        static START: OnceLock<Instant> = OnceLock::new();
        self.open(millis(START.get_or_init(Instant::now).elapsed()))
    }

    /// Returns the number of lines held back since the last one, or `None` if no line may be written now.
    pub fn open(&self, now_ms: i64) -> Option<u64> {
        let next = self.next.load(Ordering::Relaxed);
        let due = now_ms >= next || now_ms < next.saturating_sub(INTERVAL_MS);
        let then = now_ms.saturating_add(INTERVAL_MS);
        if due && self.next.compare_exchange(next, then, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            return Some(self.held_back.swap(0, Ordering::Relaxed));
        }
        self.held_back.fetch_add(1, Ordering::Relaxed);
        None
    }
}

impl Default for LogGate {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_in_ten_seconds_and_the_rest_counted() {
        let gate = LogGate::new();
        assert_eq!(gate.open(1_000), Some(0));
        assert_eq!(gate.open(1_001), None);
        assert_eq!(gate.open(10_999), None);
        assert_eq!(gate.open(11_000), Some(2));
    }

    #[test]
    fn clock_set_back_does_not_close_it_for_good() {
        let gate = LogGate::new();
        assert_eq!(gate.open(1_000_000), Some(0));
        assert_eq!(gate.open(5), Some(0));
    }
}
