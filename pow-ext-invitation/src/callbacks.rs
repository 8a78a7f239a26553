//! Hooks into the actions of the core and of other extensions.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | account with the address of an open invitation | invited user deleted first, in the same transaction; nothing is inherited | an invitation reserves no address and stays hidden; a stranger doesn't get what it promises |
//! | registration with the address of an open invitation | the same; if an extension confirms addresses by mail: treated as taken, and [`resend_claim`](pow_core::extension::Extension::resend_claim) mails the link again | the invited user would confirm a password that a stranger chose (V10) |
//! | registration with an invited user name | taken, unless the invitation has expired | a name can't be hidden; its taker could pose as the invited user |
//! | password for an open invitation, other than by acceptance | rejected | only the link makes the invited user an account |
//! | sign-in before acceptance, by any method | denied | only the link makes the invited user an account |
//! | password reset before acceptance | denied by `may_recover` | only the link makes the invited user an account (K14) |
//! | user invited | entry in the inviter's list, in the same transaction | both are written, or neither |
//! | invitation accepted | entry removed from the list | the invitation is no longer open |
//! | account deleted | its list and its open invitations deleted | a deleted user can't invite |

use std::{iter, sync::Arc};

use pow_core::{
    Error, UserId,
    changeset::{Changeset, Operation},
    conn::{Conn, Reply},
    cx::Cx,
    extension::SignIn,
    messages::{Message, keys},
    pages::Flash,
    record::User,
    schema::Value,
    store::{Filter, Transaction},
    users::{self, EMAIL},
};

use crate::{
    ACCEPT, INVITATION_EXPIRES_AT, INVITE, INVITED_BY,
    fields::{is_expired, is_open},
    inviter_list,
};

pub(crate) async fn before_write(cx: &Cx, tx: &mut dyn Transaction, changeset: &mut Changeset) -> Result<(), Error> {
    match changeset.operation() {
        INVITE | Operation::DELETE => return Ok(()),
        ACCEPT => {}
        _ => reject_password(changeset)?,
    }
    delete_invited(cx, tx, changeset).await
}

fn reject_password(changeset: &mut Changeset) -> Result<(), Error> {
    let sets_password = changeset.change_value(users::PASSWORD_HASH.name()).is_some();
    if sets_password && changeset.data().map(|user| is_open(user)).transpose()? == Some(true) {
        changeset.error("password", Message::new(keys::ERROR_CHANGED_MEANWHILE));
    }
    Ok(())
}

/// Deletes the invited user that has the wanted user id or address. If that row stays, the write fails at the unique
/// index.
async fn delete_invited(cx: &Cx, tx: &mut dyn Transaction, changeset: &Changeset) -> Result<(), Error> {
    let contact = cx.pow().contact_field().map(|field| field.name);
    for field in iter::once(cx.pow().user_id_field().name()).chain(contact) {
        let Some(wanted @ Value::Text(_)) = changeset.change_value(field).cloned() else { continue };
        let found = tx.find(cx.pow().schema().users(), Filter::eq(field, wanted)).await?;
        let Some(invited) = found else { continue };
        let is_replaceable = field == EMAIL.name() && !changeset.awaits_proof(EMAIL.name());
        if is_open(&invited)? && (is_replaceable || is_expired(&invited, cx.now())?) {
            delete(cx, tx, invited).await?;
        }
    }
    Ok(())
}

/// Deletes the user with the hooks of every extension. If the invitation was accepted concurrently, the user stays and
/// the write fails at the unique index.
pub(crate) async fn delete(cx: &Cx, tx: &mut dyn Transaction, user: User) -> Result<(), Error> {
    users::delete_within(cx, tx, user).await.map(drop)
}

pub(crate) async fn after_write(
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &Changeset,
    user: &Arc<User>,
) -> Result<(), Error> {
    match changeset.operation() {
        INVITE => match (user.get(INVITED_BY)?, user_id(cx, user)) {
            (Some(inviter), Some(user_id)) => {
                let address = if cx.pow().contact_field().is_some() { user.get(EMAIL)? } else { None };
                match inviter_list::put(cx, tx, inviter, user_id, address, user.get(INVITATION_EXPIRES_AT)?).await? {
                    true => Ok(()),
                    false => Err(Error::other("a concurrent request sent the same invitation: retry")),
                }
            }
            _ => Ok(()),
        },
        ACCEPT => match changeset.data().map(|invited| (invited.get(INVITED_BY), user_id(cx, invited))) {
            Some((inviter, Some(user_id))) => match inviter? {
                Some(inviter) => inviter_list::remove(cx, tx, inviter, user_id).await.map(|_| ()),
                None => Ok(()),
            },
            _ => Ok(()),
        },
        Operation::DELETE => delete_invitations_of(cx, tx, user.id()?).await,
        _ => Ok(()),
    }
}

/// Deletes the invitations of a deleted inviter.
async fn delete_invitations_of(cx: &Cx, tx: &mut dyn Transaction, inviter: UserId) -> Result<(), Error> {
    let field = cx.pow().user_id_field().name();
    for invitee in inviter_list::invitees(cx, tx, inviter).await? {
        let invited = tx.find(cx.pow().schema().users(), Filter::eq(field, Value::Text(invitee))).await?;
        if let Some(invited) = invited
            && is_open(&invited)?
            && invited.get(INVITED_BY)? == Some(inviter)
        {
            delete(cx, tx, invited).await?;
        }
    }
    inviter_list::remove_all(cx, tx, inviter).await
}

fn user_id<'a>(cx: &Cx, user: &'a User) -> Option<&'a str> {
    match user.value(cx.pow().user_id_field().name()) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

/// Denies an invited user who has not accepted. An acceptance is written before it signs in.
pub(crate) fn before_sign_in(conn: &mut Conn, user: &User) -> Result<SignIn, Error> {
    if !is_open(user)? {
        return Ok(SignIn::Allow);
    }
    conn.flash(Flash::error(Message::new(keys::SIGN_IN_FAILED)));
    let path = conn.pow().redirects().session_path(conn);
    Ok(SignIn::Deny(Reply::redirect(path)))
}
