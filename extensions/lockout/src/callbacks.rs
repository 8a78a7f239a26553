//! Hooks into the sign-in.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | sign-in of a user that an administrator has locked | denied, by any method, with a message | covers methods that are added later |
//! | mailed link for a locked user | treated like an unknown address | the link would be useless and would reveal the lock |
//! | new password, or an administrator ends a lock | the wrong passwords no longer count | guesses at the old password say nothing about the new one |
//! | new auth epoch, for example by a new password | no browser has a separate limit | a thief of the old password must not have one |
//! | users change their own password or user id | this browser has a separate limit again | strangers can't lock the owner out |
//! | another account gets the name | no browser is known for it | the cookie names the account, too |
//! | the owner regains the account, by any link | no browser is known for it | a thief's browser must not stay known |
//! | sign-in with a proof | the browser is known for the account | strangers can't use up its attempts |
//! | the same from an unknown browser, or after wrong passwords | a mail to the owner | a thief of the password is noticed |

use std::sync::Arc;

use pow_core::{
    Error, UserId,
    changeset::{Changeset, Operation},
    conn::{Conn, Reply, SignedIn},
    cx::Cx,
    extension::{AuthMethod, Outcome, SignIn},
    messages::Message,
    pages::Flash,
    record::User,
    users::{self, PASSWORD_HASH},
};

use crate::{
    Lockout,
    attempts::{self, RightPassword, last_sign_in_key},
    browser::Browser,
    lock::{LOCK_ENDS, status},
    notices,
};

/// Marks a unit of work in which the browsers of this user lost their separate limits.
struct PlacesForgotten(UserId);

/// Denies the sign-in of a locked user. Only a user who gave the right password learns of the lock.
pub(crate) fn before_sign_in(conn: &mut Conn, user: &User) -> Result<SignIn, Error> {
    if let Some(right) = conn.cx().state().get::<RightPassword>() {
        conn.put_sign_in_note(right.as_ref());
    }
    if status(conn.cx(), user)?.is_none() {
        return Ok(SignIn::Allow);
    }
    conn.flash(Flash::error(Message::new("lockout-locked")));
    let reply = Reply::redirect(conn.pow().redirects().session_path(conn));
    Ok(SignIn::Deny(reply.refuse(403, "lockout-locked")))
}

/// Resets the counts and the known browsers after the commit, so that a rollback changes nothing.
pub(crate) fn after_write(config: &Lockout, cx: &Cx, changeset: &Changeset, user: &User) -> Result<(), Error> {
    let Some(before) = changeset.data() else { return Ok(()) };
    let field = cx.pow().user_id_field().field();
    let (old, id) = (before.get(field)?, user.id()?);
    let is_deleted = changeset.operation() == Operation::DELETE;
    let is_renamed = changeset.change_value(field.name()).is_some();
    let has_new_password = changeset.change_value(PASSWORD_HASH.name()).is_some();
    let (is_unlocked, is_regained) = (changeset.operation() == LOCK_ENDS, changeset.regains_account());
    let counts_end = is_renamed || has_new_password || is_unlocked || is_regained;
    if !is_deleted && (counts_end || users::changes_authority(cx, changeset)) {
        cx.state().put(PlacesForgotten(id));
    }
    if !is_deleted && !counts_end {
        return Ok(());
    }
    let (config, own) = (config.clone(), cx.clone());
    cx.after_commit(async move {
        attempts::forget_attempts(&own, id, &old).await?;
        if is_regained {
            attempts::forget_browsers(&config, &own, id).await?;
        }
        if is_deleted {
            own.cache().store().delete(&last_sign_in_key(&own, id)).await?;
        }
        Ok(())
    });
    Ok(())
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

/// Restores the separate limit of the browser in which users change their own account. The change took it from every browser.
pub(crate) fn before_respond(config: &Lockout, conn: &mut Conn, outcome: &Outcome) -> Result<(), Error> {
    let (Outcome::Ok(Some(user)), Some(forgotten)) = (outcome, conn.cx().state().get::<PlacesForgotten>()) else {
        return Ok(());
    };
    let id = user.id()?;
    let is_own = conn.session().is_some_and(|session| session.reference().user() == id);
    match conn.user_id_of(user) {
        Some(user_id) if is_own && id == forgotten.0 => {
            // The browsers were forgotten in this millisecond or before.
            let since = conn.cx().pow().clock().now_ms().saturating_add(1);
            set_cookie(config, conn, user, &[&user_id], None, since)
        }
        _ => Ok(()),
    }
}

/// Makes the browser known for the account, and returns whether it was before.
async fn make_known(config: &Lockout, conn: &mut Conn, user: &User) -> Result<bool, Error> {
    let Some(user_id) = conn.user_id_of(user) else { return Ok(false) };
    let (id, is_known) = attempts::known_browser(config, conn.cx(), user, &user_id).await?;
    let typed = conn.sign_in_note::<RightPassword>().map(|right| right.user_id);
    let now = conn.cx().pow().clock().now_ms();
    set_cookie(config, conn, user, &[typed.as_deref().unwrap_or(&user_id), &user_id], id, now)?;
    Ok(is_known)
}

/// Makes the browser known for the account under a new name, so that its counts begin at zero. This applies to the user id that
/// was attacked and to the account's own.
pub(crate) fn make_known_anew(config: &Lockout, conn: &mut Conn, user: &User, attacked: &str) -> Result<(), Error> {
    let (own, now) = (conn.user_id_of(user), conn.cx().pow().clock().now_ms());
    set_cookie(config, conn, user, &[attacked, own.as_deref().unwrap_or(attacked)], None, now)
}

fn set_cookie(
    config: &Lockout,
    conn: &mut Conn,
    user: &User,
    names: &[&str],
    id: Option<[u8; 16]>,
    since_ms: i64,
) -> Result<(), Error> {
    let mut browser = Browser::read(config, conn.cx())?;
    for name in names {
        browser = browser.renewed(name, user, id, since_ms)?;
    }
    let header = browser.header(config, conn.cx())?;
    conn.set_cookie(header);
    Ok(())
}
