//! The field that names a user: an e-mail address or a user name.

use super::{Changeset, email::NormalizedEmail, username::NormalizedUsername};
use crate::{
    messages::{Message, keys},
    policy::Policy,
    schema::{Field, FieldDef, Value},
};

/// MySQL's indexes hold text of this many characters; Pow's own column is as wide.
const MAX_CHARS: usize = 255;

/// Which field names a user at sign-in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UserIdField {
    /// `email`, the default.
    #[default]
    Email,
    /// `username`. It can't be hidden then whether a name is taken.
    Username,
}

impl UserIdField {
    /// The column and the form field.
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

    /// The stored form of what somebody typed, or the reason why there is none.
    ///
    /// # Errors
    /// The message for the field.
    pub fn normalize(self, text: &str, policy: &Policy) -> Result<String, Message> {
        match self {
            Self::Email => NormalizedEmail::parse(text, policy.email_grammar)
                .map(|email| email.as_str().to_owned())
                .map_err(|error| Message::new(error.key())),
            Self::Username => NormalizedUsername::parse(text)
                .map(|name| name.as_str().to_owned())
                .map_err(|error| Message::new(error.key())),
        }
    }
}

/// What fits into the column, on every database.
pub(super) fn check_length(normalized: String) -> Result<String, Message> {
    match normalized.chars().count() <= MAX_CHARS {
        true => Ok(normalized),
        false => Err(Message::new(keys::ERROR_EMAIL_TOO_LONG)),
    }
}

/// The user id is required, normalised, and must be of its grammar.
pub(crate) fn validate_user_id(changeset: &mut Changeset, user_id: UserIdField, policy: &Policy) {
    let name = user_id.name();
    let Some(param) = changeset.params().get(name) else {
        if changeset.data().is_none() {
            changeset.error(name, Message::new(keys::ERROR_REQUIRED));
        }
        return;
    };
    let Some(text) = param.text() else {
        return changeset.error(name, Message::new(keys::ERROR_INVALID));
    };
    if text.trim().is_empty() {
        return changeset.error(name, Message::new(keys::ERROR_REQUIRED));
    }
    match user_id.normalize(text, policy).and_then(check_length) {
        Ok(normalized) => changeset.put_value(name, Value::Text(normalized)),
        Err(message) => changeset.error(name, message),
    }
}
