//! The recent proof that a new token requires.

use pow_core::{
    Error,
    conn::{CURRENT_PASSWORD, Conn},
    messages::Message,
};

use crate::{ApiTokens, changeset::NAME};

/// Whether the form asks for the current password.
pub(crate) fn needs_password(extension: &ApiTokens, conn: &Conn) -> bool {
    conn.needs_password(Some(extension.recent_sign_in))
}

/// Returns the field and the error of a missing proof. A user without a password has to sign in again.
///
/// # Errors
/// Faults of the database, and [`Error::Busy`] or [`Error::TooMany`] of the password check.
pub(crate) async fn missing(extension: &ApiTokens, conn: &Conn) -> Result<Option<(&'static str, Message)>, Error> {
    if needs_password(extension, conn) {
        return Ok(conn.wrong_password().await?.map(|wrong| (CURRENT_PASSWORD, wrong)));
    }
    let is_needed = conn.needs_sign_in(Some(extension.recent_sign_in));
    Ok(is_needed.then(|| (NAME, Message::new("api-tokens-sign-in-again"))))
}
