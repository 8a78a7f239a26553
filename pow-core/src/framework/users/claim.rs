//! Rows of the users' table that do not belong to anyone yet.

use std::sync::Arc;

use super::may_recover;
use crate::{Error, cx::Cx, extension::Claim, record::User};

/// The answer of the first extension to which the row is not an account yet:
/// [`Extension::claim`](crate::extension::Extension::claim).
///
/// # Errors
/// Faults of an extension.
pub fn claim(cx: &Cx, user: &User) -> Result<Claim, Error> {
    for extension in cx.pow().hooks() {
        match extension.claim(cx, user)? {
            Claim::Claimed => {}
            unclaimed => return Ok(unclaimed),
        }
    }
    Ok(Claim::Claimed)
}

/// Whether the row is not an account yet, open or expired.
///
/// # Errors
/// Faults of an extension.
pub fn is_unclaimed(cx: &Cx, user: &User) -> Result<bool, Error> {
    Ok(claim(cx, user)? != Claim::Claimed)
}

/// Has the extension that made this row mail the link to it again:
/// [`Extension::resend_claim`](crate::extension::Extension::resend_claim). For an account, or a row whose time is over, this
/// is a no-op.
///
/// # Security
/// The form that calls it must answer as it answers for an address that is free or has an account.
///
/// # Errors
/// Faults of an extension or the database.
pub async fn resend_claim(cx: &Cx, user: &Arc<User>) -> Result<(), Error> {
    for extension in cx.pow().hooks() {
        if extension.claim(cx, user)? == Claim::Open {
            extension.resend_claim(cx, user).await?;
        }
    }
    Ok(())
}

/// Whether an extension lets this row make room for an account whose address is proved:
/// [`Extension::gives_way`](crate::extension::Extension::gives_way). A row that [may not be recovered](may_recover) stays, for
/// example that of a locked user: a new account would be a way past the lock.
///
/// # Errors
/// Faults of an extension.
pub fn gives_way(cx: &Cx, user: &User) -> Result<bool, Error> {
    for extension in cx.pow().hooks() {
        if extension.gives_way(cx, user)? {
            return may_recover(cx, user);
        }
    }
    Ok(false)
}
