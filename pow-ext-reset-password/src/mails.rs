//! The mail with the link, and the mail to a user without a password.

use pow_core::{
    DateTime, Error,
    mail::{Circumstances, Mail, MailBody, MailView},
    messages::Message,
};

/// The mail with the link to set a new password.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ResetPasswordLink {
    /// The absolute URL of the page that asks for the new password.
    ///
    /// # Security
    /// The URL gives access to the account. Put it into this mail only.
    pub url: String,
    /// When the link expires.
    pub until: DateTime,
    /// The circumstances of the request.
    pub circumstances: Circumstances,
}

impl ResetPasswordLink {
    /// Creates the mail with this link.
    pub fn new(url: impl Into<String>, until: DateTime, circumstances: Circumstances) -> Self {
        Self { url: url.into(), until, circumstances }
    }
}

impl Mail for ResetPasswordLink {
    const NAME: &'static str = "reset_password/link";

    fn expires_at(&self) -> Option<DateTime> {
        Some(self.until)
    }

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new("reset-password-mail-subject").with("site", view.site())
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let text = Message::new("reset-password-mail-text").with("site", view.site());
        view.body()
            .paragraph(&view.text(&text))?
            .button(&view.t("reset-password-mail-button"), &self.url)?
            .paragraph(&view.link_validity(Some(self.until)))?
            .facts(&self.circumstances.facts(view), view)?
            .note(&view.t("reset-password-mail-ignore"))
    }
}

/// The mail to a user who requested a link but has no password. Extensions that offer other sign-in methods describe
/// them in the slot `sign_in_methods`.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct ResetPasswordUnavailable;

impl Mail for ResetPasswordUnavailable {
    const NAME: &'static str = "reset_password/unavailable";
    const SLOTS: &'static [&'static str] = &["sign_in_methods"];

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new("reset-password-none-subject").with("site", view.site())
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let text = Message::new("reset-password-none-text").with("site", view.site());
        view.body()
            .paragraph(&view.text(&text))?
            .append(&view.slot::<Self>("sign_in_methods"))
            .note(&view.t("reset-password-none-ignore"))
    }
}
