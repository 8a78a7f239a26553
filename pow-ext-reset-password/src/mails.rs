//! The mail with the link, and the one to who needs none.

use std::time::Duration;

use pow_core::{
    Error,
    mail::{Mail, MailBody, MailView},
    messages::Message,
};

/// The mail with the link for a new password.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ResetPasswordLink {
    /// The whole address of the page that takes the new password.
    ///
    /// # Security
    /// It is worth the account: put it into this mail and nowhere else.
    pub url: String,
    /// How long it works.
    pub ttl: Duration,
}

impl ResetPasswordLink {
    /// The mail with this link.
    pub fn new(url: impl Into<String>, ttl: Duration) -> Self {
        Self { url: url.into(), ttl }
    }

    /// How long the link works, in whole hours or in minutes.
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

/// The answer to who asked for a link and has no password: that they sign in by other means. Extensions that bring such
/// means say in the slot `ways` how.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct ResetPasswordNone;

impl Mail for ResetPasswordNone {
    const NAME: &'static str = "reset_password/none";
    const SLOTS: &'static [&'static str] = &["ways"];

    fn subject(&self) -> Message {
        Message::new("reset-password-none-subject")
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let text = Message::new("reset-password-none-text").with("site", view.site());
        MailBody::default()
            .paragraph(&view.text(&text))?
            .append(&view.slot::<Self>("ways"))
            .note(&view.t("reset-password-none-ignore"))
    }
}
