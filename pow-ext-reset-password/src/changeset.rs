//! The changeset of a reset: the password only.

use pow_core::{
    Error,
    changeset::{Changeset, Operation},
    conn::Conn,
    users::{self, EMAIL},
};

use crate::tokens::LinkUser;

/// The operation of the changeset that sets the new password, for hooks of other extensions.
pub const RESET_PASSWORD: Operation = Operation("reset_password");

/// Returns the changeset of the new password, with all password rules. Other fields of the form are ignored.
///
/// It also proves the address if the link was mailed there. The link is invalid once the address changes.
///
/// It replaces only the password that the link was made for. The link is therefore valid once even if a new password
/// does not raise the auth epoch.
pub(crate) fn changeset(conn: &Conn, link: &LinkUser) -> Result<Changeset, Error> {
    let mut changeset = users::password_changeset(conn.cx(), RESET_PASSWORD, &link.user, conn.params())?;
    if link.is_of_main_address {
        changeset.prove(EMAIL, link.user.get(EMAIL)?);
    }
    changeset.guard(users::PASSWORD_HASH);
    Ok(changeset)
}
