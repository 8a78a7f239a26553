//! The table of identities.
//!
//! | column | content |
//! |---|---|
//! | `kind`, `value` | the normalised address, number or name |
//! | `claimed` | the same value, if no other account may have it because it is proved or the user's main address. Unique |
//! | `proved_at` | when the value was proved. Only rows with this time are used to find a user. Empty for the main address, whose time is in the users' table |
//!
//! Rows without `claimed` have no effect. Other users may have rows with the same value.

use std::{sync::Arc, time::Duration};

use pow_core::{
    DateTime, Error, UserId,
    cx::Cx,
    extension::Registry,
    json::{Map, Value},
    record::{Record, User},
    schema::{self, Field, FieldType, TableDef},
    store::{Condition, Filter, RowReader, Select, Transaction},
    users::{AUTH_EPOCH, EMAIL, EMAIL_CONFIRMED_AT},
};

use crate::{ID as EXTENSION, IdentityKind};

pub(crate) const ID: Field<String> = Field::new("id");
const USER_ID: Field<UserId> = Field::new("user_id");
const KIND: Field<String> = Field::new("kind");
const VALUE: Field<String> = Field::new("value");
pub(crate) const CLAIMED: Field<Option<String>> = Field::new("claimed");
pub(crate) const PROVED_AT: Field<Option<DateTime>> = Field::new("proved_at");
const INSERTED_AT: Field<DateTime> = Field::new("inserted_at");

/// How long an unproved row is kept. Its last code expires long before that.
const UNPROVED: Duration = Duration::from_secs(7 * 24 * 3600);
/// How many rows a transaction deletes.
const BATCH: u32 = 100;
/// The maximum number of a user's rows that are read.
const MOST: u32 = 200;
/// The longest id in a path: a UUID.
const MAX_ID: usize = 36;

/// An address, a number or a name of a user.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Identity {
    /// The id in paths. `None` for the main address of an account that has not changed since the extension was added.
    pub id: Option<String>,
    /// The kind.
    pub kind: IdentityKind,
    /// The normalised value: an address as in `users.email`, a number by E.164, a user name in lowercase letters.
    pub value: String,
    /// When the identity was proved. `None` if it is not proved and thus has no effect.
    pub proved_at: Option<DateTime>,
    /// When it was added.
    pub inserted_at: DateTime,
    /// Whether it is the main address: `users.email`.
    pub is_primary: bool,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) user: UserId,
    pub(crate) kind: IdentityKind,
    pub(crate) value: String,
    pub(crate) proved_at: Option<DateTime>,
    pub(crate) inserted_at: DateTime,
}

/// A row that is to be inserted.
pub(crate) struct NewRow<'a> {
    pub(crate) kind: IdentityKind,
    pub(crate) value: &'a str,
    pub(crate) is_claimed: bool,
    pub(crate) proved_at: Option<DateTime>,
}

/// Returns the table `<users>_identities`.
pub(crate) fn table(registry: &Registry) -> TableDef {
    let users = registry.users_table();
    TableDef::new(table_name(&users.name), ID.def(), users.id_kind, EXTENSION)
        .with(USER_ID.def().indexed())
        .with(KIND.def())
        .with(VALUE.def())
        .with(CLAIMED.def().unique())
        .with(PROVED_AT.def())
        .with(INSERTED_AT.def().indexed())
}

fn table_name(users: &str) -> String {
    format!("{users}_identities")
}

pub(crate) fn table_def(cx: &Cx) -> Result<&Arc<TableDef>, Error> {
    let schema = cx.pow().schema();
    let table = schema.table(&table_name(&schema.users().name));
    table.ok_or_else(|| Error::other("the table of identities is missing: add `Identities` to `Config::extensions`"))
}

fn read(row: &Record) -> Result<Option<Row>, Error> {
    let Some(kind) = IdentityKind::parse(&row.get(KIND)?) else { return Ok(None) };
    Ok(Some(Row {
        id: row.get(ID)?,
        user: row.get(USER_ID)?,
        kind,
        value: row.get(VALUE)?,
        proved_at: row.get(PROVED_AT)?,
        inserted_at: row.get(INSERTED_AT)?,
    }))
}

fn of_user(user: UserId) -> Select {
    Select::new(Filter::eq(USER_ID.name(), user.into_value())).order_by(INSERTED_AT.name()).limit(MOST)
}

pub(crate) fn with_id(user: UserId, id: &str) -> Filter {
    Filter::eq(ID.name(), id.to_owned().into_value()).and(Condition::Eq(USER_ID.name(), user.into_value()))
}

fn claimed(value: &str) -> Filter {
    Filter::eq(CLAIMED.name(), value.to_owned().into_value())
}

/// Whether a text in a path can be an id.
fn may_be_id(id: &str) -> bool {
    id.len() <= MAX_ID && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// Returns the row that claims the value.
pub(crate) async fn holder(cx: &Cx, value: &str) -> Result<Option<Row>, Error> {
    let row = cx.pow().store().find(cx.prefix(), table_def(cx)?, claimed(value)).await?;
    row.as_ref().map_or(Ok(None), read)
}

/// As [`holder`], within a transaction.
pub(crate) async fn holder_in(cx: &Cx, tx: &mut dyn Transaction, value: &str) -> Result<Option<Row>, Error> {
    let row = tx.find(table_def(cx)?, claimed(value)).await?;
    row.as_ref().map_or(Ok(None), read)
}

/// Returns a row of the user by its id.
pub(crate) async fn find(cx: &Cx, user: UserId, id: &str) -> Result<Option<Row>, Error> {
    if !may_be_id(id) {
        return Ok(None);
    }
    let row = cx.pow().store().find(cx.prefix(), table_def(cx)?, with_id(user, id)).await?;
    row.as_ref().map_or(Ok(None), read)
}

/// As [`find`], within a transaction.
pub(crate) async fn find_in(cx: &Cx, tx: &mut dyn Transaction, user: UserId, id: &str) -> Result<Option<Row>, Error> {
    let row = tx.find(table_def(cx)?, with_id(user, id)).await?;
    row.as_ref().map_or(Ok(None), read)
}

/// Returns the rows of a user within a transaction.
pub(crate) async fn all_in(cx: &Cx, tx: &mut dyn Transaction, user: UserId) -> Result<Vec<Row>, Error> {
    let rows = tx.select(table_def(cx)?, of_user(user)).await?;
    rows.iter().filter_map(|row| read(row).transpose()).collect()
}

/// Returns the identities of a user, the main address first.
pub(crate) async fn list(cx: &Cx, user: &User) -> Result<Vec<Identity>, Error> {
    let rows = cx.pow().store().select(cx.prefix(), table_def(cx)?, of_user(user.id()?)).await?;
    let rows: Vec<Row> = rows.iter().filter_map(|row| read(row).transpose()).collect::<Result<_, _>>()?;
    let primary = user.get(EMAIL)?;
    let is_primary = |row: &Row| row.kind == IdentityKind::Email && primary.as_ref() == Some(&row.value);
    let main = rows.iter().find(|row| is_primary(row));
    let main = primary.as_ref().map(|value| {
        Ok::<_, Error>(Identity {
            id: main.map(|row| row.id.clone()),
            kind: IdentityKind::Email,
            value: value.clone(),
            proved_at: user.get(EMAIL_CONFIRMED_AT)?,
            inserted_at: main.map_or_else(|| user.get(pow_core::users::INSERTED_AT), |row| Ok(row.inserted_at))?,
            is_primary: true,
        })
    });
    let others = rows.iter().filter(|row| !is_primary(row)).map(|row| Ok(row.identity()));
    main.into_iter().chain(others).collect()
}

/// Returns the proved addresses of a user. The row of the main address has no time, and is not among them.
pub(crate) async fn notice_addresses(cx: &Cx, rows: &mut RowReader<'_>, user: &User) -> Result<Vec<String>, Error> {
    let rows = rows.select(table_def(cx)?, of_user(user.id()?)).await?;
    let rows: Vec<Row> = rows.iter().filter_map(|row| read(row).transpose()).collect::<Result<_, _>>()?;
    let proved = rows.into_iter().filter(|row| row.kind == IdentityKind::Email && row.proved_at.is_some());
    Ok(proved.map(|row| row.value).collect())
}

/// Returns the data that is kept about the user: the rows.
pub(crate) async fn user_data(cx: &Cx, user: &User) -> Result<Map<String, Value>, Error> {
    let rows = cx.pow().store().select(cx.prefix(), table_def(cx)?, of_user(user.id()?)).await?;
    let names = [KIND.name(), VALUE.name(), PROVED_AT.name(), INSERTED_AT.name()];
    let rows = rows.iter().map(|row| Value::from(row.to_json(&names))).collect();
    Ok(Map::from_iter([("identities".to_owned(), rows)]))
}

impl Row {
    pub(crate) fn identity(&self) -> Identity {
        Identity {
            id: Some(self.id.clone()),
            kind: self.kind,
            value: self.value.clone(),
            proved_at: self.proved_at,
            inserted_at: self.inserted_at,
            is_primary: false,
        }
    }

    pub(crate) fn is_address(&self, value: &str) -> bool {
        self.kind == IdentityKind::Email && self.value == value
    }
}

/// Locks the user's row with an update that changes nothing, so that concurrent changes run one after the other.
pub(crate) async fn lock(cx: &Cx, tx: &mut dyn Transaction, user: UserId) -> Result<(), Error> {
    let row = Filter::eq(schema::ID.name(), user.into_value());
    tx.increment(cx.pow().schema().users(), row, AUTH_EPOCH.name(), 0).await.map(drop)
}

/// Inserts a row and returns it, or `None` if another row claims the value.
pub(crate) async fn insert(
    cx: &Cx,
    tx: &mut dyn Transaction,
    user: UserId,
    new: &NewRow<'_>,
) -> Result<Option<Row>, Error> {
    let values = vec![
        (ID.name(), cx.pow().new_uuid()?.to_string().into_value()),
        (USER_ID.name(), user.into_value()),
        (KIND.name(), new.kind.name().to_owned().into_value()),
        (VALUE.name(), new.value.to_owned().into_value()),
        (CLAIMED.name(), new.is_claimed.then(|| new.value.to_owned()).into_value()),
        (PROVED_AT.name(), new.proved_at.into_value()),
        (INSERTED_AT.name(), cx.now().into_value()),
    ];
    match tx.insert(table_def(cx)?, values).await? {
        Ok(row) => read(&row),
        Err(_) => Ok(None),
    }
}

/// Sets whether a row claims its value, and when the value was proved. Returns whether the value was free and the row still
/// exists.
pub(crate) async fn claim(
    cx: &Cx,
    tx: &mut dyn Transaction,
    row: &Row,
    is_claimed: bool,
    proved_at: Option<DateTime>,
) -> Result<bool, Error> {
    let values = vec![
        (CLAIMED.name(), is_claimed.then(|| row.value.clone()).into_value()),
        (PROVED_AT.name(), proved_at.into_value()),
    ];
    Ok(tx.update(table_def(cx)?, with_id(row.user, &row.id), values).await? == Ok(1))
}

pub(crate) async fn delete(cx: &Cx, tx: &mut dyn Transaction, row: &Row) -> Result<u64, Error> {
    tx.delete(table_def(cx)?, with_id(row.user, &row.id)).await
}

/// Deletes a claim, unless it was proved in the meantime.
pub(crate) async fn delete_claim(cx: &Cx, tx: &mut dyn Transaction, row: &Row) -> Result<u64, Error> {
    let unproved = with_id(row.user, &row.id).and(Condition::IsNull(PROVED_AT.name()));
    tx.delete(table_def(cx)?, unproved).await
}

/// Deletes all rows of a user within a transaction.
pub(crate) async fn delete_all(cx: &Cx, tx: &mut dyn Transaction, user: UserId) -> Result<(), Error> {
    tx.delete(table_def(cx)?, Filter::eq(USER_ID.name(), user.into_value())).await.map(drop)
}

/// Deletes a row that was not proved, after its value turned out to be another user's.
pub(crate) async fn drop_unproved(cx: &Cx, row: &Row) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let unproved = with_id(row.user, &row.id).and(Condition::IsNull(CLAIMED.name()));
    tx.delete(table_def(cx)?, unproved).await?;
    tx.commit().await
}

/// Deletes rows that stayed unproved for a week, in transactions of a bounded size.
pub(crate) async fn delete_unproved(cx: &Cx) -> Result<(), Error> {
    let (table, before) = (table_def(cx)?, cx.now() - UNPROVED);
    let old = || {
        let old = Filter(vec![Condition::Lt(INSERTED_AT.name(), before.into_value())]);
        old.and(Condition::IsNull(CLAIMED.name()))
    };
    loop {
        let mut tx = cx.begin().await?;
        let rows = tx.select(table, Select::new(old()).limit(BATCH)).await?;
        let found = rows.len();
        for row in rows {
            tx.delete(table, row.key().and(Condition::IsNull(CLAIMED.name()))).await?;
        }
        tx.commit().await?;
        if found < BATCH as usize {
            return Ok(());
        }
    }
}

/// Changes the user name of a row. Returns whether the new name was free.
pub(crate) async fn rename(cx: &Cx, tx: &mut dyn Transaction, row: &Row, name: &str) -> Result<bool, Error> {
    let values = vec![
        (VALUE.name(), name.to_owned().into_value()),
        (CLAIMED.name(), Some(name.to_owned()).into_value()),
        (PROVED_AT.name(), Some(cx.now()).into_value()),
    ];
    Ok(tx.update(table_def(cx)?, with_id(row.user, &row.id), values).await? == Ok(1))
}
