//! The policy's settings for sessions: how long they live, and how many a user may have.

use std::time::Duration;

use crate::{
    Error,
    clock::{check_longest, check_time},
};

const MINUTE: Duration = Duration::from_secs(60);

/// How long sessions live, and how many a user may have. See [`Policy::session`](crate::policy::Policy::session).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionSettings {
    /// How long an unused session lives (ASVS 5.0, 7.3.1). Default: 30 minutes.
    ///
    /// The time counts from the last renewal, as in Pow, so that not every request has to write. A session therefore ends between
    /// `idle` minus [`renewal`](Self::renewal) and `idle` after the last request.
    pub idle: Duration,
    /// The age at which a session's secret is renewed. Zero renews it at every request, as Pow can. Default: 15 minutes, or half
    /// of [`idle`](Self::idle) if that is shorter; see [`effective_renewal`](Self::effective_renewal).
    pub renewal: Duration,
    /// How long a session lives after the sign-in, even if it is in use (ASVS 5.0, 7.3.2). `None`: no limit. Default: 30 days
    /// (NIST SP 800-63B-4, AAL1).
    pub absolute: Option<Duration>,
    /// How long a session's previous secret stays valid after the first request with the new one, so that requests that were
    /// already in progress don't fail. Default: 10 seconds; see [`effective_grace`](Self::effective_grace).
    pub grace: Duration,
    /// The maximum number of sessions of a user (ASVS 5.0, 7.1.2). `None`: no limit. Default: `None`, in every profile.
    ///
    /// A sign-in beyond the limit succeeds. It ends the session that was used longest ago, as
    /// [`Sessions::revoke`](super::Sessions::revoke) does. The time of the last use is as exact as the [renewal
    /// interval](Self::effective_renewal). If more sign-ins to one account overlap than the limit allows, some of the new
    /// sessions end at once. After the limit was lowered, the next sign-in ends as many sessions as needed.
    ///
    /// The limit applies to sessions, not to remembered browsers. With pow-ext-persistent-session, a browser whose session was
    /// ended by the limit may sign in again with its cookie. This creates a new session, which ends another one.
    pub max_per_user: Option<usize>,
}

impl Default for SessionSettings {
    fn default() -> Self {
        let absolute = Some(Duration::from_secs(30 * 24 * 3600));
        Self { idle: 30 * MINUTE, renewal: 15 * MINUTE, absolute, grace: Duration::from_secs(10), max_per_user: None }
    }
}

impl SessionSettings {
    /// Returns the renewal interval in effect: [`renewal`](Self::renewal), but at most half of [`idle`](Self::idle), so that a
    /// session in use is renewed before it ends.
    pub fn effective_renewal(&self) -> Duration {
        self.renewal.min(self.idle / 2)
    }

    /// Returns the grace period in effect: [`grace`](Self::grace), but at most a tenth of the renewal interval.
    pub fn effective_grace(&self) -> Duration {
        self.grace.min(self.effective_renewal() / 10)
    }

    /// Checks that the values can work together.
    ///
    /// # Errors
    /// [`Error::Config`] with a sentence that says what to change.
    pub fn validate(&self) -> Result<(), Error> {
        check_time("session.idle", Some(self.idle))?;
        if self.renewal > self.idle && self.renewal != Self::default().renewal {
            return Err(Error::Config(
                "`session.renewal` is longer than `session.idle`, but a session must be renewed before it ends: set \
                 `session.renewal` to no more than `session.idle`. Even then, at most half of `session.idle` takes \
                 effect"
                    .to_owned(),
            ));
        }
        if self.max_per_user == Some(0) {
            return Err(Error::Config(
                "`session.max_per_user` is 0, so no user could sign in: set `session.max_per_user` to at least 1, or \
                 to `None` for no limit"
                    .to_owned(),
            ));
        }
        check_time("session.absolute", self.absolute)?;
        check_longest("session.renewal", self.renewal)?;
        check_longest("session.grace", self.grace)
    }
}
