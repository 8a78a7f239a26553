//! The writes of this extension, each in one transaction with the hooks of all others.

use std::sync::Arc;

use pow_core::{
    Error,
    changeset::{Changeset, Operation},
    conn::Conn,
    cx::Cx,
    messages::{Message, keys},
    record::User,
    store::Transaction,
    users::{self, AUTH_EPOCH, EMAIL, Written},
};

use crate::{
    Identities, IdentityKind, Notice, mails,
    primary::{self, is_taken},
    rows::{self, NewRow, Row},
};

/// The operation that proves an address or a number, for hooks of other extensions.
pub const PROVE_IDENTITY: Operation = Operation("prove_identity");
/// The operation that sets the user name, for hooks of other extensions.
pub const SET_USERNAME: Operation = Operation("set_username");
/// The operation that makes a proved address the main one, for hooks of other extensions.
pub const MAKE_PRIMARY: Operation = Operation("make_identity_primary");
/// The operation that removes an address, a number or the user name, for hooks of other extensions.
pub const REMOVE_IDENTITY: Operation = Operation("remove_identity");

/// The field of the code: `user[code]`.
pub(crate) const CODE: &str = "code";
/// The field of the user name: `user[username]`.
pub(crate) const USERNAME: &str = "username";
/// The message key for a value that another account has.
pub(crate) const IN_USE: &str = "identities-in-use";

/// A change of a user's identities.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Prove(Row),
    Name(String),
    Primary(Row),
    Remove(Row),
}

impl Change {
    fn operation(&self) -> Operation {
        match self {
            Self::Prove(_) => PROVE_IDENTITY,
            Self::Name(_) => SET_USERNAME,
            Self::Primary(_) => MAKE_PRIMARY,
            Self::Remove(_) => REMOVE_IDENTITY,
        }
    }
}

/// Writes a change of the signed-in user. The change is refused if the user's sessions have ended meanwhile.
pub(crate) async fn write(conn: &Conn, user: &Arc<User>, change: Change) -> Result<Written, Error> {
    let cx = conn.cx();
    // The cached user may be out of date.
    let fresh = cx.pow().users().get(cx, user.id()?).await?;
    let epoch = user.get(AUTH_EPOCH)?;
    let fresh = fresh.filter(|fresh| fresh.get(AUTH_EPOCH).is_ok_and(|now| now == epoch));
    let mut changeset =
        Changeset::new(change.operation(), fresh.clone().or_else(|| Some(user.clone())), Arc::default());
    let Some(fresh) = fresh else {
        stale(&mut changeset);
        return Ok(Err(changeset));
    };
    match &change {
        Change::Prove(row) if fresh.get(EMAIL)?.as_ref() == Some(&row.value) => {
            changeset.prove(EMAIL, Some(row.value.clone()));
            changeset.guard(EMAIL);
        }
        Change::Primary(row) => {
            changeset.put(EMAIL, Some(row.value.clone()));
            changeset.prove(EMAIL, Some(row.value.clone()));
            changeset.guard(EMAIL);
        }
        // Another person may now read the messages to this address or number, so the sessions and links of the account end.
        Change::Remove(row) if row.proved_at.is_some() => changeset.raise_epoch(),
        _ => {}
    }
    changeset.attach(change);
    users::write(cx, changeset).await
}

fn stale(changeset: &mut Changeset) {
    changeset.error(EMAIL.name(), Message::new(keys::ERROR_CHANGED_MEANWHILE));
}

/// Changes the rows of this extension, before the user's row is written.
pub(crate) async fn before_write(
    extension: &Identities,
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &mut Changeset,
) -> Result<(), Error> {
    let (Some(change), Some(user)) = (changeset.attached::<Change>().cloned(), changeset.data().cloned()) else {
        return primary::refuse_taken(cx, tx, changeset).await;
    };
    rows::lock(cx, tx, user.id()?).await?;
    match change {
        Change::Name(name) => set_name(extension, cx, tx, changeset, &user, &name).await,
        Change::Prove(row) => prove(cx, tx, changeset, &row).await,
        Change::Primary(row) => match rows::find_in(cx, tx, row.user, &row.id).await? {
            Some(row) if row.proved_at.is_some() && row.kind == IdentityKind::Email => Ok(()),
            _ => {
                stale(changeset);
                Ok(())
            }
        },
        Change::Remove(row) => {
            let is_main = user.get(EMAIL)?.is_some_and(|main| row.is_address(&main));
            if is_main || rows::delete(cx, tx, &row).await? == 0 {
                stale(changeset);
            }
            Ok(())
        }
    }
}

/// The first proof of a value wins: the unique index on `claimed` lets one transaction through.
async fn prove(cx: &Cx, tx: &mut dyn Transaction, changeset: &mut Changeset, row: &Row) -> Result<(), Error> {
    let Some(row) = rows::find_in(cx, tx, row.user, &row.id).await? else {
        stale(changeset);
        return Ok(());
    };
    if is_taken(cx, tx, &row).await? || !rows::claim(cx, tx, &row, true, Some(cx.now())).await? {
        changeset.error(CODE, Message::new(IN_USE));
    }
    Ok(())
}

async fn set_name(
    extension: &Identities,
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &mut Changeset,
    user: &User,
    name: &str,
) -> Result<(), Error> {
    let id = user.id()?;
    let all = rows::all_in(cx, tx, id).await?;
    let current = all.iter().find(|row| row.kind == IdentityKind::Username);
    if primary::holder(cx, tx, name).await?.is_some_and(|holder| holder.user != id) {
        changeset.error(USERNAME, Message::new(keys::ERROR_TAKEN));
        return Ok(());
    }
    let is_free = match current {
        Some(row) => rows::rename(cx, tx, row, name).await?,
        None if is_full(extension, user, &all)? => {
            changeset.error(USERNAME, too_many(extension));
            return Ok(());
        }
        None => {
            let kind = IdentityKind::Username;
            let new = NewRow { kind, value: name, is_claimed: true, proved_at: Some(cx.now()) };
            rows::insert(cx, tx, id, &new).await?.is_some()
        }
    };
    if !is_free {
        changeset.error(USERNAME, Message::new(keys::ERROR_TAKEN));
    }
    Ok(())
}

/// Whether the user has the maximum number of identities. The main address counts even if it has no row.
pub(crate) fn is_full(extension: &Identities, user: &User, all: &[Row]) -> Result<bool, Error> {
    let main = user.get(EMAIL)?;
    let without_row = main.is_some_and(|main| !all.iter().any(|row| row.is_address(&main)));
    let most = usize::try_from(extension.max).unwrap_or(usize::MAX);
    Ok(all.len() + usize::from(without_row) >= most)
}

pub(crate) fn too_many(extension: &Identities) -> Message {
    Message::new("identities-too-many").with("max", extension.max)
}

/// Logs the change, and notifies the owner at every address that was proved before.
pub(crate) async fn after_write(
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &Changeset,
    user: &Arc<User>,
) -> Result<(), Error> {
    let (Some(change), Some(before)) = (changeset.attached::<Change>(), changeset.data()) else { return Ok(()) };
    tracing::info!(
        target: "pow::identities::changed",
        user = %user.id()?,
        operation = changeset.operation().0,
        "an email address, a phone number or a user name was proved, changed or removed"
    );
    let main = before.get(EMAIL)?;
    let notice = match change {
        // The core notifies all addresses of a new main address.
        Change::Primary(_) => return Ok(()),
        Change::Prove(row) if main.as_ref() == Some(&row.value) => return Ok(()),
        Change::Remove(row) if row.proved_at.is_none() => return Ok(()),
        Change::Prove(row) if row.kind == IdentityKind::Phone => Notice::PhoneAdded(row.value.clone()),
        Change::Prove(row) => Notice::Added(row.value.clone()),
        Change::Name(name) => Notice::UsernameSet(name.clone()),
        Change::Remove(row) if row.kind == IdentityKind::Username => Notice::UsernameRemoved(row.value.clone()),
        Change::Remove(row) if row.kind == IdentityKind::Phone => Notice::PhoneRemoved(row.value.clone()),
        Change::Remove(row) => Notice::Removed(row.value.clone()),
    };
    let all = rows::all_in(cx, tx, user.id()?).await?;
    let proved = all.into_iter().filter(|row| row.kind == IdentityKind::Email && row.proved_at.is_some());
    let mut readers: Vec<String> = main.into_iter().chain(proved.map(|row| row.value)).collect();
    match &notice {
        Notice::Added(value) => readers.retain(|reader| reader != value),
        Notice::Removed(value) => readers.push(value.clone()),
        _ => {}
    }
    readers.sort();
    readers.dedup();
    mails::tell(cx, before, &readers, &notice)
}
