//! The writes of a sign-in: the proof of the address, and a new user.

use std::sync::Arc;

use pow_core::{
    Error,
    changeset::{Changeset, Operation},
    cx::Cx,
    identifier::email::EmailAddress,
    record::User,
    token::TokenPayload,
    users::{self, AUTH_EPOCH, EMAIL, EMAIL_CONFIRMED_AT, INSERTED_AT, PASSWORD_HASH, UPDATED_AT},
};

use crate::{
    Existing, MailSignIn,
    recipient::{Recipient, is_own, sign_up},
};

/// The operation of the changeset that records the first proof of an address, for hooks of other extensions.
pub const MAIL_SIGN_IN: Operation = Operation("mail_sign_in");
/// The operation of the changeset of a new user, for hooks of other extensions.
pub const MAIL_SIGN_UP: Operation = Operation("mail_sign_up");

/// The result of a code or a link that was right.
pub(crate) struct Accepted {
    pub(crate) user: Arc<User>,
    /// Whether the account was just created.
    pub(crate) is_new: bool,
    /// Whether a password was removed, which a stranger may have chosen.
    pub(crate) lost_password: bool,
}

/// Returns the user that the payload signs in. Returns `None` if the account has changed since the mail was sent.
pub(crate) async fn accept(extension: &MailSignIn, cx: &Cx, payload: TokenPayload) -> Result<Option<Accepted>, Error> {
    let Ok(address) = String::from_utf8(payload.bytes) else { return Ok(None) };
    let Some(id) = payload.user else { return begin(extension, cx, &address).await };
    let user = cx.pow().users().get(cx, id).await?;
    match user {
        Some(user) if user.get(AUTH_EPOCH)? == payload.epoch && leads_to(cx, &user, &address).await? => {
            prove(extension, cx, user, &address).await
        }
        _ => Ok(None),
    }
}

/// Whether the user may still sign in by mails to the address. An extension may have removed the address meanwhile.
async fn leads_to(cx: &Cx, user: &User, address: &str) -> Result<bool, Error> {
    if !users::may_recover(cx, user)? {
        return Ok(false);
    }
    if is_own(user, address)? {
        return Ok(true);
    }
    let Some(email) = parse(cx, address) else { return Ok(false) };
    let found = users::find_by_email(cx, &email).await?;
    Ok(found.map(|found| found.id()).transpose()? == Some(user.id()?))
}

fn parse(cx: &Cx, address: &str) -> Option<EmailAddress> {
    EmailAddress::parse(address, cx.pow().policy().email_grammar).ok()
}

/// Creates the user. If the address was registered since the mail was sent, its proof counts for that account. (V10)
async fn begin(extension: &MailSignIn, cx: &Cx, address: &str) -> Result<Option<Accepted>, Error> {
    let Some(email) = parse(cx, address) else { return Ok(None) };
    match Recipient::find(extension, cx, &email).await? {
        Recipient::User(found) => return prove(extension, cx, found.user, address).await,
        // By now, a locked user may have the address, perhaps in a row of another extension.
        Recipient::Denied => return Ok(None),
        Recipient::New => {}
    }
    match users::write(cx, sign_up(cx, address)?).await? {
        Ok(user) => Ok(Some(Accepted { user, is_new: true, lost_password: false })),
        Err(changeset) if changeset.errors().iter().any(|error| error.is_taken()) => {
            match Recipient::find(extension, cx, &email).await? {
                Recipient::User(found) => prove(extension, cx, found.user, address).await,
                Recipient::New | Recipient::Denied => Ok(None),
            }
        }
        Err(_) => Ok(None),
    }
}

/// Records that the address belongs to the user. If this was never proved before, a stranger may have registered the address.
/// Then the password is removed, and all sessions, remembered browsers and links end. (V10 to V14)
async fn prove(extension: &MailSignIn, cx: &Cx, user: Arc<User>, address: &str) -> Result<Option<Accepted>, Error> {
    let is_shown = user.get(EMAIL_CONFIRMED_AT)?.is_some() || !is_own(&user, address)?;
    if is_shown {
        return Ok(Some(Accepted { user, is_new: false, lost_password: false }));
    }
    let mut changeset = Changeset::new(MAIL_SIGN_IN, Some(user.clone()), Arc::default());
    changeset.prove(EMAIL, Some(address.to_owned()));
    changeset.guard(EMAIL);
    let is_trusted = is_trusted(extension.existing, &user)?;
    let lost_password = !is_trusted && user.get(PASSWORD_HASH)?.is_some();
    if !is_trusted {
        changeset.put(PASSWORD_HASH, None);
        changeset.raise_epoch();
    }
    let written = users::write(cx, changeset).await?;
    Ok(written.ok().map(|user| Accepted { user, is_new: false, lost_password }))
}

/// Whether the address counts as proved. A later write may have replaced it, so the row must not have changed since `before`.
fn is_trusted(existing: Existing, user: &User) -> Result<bool, Error> {
    let Existing::Trust { before } = existing else { return Ok(false) };
    Ok(user.get(INSERTED_AT)? < before && user.get(UPDATED_AT)? < before)
}
