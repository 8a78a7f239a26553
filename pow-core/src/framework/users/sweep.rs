//! Deletion of users by periodic work.

use std::sync::Arc;

use crate::{
    Error,
    cx::Cx,
    record::User,
    telemetry::{LogGate, plain},
};

/// Deletes a user in periodic work that deletes many users. Returns whether the user was deleted.
///
/// A user that has changed since it was read stays. A user that can't be deleted stays, too, and the error is logged.
/// For example, a foreign key of the application's tables may still refer to it. Such a row must not stop the work for
/// the rows behind it. Select the rows in the order of an index, and let the next query begin behind it.
///
/// # Errors
/// [`Error::Unavailable`] and [`Error::Busy`], because the next deletion would fail, too.
pub async fn delete_or_skip(cx: &Cx, user: &Arc<User>) -> Result<bool, Error> {
    match cx.pow().users().delete(cx, user).await {
        Ok(written) => Ok(written.is_ok()),
        Err(error @ (Error::Unavailable { .. } | Error::Busy { .. })) => Err(error),
        Err(error) => {
            static FAILED: LogGate = LogGate::new();
            if let Some(held_back) = FAILED.open_now() {
                let (user, error) = (user.id()?, plain(error));
                tracing::error!(
                    target: "pow::user::undeletable",
                    %user,
                    %error,
                    held_back,
                    "periodic work could not delete a user"
                );
            }
            Ok(false)
        }
    }
}
