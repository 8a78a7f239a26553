//! Changesets of an invitation and of its acceptance.

use std::sync::Arc;

use pow_core::{
    DateTime, Error,
    changeset::{Changeset, Operation},
    conn::Conn,
    cx::Cx,
    messages::{Message, keys},
    record::User,
    users::{self, EMAIL, NewPassword},
};

use crate::{INVITATION_ACCEPTED_AT, INVITATION_EXPIRES_AT, INVITATION_TOKEN, INVITED_BY, Invitation, tokens};

/// The operation that creates an invited user or sends the invitation again, for hooks of other extensions.
pub const INVITE: Operation = Operation("invite");
/// The operation that accepts an invitation, for hooks of other extensions.
pub const ACCEPT: Operation = Operation("accept_invitation");

/// Returns the changeset of an invited user: a valid user id, no password, and the values of [`Invitation::on_invite`].
pub(crate) fn invite(
    extension: &Invitation,
    conn: &Conn,
    inviter: &User,
    invited: Option<&Arc<User>>,
    nonce: &str,
) -> Result<Changeset, Error> {
    let changeset = Changeset::new(INVITE, invited.cloned(), conn.params().clone());
    let mut changeset = users::user_id_changeset(conn.cx(), changeset)?;
    changeset.put(INVITATION_TOKEN, Some(nonce.to_owned()));
    changeset.put(INVITATION_EXPIRES_AT, expiry(extension, conn));
    changeset.put(INVITED_BY, Some(inviter.id()?));
    extension.apply_on_invite(inviter, &mut changeset)?;
    Ok(changeset)
}

/// Returns when an invitation that is sent now expires.
pub(crate) fn expiry(extension: &Invitation, conn: &Conn) -> Option<DateTime> {
    extension.ttl(conn.cx()).map(|ttl| conn.cx().now() + ttl)
}

/// Returns the address that the link was mailed to, or `None` if the user has none or the users' table has no field
/// `email`.
pub(crate) fn mail_address(cx: &Cx, user: &User) -> Result<Option<String>, Error> {
    match cx.pow().schema().users().field(EMAIL.name()) {
        Some(_) => user.get(EMAIL),
        None => Ok(None),
    }
}

/// Returns the changeset of the whole form, with the rules of a registration. Because of the epoch, only one of several
/// concurrent acceptances succeeds.
pub(crate) fn accept(conn: &Conn, invited: &Arc<User>) -> Result<Changeset, Error> {
    let cx = conn.cx();
    let mut changeset = Changeset::new(ACCEPT, Some(invited.clone()), conn.params().clone());
    // The link was mailed to this address. Any other address still has to be confirmed. (V16)
    if let Some(address) = mail_address(cx, invited)? {
        changeset.prove(EMAIL, Some(address));
    }
    let mut changeset = users::account_changeset(cx, changeset, NewPassword::Required)?;
    if changeset.password().is_none() && !changeset.has_error("password") {
        changeset.error("password", Message::new(keys::ERROR_REQUIRED));
    }
    changeset.put(INVITATION_ACCEPTED_AT, Some(cx.now()));
    changeset.put(INVITATION_TOKEN, invited.get(INVITATION_TOKEN)?.as_deref().map(tokens::used));
    changeset.put(INVITATION_EXPIRES_AT, None);
    changeset.raise_epoch();
    Ok(changeset)
}
