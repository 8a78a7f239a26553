//! Locking and unlocking, for an administrator's page or a command line.

use std::sync::Arc;

use pow_core::{
    DateTime, Error,
    changeset::{Changeset, Operation},
    cx::Cx,
    record::User,
    users::{self, Written},
};

use crate::LOCKED_AT;

/// An account is locked: for other extensions to tell it from an update.
pub const LOCK: Operation = Operation("lock");
/// An account is unlocked.
pub const UNLOCK: Operation = Operation("unlock");

/// Locks the account and ends all its sessions, its remembered browsers and the links in its mails.
///
/// # Errors
/// Faults of the database or the cache; the account may not be locked then.
pub async fn lock(cx: &Cx, user: &Arc<User>) -> Result<Written, Error> {
    write(cx, user, LOCK, Some(cx.now())).await
}

/// Lets the user in again.
///
/// # Errors
/// As [`lock`].
pub async fn unlock(cx: &Cx, user: &Arc<User>) -> Result<Written, Error> {
    write(cx, user, UNLOCK, None).await
}

async fn write(cx: &Cx, user: &Arc<User>, what: Operation, at: Option<DateTime>) -> Result<Written, Error> {
    let mut changeset = Changeset::new(what, Some(user.clone()), Arc::default());
    changeset.put(LOCKED_AT, at);
    changeset.raise_epoch();
    users::write(cx, changeset).await
}
