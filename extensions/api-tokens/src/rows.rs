//! The table of personal tokens. It holds a hash of each token, never the token.

use std::{sync::Arc, time::Duration};

use pow_core::{
    DateTime, Error, UserId,
    cx::Cx,
    extension::Registry,
    json::{Map, Value, json},
    record::{Record, User},
    schema::{Field, FieldType, TableDef},
    store::{Condition, Filter, Select, Transaction},
    users::AUTH_EPOCH,
};

use crate::{ID as EXTENSION, NewToken, Scopes};

const ID: Field<String> = Field::new("id");
const USER_ID: Field<UserId> = Field::new("user_id");
const EPOCH: Field<i64> = Field::new("epoch");
const NAME: Field<String> = Field::new("name");
const HASH: Field<String> = Field::new("hash");
const SCOPES: Field<String> = Field::new("scopes");
const CREATED_AT: Field<DateTime> = Field::new("created_at");
const EXPIRES_AT: Field<DateTime> = Field::new("expires_at");
const LAST_USED_AT: Field<Option<DateTime>> = Field::new("last_used_at");

/// The minimum time between two recorded uses of a token.
const NOTED_EVERY: Duration = Duration::from_secs(5 * 60);

/// How many expired tokens a transaction deletes.
const BATCH: u32 = 100;
/// The maximum number of a user's tokens that are read.
const MOST: u32 = 1000;

/// A personal token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PersonalToken {
    /// The public id.
    pub id: String,
    /// The name that the user gave.
    pub name: String,
    /// The scopes that the user chose.
    pub scopes: Scopes,
    /// When it was created.
    pub created_at: DateTime,
    /// When it expires, or `None` if it doesn't.
    pub expires_at: Option<DateTime>,
    /// When it was last used, exact to five minutes. `None` if it was never used.
    pub last_used_at: Option<DateTime>,
}

/// A token that was found by its secret.
pub(crate) struct Found {
    pub(crate) user: UserId,
    pub(crate) epoch: i64,
    pub(crate) token: PersonalToken,
}

/// Returns the table `<users>_api_tokens`.
pub(crate) fn table(registry: &Registry) -> TableDef {
    let users = registry.users_table();
    TableDef::new(table_name(&users.name), ID.def(), users.id_kind, EXTENSION)
        .with(USER_ID.def().indexed())
        .with(EPOCH.def())
        .with(NAME.def())
        .with(HASH.def().unique().secret())
        .with(SCOPES.def())
        .with(CREATED_AT.def())
        .with(EXPIRES_AT.def().indexed())
        .with(LAST_USED_AT.def())
}

fn table_name(users: &str) -> String {
    format!("{users}_api_tokens")
}

fn table_def(cx: &Cx) -> Result<&Arc<TableDef>, Error> {
    let schema = cx.pow().schema();
    let table = schema.table(&table_name(&schema.users().name));
    table.ok_or_else(|| Error::other("the table of tokens is missing: add `ApiTokens` to `Config::extensions`"))
}

/// The time that stands for "never". With it one condition finds the tokens that have not expired.
fn never() -> DateTime {
    DateTime::from_timestamp(253_402_214_400, 0).unwrap_or_default()
}

/// Adds a token.
pub(crate) async fn insert(
    cx: &Cx,
    tx: &mut dyn Transaction,
    user: &User,
    id: &str,
    hash: &str,
    new: &NewToken,
) -> Result<(), Error> {
    let values = vec![
        (ID.name(), id.to_owned().into_value()),
        (USER_ID.name(), user.id()?.into_value()),
        (EPOCH.name(), user.get(AUTH_EPOCH)?.into_value()),
        (NAME.name(), new.name.clone().into_value()),
        (HASH.name(), hash.to_owned().into_value()),
        (SCOPES.name(), new.scopes.to_string().into_value()),
        (CREATED_AT.name(), cx.now().into_value()),
        (EXPIRES_AT.name(), new.expires_at.unwrap_or_else(never).into_value()),
        (LAST_USED_AT.name(), None::<DateTime>.into_value()),
    ];
    let inserted = tx.insert(table_def(cx)?, values).await?;
    inserted.map(drop).map_err(|conflict| Error::other(format!("could not store a token: {conflict:?}")))
}

/// Returns the token with this hash. Returns `None` if it is unknown, deleted or expired. The caller checks its epoch.
pub(crate) async fn find(cx: &Cx, hash: &str) -> Result<Option<Found>, Error> {
    let live = Condition::Gt(EXPIRES_AT.name(), cx.now().into_value());
    let filter = Filter::eq(HASH.name(), hash.to_owned().into_value()).and(live);
    let row = cx.pow().store().find(cx.prefix(), table_def(cx)?, filter).await?;
    row.map(|row| Ok(Found { user: row.get(USER_ID)?, epoch: row.get(EPOCH)?, token: token(&row)? })).transpose()
}

/// Returns a user's tokens, newest first.
pub(crate) async fn list(cx: &Cx, user: &User) -> Result<Vec<PersonalToken>, Error> {
    let select = Select::new(live(cx, user)?).order_by(CREATED_AT.name()).limit(MOST);
    let rows = cx.pow().store().select(cx.prefix(), table_def(cx)?, select).await?;
    rows.iter().rev().map(token).collect()
}

/// Returns the data that is kept about the user: the tokens without their hashes.
pub(crate) async fn user_data(cx: &Cx, user: &User) -> Result<Map<String, Value>, Error> {
    let tokens = list(cx, user).await?.into_iter().map(|token| {
        json!({
            "name": token.name,
            "scope": token.scopes.to_string(),
            "created_at": token.created_at.into_value().to_json(),
            "expires_at": token.expires_at.into_value().to_json(),
            "last_used_at": token.last_used_at.into_value().to_json(),
        })
    });
    Ok(Map::from_iter([("tokens".to_owned(), tokens.collect())]))
}

/// Counts a user's tokens within a transaction.
pub(crate) async fn count(cx: &Cx, tx: &mut dyn Transaction, user: &User) -> Result<usize, Error> {
    Ok(tx.select(table_def(cx)?, Select::new(live(cx, user)?)).await?.len())
}

/// The tokens of the user that have neither expired nor ended with the auth epoch.
fn live(cx: &Cx, user: &User) -> Result<Filter, Error> {
    Ok(Filter::eq(USER_ID.name(), user.id()?.into_value())
        .and(Condition::Eq(EPOCH.name(), user.get(AUTH_EPOCH)?.into_value()))
        .and(Condition::Gt(EXPIRES_AT.name(), cx.now().into_value())))
}

/// Deletes one token of a user and returns whether it was there.
pub(crate) async fn delete(cx: &Cx, user: UserId, id: &str) -> Result<bool, Error> {
    let own = Filter::eq(ID.name(), id.to_owned().into_value());
    let own = own.and(Condition::Eq(USER_ID.name(), user.into_value()));
    let mut tx = cx.begin().await?;
    let deleted = tx.delete(table_def(cx)?, own).await?;
    tx.commit().await?;
    Ok(deleted > 0)
}

/// Deletes all tokens of a user within a transaction.
pub(crate) async fn delete_all(cx: &Cx, tx: &mut dyn Transaction, user: UserId) -> Result<u64, Error> {
    tx.delete(table_def(cx)?, Filter::eq(USER_ID.name(), user.into_value())).await
}

/// Records that the token was used, unless a use was recorded in the last five minutes. Only one of several concurrent requests
/// writes.
pub(crate) async fn note_use(cx: &Cx, token: &PersonalToken) -> Result<(), Error> {
    let now = cx.now();
    let due = now - NOTED_EVERY;
    let unchanged = match token.last_used_at {
        Some(at) if at > due => return Ok(()),
        Some(at) => Condition::Eq(LAST_USED_AT.name(), at.into_value()),
        None => Condition::IsNull(LAST_USED_AT.name()),
    };
    let own = Filter::eq(ID.name(), token.id.clone().into_value()).and(unchanged);
    let mut tx = cx.begin().await?;
    let noted = tx.update(table_def(cx)?, own, vec![(LAST_USED_AT.name(), Some(now).into_value())]).await?;
    drop(noted);
    tx.commit().await
}

/// Deletes expired tokens, in transactions of a bounded size.
pub(crate) async fn delete_expired(cx: &Cx) -> Result<(), Error> {
    let table = table_def(cx)?;
    let expired = || Filter(vec![Condition::Lt(EXPIRES_AT.name(), cx.now().into_value())]);
    loop {
        let mut tx = cx.begin().await?;
        let rows = tx.select(table, Select::new(expired()).limit(BATCH)).await?;
        let found = rows.len();
        for row in rows {
            tx.delete(table, row.key()).await?;
        }
        tx.commit().await?;
        if found < BATCH as usize {
            return Ok(());
        }
    }
}

fn token(row: &Record) -> Result<PersonalToken, Error> {
    Ok(PersonalToken {
        id: row.get(ID)?,
        name: row.get(NAME)?,
        scopes: Scopes::parse(&row.get(SCOPES)?),
        created_at: row.get(CREATED_AT)?,
        expires_at: Some(row.get(EXPIRES_AT)?).filter(|at| *at < never()),
        last_used_at: row.get(LAST_USED_AT)?,
    })
}
