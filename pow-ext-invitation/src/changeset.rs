//! What an invitation writes, and what its acceptance does.

use std::sync::Arc;

use pow_core::{
    DateTime, Error,
    changeset::{Changeset, Operation},
    conn::Conn,
    cx::Cx,
    messages::{Message, keys},
    record::User,
    users::{self, EMAIL},
};

use crate::{INVITATION_ACCEPTED_AT, INVITATION_EXPIRES_AT, INVITATION_TOKEN, INVITED_BY, Invitation};

/// The operation that makes an invited user, or sends the invitation once more; for hooks of other extensions.
pub const INVITE: Operation = Operation("invite");
/// The operation that accepts an invitation; for hooks of other extensions.
pub const ACCEPT: Operation = Operation("accept_invitation");

/// An invited user: the user id by its rules, no password, and what the application lets them take over.
pub(crate) fn invite(
    extension: &Invitation,
    conn: &Conn,
    inviter: &User,
    invited: Option<&Arc<User>>,
    nonce: &str,
) -> Result<Changeset, Error> {
    let mut changeset = users::user_id_changeset(conn.cx(), INVITE, invited, conn.params())?;
    changeset.put(INVITATION_TOKEN, Some(nonce.to_owned()));
    changeset.put(INVITATION_EXPIRES_AT, expiry(extension, conn));
    changeset.put(INVITED_BY, Some(inviter.id()?));
    extension.fill_in(inviter, &mut changeset)?;
    Ok(changeset)
}

/// When an invitation that is made now runs out.
pub(crate) fn expiry(extension: &Invitation, conn: &Conn) -> Option<DateTime> {
    extension.ttl(conn.cx()).map(|ttl| conn.cx().now() + ttl)
}

/// Where the link was mailed to, if users have an address and this one has.
pub(crate) fn mail_address(cx: &Cx, user: &User) -> Result<Option<String>, Error> {
    match cx.pow().schema().users().field(EMAIL.name()) {
        Some(_) => user.get(EMAIL),
        None => Ok(None),
    }
}

/// The whole form, as at a registration. Of any number of acceptances at once the epoch lets one through.
pub(crate) fn accept(conn: &Conn, invited: &Arc<User>) -> Result<Changeset, Error> {
    let cx = conn.cx();
    let mut changeset = users::form_changeset(cx, ACCEPT, Some(invited), conn.params())?;
    if changeset.password().is_none() && !changeset.has_error("password") {
        changeset.error("password", Message::new(keys::ERROR_REQUIRED));
    }
    changeset.begin_account();
    changeset.put(INVITATION_ACCEPTED_AT, Some(cx.now()));
    changeset.put(INVITATION_TOKEN, None);
    changeset.put(INVITATION_EXPIRES_AT, None);
    changeset.raise_epoch();
    // The link came by mail to this address; another one is to be confirmed as any other. (V16)
    if let Some(address) = mail_address(cx, invited)? {
        changeset.prove(EMAIL, Some(address));
    }
    Ok(changeset)
}
