//! Validates the user id in a form.

use super::Changeset;
use crate::{
    identifier::UserIdField,
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
    match user_id {
        UserIdField::Email => match policy.check_email(text) {
            Ok(address) => {
                changeset.put_value(name, Value::Text(address.as_str().to_owned()));
                changeset.attach(address);
            }
            Err(message) => changeset.error(name, message),
        },
        UserIdField::Username => match username(changeset, text, policy) {
            Ok(username) => changeset.put_value(name, Value::Text(username)),
            Err(message) => changeset.error(name, message),
        },
    }
}

/// The user name that was typed, if it may be chosen.
fn username(changeset: &Changeset, text: &str, policy: &Policy) -> Result<String, Message> {
    let field = UserIdField::Username;
    let name = field.normalize(text, policy.email_grammar)?;
    match is_new(changeset, field, &name) && policy.reserves(&name) {
        true => Err(Message::new(keys::ERROR_USERNAME_RESERVED)),
        false => Ok(name),
    }
}

/// Returns whether the name differs from the stored one. A user who already has a reserved name, set by the operator, keeps it.
fn is_new(changeset: &Changeset, kind: UserIdField, name: &str) -> bool {
    let stored = changeset.data().and_then(|user| user.value(kind.name()));
    !matches!(stored, Some(Value::Text(stored)) if stored == name)
}
