//! The page that asks for the password before a change.

use askama::Template;
use pow_core::{
    Error,
    messages::Message,
    pages::{
        Form, Page, View,
        fields::{self, FormMethod, Input},
    },
};

use crate::{Identity, pages::password};

/// The change that requires the password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Confirms {
    /// The address becomes the main one.
    #[default]
    Primary,
    /// The address, number or name is removed.
    Removal,
    /// Another code is sent to the address or number.
    Code,
}

/// The page that asks for the password before a change. Slots: `notices`, `fields`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IdentityConfirm {
    /// The error of the password.
    pub form: Form,
    /// The path that the form is sent to.
    pub action: String,
    /// The address, number or name.
    pub identity: Identity,
    /// The change that requires the password.
    pub confirms: Confirms,
    /// The path back to the list.
    pub back: Option<String>,
}

impl IdentityConfirm {
    /// Creates the page for an address that is to become the main one.
    pub fn new(form: Form, action: impl Into<String>, identity: Identity) -> Self {
        Self { form, action: action.into(), identity, confirms: Confirms::default(), back: None }
    }

    /// Sets the change that requires the password.
    #[must_use]
    pub fn confirms(mut self, confirms: Confirms) -> Self {
        self.confirms = confirms;
        self
    }

    /// Sets the path back to the list.
    #[must_use]
    pub fn back(mut self, path: Option<String>) -> Self {
        self.back = path;
        self
    }
}

impl Page for IdentityConfirm {
    const NAME: &'static str = "identities/confirm";
    const SLOTS: &'static [&'static str] = &["notices", "fields"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(ConfirmTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("identities-confirm-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct ConfirmTemplate<'a> {
    page: &'a IdentityConfirm,
    view: &'a View<'a>,
}

impl ConfirmTemplate<'_> {
    fn method(&self) -> FormMethod {
        if self.page.confirms == Confirms::Removal { FormMethod::Delete } else { FormMethod::Post }
    }

    fn text(&self) -> Message {
        let key = match self.page.confirms {
            Confirms::Primary => "identities-confirm-primary",
            Confirms::Removal => "identities-confirm-remove",
            Confirms::Code => "identities-confirm-send",
        };
        Message::new(key).with("value", self.view.email(&self.page.identity.value))
    }

    fn password(&self) -> Input {
        password()
    }

    fn submit(&self) -> Message {
        Message::new(match self.page.confirms {
            Confirms::Primary => "identities-make-primary",
            Confirms::Removal => "identities-remove",
            Confirms::Code => "identities-prove-resend",
        })
    }
}
