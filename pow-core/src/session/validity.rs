//! Decides when a session is alive, when its secret is renewed, and which secrets are valid. All are pure functions
//! of time.

use std::time::Duration;

use subtle::{Choice, ConstantTimeEq};

use super::{
    cookie_value::SecretHash,
    record::{Previous, Record},
    settings::SessionSettings,
};
use crate::clock::MAX_SKEW_MS;

/// The minimum time after a renewal before its response counts as lost. Parallel requests must have ended by then.
const LOST_AFTER_MS: i64 = 10_000;

/// The settings in effect, in milliseconds, because every request compares with them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    idle: i64,
    renewal: i64,
    absolute: i64,
    grace: i64,
}

/// The verdict on a presented secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The session has expired.
    Over,
    /// The session may be alive, but this secret is no longer valid.
    Superseded,
    /// Good, and nothing to write.
    Good,
    /// Good, and the successor of the previous secret was seen for the first time.
    FirstSeen,
    /// Good, and due for renewal.
    Renew,
}

impl Rules {
    pub(super) fn new(settings: &SessionSettings) -> Self {
        Self {
            idle: ms(settings.idle),
            renewal: ms(settings.effective_renewal()),
            absolute: settings.absolute.map_or(i64::MAX, ms),
            grace: ms(settings.effective_grace()),
        }
    }

    /// Returns whether the session has expired.
    pub(super) fn is_over(&self, record: &Record, now: i64) -> bool {
        let newest = record.created_at.max(record.renewed_at);
        now >= self.ends_at(record) || newest > now.saturating_add(MAX_SKEW_MS)
    }

    /// How much longer the session lives without a renewal.
    pub(super) fn time_left(&self, record: &Record, now: i64) -> Duration {
        Duration::from_millis(u64::try_from(self.ends_at(record).saturating_sub(now)).unwrap_or(0))
    }

    pub(super) fn judge(&self, record: &Record, presented: &SecretHash, now: i64) -> Verdict {
        if self.is_over(record, now) {
            return Verdict::Over;
        }
        let age = now.saturating_sub(record.renewed_at);
        if is_same(&record.secret, presented) {
            return match &record.previous {
                _ if age >= self.renewal => Verdict::Renew,
                Some(Previous { successor_seen_at: None, .. }) => Verdict::FirstSeen,
                _ => Verdict::Good,
            };
        }
        match &record.previous {
            Some(previous) if is_same(&previous.secret, presented) => match previous.successor_seen_at {
                // The response with the successor seems to be lost, so the secret is renewed again. This waits until
                // the parallel requests of the last renewal have ended, even if the interval is shorter.
                None if age >= self.renewal.max(LOST_AFTER_MS.min(self.idle / 2)) => Verdict::Renew,
                None => Verdict::Good,
                Some(seen_at) if now.saturating_sub(seen_at) < self.grace => Verdict::Good,
                Some(_) => Verdict::Superseded,
            },
            _ => Verdict::Superseded,
        }
    }

    fn ends_at(&self, record: &Record) -> i64 {
        record.renewed_at.saturating_add(self.idle).min(record.created_at.saturating_add(self.absolute))
    }
}

/// Compares in constant time, eight bytes at once because every request does this.
fn is_same(one: &SecretHash, other: &SecretHash) -> bool {
    let (one, other) = (one.as_chunks().0, other.as_chunks().0);
    let words = one.iter().zip(other).map(|(one, other)| (u64::from_ne_bytes(*one), u64::from_ne_bytes(*other)));
    words.fold(Choice::from(1), |same, (one, other)| same & one.ct_eq(&other)).into()
}

/// A duration in milliseconds, `i64::MAX` if it is longer.
pub(super) fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
