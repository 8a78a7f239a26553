//! The mail to who lost a cookie.

use pow_core::{
    Error, Pow,
    mail::{Mail, MailBody, MailView},
    messages::Message,
};

/// Tells that a cookie of the reader was copied, what has been done about it, and what is left to do. Extensions add to the
/// slot `remedies`.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CookieCopied {
    /// The page that asks for a new password, and the key of its button's text, if there is such a page.
    pub recovery: Option<(String, &'static str)>,
}

impl CookieCopied {
    /// The mail, with the recovery page that the set-up has.
    pub fn new(pow: &Pow) -> Self {
        let recovery = pow.recovery_page().and_then(|page| Some((pow.url(page.action)?, page.button)));
        Self { recovery }
    }
}

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
        let body = match &self.recovery {
            Some((url, button)) => body.button(&view.t(button), url)?,
            None => body,
        };
        Ok(body.append(&view.slot::<Self>("remedies")))
    }
}
