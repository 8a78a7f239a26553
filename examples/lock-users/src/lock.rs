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

/// The operation that locks an account, for hooks of other extensions.
pub const LOCK: Operation = Operation("lock");
/// The operation that unlocks an account, for hooks of other extensions.
pub const UNLOCK: Operation = Operation("unlock");

/// Locks the account and ends its sessions, remembered browsers and mailed links.
///
/// # Errors
/// If the database or the cache fails. The account may not be locked then.
pub async fn lock(cx: &Cx, user: &Arc<User>) -> Result<Written, Error> {
    write(cx, user, LOCK, Some(cx.now())).await
}

/// Unlocks the account.
///
/// # Errors
/// As [`lock`].
pub async fn unlock(cx: &Cx, user: &Arc<User>) -> Result<Written, Error> {
    write(cx, user, UNLOCK, None).await
}

async fn write(cx: &Cx, user: &Arc<User>, operation: Operation, at: Option<DateTime>) -> Result<Written, Error> {
    let mut changeset = Changeset::new(operation, Some(user.clone()), Arc::default());
    changeset.put(LOCKED_AT, at);
    changeset.raise_epoch();
    users::write(cx, changeset).await
}
