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

/// The page that asks for the password before a change. Slots: `notices`, `fields`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IdentityConfirm {
    /// The error of the password.
    pub form: Form,
    /// The path that the form is sent to.
    pub action: String,
    /// The address or name.
    pub identity: Identity,
    /// Whether it is removed. Else it becomes the main address.
    pub removes: bool,
    /// The path back to the list.
    pub back: Option<String>,
}

impl IdentityConfirm {
    /// Creates the page of an address that becomes the main one.
    pub fn new(form: Form, action: impl Into<String>, identity: Identity) -> Self {
        Self { form, action: action.into(), identity, removes: false, back: None }
    }

    /// Sets whether it is removed.
    #[must_use]
    pub fn removes(mut self, removes: bool) -> Self {
        self.removes = removes;
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
        if self.page.removes { FormMethod::Delete } else { FormMethod::Post }
    }

    fn text(&self) -> Message {
        let key = if self.page.removes { "identities-confirm-remove" } else { "identities-confirm-primary" };
        Message::new(key).with("value", self.page.identity.value.as_str())
    }

    fn password(&self) -> Input {
        password()
    }

    fn submit(&self) -> Message {
        Message::new(if self.page.removes { "identities-remove" } else { "identities-make-primary" })
    }
}
