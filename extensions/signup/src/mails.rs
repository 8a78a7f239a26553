//! The mails of a sign-up. No mail shows text that a visitor typed.

use pow_core::{
    DateTime, Error,
    mail::{Mail, MailBody, MailView},
    messages::Message,
    secret::Secret,
};

/// The mail with the code and its link.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignupCode {
    /// The six digits.
    pub code: Secret<String>,
    /// The absolute URL of the page whose button also proves the address.
    ///
    /// # Security
    /// The code and the URL each prove the address. Put them into this mail only.
    pub url: String,
    /// The time at which both expire.
    pub until: DateTime,
}

impl SignupCode {
    /// Creates the mail.
    pub fn new(code: Secret<String>, url: impl Into<String>, until: DateTime) -> Self {
        Self { code, url: url.into(), until }
    }
}

impl Mail for SignupCode {
    const NAME: &'static str = "signup/code";

    fn expires_at(&self) -> Option<DateTime> {
        Some(self.until)
    }

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new("signup-mail-code-subject").with("site", view.site())
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        view.body()
            .paragraph(&view.text(&Message::new("signup-mail-code-text").with("site", view.site())))?
            .code(self.code.expose(), view)?
            .paragraph(&view.t("signup-mail-code-link"))?
            .button(&view.t("signup-mail-code-button"), &self.url)?
            .paragraph(&view.link_validity(Some(self.until)))?
            .note(&view.t("signup-mail-ignore"))
    }
}

/// The mail to the owner of an account whose address was typed at the sign-up.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AccountExists {
    /// The URL of the sign-in page, if there is one.
    pub sign_in_url: Option<String>,
    /// The URL of the page that asks for a link for a new password, if there is one.
    pub reset_url: Option<String>,
}

impl AccountExists {
    /// Creates the mail with the links to sign in and to reset the password.
    pub fn new(sign_in_url: Option<String>, reset_url: Option<String>) -> Self {
        Self { sign_in_url, reset_url }
    }
}

impl Mail for AccountExists {
    const NAME: &'static str = "signup/account_exists";
    const SLOTS: &'static [&'static str] = &["sign_in_methods"];

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new("signup-mail-exists-subject").with("site", view.site())
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let text = Message::new("signup-mail-exists-text").with("site", view.site());
        let mut body = view.body().paragraph(&view.text(&text))?;
        if let Some(url) = &self.sign_in_url {
            body = body.button(&view.t("signup-mail-exists-sign-in"), url)?;
        }
        if let Some(url) = &self.reset_url {
            let text = view.t("signup-mail-exists-reset-text");
            body = body.paragraph(&text)?.button(&view.t("signup-mail-exists-reset"), url)?;
        }
        body.append(&view.slot::<Self>("sign_in_methods")).note(&view.t("signup-mail-exists-ignore"))
    }
}

/// The mail with the link that creates the account of a whole form: [`Mode::FormFirst`](crate::Mode::FormFirst).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ConfirmSignup {
    /// The absolute URL of the page that creates the account.
    ///
    /// # Security
    /// The URL proves the address. Put it into this mail only.
    pub url: String,
    /// The time at which it expires.
    pub until: DateTime,
}

impl ConfirmSignup {
    /// Creates the mail with this link.
    pub fn new(url: impl Into<String>, until: DateTime) -> Self {
        Self { url: url.into(), until }
    }
}

impl Mail for ConfirmSignup {
    const NAME: &'static str = "signup/confirm";

    fn expires_at(&self) -> Option<DateTime> {
        Some(self.until)
    }

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new("signup-mail-confirm-subject").with("site", view.site())
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        view.body()
            .paragraph(&view.text(&Message::new("signup-mail-confirm-text").with("site", view.site())))?
            .button(&view.t("signup-mail-confirm-button"), &self.url)?
            .paragraph(&view.link_validity(Some(self.until)))?
            .note(&view.t("signup-mail-ignore"))
    }
}
