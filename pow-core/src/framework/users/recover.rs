//! Whether a mailed link may do something for a user.

use crate::{Error, cx::Cx, record::User};

/// Whether every extension allows a mailed link for this user, for example to set a new password:
/// [`Extension::may_recover`](crate::extension::Extension::may_recover).
///
/// # Security
/// Ask again when the link is used, because the answer can have changed since the link was sent. A form must answer the same as
/// for an unknown user.
///
/// # Errors
/// Faults of an extension.
pub fn may_recover(cx: &Cx, user: &User) -> Result<bool, Error> {
    for extension in cx.pow().hooks() {
        if !extension.may_recover(cx, user)? {
            return Ok(false);
        }
    }
    Ok(true)
}
