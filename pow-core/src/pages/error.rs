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
}

impl ErrorPage {
    /// The page of a status. One without a text of its own is shown as 400 or, from 500 on, as 500.
    pub fn new(status: u16) -> Self {
        Self { status, retry_after: None }
    }

    /// Says when to try again.
    #[must_use]
    pub fn retry_after(mut self, delay: Duration) -> Self {
        self.retry_after = Some(delay);
        self
    }

    /// `error-403-title` and the like, of the nearest status that has texts.
    fn message(&self, part: &str) -> Message {
        let status = match self.status {
            known @ (403 | 404 | 405 | 413 | 415 | 422 | 429 | 503) => known,
            500.. => 500,
            _ => 400,
        };
        Message::new(format!("error-{status}-{part}"))
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
        self.message("text")
    }
}

impl Page for ErrorPage {
    const NAME: &'static str = "error";

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(ErrorTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        self.message("title")
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorTemplate<'a> {
    page: &'a ErrorPage,
    view: &'a View<'a>,
}
