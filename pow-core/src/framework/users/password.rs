//! A new password alone: for links behind which a user chooses one.

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

/// A changeset of nothing but a new password, which is required: whatever else the form holds is ignored. The core's
/// rules and every extension's `changeset` have seen it.
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

/// Replaces the password by a random one that is not kept, if the account has a password: for a link by which the owner
/// regains an account whose password another person knows.
///
/// # Errors
/// When the hashing queue is full, or the operating system gives no randomness.
///
/// # Security
/// Call it only if the owner can choose a new password, as [`Pow::recovery_page`](crate::Pow::recovery_page) tells.
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

/// Adds an error if the new password is the present one and the
/// [policy](crate::policy::PasswordPolicy::must_change) asks for another.
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

/// Adds an error unless the form has the current password, in `user[current_password]`. An account without a password needs
/// none. It is an [attempt](super::attempt()), and the user context says whether the password is right.
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
    // Another user context may accept a password that is not the stored one.
    let is_stored = right && cx.state().has::<CurrentIsStored>();
    if is_stored {
        changeset.compare_with_current(&typed);
    }
    Ok(())
}
