//! The pages of the links, and the hint on the sign-in page.

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

use crate::attempts::Refused;

/// The page of an unlock link: one button. Slot: `notices`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UnlockShow {
    /// The path that the button posts to. It contains the token.
    pub action: String,
}

impl UnlockShow {
    /// Creates the page whose button posts to `action`.
    pub fn new(action: impl Into<String>) -> Self {
        Self { action: action.into() }
    }
}

impl Page for UnlockShow {
    const NAME: &'static str = "lockout/unlock";
    const SLOTS: &'static [&'static str] = &["notices"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        let texts = ["lockout-unlock-title", "lockout-unlock-text", "lockout-unlock-submit"];
        button(view, &self.action, texts)
    }

    fn title(&self) -> Message {
        Message::new("lockout-unlock-title")
    }
}

/// The page that secures the account: one button. Slot: `notices`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SecureShow {
    /// The path that the button posts to. It contains the token.
    pub action: String,
    /// Whether the present password stops working, because the user can choose a new one by mail.
    pub voids_password: bool,
}

impl SecureShow {
    /// Creates the page whose button posts to `action`, for an account whose password stays.
    pub fn new(action: impl Into<String>) -> Self {
        Self { action: action.into(), voids_password: false }
    }

    /// Sets whether the present password stops working.
    #[must_use]
    pub fn voids_password(mut self, voids_password: bool) -> Self {
        self.voids_password = voids_password;
        self
    }
}

impl Page for SecureShow {
    const NAME: &'static str = "lockout/secure";
    const SLOTS: &'static [&'static str] = &["notices"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        let text = if self.voids_password { "lockout-secure-text-password" } else { "lockout-secure-text" };
        let texts = ["lockout-secure-title", text, "lockout-secure-submit"];
        button(view, &self.action, texts)
    }

    fn title(&self) -> Message {
        Message::new("lockout-secure-title")
    }
}

fn button(view: &View<'_>, action: &str, [title, text, submit]: [&'static str; 3]) -> Result<String, Error> {
    Ok(ButtonTemplate { title, text, submit, notices: view.slots.get("notices"), action, view }.render()?)
}

#[derive(Template)]
#[template(path = "button.html")]
struct ButtonTemplate<'a> {
    title: &'static str,
    text: &'static str,
    submit: &'static str,
    notices: &'a [Html],
    action: &'a str,
    view: &'a View<'a>,
}

/// Shows a hint on the sign-in page: the owner of the account, if there is one, got a link by mail. The hint is the same for
/// every user id. (E14)
pub(crate) fn refused(slot: Slot<'_>) -> Fragment {
    if !slot.conn.cx().state().has::<Refused>() {
        return Ok(None);
    }
    fields::notice(slot.view, &Message::new("lockout-refused")).map(Some)
}
