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

/// What became of an acceptance.
pub(crate) enum Accepted {
    /// The account is the invited user's.
    Yes(Arc<User>),
    /// The form has errors; the link stays good.
    Refused(Changeset),
    /// The link is not good, or no longer.
    Dead,
}

/// One write, whose condition is the epoch that was read: of any number of acceptances one succeeds. Everything that can
/// be refused comes before it, so a link is never spent for nothing.
pub(crate) async fn accept(conn: &Conn) -> Result<Accepted, Error> {
    let Some(invited) = tokens::invited(conn).await? else { return Ok(Accepted::Dead) };
    let changeset = changeset::accept(conn, &invited)?;
    if !changeset.is_valid() {
        return Ok(Accepted::Refused(changeset));
    }
    match users::write(conn.cx(), changeset).await? {
        Ok(user) => Ok(Accepted::Yes(user)),
        Err(refused) if refused.is_stale() => Ok(Accepted::Dead),
        Err(refused) => Ok(Accepted::Refused(refused)),
    }
}

/// The answer to the new user, who is signed in.
pub(crate) fn welcome(conn: &mut Conn) -> Reply {
    conn.flash(Flash::info(Message::new("invitation-accepted")));
    let redirects = conn.pow().redirects().clone();
    Reply::redirect(redirects.after_registration(conn))
}
