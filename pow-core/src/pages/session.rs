//! The sign-in page.

use askama::Template;

use super::fields::{self, FormMethod, Input};
use super::{Form, Page, UserIdInput, View};
use crate::Error;
use crate::messages::{Message, keys};

/// The sign-in page. Slots: `notices`, `fields`, `buttons`, `links`, in this order; `fields` is inside the form, the others
/// are outside and may hold forms of their own.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SessionNew {
    /// The values typed before.
    pub form: Form,
    /// Where the form goes.
    pub action: String,
    /// The field that names the user.
    pub user_id: UserIdInput,
    /// Where to go afterwards; sent back in a hidden field.
    pub request_path: Option<String>,
    /// Where to register; `None` if registration is closed.
    pub registration_path: Option<String>,
}

impl SessionNew {
    /// A sign-in page without a link to the registration.
    pub fn new(form: Form, action: impl Into<String>, user_id: UserIdInput) -> Self {
        Self { form, action: action.into(), user_id, request_path: None, registration_path: None }
    }

    /// Says where to go afterwards.
    #[must_use]
    pub fn request_path(mut self, path: Option<String>) -> Self {
        self.request_path = path;
        self
    }

    /// Says where to register.
    #[must_use]
    pub fn registration_path(mut self, path: Option<String>) -> Self {
        self.registration_path = path;
        self
    }
}

impl Page for SessionNew {
    const NAME: &'static str = "session/new";
    const SLOTS: &'static [&'static str] = &["notices", "fields", "buttons", "links"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(SessionNewTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new(keys::SESSION_NEW_TITLE)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
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
        Input::new("password", keys::FIELD_PASSWORD).autocomplete("current-password").required()
    }
}
