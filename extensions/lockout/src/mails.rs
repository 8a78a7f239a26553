//! The mails to the owner of an account.

use std::{net::IpAddr, time::Duration};

use pow_core::{
    DateTime, Error,
    mail::{Mail, MailBody, MailView},
    messages::Message,
    session::Agent,
};

/// The mail about too many wrong passwords, with the link that lets the owner in.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AccountUnderAttack {
    /// The absolute URL of the page that unlocks a browser.
    ///
    /// # Security
    /// Put it into this mail only.
    pub url: String,
    /// How long the link is valid.
    pub ttl: Duration,
}

impl AccountUnderAttack {
    /// Creates the mail with this link.
    pub fn new(url: impl Into<String>, ttl: Duration) -> Self {
        Self { url: url.into(), ttl }
    }
}

impl Mail for AccountUnderAttack {
    const NAME: &'static str = "lockout/account_under_attack";
    const SLOTS: &'static [&'static str] = &["remedies"];

    fn subject(&self) -> Message {
        Message::new("lockout-mail-attack-subject")
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let minutes = (self.ttl.as_secs() / 60).max(1);
        MailBody::default()
            .paragraph(&view.text(&Message::new("lockout-mail-attack-text").with("site", view.site())))?
            .paragraph(&view.t("lockout-mail-attack-owner"))?
            .button(&view.t("lockout-mail-attack-button"), &self.url)?
            .paragraph(&view.text(&Message::new("lockout-mail-validity").with("minutes", minutes)))?
            .note(&view.t("lockout-mail-attack-ignore"))
            .map(|body| body.append(&view.slot::<Self>("remedies")))
    }
}

/// The circumstances of a sign-in.
#[derive(Clone, Debug)]
pub struct SignInDetails {
    /// When it was.
    pub at: DateTime,
    /// The browser and its system, as far as they are known.
    pub agent: Agent,
    /// The address of the client.
    pub address: Option<IpAddr>,
    /// The place of the address: [`Places`](pow_core::session::Places).
    pub place: Option<String>,
    /// Whether the user would have had to travel at more than 900 km/h since the last sign-in.
    pub is_too_fast: bool,
    /// The absolute URL of the page that secures the account.
    ///
    /// # Security
    /// Put it into a mail to the owner only.
    pub secure_url: String,
}

impl SignInDetails {
    fn append_to(&self, body: MailBody, view: &MailView<'_>) -> Result<MailBody, Error> {
        let device = Message::new("lockout-mail-device").with("device", view.text(&self.agent.message()));
        let mut body = body.paragraph(&view.text(&device))?;
        if let Some(address) = self.address {
            body =
                body.paragraph(&view.text(&Message::new("lockout-mail-address").with("address", address.to_string())))?;
        }
        if let Some(place) = &self.place {
            body = body.paragraph(&view.text(&Message::new("lockout-mail-place").with("place", place.as_str())))?;
        }
        let at = self.at.format("%Y-%m-%d %H:%M UTC").to_string();
        body = body.paragraph(&view.text(&Message::new("lockout-mail-time").with("time", at)))?;
        if self.is_too_fast {
            body = body.paragraph(&view.t("lockout-mail-too-fast"))?;
        }
        body.paragraph(&view.t("lockout-mail-secure-text"))?
            .button(&view.t("lockout-mail-secure-button"), &self.secure_url)?
            .note(&view.t("lockout-mail-secure-ignore"))
    }
}

/// The mail about a sign-in from an unknown browser.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NewBrowser {
    /// The circumstances.
    pub details: SignInDetails,
}

impl NewBrowser {
    /// Creates the mail.
    pub fn new(details: SignInDetails) -> Self {
        Self { details }
    }
}

impl Mail for NewBrowser {
    const NAME: &'static str = "lockout/new_browser";
    const LIMITED: bool = false;

    fn subject(&self) -> Message {
        Message::new("lockout-mail-new-subject")
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let text = Message::new("lockout-mail-new-text").with("site", view.site());
        self.details.append_to(MailBody::default().paragraph(&view.text(&text))?, view)
    }
}

/// The mail about a sign-in after at least five wrong passwords.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct GuessedPassword {
    /// The circumstances.
    pub details: SignInDetails,
    /// How many wrong passwords came before the right one.
    pub wrong: usize,
}

impl GuessedPassword {
    /// Creates the mail.
    pub fn new(details: SignInDetails, wrong: usize) -> Self {
        Self { details, wrong }
    }
}

impl Mail for GuessedPassword {
    const NAME: &'static str = "lockout/guessed_password";
    const LIMITED: bool = false;

    fn subject(&self) -> Message {
        Message::new("lockout-mail-guessed-subject")
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let text = Message::new("lockout-mail-guessed-text").with("site", view.site()).with("wrong", self.wrong);
        self.details.append_to(MailBody::default().paragraph(&view.text(&text))?, view)
    }
}
