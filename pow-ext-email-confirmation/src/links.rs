//! Mailing a link, finding the user of a link, and confirming.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pow_core::{
    DateTime, Error,
    changeset::Changeset,
    controllers::session,
    cx::Cx,
    identifier::email::EmailAddress,
    mail::MailAddress,
    random,
    record::User,
    schema::Value,
    store::{Filter, Transaction},
    users::{self, Addressee, EMAIL, Written},
};

use crate::{
    EmailConfirmation,
    changeset::{CONFIRM_EMAIL, RENEW_LINK},
    fields::{EMAIL_CONFIRMATION_TOKEN, EMAIL_CONFIRMED_AT, UNCONFIRMED_EMAIL, address_to_confirm, email_unconfirmed},
    mails::AddressInUse,
    repeated_registration::{RepeatedRegistration, was_never_confirmed},
    tokens::{Link, StoredLink, VerifiedLink, used, used_text},
};

/// Marks a unit of work in which a link has been mailed.
pub(crate) struct Mailed;

/// The user who already has the address of a registration, or the address that a form requests.
pub(crate) struct Owner(pub(crate) Addressee);

/// Returns the user of an address. Extensions are asked, too, so don't call it inside a transaction.
pub(crate) async fn find_owner(cx: &Cx, address: &str) -> Result<Option<Addressee>, Error> {
    match EmailAddress::parse(address, cx.pow().policy().email_grammar) {
        Ok(email) => users::find_addressee(cx, &email).await,
        Err(_) => Ok(None),
    }
}

/// Returns the account that has the address that the user wants to confirm. Unclaimed rows don't count, because a confirmation
/// replaces them. Neither does another proved address of the same user.
pub(crate) async fn find_other_owner(cx: &Cx, user: &User, address: &str) -> Result<Option<Addressee>, Error> {
    match find_owner(cx, address).await? {
        Some(owner) if !owner.is_main() && owner.user.id()? == user.id()? => Ok(None),
        Some(owner) if !users::is_unclaimed(cx, &owner.user)? => Ok(Some(owner)),
        _ => Ok(None),
    }
}

/// Mails the user a link for the pending address, or for the current one if no address is pending.
///
/// The link that was mailed before is used again until half of its lifetime is over, so that every mail of a series
/// works.
///
/// # Errors
/// If the database fails.
pub(crate) async fn send(extension: &EmailConfirmation, cx: &Cx, user: &Arc<User>) -> Result<(), Error> {
    let Some(address) = address_to_confirm(user)? else { return Ok(()) };
    // The link would be invalid for this user.
    if !users::may_recover(cx, user)? {
        return Ok(());
    }
    let stored = user.get(EMAIL_CONFIRMATION_TOKEN)?;
    let ttl = extension.link_ttl(cx);
    if let Some(link) = stored.as_deref().and_then(|stored| Link::reusable(cx, stored, &address, ttl)) {
        return mail(extension, cx, user, &link).await;
    }
    let link = Link::renewed(cx, stored.as_deref(), &address)?;
    let mut renewal = Changeset::new(RENEW_LINK, Some(user.clone()), Arc::default());
    renewal.put(EMAIL_CONFIRMATION_TOKEN, Some(link.stored));
    if users::write(cx, renewal).await?.is_ok() {
        // `mail_in_transaction` has queued the mail.
        return Ok(());
    }
    // A concurrent request replaced the link: mail that one.
    let Some(user) = cx.pow().users().get(cx, user.id()?).await? else { return Ok(()) };
    match stored_link(cx, &user)? {
        Some(link) => mail(extension, cx, &user, &link).await,
        None => Ok(()),
    }
}

async fn mail(extension: &EmailConfirmation, cx: &Cx, user: &User, link: &Link) -> Result<(), Error> {
    let owner = match user.get(UNCONFIRMED_EMAIL)? {
        Some(pending) => find_other_owner(cx, user, &pending).await?,
        None => None,
    };
    let owner = match &owner {
        Some(owner) => Some((owner.user.as_ref(), owner.address()?)),
        None => None,
    };
    mail_to_recipient(extension, cx, user, link, owner)
}

/// Queues the mail with the link that the transaction writes. The mail commits together with the row.
pub(crate) async fn mail_in_transaction(
    extension: &EmailConfirmation,
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &Changeset,
    user: &User,
) -> Result<(), Error> {
    let Some(link) = stored_link(cx, user)? else { return Ok(()) };
    let Some(pending) = user.get(UNCONFIRMED_EMAIL)? else {
        return mail_to_recipient(extension, cx, user, &link, None);
    };
    let by_main = owner(cx, tx, &pending).await?;
    let owner = match (&by_main, other_owner(changeset)) {
        (Some(owner), _) => Some((owner, MailAddress::of(owner, EMAIL)?)),
        (None, Some(owner)) => Some((owner.user.as_ref(), owner.address()?)),
        (None, None) => None,
    };
    mail_to_recipient(extension, cx, user, &link, owner)
}

/// Returns the user whom an extension found by the requested address, before the transaction.
pub(crate) fn other_owner(changeset: &Changeset) -> Option<&Addressee> {
    changeset.attached::<Owner>().map(|Owner(owner)| owner).filter(|owner| !owner.is_main())
}

fn stored_link(cx: &Cx, user: &User) -> Result<Option<Link>, Error> {
    let (Some(address), Some(stored)) = (address_to_confirm(user)?, user.get(EMAIL_CONFIRMATION_TOKEN)?) else {
        return Ok(None);
    };
    Ok(Link::from_stored(cx, &stored, &address))
}

/// Returns the account that has this address. Unclaimed rows don't count, because a confirmation replaces them.
pub(crate) async fn owner(cx: &Cx, tx: &mut dyn Transaction, address: &str) -> Result<Option<User>, Error> {
    let filter = Filter::eq(EMAIL.name(), Value::Text(address.to_owned()));
    match tx.find(cx.pow().schema().users(), filter).await? {
        Some(owner) if !users::is_unclaimed(cx, &owner)? => Ok(Some(owner)),
        _ => Ok(None),
    }
}

/// Mails the link to the pending address, or to the current one. If another account has the address, its owner gets a
/// notice there instead.
fn mail_to_recipient(
    extension: &EmailConfirmation,
    cx: &Cx,
    user: &User,
    link: &Link,
    owner: Option<(&User, Option<MailAddress>)>,
) -> Result<(), Error> {
    cx.state().put(Mailed);
    match owner {
        // A concurrent request has confirmed the address since the user was read.
        Some((owner, _)) if owner.id()? == user.id()? => Ok(()),
        Some((owner, to)) => {
            let to = to.filter(|_| cx.pow().policy().notices);
            cx.for_reader(Some(owner)).mails().send(to, &AddressInUse::new(cx.pow().url(session::NEW)))
        }
        None => {
            let is_change = user.get(UNCONFIRMED_EMAIL)?.is_some();
            let to = MailAddress::of(user, if is_change { UNCONFIRMED_EMAIL } else { EMAIL })?;
            let made_at = StoredLink::read(&link.stored).and_then(|made| DateTime::from_timestamp_millis(made.at_ms));
            let address = address_to_confirm(user)?.unwrap_or_default();
            let mail = extension.mail(cx, &address, &link.text, made_at.unwrap_or_else(|| cx.now()))?;
            cx.for_reader(Some(user)).mails().send(to, &mail.is_change(is_change))
        }
    }
}

/// The current link of a user.
pub(crate) struct FoundLink {
    pub(crate) user: Arc<User>,
    /// The repeated registration that the link contains, with the link's text.
    registration: Option<(RepeatedRegistration, String)>,
}

impl FoundLink {
    /// Returns the link of a row whose address was proved in another way, for example by a code.
    pub(crate) fn of_row(user: Arc<User>) -> Self {
        Self { user, registration: None }
    }

    /// Returns a link for a repeated registration whose address was proved without a link. No mailed link then counts as used.
    pub(crate) fn of_registration(row: Arc<User>, registration: RepeatedRegistration) -> Result<Self, Error> {
        let text = URL_SAFE_NO_PAD.encode(random::bytes::<16>()?);
        Ok(Self { user: row, registration: Some((registration, text)) })
    }

    /// Consumes the link.
    pub(crate) async fn confirm(self, cx: &Cx) -> Result<Written, Error> {
        let mut changeset = confirmation(cx, &self.user)?;
        if let Some((registration, text)) = self.registration {
            registration.apply(cx, &mut changeset);
            changeset.put(EMAIL_CONFIRMATION_TOKEN, Some(used_text(&text)));
        }
        users::write(cx, changeset).await
    }

    /// Mails a new link in place of this one, to the same address.
    pub(crate) async fn renew(self, extension: &EmailConfirmation, cx: &Cx) -> Result<(), Error> {
        match self.registration {
            Some((registration, _)) => mail_repeated(extension, cx, &self.user, registration.renewed(cx)),
            None => send(extension, cx, &self.user).await,
        }
    }
}

/// Mails the link of a repeated registration to the address of the row.
pub(crate) fn mail_repeated(
    extension: &EmailConfirmation,
    cx: &Cx,
    row: &User,
    registration: RepeatedRegistration,
) -> Result<(), Error> {
    let address = row.get(EMAIL)?.unwrap_or_default();
    let mail = extension.mail(cx, &address, &registration.seal(cx)?, cx.now())?.is_repeated(true);
    cx.for_reader(Some(row)).mails().send(MailAddress::of(row, EMAIL)?, &mail)
}

/// The state of a link.
pub(crate) enum LinkState {
    /// The link confirms an address.
    Valid(FoundLink),
    /// The link has confirmed the address that the user has now.
    Confirmed(Arc<User>),
    /// The link is the current one of its user, but has expired.
    Expired(FoundLink),
    /// The link was replaced or revoked, or is not from this set-up.
    Dead,
}

/// Returns the link if it is valid now. The link stays valid. (Pow's `load_user_by_token`.)
///
/// # Errors
/// If the database fails.
pub(crate) async fn find(extension: &EmailConfirmation, cx: &Cx, text: &str) -> Result<Option<FoundLink>, Error> {
    Ok(match state(extension, cx, text).await? {
        LinkState::Valid(link) => Some(link),
        _ => None,
    })
}

/// Returns the state of a link, and its user.
///
/// A link is dead while an extension denies the user every sign-in, for example while the account is locked.
///
/// # Errors
/// If the database fails.
pub(crate) async fn state(extension: &EmailConfirmation, cx: &Cx, text: &str) -> Result<LinkState, Error> {
    let found = match RepeatedRegistration::open(cx, text) {
        Some(registration) => repeated_state(extension, cx, text, registration).await?,
        None => stored_state(extension, cx, text).await?,
    };
    let user = match &found {
        LinkState::Valid(link) | LinkState::Expired(link) => &link.user,
        LinkState::Confirmed(user) => user,
        LinkState::Dead => return Ok(LinkState::Dead),
    };
    Ok(if users::may_recover(cx, user)? { found } else { LinkState::Dead })
}

async fn repeated_state(
    extension: &EmailConfirmation,
    cx: &Cx,
    text: &str,
    registration: RepeatedRegistration,
) -> Result<LinkState, Error> {
    let Some(user) = cx.pow().users().get(cx, registration.user).await? else { return Ok(LinkState::Dead) };
    if user.get(EMAIL_CONFIRMATION_TOKEN)?.as_ref() == Some(&used_text(text)) && !email_unconfirmed(&user)? {
        return Ok(LinkState::Confirmed(user));
    }
    if !registration.is_for(&user)? {
        return Ok(LinkState::Dead);
    }
    let is_expired = registration.is_older_than(cx, extension.link_ttl(cx));
    let link = FoundLink { user, registration: Some((registration, text.to_owned())) };
    Ok(if is_expired { LinkState::Expired(link) } else { LinkState::Valid(link) })
}

async fn stored_state(extension: &EmailConfirmation, cx: &Cx, text: &str) -> Result<LinkState, Error> {
    let Some(verified) = VerifiedLink::read(cx, text) else { return Ok(LinkState::Dead) };
    let by = |stored: String| cx.pow().users().get_by(cx, EMAIL_CONFIRMATION_TOKEN.name(), Value::Text(stored));
    if let Some(user) = by(verified.stored.clone()).await? {
        if !address_to_confirm(&user)?.is_some_and(|address| verified.is_for(&address)) {
            return Ok(LinkState::Dead);
        }
        let link = FoundLink { user, registration: None };
        let is_expired = verified.is_older_than(cx, extension.link_ttl(cx));
        return Ok(if is_expired { LinkState::Expired(link) } else { LinkState::Valid(link) });
    }
    Ok(match by(used(&verified.stored)).await? {
        Some(user) if !email_unconfirmed(&user)? && user.get(EMAIL)?.is_some_and(|own| verified.is_for(&own)) => {
            LinkState::Confirmed(user)
        }
        _ => LinkState::Dead,
    })
}

/// Confirms the pending address, which then replaces the current one. Without a pending address, it confirms the current one.
///
/// The link is consumed and all sessions of the user end. [`Conn::renew_session`](pow_core::conn::Conn::renew_session)
/// keeps the session of the current request. One of several concurrent calls with the same user succeeds.
///
/// ```no_run
/// # async fn seed(pow: &pow_core::Pow) -> Result<(), pow_core::Error> {
/// // Seeds and tests can confirm a user without a link.
/// let (cx, ann) = (pow.cx(), pow_core::schema::Value::Text("ann@example.com".into()));
/// if let Some(user) = pow.users().get_by(&cx, "email", ann).await? {
///     pow_ext_email_confirmation::confirm_email(&cx, &user).await?.ok();
/// }
/// # Ok(())
/// # }
/// ```
///
/// The returned changeset has an error of the field `email` if another account has the address by now. It has an error of the
/// field `email_confirmation_token` if the row has changed since it was read.
///
/// # Errors
/// If the database or the cache fails.
///
/// # Security
/// This function checks no proof. Call it only after the user has proved ownership of the address.
pub async fn confirm_email(cx: &Cx, user: &Arc<User>) -> Result<Written, Error> {
    users::write(cx, confirmation(cx, user)?).await
}

fn confirmation(cx: &Cx, user: &Arc<User>) -> Result<Changeset, Error> {
    let mut changeset = Changeset::new(CONFIRM_EMAIL, Some(user.clone()), Arc::default());
    changeset.put(EMAIL_CONFIRMED_AT, Some(cx.now()));
    changeset.prove(EMAIL, address_to_confirm(user)?);
    changeset.put(EMAIL_CONFIRMATION_TOKEN, user.get(EMAIL_CONFIRMATION_TOKEN)?.as_deref().map(used));
    // Sessions from before the confirmation end: the address may belong to another person. (V11)
    changeset.raise_epoch();
    if let Some(address) = user.get(UNCONFIRMED_EMAIL)? {
        changeset.put(EMAIL, Some(address.clone()));
        // The link was mailed to this address.
        changeset.prove(EMAIL, Some(address));
        changeset.put(UNCONFIRMED_EMAIL, None);
    } else if was_never_confirmed(user)? {
        changeset.begin_account();
    }
    Ok(changeset)
}
