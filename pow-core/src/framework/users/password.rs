//! A new password alone: for links that let somebody choose one.

use std::sync::Arc;

use super::{
    PASSWORD_HASH,
    base::{ask_extensions, check_password},
};
use crate::{
    Error,
    changeset::{Changeset, Operation},
    cx::Cx,
    messages::{Message, keys},
    params::Params,
    password::Verdict,
    record::User,
    secret::Secret,
};

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
    check_password(cx, &mut changeset)?;
    if changeset.password().is_none() && changeset.is_valid() {
        changeset.error("password", Message::new(keys::ERROR_REQUIRED));
    }
    ask_extensions(cx, &mut changeset);
    Ok(changeset)
}

/// Hashes the new password of a changeset, if it has one and is valid. [`write`](super::write()) does it by itself; who calls
/// this before has what can be refused for want of capacity behind them.
///
/// Where the [policy](crate::policy::PasswordPolicy::must_change) asks for another password than the one that is replaced,
/// that is checked here too: look whether the changeset is still valid.
///
/// # Errors
/// [`Error::Busy`] when too many passwords wait to be hashed.
pub async fn hash_password(cx: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
    if !changeset.is_valid() {
        return Ok(());
    }
    if let Some(password) = changeset.take_password() {
        if is_the_old_one(cx, changeset, &password).await? {
            changeset.error("password", Message::new(keys::ERROR_PASSWORD_UNCHANGED));
            return Ok(());
        }
        let hash = cx.pow().passwords().hash(&password).await?;
        cx.even_from_now();
        changeset.put(PASSWORD_HASH, Some(hash));
    }
    Ok(())
}

/// Whether the account has this password already.
async fn is_the_old_one(cx: &Cx, changeset: &Changeset, password: &Secret<String>) -> Result<bool, Error> {
    let pow = cx.pow();
    if !pow.policy().password.must_change || changeset.differs_from_current() {
        return Ok(false);
    }
    match changeset.data().map(|user| user.get(PASSWORD_HASH)).transpose()?.flatten() {
        Some(hash) => Ok(!matches!(pow.passwords().verify(password, Some(&hash)).await?, Verdict::Invalid)),
        None => Ok(false),
    }
}
