//! Examples of pages and mails, made of invented data.

use std::{net::IpAddr, net::Ipv4Addr, time::Duration};

use super::{FieldError, Flash, Form, UserIdInput};
use crate::DateTime;
use crate::messages::keys;

/// A page or a mail in one of its states. Declare it by
/// [`Registry::page_examples`](crate::extension::Registry::page_examples) or
/// [`Registry::mail_examples`](crate::extension::Registry::mail_examples).
///
/// ```
/// use pow_core::pages::{Example, LinkEnded, Sample};
///
/// fn examples(_: &Sample) -> Vec<Example<LinkEnded>> {
///     vec![Example::new("expired", LinkEnded::new("my-extension-link-expired"))]
/// }
/// # assert_eq!(examples(&Sample::new(pow_core::DateTime::UNIX_EPOCH))[0].state, "expired");
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Example<T> {
    /// The name of the state: one or two words, unique among the examples of an extension for this page or mail.
    pub state: &'static str,
    /// The page or the mail.
    pub content: T,
    /// Whether a user is signed in. Default: no.
    pub signed_in: bool,
    /// The flash messages above the page. Default: none.
    pub flash: Vec<Flash>,
}

impl<T> Example<T> {
    /// Creates an example, shown to a visitor.
    pub fn new(state: &'static str, content: T) -> Self {
        Self { state, content, signed_in: false, flash: Vec::new() }
    }

    /// Shows the page to a signed-in user.
    #[must_use]
    pub fn signed_in(mut self) -> Self {
        self.signed_in = true;
        self
    }

    /// Adds a flash message.
    #[must_use]
    pub fn flash(mut self, flash: Flash) -> Self {
        self.flash.push(flash);
        self
    }
}

/// Invented data for examples.
///
/// # Security
/// It contains nothing from the database. Examples must not read from there.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Sample {
    /// The present time.
    pub now: DateTime,
    /// The field of the user id. Default: an email address.
    pub user_id: UserIdInput,
    /// The minimum length of a password, in characters. Default: 8.
    pub min_length: usize,
    /// The address of the site, without a slash at its end. Default: `https://app.example`.
    pub origin: String,
}

impl Sample {
    /// The email address of the user.
    pub const EMAIL: &'static str = "ann@example.com";
    /// The user name of the user.
    pub const USERNAME: &'static str = "ann";
    /// The path of forms and links: the page itself.
    pub const PATH: &'static str = "#";
    /// The client's IP address, from a range for documentation (RFC 5737).
    pub const CLIENT: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7));
    /// The client's `User-Agent`.
    pub const USER_AGENT: &'static str = "Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0";

    /// Creates the data for a set-up with default settings.
    pub fn new(now: DateTime) -> Self {
        Self { now, user_id: UserIdInput::email(), min_length: 8, origin: "https://app.example".to_owned() }
    }

    /// Returns a path for an optional link: [`Sample::PATH`].
    pub fn path(&self) -> Option<String> {
        Some(Self::PATH.to_owned())
    }

    /// Returns the address of a page of the site, for links in mails.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Returns the time that is this much later than the present.
    pub fn after(&self, time: Duration) -> DateTime {
        self.now + time
    }

    /// Returns the time that is this much earlier than the present.
    pub fn before(&self, time: Duration) -> DateTime {
        self.now - time
    }

    /// Returns the user id of the user.
    pub fn user_id(&self) -> &'static str {
        if self.user_id.email { Self::EMAIL } else { Self::USERNAME }
    }

    /// Returns an empty form of a user.
    pub fn form(&self) -> Form {
        Form::new("user")
    }

    /// Returns a form with the user id and the address filled in.
    pub fn filled(&self) -> Form {
        self.form().values([("email", Self::EMAIL), (&*self.user_id.name, self.user_id())])
    }

    /// Returns a filled form with errors that say that these fields are missing.
    pub fn missing(&self, fields: &[&'static str]) -> Form {
        let errors = fields.iter().map(|field| FieldError::new(*field, keys::ERROR_REQUIRED));
        self.filled().with_errors(errors.collect())
    }
}
