//! Validates the passwords in a form: `password`, `password_confirmation` and `current_password`.

use super::Changeset;
use crate::{
    Error,
    messages::{Message, keys},
    params::Param,
    password::{PasswordPolicy, Reason, Refusal},
    schema::{Field, user::PASSWORD_HASH},
    secret::Secret,
};

/// The form field of the new password.
const PASSWORD: Field<String> = Field::new("password");
const CONFIRMATION: &str = "password_confirmation";

/// Validates the new password and its confirmation. A user without a password must set one if `is_needed`.
///
/// # Errors
/// [`Error::Field`] if the users' table has no password hash.
pub(crate) fn validate_password(
    changeset: &mut Changeset,
    policy: &PasswordPolicy,
    context: &[&str],
    is_needed: bool,
) -> Result<(), Error> {
    let has_hash = match changeset.data() {
        Some(user) => user.get(PASSWORD_HASH)?.is_some(),
        None => false,
    };
    let typed = match changeset.params().get(PASSWORD.name()) {
        Some(Param::Text(text)) if !text.is_empty() => Secret::new(text.to_string()),
        Some(Param::Invalid(_)) => {
            changeset.error(PASSWORD.name(), Message::new(keys::ERROR_INVALID));
            return Ok(());
        }
        _ => {
            if !has_hash && is_needed {
                changeset.error(PASSWORD.name(), Message::new(keys::ERROR_REQUIRED));
            }
            return Ok(());
        }
    };
    if let Some(message) = refusal(typed.expose(), policy, context) {
        changeset.error(PASSWORD.name(), message);
    }
    confirm(changeset, typed.expose(), policy.show_button);
    changeset.put_password(typed);
    Ok(())
}

/// Requires that the new password is typed twice, as in Pow, unless the page can show it. A typing error would lock the user
/// out.
fn confirm(changeset: &mut Changeset, password: &str, can_be_shown: bool) {
    let key = match changeset.params().get(CONFIRMATION) {
        Some(Param::Text(text)) if text.as_str() == password => return,
        None if can_be_shown => return,
        None => keys::ERROR_REQUIRED,
        Some(_) => keys::ERROR_CONFIRMATION,
    };
    changeset.error(CONFIRMATION, Message::new(key));
}

fn refusal(password: &str, policy: &PasswordPolicy, context: &[&str]) -> Option<Message> {
    match policy.check(password, context).err()? {
        Refusal::TooShort { min } => Some(Message::new(keys::ERROR_TOO_SHORT).with("min", min)),
        Refusal::TooLong { max } => Some(Message::new(keys::ERROR_TOO_LONG).with("max", max)),
        Refusal::Blocked(Reason::Context) => Some(Message::new(keys::ERROR_PASSWORD_CONTEXT)),
        Refusal::Blocked(Reason::Common | Reason::Own) => Some(Message::new(keys::ERROR_PASSWORD_COMMON)),
        Refusal::Rule { message } => Some(Message::new(message)),
    }
}
