//! The mail with the link, and the mail to a user without a password.

use std::time::Duration;

use pow_core::{
    Error,
    mail::{Mail, MailBody, MailView},
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
    /// How long the link is valid.
    pub ttl: Duration,
}

impl ResetPasswordLink {
    /// Creates the mail with this link.
    pub fn new(url: impl Into<String>, ttl: Duration) -> Self {
        Self { url: url.into(), ttl }
    }

    /// Returns how long the link is valid, in whole hours or in minutes.
    pub fn validity(&self) -> Message {
        let minutes = (self.ttl.as_secs() / 60).max(1);
        let hours = if minutes.is_multiple_of(60) { minutes / 60 } else { 0 };
        Message::new("reset-password-mail-validity").with("minutes", minutes).with("hours", hours)
    }
}

impl Mail for ResetPasswordLink {
    const NAME: &'static str = "reset_password/link";

    fn subject(&self) -> Message {
        Message::new("reset-password-mail-subject")
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let text = Message::new("reset-password-mail-text").with("site", view.site());
        MailBody::default()
            .paragraph(&view.text(&text))?
            .button(&view.t("reset-password-mail-button"), &self.url)?
            .paragraph(&view.text(&self.validity()))?
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

    fn subject(&self) -> Message {
        Message::new("reset-password-none-subject")
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let text = Message::new("reset-password-none-text").with("site", view.site());
        MailBody::default()
            .paragraph(&view.text(&text))?
            .append(&view.slot::<Self>("sign_in_methods"))
            .note(&view.t("reset-password-none-ignore"))
    }
}
