//! What each inviter has sent out: a table of its own.
//!
//! It holds an entry for every invitation, of addresses that have an account already too. So the list that an inviter
//! sees is a list of what they did and tells nothing about who has an account. (E13)

use std::sync::Arc;

use pow_core::{
    DateTime, Error, UserId,
    cx::Cx,
    extension::Registry,
    schema::{Field, FieldType, TableDef, Value},
    store::{Condition, Filter, Select, Transaction},
};

use crate::{ID, OpenInvitation};

const INVITER: Field<UserId> = Field::new("inviter");
/// The user id as it was invited.
const INVITEE: Field<String> = Field::new("invitee");
/// Where the link was mailed to, beside a user name.
const ADDRESS: Field<Option<String>> = Field::new("address");
const INVITED_AT: Field<DateTime> = Field::new("invited_at");
const EXPIRES_AT: Field<Option<DateTime>> = Field::new("expires_at");

/// So many are on a page.
const PAGE: usize = 50;

/// The table `<users>_invitations`.
pub(crate) fn table(registry: &Registry) -> TableDef {
    let users = registry.users_table();
    let table = TableDef::new(name(&users.name), INVITER.def(), users.id_kind, ID);
    let mut table = table.with(INVITEE.def()).with(ADDRESS.def()).with(INVITED_AT.def()).with(EXPIRES_AT.def());
    table.key_len = 2;
    table
}

fn name(users: &str) -> String {
    format!("{users}_invitations")
}

fn of(cx: &Cx) -> Result<&Arc<TableDef>, Error> {
    let schema = cx.pow().schema();
    let table = schema.table(&name(&schema.users().name));
    table.ok_or_else(|| Error::other("the table of invitations is not registered"))
}

/// Notes an invitation, or that it was sent once more. Returns `false` if another request noted it at this very moment: roll back then.
pub(crate) async fn note(
    cx: &Cx,
    tx: &mut dyn Transaction,
    inviter: UserId,
    invitee: &str,
    address: Option<String>,
    expires_at: Option<DateTime>,
) -> Result<bool, Error> {
    let table = of(cx)?;
    let values = vec![
        (ADDRESS.name(), address.into_value()),
        (INVITED_AT.name(), cx.now().into_value()),
        (EXPIRES_AT.name(), expires_at.into_value()),
    ];
    match tx.update(table, of_both(inviter, invitee), values.clone()).await? {
        Ok(0) => {
            let key = [(INVITER.name(), inviter.into_value()), (INVITEE.name(), invitee.to_owned().into_value())];
            Ok(tx.insert(table, key.into_iter().chain(values).collect()).await?.is_ok())
        }
        updated => Ok(updated.is_ok()),
    }
}

/// Strikes an invitation out, and says whether it was there.
pub(crate) async fn strike(cx: &Cx, tx: &mut dyn Transaction, inviter: UserId, invitee: &str) -> Result<bool, Error> {
    Ok(tx.delete(of(cx)?, of_both(inviter, invitee)).await? > 0)
}

/// Strikes out everything of an inviter.
pub(crate) async fn strike_all(cx: &Cx, tx: &mut dyn Transaction, inviter: UserId) -> Result<(), Error> {
    tx.delete(of(cx)?, Filter::eq(INVITER.name(), Value::Id(inviter))).await.map(|_| ())
}

/// The open invitations of an inviter, the newest first. How many those are is limited by `Invitation::max_open`.
pub(crate) async fn list(cx: &Cx, inviter: UserId) -> Result<Vec<OpenInvitation>, Error> {
    let select = Select::new(Filter::eq(INVITER.name(), Value::Id(inviter))).order_by(INVITED_AT.name());
    let (now, mut open) = (cx.now(), Vec::new());
    for row in cx.pow().store().select(cx.prefix(), of(cx)?, select).await?.iter().rev() {
        let left = row.get(EXPIRES_AT)?.map(|end| (end - now).num_seconds());
        if left.is_none_or(|seconds| seconds > 0) {
            let left = left.and_then(|seconds| u64::try_from(seconds).ok());
            open.push(OpenInvitation::new(row.get(INVITEE)?, left).address(row.get(ADDRESS)?));
        }
    }
    Ok(open)
}

/// This page of the list, the first being 1, and whether there is another one after it.
pub(crate) fn page(mut open: Vec<OpenInvitation>, number: usize) -> (Vec<OpenInvitation>, bool) {
    open.drain(..open.len().min(PAGE.saturating_mul(number.saturating_sub(1))));
    let more = open.len() > PAGE;
    open.truncate(PAGE);
    (open, more)
}

/// The users that an inviter has invited, also those whose invitations have expired.
pub(crate) async fn invitees(cx: &Cx, tx: &mut dyn Transaction, inviter: UserId) -> Result<Vec<String>, Error> {
    let rows = tx.select(of(cx)?, Select::new(Filter::eq(INVITER.name(), Value::Id(inviter)))).await?;
    rows.iter().map(|row| row.get(INVITEE)).collect()
}

/// Deletes what has run out.
pub(crate) async fn sweep(cx: &Cx) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    tx.delete(of(cx)?, Filter(vec![Condition::Lt(EXPIRES_AT.name(), cx.now().into_value())])).await?;
    tx.commit().await
}

fn of_both(inviter: UserId, invitee: &str) -> Filter {
    let invitee = Condition::Eq(INVITEE.name(), Value::Text(invitee.to_owned()));
    Filter::eq(INVITER.name(), Value::Id(inviter)).and(invitee)
}
