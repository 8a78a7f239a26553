//! The page of a link, and the notice on the account page.

use askama::Template;
use pow_core::{
    Error,
    extension::{Fragment, Slot},
    messages::Message,
    pages::{
        Html, Page, View,
        fields::{self, FormMethod},
    },
};

use crate::{CANCEL, RESEND, fields::pending_email_change};

/// The page of a link: one button. It does not show the address. Slot: `notices`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ConfirmationShow {
    /// The path that the button posts to. It contains the token.
    pub action: String,
}

impl ConfirmationShow {
    /// Creates the page whose button posts to `action`.
    pub fn new(action: impl Into<String>) -> Self {
        Self { action: action.into() }
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
}

#[derive(Template)]
#[template(path = "show.html")]
struct ShowTemplate<'a> {
    page: &'a ConfirmationShow,
    view: &'a View<'a>,
}

/// Renders the notice on the account page: the pending address, a button to mail the link again, and a button to
/// cancel.
pub(crate) fn pending(slot: Slot<'_>) -> Fragment {
    let Some(user) = slot.conn.user() else { return Ok(None) };
    let Some(email) = pending_email_change(user)? else { return Ok(None) };
    let notice = fields::notice(slot.view, &Message::new("email-confirmation-pending").with("email", email))?;
    let mut buttons = String::new();
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
