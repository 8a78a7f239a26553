//! The changeset of a reset: the password only.

use std::sync::Arc;

use pow_core::{
    Error,
    changeset::{Changeset, Operation},
    conn::Conn,
    record::User,
    users::{self, EMAIL},
};

/// The operation of the changeset that sets the new password, for hooks of other extensions.
pub const RESET_PASSWORD: Operation = Operation("reset_password");

/// Returns the changeset of the new password, with all password rules. Other fields of the form are ignored.
///
/// The changeset also proves the address: the link was mailed to it, and is invalid once the address changes.
///
/// The changeset replaces only the password that the account had when the link was made. The link can therefore be used
/// only once, even if a new password does not raise the auth epoch.
pub(crate) fn changeset(conn: &Conn, user: &Arc<User>) -> Result<Changeset, Error> {
    let mut changeset = users::password_changeset(conn.cx(), RESET_PASSWORD, user, conn.params())?;
    changeset.prove(EMAIL, user.get(EMAIL)?);
    changeset.guard(users::PASSWORD_HASH);
    Ok(changeset)
}
