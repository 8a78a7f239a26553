//! What happens at a sign-in and after it failed.

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

/// Logs where a failed sign-in came from. It names no account: the log is no list of what visitors typed.
pub(crate) fn before_respond(action: Action, conn: &Conn, outcome: &Outcome) {
    if let (session::CREATE, Outcome::Invalid(_)) = (action, outcome) {
        tracing::warn!(target: "lock_users::failed", peer = ?conn.request().peer, "a sign-in failed");
    }
}

/// The core asks on every way in, and only after the password was right: only its owner learns that an account is locked.
pub(crate) fn before_sign_in(conn: &mut Conn, user: &User) -> Result<SignIn, Error> {
    if user.get(LOCKED_AT)?.is_none() {
        return Ok(SignIn::Allow);
    }
    conn.flash(Flash::error(Message::new("lock-users-locked")));
    let redirects = conn.pow().redirects().clone();
    Ok(SignIn::Deny(Reply::redirect(redirects.session_path(conn))))
}
