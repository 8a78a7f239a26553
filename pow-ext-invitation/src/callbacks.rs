//! What the extension does in the actions of others.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | an account takes on an address that was invited and is not accepted | the invited user is deleted first, in the same transaction; nothing of the invitation goes over | an invitation reserves no address, doesn't show that it exists and gives no stranger what it promised |
//! | a registration with such an address | the same; but where an extension confirms addresses by mail, it is taken, and [`resend_claim`](pow_core::extension::Extension::resend_claim) mails the link again | who was invited expects a mail from here, and would confirm a password that a stranger chose (V10) |
//! | the same with a user name | only if the invitation has run out; else the name is taken | a name is no secret, and who takes it could pass for the one who was invited |
//! | an open invitation gets a password by anything but its acceptance | refused | only the link makes it an account |
//! | a user who has not accepted is about to be signed in, by whatever way | denied | the same |
//! | a password reset asks whether it may | no | the same (K14) |
//! | a user is invited | an entry in the inviter's list, in the same transaction | both are there, or neither |
//! | an invitation is accepted | the entry goes | it is not open any more |
//! | an account is deleted | its list and the open invitations that it sent | a deleted user invites no one |

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
    fields::{is_open, is_over},
    open,
};

pub(crate) async fn before_write(cx: &Cx, tx: &mut dyn Transaction, changeset: &mut Changeset) -> Result<(), Error> {
    match changeset.operation() {
        INVITE | Operation::DELETE => return Ok(()),
        ACCEPT => {}
        _ => refuse_password(changeset)?,
    }
    make_room(cx, tx, changeset).await
}

fn refuse_password(changeset: &mut Changeset) -> Result<(), Error> {
    let sets_password = changeset.change_value(users::PASSWORD_HASH.name()).is_some();
    if sets_password && changeset.data().map(|user| is_open(user)).transpose()? == Some(true) {
        changeset.error("password", Message::new(keys::ERROR_CHANGED_MEANWHILE));
    }
    Ok(())
}

/// Deletes the invited user whose user id or address another account is to have. Where it doesn't give way, the unique
/// index says what it says of every other one.
async fn make_room(cx: &Cx, tx: &mut dyn Transaction, changeset: &Changeset) -> Result<(), Error> {
    let contact = cx.pow().contact_field().map(|field| field.name);
    for field in iter::once(cx.pow().user_id_field().name()).chain(contact) {
        let Some(wanted @ Value::Text(_)) = changeset.change_value(field).cloned() else { continue };
        let found = tx.find(cx.pow().schema().users(), Filter::eq(field, wanted)).await?;
        let Some(invited) = found else { continue };
        let gives_way = field == EMAIL.name() && !changeset.awaits_proof(EMAIL.name());
        if is_open(&invited)? && (gives_way || is_over(&invited, cx.now())?) {
            delete(cx, tx, invited).await?;
        }
    }
    Ok(())
}

/// With the hooks of every extension, so that nothing of the user is left. One that was accepted at this very moment
/// stays, and the write runs into its unique index.
pub(crate) async fn delete(cx: &Cx, tx: &mut dyn Transaction, user: User) -> Result<(), Error> {
    let mut changeset = Changeset::new(Operation::DELETE, Some(Arc::new(user)), Arc::default());
    users::write_within(cx, tx, &mut changeset).await.map(|_| ())
}

pub(crate) async fn after_write(
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &Changeset,
    user: &Arc<User>,
) -> Result<(), Error> {
    match changeset.operation() {
        INVITE => match (user.get(INVITED_BY)?, name(cx, user)) {
            (Some(inviter), Some(name)) => {
                let address = if cx.pow().contact_field().is_some() { user.get(EMAIL)? } else { None };
                match open::note(cx, tx, inviter, name, address, user.get(INVITATION_EXPIRES_AT)?).await? {
                    true => Ok(()),
                    false => Err(Error::other("the same invitation was sent at the same moment")),
                }
            }
            _ => Ok(()),
        },
        ACCEPT => match changeset.data().map(|invited| (invited.get(INVITED_BY), name(cx, invited))) {
            Some((inviter, Some(name))) => match inviter? {
                Some(inviter) => open::strike(cx, tx, inviter, name).await.map(|_| ()),
                None => Ok(()),
            },
            _ => Ok(()),
        },
        Operation::DELETE => ended(cx, tx, user.id()?).await,
        _ => Ok(()),
    }
}

/// What an inviter leaves behind when the account is deleted.
async fn ended(cx: &Cx, tx: &mut dyn Transaction, inviter: UserId) -> Result<(), Error> {
    let field = cx.pow().user_id_field().name();
    for invitee in open::invitees(cx, tx, inviter).await? {
        let invited = tx.find(cx.pow().schema().users(), Filter::eq(field, Value::Text(invitee))).await?;
        if let Some(invited) = invited
            && is_open(&invited)?
            && invited.get(INVITED_BY)? == Some(inviter)
        {
            delete(cx, tx, invited).await?;
        }
    }
    open::strike_all(cx, tx, inviter).await
}

fn name<'a>(cx: &Cx, user: &'a User) -> Option<&'a str> {
    match user.value(cx.pow().user_id_field().name()) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

/// The acceptance is written before it signs in, so the user who accepts is let in.
pub(crate) fn before_sign_in(conn: &mut Conn, user: &User) -> Result<SignIn, Error> {
    if !is_open(user)? {
        return Ok(SignIn::Allow);
    }
    conn.flash(Flash::error(Message::new(keys::SIGN_IN_FAILED)));
    let path = conn.pow().redirects().clone().session_path(conn);
    Ok(SignIn::Deny(Reply::redirect(path)))
}
