//! The mails. They never show unproved text that a visitor typed.

use pow_core::{
    DateTime, Error, Pow,
    cx::Cx,
    mail::{Circumstances, Mail, MailAddress, MailBody, MailView},
    messages::{Message, keys},
    record::User,
    secret::Secret,
};

use crate::{INDEX, IdentityKind};

/// The mail with the code that proves an address. It is worthless once the code has expired.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IdentityCodeMail {
    /// The six digits.
    ///
    /// # Security
    /// The code proves the address for the account that asked. Put it into this mail only.
    pub code: Secret<String>,
    /// When it expires.
    pub until: DateTime,
}

impl IdentityCodeMail {
    /// Creates the mail.
    pub fn new(code: Secret<String>, until: DateTime) -> Self {
        Self { code, until }
    }
}

impl Mail for IdentityCodeMail {
    const NAME: &'static str = "identities/code";

    fn expires_at(&self) -> Option<DateTime> {
        Some(self.until)
    }

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new("identities-mail-code-subject").with("site", view.site())
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let text = Message::new("identities-mail-code-text").with("site", view.site());
        view.body()
            .paragraph(&view.text(&text))?
            .code(self.code.expose(), view)?
            .note(&view.t("identities-mail-code-ignore"))
    }
}

/// The change that a notice reports, with its address, number or name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// An address was added and proved.
    Added(String),
    /// A proved address was removed.
    Removed(String),
    /// A phone number was added and proved.
    PhoneAdded(String),
    /// A proved phone number was removed.
    PhoneRemoved(String),
    /// The user name was chosen or changed.
    UsernameSet(String),
    /// The user name was removed.
    UsernameRemoved(String),
}

impl Notice {
    /// Returns the key of the sentence about the change.
    #[must_use]
    pub fn text(&self) -> &'static str {
        match self {
            Self::Added(_) => "identities-mail-added",
            Self::Removed(_) => "identities-mail-removed",
            Self::PhoneAdded(_) => "identities-mail-added-phone",
            Self::PhoneRemoved(_) => "identities-mail-removed-phone",
            Self::UsernameSet(_) => "identities-mail-username",
            Self::UsernameRemoved(_) => "identities-mail-username-removed",
        }
    }

    /// Returns the kind and the value of what changed.
    #[must_use]
    pub fn fact(&self) -> (IdentityKind, &str) {
        match self {
            Self::Added(value) | Self::Removed(value) => (IdentityKind::Email, value),
            Self::PhoneAdded(value) | Self::PhoneRemoved(value) => (IdentityKind::Phone, value),
            Self::UsernameSet(value) | Self::UsernameRemoved(value) => (IdentityKind::Username, value),
        }
    }
}

/// Tells the owner of an account about a change of its addresses or name. Slot: `remedies`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IdentityChanged {
    /// The change.
    pub notice: Notice,
    /// The circumstances of the change.
    pub circumstances: Circumstances,
    /// The URL of the recovery page, or else of the list, and the label of its button.
    pub remedy: Option<(String, &'static str)>,
}

impl IdentityChanged {
    /// Creates the mail with the recovery page of the set-up, or else the list of addresses and names.
    pub fn new(pow: &Pow, notice: Notice, circumstances: Circumstances) -> Self {
        let recovery = pow.recovery_page().and_then(|page| Some((pow.url(page.action)?, page.button)));
        let remedy = recovery.or_else(|| Some((pow.url(INDEX)?, "identities-title")));
        Self { notice, circumstances, remedy }
    }
}

impl Mail for IdentityChanged {
    const NAME: &'static str = "identities/changed";
    const SLOTS: &'static [&'static str] = &["remedies"];
    const LIMITED: bool = false;

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new("identities-mail-changed-subject").with("site", view.site())
    }

    fn preview(&self, _: &MailView<'_>) -> Option<Message> {
        Some(Message::new(keys::MAIL_NOT_YOU))
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let (kind, value) = self.notice.fact();
        let mut facts = vec![(view.t(kind.label()), value.to_owned())];
        facts.extend(self.circumstances.facts(view));
        let body = view.body().paragraph(&view.t(self.notice.text()))?.facts(&facts, view)?;
        let body = body.paragraph(&view.t(keys::MAIL_WAS_YOU))?.paragraph(&view.t(keys::MAIL_NOT_YOU))?;
        let body = match &self.remedy {
            Some((url, button)) => body.paragraph(&view.t("identities-mail-remedy"))?.button(&view.t(button), url)?,
            None => body,
        };
        body.append(&view.slot::<Self>("remedies")).contact(view)
    }
}

/// Queues the notice for each reader.
pub(crate) fn tell(cx: &Cx, user: &User, readers: &[String], notice: &Notice) -> Result<(), Error> {
    if !cx.pow().policy().notices {
        return Ok(());
    }
    let circumstances = cx.mails().circumstances(user);
    let cx = cx.for_reader(Some(user));
    for reader in readers {
        let mail = IdentityChanged::new(cx.pow(), notice.clone(), circumstances.clone());
        cx.mails().send(Some(MailAddress::parse(reader)?), &mail)?;
    }
    Ok(())
}
