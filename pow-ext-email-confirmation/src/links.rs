//! Links on their way: sending one, finding whose it is, and using it.

use std::sync::Arc;

use pow_core::{
    Error,
    changeset::Changeset,
    cx::Cx,
    mail::MailAddress,
    record::User,
    schema::Value,
    users::{self, EMAIL, Written},
};

use crate::{
    EmailConfirmation,
    callbacks::to_new_address,
    changeset::{CONFIRM_EMAIL, RENEW_LINK},
    fields::{EMAIL_CONFIRMATION_TOKEN, EMAIL_CONFIRMED_AT, UNCONFIRMED_EMAIL, target},
    tokens::{Claim, Link},
};

/// Mails the user the link that confirms what is unconfirmed: the new address where one waits, else the present one.
///
/// It is the link that was mailed before, unless half of its life is over, so that every mail of a series works.
///
/// # Errors
/// Faults of the database.
pub(crate) async fn send(extension: &EmailConfirmation, cx: &Cx, user: &Arc<User>) -> Result<(), Error> {
    let Some((user, link)) = current(extension, cx, user).await? else { return Ok(()) };
    match user.get(UNCONFIRMED_EMAIL)? {
        None => cx.mail(MailAddress::of(&user, EMAIL)?, &extension.mail(cx, &link)?),
        Some(pending) => {
            let owner = cx.pow().users().get_by(cx, EMAIL.name(), Value::Text(pending.clone())).await?;
            to_new_address(extension, cx, &link, &user, owner.as_deref())
        }
    }
}

/// The user's link, made anew if there is none that can be mailed.
async fn current(extension: &EmailConfirmation, cx: &Cx, user: &Arc<User>) -> Result<Option<(Arc<User>, Link)>, Error> {
    let Some(address) = target(user)? else { return Ok(None) };
    let stored = user.get(EMAIL_CONFIRMATION_TOKEN)?;
    let ttl = extension.link_ttl(cx);
    if let Some(link) = stored.and_then(|stored| Link::still_good(cx, &stored, &address, ttl)) {
        return Ok(Some((user.clone(), link)));
    }
    let link = Link::new(cx, &address)?;
    let mut renewal = Changeset::new(RENEW_LINK, Some(user.clone()), Arc::default());
    renewal.put(EMAIL_CONFIRMATION_TOKEN, Some(link.stored.clone()));
    if let Ok(user) = users::write(cx, renewal).await? {
        return Ok(Some((user, link)));
    }
    // Another request was faster: its link is as good.
    let Some(user) = cx.pow().users().get(cx, user.id()?).await? else { return Ok(None) };
    let (Some(address), Some(stored)) = (target(&user)?, user.get(EMAIL_CONFIRMATION_TOKEN)?) else { return Ok(None) };
    Ok(Link::again(cx, &stored, &address).map(|link| (user, link)))
}

/// The user whom a link is good for now; the link stays good. Pow's `load_user_by_token`.
///
/// # Errors
/// Faults of the database.
pub(crate) async fn holder(extension: &EmailConfirmation, cx: &Cx, text: &str) -> Result<Option<Arc<User>>, Error> {
    let Some(claim) = Claim::read(cx, text) else { return Ok(None) };
    if claim.is_older_than(cx, extension.link_ttl(cx)) {
        return Ok(None);
    }
    let stored = Value::Text(claim.stored.clone());
    let user = cx.pow().users().get_by(cx, EMAIL_CONFIRMATION_TOKEN.name(), stored).await?;
    let Some(user) = user else { return Ok(None) };
    Ok(target(&user)?.is_some_and(|address| claim.is_for(&address)).then_some(user))
}

/// Confirms what waits: the new address takes its place, or the present one is the user's from now on. The link that was
/// out is spent by it, and all sessions of the user have ended: [`Conn::renew_session`](pow_core::conn::Conn::renew_session)
/// keeps that of who confirms. Of several calls with the same user one succeeds.
///
/// ```no_run
/// # async fn seed(pow: &pow_core::Pow) -> Result<(), pow_core::Error> {
/// // A user of a seed or a test need not open a link.
/// let (cx, ann) = (pow.cx(), pow_core::schema::Value::Text("ann@example.com".into()));
/// if let Some(user) = pow.users().get_by(&cx, "email", ann).await? {
///     pow_ext_email_confirmation::confirm_email(&cx, &user).await?.ok();
/// }
/// # Ok(())
/// # }
/// ```
///
/// An address that somebody else has by now is an error of the field `email`; a row that was changed since it was read,
/// one of the field `email_confirmation_token`.
///
/// # Errors
/// Faults of the database or the cache.
///
/// # Security
/// The caller has seen a proof: this asks for none.
pub async fn confirm_email(cx: &Cx, user: &Arc<User>) -> Result<Written, Error> {
    let mut changeset = Changeset::new(CONFIRM_EMAIL, Some(user.clone()), Arc::default());
    changeset.put(EMAIL_CONFIRMED_AT, Some(cx.now()));
    changeset.put(EMAIL_CONFIRMATION_TOKEN, None);
    // Whoever was in before the address was shown to be theirs stays in no longer. (V11)
    changeset.raise_epoch();
    if let Some(address) = user.get(UNCONFIRMED_EMAIL)? {
        changeset.put(EMAIL, Some(address));
        changeset.put(UNCONFIRMED_EMAIL, None);
    }
    users::write(cx, changeset).await
}
