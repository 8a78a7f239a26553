//! The pages. An application replaces them in `Config::pages`.

mod whole_form;

use std::time::Duration;

use askama::Template;
use pow_core::{
    Error,
    controllers::registration,
    extension::{Fragment, Slot},
    json::{Map, Value},
    messages::Message,
    pages::{
        Form, Page, RegistrationNew, View, code_validity,
        fields::{self, FormMethod, Input},
    },
    users::NewPassword,
};

pub use self::whole_form::{SignupConfirm, SignupForm};
use crate::{AskName, NAME, NEW, fields::MAX_NAME};

/// The slot that shows everything that a registration asks for.
const REGISTRATION_FIELDS: &[(&str, &str)] = &[(RegistrationNew::NAME, "fields")];

/// The input of the name.
fn name_input(is_required: bool) -> Input {
    let input = Input::new(NAME.name(), "signup-field-name").autocomplete("name").max_length(MAX_NAME);
    if is_required { input.required() } else { input }
}

/// The name in the form of the account, where it can be changed and emptied.
pub(crate) fn name_of_account(slot: Slot<'_>) -> Fragment {
    fields::text_field(slot.view, slot.form, &name_input(false)).map(Some)
}

/// The link on the sign-in page, if there is no page to register.
pub(crate) fn sign_up_link(slot: Slot<'_>) -> Fragment {
    match (slot.conn.path(registration::NEW), slot.conn.path_carrying_on(NEW)) {
        (None, Some(path)) => fields::link(slot.view, &Message::new("signup-link"), &path).map(Some),
        _ => Ok(None),
    }
}

/// The page that asks for the address. Slots: `notices`, `fields`, `buttons`, `links`. It also shows the `buttons` of the page to
/// register.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignupNew {
    /// The typed address and its errors.
    pub form: Form,
    /// The path that the form posts to.
    pub action: String,
    /// The page to show at the end.
    pub request_path: Option<String>,
    /// The path of the sign-in page, if there is one.
    pub sign_in_path: Option<String>,
}

impl SignupNew {
    /// Creates the page without a link to the sign-in page.
    pub fn new(form: Form, action: impl Into<String>) -> Self {
        Self { form, action: action.into(), request_path: None, sign_in_path: None }
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

impl Page for SignupNew {
    const NAME: &'static str = "signup/new";
    const SLOTS: &'static [&'static str] = &["notices", "fields", "buttons", "links"];
    const SHARES: &'static [(&'static str, &'static str)] = &[(RegistrationNew::NAME, "buttons")];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(NewTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("signup-new-title")
    }

    fn description(&self) -> Option<Message> {
        Some(Message::new("signup-new-text"))
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[derive(Template)]
#[template(path = "new.html")]
struct NewTemplate<'a> {
    page: &'a SignupNew,
    view: &'a View<'a>,
}

impl NewTemplate<'_> {
    fn email(&self) -> Input {
        email_input()
    }
}

fn email_input() -> Input {
    Input::new("email", "field-email").email().autocomplete("email").max_length(254).required()
}

/// The page that asks for the code. Slots: `notices`, `fields`, `links`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CodeNew {
    /// The errors of the code.
    pub form: Form,
    /// The path that the form posts to.
    pub action: String,
    /// The address that the code was mailed to.
    pub address: Option<String>,
    /// How long a code is valid.
    pub ttl: Option<Duration>,
    /// The path that mails another code, if there is one.
    pub resend_path: Option<String>,
    /// The path of the page that asks for another address, if there is one.
    pub change_path: Option<String>,
}

impl CodeNew {
    /// Creates the page. It names no address.
    pub fn new(form: Form, action: impl Into<String>) -> Self {
        Self { form, action: action.into(), address: None, ttl: None, resend_path: None, change_path: None }
    }

    /// Sets the address that the code was mailed to.
    #[must_use]
    pub fn address(mut self, address: Option<String>) -> Self {
        self.address = address;
        self
    }

    /// Sets how long a code is valid.
    #[must_use]
    pub fn ttl(mut self, ttl: Duration) -> Self {
        self.ttl = Some(ttl);
        self
    }

    /// Sets the path that mails another code.
    #[must_use]
    pub fn resend_path(mut self, path: Option<String>) -> Self {
        self.resend_path = path;
        self
    }

    /// Sets the path of the page that asks for another address.
    #[must_use]
    pub fn change_path(mut self, path: Option<String>) -> Self {
        self.change_path = path;
        self
    }

    /// Returns how long the code works, or `None` without [`ttl`](Self::ttl).
    #[must_use]
    pub fn validity(&self) -> Option<Message> {
        self.ttl.map(code_validity)
    }
}

impl Page for CodeNew {
    const NAME: &'static str = "signup/code";
    const SLOTS: &'static [&'static str] = &["notices", "fields", "links"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(CodeTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("signup-code-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn data(&self, _: &View<'_>) -> Map<String, Value> {
        Map::from_iter([("address".to_owned(), self.address.as_deref().into())])
    }
}

#[derive(Template)]
#[template(path = "code.html")]
struct CodeTemplate<'a> {
    page: &'a CodeNew,
    view: &'a View<'a>,
}

/// The page of the link in the mail with the code: the address, and one button. Slot: `notices`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LinkShow {
    /// The path that the button posts to. It contains the token.
    pub action: String,
    /// The address that the link proves.
    pub address: Option<String>,
}

impl LinkShow {
    /// Creates the page. It names no address.
    pub fn new(action: impl Into<String>) -> Self {
        Self { action: action.into(), address: None }
    }

    /// Sets the address that the link proves.
    #[must_use]
    pub fn address(mut self, address: Option<String>) -> Self {
        self.address = address;
        self
    }
}

impl Page for LinkShow {
    const NAME: &'static str = "signup/link";
    const SLOTS: &'static [&'static str] = &["notices"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(LinkTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("signup-new-title")
    }

    fn data(&self, _: &View<'_>) -> Map<String, Value> {
        Map::from_iter([("address".to_owned(), self.address.as_deref().into())])
    }
}

#[derive(Template)]
#[template(path = "link.html")]
struct LinkTemplate<'a> {
    page: &'a LinkShow,
    view: &'a View<'a>,
}

/// The inputs that the form of an account asks for in addition to the address.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Asked {
    /// The user name, if users sign in with one.
    pub username: Option<Input>,
    /// Whether the form asks for a name.
    pub name: AskName,
    /// Whether the password is required.
    pub password: NewPassword,
    /// The minimum length of a password, for the hint.
    pub min_length: usize,
}

impl Asked {
    pub(crate) fn new(username: Option<Input>, name: AskName, password: NewPassword, min_length: usize) -> Self {
        Self { username, name, password, min_length }
    }

    /// Returns the input of the name, or `None` if the form doesn't ask for it.
    #[must_use]
    pub fn name_input(&self) -> Option<Input> {
        (self.name != AskName::No).then(|| name_input(self.name == AskName::Required))
    }

    /// Returns the input of the password.
    #[must_use]
    pub fn password_input(&self) -> Input {
        password_input(self.password, self.min_length)
    }

    /// Returns the input that repeats the password.
    #[must_use]
    pub fn confirmation_input(&self) -> Input {
        match self.password {
            NewPassword::Required => Input::password_again(),
            NewPassword::Optional => Input::replaced_password_again().label("field-password-confirmation"),
        }
    }
}

fn password_input(password: NewPassword, min_length: usize) -> Input {
    match password {
        NewPassword::Required => Input::password(min_length),
        NewPassword::Optional => Input::replaced_password(min_length)
            .label("field-password")
            .hint(Message::new("signup-hint-password").with("min", min_length)),
    }
}

/// The page that asks for the details. Slots: `notices`, `fields`, `links`. It also shows the `fields` of the page to register.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DetailsNew {
    /// The typed values and their errors.
    pub form: Form,
    /// The path that the form posts to.
    pub action: String,
    /// The inputs.
    pub asked: Asked,
    /// The address that the visitor has confirmed. The page shows it as text that can't be edited. With `None` it names no address.
    pub address: Option<String>,
    /// The path of the page that asks for another address, if there is one.
    pub change_path: Option<String>,
}

impl DetailsNew {
    /// Creates the page. It names no address.
    pub fn new(form: Form, action: impl Into<String>, asked: Asked) -> Self {
        let form = form.label(NAME.name(), "signup-field-name");
        Self { form, action: action.into(), asked, address: None, change_path: None }
    }

    /// Sets the proved address.
    #[must_use]
    pub fn address(mut self, address: Option<String>) -> Self {
        self.address = address;
        self
    }

    /// Sets the path of the page that asks for another address.
    #[must_use]
    pub fn change_path(mut self, path: Option<String>) -> Self {
        self.change_path = path;
        self
    }
}

impl Page for DetailsNew {
    const NAME: &'static str = "signup/details";
    const SLOTS: &'static [&'static str] = &["notices", "fields", "links"];
    const SHARES: &'static [(&'static str, &'static str)] = REGISTRATION_FIELDS;

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(DetailsTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("signup-details-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn data(&self, _: &View<'_>) -> Map<String, Value> {
        Map::from_iter([("address".to_owned(), self.address.as_deref().into())])
    }
}

#[derive(Template)]
#[template(path = "details.html")]
struct DetailsTemplate<'a> {
    page: &'a DetailsNew,
    view: &'a View<'a>,
}
