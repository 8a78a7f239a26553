//! What a visitor sees when a request can't be answered.

use std::time::Duration;

use askama::Template;

use super::{Page, View, fields};
use crate::Error;
use crate::messages::Message;

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

    /// The keys of the title and of the text.
    fn keys(&self) -> (&'static str, &'static str) {
        match self.status {
            403 => ("error-403-title", "error-403-text"),
            404 => ("error-404-title", "error-404-text"),
            405 => ("error-405-title", "error-405-text"),
            413 => ("error-413-title", "error-413-text"),
            415 => ("error-415-title", "error-415-text"),
            422 => ("error-422-title", "error-422-text"),
            429 => ("error-429-title", "error-429-text"),
            503 => ("error-503-title", "error-503-text"),
            500.. => ("error-500-title", "error-500-text"),
            _ => ("error-400-title", "error-400-text"),
        }
    }

    /// When to try again, rounded up to whole seconds.
    pub fn retry_message(&self) -> Option<Message> {
        self.retry_after.map(|delay| {
            let seconds = delay.as_secs() + u64::from(delay.subsec_nanos() > 0);
            Message::new("error-retry-after").with("seconds", seconds.max(1))
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
