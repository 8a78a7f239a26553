//! The one way in which users are written: hash, transaction with the extensions' hooks, and the end of what must end.

use std::sync::Arc;

use super::{AUTH_EPOCH, INSERTED_AT, PASSWORD_HASH, UPDATED_AT, Written};
use crate::{
    Error, UserId,
    changeset::{Changeset, Operation, taken},
    cx::Cx,
    id::IdKind,
    messages::{Message, keys},
    record::User,
    schema::{ID, Value},
    store::{Condition, Filter, Transaction},
};

/// Writes a valid changeset: an insert, an update or a delete, by its operation and its data.
///
/// The new password is hashed first. Then, in one transaction: `before_write` of every extension, the write,
/// `after_write`. A change of the password hash or the user id, and a deletion, raises the auth epoch: every other
/// session and every pending token is dead when this returns. Once begun, the work is finished even if the client
/// hangs up.
///
/// # Errors
/// Faults of the database or the cache, [`Error::Busy`] when too many passwords wait to be hashed.
pub async fn write(cx: &Cx, changeset: Changeset) -> Result<Written, Error> {
    let written = hash_and_finish(cx, changeset).await;
    if !matches!(written, Ok(Ok(_))) {
        cx.forget_after_commit();
    }
    written
}

async fn hash_and_finish(cx: &Cx, mut changeset: Changeset) -> Result<Written, Error> {
    if !changeset.is_valid() {
        return Ok(Err(changeset));
    }
    if let Some(password) = changeset.take_password() {
        let hash = cx.pow().passwords().hash(&password).await?;
        changeset.put(PASSWORD_HASH, Some(hash));
    }
    let cx = cx.clone();
    tokio::spawn(async move { finish(cx, changeset).await }).await.map_err(Error::other)?
}

async fn finish(cx: Cx, changeset: Changeset) -> Result<Written, Error> {
    let written = match changeset.data().cloned() {
        None => transact(&cx, changeset, None).await?,
        Some(user) => {
            let sessions = cx.pow().sessions();
            let change = sessions.invalidate(user.id()?).await?;
            let deleted = changeset.operation() == Operation::DELETE;
            let written = transact(&cx, changeset, Some(user.clone())).await?;
            match &written {
                // The entry stays uncertain: everybody asks the database, which knows that there is no such user.
                Ok(_) if deleted => drop(sessions.revoke_all(user.id()?, None).await?),
                Ok(now) => sessions.settle(change, now.get(AUTH_EPOCH)?).await?,
                Err(_) => {}
            }
            written
        }
    };
    if written.is_ok() {
        cx.run_after_commit().await;
    }
    Ok(written)
}

async fn transact(cx: &Cx, mut changeset: Changeset, data: Option<Arc<User>>) -> Result<Written, Error> {
    let mut tx = cx.begin().await?;
    for extension in cx.pow().extensions() {
        extension.before_write(cx, tx.as_mut(), &mut changeset).await?;
    }
    if !changeset.is_valid() {
        tx.rollback().await?;
        return Ok(Err(changeset));
    }
    let row = match &data {
        None => insert(cx, tx.as_mut(), &mut changeset).await?,
        Some(user) if changeset.operation() == Operation::DELETE => {
            delete(cx, tx.as_mut(), &mut changeset, user).await?
        }
        Some(user) => update(cx, tx.as_mut(), &mut changeset, user).await?,
    };
    let Some(user) = row else {
        tx.rollback().await?;
        return Ok(Err(changeset));
    };
    for extension in cx.pow().extensions() {
        extension.after_write(cx, tx.as_mut(), &changeset, &user).await?;
    }
    tx.commit().await?;
    Ok(Ok(user))
}

async fn insert(cx: &Cx, tx: &mut dyn Transaction, changeset: &mut Changeset) -> Result<Option<Arc<User>>, Error> {
    let table = cx.pow().schema().users();
    let now = cx.now();
    changeset.put(AUTH_EPOCH, 0);
    changeset.put(INSERTED_AT, now);
    changeset.put(UPDATED_AT, now);
    if table.id_kind == IdKind::Uuid {
        changeset.put(ID, UserId::Uuid(cx.pow().new_uuid()?));
    }
    match tx.insert(table, changeset.changes().to_vec()).await? {
        Ok(user) => Ok(Some(Arc::new(user))),
        Err(conflict) => {
            taken(changeset, &conflict);
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
    // The epoch that was read is part of the condition: of two changes of authority at once one wins.
    let unchanged = id.clone().and(Condition::Eq(AUTH_EPOCH.name(), Value::Int(epoch)));
    match tx.update(table, unchanged, changeset.changes().to_vec()).await? {
        Ok(0) => {
            changeset.error(cx.pow().user_id_field().name(), Message::new(keys::ERROR_CHANGED_MEANWHILE));
            Ok(None)
        }
        Ok(_) => Ok(tx.find(table, id).await?.map(Arc::new)),
        Err(conflict) => {
            taken(changeset, &conflict);
            Ok(None)
        }
    }
}

fn changes_authority(cx: &Cx, changeset: &Changeset) -> bool {
    let changed = |name| changeset.change_value(name).is_some();
    let password_ends = cx.pow().policy().end_other_sessions_on_password_change && changed(PASSWORD_HASH.name());
    changeset.raises_epoch() || password_ends || changed(cx.pow().user_id_field().name())
}

async fn delete(
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &mut Changeset,
    user: &Arc<User>,
) -> Result<Option<Arc<User>>, Error> {
    let filter = Filter::eq(ID.name(), Value::Id(user.id()?));
    if tx.delete(cx.pow().schema().users(), filter).await? == 0 {
        changeset.error(cx.pow().user_id_field().name(), Message::new(keys::ERROR_CHANGED_MEANWHILE));
        return Ok(None);
    }
    Ok(Some(user.clone()))
}
