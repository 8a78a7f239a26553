//! The two pages.

use askama::Template;
use pow_core::{
    Error,
    messages::Message,
    pages::{
        Form, Page, View,
        fields::{self, FormMethod, Input},
    },
};

/// The page that asks for the address. Slots: `notices`, `fields`, `links`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ResetPasswordNew {
    /// The submitted values and their errors.
    pub form: Form,
    /// The path that the form posts to.
    pub action: String,
    /// The path of the sign-in page, if there is one.
    pub sign_in_path: Option<String>,
}

impl ResetPasswordNew {
    /// Creates the page without a link to the sign-in page.
    pub fn new(form: Form, action: impl Into<String>) -> Self {
        Self { form, action: action.into(), sign_in_path: None }
    }

    /// Sets the path of the sign-in page.
    #[must_use]
    pub fn sign_in_path(mut self, path: Option<String>) -> Self {
        self.sign_in_path = path;
        self
    }
}

impl Page for ResetPasswordNew {
    const NAME: &'static str = "reset_password/new";
    const SLOTS: &'static [&'static str] = &["notices", "fields", "links"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(NewTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("reset-password-new-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[derive(Template)]
#[template(path = "new.html")]
struct NewTemplate<'a> {
    page: &'a ResetPasswordNew,
    view: &'a View<'a>,
}

impl NewTemplate<'_> {
    fn email(&self) -> Input {
        Input::new("email", "field-email").email().autocomplete("username").required()
    }
}

/// The page of the mailed link, which asks for the new password. Slots: `notices`, `fields`, `links`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ResetPasswordEdit {
    /// The errors of the password.
    pub form: Form,
    /// The path that the form is sent to. It contains the token.
    pub action: String,
    /// The minimum password length, for the hint.
    pub min_length: usize,
    /// The path of the page to request another link, if there is one.
    pub new_path: Option<String>,
    /// The user id, for password managers. It is not shown.
    pub user_id: Option<String>,
}

impl ResetPasswordEdit {
    /// Creates the page with a minimum password length of 8 and without a link to request another link.
    pub fn new(form: Form, action: impl Into<String>) -> Self {
        Self { form, action: action.into(), min_length: 8, new_path: None, user_id: None }
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

    /// Sets the path of the page to request another link.
    #[must_use]
    pub fn new_path(mut self, path: Option<String>) -> Self {
        self.new_path = path;
        self
    }
}

impl Page for ResetPasswordEdit {
    const NAME: &'static str = "reset_password/edit";
    const SLOTS: &'static [&'static str] = &["notices", "fields", "links"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(EditTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("reset-password-edit-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[derive(Template)]
#[template(path = "edit.html")]
struct EditTemplate<'a> {
    page: &'a ResetPasswordEdit,
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
