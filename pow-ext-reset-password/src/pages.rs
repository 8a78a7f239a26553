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
    /// What was typed before, and what is wrong with it.
    pub form: Form,
    /// Where the form goes.
    pub action: String,
    /// The sign-in page, if there is one.
    pub sign_in_path: Option<String>,
}

impl ResetPasswordNew {
    /// The page without a way back.
    pub fn new(form: Form, action: impl Into<String>) -> Self {
        Self { form, action: action.into(), sign_in_path: None }
    }

    /// Shows the way back to the sign-in page.
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

/// The page behind the link, that asks for the new password. Slots: `notices`, `fields`, `links`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ResetPasswordEdit {
    /// What is wrong with the password.
    pub form: Form,
    /// Where the form goes. It holds the token.
    pub action: String,
    /// The least length of a password, for the hint.
    pub min_length: usize,
    /// Where to ask for another link, if that is possible.
    pub new_path: Option<String>,
    /// The email address or name of the user, for password managers. It is not shown.
    pub user_id: Option<String>,
}

impl ResetPasswordEdit {
    /// The page for passwords of at least 8 characters, without a link to ask for another link.
    pub fn new(form: Form, action: impl Into<String>) -> Self {
        Self { form, action: action.into(), min_length: 8, new_path: None, user_id: None }
    }

    /// Says whose password it is.
    #[must_use]
    pub fn user_id(mut self, user_id: Option<String>) -> Self {
        self.user_id = user_id;
        self
    }

    /// Says how long a password must be.
    #[must_use]
    pub fn min_length(mut self, characters: usize) -> Self {
        self.min_length = characters;
        self
    }

    /// Shows where to ask for another link.
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
        Input::new("password", "field-password-new").autocomplete("new-password").hint(hint).required()
    }

    fn confirmation(&self) -> Input {
        Input::new("password_confirmation", "field-password-confirmation-new").autocomplete("new-password").required()
    }
}
