//! PostgreSQL, with a client in pure Rust.

mod address;
#[cfg(feature = "postgres-tls")]
mod tls;

use std::sync::Arc;

use diesel::{
    QueryResult,
    deserialize::{self, FromSql},
    pg::{Pg, PgValue},
    query_builder::AstPass,
    result::DatabaseErrorInformation,
    sql_types::{BigInt, Binary, Bool, Integer, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::{
    AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection, TransactionManager,
    pooled_connection::SetupCallback,
};
use futures_util::future::BoxFuture;

use self::address::{Address, WORDS};
use super::{
    Prefix, SqlStore,
    catalog::{ActualColumn, ActualTable},
    dialect::{Bind, Dialect, LockWait, Violated, driver_methods},
    migrate,
    near::{Workers, reserved},
    pool::{CONNECTIONS, WAIT, pooled},
    threads::Threads,
};
use crate::{
    DateTime, Error, UserId,
    id::IdKind,
    schema::{Kind, TableDef, Value, columns::Database},
};

/// A store in a PostgreSQL database.
///
/// ```no_run
/// # fn main() -> Result<(), pow_core::Error> {
/// use pow_core::store::PostgresStore;
///
/// let store = PostgresStore::connect("postgres://app@localhost/app")?;
/// # Ok(()) }
/// ```
pub type PostgresStore = SqlStore<Pg>;

pooled!(Pg);

/// The settings of a connection: waiting for a lock is limited to 5 s.
const SETUP: &str = "SET lock_timeout = '5s'";
/// The key of the lock that prevents concurrent migrations.
const MIGRATION_LOCK: i64 = 0x706f_775f_6d69_6772;

impl SqlStore<Pg> {
    /// Creates a store with at most ten connections, which are opened on demand. See [`connect_with`](Self::connect_with).
    ///
    /// | in the address | the connection |
    /// |---|---|
    /// | `sslmode=require`, `verify-ca` or `verify-full` | TLS; requires the cargo feature `postgres-tls` |
    /// | `sslrootcert=FILE` | TLS; trusts only the root certificates in this file (PEM) |
    /// | `sslmode=prefer` or `disable`, or no `sslmode` | unencrypted |
    ///
    /// # Security
    /// With TLS, the certificate and the name of the server are verified in each of the three modes. In libpq, only
    /// `verify-full` does so. Without TLS, an attacker on the network can read password hashes and sessions. A warning is
    /// logged unless the server is on this machine (`pow::setup::danger`).
    ///
    /// # Errors
    /// [`Error::Config`] if the address is invalid, it requires TLS without the cargo feature, or there is no root certificate.
    /// If the server is unavailable, each call returns an [`Error::Unavailable`].
    pub fn connect(url: &str) -> Result<Self, Error> {
        let address = Address::parse(url)?;
        let setup = match &address.roots {
            #[cfg(feature = "postgres-tls")]
            Some(roots) => tls::connector(address.config, roots)?,
            #[cfg(not(feature = "postgres-tls"))]
            Some(_) => return Err(WORDS.needs_feature()),
            None => unencrypted(&address),
        };
        Self::connect_with(url, CONNECTIONS, setup)
    }

    /// Creates a store with another number of connections and a custom way to open them, such as with a client certificate.
    /// The setup then determines TLS, not the address.
    ///
    /// If there are four connections or more, some are reserved for actix-web's workers: one for each core, but at most half of
    /// all. Each worker reads the sessions of its requests on its own connection, and those of concurrent requests with one
    /// query. The other connections form the pool.
    ///
    /// # Errors
    /// As [`PostgresStore::connect`].
    pub fn connect_with(url: &str, connections: usize, setup: SetupCallback<AsyncPgConnection>) -> Result<Self, Error> {
        if !(url.starts_with("postgres://") || url.starts_with("postgresql://") || url.contains('=')) {
            return Err(Error::Config(
                "the address of the PostgreSQL server is invalid: write it like postgres://user@host/database"
                    .to_owned(),
            ));
        }
        let setup: Arc<SetupCallback<AsyncPgConnection>> = Arc::new(Box::new(move |url| {
            let connection = setup(url);
            Box::pin(async move {
                let mut connection = connection.await?;
                let done = connection.batch_execute(SETUP).await;
                done.map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
                Ok(connection)
            })
        }));
        let (connections, reserved) = (connections.max(1), reserved(connections));
        let near = Arc::new(Workers::<Pg>::new(reserved, url, Arc::clone(&setup)));
        let pool = Pooled::new(url, connections - reserved, Box::new(move |url| setup(url)))?;
        Ok(Self::new(Arc::new(pool), Arc::new(near), Threads::start(2)?, WAIT))
    }
}

fn unencrypted(address: &Address) -> SetupCallback<AsyncPgConnection> {
    if address.leaves_this_machine() {
        WORDS.warn_unencrypted();
    }
    Box::new(|url| Box::pin(AsyncPgConnection::establish(url)))
}

impl Dialect for Pg {
    const NAME: &'static str = "PostgreSQL";
    const RETURNING: bool = true;
    const NUL_IN_TEXT: bool = false;
    const ONE_WRITER: bool = false;
    const ROLLS_DDL_BACK: bool = true;
    const BYTEWISE: bool = true;
    type Connection = AsyncPgConnection;
    type Row = <AsyncPgConnection as diesel_async::AsyncConnectionCore>::Row<'static, 'static>;

    fn coerce(bind: Bind) -> Bind {
        bind
    }

    fn bind<'b>(mut out: AstPass<'_, 'b, Self>, bind: &'b Bind) -> QueryResult<()> {
        match bind {
            Bind::Text(value) => out.push_bind_param::<Nullable<Text>, _>(value),
            Bind::Bool(value) => out.push_bind_param::<Nullable<Bool>, _>(value),
            Bind::Int(value) => out.push_bind_param::<Nullable<BigInt>, _>(value),
            Bind::DateTime(value) => out.push_bind_param::<Nullable<Timestamptz>, _>(value),
            Bind::Uuid(value) => out.push_bind_param::<Nullable<diesel::sql_types::Uuid>, _>(value),
            Bind::Bytes(value) => out.push_bind_param::<Nullable<Binary>, _>(value),
            Bind::Naive(_) => Err(super::dialect::unbound()),
        }
    }

    fn decode(raw: Self::RawValue<'_>, kind: Kind, id: IdKind) -> deserialize::Result<Value> {
        Ok(match (kind, id) {
            (Kind::Text, _) => Value::Text(FromSql::<Text, Self>::from_sql(raw)?),
            (Kind::Bool, _) => Value::Bool(FromSql::<Bool, Self>::from_sql(raw)?),
            (Kind::Int, _) => Value::Int(integer(raw)?),
            (Kind::DateTime, _) => Value::DateTime(<DateTime as FromSql<Timestamptz, Self>>::from_sql(raw)?),
            (Kind::Id, IdKind::Int) => Value::Id(UserId::Int(integer(raw)?)),
            (Kind::Id, IdKind::Uuid) => {
                Value::Id(UserId::Uuid(FromSql::<diesel::sql_types::Uuid, Self>::from_sql(raw)?))
            }
            (Kind::Bytes, _) => Value::Bytes(FromSql::<Binary, Self>::from_sql(raw)?),
        })
    }

    driver_methods!();

    fn begin(conn: &mut Self::Connection) -> BoxFuture<'_, QueryResult<()>> {
        Box::pin(<Self::Connection as AsyncConnection>::TransactionManager::begin_transaction(conn))
    }

    fn database(_: &mut Self::Connection) -> BoxFuture<'_, QueryResult<Database>> {
        Box::pin(async { Ok(Database::Postgres) })
    }

    fn lock(conn: &mut Self::Connection) -> BoxFuture<'_, QueryResult<()>> {
        // The lock is polled, because a waiting statement holds a snapshot, and `CREATE INDEX CONCURRENTLY` waits for all
        // snapshots.
        Box::pin(async move {
            let lock = format!("SELECT pg_try_advisory_lock({MIGRATION_LOCK}) AS locked");
            loop {
                let answer: LockRow = diesel::sql_query(&lock).get_result(conn).await?;
                if answer.locked {
                    return Ok(());
                }
                migrate::pause_for_other_process::<Self>().await;
            }
        })
    }

    fn unlock(conn: &mut Self::Connection, _: bool) -> BoxFuture<'_, QueryResult<()>> {
        Box::pin(async move { conn.batch_execute(&format!("SELECT pg_advisory_unlock({MIGRATION_LOCK})")).await })
    }

    fn limit_lock_wait(conn: &mut Self::Connection, wait: LockWait) -> BoxFuture<'_, QueryResult<()>> {
        Box::pin(conn.batch_execute(match wait {
            LockWait::Short => "SET lock_timeout = '500ms'",
            LockWait::Unlimited => "SET lock_timeout = 0",
            LockWait::Usual => SETUP,
        }))
    }

    fn inspect<'c>(
        conn: &'c mut Self::Connection,
        prefix: &'c Prefix,
        table: &'c Arc<TableDef>,
    ) -> BoxFuture<'c, QueryResult<Option<ActualTable>>> {
        Box::pin(inspect(conn, prefix, table))
    }

    fn violated(table: &TableDef, information: &dyn DatabaseErrorInformation) -> Option<Violated> {
        let named = information.constraint_name().and_then(|name| {
            let is_cut = |index: &str| index.get(..63).is_some_and(|cut| cut == name);
            table.unique_indexes().into_iter().find(|(index, _)| index == name || is_cut(index))
        });
        if let Some((_, fields)) = named {
            return Some(Violated::Fields(fields));
        }
        // An index that the application created: `Key (email)=(…) already exists.`, in the language of the server.
        let (columns, _) = information.details()?.split_once('(')?.1.split_once(")=(")?;
        let columns: Vec<String> = columns.split(", ").map(|name| name.trim_matches('"').to_owned()).collect();
        Some(Violated::Columns(columns))
    }
}

/// Reads an integer of any width, because the application may have chosen a narrower column.
fn integer(raw: PgValue<'_>) -> deserialize::Result<i64> {
    match raw.as_bytes().len() {
        2 => <i16 as FromSql<SmallInt, Pg>>::from_sql(raw).map(i64::from),
        4 => <i32 as FromSql<Integer, Pg>>::from_sql(raw).map(i64::from),
        _ => <i64 as FromSql<BigInt, Pg>>::from_sql(raw),
    }
}

#[derive(diesel::QueryableByName)]
struct NameRow {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(diesel::QueryableByName)]
struct LockRow {
    #[diesel(sql_type = Bool)]
    locked: bool,
}

#[derive(diesel::QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    sql_type: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
    #[diesel(sql_type = Bool)]
    has_default: bool,
    #[diesel(sql_type = Bool)]
    counts: bool,
}

#[derive(diesel::QueryableByName)]
struct IndexRow {
    #[diesel(sql_type = Text)]
    index_name: String,
    #[diesel(sql_type = Bool)]
    is_unique: bool,
    #[diesel(sql_type = Nullable<Text>)]
    column_name: Option<String>,
}

const COLUMNS: &str = "SELECT a.attname::text AS name, NOT a.attnotnull AS nullable, \
     a.atthasdef OR a.attidentity <> '' AS has_default, \
     a.atthasdef OR a.attidentity <> '' AS counts, \
     format_type(coalesce(nullif(t.typbasetype, 0), t.oid), a.atttypmod) AS sql_type \
     FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid \
     WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";

const INDEXES: &str = "SELECT c.relname::text AS index_name, i.indisunique AS is_unique, a.attname::text AS column_name \
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
     CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place) \
     LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum > 0 \
     WHERE i.indrelid = to_regclass($1) AND i.indisvalid AND i.indpred IS NULL \
     AND k.place <= i.indnkeyatts ORDER BY c.relname, k.place";

/// The indexes whose build was interrupted. An index that another connection is building is left out.
const INVALID: &str = "SELECT c.relname::text AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
     WHERE i.indrelid = to_regclass($1) AND NOT i.indisvalid \
     AND NOT EXISTS (SELECT 1 FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)";

async fn inspect(conn: &mut AsyncPgConnection, prefix: &Prefix, table: &TableDef) -> QueryResult<Option<ActualTable>> {
    let name = Database::Postgres.qualified(prefix, &table.name);
    let columns: Vec<ColumnRow> = diesel::sql_query(COLUMNS).bind::<Text, _>(&name).load(conn).await?;
    if columns.is_empty() {
        return Ok(None);
    }
    let indexes: Vec<IndexRow> = diesel::sql_query(INDEXES).bind::<Text, _>(&name).load(conn).await?;
    let indexes = indexes.into_iter().map(|row| (row.index_name, row.is_unique, row.column_name));
    let columns = columns
        .into_iter()
        .map(|row| ActualColumn {
            name: row.name,
            sql_type: row.sql_type,
            nullable: row.nullable,
            default: row.has_default,
            counts: row.counts,
        })
        .collect();
    let invalid: Vec<NameRow> = diesel::sql_query(INVALID).bind::<Text, _>(&name).load(conn).await?;
    let invalid = invalid.into_iter().map(|row| row.name).collect();
    Ok(Some(ActualTable { invalid, ..ActualTable::new(columns, indexes) }))
}
