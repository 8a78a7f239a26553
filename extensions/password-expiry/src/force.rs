//! Asking for a new password, for an administrator's page or a command line.

use std::sync::Arc;

use pow_core::{
    Error,
    changeset::{Changeset, Operation},
    cx::Cx,
    record::User,
    users::{self, Written},
};

use crate::MUST_CHANGE_PASSWORD;

/// The operation, for hooks of other extensions.
pub const FORCE_PASSWORD_CHANGE: Operation = Operation("force_password_change");

/// Makes the user choose a new password at the next sign-in. The sessions, remembered browsers and mailed links of the user end.
///
/// ```no_run
/// # async fn example(pow: &pow_core::Pow, user: std::sync::Arc<pow_core::record::User>) -> Result<(), pow_core::Error> {
/// match pow_ext_password_expiry::force_password_change(&pow.cx(), &user).await? {
///     Ok(_) => println!("the next sign-in asks for a new password"),
///     Err(_) => println!("the account has changed meanwhile: read it again"),
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Security
/// This does not keep out a person who knows the password. If others may know it, lock the account, or let the user reset the
/// password by mail.
///
/// # Errors
/// Faults of the database or the cache.
pub async fn force_password_change(cx: &Cx, user: &Arc<User>) -> Result<Written, Error> {
    let mut changeset = Changeset::new(FORCE_PASSWORD_CHANGE, Some(user.clone()), Arc::default());
    changeset.put(MUST_CHANGE_PASSWORD, Some(cx.now()));
    changeset.raise_epoch();
    users::write(cx, changeset).await
}
