//! The page of a mailed link that was used or has expired.

use askama::Template;
use serde_json::{Map, Value};

use super::{
    Page, View,
    fields::{self, FormMethod},
};
use crate::Error;
use crate::messages::{Message, keys};

/// The page of a mailed link that no longer works. It says why, and offers the next step. Slots: `notices`, `links`.
///
/// ```
/// use pow_core::pages::{LinkEnded, NextStep};
///
/// let page = LinkEnded::new("my-extension-ended-text").next(NextStep::AskForLink("/my-extension/new".to_owned()));
/// assert_eq!(page.title.key, "link-ended-title");
/// ```
///
/// # Security
/// Say why a link no longer works only if its signature is valid. For any other token, show the page of an unknown link.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LinkEnded {
    /// The title. Default: "This link no longer works".
    pub title: Message,
    /// The sentence that says why the link no longer works.
    pub text: Message,
    /// The step that the visitor can take now.
    pub next: NextStep,
}

/// The step that a visitor can take after a link has ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum NextStep {
    /// Sign in, on the page with this path.
    SignIn(String),
    /// Ask for a new link, on the page with this path.
    AskForLink(String),
    /// Get a new link, by a button that posts to this path.
    SendLink(String),
    /// Nothing on this page. The text says what to do.
    #[default]
    Nothing,
}

impl LinkEnded {
    /// The status of the page: 410 (Gone).
    pub const STATUS: u16 = 410;

    /// Creates the page with the title "This link no longer works" and without a next step.
    pub fn new(text: impl Into<Message>) -> Self {
        Self { title: Message::new(keys::LINK_ENDED_TITLE), text: text.into(), next: NextStep::Nothing }
    }

    /// Sets the title.
    #[must_use]
    pub fn title(mut self, title: impl Into<Message>) -> Self {
        self.title = title.into();
        self
    }

    /// Sets what the visitor can do now.
    #[must_use]
    pub fn next(mut self, next: NextStep) -> Self {
        self.next = next;
        self
    }
}

impl Page for LinkEnded {
    const NAME: &'static str = "link_ended";
    const SLOTS: &'static [&'static str] = &["notices", "links"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(LinkEndedTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        self.title.clone()
    }

    fn data(&self, _: &View<'_>) -> Map<String, Value> {
        let next_path = match &self.next {
            NextStep::SignIn(path) | NextStep::AskForLink(path) => Some(path.as_str()),
            // The path of `SendLink` belongs to a form.
            NextStep::SendLink(_) | NextStep::Nothing => None,
        };
        Map::from_iter([("next_path".to_owned(), next_path.into())])
    }

    fn refusal(&self) -> Option<Message> {
        Some(self.text.clone())
    }
}

#[derive(Template)]
#[template(path = "link_ended.html")]
struct LinkEndedTemplate<'a> {
    page: &'a LinkEnded,
    view: &'a View<'a>,
}
