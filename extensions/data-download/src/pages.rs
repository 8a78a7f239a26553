//! The page. An application replaces it in `Config::pages`.

use askama::Template;
use pow_core::{
    Error,
    conn::CURRENT_PASSWORD,
    messages::Message,
    pages::{
        Form, Page, View,
        fields::{self, FormMethod, Input},
    },
};

/// The page with the button. Slots: `notices`, `fields`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DownloadNew {
    /// The errors of the form.
    pub form: Form,
    /// The path that the form is sent to.
    pub action: String,
    /// Whether the form asks for the current password.
    pub needs_password: bool,
    /// Whether a mail tells the user about the download.
    pub is_notified: bool,
}

impl DownloadNew {
    /// Creates the page. It has no password field and announces no mail.
    pub fn new(form: Form, action: impl Into<String>) -> Self {
        Self { form, action: action.into(), needs_password: false, is_notified: false }
    }

    /// Sets whether the form asks for the current password.
    #[must_use]
    pub fn needs_password(mut self, needs: bool) -> Self {
        self.needs_password = needs;
        self
    }

    /// Sets whether a mail tells the user about the download.
    #[must_use]
    pub fn is_notified(mut self, is_notified: bool) -> Self {
        self.is_notified = is_notified;
        self
    }
}

impl Page for DownloadNew {
    const NAME: &'static str = "data_download/new";
    const SLOTS: &'static [&'static str] = &["notices", "fields"];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        Ok(NewTemplate { page: self, view }.render()?)
    }

    fn title(&self) -> Message {
        Message::new("data-download-title")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[derive(Template)]
#[template(path = "new.html")]
struct NewTemplate<'a> {
    page: &'a DownloadNew,
    view: &'a View<'a>,
}

impl NewTemplate<'_> {
    fn password(&self) -> Input {
        Input::new(CURRENT_PASSWORD, "field-current-password").autocomplete("current-password").required()
    }
}
