//! The page for a request that fails.

use std::time::Duration;

use askama::Template;

use super::{Page, View, fields};
use crate::Error;
use crate::messages::{Message, keys};

/// A page for a status of 400 and above. It tells the visitor how to continue, and nothing about the cause.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ErrorPage {
    /// The HTTP status.
    pub status: u16,
    /// When to retry, as in the `Retry-After` header.
    pub retry_after: Option<Duration>,
    /// The path of the requested page, for the button "Try again".
    pub retry_path: Option<String>,
    /// The cause, if the status alone doesn't determine the texts.
    cause: Option<Cause>,
}

/// The cause of a failure, in addition to its status.
#[derive(Clone, Copy, Debug)]
enum Cause {
    StaleForm,
    FormInProgress,
    ClosedLink,
    Unavailable,
    SignOut,
}

impl ErrorPage {
    /// Creates the page for a status. A status without texts is shown as 400 or, from 500 on, as 500.
    pub fn new(status: u16) -> Self {
        Self { status, retry_after: None, retry_path: None, cause: None }
    }

    /// Creates the page for a form with a missing or outdated token (403). A token is outdated after a sign-in or sign-out.
    pub fn stale_form() -> Self {
        Self { cause: Some(Cause::StaleForm), ..Self::new(403) }
    }

    /// Creates the page for a form that is sent a second time while the first request is still being processed (503).
    pub fn form_in_progress() -> Self {
        Self { cause: Some(Cause::FormInProgress), ..Self::new(503) }
    }

    /// Creates the page for a secret link that this browser has not opened, or that it must open again (410). See
    /// [`Route::secret_link`](crate::extension::Route::secret_link).
    pub fn closed_link() -> Self {
        Self { cause: Some(Cause::ClosedLink), ..Self::new(410) }
    }

    /// Creates the page for an outage of the database or another service (503). A plain 503 means an overload.
    pub fn unavailable() -> Self {
        Self { cause: Some(Cause::Unavailable), ..Self::new(503) }
    }

    /// Creates the page for a sign-out that the session store could not record (503).
    pub fn unfinished_sign_out() -> Self {
        Self { cause: Some(Cause::SignOut), ..Self::new(503) }
    }

    /// Sets when to retry.
    #[must_use]
    pub fn retry_after(mut self, delay: Duration) -> Self {
        self.retry_after = Some(delay);
        self
    }

    /// Sets the path of the requested page. Set it only if a second request can get another answer.
    #[must_use]
    pub fn retry_path(mut self, path: Option<String>) -> Self {
        self.retry_path = path;
        self
    }

    /// Returns whether a second request for the same page can get another answer.
    pub(crate) fn is_temporary(&self) -> bool {
        match self.cause {
            None => matches!(self.status, 429 | 503),
            Some(cause) => matches!(cause, Cause::Unavailable),
        }
    }

    /// Returns the keys of title and text: those of the cause, or of the nearest status that has texts.
    fn keys(&self) -> (&'static str, &'static str) {
        match (self.cause, self.status) {
            (Some(Cause::StaleForm), _) => ("error-stale-form-title", "error-stale-form-text"),
            (Some(Cause::FormInProgress), _) => ("error-form-in-progress-title", "error-form-in-progress-text"),
            (Some(Cause::ClosedLink), _) => ("error-closed-link-title", "error-closed-link-text"),
            (Some(Cause::Unavailable), _) => ("error-unavailable-title", "error-unavailable-text"),
            (Some(Cause::SignOut), _) => ("error-sign-out-title", "error-sign-out-text"),
            (None, 403) => ("error-403-title", "error-403-text"),
            (None, 404) => ("error-404-title", "error-404-text"),
            (None, 405) => ("error-405-title", "error-405-text"),
            (None, 413) => ("error-413-title", "error-413-text"),
            (None, 415) => ("error-415-title", "error-415-text"),
            (None, 422) => ("error-422-title", "error-422-text"),
            (None, 429) => ("error-429-title", "error-429-text"),
            (None, 503) => ("error-503-title", "error-503-text"),
            (None, 500..) => ("error-500-title", "error-500-text"),
            (None, _) => ("error-400-title", "error-400-text"),
        }
    }

    /// Returns the message about when to retry, rounded up to whole seconds, minutes or hours. Returns `None` for more than a
    /// day.
    pub fn retry_message(&self) -> Option<Message> {
        Some(match self.retry_seconds().filter(|seconds| *seconds <= 24 * 3600)? {
            seconds @ ..=90 => Message::new(keys::ERROR_RETRY_AFTER).with("seconds", seconds),
            seconds @ ..=5400 => Message::new(keys::ERROR_RETRY_AFTER_MINUTES).with("minutes", seconds.div_ceil(60)),
            seconds => Message::new(keys::ERROR_RETRY_AFTER_HOURS).with("hours", seconds.div_ceil(3600)),
        })
    }

    /// Returns the value of the `Retry-After` header: whole seconds, rounded up, at least one.
    pub fn retry_seconds(&self) -> Option<u64> {
        self.retry_after.map(|delay| (delay.as_secs() + u64::from(delay.subsec_nanos() > 0)).max(1))
    }

    /// Returns the message for clients that read JSON. Its key is the code.
    pub(crate) fn code(&self) -> Message {
        match (self.cause, self.status) {
            (None, 401) => Message::new(keys::NOT_SIGNED_IN),
            (None, 409) => Message::new(keys::SIGNED_IN_ALREADY),
            _ => self.text(),
        }
    }

    /// Returns the text of the page.
    pub fn text(&self) -> Message {
        Message::new(self.keys().1)
    }
}

impl Page for ErrorPage {
    const NAME: &'static str = "error";

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(ErrorTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new(self.keys().0)
    }

    fn refusal(&self) -> Option<Message> {
        Some(self.code())
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorTemplate<'a> {
    page: &'a ErrorPage,
    view: &'a View<'a>,
}
