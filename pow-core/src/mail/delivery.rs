//! Where mails wait until they are sent.

use std::time::Duration;

use crate::{Error, clock::LONGEST};

/// Where mails wait until they are sent: [`Config::delivery`](crate::Config::delivery).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// In the table `pow_outbox` of the application's database, sealed. A mail is written in the transaction of what it
    /// announces; it survives a killed process and a mail server that is down. The default.
    Outbox(OutboxSettings),
    /// In the memory of the process, at most 1,000 of them. One that can't be sent is lost, with a line in the log: for
    /// tiny applications and for tests.
    Direct,
}

impl Default for Delivery {
    fn default() -> Self {
        Self::Outbox(OutboxSettings::default())
    }
}

/// How the outbox is worked through.
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
    /// After so many tries a mail is a dead letter. Default: 20, which with the waits below take about eight hours.
    pub tries: u32,
    /// How long the second try waits at most; each further one waits twice as long. Default: 5 s. The wait is drawn from
    /// its upper half, so that what failed together doesn't come back together.
    pub first_retry: Duration,
    /// No try waits longer. Default: 1 h.
    pub longest_retry: Duration,
    /// A mail that takes longer to hand over has failed. Default: 60 s. A process that takes a mail has it for twice as
    /// long: if it ends meanwhile, another one takes the mail then.
    pub time_out: Duration,
    /// How often the ticker looks for mails that other processes left behind. Default: 10 s. What this process writes
    /// is sent at once.
    pub look_every: Duration,
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
            look_every: Duration::from_secs(10),
            keep_dead: Duration::from_secs(30 * 24 * 3600),
        }
    }
}

impl OutboxSettings {
    /// How long a process has a mail that it took.
    pub(crate) fn lease(&self) -> Duration {
        self.time_out * 2
    }

    /// The longest wait before the try after this one; the first is number 1.
    pub(crate) fn wait_after(&self, attempt: u32) -> Duration {
        let doubled = 1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
        self.first_retry.saturating_mul(doubled).min(self.longest_retry)
    }

    /// Whether the values can work.
    ///
    /// # Errors
    /// [`Error::Config`] with a sentence that says what to change.
    pub(crate) fn validate(&self) -> Result<(), Error> {
        let refuse = |name: &str, remedy: &str| Err(Error::Config(format!("set `{name}` of the outbox to {remedy}")));
        if self.tries == 0 {
            return refuse("tries", "at least 1");
        }
        let durations = [
            ("first_retry", self.first_retry),
            ("longest_retry", self.longest_retry),
            ("time_out", self.time_out),
            ("look_every", self.look_every),
            ("keep_dead", self.keep_dead),
        ];
        match durations.iter().find(|(_, value)| value.as_millis() == 0 || *value > LONGEST) {
            Some((name, _)) => refuse(name, "between a millisecond and ten years"),
            None => Ok(()),
        }
    }
}

/// What a [`MailTransport`](super::MailTransport) answers with ([`Error::other`]) for a mail that will never be taken,
/// however often it comes: it becomes a dead letter at once.
#[derive(Clone, Debug, thiserror::Error)]
#[error("refused for good: {0}")]
pub struct Refused(pub String);

impl Refused {
    /// Whether an error is one.
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
        // The whole of it, with waits that are three quarters of that on average.
        assert_eq!(waits.iter().sum::<u64>() * 3 / 4 / 3600, 7);
        assert_eq!(settings.wait_after(u32::MAX), settings.longest_retry);
    }

    #[test]
    fn settings_that_can_not_work_are_refused_by_name() {
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
