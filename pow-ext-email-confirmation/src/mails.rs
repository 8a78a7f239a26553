//! Mails. No mail shows an address or other text that a visitor could have typed.

use pow_core::{
    DateTime, Error,
    mail::{Circumstances, Mail, MailBody, MailView},
    messages::Message,
    secret::Secret,
};

/// The mail with the link that confirms its recipient's address.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ConfirmEmail {
    /// The absolute URL of the page that confirms.
    ///
    /// # Security
    /// The URL alone is enough to confirm. Put it into this mail only.
    pub url: String,
    /// When the link expires, or `None` if never.
    pub until: Option<DateTime>,
    /// Whether the address is to replace another one.
    pub is_change: bool,
    /// Whether the address was registered before and never confirmed.
    pub is_repeated: bool,
    /// The six digits that confirm in the client that asked for the mail.
    ///
    /// # Security
    /// Put them into this mail only.
    pub code: Option<Secret<String>>,
}

impl ConfirmEmail {
    /// Creates the mail for the address of a new account.
    pub fn new(url: impl Into<String>, until: Option<DateTime>) -> Self {
        Self { url: url.into(), until, is_change: false, is_repeated: false, code: None }
    }

    /// Sets whether the address is to replace another one.
    #[must_use]
    pub fn is_change(mut self, is_change: bool) -> Self {
        self.is_change = is_change;
        self
    }

    /// Sets whether the address was registered before and never confirmed.
    #[must_use]
    pub fn is_repeated(mut self, is_repeated: bool) -> Self {
        self.is_repeated = is_repeated;
        self
    }

    /// Sets the six digits of the code.
    #[must_use]
    pub fn code(mut self, code: Option<Secret<String>>) -> Self {
        self.code = code;
        self
    }
}

impl Mail for ConfirmEmail {
    const NAME: &'static str = "email_confirmation/confirm";

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new("email-confirmation-mail-subject").with("site", view.site())
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let text = match self.is_change {
            true => Message::new("email-confirmation-mail-text-change").with("site", view.site()),
            false => Message::new("email-confirmation-mail-text").with("site", view.site()),
        };
        let body =
            view.body().paragraph(&view.text(&text))?.button(&view.t("email-confirmation-mail-button"), &self.url)?;
        let body = match self.is_repeated {
            true => body.paragraph(&view.t("email-confirmation-mail-repeated"))?,
            false => body,
        };
        let body = body.paragraph(&view.link_validity(self.until))?;
        let body = match &self.code {
            Some(code) => body.paragraph(&view.t("email-confirmation-mail-code"))?.code(code.expose(), view)?,
            None => body,
        };
        body.note(&view.t("email-confirmation-mail-ignore"))
    }
}

/// The notice to a user's current address that a change to another address was requested.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EmailChangeRequested {
    /// The URL of the sign-in page, if there is one.
    pub url: Option<String>,
    /// The circumstances of the request.
    pub circumstances: Circumstances,
}

impl EmailChangeRequested {
    /// Creates the mail with a link to the site.
    pub fn new(url: Option<String>, circumstances: Circumstances) -> Self {
        Self { url, circumstances }
    }
}

impl Mail for EmailChangeRequested {
    const NAME: &'static str = "email_confirmation/change_requested";
    const LIMITED: bool = false;

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new("email-confirmation-asked-subject").with("site", view.site())
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let text = Message::new("email-confirmation-asked-text").with("site", view.site());
        let body = view.body().paragraph(&view.text(&text))?;
        let body = body.facts(&self.circumstances.facts(view), view)?;
        let body = body.paragraph(&view.t("email-confirmation-asked-ignore"))?;
        let body = body.paragraph(&view.t("email-confirmation-asked-alarm"))?;
        match &self.url {
            Some(url) => body.button(&view.t("email-confirmation-asked-button"), url),
            None => Ok(body),
        }
    }
}

/// The mail to the owner of an address that was registered again. (E11)
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AlreadyRegistered {
    /// The URL of the sign-in page, if there is one.
    pub sign_in_url: Option<String>,
    /// The URL of the page that asks for a link for a new password, if there is one.
    pub reset_url: Option<String>,
}

impl AlreadyRegistered {
    /// Creates the mail with the links to sign in and to reset the password.
    pub fn new(sign_in_url: Option<String>, reset_url: Option<String>) -> Self {
        Self { sign_in_url, reset_url }
    }
}

impl Mail for AlreadyRegistered {
    const NAME: &'static str = "email_confirmation/already_registered";

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new("email-confirmation-registered-subject").with("site", view.site())
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let text = Message::new("email-confirmation-registered-text").with("site", view.site());
        let mut body = view.body().paragraph(&view.text(&text))?;
        if let Some(url) = &self.sign_in_url {
            body = body.button(&view.t("email-confirmation-registered-sign-in"), url)?;
        }
        if let Some(url) = &self.reset_url {
            body = body
                .paragraph(&view.t("email-confirmation-registered-reset-text"))?
                .button(&view.t("email-confirmation-registered-reset"), url)?;
        }
        body.note(&view.t("email-confirmation-registered-ignore"))
    }
}

/// The mail to the owner of an address when another account asked to change to it. (E12)
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AddressInUse {
    /// The URL of the sign-in page, if there is one.
    pub sign_in_url: Option<String>,
}

impl AddressInUse {
    /// Creates the mail with a link to sign in.
    pub fn new(sign_in_url: Option<String>) -> Self {
        Self { sign_in_url }
    }
}

impl Mail for AddressInUse {
    const NAME: &'static str = "email_confirmation/address_in_use";

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new("email-confirmation-in-use-subject").with("site", view.site())
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let text = Message::new("email-confirmation-in-use-text").with("site", view.site());
        let body = view.body().paragraph(&view.text(&text))?;
        let body = match &self.sign_in_url {
            Some(url) => body.button(&view.t("email-confirmation-in-use-sign-in"), url)?,
            None => body,
        };
        body.note(&view.t("email-confirmation-in-use-ignore"))
    }
}
