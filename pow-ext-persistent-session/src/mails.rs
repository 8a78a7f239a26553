//! The mail about a stolen cookie.

use pow_core::{
    Error, Pow,
    mail::{Circumstances, Mail, MailBody, MailView},
    messages::Message,
};

/// Tells the user that a cookie was copied, what the site has done, and what the user should do now. Slot: `remedies`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CookieCopied {
    /// The circumstances of the request that revealed the theft: it used the copy, or the original after the copy.
    pub circumstances: Circumstances,
    /// The URL of the page to recover the account and the message key of its button, if there is such a page.
    pub recovery: Option<(String, &'static str)>,
}

impl CookieCopied {
    /// Creates the mail with the recovery page of the set-up.
    pub fn new(pow: &Pow, circumstances: Circumstances) -> Self {
        let recovery = pow.recovery_page().and_then(|page| Some((pow.url(page.action)?, page.button)));
        Self { circumstances, recovery }
    }
}

impl Mail for CookieCopied {
    const NAME: &'static str = "persistent_session/cookie_copied";
    const SLOTS: &'static [&'static str] = &["remedies"];
    const LIMITED: bool = false;

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new("persistent-session-mail-subject").with("site", view.site())
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let body = view.body().paragraph(&view.t("persistent-session-mail-text"))?;
        let body = body.facts(&self.circumstances.facts(view), view)?;
        let body = body.paragraph(&view.t("persistent-session-mail-what-to-do"))?;
        let body = match &self.recovery {
            Some((url, button)) => body.button(&view.t(button), url)?,
            None => body,
        };
        Ok(body.append(&view.slot::<Self>("remedies")))
    }
}
