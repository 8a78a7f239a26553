//! The page "Check your inbox" with a field for the code.

use std::time::Duration;

use askama::Template;
use pow_core::{
    Error,
    json::{Map, Value},
    messages::{Message, keys},
    pages::{
        CheckInbox, Form, Page, View, code_validity,
        fields::{self, FormMethod, Input},
    },
};

/// The page "Check your inbox" with a field for the code of the mail. It is the same for every address. Slots: `notices`,
/// `fields`, `links`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ConfirmationCode {
    /// The errors of the code. The code is not shown again.
    pub form: Form,
    /// The path that the form posts to.
    pub action: String,
    /// The page without the field: the sentence, the address and the paths. Its `ttl` is the lifetime of the code.
    pub inbox: CheckInbox,
}

impl ConfirmationCode {
    /// Creates the page from the page without the field, and sets the `ttl` of that page to the lifetime of the code.
    pub fn new(form: Form, action: impl Into<String>, inbox: CheckInbox, ttl: Duration) -> Self {
        Self { form, action: action.into(), inbox: inbox.ttl(Some(ttl)) }
    }

    /// Returns how long the code works.
    pub fn validity(&self) -> Option<Message> {
        self.inbox.ttl.map(code_validity)
    }
}

impl Page for ConfirmationCode {
    const NAME: &'static str = "email_confirmation/code";
    const SLOTS: &'static [&'static str] = &["notices", "fields", "links"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(CodeTemplate { page: self, inbox: &self.inbox, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new(keys::CHECK_INBOX_TITLE)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn data(&self, view: &View<'_>) -> Map<String, Value> {
        Map::from_iter([
            ("text".to_owned(), view.text(&self.inbox.text).into()),
            ("address".to_owned(), self.inbox.address.as_deref().into()),
            ("code_seconds".to_owned(), self.inbox.ttl.map(|ttl| ttl.as_secs()).into()),
            ("change_path".to_owned(), self.inbox.change_path.as_deref().into()),
            ("sent_again".to_owned(), self.inbox.sent_again.into()),
        ])
    }
}

#[derive(Template)]
#[template(path = "code.html")]
struct CodeTemplate<'a> {
    page: &'a ConfirmationCode,
    inbox: &'a CheckInbox,
    view: &'a View<'a>,
}
