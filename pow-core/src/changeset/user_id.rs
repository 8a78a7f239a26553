//! The field that names a user: an e-mail address or a user name.

use super::{Changeset, email::NormalizedEmail, username::NormalizedUsername};
use crate::{
    mail::MailAddress,
    messages::{Message, keys},
    policy::Policy,
    schema::{Field, FieldDef, Value},
};

/// MySQL's indexes hold text of this many characters; Pow's own column is as wide.
pub(super) const MAX_CHARS: usize = 255;

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

/// The user id is required, normalised, and must be of its grammar.
pub(crate) fn validate_user_id(changeset: &mut Changeset, user_id: UserIdField, policy: &Policy) {
    validate(changeset, user_id, true, policy);
}

/// As [`validate_user_id`], of an address or name that may be left out where it isn't `required`.
pub(super) fn validate(changeset: &mut Changeset, user_id: UserIdField, required: bool, policy: &Policy) {
    let name = user_id.name();
    let missing = Message::new(keys::ERROR_REQUIRED);
    let Some(param) = changeset.params().get(name) else {
        if changeset.data().is_none() && required {
            changeset.error(name, missing);
        }
        return;
    };
    let Some(text) = param.text() else {
        return changeset.error(name, Message::new(keys::ERROR_INVALID));
    };
    if text.trim().is_empty() {
        return match required {
            true => changeset.error(name, missing),
            false => changeset.put_value(name, Value::Null),
        };
    }
    match user_id.normalize(text, policy).and_then(|normalized| accepted(changeset, user_id, normalized, policy)) {
        Ok(normalized) => changeset.put_value(name, Value::Text(normalized)),
        Err(message) => changeset.error(name, message),
    }
}

/// What is well-formed may still be refused where somebody chooses it; at the sign-in it is not.
fn accepted(changeset: &Changeset, kind: UserIdField, name: String, policy: &Policy) -> Result<String, Message> {
    let key = if name.chars().count() > MAX_CHARS {
        keys::ERROR_EMAIL_TOO_LONG
    } else if kind == UserIdField::Email {
        // Whom no mail can be written to could never confirm, nor get a new password.
        if MailAddress::parse(&name).is_ok() {
            return policy.email_check.as_ref().map_or(Ok(()), |check| check.ask(&name)).map(|()| name);
        }
        keys::ERROR_EMAIL_INVALID
    } else if is_new(changeset, kind, &name) && policy.reserves(&name) {
        keys::ERROR_USERNAME_RESERVED
    } else {
        return Ok(name);
    };
    Err(Message::new(key))
}

/// Who has such a name already, because the operator gave it, keeps it.
fn is_new(changeset: &Changeset, kind: UserIdField, name: &str) -> bool {
    let stored = changeset.data().and_then(|user| user.value(kind.name()));
    !matches!(stored, Some(Value::Text(stored)) if stored == name)
}
