//! Changesets that contain only a new password, for links by which a user chooses one.

use std::sync::Arc;

use super::{
    NewPassword, PASSWORD_HASH,
    base::{CurrentIsStored, ask_extensions, check_password},
};
use crate::{
    Error,
    changeset::{Changeset, Operation},
    cx::Cx,
    messages::{Message, keys},
    params::{Param, Params},
    password::Verdict,
    random,
    record::User,
    secret::Secret,
};

/// The form field of the current password.
const CURRENT: &str = "current_password";

/// Returns a changeset that contains only a new password, which is required. Other fields of the form are ignored. The core's
/// rules and every extension's `changeset` have run.
///
/// # Errors
/// Faults of the configuration.
pub fn password_changeset(
    cx: &Cx,
    operation: Operation,
    user: &Arc<User>,
    params: &Arc<Params>,
) -> Result<Changeset, Error> {
    let mut changeset = Changeset::new(operation, Some(user.clone()), params.clone());
    check_password(cx, &mut changeset, NewPassword::Required)?;
    if changeset.password().is_none() && changeset.is_valid() {
        changeset.error("password", Message::new(keys::ERROR_REQUIRED));
    }
    ask_extensions(cx, &mut changeset);
    Ok(changeset)
}

/// Replaces the password, if the account has one, by a random password that is not kept. Use it for a link by which the owner
/// regains an account after another person learned the password.
///
/// # Errors
/// When the hashing queue is full, or the operating system gives no randomness.
///
/// # Security
/// Call it only if the owner can choose a new password: see [`Pow::recovery_page`](crate::Pow::recovery_page).
pub async fn void_password(cx: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
    let password = changeset.data().map(|user| user.get(PASSWORD_HASH)).transpose()?.flatten();
    if password.is_some() {
        let unknown: [u8; 32] = random::bytes()?;
        let unknown = Secret::new(unknown.iter().map(|byte| format!("{byte:02x}")).collect());
        changeset.put(PASSWORD_HASH, Some(cx.pow().passwords().hash(&unknown).await?));
    }
    Ok(())
}

/// Hashes the new password of a changeset, if it has one.
pub(super) async fn hash_password(cx: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
    if let Some(password) = changeset.take_password() {
        let hash = cx.pow().passwords().hash(&password).await?;
        cx.pad_from_now();
        changeset.put(PASSWORD_HASH, Some(hash));
    }
    Ok(())
}

/// Adds an error if the new password equals the current one and the [policy](crate::policy::PasswordPolicy::must_change) requires
/// a different one.
pub(crate) async fn check_unchanged(cx: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
    let pow = cx.pow();
    if !pow.policy().password.must_change || changeset.differs_from_current() {
        return Ok(());
    }
    let Some(present) = changeset.data().map(|user| user.get(PASSWORD_HASH)).transpose()?.flatten() else {
        return Ok(());
    };
    let Some(new) = changeset.password() else { return Ok(()) };
    if !matches!(pow.passwords().verify(new, Some(&present)).await?, Verdict::Invalid) {
        changeset.error("password", Message::new(keys::ERROR_PASSWORD_UNCHANGED));
    }
    Ok(())
}

/// Adds an error unless the form has the current password, in `user[current_password]`. If the account has no password, nothing
/// is checked. The check is an [attempt](super::attempt()), and `Users::verify_current_password` decides whether the password is
/// right.
///
/// # Errors
/// When the hashing queue is full, or an extension refuses the attempt.
pub async fn check_current_password(cx: &Cx, changeset: &mut Changeset, params: &Arc<Params>) -> Result<(), Error> {
    let Some(user) = changeset.data().cloned() else { return Ok(()) };
    if user.get(PASSWORD_HASH)?.is_none() {
        return Ok(());
    }
    let typed = match changeset.params().get(CURRENT) {
        Some(Param::Text(text)) if !text.is_empty() => Secret::new(text.to_string()),
        Some(Param::Invalid(_)) => {
            changeset.error(CURRENT, Message::new(keys::ERROR_INVALID));
            return Ok(());
        }
        _ => {
            changeset.error(CURRENT, Message::new(keys::ERROR_REQUIRED));
            return Ok(());
        }
    };
    let right = cx.pow().users().verify_current_password(cx, &user, params).await?;
    if !right {
        changeset.error(CURRENT, Message::new(keys::ERROR_CURRENT_PASSWORD));
    }
    // Another implementation of `Users` may accept a password that is not the stored one.
    let is_stored = right && cx.state().has::<CurrentIsStored>();
    if is_stored {
        changeset.compare_with_current(&typed);
    }
    Ok(())
}
