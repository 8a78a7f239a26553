//! The recipient and the sender of a mail.

use std::fmt;

use lettre::{Address, message::Mailbox};

use crate::{
    Error,
    identifier::email::{EmailAddress, EmailGrammar},
    record::User,
    schema::Field,
    schema::user::EMAIL,
    telemetry::LogGate,
};

/// Limits the warnings about users without a deliverable address to one in ten seconds.
static UNADDRESSED: LogGate = LogGate::new();

/// One email address, as the database holds it. It cannot contain a second address, a comment, a display name or a line break.
#[derive(Clone, PartialEq, Eq)]
pub struct MailAddress(Address);

impl MailAddress {
    /// Parses a stored address. It is not trimmed or decoded, and the part before the `@` is unchanged.
    ///
    /// The grammar is the wider one, [`EmailGrammar::Pow`], so that a mail reaches every address that a form accepted. Spaces
    /// between quotes are an exception, because few mail servers accept them.
    ///
    /// # Errors
    /// [`Error::Other`] if the text is not exactly one address.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let invalid = || Error::other("the stored address is not a valid email address");
        if text.bytes().any(|byte| byte.is_ascii_control() || byte == b' ') {
            return Err(invalid());
        }
        let email = EmailAddress::parse(text, EmailGrammar::Pow).map_err(|_| invalid())?;
        let (local, _) = text.rsplit_once('@').ok_or_else(invalid)?;
        Ok(Self(Address::new_dangerous(local, email.domain())))
    }

    /// Returns the address in a field of a user, or `None` if it is empty or invalid.
    ///
    /// An invalid address can come from a table imported from a system with other rules. It is only logged, so that a visitor
    /// who requests a mail cannot see the difference. (E8)
    ///
    /// # Errors
    /// [`Error::Field`] if the field is not registered.
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
                "no mail can be sent to a user: the stored address is invalid"
            );
        }
        Ok(address)
    }

    /// Returns the user's address as [`of`](Self::of) does, or `None` if users have no addresses.
    ///
    /// # Errors
    /// [`Error::Field`] if the field has another type.
    pub fn of_user(user: &User) -> Result<Option<Self>, Error> {
        match user.table().field(EMAIL.name()) {
            Some(_) => Self::of(user, EMAIL),
            None => Ok(None),
        }
    }

    /// Masks this address in the text, for logs.
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

/// Prints the first letter and the domain, for logs.
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
    /// Parses a name with an address in angle brackets, or an address alone.
    ///
    /// # Errors
    /// [`Error::Config`] if it is neither.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let parsed: Result<Mailbox, _> = text.parse();
        match parsed {
            Ok(mailbox) if !text.contains(|c: char| c.is_control()) => Ok(Self(mailbox)),
            _ => Err(Error::Config(format!(
                "the sender of mails {text:?} is invalid: write it like \"Acme <no-reply@acme.example>\""
            ))),
        }
    }

    /// The sender in tests, with a reserved domain (RFC 2606).
    pub(super) fn for_tests() -> Self {
        Self(Mailbox::new(None, Address::new_dangerous("no-reply", "app.example")))
    }

    /// Returns the domain of the address.
    pub fn domain(&self) -> &str {
        self.0.email.domain()
    }

    pub(super) fn mailbox(&self) -> Mailbox {
        self.0.clone()
    }

    /// Returns the address without the name.
    pub(super) fn address(&self) -> MailAddress {
        MailAddress(self.0.email.clone())
    }
}

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
