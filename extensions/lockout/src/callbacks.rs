//! Hooks into the sign-in.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | sign-in of a user whom an administrator has locked | denied, by any method, with a message | covers methods that are added later |
//! | mailed link for a locked user | as for an unknown address | the link would be of no use and would tell of the lock |
//! | sign-in with a proof | the browser is known for the account | strangers can't take its places |
//! | the same from an unknown browser, or after wrong passwords | a mail to the owner | a thief of the password is noticed |

use std::sync::Arc;

use pow_core::{
    Error,
    conn::{Conn, Reply, SignedIn},
    extension::{AuthMethod, SignIn},
    messages::Message,
    pages::Flash,
    record::User,
};

use crate::{Lockout, attempts, browser::Browser, lock::status, notices};

/// Only a user who gave the right password learns of the lock.
pub(crate) fn before_sign_in(conn: &mut Conn, user: &User) -> Result<SignIn, Error> {
    if status(conn.cx(), user)?.is_none() {
        return Ok(SignIn::Allow);
    }
    conn.flash(Flash::error(Message::new("lockout-locked")));
    Ok(SignIn::Deny(Reply::redirect(conn.pow().redirects().session_path(conn))))
}

pub(crate) async fn after_sign_in(
    config: &Lockout,
    conn: &mut Conn,
    user: &Arc<User>,
    outcome: &SignedIn,
) -> Result<(), Error> {
    if !matches!((conn.auth_method(), outcome), (Some(AuthMethod::Proved), SignedIn::Established)) {
        return Ok(());
    }
    let is_known = make_known(config, conn, user).await?;
    notices::signed_in(config, conn, user, is_known).await;
    Ok(())
}

/// Makes the browser known for the account, and returns whether it was before.
async fn make_known(config: &Lockout, conn: &mut Conn, user: &User) -> Result<bool, Error> {
    let Some(user_id) = conn.user_id_of(user) else { return Ok(false) };
    let id = attempts::known_browser(config, conn.cx(), &user_id).await?;
    set_cookie(config, conn, &user_id, id)?;
    Ok(id.is_some())
}

/// Makes the browser known for the account under a new name, so that all its places are free.
pub(crate) fn make_known_anew(config: &Lockout, conn: &mut Conn, user: &User) -> Result<(), Error> {
    match conn.user_id_of(user) {
        Some(user_id) => set_cookie(config, conn, &user_id, None),
        None => Ok(()),
    }
}

fn set_cookie(config: &Lockout, conn: &mut Conn, user_id: &str, id: Option<[u8; 16]>) -> Result<(), Error> {
    let header = Browser::read(config, conn.cx())?.renewed(conn.cx(), user_id, id)?.header(config, conn.cx())?;
    conn.set_cookie(header);
    Ok(())
}
