//! What happens at a sign-in.

use pow_core::{
    Error,
    conn::{Conn, Reply},
    extension::SignIn,
    messages::Message,
    pages::Flash,
    record::User,
};

use crate::LOCKED_AT;

/// The core asks on every way in, and only after the password was right: only its owner learns that an account is locked.
pub(crate) fn before_sign_in(conn: &mut Conn, user: &User) -> Result<SignIn, Error> {
    if user.get(LOCKED_AT)?.is_none() {
        return Ok(SignIn::Allow);
    }
    conn.flash(Flash::error(Message::new("lock-users-locked")));
    let redirects = conn.pow().redirects().clone();
    Ok(SignIn::Deny(Reply::redirect(redirects.session_path(conn))))
}
