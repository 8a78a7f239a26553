//! Hooks into writes and the sign-in.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | a password is set, by any form or link | the time is stored, and an administrator's request for a new password is settled | a new password can be used for the full time |
//! | sign-in with a proof, if the password must be replaced | a challenge: choose a new one | open sessions continue |
//! | sign-in by a remembered browser or a token, if the password must be replaced | denied | the person who uses the browser may not know the password |

use pow_core::{
    Error,
    changeset::Changeset,
    clock::millis,
    conn::{Conn, Reply},
    cx::Cx,
    extension::{AuthMethod, SignIn},
    messages::Message,
    pages::Flash,
    record::User,
    users::{INSERTED_AT, PASSWORD_HASH},
};

use crate::{EDIT, MUST_CHANGE_PASSWORD, PASSWORD_CHANGED_AT, PasswordExpiry};

pub(crate) fn before_write(cx: &Cx, changeset: &mut Changeset) {
    if changeset.change_value(PASSWORD_HASH.name()).is_some() {
        changeset.put(PASSWORD_CHANGED_AT, Some(cx.now()));
        changeset.put(MUST_CHANGE_PASSWORD, None);
    }
}

pub(crate) fn before_sign_in(config: &PasswordExpiry, conn: &mut Conn, user: &User) -> Result<SignIn, Error> {
    if !is_over(config, conn.cx(), user)? {
        return Ok(SignIn::Allow);
    }
    if conn.auth_method() == Some(AuthMethod::Proved) {
        return Ok(SignIn::Challenge(EDIT));
    }
    conn.flash(Flash::error(Message::new("password-expiry-sign-in")));
    Ok(SignIn::Deny(Reply::redirect(conn.pow().redirects().session_path(conn))))
}

/// Whether the password must be replaced. A user without a password has nothing to replace.
fn is_over(config: &PasswordExpiry, cx: &Cx, user: &User) -> Result<bool, Error> {
    if user.get(PASSWORD_HASH)?.is_none() {
        return Ok(false);
    }
    let since = match user.get(PASSWORD_CHANGED_AT)? {
        Some(changed_at) => changed_at,
        None => user.get(INSERTED_AT)?,
    };
    let age = cx.now().signed_duration_since(since).num_milliseconds();
    let is_too_old = config.max_age.is_some_and(|most| age >= millis(most));
    Ok(is_too_old || user.get(MUST_CHANGE_PASSWORD)?.is_some())
}
