//! The field that identifies a user: an email address or a user name.

use super::{
    email::{EmailAddress, EmailGrammar},
    username::NormalizedUsername,
};
use crate::{
    messages::Message,
    schema::{Field, FieldDef},
};

/// MySQL's indexes hold text of this many characters; Pow's own column is as wide.
pub(crate) const MAX_CHARS: usize = 255;

/// The field that identifies a user at sign-in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UserIdField {
    /// `email`, the default.
    #[default]
    Email,
    /// `username`. Forms then can't hide whether a name is taken.
    Username,
}

impl UserIdField {
    /// The name of the column, which is also the name of the form field.
    pub const fn name(self) -> &'static str {
        self.field().name()
    }

    /// The typed key.
    pub const fn field(self) -> Field<String> {
        match self {
            Self::Email => Field::new("email"),
            Self::Username => Field::new("username"),
        }
    }

    pub(crate) fn def(self) -> FieldDef {
        self.field().def().unique()
    }

    /// Returns the typed text in its stored form, or the reason why it is invalid.
    ///
    /// # Errors
    /// The message for the field.
    pub fn normalize(self, text: &str, grammar: EmailGrammar) -> Result<String, Message> {
        match self {
            Self::Email => EmailAddress::parse(text, grammar)
                .map(|email| email.as_str().to_owned())
                .map_err(|error| Message::new(error.key())),
            Self::Username => NormalizedUsername::parse(text)
                .map(|name| name.as_str().to_owned())
                .map_err(|error| Message::new(error.key())),
        }
    }
}
