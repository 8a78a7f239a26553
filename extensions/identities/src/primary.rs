//! Keeps every address unique among the main addresses in the users' table and the addresses in the table of identities.
//!
//! Each write that sets `users.email` claims the address in the table of identities, in the same transaction. If another account
//! proves the address at the same time, the unique index of that table decides. Addresses from before the extension have no such
//! row, and are looked up in the users' table.

use std::sync::Arc;

use pow_core::{
    DateTime, Error,
    changeset::{Changeset, Operation},
    cx::Cx,
    messages::{Message, keys},
    record::User,
    schema::{self, FieldType},
    store::{Filter, Transaction},
    users::{self, EMAIL, EMAIL_CONFIRMED_AT},
};

use crate::{
    IdentityKind, MAKE_PRIMARY,
    callbacks::is_of_another,
    changeset::Change,
    rows::{self, NewRow, Row},
};

/// How long a client waits after it lost a race for an address.
const RETRY: std::time::Duration = std::time::Duration::from_secs(1);

/// Refuses a main address that another user has proved as an additional address.
pub(crate) async fn refuse_taken(cx: &Cx, tx: &mut dyn Transaction, changeset: &mut Changeset) -> Result<(), Error> {
    let Some(Some(address)) = changeset.change(EMAIL) else { return Ok(()) };
    if changeset.operation() == Operation::DELETE || changeset.has_error(EMAIL.name()) {
        return Ok(());
    }
    let Some(row) = holder(cx, tx, &address).await? else { return Ok(()) };
    if is_of_another(changeset, &row)? && row.proved_at.is_some() {
        changeset.error(EMAIL.name(), Message::new(keys::ERROR_TAKEN));
    }
    Ok(())
}

/// Returns the row that claims the value. If its user was deleted without this extension, the row is deleted instead.
pub(crate) async fn holder(cx: &Cx, tx: &mut dyn Transaction, value: &str) -> Result<Option<Row>, Error> {
    let Some(row) = rows::holder_in(cx, tx, value).await? else { return Ok(None) };
    let owner = Filter::eq(schema::ID.name(), row.user.into_value());
    if tx.find(cx.pow().schema().users(), owner).await?.is_some() {
        return Ok(Some(row));
    }
    rows::delete(cx, tx, &row).await?;
    Ok(None)
}

/// Whether the value of the row is another user's main address, or was proved by another user. If that user's account gives way
/// to the owner of the address, the account is deleted. (V10)
///
/// The claim is read before the users' table, so that the user of the claim is found. In the other order, a registration that is
/// committed in between would look like a claim without a user.
pub(crate) async fn is_taken(cx: &Cx, tx: &mut dyn Transaction, row: &Row) -> Result<bool, Error> {
    let holder = holder(cx, tx, &row.value).await?.filter(|holder| holder.user != row.user);
    if holder.as_ref().is_some_and(|holder| holder.proved_at.is_some()) {
        return Ok(true);
    }
    let found = tx.find(cx.pow().schema().users(), Filter::eq(EMAIL.name(), row.value.clone().into_value())).await?;
    if let Some(other) = found
        && other.id()? != row.user
    {
        return Ok(!makes_room(cx, tx, other).await?);
    }
    if let Some(holder) = holder {
        // This claim is for a main address that was changed without this extension.
        rows::delete_claim(cx, tx, &holder).await?;
    }
    Ok(false)
}

/// Deletes an account whose address was never proved, as the core does when an account begins with a proved address. Returns
/// whether it was deleted.
async fn makes_room(cx: &Cx, tx: &mut dyn Transaction, other: User) -> Result<bool, Error> {
    if !users::gives_way(cx, &other)? && !users::is_unclaimed(cx, &other)? {
        return Ok(false);
    }
    Box::pin(users::delete_within(cx, tx, other)).await
}

/// Keeps the rows in step with the users' table.
pub(crate) async fn after_write(
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &Changeset,
    user: &Arc<User>,
) -> Result<(), Error> {
    if changeset.operation() == Operation::DELETE {
        return rows::delete_all(cx, tx, user.id()?).await;
    }
    let before = changeset.data().map(|user| user.get(EMAIL)).transpose()?.flatten();
    let main = user.get(EMAIL)?;
    let changes = |field| changeset.change_value(field).is_some();
    if !changes(EMAIL.name()) && !changes(EMAIL_CONFIRMED_AT.name()) && !changeset.regains_account() {
        return Ok(());
    }
    forget_of_stranger(cx, tx, changeset, user).await?;
    if let Some(old) = before.filter(|old| main.as_ref() != Some(old)) {
        release(cx, tx, changeset, user, &old).await?;
    }
    match main {
        // The users' table says whether the address is proved.
        Some(main) => hold(cx, tx, user, &main, true, None).await,
        None => Ok(()),
    }
}

/// Removes all other addresses, numbers and names when the main address is proved for the first time, unless a code of this
/// extension proves it. A stranger may have registered the address and added the others. The same applies when the owner regains
/// the account. (V12)
async fn forget_of_stranger(
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &Changeset,
    user: &User,
) -> Result<(), Error> {
    let Some(before) = changeset.data() else { return Ok(()) };
    let is_first = before.get(EMAIL_CONFIRMED_AT)?.is_none() && changeset.is_proved(EMAIL.name());
    if !(is_first || changeset.regains_account()) || changeset.attached::<Change>().is_some() {
        return Ok(());
    }
    let main = user.get(EMAIL)?.unwrap_or_default();
    let others = rows::all_in(cx, tx, user.id()?).await?.into_iter().filter(|row| !row.is_address(&main));
    let mut forgotten = 0;
    for row in others {
        forgotten += rows::delete(cx, tx, &row).await?;
    }
    if forgotten > 0 {
        tracing::info!(
            target: "pow::identities::forgotten",
            user = %user.id()?,
            forgotten,
            "the other addresses of an account were removed, because its owner proved the main address or recovered the account"
        );
    }
    Ok(())
}

/// Keeps the row of the old main address if the user made another address the main one. The address stays claimed if it was
/// proved. In any other case the row is deleted, and the address is free.
async fn release(
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &Changeset,
    user: &User,
    old: &str,
) -> Result<(), Error> {
    if changeset.operation() == MAKE_PRIMARY {
        let proved_at = changeset.data().map(|before| before.get(EMAIL_CONFIRMED_AT)).transpose()?.flatten();
        return hold(cx, tx, user, old, proved_at.is_some(), proved_at).await;
    }
    for row in rows::all_in(cx, tx, user.id()?).await?.iter().filter(|row| row.is_address(old)) {
        rows::delete(cx, tx, row).await?;
    }
    Ok(())
}

/// Writes the user's row for an address.
async fn hold(
    cx: &Cx,
    tx: &mut dyn Transaction,
    user: &User,
    address: &str,
    is_claimed: bool,
    proved_at: Option<DateTime>,
) -> Result<(), Error> {
    let id = user.id()?;
    if is_claimed
        && let Some(holder) = rows::holder_in(cx, tx, address).await?
        && holder.user != id
        && holder.proved_at.is_none()
    {
        // The users' table shows that this claim is obsolete.
        rows::delete_claim(cx, tx, &holder).await?;
    }
    let own = rows::all_in(cx, tx, id).await?.into_iter().find(|row| row.is_address(address));
    let is_free = match own {
        Some(row) => rows::claim(cx, tx, &row, is_claimed, proved_at).await?,
        None => {
            let new = NewRow { kind: IdentityKind::Email, value: address, is_claimed, proved_at };
            rows::insert(cx, tx, id, &new).await?.is_some()
        }
    };
    // Another user has proved the address since `before_write`. The next try finds it taken.
    if is_free { Ok(()) } else { Err(Error::Busy { retry_after: RETRY }) }
}
