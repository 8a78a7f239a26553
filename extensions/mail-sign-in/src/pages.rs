//! The pages. An application replaces them in `Config::pages`.

use std::time::Duration;

use askama::Template;
use pow_core::{
    Error,
    json::{Map, Value},
    messages::Message,
    pages::{
        Form, Page, View, code_validity,
        fields::{self, FormMethod, Input},
    },
};

/// The page that asks for the address. Slots: `notices`, `fields`, `links`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MailSignInNew {
    /// The submitted values and their errors.
    pub form: Form,
    /// The path that the form posts to.
    pub action: String,
    /// The page to show after the sign-in.
    pub request_path: Option<String>,
    /// The path of the form that asks for a phone number instead.
    pub text_path: Option<String>,
    /// The path of the sign-in page, if there is one.
    pub sign_in_path: Option<String>,
}

impl MailSignInNew {
    /// Creates the page without links.
    pub fn new(form: Form, action: impl Into<String>) -> Self {
        Self { form, action: action.into(), request_path: None, text_path: None, sign_in_path: None }
    }

    /// Sets the page to show after the sign-in.
    #[must_use]
    pub fn request_path(mut self, path: Option<String>) -> Self {
        self.request_path = path;
        self
    }

    /// Sets the path of the form that asks for a phone number instead.
    #[must_use]
    pub fn text_path(mut self, path: Option<String>) -> Self {
        self.text_path = path;
        self
    }

    /// Sets the path of the sign-in page.
    #[must_use]
    pub fn sign_in_path(mut self, path: Option<String>) -> Self {
        self.sign_in_path = path;
        self
    }
}

impl Page for MailSignInNew {
    const NAME: &'static str = "mail_sign_in/new";
    const SLOTS: &'static [&'static str] = &["notices", "fields", "links"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(NewTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("mail-sign-in-new-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[derive(Template)]
#[template(path = "new.html")]
struct NewTemplate<'a> {
    page: &'a MailSignInNew,
    view: &'a View<'a>,
}

impl NewTemplate<'_> {
    fn email(&self) -> Input {
        Input::new("email", "field-email").email().autocomplete("username").max_length(254).required().last()
    }
}

/// The page that asks for the code. It is the same for every address. Slots: `notices`, `fields`, `links`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MailSignInCode {
    /// The errors of the code. The code is not shown again.
    pub form: Form,
    /// The path that the form posts to.
    pub action: String,
    /// The address to which the mail went, normalised.
    pub address: String,
    /// How long the code works.
    pub ttl: Duration,
    /// The page to show after the sign-in.
    pub request_path: Option<String>,
    /// The path to which the button "Send another code" posts.
    pub resend_path: Option<String>,
    /// The path of the form in which the visitor corrects the address.
    pub change_path: Option<String>,
}

impl MailSignInCode {
    /// Creates the page. It has no resend button and no link.
    pub fn new(form: Form, action: impl Into<String>, address: impl Into<String>, ttl: Duration) -> Self {
        Self {
            form,
            action: action.into(),
            address: address.into(),
            ttl,
            request_path: None,
            resend_path: None,
            change_path: None,
        }
    }

    /// Sets the page to show after the sign-in.
    #[must_use]
    pub fn request_path(mut self, path: Option<String>) -> Self {
        self.request_path = path;
        self
    }

    /// Sets the path to which the button "Send another code" posts.
    #[must_use]
    pub fn resend_path(mut self, path: Option<String>) -> Self {
        self.resend_path = path;
        self
    }

    /// Sets the path of the form in which the visitor corrects the address.
    #[must_use]
    pub fn change_path(mut self, path: Option<String>) -> Self {
        self.change_path = path;
        self
    }

    /// Returns how long the code works.
    pub fn validity(&self) -> Option<Message> {
        Some(code_validity(self.ttl))
    }
}

impl Page for MailSignInCode {
    const NAME: &'static str = "mail_sign_in/code";
    const SLOTS: &'static [&'static str] = &["notices", "fields", "links"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(CodeTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("mail-sign-in-code-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn data(&self, _: &View<'_>) -> Map<String, Value> {
        Map::from_iter([
            ("address".to_owned(), self.address.as_str().into()),
            ("code_seconds".to_owned(), self.ttl.as_secs().into()),
            ("change_path".to_owned(), self.change_path.as_deref().into()),
        ])
    }
}

#[derive(Template)]
#[template(path = "code.html")]
struct CodeTemplate<'a> {
    page: &'a MailSignInCode,
    view: &'a View<'a>,
}

/// The page of the mailed link: one button. Slot: `notices`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MailSignInShow {
    /// The path that the button posts to. It contains the token.
    pub action: String,
    /// The address to which the link was mailed.
    pub address: String,
    /// Whether the button creates an account.
    pub is_new: bool,
}

impl MailSignInShow {
    /// Creates the page for the user of an account.
    pub fn new(action: impl Into<String>, address: impl Into<String>) -> Self {
        Self { action: action.into(), address: address.into(), is_new: false }
    }

    /// Sets whether the button creates an account.
    #[must_use]
    pub fn is_new(mut self, is_new: bool) -> Self {
        self.is_new = is_new;
        self
    }

    /// Returns `of_new` if the button creates an account, and `of_user` otherwise. Both are keys of texts.
    #[must_use]
    pub fn key(&self, of_user: &'static str, of_new: &'static str) -> &'static str {
        if self.is_new { of_new } else { of_user }
    }
}

impl Page for MailSignInShow {
    const NAME: &'static str = "mail_sign_in/show";
    const SLOTS: &'static [&'static str] = &["notices"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(ShowTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new(self.key("mail-sign-in-show-title", "mail-sign-in-show-title-new"))
    }

    fn data(&self, _: &View<'_>) -> Map<String, Value> {
        Map::from_iter([
            ("address".to_owned(), self.address.as_str().into()),
            ("is_new".to_owned(), self.is_new.into()),
        ])
    }
}

#[derive(Template)]
#[template(path = "show.html")]
struct ShowTemplate<'a> {
    page: &'a MailSignInShow,
    view: &'a View<'a>,
}

impl ShowTemplate<'_> {
    fn text(&self) -> Message {
        Message::new(self.page.key("mail-sign-in-show-text", "mail-sign-in-show-text-new"))
    }

    fn submit(&self) -> Message {
        Message::new(self.page.key("mail-sign-in-show-submit", "mail-sign-in-show-submit-new"))
    }
}
