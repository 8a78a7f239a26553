//! The changeset of a reset: the password only.

use pow_core::{
    Error,
    changeset::{Changeset, Operation},
    conn::Conn,
    users::{self, EMAIL},
};

use crate::tokens::ValidLink;

/// The operation of the changeset that sets the new password, for hooks of other extensions.
pub const RESET_PASSWORD: Operation = Operation("reset_password");

/// Returns the changeset of the new password, with all password rules. Other fields of the form are ignored.
///
/// If the link was mailed to the main address, the changeset also proves it. The link is invalid once the address changes. A link
/// that was mailed to another address of the account proves nothing about the main one.
///
/// The changeset replaces only the password that the account had when the link was made. The link can therefore be used
/// only once, even if a new password does not raise the auth epoch.
pub(crate) fn changeset(conn: &Conn, link: &ValidLink) -> Result<Changeset, Error> {
    let mut changeset = users::password_changeset(conn.cx(), RESET_PASSWORD, &link.user, conn.params())?;
    if link.is_to_main {
        changeset.prove(EMAIL, link.user.get(EMAIL)?);
    }
    changeset.guard(users::PASSWORD_HASH);
    Ok(changeset)
}
