//! Changes the address in a changeset, and its links.

use std::sync::Arc;

use pow_core::{
    Error,
    changeset::{Changeset, Operation},
    cx::Cx,
    messages::{Message, keys},
    record::User,
    schema::{FieldType, ID, Value},
    store::{Condition, Filter, Transaction},
    users::{self, EMAIL, PASSWORD_HASH},
};

use crate::{
    EmailConfirmation,
    fields::{EMAIL_CONFIRMATION_TOKEN, EMAIL_CONFIRMED_AT, UNCONFIRMED_EMAIL},
    links::{other_owner, owner},
    repeated_registration::was_never_confirmed,
    tokens::Link,
    undo::UNDO_EMAIL_CHANGE,
};

/// The operation of the changeset that confirms an address, for hooks of other extensions.
pub const CONFIRM_EMAIL: Operation = Operation("confirm_email");
/// The operation that replaces an old link by a new one.
pub(crate) const RENEW_LINK: Operation = Operation("email_confirmation_link");

const CANCEL_CHANGE: Operation = Operation("email_confirmation_cancel");

/// Returns a changeset that discards the pending address. It fails if the pending address has changed since it was
/// read.
pub(crate) fn cancellation(user: &Arc<User>) -> Changeset {
    let mut changeset = Changeset::new(CANCEL_CHANGE, Some(user.clone()), Arc::default());
    changeset.guard(UNCONFIRMED_EMAIL);
    clear_pending(&mut changeset);
    changeset
}

/// Moves a new address of an existing account to the pending address, until it is confirmed. (P33)
pub(crate) fn changeset(cx: &Cx, changeset: &mut Changeset) {
    refuse_before_confirmation(changeset);
    if is_link_operation(changeset) || changeset.params().get(EMAIL.name()).is_none() {
        return;
    }
    let Some(user) = changeset.data().cloned() else {
        if changeset.begins_account() {
            changeset.await_proof(EMAIL);
        }
        return;
    };
    if changeset.has_error(EMAIL.name()) || corrects_invitation(cx, changeset, &user) {
        return;
    }
    match changeset.change(EMAIL) {
        // A form with only the current address cancels the change (P33). Next to other changes, the address is just the prefilled
        // field.
        None if changeset.changes().is_empty() && changeset.password().is_none() => {
            clear_pending_address(changeset, &user)
        }
        None => {}
        Some(None) => clear_pending_address(changeset, &user),
        Some(Some(new)) => {
            changeset.remove(EMAIL.name());
            if stored_text(&user, UNCONFIRMED_EMAIL.name()) != Some(&new) {
                changeset.put(UNCONFIRMED_EMAIL, Some(new));
            }
        }
    }
}

/// Refuses a new address or password in an account that was never confirmed. The address may belong to another person. That
/// person must find a registration that can be replaced, and one address to confirm. (V10)
fn refuse_before_confirmation(changeset: &mut Changeset) {
    let Some(user) = changeset.data().filter(|_| changeset.operation() == Operation::UPDATE) else { return };
    // A row that can't be read has no link either.
    if !was_never_confirmed(user).unwrap_or(false) {
        return;
    }
    for (name, is_changed) in
        [(EMAIL.name(), changeset.change(EMAIL).is_some()), ("password", changeset.password().is_some())]
    {
        if is_changed {
            changeset.error(name, Message::new("email-confirmation-first"));
        }
    }
}

/// Returns whether the changeset corrects the address of an unaccepted invitation. The invitation's link is mailed to that
/// address, so it changes at once. A user who accepts sets a password, which makes the row an account.
fn corrects_invitation(cx: &Cx, changeset: &Changeset, user: &User) -> bool {
    changeset.password().is_none() && users::is_unclaimed(cx, user).unwrap_or(false)
}

/// Adds a link for the requested address, or clears the link that the change makes obsolete. Runs in the transaction.
pub(crate) async fn before_write(
    extension: &EmailConfirmation,
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &mut Changeset,
) -> Result<(), Error> {
    if changeset.operation() == Operation::DELETE {
        return Ok(());
    }
    if is_link_operation(changeset) {
        return compare_and_set_link(cx, tx, changeset).await;
    }
    if changeset.operation() == UNDO_EMAIL_CHANGE {
        delete_unconfirmed(cx, tx, changeset).await?;
    }
    let Some(user) = changeset.data().cloned() else { return put_registration_link(cx, changeset) };
    if changeset.change(EMAIL).is_some() && changeset.resulting(EMAIL_CONFIRMED_AT)?.flatten().is_none() {
        // Written by a program and not by a form: the address is unconfirmed.
        end_links(cx, changeset, &user)?;
    }
    match requested_address(changeset, &user) {
        Some(address) => {
            put_link(extension, cx, changeset, &user, &address)?;
            add_taken_error(cx, tx, changeset, &address).await
        }
        None => {
            if cancels_pending(cx, changeset) {
                end_links(cx, changeset, &user)?;
            }
            Ok(())
        }
    }
}

/// Deletes an account that was registered with the address in the meantime and never confirmed. Otherwise a stranger could use it
/// to block the address for its owner. The link proves the ownership.
async fn delete_unconfirmed(cx: &Cx, tx: &mut dyn Transaction, changeset: &Changeset) -> Result<(), Error> {
    let Some(Some(address)) = changeset.change(EMAIL) else { return Ok(()) };
    let owner = tx.find(cx.pow().schema().users(), Filter::eq(EMAIL.name(), Value::Text(address))).await?;
    let Some(owner) = owner else { return Ok(()) };
    if was_never_confirmed(&owner)? && users::may_recover(cx, &owner)? {
        users::delete_within(cx, tx, owner).await?;
    }
    Ok(())
}

/// Returns whether the change cancels a pending address: a confirmed address, a new password, or a lock. (V13)
fn cancels_pending(cx: &Cx, changeset: &Changeset) -> bool {
    changeset.is_proved(EMAIL.name())
        || changeset.change(PASSWORD_HASH).is_some()
        || users::changes_authority(cx, changeset)
}

/// Clears a pending address that another request wrote since the row was read, for example while the password was
/// hashed. (V13)
///
/// It runs after the row's write, which holds the row's lock. Later requests for another address are refused because
/// the epoch was raised.
pub(crate) async fn clear_pending_after_write(
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &Changeset,
    user: &User,
) -> Result<(), Error> {
    let link = changeset.change(EMAIL_CONFIRMATION_TOKEN).flatten();
    let is_own = stored_text(user, EMAIL_CONFIRMATION_TOKEN.name()) == link.as_ref();
    let is_cleared = is_own && stored_text(user, UNCONFIRMED_EMAIL.name()).is_none();
    if is_cleared || !cancels_pending(cx, changeset) || requested_address(changeset, user).is_some() {
        return Ok(());
    }
    let row = Filter::eq(ID.name(), Value::Id(user.id()?));
    let cleared = vec![(UNCONFIRMED_EMAIL.name(), Value::Null), (EMAIL_CONFIRMATION_TOKEN.name(), link.into_value())];
    let written = tx.update(cx.pow().schema().users(), row, cleared).await?;
    written.map(drop).map_err(|conflict| {
        Error::database(format!("clearing the pending address violated a unique index: {:?}", conflict.fields))
    })
}

fn put_registration_link(cx: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
    let address = changeset.change(EMAIL).flatten();
    let confirmed = changeset.change(EMAIL_CONFIRMED_AT).flatten().is_some();
    if let Some(address) = address.filter(|_| changeset.begins_account() && !confirmed) {
        changeset.put(EMAIL_CONFIRMATION_TOKEN, Some(Link::for_registration(cx, &address)?.stored));
    }
    Ok(())
}

/// Adds a link for a newly requested address. A repeated request keeps its link unless half of its lifetime is over.
/// (P33)
fn put_link(
    extension: &EmailConfirmation,
    cx: &Cx,
    changeset: &mut Changeset,
    user: &User,
    address: &str,
) -> Result<(), Error> {
    let stored = stored_text(user, EMAIL_CONFIRMATION_TOKEN.name()).map(String::as_str);
    let stored_before = stored.filter(|_| changeset.change(UNCONFIRMED_EMAIL).is_none());
    let current = stored_before.and_then(|stored| Link::reusable(cx, stored, address, extension.link_ttl(cx)));
    if current.is_none() {
        changeset.put(EMAIL_CONFIRMATION_TOKEN, Some(Link::renewed(cx, stored, address)?.stored));
    }
    Ok(())
}

/// Adds the error that the address is taken, if the policy does not prevent user enumeration.
async fn add_taken_error(
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &mut Changeset,
    address: &str,
) -> Result<(), Error> {
    if cx.pow().policy().prevent_user_enumeration {
        return Ok(());
    }
    if other_owner(changeset).is_some() || owner(cx, tx, address).await?.is_some() {
        changeset.error(EMAIL.name(), Message::new(keys::ERROR_TAKEN));
    }
    Ok(())
}

/// Returns the new address that this changeset requests, for the first time or again.
pub(crate) fn requested_address(changeset: &Changeset, user: &User) -> Option<String> {
    if let Some(wanted) = changeset.change(UNCONFIRMED_EMAIL) {
        return wanted;
    }
    let typed = changeset.typed_email()?;
    stored_text(user, UNCONFIRMED_EMAIL.name()).filter(|pending| pending.as_str() == typed.as_str()).cloned()
}

/// Replaces the link by compare-and-set: the row must still have the link and the addresses that were read. One of
/// several concurrent requests succeeds, and it confirms only the address that the mail went to. (V4)
async fn compare_and_set_link(cx: &Cx, tx: &mut dyn Transaction, changeset: &mut Changeset) -> Result<(), Error> {
    let Some(user) = changeset.data().cloned() else { return Ok(()) };
    let mut same = Filter::eq(ID.name(), Value::Id(user.id()?));
    for name in [EMAIL_CONFIRMATION_TOKEN.name(), UNCONFIRMED_EMAIL.name(), EMAIL.name()] {
        same = same.and(match user.value(name) {
            None | Some(Value::Null) => Condition::IsNull(name),
            Some(value) => Condition::Eq(name, value.clone()),
        });
    }
    let next = changeset.change(EMAIL_CONFIRMATION_TOKEN).flatten().into_value();
    let written = tx.update(cx.pow().schema().users(), same, vec![(EMAIL_CONFIRMATION_TOKEN.name(), next)]).await?;
    if written != Ok(1) {
        changeset.error(EMAIL_CONFIRMATION_TOKEN.name(), Message::new(keys::ERROR_CHANGED_MEANWHILE));
    }
    Ok(())
}

/// Clears the pending address and its link. If no address is pending, the link belongs to the current address and
/// stays.
fn clear_pending_address(changeset: &mut Changeset, user: &User) {
    if stored_text(user, UNCONFIRMED_EMAIL.name()).is_some() || changeset.change(UNCONFIRMED_EMAIL).is_some() {
        clear_pending(changeset);
    }
}

/// Clears the pending address and invalidates every mailed link. An account that was never confirmed gets a new link, which is
/// not mailed. It marks the row: the owner of the address can replace the registration (V10), and the purge deletes it (V21).
fn end_links(cx: &Cx, changeset: &mut Changeset, user: &User) -> Result<(), Error> {
    clear_pending(changeset);
    let is_confirmed = changeset.resulting(EMAIL_CONFIRMED_AT)?.flatten().is_some();
    if !is_confirmed
        && was_never_confirmed(user)?
        && let Some(address) = changeset.resulting(EMAIL)?.flatten()
    {
        changeset.put(EMAIL_CONFIRMATION_TOKEN, Some(Link::for_registration(cx, &address)?.stored));
    }
    Ok(())
}

fn clear_pending(changeset: &mut Changeset) {
    changeset.put(UNCONFIRMED_EMAIL, None);
    changeset.put(EMAIL_CONFIRMATION_TOKEN, None);
}

fn is_link_operation(changeset: &Changeset) -> bool {
    matches!(changeset.operation(), CONFIRM_EMAIL | RENEW_LINK)
}

fn stored_text<'u>(user: &'u User, name: &str) -> Option<&'u String> {
    match user.value(name) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}
