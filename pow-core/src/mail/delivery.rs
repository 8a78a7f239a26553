//! The queue of mails: in the database or in memory.

use std::time::Duration;

use crate::{Error, clock::LONGEST};

/// The queue of mails that wait to be sent. Set it as [`Config::delivery`](crate::Config::delivery).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Encrypted, in the table `pow_outbox` of the application's database. This is the default.
    ///
    /// A mail is written in the same transaction as the change that it announces. It survives a killed process and an outage
    /// of the mail server.
    Outbox(OutboxSettings),
    /// In memory, at most 1,000 mails. A mail that can't be sent is lost, and logged. Use it for tiny applications and for
    /// tests.
    Direct,
}

impl Default for Delivery {
    fn default() -> Self {
        Self::Outbox(OutboxSettings::default())
    }
}

/// The settings of the outbox.
///
/// ```
/// use std::time::Duration;
/// use pow_core::{Config, mail::{Delivery, OutboxSettings}};
///
/// let settings = OutboxSettings { tries: 5, ..OutboxSettings::default() };
/// let config = Config { delivery: Delivery::Outbox(settings), ..Config::default() };
/// # drop(config);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxSettings {
    /// The number of failed tries after which a mail becomes a dead letter, which is not tried again. Default: 20, which take
    /// about eight hours.
    pub tries: u32,
    /// The maximum wait before the second try of a mail. It doubles for each further try. Default: 5 s. The actual wait is
    /// random, between half of the maximum and the maximum, so that mails that failed together are not retried together.
    pub first_retry: Duration,
    /// The maximum wait between two tries of a mail. Default: 1 h.
    pub longest_retry: Duration,
    /// The time after which the sending of a mail counts as failed. Default: 60 s. A process leases a mail for twice as long. If
    /// the process ends in the meantime, another process takes the mail when the lease expires.
    pub time_out: Duration,
    /// How often a background task (the ticker) looks in the outbox for unsent mails of other processes. Default: 10 s. A process
    /// sends its own mails at once.
    pub poll_interval: Duration,
    /// How long dead letters are kept. Default: 30 days.
    pub keep_dead: Duration,
}

impl Default for OutboxSettings {
    fn default() -> Self {
        Self {
            tries: 20,
            first_retry: Duration::from_secs(5),
            longest_retry: Duration::from_secs(3600),
            time_out: Duration::from_secs(60),
            poll_interval: Duration::from_secs(10),
            keep_dead: Duration::from_secs(30 * 24 * 3600),
        }
    }
}

impl OutboxSettings {
    /// Returns how long a process leases a mail.
    pub(crate) fn lease(&self) -> Duration {
        self.time_out * 2
    }

    /// Returns the maximum wait after this try. The first try is number 1.
    pub(crate) fn wait_after(&self, attempt: u32) -> Duration {
        let doubled = 1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
        self.first_retry.saturating_mul(doubled).min(self.longest_retry)
    }

    /// Checks that the values are valid.
    ///
    /// # Errors
    /// [`Error::Config`] with the remedy.
    pub(crate) fn validate(&self) -> Result<(), Error> {
        let invalid = |name: &str, remedy: &str| {
            Err(Error::Config(format!("`{name}` of the outbox is out of range; set it to {remedy}")))
        };
        if self.tries == 0 {
            return invalid("tries", "at least 1");
        }
        let durations = [
            ("first_retry", self.first_retry),
            ("longest_retry", self.longest_retry),
            ("time_out", self.time_out),
            ("poll_interval", self.poll_interval),
            ("keep_dead", self.keep_dead),
        ];
        match durations.iter().find(|(_, value)| value.as_millis() == 0 || *value > LONGEST) {
            Some((name, _)) => invalid(name, "between one millisecond and ten years"),
            None => Ok(()),
        }
    }
}

/// The error for a mail that will never be accepted. A [`MailTransport`](super::MailTransport) returns it with [`Error::other`],
/// and the mail then becomes a dead letter at once.
#[derive(Clone, Debug, thiserror::Error)]
#[error("rejected permanently: {0}")]
pub struct Rejected(pub String);

impl Rejected {
    /// Returns whether the error is a rejection.
    pub(crate) fn is(error: &Error) -> bool {
        matches!(error, Error::Other(source) if source.is::<Self>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        let settings = OutboxSettings::default();
        let waits: Vec<u64> = (1..20).map(|attempt| settings.wait_after(attempt).as_secs()).collect();
        assert_eq!(waits[..5], [5, 10, 20, 40, 80]);
        assert_eq!(waits[9..], [2560, 3600, 3600, 3600, 3600, 3600, 3600, 3600, 3600, 3600]);
        // The sum of the maximum waits. An average wait is three quarters of its maximum.
        assert_eq!(waits.iter().sum::<u64>() * 3 / 4 / 3600, 7);
        assert_eq!(settings.wait_after(u32::MAX), settings.longest_retry);
    }

    #[test]
    fn invalid_settings_are_rejected_by_name() {
        let none = Duration::ZERO;
        let bad = [
            ("tries", OutboxSettings { tries: 0, ..OutboxSettings::default() }),
            ("first_retry", OutboxSettings { first_retry: none, ..OutboxSettings::default() }),
            ("time_out", OutboxSettings { time_out: LONGEST + Duration::from_nanos(1), ..OutboxSettings::default() }),
            ("keep_dead", OutboxSettings { keep_dead: none, ..OutboxSettings::default() }),
        ];
        for (name, settings) in bad {
            assert!(settings.validate().unwrap_err().to_string().contains(&format!("`{name}`")));
        }
        assert!(OutboxSettings::default().validate().is_ok());
        let longest = OutboxSettings { keep_dead: LONGEST, time_out: LONGEST, ..OutboxSettings::default() };
        assert!(longest.validate().is_ok());
    }
}
