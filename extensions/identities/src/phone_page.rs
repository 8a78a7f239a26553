//! The page with the form for a phone number.

use askama::Template;
use pow_core::{
    Error,
    messages::Message,
    pages::{Form, Page, View, fields::Input},
};

use crate::pages::{NewTemplate, password};

/// The form for a phone number. Slots: `notices`, `fields`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PhoneNew {
    /// The values and errors of the form.
    pub form: Form,
    /// The path that the form is sent to.
    pub action: String,
    /// Whether the form asks for the current password.
    pub needs_password: bool,
    /// The path back to the list.
    pub back: Option<String>,
}

impl PhoneNew {
    /// Creates the page. It has no password field and no link back.
    pub fn new(form: Form, action: impl Into<String>) -> Self {
        Self { form, action: action.into(), needs_password: false, back: None }
    }

    /// Sets whether the form asks for the current password.
    #[must_use]
    pub fn needs_password(mut self, needs: bool) -> Self {
        self.needs_password = needs;
        self
    }

    /// Sets the path back to the list.
    #[must_use]
    pub fn back(mut self, path: Option<String>) -> Self {
        self.back = path;
        self
    }
}

impl Page for PhoneNew {
    const NAME: &'static str = "identities/phone";
    const SLOTS: &'static [&'static str] = &["notices", "fields"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        let input = Input::phone();
        let texts = ["identities-phone-title", "identities-phone-text"];
        let (submit, asks) = (Message::new("identities-new-submit"), self.needs_password.then(password));
        let (form, action, back) = (&self.form, self.action.as_str(), &self.back);
        Ok(NewTemplate { form, action, back, view, input, texts, submit, asks }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("identities-phone-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}
