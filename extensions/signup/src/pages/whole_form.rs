//! The pages of [`Mode::FormFirst`](crate::Mode::FormFirst).

use askama::Template;
use pow_core::{
    Error,
    json::{Map, Value},
    messages::Message,
    pages::{
        Form, Page, RegistrationNew, View,
        fields::{self, FormMethod, Input},
    },
};

use super::{Asked, email_input};
use crate::NAME;

/// The page of the whole form: [`Mode::FormFirst`](crate::Mode::FormFirst). Slots: `notices`, `fields`, `buttons`, `links`. It also
/// shows the `fields` and `buttons` of the page to register.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignupForm {
    /// The typed values and their errors.
    pub form: Form,
    /// The path that the form posts to.
    pub action: String,
    /// The inputs.
    pub asked: Asked,
    /// The page to show at the end.
    pub request_path: Option<String>,
    /// The path of the sign-in page, if there is one.
    pub sign_in_path: Option<String>,
}

impl SignupForm {
    /// Creates the page without a link to the sign-in page.
    pub fn new(form: Form, action: impl Into<String>, asked: Asked) -> Self {
        let form = form.label(NAME.name(), "signup-field-name");
        Self { form, action: action.into(), asked, request_path: None, sign_in_path: None }
    }

    /// Sets the page to show at the end.
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
}

impl Page for SignupForm {
    const NAME: &'static str = "signup/form";
    const SLOTS: &'static [&'static str] = &["notices", "fields", "buttons", "links"];
    const SHARES: &'static [(&'static str, &'static str)] =
        &[(RegistrationNew::NAME, "fields"), (RegistrationNew::NAME, "buttons")];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(FormTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("signup-new-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[derive(Template)]
#[template(path = "form.html")]
struct FormTemplate<'a> {
    page: &'a SignupForm,
    view: &'a View<'a>,
}

impl FormTemplate<'_> {
    fn email(&self) -> Input {
        email_input()
    }
}

/// The page of the link that creates the account of a whole form: the address, and one button. A browser other than that of the
/// form gets the page [`DetailsNew`](crate::DetailsNew) instead. Slots: `notices`, `fields`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignupConfirm {
    /// The errors.
    pub form: Form,
    /// The path that the form posts to. It contains the token.
    pub action: String,
    /// The address that the link proves.
    pub address: Option<String>,
}

impl SignupConfirm {
    /// Creates the page with one button.
    pub fn new(form: Form, action: impl Into<String>) -> Self {
        Self { form, action: action.into(), address: None }
    }

    /// Sets the address that the link proves.
    #[must_use]
    pub fn address(mut self, address: Option<String>) -> Self {
        self.address = address;
        self
    }
}

impl Page for SignupConfirm {
    const NAME: &'static str = "signup/confirm";
    const SLOTS: &'static [&'static str] = &["notices", "fields"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(ConfirmTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("signup-new-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn data(&self, _: &View<'_>) -> Map<String, Value> {
        Map::from_iter([("address".to_owned(), self.address.as_deref().into())])
    }
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct ConfirmTemplate<'a> {
    page: &'a SignupConfirm,
    view: &'a View<'a>,
}
