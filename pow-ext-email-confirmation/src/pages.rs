//! The page of a link, and the notice on the account page.

use askama::Template;
use pow_core::{
    Error,
    extension::{Fragment, Slot},
    identifier::email::to_display,
    json::{Map, Value},
    messages::Message,
    pages::{
        Html, Page, View,
        fields::{self, FormMethod},
    },
    users::EMAIL,
};

use crate::{
    CANCEL, EmailConfirmation, RESEND, code,
    fields::{email_unconfirmed, pending_email_change},
};

/// The page of a link: the address, and one button. Slot: `notices`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ConfirmationShow {
    /// The path that the button posts to. It contains the token.
    pub action: String,
    /// The address that the link confirms.
    pub address: Option<String>,
    /// The user name of the account, if it differs from the address.
    pub account: Option<String>,
    /// Whether the address is to replace another one.
    pub is_change: bool,
}

impl ConfirmationShow {
    /// Creates the page whose button posts to `action`. It names no address.
    pub fn new(action: impl Into<String>) -> Self {
        Self { action: action.into(), address: None, account: None, is_change: false }
    }

    /// Sets the address that the link confirms.
    #[must_use]
    pub fn address(mut self, address: Option<String>) -> Self {
        self.address = address;
        self
    }

    /// Sets the user name of the account.
    #[must_use]
    pub fn account(mut self, account: Option<String>) -> Self {
        self.account = account;
        self
    }

    /// Sets whether the address is to replace another one.
    #[must_use]
    pub fn is_change(mut self, is_change: bool) -> Self {
        self.is_change = is_change;
        self
    }

    /// Returns the line that names the account.
    pub fn account_text(&self) -> Option<Message> {
        let account = self.account.as_deref()?;
        Some(Message::new("email-confirmation-show-account").with("account", account))
    }

    /// Returns the question of the page.
    pub fn text(&self) -> Message {
        Message::new(match self.is_change {
            true => "email-confirmation-show-text-change",
            false => "email-confirmation-show-text",
        })
    }
}

impl Page for ConfirmationShow {
    const NAME: &'static str = "email_confirmation/show";
    const SLOTS: &'static [&'static str] = &["notices"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(ShowTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("email-confirmation-show-title")
    }

    fn data(&self, _: &View<'_>) -> Map<String, Value> {
        Map::from_iter([
            ("address".to_owned(), self.address.as_deref().into()),
            ("account".to_owned(), self.account.as_deref().into()),
            ("is_change".to_owned(), self.is_change.into()),
        ])
    }
}

#[derive(Template)]
#[template(path = "show.html")]
struct ShowTemplate<'a> {
    page: &'a ConfirmationShow,
    view: &'a View<'a>,
}

/// Renders the notice on the account page: the pending address, a link to the page of its code, a button to mail the link
/// again, and a button to cancel.
pub(crate) fn pending(extension: &EmailConfirmation, slot: Slot<'_>) -> Fragment {
    let Some(user) = slot.conn.user() else { return Ok(None) };
    let Some(email) = pending_email_change(user)? else { return Ok(None) };
    let notice = Message::new("email-confirmation-pending").with("email", to_display(&email).into_owned());
    let notice = fields::notice(slot.view, &notice)?;
    let mut buttons = String::new();
    if let Some(path) = code::path(extension, slot.conn, &email)? {
        let link = fields::link(slot.view, &Message::new("email-confirmation-enter-code"), &path)?;
        buttons.push_str(&format!("{link}\n"));
    }
    for (action, method, label) in [
        (RESEND, FormMethod::Post, "email-confirmation-resend"),
        (CANCEL, FormMethod::Delete, "email-confirmation-cancel"),
    ] {
        if let Some(path) = slot.conn.path(action) {
            let button = fields::button_form(slot.view, method, &path, &Message::new(label))?;
            buttons.push_str(&format!("{button}\n"));
        }
    }
    Ok(Some(Html::trusted(format!("{notice}\n<div class=\"actions\">\n{buttons}</div>"))))
}

/// Renders the notice on each page of a user who was let in without a confirmation, with a button that mails the link again.
pub(crate) fn unconfirmed(slot: Slot<'_>) -> Fragment {
    let Some(user) = slot.conn.user() else { return Ok(None) };
    let (true, Some(email)) = (email_unconfirmed(user)?, user.get(EMAIL)?) else { return Ok(None) };
    let notice = fields::notice(
        slot.view,
        &Message::new("email-confirmation-banner").with("email", to_display(&email).into_owned()),
    )?;
    let Some(path) = slot.conn.path(RESEND) else { return Ok(Some(notice)) };
    let label = Message::new("email-confirmation-resend");
    let button = fields::button_form(slot.view, FormMethod::Post, &path, &label)?;
    Ok(Some(Html::trusted(format!("{notice}\n<div class=\"actions\">\n{button}\n</div>"))))
}
