//! What a reset changes: the password and nothing else.

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

/// The new password by all rules; an email address or another field in the form is ignored. The link was mailed to the
/// account's address and is dead once that changes, so the user who fills in the form reads the mails that go there.
///
/// It is written only over the password that the link was made for: so the link works once also where a change of the
/// password doesn't raise the auth epoch.
pub(crate) fn changeset(conn: &Conn, user: &Arc<User>) -> Result<Changeset, Error> {
    let mut changeset = users::password_changeset(conn.cx(), RESET_PASSWORD, user, conn.params())?;
    changeset.prove(EMAIL, user.get(EMAIL)?);
    changeset.guard(users::PASSWORD_HASH);
    Ok(changeset)
}
