//! Validates the user id in a form.

use super::Changeset;
use crate::{
    identifier::{MAX_CHARS, UserIdField},
    mail::MailAddress,
    messages::{Message, keys},
    policy::Policy,
    schema::Value,
};

/// Normalises and validates the user id, which is required.
pub(crate) fn validate_user_id(changeset: &mut Changeset, user_id: UserIdField, policy: &Policy) {
    validate(changeset, user_id, true, policy);
}

/// Like [`validate_user_id`], for an address or name that may be empty unless it is `required`.
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
    match user_id
        .normalize(text, policy.email_grammar)
        .and_then(|normalized| accepted(changeset, user_id, normalized, policy))
    {
        Ok(normalized) => changeset.put_value(name, Value::Text(normalized)),
        Err(message) => changeset.error(name, message),
    }
}

/// Applies the rules for new values. A sign-in accepts values that violate them.
fn accepted(changeset: &Changeset, kind: UserIdField, name: String, policy: &Policy) -> Result<String, Message> {
    let key = if name.chars().count() > MAX_CHARS {
        keys::ERROR_EMAIL_TOO_LONG
    } else if kind == UserIdField::Email {
        // A user without a deliverable address could never confirm it or reset the password.
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

/// Whether the name is new. A user who already has a reserved name, set by the operator, keeps it.
fn is_new(changeset: &Changeset, kind: UserIdField, name: &str) -> bool {
    let stored = changeset.data().and_then(|user| user.value(kind.name()));
    !matches!(stored, Some(Value::Text(stored)) if stored == name)
}
