//! The table of sent invitations: one list for each inviter.
//!
//! The list has an entry for every invitation, even for an address that has an account. It therefore does not reveal
//! which addresses have accounts. (E13)

use std::sync::Arc;

use pow_core::{
    DateTime, Error, UserId,
    cx::Cx,
    extension::Registry,
    json::{Map, Value as Json},
    record::User,
    schema::{Field, FieldType, TableDef, Value},
    store::{Condition, Filter, Select, Transaction},
};

use crate::{
    ID, OpenInvitation,
    fields::{INVITATION_ACCEPTED_AT, INVITATION_EXPIRES_AT},
};

const INVITER: Field<UserId> = Field::new("inviter");
/// The user id that was invited.
const INVITEE: Field<String> = Field::new("invitee");
/// The address that the link was mailed to, if the user id is a user name.
const ADDRESS: Field<Option<String>> = Field::new("address");
const INVITED_AT: Field<DateTime> = Field::new("invited_at");
const EXPIRES_AT: Field<Option<DateTime>> = Field::new("expires_at");

/// How many expired entries a transaction deletes.
const BATCH: u32 = 100;
/// How many entries a page shows.
const PAGE: usize = 50;

/// Returns the table `<users>_invitations`.
pub(crate) fn table(registry: &Registry) -> TableDef {
    let users = registry.users_table();
    let table = TableDef::new(table_name(&users.name), INVITER.def(), users.id_kind, ID);
    let table = table.with(INVITEE.def()).with(ADDRESS.def()).with(INVITED_AT.def());
    let mut table = table.with(EXPIRES_AT.def().indexed());
    table.key_len = 2;
    table
}

fn table_name(users: &str) -> String {
    format!("{users}_invitations")
}

fn table_def(cx: &Cx) -> Result<&Arc<TableDef>, Error> {
    let schema = cx.pow().schema();
    let table = schema.table(&table_name(&schema.users().name));
    table.ok_or_else(|| Error::other("the table of invitations is missing: add `Invitation` to `Config::extensions`"))
}

/// Adds an entry, or updates it if the invitation was sent before. Returns `false` if a concurrent request added it.
/// The caller must then roll back.
pub(crate) async fn put(
    cx: &Cx,
    tx: &mut dyn Transaction,
    inviter: UserId,
    invitee: &str,
    address: Option<String>,
    expires_at: Option<DateTime>,
) -> Result<bool, Error> {
    let table = table_def(cx)?;
    let values = vec![
        (ADDRESS.name(), address.into_value()),
        (INVITED_AT.name(), cx.now().into_value()),
        (EXPIRES_AT.name(), expires_at.into_value()),
    ];
    match tx.update(table, entry(inviter, invitee), values.clone()).await? {
        Ok(0) => {
            let key = [(INVITER.name(), inviter.into_value()), (INVITEE.name(), invitee.to_owned().into_value())];
            Ok(tx.insert(table, key.into_iter().chain(values).collect()).await?.is_ok())
        }
        updated => Ok(updated.is_ok()),
    }
}

/// Removes an entry and returns whether it was there.
pub(crate) async fn remove(cx: &Cx, tx: &mut dyn Transaction, inviter: UserId, invitee: &str) -> Result<bool, Error> {
    Ok(tx.delete(table_def(cx)?, entry(inviter, invitee)).await? > 0)
}

/// Removes all entries of an inviter.
pub(crate) async fn remove_all(cx: &Cx, tx: &mut dyn Transaction, inviter: UserId) -> Result<(), Error> {
    tx.delete(table_def(cx)?, Filter::eq(INVITER.name(), Value::Id(inviter))).await.map(|_| ())
}

/// Returns an inviter's open invitations, newest first. `Invitation::max_open` limits their number.
pub(crate) async fn list(cx: &Cx, inviter: UserId) -> Result<Vec<OpenInvitation>, Error> {
    let select = Select::new(Filter::eq(INVITER.name(), Value::Id(inviter))).order_by(INVITED_AT.name());
    let (now, mut open) = (cx.now(), Vec::new());
    for row in cx.pow().store().select(cx.prefix(), table_def(cx)?, select).await?.iter().rev() {
        let left = row.get(EXPIRES_AT)?.map(|end| (end - now).num_seconds());
        if left.is_none_or(|seconds| seconds > 0) {
            let left = left.and_then(|seconds| u64::try_from(seconds).ok());
            open.push(OpenInvitation::new(row.get(INVITEE)?, left).address(row.get(ADDRESS)?));
        }
    }
    Ok(open)
}

/// Returns the user's data for the user: the invitations that the user sent, as addressed, and when the user accepted
/// an invitation. The inviter is left out, because that is another user.
pub(crate) async fn user_data(cx: &Cx, user: &User) -> Result<Map<String, Json>, Error> {
    let select = Select::new(Filter::eq(INVITER.name(), Value::Id(user.id()?))).order_by(INVITED_AT.name());
    let rows = cx.pow().store().select(cx.prefix(), table_def(cx)?, select).await?;
    let names = [INVITEE.name(), ADDRESS.name(), INVITED_AT.name(), EXPIRES_AT.name()];
    let sent = rows.iter().map(|row| Json::from(row.to_json(&names))).collect();
    let mut data = user.to_json(&[INVITATION_ACCEPTED_AT.name(), INVITATION_EXPIRES_AT.name()]);
    data.insert("sent".to_owned(), sent);
    Ok(data)
}

/// Returns one page of the list, starting at 1, and whether there are more entries.
pub(crate) fn page(mut open: Vec<OpenInvitation>, number: usize) -> (Vec<OpenInvitation>, bool) {
    open.drain(..open.len().min(PAGE.saturating_mul(number.saturating_sub(1))));
    let more = open.len() > PAGE;
    open.truncate(PAGE);
    (open, more)
}

/// Returns the user ids that an inviter has invited, including expired invitations.
pub(crate) async fn invitees(cx: &Cx, tx: &mut dyn Transaction, inviter: UserId) -> Result<Vec<String>, Error> {
    let rows = tx.select(table_def(cx)?, Select::new(Filter::eq(INVITER.name(), Value::Id(inviter)))).await?;
    rows.iter().map(|row| row.get(INVITEE)).collect()
}

/// Deletes expired entries, in transactions of a bounded size.
pub(crate) async fn delete_expired(cx: &Cx) -> Result<(), Error> {
    let table = table_def(cx)?;
    let expired = || Filter(vec![Condition::Lt(EXPIRES_AT.name(), cx.now().into_value())]);
    loop {
        let mut tx = cx.begin().await?;
        let rows = tx.select(table, Select::new(expired()).limit(BATCH)).await?;
        let found = rows.len();
        for row in rows {
            tx.delete(table, entry(row.get(INVITER)?, &row.get(INVITEE)?)).await?;
        }
        tx.commit().await?;
        if found < BATCH as usize {
            return Ok(());
        }
    }
}

fn entry(inviter: UserId, invitee: &str) -> Filter {
    let invitee = Condition::Eq(INVITEE.name(), Value::Text(invitee.to_owned()));
    Filter::eq(INVITER.name(), Value::Id(inviter)).and(invitee)
}
