//! The page that asks for a new password.

use askama::Template;
use pow_core::{
    Error,
    messages::Message,
    pages::{
        Form, Page, View,
        fields::{self, FormMethod, Input},
    },
};

/// The page that asks for a new password. Slots: `notices`, `fields`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ExpiredPasswordEdit {
    /// The errors of the password.
    pub form: Form,
    /// The path that the form is sent to.
    pub action: String,
    /// The minimum password length, for the hint.
    pub min_length: usize,
    /// The user id, for password managers. It is not shown.
    pub user_id: Option<String>,
    /// The page to show afterwards. It is sent back in a hidden field.
    pub request_path: Option<String>,
}

impl ExpiredPasswordEdit {
    /// Creates the page with a minimum password length of 8.
    pub fn new(form: Form, action: impl Into<String>) -> Self {
        Self { form, action: action.into(), min_length: 8, user_id: None, request_path: None }
    }

    /// Sets the user id.
    #[must_use]
    pub fn user_id(mut self, user_id: Option<String>) -> Self {
        self.user_id = user_id;
        self
    }

    /// Sets the minimum password length.
    #[must_use]
    pub fn min_length(mut self, characters: usize) -> Self {
        self.min_length = characters;
        self
    }

    /// Sets the page to show afterwards.
    #[must_use]
    pub fn request_path(mut self, path: Option<String>) -> Self {
        self.request_path = path;
        self
    }
}

impl Page for ExpiredPasswordEdit {
    const NAME: &'static str = "password_expiry/edit";
    const SLOTS: &'static [&'static str] = &["notices", "fields"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(EditTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("password-expiry-edit-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[derive(Template)]
#[template(path = "edit.html")]
struct EditTemplate<'a> {
    page: &'a ExpiredPasswordEdit,
    view: &'a View<'a>,
}

impl EditTemplate<'_> {
    fn password(&self) -> Input {
        let hint = Message::new("hint-password").with("min", self.page.min_length);
        Input::replaced_password(self.page.min_length).hint(hint).required()
    }

    fn confirmation(&self) -> Input {
        Input::replaced_password_again().required()
    }
}
