//! The pages of a sign-in by text. An application replaces them in `Config::pages`.

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

/// The page that asks for the phone number. Slots: `notices`, `fields`, `links`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TextSignInNew {
    /// The submitted values and their errors.
    pub form: Form,
    /// The path that the form posts to.
    pub action: String,
    /// The page to show after the sign-in.
    pub request_path: Option<String>,
    /// The path of the form that asks for an address instead.
    pub mail_path: Option<String>,
    /// The path of the sign-in page, if there is one.
    pub sign_in_path: Option<String>,
}

impl TextSignInNew {
    /// Creates the page without links.
    pub fn new(form: Form, action: impl Into<String>) -> Self {
        Self { form, action: action.into(), request_path: None, mail_path: None, sign_in_path: None }
    }

    /// Sets the page to show after the sign-in.
    #[must_use]
    pub fn request_path(mut self, path: Option<String>) -> Self {
        self.request_path = path;
        self
    }

    /// Sets the path of the form that asks for an address instead.
    #[must_use]
    pub fn mail_path(mut self, path: Option<String>) -> Self {
        self.mail_path = path;
        self
    }

    /// Sets the path of the sign-in page.
    #[must_use]
    pub fn sign_in_path(mut self, path: Option<String>) -> Self {
        self.sign_in_path = path;
        self
    }
}

impl Page for TextSignInNew {
    const NAME: &'static str = "mail_sign_in/text_new";
    const SLOTS: &'static [&'static str] = &["notices", "fields", "links"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(NewTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("mail-sign-in-text-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[derive(Template)]
#[template(path = "text_new.html")]
struct NewTemplate<'a> {
    page: &'a TextSignInNew,
    view: &'a View<'a>,
}

impl NewTemplate<'_> {
    fn phone(&self) -> Input {
        Input::phone().last()
    }
}

/// The page that asks for the code of a text. It is the same for every number. Slots: `notices`, `fields`, `links`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TextSignInCode {
    /// The errors of the code. The code is not shown again.
    pub form: Form,
    /// The path that the form posts to.
    pub action: String,
    /// The number to which the text went, normalised.
    pub number: String,
    /// How long the code works.
    pub ttl: Duration,
    /// The page to show after the sign-in.
    pub request_path: Option<String>,
    /// The path to which the button "Send another code" posts.
    pub resend_path: Option<String>,
    /// The path of the form in which the visitor corrects the number.
    pub change_path: Option<String>,
}

impl TextSignInCode {
    /// Creates the page. It has no resend button and no link.
    pub fn new(form: Form, action: impl Into<String>, number: impl Into<String>, ttl: Duration) -> Self {
        let (action, number) = (action.into(), number.into());
        Self { form, action, number, ttl, request_path: None, resend_path: None, change_path: None }
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

    /// Sets the path of the form in which the visitor corrects the number.
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

impl Page for TextSignInCode {
    const NAME: &'static str = "mail_sign_in/text_code";
    const SLOTS: &'static [&'static str] = &["notices", "fields", "links"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(CodeTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("mail-sign-in-text-code-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn data(&self, _: &View<'_>) -> Map<String, Value> {
        Map::from_iter([
            ("number".to_owned(), self.number.as_str().into()),
            ("code_seconds".to_owned(), self.ttl.as_secs().into()),
            ("change_path".to_owned(), self.change_path.as_deref().into()),
        ])
    }
}

#[derive(Template)]
#[template(path = "text_code.html")]
struct CodeTemplate<'a> {
    page: &'a TextSignInCode,
    view: &'a View<'a>,
}
