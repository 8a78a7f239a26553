//! Locks by an administrator: for a page of the application, or a command line.

use std::sync::Arc;

use pow_core::{
    DateTime, Error,
    changeset::{Changeset, Operation},
    cx::Cx,
    record::User,
    users::{self, Written},
};

use crate::fields::{LOCKED_AT, LOCKED_REASON, LOCKED_UNTIL};

/// The operation that locks an account, for hooks of other extensions.
pub const LOCK: Operation = Operation("lock");
/// The operation that ends a lock, for hooks of other extensions.
pub const LOCK_ENDS: Operation = Operation("unlock");

/// The lock of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lock {
    /// When it began.
    pub since: DateTime,
    /// When it ends. `None`: only [`unlock`] ends it.
    pub until: Option<DateTime>,
    /// The reason that the administrator gave.
    pub reason: Option<String>,
}

/// Locks the account: its sessions, remembered browsers, tokens and mailed links end, and no method signs it in until the lock
/// ends. A second call replaces the first lock.
///
/// ```no_run
/// # async fn example(pow: &pow_core::Pow, user: std::sync::Arc<pow_core::record::User>) -> Result<(), pow_core::Error> {
/// match pow_ext_lockout::lock(&pow.cx(), &user, None, "sends spam").await? {
///     Ok(_) => println!("locked"),
///     Err(_) => println!("the account has changed meanwhile: read it again"),
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Faults of the database or the cache. The account may not be locked then.
pub async fn lock(cx: &Cx, user: &Arc<User>, until: Option<DateTime>, reason: &str) -> Result<Written, Error> {
    let reason = Some(reason.to_owned()).filter(|reason| !reason.is_empty());
    write(cx, user, LOCK, Some(Lock { since: cx.now(), until, reason })).await
}

/// Ends the lock of the account.
///
/// # Errors
/// As [`lock`].
pub async fn unlock(cx: &Cx, user: &Arc<User>) -> Result<Written, Error> {
    write(cx, user, LOCK_ENDS, None).await
}

/// Returns the lock of the account, if there is one that has not ended.
///
/// # Errors
/// Faults of the configuration.
pub fn status(cx: &Cx, user: &User) -> Result<Option<Lock>, Error> {
    let (Some(since), until) = (user.get(LOCKED_AT)?, user.get(LOCKED_UNTIL)?) else { return Ok(None) };
    if until.is_some_and(|until| until <= cx.now()) {
        return Ok(None);
    }
    Ok(Some(Lock { since, until, reason: user.get(LOCKED_REASON)? }))
}

async fn write(cx: &Cx, user: &Arc<User>, operation: Operation, lock: Option<Lock>) -> Result<Written, Error> {
    let mut changeset = Changeset::new(operation, Some(user.clone()), Arc::default());
    changeset.put(LOCKED_AT, lock.as_ref().map(|lock| lock.since));
    changeset.put(LOCKED_UNTIL, lock.as_ref().and_then(|lock| lock.until));
    changeset.put(LOCKED_REASON, lock.and_then(|lock| lock.reason));
    changeset.raise_epoch();
    users::write(cx, changeset).await
}
