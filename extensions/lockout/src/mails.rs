//! The mails to the owner of an account.

use pow_core::{
    DateTime, Error,
    mail::{Circumstances, Mail, MailBody, MailView},
    messages::Message,
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
    /// When the link expires.
    pub until: DateTime,
    /// The circumstances of the last wrong password.
    pub circumstances: Circumstances,
}

impl AccountUnderAttack {
    /// Creates the mail with this link.
    pub fn new(url: impl Into<String>, until: DateTime, circumstances: Circumstances) -> Self {
        Self { url: url.into(), until, circumstances }
    }
}

impl Mail for AccountUnderAttack {
    const NAME: &'static str = "lockout/account_under_attack";
    const SLOTS: &'static [&'static str] = &["remedies"];

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new("lockout-mail-attack-subject").with("site", view.site())
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        view.body()
            .paragraph(&view.text(&Message::new("lockout-mail-attack-text").with("site", view.site())))?
            .facts(&self.circumstances.facts(view), view)?
            .paragraph(&view.t("lockout-mail-attack-owner"))?
            .button(&view.t("lockout-mail-attack-button"), &self.url)?
            .paragraph(&view.link_validity(Some(self.until)))?
            .note(&view.t("lockout-mail-attack-ignore"))
            .map(|body| body.append(&view.slot::<Self>("remedies")))
    }
}

/// The known facts about a sign-in.
#[derive(Clone, Debug)]
pub struct SignInDetails {
    /// The circumstances.
    pub circumstances: Circumstances,
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
    /// Adds the facts and the steps to take to a mail.
    ///
    /// # Errors
    /// [`Error::Render`] if a template can't be rendered.
    pub fn append_to(&self, body: MailBody, view: &MailView<'_>) -> Result<MailBody, Error> {
        let mut facts = self.circumstances.facts(view);
        facts.extend(self.place.clone().map(|place| (view.t("lockout-mail-place"), place)));
        let mut body = body.facts(&facts, view)?;
        if self.is_too_fast {
            body = body.paragraph(&view.t("lockout-mail-too-fast"))?;
        }
        body.paragraph(&view.t("lockout-mail-secure-ignore"))?
            .paragraph(&view.t("lockout-mail-secure-text"))?
            .button(&view.t("lockout-mail-secure-button"), &self.secure_url)
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

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new("lockout-mail-new-subject").with("site", view.site())
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let text = Message::new("lockout-mail-new-text").with("site", view.site());
        self.details.append_to(view.body().paragraph(&view.text(&text))?, view)
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

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new("lockout-mail-guessed-subject").with("site", view.site())
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let text = Message::new("lockout-mail-guessed-text").with("site", view.site()).with("wrong", self.wrong);
        self.details.append_to(view.body().paragraph(&view.text(&text))?, view)
    }
}
