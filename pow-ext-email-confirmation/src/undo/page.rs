//! The page of the link.

use askama::Template;
use pow_core::{
    Error,
    json::{Map, Value},
    messages::Message,
    pages::{
        Page, View,
        fields::{self, FormMethod},
    },
};

/// The page of a link that undoes a change of address: one button. It does not show the address. Slot: `notices`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UndoShow {
    /// The path that the button posts to. It contains the token.
    pub action: String,
    /// Whether the present password stops working, because the user can choose a new one by mail.
    pub voids_password: bool,
}

impl UndoShow {
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

impl Page for UndoShow {
    const NAME: &'static str = "email_confirmation/undo";
    const SLOTS: &'static [&'static str] = &["notices"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(UndoTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("email-confirmation-undo-title")
    }

    fn data(&self, _: &View<'_>) -> Map<String, Value> {
        Map::from_iter([("voids_password".to_owned(), self.voids_password.into())])
    }
}

#[derive(Template)]
#[template(path = "undo.html")]
struct UndoTemplate<'a> {
    page: &'a UndoShow,
    view: &'a View<'a>,
}
