//! The pages to create and to edit an account.

use askama::Template;

use super::account::{AccountPart, with_labels_of_new_password};
use super::fields::{self, FormMethod, Input};
use super::{FieldError, Form, Page, UserIdInput, View};
use crate::Error;
use crate::messages::{Message, keys};

/// The page to create an account. Its slots are `notices`, `fields`, `buttons` and `links`, in this order. `fields` is inside
/// the form. The others are outside and may contain forms.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RegistrationNew {
    /// The values typed before, and their errors.
    pub form: Form,
    /// The URL to which the form is sent.
    pub action: String,
    /// The field of the user id.
    pub user_id: UserIdInput,
    /// The field of the email address, if the user id is another field and an extension requires the address.
    pub email: Option<Input>,
    /// The path of the page to show after the registration. The form sends it in a hidden field.
    pub request_path: Option<String>,
    /// The path of the sign-in page.
    pub sign_in_path: Option<String>,
    /// The minimum length of a password, for the hint.
    pub min_length: usize,
}

impl RegistrationNew {
    /// Creates a registration page. It has no link to the sign-in page, and the password hint names a minimum of 8 characters.
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

    /// Adds a field for the email address.
    #[must_use]
    pub fn email(mut self, input: Option<Input>) -> Self {
        self.email = input;
        self
    }

    /// Sets the path of the page to show after the registration.
    #[must_use]
    pub fn request_path(mut self, path: Option<String>) -> Self {
        self.request_path = path;
        self
    }

    /// Sets the path of the sign-in page.
    #[must_use]
    pub fn sign_in_path(mut self, path: Option<String>) -> Self {
        self.sign_in_path = path;
        self
    }

    /// Sets the minimum length of a password.
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

    fn description(&self) -> Option<Message> {
        Some(Message::new(keys::REGISTRATION_NEW_DESCRIPTION))
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

impl RegistrationNewTemplate<'_> {
    /// A form that is already filled in, such as after the question about an address, has no passwords. They come next.
    fn password(&self) -> Input {
        let (form, input) = (&self.page.form, Input::password(self.page.min_length));
        let is_filled = !form.value(&self.page.user_id.name).is_empty();
        if is_filled && !form.has_errors() && form.question().is_none() { input.focus() } else { input }
    }
}

/// The page to edit an account with one form. Its slots are `notices`, `fields` and `sections`, in this order. `fields` is inside
/// the form. The others are outside and may contain forms.
///
/// With [`PageFlow::Guided`](crate::policy::PageFlow::Guided) it is the page of [`AccountPart::Details`], and shows the slots
/// `notices` and `fields` only.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RegistrationEdit {
    /// The values, and their errors.
    pub form: Form,
    /// The URL to which the form is sent.
    pub action: String,
    /// The field of the user id.
    pub user_id: UserIdInput,
    /// The field of the email address, if the user id is another field and an extension requires the address.
    pub email: Option<Input>,
    /// Whether the account has a password. If it has one, a change requires the current password.
    pub has_password: bool,
    /// The minimum length of a password, for the hint.
    pub min_length: usize,
    /// The URL of the form to delete the account, or `None` if this page doesn't offer it.
    pub delete_action: Option<String>,
    /// Whether deleting the account requires the password.
    pub delete_needs_password: bool,
    /// The form to delete the account, with its errors. The ids of its fields begin with `delete_user_`.
    pub delete_form: Form,
    /// Whether the page shows only what extensions and the application add.
    pub details_only: bool,
    /// The path of the account's page.
    pub back: Option<String>,
}

impl RegistrationEdit {
    /// Creates a page for an account that has a password. It has no form to delete the account, and the password hint names a
    /// minimum of 8 characters.
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
            details_only: false,
            back: None,
        }
    }

    /// Shows only what extensions and the application add, and a link back to the account's page.
    #[must_use]
    pub fn details_only(mut self, back: Option<String>) -> Self {
        self.details_only = true;
        self.back = back;
        self
    }

    /// Adds a field for the email address.
    #[must_use]
    pub fn email(mut self, input: Option<Input>) -> Self {
        self.email = input;
        self
    }

    /// Sets whether the account has a password.
    #[must_use]
    pub fn has_password(mut self, has_password: bool) -> Self {
        self.has_password = has_password;
        self
    }

    /// Sets the minimum length of a password.
    #[must_use]
    pub fn min_length(mut self, characters: usize) -> Self {
        self.min_length = characters;
        self
    }

    /// Adds the form to delete the account.
    #[must_use]
    pub fn delete(mut self, action: impl Into<String>, needs_password: bool) -> Self {
        self.delete_action = Some(action.into());
        self.delete_needs_password = needs_password;
        self
    }

    /// Sets the form to delete the account, with its errors.
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
        Message::new(if self.details_only { keys::ACCOUNT_DETAILS_TITLE } else { keys::REGISTRATION_EDIT_TITLE })
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn errors(&self) -> Vec<FieldError> {
        [self.form.all_errors(), self.delete_form.all_errors()].concat()
    }
}

#[derive(Template)]
#[template(path = "registration_edit.html")]
struct RegistrationEditTemplate<'a> {
    page: &'a RegistrationEdit,
    view: &'a View<'a>,
}

impl RegistrationEditTemplate<'_> {
    /// Returns the form with the labels of this page, for the summary of errors.
    fn form(&self) -> Form {
        let form = self.page.form.clone();
        if self.page.has_password { with_labels_of_new_password(form) } else { form }
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
}
