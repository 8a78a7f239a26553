//! Rows of the users' table that are nobody's account yet.

use std::sync::Arc;

use crate::{Error, cx::Cx, record::User};

/// Whether an extension says that this is nobody's account yet:
/// [`Extension::is_nobodys`](crate::extension::Extension::is_nobodys).
///
/// # Errors
/// Faults of an extension.
pub fn is_nobodys(cx: &Cx, user: &User) -> Result<bool, Error> {
    for extension in cx.pow().extensions() {
        if extension.is_nobodys(cx, user)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Lets whoever made this row mail the way in to its address: [`Extension::remind`](crate::extension::Extension::remind).
/// Nothing happens if it is somebody's account.
///
/// # Security
/// What a form answers then must not differ from what it answers for an address that is free or has an account.
///
/// # Errors
/// Faults of an extension or the database.
pub async fn remind(cx: &Cx, user: &Arc<User>) -> Result<(), Error> {
    for extension in cx.pow().extensions() {
        if extension.is_nobodys(cx, user)? {
            extension.remind(cx, user).await?;
        }
    }
    Ok(())
}
