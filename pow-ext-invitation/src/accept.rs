//! Accepting an invitation.

use std::sync::Arc;

use pow_core::{
    Error,
    changeset::Changeset,
    conn::{Conn, Reply},
    messages::Message,
    pages::Flash,
    record::User,
    users,
};

use crate::{changeset, tokens};

/// The result of an acceptance.
pub(crate) enum Accepted {
    /// The invitation was accepted and the account can be used.
    Done(Arc<User>),
    /// The form has errors. The link stays valid.
    Invalid(Changeset),
    /// The link is invalid.
    InvalidLink,
}

/// Accepts the invitation by one write, which requires that the epoch has not changed. One of several concurrent
/// requests succeeds.
///
/// All checks run before the write, so a rejected form does not consume the link.
pub(crate) async fn accept(conn: &Conn) -> Result<Accepted, Error> {
    let Some(invited) = tokens::invited(conn).await? else { return Ok(Accepted::InvalidLink) };
    let changeset = changeset::accept(conn, &invited)?;
    if !changeset.is_valid() {
        return Ok(Accepted::Invalid(changeset));
    }
    match users::write(conn.cx(), changeset).await? {
        Ok(user) => Ok(Accepted::Done(user)),
        Err(changeset) if changeset.is_stale() => Ok(Accepted::InvalidLink),
        Err(changeset) => Ok(Accepted::Invalid(changeset)),
    }
}

/// Answers the new user, who is now signed in.
pub(crate) fn accepted(conn: &mut Conn) -> Reply {
    conn.flash(Flash::info(Message::new("invitation-accepted")));
    let redirects = conn.pow().redirects().clone();
    Reply::redirect(redirects.after_registration(conn))
}
