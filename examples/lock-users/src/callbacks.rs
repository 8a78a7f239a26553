//! Hooks into the sign-in.

use pow_core::{
    Error,
    conn::{Conn, Reply},
    controllers::session,
    extension::{Action, Outcome, SignIn},
    messages::Message,
    pages::Flash,
    record::User,
};

use crate::LOCKED_AT;

/// Logs the client's address after a failed sign-in. The log must not contain what visitors typed, so it names no
/// account.
pub(crate) fn before_respond(action: Action, conn: &Conn, outcome: &Outcome) {
    if let (session::CREATE, Outcome::Invalid(_)) = (action, outcome) {
        tracing::warn!(target: "lock_users::failed", peer = ?conn.request().peer, "sign-in failed");
    }
}

/// Denies a locked user. The core calls it at each sign-in, after the password check, so that only the owner learns of
/// the lock.
pub(crate) fn before_sign_in(conn: &mut Conn, user: &User) -> Result<SignIn, Error> {
    if user.get(LOCKED_AT)?.is_none() {
        return Ok(SignIn::Allow);
    }
    conn.flash(Flash::error(Message::new("lock-users-locked")));
    Ok(SignIn::Deny(Reply::redirect(conn.pow().redirects().session_path(conn))))
}
