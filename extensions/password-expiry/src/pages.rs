//! The page that asks for a new password.

use askama::Template;
use pow_core::{
    Error,
    extension::{Fragment, Slot},
    messages::Message,
    pages::{
        Form, Html, Page, View,
        fields::{self, FormMethod, Input},
    },
    users::PASSWORD_HASH,
};

use crate::PASSWORD_CHANGED_AT;

/// The page that asks for a new password. Slots: `notices`, `fields`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ExpiredPasswordEdit {
    /// The errors of the password.
    pub form: Form,
    /// The path that the form is sent to.
    pub action: String,
    /// The minimum password length, for the hint.
    pub min_length: usize,
    /// The user id, for password managers. It is not shown.
    pub user_id: Option<String>,
    /// The page to show afterwards. It is sent back in a hidden field.
    pub request_path: Option<String>,
    /// The text and the path of the page for a user who does not know the current password. Without such a page the form does not
    /// ask for the current password.
    pub recovery: Option<(Message, String)>,
}

impl ExpiredPasswordEdit {
    /// Creates the page with a minimum password length of 8.
    pub fn new(form: Form, action: impl Into<String>) -> Self {
        Self { form, action: action.into(), min_length: 8, user_id: None, request_path: None, recovery: None }
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

    /// Sets the page to show afterwards.
    #[must_use]
    pub fn request_path(mut self, path: Option<String>) -> Self {
        self.request_path = path;
        self
    }

    /// Sets the text and the path of the page for a user who does not know the current password.
    #[must_use]
    pub fn recovery(mut self, page: Option<(Message, String)>) -> Self {
        self.recovery = page;
        self
    }
}

impl Page for ExpiredPasswordEdit {
    const NAME: &'static str = "password_expiry/edit";
    const SLOTS: &'static [&'static str] = &["notices", "fields"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(EditTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("password-expiry-edit-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[derive(Template)]
#[template(path = "edit.html")]
struct EditTemplate<'a> {
    page: &'a ExpiredPasswordEdit,
    view: &'a View<'a>,
}

impl EditTemplate<'_> {
    fn current(&self) -> Input {
        Input::current_password().required()
    }

    fn password(&self) -> Input {
        let hint = Message::new("hint-password").with("min", self.page.min_length);
        Input::replaced_password(self.page.min_length).hint(hint).required()
    }

    fn confirmation(&self) -> Input {
        Input::replaced_password_again().required()
    }
}

/// Shows when the password was set, below the row of the password on the account's page. The time is not known for a password
/// from before the extension.
pub(crate) fn last_changed(slot: Slot<'_>) -> Fragment {
    let Some(user) = slot.conn.user() else { return Ok(None) };
    let has_password = user.get(PASSWORD_HASH)?.is_some();
    let Some(at) = user.get(PASSWORD_CHANGED_AT)?.filter(|_| has_password) else { return Ok(None) };
    let message = Message::new("password-expiry-last-changed").with("time", slot.view.localizer.date_time(at));
    Html::render(&HintTemplate { text: slot.view.text(&message), view: slot.view }).map(Some)
}

#[derive(Template)]
#[template(source = r#"<p class="{{ view.look.classes.hint }}">{{ text }}</p>"#, ext = "html")]
struct HintTemplate<'a> {
    text: String,
    view: &'a View<'a>,
}
