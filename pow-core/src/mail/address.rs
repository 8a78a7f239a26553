//! The addresses that a mail goes to and comes from.

use std::fmt;

use lettre::{Address, message::Mailbox};

use crate::{
    Error,
    identifier::email::{EmailGrammar, NormalizedEmail},
    record::User,
    schema::Field,
    schema::user::EMAIL,
    telemetry::LogGate,
};

/// One line in ten seconds names a user that no mail can reach.
static UNADDRESSED: LogGate = LogGate::new();

/// One address, as the database holds it. It can't hold a second one, a comment, a display name or a line break.
#[derive(Clone, PartialEq, Eq)]
pub struct MailAddress(Address);

impl MailAddress {
    /// Reads a stored address. Nothing is trimmed or decoded, and the part before the `@` stays as it is.
    ///
    /// The grammar is the wider one, [`EmailGrammar::Pow`], so that a mail reaches every address that a form accepted.
    /// Spaces between quotes are the exception: too few mail servers take them.
    ///
    /// # Errors
    /// [`Error::Other`] if the text is not exactly one address.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let refused = || Error::other("a stored address can't be written into a mail");
        if text.bytes().any(|byte| byte.is_ascii_control() || byte == b' ') {
            return Err(refused());
        }
        let email = NormalizedEmail::parse(text, EmailGrammar::Pow).map_err(|_| refused())?;
        let (local, _) = text.rsplit_once('@').ok_or_else(refused)?;
        Ok(Self(Address::new_dangerous(local, email.domain())))
    }

    /// The address in a field of a user: `None` if it is empty, and if a mail can't go to what is there, as in a
    /// table that was imported from a system with other rules. The log tells of the latter: a visitor who asks for a mail does not
    /// may see the difference. (E8)
    ///
    /// # Errors
    /// When the field is not registered.
    pub fn of(user: &User, field: Field<Option<String>>) -> Result<Option<Self>, Error> {
        let Some(text) = user.get(field)? else { return Ok(None) };
        let address = Self::parse(&text).ok();
        if address.is_none()
            && let Some(held_back) = UNADDRESSED.open_now()
        {
            tracing::warn!(
                target: "pow::mail::unaddressed",
                user = %user.id()?,
                field = field.name(),
                held_back,
                "no mail can go to a user: what is stored is no address that a mail can be sent to"
            );
        }
        Ok(address)
    }

    /// The user's address, as [`of`](Self::of): `None` also where users have no addresses at all.
    ///
    /// # Errors
    /// When the field holds something else than a text.
    pub fn of_user(user: &User) -> Result<Option<Self>, Error> {
        match user.table().field(EMAIL.name()) {
            Some(_) => Self::of(user, EMAIL),
            None => Ok(None),
        }
    }

    /// The text without the address, for logs.
    pub(crate) fn hide_in(&self, text: &str) -> String {
        text.replace(&self.to_string(), &format!("{self:?}"))
    }

    pub(super) fn mailbox(&self) -> Mailbox {
        Mailbox::new(None, self.0.clone())
    }
}

impl fmt::Display for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// For logs: the first letter and the domain.
impl fmt::Debug for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first: String = self.0.user().chars().take(1).collect();
        write!(f, "{first}…@{}", self.0.domain())
    }
}

/// The sender of all mails, such as `Acme <no-reply@acme.example>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender(Mailbox);

impl Sender {
    /// Reads a name with an address in angle brackets, or an address alone.
    ///
    /// # Errors
    /// [`Error::Config`] if it is neither.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let parsed: Result<Mailbox, _> = text.parse();
        match parsed {
            Ok(mailbox) if !text.contains(|c: char| c.is_control()) => Ok(Self(mailbox)),
            _ => Err(Error::Config(format!(
                "mails can't come from {text:?}: write it like \"Acme <no-reply@acme.example>\""
            ))),
        }
    }

    /// The sender in tests, at a reserved domain (RFC 2606).
    pub(super) fn for_tests() -> Self {
        Self(Mailbox::new(None, Address::new_dangerous("no-reply", "app.example")))
    }

    /// The domain of the address.
    pub fn domain(&self) -> &str {
        self.0.email.domain()
    }

    pub(super) fn mailbox(&self) -> Mailbox {
        self.0.clone()
    }

    /// The address without the name.
    pub(super) fn address(&self) -> MailAddress {
        MailAddress(self.0.email.clone())
    }
}

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
