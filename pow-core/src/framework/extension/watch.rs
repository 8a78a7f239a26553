//! The log line of every action.

use std::time::Instant;

use tracing::Span;

use super::Action;
use crate::{Error, UserId, conn::Reply, pow::Pow};

/// How an action ended, and for which user.
pub(crate) struct Ended {
    pub(crate) outcome: &'static str,
    pub(crate) user: Option<UserId>,
    pub(crate) reply: Reply,
}

impl Ended {
    /// The outcome of a route that is not for this visitor.
    pub(crate) const NOT_ALLOWED: &str = "turned away";

    pub(crate) fn is_not_allowed(&self) -> bool {
        self.outcome == Self::NOT_ALLOWED
    }
}

/// A running action, for its log line.
pub(crate) struct Watch<'a> {
    pow: &'a Pow,
    action: Action,
    began: Instant,
    pub(crate) span: Span,
}

impl<'a> Watch<'a> {
    pub(crate) fn begin(pow: &'a Pow, action: Action) -> Self {
        let set_up = pow.namespace();
        let span = tracing::info_span!(target: "pow::action", "action", %action, set_up);
        Self { pow, action, began: Instant::now(), span }
    }

    /// Logs how the action ended. A fault itself is logged where it is answered. A client that reads JSON gets the status of a
    /// refusal, and a browser the status of the page or the redirect.
    pub(crate) fn end(&self, ended: &Result<Ended, Error>, reads_json: bool) {
        let (outcome, user, status) = match ended {
            Ok(ended) => {
                let refused = ended.reply.refusal.as_ref().filter(|_| reads_json).map(|(status, _)| *status);
                (ended.outcome, ended.user, Some(refused.unwrap_or(ended.reply.status)))
            }
            Err(Error::TooMany { .. }) => ("halted", None, Some(429)),
            Err(Error::Busy { .. } | Error::Unavailable { .. }) => ("fault", None, Some(503)),
            Err(_) => ("fault", None, Some(500)),
        };
        tracing::info!(
            target: "pow::action",
            action = %self.action,
            set_up = self.pow.namespace(),
            outcome,
            status,
            user = user.map(tracing::field::display),
            duration_us = u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX),
            "action"
        );
    }
}
