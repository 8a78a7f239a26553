//! The sign-in page.

use askama::Template;

use super::fields::{self, FormMethod, Input};
use super::{Form, Page, UserIdInput, View};
use crate::Error;
use crate::messages::{Message, keys};

/// The sign-in page. Its slots are `notices`, `ways`, `password`, `fields`, `buttons` and `links`, in this order. `ways` is for
/// other ways to sign in, such as a passkey. `password` is beside the label of the password. `password` and `fields` are inside
/// the form. The others are outside and may contain forms.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SessionNew {
    /// The values typed before.
    pub form: Form,
    /// The URL to which the form is sent.
    pub action: String,
    /// The field of the user id.
    pub user_id: UserIdInput,
    /// The path of the page to show after the sign-in. The form sends it in a hidden field.
    pub request_path: Option<String>,
    /// The path of the registration page, or `None` if registration is closed.
    pub registration_path: Option<String>,
    /// The message of a failed sign-in, shown above the form.
    pub failure: Option<Message>,
    /// The label and the path of the page for users who forgot their password, shown with the failure.
    pub recovery: Option<(Message, String)>,
}

impl SessionNew {
    /// Creates a sign-in page without a link to the registration page.
    pub fn new(form: Form, action: impl Into<String>, user_id: UserIdInput) -> Self {
        Self {
            form,
            action: action.into(),
            user_id,
            request_path: None,
            registration_path: None,
            failure: None,
            recovery: None,
        }
    }

    /// Sets the path of the page to show after the sign-in.
    #[must_use]
    pub fn request_path(mut self, path: Option<String>) -> Self {
        self.request_path = path;
        self
    }

    /// Sets the message of a failed sign-in, and the page for users who forgot their password.
    #[must_use]
    pub fn failure(mut self, failure: impl Into<Message>, recovery: Option<(Message, String)>) -> Self {
        (self.failure, self.recovery) = (Some(failure.into()), recovery);
        self
    }

    /// Sets the path of the registration page.
    #[must_use]
    pub fn registration_path(mut self, path: Option<String>) -> Self {
        self.registration_path = path;
        self
    }
}

impl Page for SessionNew {
    const NAME: &'static str = "session/new";
    const SLOTS: &'static [&'static str] = &["notices", "ways", "password", "fields", "buttons", "links"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(SessionNewTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new(keys::SESSION_NEW_TITLE)
    }

    fn description(&self) -> Option<Message> {
        Some(Message::new(keys::SESSION_NEW_DESCRIPTION))
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn has_errors(&self) -> bool {
        self.failure.is_some() || self.form.has_errors()
    }
}

#[derive(Template)]
#[template(path = "session_new.html")]
struct SessionNewTemplate<'a> {
    page: &'a SessionNew,
    view: &'a View<'a>,
}

impl SessionNewTemplate<'_> {
    fn password(&self) -> Input {
        let input = Input::new("password", keys::FIELD_PASSWORD).autocomplete("current-password").required().last();
        if self.page.failure.is_some() { input.focus().description("sign-in-failure") } else { input }
    }
}
