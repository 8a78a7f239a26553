//! A new password alone: for links that let somebody choose one.

use std::sync::Arc;

use super::{PASSWORD_HASH, base::check_password};
use crate::{
    Error,
    changeset::{Changeset, Operation},
    cx::Cx,
    messages::{Message, keys},
    params::Params,
    record::User,
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
    for extension in cx.pow().extensions() {
        extension.changeset(cx, &mut changeset);
    }
    Ok(changeset)
}

/// Hashes the new password of a changeset, if it has one and is valid. [`write`](super::write()) does it by itself; who calls
/// this before has what can be refused for want of capacity behind them.
///
/// # Errors
/// [`Error::Busy`] when too many passwords wait to be hashed.
pub async fn hash_password(cx: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
    if !changeset.is_valid() {
        return Ok(());
    }
    if let Some(password) = changeset.take_password() {
        let hash = cx.pow().passwords().hash(&password).await?;
        changeset.put(PASSWORD_HASH, Some(hash));
    }
    Ok(())
}
