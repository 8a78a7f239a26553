//! The recent proof that a new token takes.

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
/// Faults of the database, and [`Error::Busy`] or [`Error::TooMany`] of the password's check.
pub(crate) async fn missing(extension: &ApiTokens, conn: &Conn) -> Result<Option<(&'static str, Message)>, Error> {
    if needs_password(extension, conn) {
        return Ok(conn.wrong_password().await?.map(|wrong| (CURRENT_PASSWORD, wrong)));
    }
    let clock = conn.pow().clock();
    let is_recent = |at: &pow_core::session::Session| at.authenticated_within(extension.recent_sign_in, clock.as_ref());
    let has_password = conn.needs_password(Some(std::time::Duration::ZERO));
    let is_given = has_password || conn.session().is_some_and(is_recent);
    Ok((!is_given).then(|| (NAME, Message::new("api-tokens-sign-in-again"))))
}
