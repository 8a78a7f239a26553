//! What a reset changes: the password and nothing else.

use std::sync::Arc;

use pow_core::{
    Error,
    changeset::{Changeset, Operation},
    conn::Conn,
    record::User,
    users,
};

/// The operation of the changeset that sets the new password, for hooks of other extensions.
pub const RESET_PASSWORD: Operation = Operation("reset_password");

/// The new password by all rules; an e-mail address or another field in the form is ignored.
pub(crate) fn changeset(conn: &Conn, user: &Arc<User>) -> Result<Changeset, Error> {
    users::password_changeset(conn.cx(), RESET_PASSWORD, user, conn.params())
}
