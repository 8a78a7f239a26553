//! Links on their way: sending one, finding whose it is, and using it.

use std::sync::Arc;

use pow_core::{
    Error,
    changeset::Changeset,
    controllers::session,
    cx::Cx,
    mail::MailAddress,
    record::User,
    schema::Value,
    store::{Filter, Transaction},
    users::{self, EMAIL, Written},
};

use crate::{
    EmailConfirmation,
    changeset::{CONFIRM_EMAIL, RENEW_LINK},
    fields::{EMAIL_CONFIRMATION_TOKEN, EMAIL_CONFIRMED_AT, UNCONFIRMED_EMAIL, target},
    mails::AddressInUse,
    registration::{Registration, was_never_confirmed},
    tokens::{Claim, Link},
};

/// The link is in a mail of this unit of work.
pub(crate) struct Mailed;

/// Mails the user the link that confirms what is unconfirmed: the new address where one waits, else the present one.
///
/// It is the link that was mailed before, unless half of its life is over, so that every mail of a series works.
///
/// # Errors
/// Faults of the database.
pub(crate) async fn send(extension: &EmailConfirmation, cx: &Cx, user: &Arc<User>) -> Result<(), Error> {
    let Some(address) = target(user)? else { return Ok(()) };
    // Its link would open nothing.
    if !users::may_recover(cx, user)? {
        return Ok(());
    }
    let stored = user.get(EMAIL_CONFIRMATION_TOKEN)?;
    let ttl = extension.link_ttl(cx);
    if let Some(link) = stored.as_deref().and_then(|stored| Link::still_good(cx, stored, &address, ttl)) {
        return mail(extension, cx, user, &link).await;
    }
    let link = Link::next(cx, stored.as_deref(), &address)?;
    let mut renewal = Changeset::new(RENEW_LINK, Some(user.clone()), Arc::default());
    renewal.put(EMAIL_CONFIRMATION_TOKEN, Some(link.stored));
    if users::write(cx, renewal).await?.is_ok() {
        // Its mail was written with it.
        return Ok(());
    }
    // Another request was faster: its link is as good.
    let Some(user) = cx.pow().users().get(cx, user.id()?).await? else { return Ok(()) };
    match stored_link(cx, &user)? {
        Some(link) => mail(extension, cx, &user, &link).await,
        None => Ok(()),
    }
}

async fn mail(extension: &EmailConfirmation, cx: &Cx, user: &User, link: &Link) -> Result<(), Error> {
    let owner = match user.get(UNCONFIRMED_EMAIL)? {
        Some(pending) => cx.pow().users().get_by(cx, EMAIL.name(), Value::Text(pending)).await?,
        None => None,
    };
    match owner {
        Some(owner) if !users::is_unclaimed(cx, &owner)? => to_target(extension, cx, user, link, Some(&owner)),
        _ => to_target(extension, cx, user, link, None),
    }
}

/// Queues the mail with the link that the row has from now on: it is in the outbox if the row is in the table.
pub(crate) async fn mail_within(
    extension: &EmailConfirmation,
    cx: &Cx,
    tx: &mut dyn Transaction,
    user: &User,
) -> Result<(), Error> {
    let Some(link) = stored_link(cx, user)? else { return Ok(()) };
    let owner = match user.get(UNCONFIRMED_EMAIL)? {
        Some(pending) => owner(cx, tx, &pending).await?,
        None => None,
    };
    to_target(extension, cx, user, &link, owner.as_ref())
}

fn stored_link(cx: &Cx, user: &User) -> Result<Option<Link>, Error> {
    let (Some(address), Some(stored)) = (target(user)?, user.get(EMAIL_CONFIRMATION_TOKEN)?) else { return Ok(None) };
    Ok(Link::again(cx, &stored, &address))
}

/// The account that has this address. An unclaimed row gives way to a confirmation.
pub(crate) async fn owner(cx: &Cx, tx: &mut dyn Transaction, address: &str) -> Result<Option<User>, Error> {
    let filter = Filter::eq(EMAIL.name(), Value::Text(address.to_owned()));
    match tx.find(cx.pow().schema().users(), filter).await? {
        Some(owner) if !users::is_unclaimed(cx, &owner)? => Ok(Some(owner)),
        _ => Ok(None),
    }
}

/// One mail to the address that waits, or else to the present one: the link, or, where another account has the address,
/// word to that person.
fn to_target(
    extension: &EmailConfirmation,
    cx: &Cx,
    user: &User,
    link: &Link,
    owner: Option<&User>,
) -> Result<(), Error> {
    cx.state().put(Mailed);
    match owner {
        // Another request has confirmed it since the user was read.
        Some(owner) if owner.id()? == user.id()? => Ok(()),
        Some(owner) => {
            let to = MailAddress::of(owner, EMAIL)?.filter(|_| cx.pow().policy().notices);
            cx.for_reader(Some(owner)).mails().send(to, &AddressInUse::new(cx.pow().url(session::NEW)))
        }
        None => {
            let is_change = user.get(UNCONFIRMED_EMAIL)?.is_some();
            let to = MailAddress::of(user, if is_change { UNCONFIRMED_EMAIL } else { EMAIL })?;
            cx.for_reader(Some(user)).mails().send(to, &extension.mail(cx, &link.text)?.is_change(is_change))
        }
    }
}

/// A link that is good.
pub(crate) struct Opened {
    pub(crate) user: Arc<User>,
    /// What takes the place of the registration that the row holds.
    registration: Option<Registration>,
}

impl Opened {
    /// Spends the link.
    pub(crate) async fn confirm(self, cx: &Cx) -> Result<Written, Error> {
        let mut changeset = confirmation(cx, &self.user)?;
        if let Some(registration) = self.registration {
            registration.put_into(cx, &mut changeset);
        }
        users::write(cx, changeset).await
    }
}

/// The user for which a link is good now; the link stays good. Pow's `load_user_by_token`. No link is good for a user that
/// an extension lets in by none, as while an account is locked.
///
/// # Errors
/// Faults of the database.
pub(crate) async fn open(extension: &EmailConfirmation, cx: &Cx, text: &str) -> Result<Option<Opened>, Error> {
    if let Some(registration) = Registration::open(cx, text) {
        let Some(user) = cx.pow().users().get(cx, registration.user).await? else { return Ok(None) };
        let is_good = registration.is_good(cx, &user, extension.link_ttl(cx))? && users::may_recover(cx, &user)?;
        return Ok(is_good.then_some(Opened { user, registration: Some(registration) }));
    }
    let Some(claim) = Claim::read(cx, text) else { return Ok(None) };
    if claim.is_older_than(cx, extension.link_ttl(cx)) {
        return Ok(None);
    }
    let stored = Value::Text(claim.stored.clone());
    let user = cx.pow().users().get_by(cx, EMAIL_CONFIRMATION_TOKEN.name(), stored).await?;
    let Some(user) = user else { return Ok(None) };
    let is_its_own = target(&user)?.is_some_and(|address| claim.is_for(&address));
    Ok((is_its_own && users::may_recover(cx, &user)?).then_some(Opened { user, registration: None }))
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
/// An address that another account has by now is an error of the field `email`; a row that was changed since it was read,
/// one of the field `email_confirmation_token`.
///
/// # Errors
/// Faults of the database or the cache.
///
/// # Security
/// The caller has seen a proof: this asks for none.
pub async fn confirm_email(cx: &Cx, user: &Arc<User>) -> Result<Written, Error> {
    users::write(cx, confirmation(cx, user)?).await
}

fn confirmation(cx: &Cx, user: &Arc<User>) -> Result<Changeset, Error> {
    let mut changeset = Changeset::new(CONFIRM_EMAIL, Some(user.clone()), Arc::default());
    changeset.put(EMAIL_CONFIRMED_AT, Some(cx.now()));
    changeset.put(EMAIL_CONFIRMATION_TOKEN, None);
    // Whoever was in before the address was shown to be theirs stays in no longer. (V11)
    changeset.raise_epoch();
    if let Some(address) = user.get(UNCONFIRMED_EMAIL)? {
        changeset.put(EMAIL, Some(address));
        changeset.put(UNCONFIRMED_EMAIL, None);
    } else if was_never_confirmed(user)? {
        changeset.begin_account();
    }
    Ok(changeset)
}
