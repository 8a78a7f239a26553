//! The pages to make an account and to change it.

use askama::Template;

use super::fields::{self, FormMethod, Input};
use super::{Form, Page, UserIdInput, View};
use crate::Error;
use crate::messages::{Message, keys};

/// The page to make an account. Slots: `notices`, `fields`, `buttons`, `links`, in this order; `fields` is inside the form,
/// the others are outside and may hold forms of their own.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RegistrationNew {
    /// The values typed before, and what is wrong with them.
    pub form: Form,
    /// Where the form goes.
    pub action: String,
    /// The field that names the user.
    pub user_id: UserIdInput,
    /// The email address beside it, where users are named otherwise and an extension needs one.
    pub email: Option<Input>,
    /// Where to go afterwards; sent back in a hidden field.
    pub request_path: Option<String>,
    /// Where to sign in.
    pub sign_in_path: Option<String>,
    /// The least length of a password, for the hint.
    pub min_length: usize,
}

impl RegistrationNew {
    /// A registration page without a link to the sign-in, whose hint says 8 characters.
    pub fn new(form: Form, action: impl Into<String>, user_id: UserIdInput) -> Self {
        Self {
            form,
            action: action.into(),
            user_id,
            email: None,
            request_path: None,
            sign_in_path: None,
            min_length: 8,
        }
    }

    /// Asks for an email address beside the user name.
    #[must_use]
    pub fn email(mut self, input: Option<Input>) -> Self {
        self.email = input;
        self
    }

    /// Says where to go afterwards.
    #[must_use]
    pub fn request_path(mut self, path: Option<String>) -> Self {
        self.request_path = path;
        self
    }

    /// Says where to sign in.
    #[must_use]
    pub fn sign_in_path(mut self, path: Option<String>) -> Self {
        self.sign_in_path = path;
        self
    }

    /// Says how long a password must be.
    #[must_use]
    pub fn min_length(mut self, characters: usize) -> Self {
        self.min_length = characters;
        self
    }
}

impl Page for RegistrationNew {
    const NAME: &'static str = "registration/new";
    const SLOTS: &'static [&'static str] = &["notices", "fields", "buttons", "links"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(RegistrationNewTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new(keys::REGISTRATION_NEW_TITLE)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[derive(Template)]
#[template(path = "registration_new.html")]
struct RegistrationNewTemplate<'a> {
    page: &'a RegistrationNew,
    view: &'a View<'a>,
}

/// The page to change one's account. Slots: `notices`, `fields`, `sections`, in this order; `fields` is inside the form, the
/// others are outside and may hold forms of their own.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RegistrationEdit {
    /// The values, and what is wrong with them.
    pub form: Form,
    /// Where the form goes.
    pub action: String,
    /// The field that names the user.
    pub user_id: UserIdInput,
    /// The email address beside it, where users are named otherwise and an extension needs one.
    pub email: Option<Input>,
    /// Has the account a password? If so, a change needs it.
    pub has_password: bool,
    /// The least length of a password, for the hint.
    pub min_length: usize,
    /// Where the form to delete the account goes; `None` if it can't be deleted here.
    pub delete_action: Option<String>,
    /// Must the password be given to delete the account?
    pub delete_needs_password: bool,
    /// The form to delete the account, and what is wrong with it. Its ids begin with `delete_`.
    pub delete_form: Form,
}

impl RegistrationEdit {
    /// The page of an account with a password that can't be deleted here, whose hint says 8 characters.
    pub fn new(form: Form, action: impl Into<String>, user_id: UserIdInput) -> Self {
        Self {
            form,
            action: action.into(),
            user_id,
            email: None,
            has_password: true,
            min_length: 8,
            delete_action: None,
            delete_needs_password: false,
            delete_form: Form::new("user").id_prefix("delete_user"),
        }
    }

    /// Asks for an email address beside the user name.
    #[must_use]
    pub fn email(mut self, input: Option<Input>) -> Self {
        self.email = input;
        self
    }

    /// Says whether the account has a password.
    #[must_use]
    pub fn has_password(mut self, has_password: bool) -> Self {
        self.has_password = has_password;
        self
    }

    /// Says how long a password must be.
    #[must_use]
    pub fn min_length(mut self, characters: usize) -> Self {
        self.min_length = characters;
        self
    }

    /// Offers to delete the account.
    #[must_use]
    pub fn delete(mut self, action: impl Into<String>, needs_password: bool) -> Self {
        self.delete_action = Some(action.into());
        self.delete_needs_password = needs_password;
        self
    }

    /// Says what is wrong with the form to delete the account.
    #[must_use]
    pub fn delete_form(mut self, form: Form) -> Self {
        self.delete_form = form.id_prefix("delete_user");
        self
    }
}

impl Page for RegistrationEdit {
    const NAME: &'static str = "registration/edit";
    const SLOTS: &'static [&'static str] = &["notices", "fields", "sections"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(RegistrationEditTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new(keys::REGISTRATION_EDIT_TITLE)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn has_errors(&self) -> bool {
        self.form.has_errors() || self.delete_form.has_errors()
    }
}

#[derive(Template)]
#[template(path = "registration_edit.html")]
struct RegistrationEditTemplate<'a> {
    page: &'a RegistrationEdit,
    view: &'a View<'a>,
}

impl RegistrationEditTemplate<'_> {
    /// The form whose summary of errors calls the fields what the page calls them.
    fn form(&self) -> Form {
        let form = self.page.form.clone();
        if !self.page.has_password {
            return form;
        }
        let confirmation = keys::FIELD_PASSWORD_CONFIRMATION_NEW;
        form.label("password", keys::FIELD_PASSWORD_NEW).label("password_confirmation", confirmation)
    }

    fn password(&self) -> Input {
        match self.page.has_password {
            true => Input::replaced_password(self.page.min_length),
            false => Input::password(self.page.min_length),
        }
    }

    fn confirmation(&self) -> Input {
        if self.page.has_password { Input::replaced_password_again() } else { Input::password_again() }
    }

    fn current_password(&self) -> Input {
        Input::new("current_password", keys::FIELD_CURRENT_PASSWORD)
            .autocomplete("current-password")
            .hint(keys::HINT_CURRENT_PASSWORD)
            .required()
    }
}
