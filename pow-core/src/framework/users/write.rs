//! Writes users: hashes the password, runs a transaction with the extensions' hooks, and ends sessions and tokens.

use std::{panic::AssertUnwindSafe, sync::Arc};

use futures_util::FutureExt;

use super::{
    AUTH_EPOCH, EMAIL, EMAIL_CONFIRMED_AT, INSERTED_AT, PASSWORD_HASH, UPDATED_AT, Written,
    confirmed::{keep_confirmed_at, keep_confirmed_at_after_hooks},
    gives_way, is_unclaimed,
    notices::{of_change, recipients_of_change},
    password::hash_password,
    taken::{Follows, refuse_taken_values},
};
use crate::{
    Error, UserId,
    changeset::{Changeset, Operation, add_conflict},
    cx::{Cx, to_completion},
    id::IdKind,
    messages::{Message, keys},
    record::User,
    schema::{ID, Value},
    store::{Condition, Filter, Prefix, Transaction},
    telemetry::{LogGate, plain},
};

/// Writes a valid changeset: an insert, an update or a delete, by its operation and its data.
///
/// Every extension's `check` runs and the new password is hashed first. One transaction then contains `before_write` of every
/// extension, the write, `after_write` of every extension, and the queued mails, which go into the outbox. A change of the
/// password hash or the user id, or a deletion, raises the auth epoch: when this returns, every other session and every pending
/// token of the user is invalid. Once begun, the work is finished even if the client disconnects.
///
/// # Errors
/// Faults of the database or the cache, [`Error::Busy`] when too many passwords wait to be hashed.
pub async fn write(cx: &Cx, changeset: Changeset) -> Result<Written, Error> {
    let written = attempt(cx, changeset).await;
    if !matches!(written, Ok(Ok(_))) {
        cx.forget_after_commit();
    }
    written
}

async fn attempt(cx: &Cx, changeset: Changeset) -> Result<Written, Error> {
    match checked(cx, changeset, Follows::AtOnce).await? {
        Ok(changeset) => to_completion(finish(cx.clone(), changeset)).await,
        Err(changeset) => Ok(Err(changeset)),
    }
}

/// The part of [`write()`] before its transaction: every extension's `check` runs, and the new password is hashed. `Err` has the
/// errors that were found. Use it for a form whose write follows when a mailed link is used: keep the hash, never the password.
///
/// # Errors
/// As [`write()`].
pub async fn prepare_write(cx: &Cx, changeset: Changeset) -> Result<Result<Changeset, Changeset>, Error> {
    checked(cx, changeset, Follows::Later).await
}

async fn checked(cx: &Cx, mut changeset: Changeset, write: Follows) -> Result<Result<Changeset, Changeset>, Error> {
    if !changeset.is_valid() {
        return Ok(Err(changeset));
    }
    refuse_taken_values(cx, &mut changeset, write).await?;
    for extension in cx.pow().hooks() {
        extension.check(cx, &mut changeset).await?;
    }
    hash_password(cx, &mut changeset).await?;
    changeset.settle_withheld();
    Ok(if changeset.is_valid() { Ok(changeset) } else { Err(changeset) })
}

async fn finish(cx: Cx, changeset: Changeset) -> Result<Written, Error> {
    let sessions = cx.pow().sessions();
    let (Operation(operation), deleted) = (changeset.operation(), changeset.operation() == Operation::DELETE);
    let change = match changeset.data() {
        Some(_) if cx.prefix() != cx.pow().tenant() => return Err(of_another_tenant(cx.prefix())),
        Some(user) => Some(sessions.invalidate(user.id()?).await?),
        None => None,
    };
    // A hook that panics is a fault like any other, and its resources are released.
    let prepared = AssertUnwindSafe(prepare(&cx, changeset)).catch_unwind().await;
    let (tx, user) = match prepared.unwrap_or_else(|_| Err(Error::other("an extension panicked during a write"))) {
        Ok(Ok(prepared)) => prepared,
        failed => {
            if let Some(change) = change {
                noted(sessions.abandon(change).await);
            }
            return failed.map(|written| written.map(|(_, user)| user));
        }
    };
    tx.commit().await?;
    tracing::info!(
        target: "pow::user::written",
        user = %user.id()?,
        operation,
        "a user was registered, changed or deleted"
    );
    // The change is committed. If the cache can't be updated, all requests of the user ask the database.
    match change {
        // `end_sessions` ends the sessions.
        Some(_) if deleted => {}
        Some(change) => noted(sessions.settle(change, user.get(AUTH_EPOCH)?).await),
        None => {}
    }
    cx.run_after_commit().await;
    Ok(Ok(user))
}

/// Returns the error for a user of another tenant. In this set-up, the id can belong to another user, whose
/// sessions would end.
fn of_another_tenant(tenant: &Prefix) -> Error {
    let tenant = tenant.0.as_deref().unwrap_or("none");
    Error::Config(format!(
        "the user belongs to another tenant ({tenant}), whose sessions this set-up doesn't know: change the user in a set-up \
         with that `Config::tenant`"
    ))
}

/// Logs that the cache missed a change. Until the cache knows of it, the database decides about sessions.
fn noted<T>(done: Result<T, Error>) {
    static UNCERTAIN: LogGate = LogGate::new();
    if let Err(error) = done
        && let Some(held_back) = UNCERTAIN.open_now()
    {
        tracing::warn!(
            target: "pow::session::uncertain",
            error = %plain(error),
            held_back,
            "the session cache missed a change of a user; the database is queried instead for a while"
        );
    }
}

type Prepared = Result<(Box<dyn Transaction>, Arc<User>), Changeset>;

/// Runs everything except the commit.
async fn prepare(cx: &Cx, mut changeset: Changeset) -> Result<Prepared, Error> {
    let mut tx = cx.begin().await?;
    match write_within(cx, tx.as_mut(), &mut changeset).await? {
        Some(user) => {
            cx.mails().post_in(tx.as_mut()).await?;
            Ok(Ok((tx, user)))
        }
        None => {
            tx.rollback().await?;
            Ok(Err(changeset))
        }
    }
}

/// As [`write()`], within an open transaction: runs the hooks and writes the row. The caller commits, and the steps that follow
/// the commit are left out. Use it in a hook that must write another user together with its own. Returns `None` if the changeset
/// has errors: roll back then.
///
/// # Security
/// The sessions of a deleted user end after the commit. The sessions of a changed user don't learn of the change, so change only
/// users who can't have sessions. A new password is not hashed.
///
/// # Errors
/// Faults of the database or of a hook.
pub async fn write_within(
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &mut Changeset,
) -> Result<Option<Arc<User>>, Error> {
    keep_confirmed_at(cx, changeset);
    let was_proved = changeset.is_proved(EMAIL.name());
    for extension in cx.pow().hooks() {
        extension.before_write(cx, tx, changeset).await?;
    }
    keep_confirmed_at_after_hooks(cx, changeset, was_proved);
    if !changeset.is_valid() {
        return Ok(None);
    }
    make_room(cx, tx, changeset).await?;
    let before_deletion = match changeset.operation() {
        Operation::DELETE => Some(recipients_of_change(cx, tx, changeset).await?),
        _ => None,
    };
    let written = match changeset.data().cloned() {
        None => insert(cx, tx, changeset).await?,
        Some(user) if changeset.operation() == Operation::DELETE => {
            delete(cx, tx, changeset, &user).await?.inspect(|user| end_sessions(cx, user))
        }
        Some(user) => update(cx, tx, changeset, &user).await?,
    };
    let Some(user) = written else { return Ok(None) };
    for extension in cx.pow().hooks() {
        extension.after_write(cx, tx, changeset, &user).await?;
    }
    // The user of a new account needs no notice of a change.
    if !changeset.begins_account() && !is_unclaimed(cx, &user)? {
        let recipients = match before_deletion {
            Some(recipients) => recipients,
            None => recipients_of_change(cx, tx, changeset).await?,
        };
        of_change(cx, changeset, recipients)?;
    }
    Ok(Some(user))
}

/// Deletes a row in favour of another account, within an open transaction and with the hooks of every extension. Returns `false`
/// and keeps the row if it has changed since it was read, for example because its owner has just confirmed the address or
/// accepted the invitation.
///
/// # Errors
/// As [`write_within`].
pub async fn delete_within(cx: &Cx, tx: &mut dyn Transaction, row: User) -> Result<bool, Error> {
    let mut gone = Changeset::new(Operation::DELETE, Some(Arc::new(row)), Arc::default());
    gone.guard(EMAIL_CONFIRMED_AT);
    gone.guard(UPDATED_AT);
    Ok(write_within(cx, tx, &mut gone).await?.is_some())
}

/// Ends the sessions of a deleted user after the commit. A row that gives way to another account can have sessions, if an
/// extension lets users sign in before they confirm their address.
fn end_sessions(cx: &Cx, user: &User) {
    // This set-up doesn't know the sessions of another tenant.
    let (true, Ok(id), pow) = (cx.prefix() == cx.pow().tenant(), user.id(), cx.pow().clone()) else { return };
    cx.after_commit(async move {
        noted(pow.sessions().revoke_all(id, None).await);
        Ok(())
    });
}

/// Deletes the row that has the new account's proved address, if it [gives way](crate::extension::Extension::gives_way). A
/// stranger can't block an address by registering it before its owner. (V10)
async fn make_room(cx: &Cx, tx: &mut dyn Transaction, changeset: &Changeset) -> Result<(), Error> {
    let Some(address @ Value::Text(_)) = changeset.change_value(EMAIL.name()) else { return Ok(()) };
    if !changeset.begins_account() || !changeset.is_proved(EMAIL.name()) {
        return Ok(());
    }
    let found = tx.find(cx.pow().schema().users(), Filter::eq(EMAIL.name(), address.clone())).await?;
    match found {
        Some(row) if gives_way(cx, &row)? => Box::pin(delete_within(cx, tx, row)).await.map(drop),
        _ => Ok(()),
    }
}

async fn insert(cx: &Cx, tx: &mut dyn Transaction, changeset: &mut Changeset) -> Result<Option<Arc<User>>, Error> {
    let table = cx.pow().schema().users();
    let now = cx.now();
    changeset.put(AUTH_EPOCH, 0);
    // An imported account is older than its row.
    if changeset.change(INSERTED_AT).is_none() {
        changeset.put(INSERTED_AT, now);
    }
    changeset.put(UPDATED_AT, now);
    if table.id_kind == IdKind::Uuid {
        changeset.put(ID, UserId::Uuid(cx.pow().new_uuid()?));
    }
    match tx.insert(table, changeset.changes().to_vec()).await? {
        Ok(user) => Ok(Some(Arc::new(user))),
        Err(conflict) => {
            add_conflict(changeset, &conflict)?;
            Ok(None)
        }
    }
}

async fn update(
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &mut Changeset,
    user: &Arc<User>,
) -> Result<Option<Arc<User>>, Error> {
    let table = cx.pow().schema().users();
    let id = Filter::eq(ID.name(), Value::Id(user.id()?));
    let epoch = user.get(AUTH_EPOCH)?;
    if changes_authority(cx, changeset) {
        changeset.put(AUTH_EPOCH, epoch.wrapping_add(1));
    }
    changeset.put(UPDATED_AT, cx.now());
    match tx.update(table, unchanged(changeset, user)?, changeset.changes().to_vec()).await? {
        Ok(0) => {
            changeset.error(cx.pow().user_id_field().name(), Message::new(keys::ERROR_CHANGED_MEANWHILE));
            Ok(None)
        }
        Ok(_) => Ok(tx.find(table, id).await?.map(Arc::new)),
        Err(conflict) => {
            add_conflict(changeset, &conflict)?;
            Ok(None)
        }
    }
}

/// Returns a filter for the row as it was read, with its auth epoch. Of two concurrent changes that raise the epoch, only one
/// succeeds. A request whose session was ended by such a change can't delete the user.
fn unchanged(changeset: &Changeset, user: &User) -> Result<Filter, Error> {
    let row = Filter::eq(ID.name(), Value::Id(user.id()?));
    let row = row.and(Condition::Eq(AUTH_EPOCH.name(), Value::Int(user.get(AUTH_EPOCH)?)));
    Ok(changeset.guards().fold(row, |row, (name, value)| {
        row.and(match value {
            Value::Null => Condition::IsNull(name),
            value => Condition::Eq(name, value.clone()),
        })
    }))
}

/// Whether this write raises the auth epoch, which invalidates every session and every pending token of the user. The reason is a
/// new password (if the [policy](crate::policy::Policy::end_other_sessions_on_password_change) says so), a new user id or
/// address, or a call of [`Changeset::raise_epoch`]. Call it in a hook of an extension that has its own links, to end them when the framework ends
/// the user's tokens.
///
/// In [`after_write`](crate::extension::Extension::after_write) the answer is final. In `before_write` the hook of a later
/// extension can still raise the epoch. Don't call it for a deletion, which always ends all sessions and tokens.
pub fn changes_authority(cx: &Cx, changeset: &Changeset) -> bool {
    let changed = |name| changeset.change_value(name).is_some();
    let password_ends = cx.pow().policy().end_other_sessions_on_password_change && changed(PASSWORD_HASH.name());
    // The reader of the mails to this address can set a new password.
    let contact_changed = cx.pow().contact_field().is_some_and(|field| changed(field.name));
    changeset.raises_epoch() || password_ends || contact_changed || changed(cx.pow().user_id_field().name())
}

async fn delete(
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &mut Changeset,
    user: &Arc<User>,
) -> Result<Option<Arc<User>>, Error> {
    let filter = unchanged(changeset, user)?;
    if tx.delete(cx.pow().schema().users(), filter).await? == 0 {
        changeset.error(cx.pow().user_id_field().name(), Message::new(keys::ERROR_CHANGED_MEANWHILE));
        return Ok(None);
    }
    Ok(Some(user.clone()))
}
