//! What a visitor sees when a request can't be answered.

use std::time::Duration;

use askama::Template;

use super::{Page, View, fields};
use crate::Error;
use crate::messages::{Message, keys};

/// A page for a status of 400 and above: says what the visitor can do, and nothing about the cause.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ErrorPage {
    /// The HTTP status.
    pub status: u16,
    /// When to try again, as the `Retry-After` header has it.
    pub retry_after: Option<Duration>,
    /// What its texts are named after, where the status alone says too little.
    cause: Option<Cause>,
}

/// What is known about a failure besides its status.
#[derive(Clone, Copy, Debug)]
enum Cause {
    StaleForm,
    ClosedLink,
    Unavailable,
    SignOut,
}

impl ErrorPage {
    /// The page of a status. One without a text of its own is shown as 400 or, from 500 on, as 500.
    pub fn new(status: u16) -> Self {
        Self { status, retry_after: None, cause: None }
    }

    /// 403 for a form whose token is missing, or was made before the browser signed in or out.
    pub fn stale_form() -> Self {
        Self { cause: Some(Cause::StaleForm), ..Self::new(403) }
    }

    /// 410 for the page of a link in a browser that doesn't have the link, or no longer: see
    /// [`Route::secret_link`](crate::extension::Route::secret_link).
    pub fn closed_link() -> Self {
        Self { cause: Some(Cause::ClosedLink), ..Self::new(410) }
    }

    /// 503 while the database or another service can't be reached; a plain 503 says that there is too much to do.
    pub fn unavailable() -> Self {
        Self { cause: Some(Cause::Unavailable), ..Self::new(503) }
    }

    /// 503 for a sign-out that this browser knows of and the store of sessions doesn't.
    pub fn unfinished_sign_out() -> Self {
        Self { cause: Some(Cause::SignOut), ..Self::new(503) }
    }

    /// Says when to try again.
    #[must_use]
    pub fn retry_after(mut self, delay: Duration) -> Self {
        self.retry_after = Some(delay);
        self
    }

    /// The keys of title and text: of the cause, or of the nearest status that has some.
    fn keys(&self) -> (&'static str, &'static str) {
        match (self.cause, self.status) {
            (Some(Cause::StaleForm), _) => ("error-stale-form-title", "error-stale-form-text"),
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

    /// When to try again, rounded up to whole seconds.
    pub fn retry_message(&self) -> Option<Message> {
        self.retry_after.map(|delay| {
            let seconds = delay.as_secs() + u64::from(delay.subsec_nanos() > 0);
            Message::new(keys::ERROR_RETRY_AFTER).with("seconds", seconds.max(1))
        })
    }

    /// What the visitor can do.
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
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorTemplate<'a> {
    page: &'a ErrorPage,
    view: &'a View<'a>,
}
