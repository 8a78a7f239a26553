//! The recent proof that a change requires.

use pow_core::{
    Error,
    changeset::{Changeset, Operation, SCOPE},
    conn::{CURRENT_PASSWORD, Conn, Reply},
    extension::Outcome,
    messages::{Message, keys},
};

use crate::{INDEX, Identities};

/// Whether the form asks for the current password.
pub(crate) fn needs_password(extension: &Identities, conn: &Conn) -> bool {
    conn.needs_password(Some(extension.recent_sign_in))
}

/// Returns the error of a missing proof with its field. A user without a password has to sign in again, which is an error of
/// `field`.
///
/// # Errors
/// Faults of the database and of the password check.
pub(crate) async fn missing(
    extension: &Identities,
    conn: &Conn,
    field: &'static str,
) -> Result<Option<(&'static str, Message)>, Error> {
    if needs_password(extension, conn) {
        return Ok(conn.wrong_password().await?.map(|wrong| (CURRENT_PASSWORD, wrong)));
    }
    let is_needed = conn.needs_sign_in(Some(extension.recent_sign_in));
    Ok(is_needed.then(|| (field, Message::new(keys::SIGN_IN_AGAIN))))
}

/// Asks for the proof after a button of the list was pressed. The list has no password field, so a missing password is no error:
/// the page that asks for it is shown.
pub(crate) async fn missing_at_button(
    extension: &Identities,
    conn: &mut Conn,
    operation: Operation,
) -> Result<Option<Outcome>, Error> {
    if !needs_password(extension, conn) {
        return Ok(conn.ask_for_sign_in(Some(extension.recent_sign_in), INDEX).map(Outcome::Halt));
    }
    let mut changeset = Changeset::new(operation, conn.user().cloned(), conn.params().clone());
    if conn.params().scope(SCOPE).get(CURRENT_PASSWORD).is_none() {
        return Ok(Some(Outcome::Invalid(changeset)));
    }
    Ok(conn.wrong_password().await?.map(|wrong| {
        changeset.error(CURRENT_PASSWORD, wrong);
        Outcome::Invalid(changeset)
    }))
}

pub(crate) fn to_list(conn: &Conn) -> Reply {
    Reply::redirect(conn.path(INDEX).unwrap_or_else(|| conn.pow().home_path().to_owned()))
}
