//! The mail to who lost a cookie.

use pow_core::{
    Error,
    mail::{Mail, MailBody, MailView},
    messages::Message,
};

/// Tells that a cookie of the reader was copied, what has been done about it, and what is left to do. Extensions add to the
/// slot `remedies`.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct CookieCopied;

impl Mail for CookieCopied {
    const NAME: &'static str = "persistent_session/cookie_copied";
    const SLOTS: &'static [&'static str] = &["remedies"];
    const LIMITED: bool = false;

    fn subject(&self) -> Message {
        Message::new("persistent-session-mail-subject")
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let body = MailBody::default().paragraph(&view.t("persistent-session-mail-text"))?;
        let body = body.paragraph(&view.t("persistent-session-mail-what-to-do"))?;
        Ok(body.append(&view.slot::<Self>("remedies")))
    }
}
