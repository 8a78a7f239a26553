//! Rows of the users' table that do not belong to anyone yet.

use std::sync::Arc;

use super::may_recover;
use crate::{Error, cx::Cx, extension::Claim, record::User};

/// Returns whether the row is an account. The first extension for which it is not an account yet decides:
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

/// Whether the row is not an account yet: it is open or expired.
///
/// # Errors
/// Faults of an extension.
pub fn is_unclaimed(cx: &Cx, user: &User) -> Result<bool, Error> {
    Ok(claim(cx, user)? != Claim::Claimed)
}

/// Lets the extension that created this row mail its link again:
/// [`Extension::resend_claim`](crate::extension::Extension::resend_claim). For an account or an expired row, this is a no-op.
///
/// # Security
/// The calling form must give the same answer as for an address that is free, and as for an address that has an account.
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

/// Whether an extension lets this row be deleted in favour of an account that has proved the address:
/// [`Extension::gives_way`](crate::extension::Extension::gives_way). A row that [may not be recovered](may_recover) stays, for
/// example that of a locked user, because a new account would bypass the lock.
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
