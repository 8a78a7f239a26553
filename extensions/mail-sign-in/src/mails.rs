//! The mail with the code and the link.

use pow_core::{
    DateTime, Error,
    mail::{Circumstances, Mail, MailBody, MailView},
    messages::Message,
    secret::Secret,
};

/// The mail with the code and the link. It is worthless once they have expired.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignInMail {
    /// The six digits.
    ///
    /// # Security
    /// The code and the URL give access to the account. Put them into this mail only.
    pub code: Secret<String>,
    /// The absolute URL of the page of the link.
    pub url: Secret<String>,
    /// When both expire.
    pub until: DateTime,
    /// Whether the reader has no account yet.
    pub is_new: bool,
    /// The circumstances of the request. For a new user they name no client.
    pub circumstances: Circumstances,
}

impl SignInMail {
    /// Creates the mail to the user of an account.
    pub fn new(code: Secret<String>, url: Secret<String>, until: DateTime, circumstances: Circumstances) -> Self {
        Self { code, url, until, is_new: false, circumstances }
    }

    /// Sets whether the reader has no account yet.
    #[must_use]
    pub fn is_new(mut self, is_new: bool) -> Self {
        self.is_new = is_new;
        self
    }

    /// Returns `of_user` if the reader has an account, and `of_new` otherwise. Both are keys of texts.
    #[must_use]
    pub fn key(&self, of_user: &'static str, of_new: &'static str) -> &'static str {
        if self.is_new { of_new } else { of_user }
    }
}

impl Mail for SignInMail {
    const NAME: &'static str = "mail_sign_in/code";

    fn expires_at(&self) -> Option<DateTime> {
        Some(self.until)
    }

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new(self.key("mail-sign-in-mail-subject", "mail-sign-in-mail-subject-new")).with("site", view.site())
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let text =
            Message::new(self.key("mail-sign-in-mail-text", "mail-sign-in-mail-text-new")).with("site", view.site());
        view.body()
            .paragraph(&view.text(&text))?
            .code(self.code.expose(), view)?
            .paragraph(&view.t("mail-sign-in-mail-link"))?
            .button(&view.t(self.key("mail-sign-in-mail-button", "mail-sign-in-mail-button-new")), self.url.expose())?
            .paragraph(&view.link_validity(Some(self.until)))?
            .facts(&self.circumstances.facts(view), view)?
            .note(&view.t("mail-sign-in-mail-ignore"))
    }
}
