//! What becomes of an address in a form, and of the links when anything is written.

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
    links::owner,
    tokens::Link,
};

/// The operation of the changeset that confirms an address, for hooks of other extensions.
pub const CONFIRM_EMAIL: Operation = Operation("confirm_email");
/// A new link takes the place of one that is too old.
pub(crate) const RENEW_LINK: Operation = Operation("email_confirmation_link");

const CANCEL_CHANGE: Operation = Operation("email_confirmation_cancel");

/// Gives up the address that waits, if it is the one that was read.
pub(crate) fn cancellation(user: &Arc<User>) -> Changeset {
    let mut changeset = Changeset::new(CANCEL_CHANGE, Some(user.clone()), Arc::default());
    changeset.guard(UNCONFIRMED_EMAIL);
    forget_all(&mut changeset);
    changeset
}

/// The address of an account that is there changes only once the new one is confirmed. (P33)
pub(crate) fn changeset(cx: &Cx, changeset: &mut Changeset) {
    if is_ours(changeset) || changeset.params().get(EMAIL.name()).is_none() {
        return;
    }
    let Some(user) = changeset.data().cloned() else {
        if changeset.operation() == Operation::CREATE {
            changeset.await_proof(EMAIL);
        }
        return;
    };
    if changeset.has_error(EMAIL.name()) || stays_unclaimed(cx, changeset, &user) {
        return;
    }
    match changeset.change(EMAIL) {
        // The present address and nothing else: it is set back (P33). With another change it is what the page has filled in.
        None if changeset.changes().is_empty() && changeset.password().is_none() => forget_pending(changeset, &user),
        None => {}
        Some(None) => forget_pending(changeset, &user),
        Some(Some(new)) => {
            changeset.remove(EMAIL.name());
            if stored(&user, UNCONFIRMED_EMAIL.name()) != Some(&new) {
                changeset.put(UNCONFIRMED_EMAIL, Some(new));
            }
        }
    }
}

/// The address of an invitation that is open is where its link goes, and may be corrected. A user who accepts it chooses a
/// password, and has an account by that.
fn stays_unclaimed(cx: &Cx, changeset: &Changeset, user: &User) -> bool {
    changeset.password().is_none() && users::is_unclaimed(cx, user).unwrap_or(false)
}

/// In the transaction: links for what is wanted, and the end of those for what isn't.
pub(crate) async fn before_write(
    extension: &EmailConfirmation,
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &mut Changeset,
) -> Result<(), Error> {
    if changeset.operation() == Operation::DELETE {
        return Ok(());
    }
    if is_ours(changeset) {
        return unchanged(cx, tx, changeset).await;
    }
    if changeset.is_proved(EMAIL.name()) {
        changeset.put(EMAIL_CONFIRMED_AT, Some(cx.now()));
    }
    let Some(user) = changeset.data().cloned() else { return created(cx, changeset) };
    if changeset.change(EMAIL).is_some() && changeset.change(EMAIL_CONFIRMED_AT).is_none() {
        // Written by a program, past the form: nobody has shown that this address is theirs.
        changeset.put(EMAIL_CONFIRMED_AT, None);
        forget_all(changeset);
    }
    match asked(changeset, &user) {
        Some(address) => {
            link(extension, cx, changeset, &user, &address)?;
            tell_if_taken(cx, tx, changeset, &address).await
        }
        None => {
            if ends_wishes(cx, changeset) {
                forget_all(changeset);
            }
            Ok(())
        }
    }
}

/// A new password or a lock ends a change of address that was asked for before. (V13)
fn ends_wishes(cx: &Cx, changeset: &Changeset) -> bool {
    changeset.is_proved(EMAIL.name())
        || changeset.change(PASSWORD_HASH).is_some()
        || users::changes_authority(cx, changeset)
}

/// Behind the row's write, and so behind its lock: what was asked for since the row was read, while a password was hashed
/// for example, ends like everything before it. From here on the raised epoch refuses such a wish. (V13)
pub(crate) async fn forget_late(
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &Changeset,
    user: &User,
) -> Result<(), Error> {
    let is_empty = |name| stored(user, name).is_none();
    let nothing_waits = is_empty(UNCONFIRMED_EMAIL.name()) && is_empty(EMAIL_CONFIRMATION_TOKEN.name());
    if nothing_waits || !ends_wishes(cx, changeset) || asked(changeset, user).is_some() {
        return Ok(());
    }
    let row = Filter::eq(ID.name(), Value::Id(user.id()?));
    let nothing = vec![(UNCONFIRMED_EMAIL.name(), Value::Null), (EMAIL_CONFIRMATION_TOKEN.name(), Value::Null)];
    let written = tx.update(cx.pow().schema().users(), row, nothing).await?;
    written.map(drop).map_err(|conflict| Error::database(format!("nothing is in conflict: {:?}", conflict.fields)))
}

fn created(cx: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
    let address = changeset.change(EMAIL).flatten();
    let confirmed = changeset.change(EMAIL_CONFIRMED_AT).flatten().is_some();
    if let Some(address) = address.filter(|_| changeset.operation() == Operation::CREATE && !confirmed) {
        changeset.put(EMAIL_CONFIRMATION_TOKEN, Some(Link::first(cx, &address)?.stored));
    }
    Ok(())
}

/// A new link for a new wish; the same wish once more keeps its link, unless that is too old to be mailed again. (P33)
fn link(
    extension: &EmailConfirmation,
    cx: &Cx,
    changeset: &mut Changeset,
    user: &User,
    address: &str,
) -> Result<(), Error> {
    let stored = stored(user, EMAIL_CONFIRMATION_TOKEN.name()).map(String::as_str);
    let wished_before = stored.filter(|_| changeset.change(UNCONFIRMED_EMAIL).is_none());
    let good = wished_before.and_then(|stored| Link::still_good(cx, stored, address, extension.link_ttl(cx)));
    if good.is_none() {
        changeset.put(EMAIL_CONFIRMATION_TOKEN, Some(Link::next(cx, stored, address)?.stored));
    }
    Ok(())
}

/// A set-up that hides nothing says at once that the address is another's.
async fn tell_if_taken(
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &mut Changeset,
    address: &str,
) -> Result<(), Error> {
    if !cx.pow().policy().prevent_user_enumeration && owner(cx, tx, address).await?.is_some() {
        changeset.error(EMAIL.name(), Message::new(keys::ERROR_TAKEN));
    }
    Ok(())
}

/// The other address that this changeset is about, new or asked for once more.
pub(crate) fn asked(changeset: &Changeset, user: &User) -> Option<String> {
    if let Some(wanted) = changeset.change(UNCONFIRMED_EMAIL) {
        return wanted;
    }
    let typed = changeset.typed_email()?;
    stored(user, UNCONFIRMED_EMAIL.name()).filter(|pending| pending.as_str() == typed.as_str()).cloned()
}

/// The compare-and-set: the row still has the link and the addresses that were read. Of any number of requests at once
/// one gets past this, and nothing but what the mail was about is confirmed. (V4)
async fn unchanged(cx: &Cx, tx: &mut dyn Transaction, changeset: &mut Changeset) -> Result<(), Error> {
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

/// The address that waits, and its link. Where none waits, the link that is out is that of the present address and lives.
fn forget_pending(changeset: &mut Changeset, user: &User) {
    if stored(user, UNCONFIRMED_EMAIL.name()).is_some() || changeset.change(UNCONFIRMED_EMAIL).is_some() {
        forget_all(changeset);
    }
}

fn forget_all(changeset: &mut Changeset) {
    changeset.put(UNCONFIRMED_EMAIL, None);
    changeset.put(EMAIL_CONFIRMATION_TOKEN, None);
}

fn is_ours(changeset: &Changeset) -> bool {
    matches!(changeset.operation(), CONFIRM_EMAIL | RENEW_LINK)
}

fn stored<'u>(user: &'u User, name: &str) -> Option<&'u String> {
    match user.value(name) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}
