//! SQLite, bundled.

mod readers;

use std::{sync::Arc, time::Duration};

use diesel::{
    Connection as _, QueryResult, RunQueryDsl, SqliteConnection,
    connection::{AnsiTransactionManager, SimpleConnection},
    deserialize::{self, FromSql},
    query_builder::AstPass,
    result::DatabaseErrorInformation,
    sql_types::{BigInt, Binary, Bool, Nullable, Text, TimestamptzSqlite},
    sqlite::Sqlite,
};
use diesel_async::{pooled_connection::SetupCallback, sync_connection_wrapper::SyncConnectionWrapper};
use futures_util::future::BoxFuture;
use uuid::Uuid;

use self::readers::Readers;
use super::{
    Prefix, SqlStore,
    catalog::{ActualColumn, ActualTable},
    dialect::{Bind, Dialect, LockWait, Violated, driver_methods},
    pool::{WAIT, pooled},
    threads::{StoreThreads, Threads},
};
use crate::{
    DateTime, Error, UserId,
    id::IdKind,
    schema::{Kind, TableDef, Value, columns::Database},
};

/// A store in a SQLite file.
///
/// It uses WAL mode with `synchronous=FULL`. Committed changes survive a power failure, so a spent token stays spent.
///
/// ```no_run
/// # fn main() -> Result<(), pow_core::Error> {
/// use pow_core::store::SqliteStore;
///
/// let store = SqliteStore::open("app.db")?;
/// # Ok(()) }
/// ```
pub type SqliteStore = SqlStore<Sqlite>;

/// The connection that [`Transaction::connection`](super::Transaction::connection) returns.
pub type SqliteAsyncConnection = SyncConnectionWrapper<SqliteConnection, StoreThreads>;

pooled!(Sqlite);

/// The default number of connections. One writes and the others read. Two of the readers are reserved for sessions.
const CONNECTIONS: usize = 4;
/// The number of connections that are never reserved for reading sessions.
const SHARED: usize = 2;

impl SqlStore<Sqlite> {
    /// Opens a database file, and creates it if it doesn't exist. `:memory:` is a database that ends with the store.
    ///
    /// The path may be a URL (`sqlite:app.db`, `sqlite:///var/lib/app.db`, `file:app.db?mode=rwc`). Unless it begins with
    /// `file:`, a new file is readable only for the user of this process (mode 0600).
    ///
    /// # Errors
    /// [`Error::Config`] if the file can't be opened or created.
    pub fn open(path: impl AsRef<str>) -> Result<Self, Error> {
        Self::open_with(path, CONNECTIONS)
    }

    /// Like [`open`](SqliteStore::open), with another number of connections. A database in memory always has one.
    ///
    /// Connections beyond two are reserved for reading sessions on the threads of actix-web's workers, up to half of all
    /// connections. If there is one for each worker, no request waits for another. Eight workers need 16 connections for this.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub fn open_with(path: impl AsRef<str>, connections: usize) -> Result<Self, Error> {
        let path = file_of(path.as_ref());
        if path.is_empty() {
            return Err(Error::Config(
                "the path of the SQLite database is empty: write it like sqlite://app.db".into(),
            ));
        }
        let connections = if is_memory(path) { 1 } else { connections.max(1) };
        let readers = connections.saturating_sub(SHARED).min(connections / 2);
        let size = connections - readers;
        // One thread more than connections, so that the timer runs while all connections wait for locks.
        let threads = Threads::start(size + 1)?;
        let handle = threads.handle().clone();
        if !is_memory(path) {
            make_private(path);
            establish(path).map_err(|error| open_error(path, &error))?;
        }
        let readers = Readers::open(path, readers).map_err(|error| open_error(path, &error))?;
        let setup: SetupCallback<Connection> = Box::new(move |path| {
            let (handle, connection) = (handle.clone(), establish(path));
            Box::pin(async move { Ok(SyncConnectionWrapper::with_runtime(connection?, StoreThreads::new(handle))) })
        });
        let pool = Pooled::new(path, size, setup)?;
        Ok(Self::new(Arc::new(pool), Arc::new(readers), threads, WAIT))
    }
}

fn open_error(path: &str, error: &diesel::ConnectionError) -> Error {
    let text = error.to_string();
    if text.contains("file is not a database") || text.contains("malformed") {
        return Error::Config(format!("the file `{path}` is not an SQLite database ({text}): choose another file"));
    }
    if std::path::Path::new(path).is_dir() {
        return Error::Config(format!(
            "`{path}` is a folder: add the name of a file, which is created if it doesn't exist"
        ));
    }
    Error::Config(format!(
        "could not open the SQLite database `{path}` ({text}): create its folder, and let this process write into the \
         folder"
    ))
}

/// Creates a new file that only the user of this process can read. SQLite gives its other files the same mode. An existing file
/// is left unchanged. Errors are reported when the file is opened.
fn make_private(path: &str) {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    if !path.starts_with("file:") {
        drop(options.open(path));
    }
}

fn file_of(url: &str) -> &str {
    match url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")) {
        Some(path) => path,
        None => url,
    }
}

fn is_memory(path: &str) -> bool {
    path == ":memory:" || (path.starts_with("file:") && (path.contains(":memory:") || path.contains("mode=memory")))
}

/// How often opening a new file is retried while other processes open it, and the interval.
const ATTEMPTS: usize = 100;
const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(20);

/// Opens a connection. When several processes open a new file at once, switching it to WAL mode fails with a lock error, for
/// which SQLite doesn't wait. This function retries.
fn establish(path: &str) -> diesel::ConnectionResult<SqliteConnection> {
    for _ in 0..ATTEMPTS {
        match configured(path) {
            Err(error) if error.to_string().contains("locked") => std::thread::sleep(BETWEEN_ATTEMPTS),
            done => return done,
        }
    }
    configured(path)
}

fn configured(path: &str) -> diesel::ConnectionResult<SqliteConnection> {
    let mut connection = SqliteConnection::establish(path)?;
    connection
        .batch_execute(&format!(
            "PRAGMA busy_timeout = {}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
            WAIT.as_millis()
        ))
        .map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
    Ok(connection)
}

impl Dialect for Sqlite {
    const NAME: &'static str = "SQLite";
    const RETURNING: bool = true;
    const NUL_IN_TEXT: bool = true;
    const ONE_WRITER: bool = true;
    const ROLLS_DDL_BACK: bool = true;
    const BYTEWISE: bool = true;
    type Connection = SqliteAsyncConnection;
    type Row = <SqliteAsyncConnection as diesel_async::AsyncConnectionCore>::Row<'static, 'static>;

    fn coerce(bind: Bind) -> Bind {
        match bind {
            Bind::Uuid(id) => Bind::Bytes(id.map(|id| id.as_bytes().to_vec())),
            other => other,
        }
    }

    fn bind<'b>(mut out: AstPass<'_, 'b, Self>, bind: &'b Bind) -> QueryResult<()> {
        match bind {
            Bind::Text(value) => out.push_bind_param::<Nullable<Text>, _>(value),
            Bind::Bool(value) => out.push_bind_param::<Nullable<Bool>, _>(value),
            Bind::Int(value) => out.push_bind_param::<Nullable<BigInt>, _>(value),
            Bind::DateTime(value) => out.push_bind_param::<Nullable<TimestamptzSqlite>, _>(value),
            Bind::Bytes(value) => out.push_bind_param::<Nullable<Binary>, _>(value),
            Bind::Naive(_) | Bind::Uuid(_) => Err(super::dialect::unbound()),
        }
    }

    fn decode(raw: Self::RawValue<'_>, kind: Kind, id: IdKind) -> deserialize::Result<Value> {
        Ok(match (kind, id) {
            (Kind::Text, _) => Value::Text(FromSql::<Text, Self>::from_sql(raw)?),
            (Kind::Bool, _) => Value::Bool(FromSql::<Bool, Self>::from_sql(raw)?),
            (Kind::Int, _) => Value::Int(FromSql::<BigInt, Self>::from_sql(raw)?),
            (Kind::DateTime, _) => Value::DateTime(<DateTime as FromSql<TimestamptzSqlite, Self>>::from_sql(raw)?),
            (Kind::Id, IdKind::Int) => Value::Id(UserId::Int(FromSql::<BigInt, Self>::from_sql(raw)?)),
            (Kind::Id, IdKind::Uuid) => {
                let bytes: Vec<u8> = FromSql::<Binary, Self>::from_sql(raw)?;
                Value::Id(UserId::Uuid(Uuid::from_slice(&bytes)?))
            }
            (Kind::Bytes, _) => Value::Bytes(FromSql::<Binary, Self>::from_sql(raw)?),
        })
    }

    driver_methods!();

    fn begin(conn: &mut Self::Connection) -> BoxFuture<'_, QueryResult<()>> {
        // `BEGIN` would take the lock at the first write, which fails immediately if another transaction has written.
        conn.spawn_blocking(|conn| AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE"))
    }

    fn database(_: &mut Self::Connection) -> BoxFuture<'_, QueryResult<Database>> {
        Box::pin(async { Ok(Database::Sqlite) })
    }

    fn lock(conn: &mut Self::Connection) -> BoxFuture<'_, QueryResult<()>> {
        Self::begin(conn)
    }

    fn unlock(conn: &mut Self::Connection, done: bool) -> BoxFuture<'_, QueryResult<()>> {
        match done {
            true => Self::commit(conn),
            false => Self::rollback(conn),
        }
    }

    fn limit_lock_wait(_: &mut Self::Connection, _: LockWait) -> BoxFuture<'_, QueryResult<()>> {
        // The transaction of the migration is the only writer.
        Box::pin(async { Ok(()) })
    }

    fn inspect<'c>(
        conn: &'c mut Self::Connection,
        _: &'c Prefix,
        table: &'c Arc<TableDef>,
    ) -> BoxFuture<'c, QueryResult<Option<ActualTable>>> {
        let name = table.name.clone();
        conn.spawn_blocking(move |conn| inspect(conn, &name))
    }

    fn violated(table: &TableDef, information: &dyn DatabaseErrorInformation) -> Option<Violated> {
        let columns = information.message().strip_prefix("UNIQUE constraint failed: ")?;
        let mut names = Vec::new();
        for column in columns.split(", ") {
            names.push(column.strip_prefix(table.name.as_str())?.strip_prefix('.')?.to_owned());
        }
        Some(Violated::Columns(names))
    }
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
    #[diesel(sql_type = BigInt)]
    key: i64,
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

fn inspect(conn: &mut SqliteConnection, table: &str) -> QueryResult<Option<ActualTable>> {
    let columns: Vec<ColumnRow> = diesel::sql_query(
        "SELECT name, lower(type) AS sql_type, \"notnull\" = 0 AS nullable, pk AS key, \
         dflt_value IS NOT NULL OR (pk > 0 AND lower(type) = 'integer') AS has_default, \
         pk > 0 AND EXISTS (SELECT 1 FROM sqlite_schema s \
         WHERE s.type = 'table' AND lower(s.name) = lower(?1) AND s.sql LIKE '%AUTOINCREMENT%') AS counts \
         FROM pragma_table_info(?1) ORDER BY cid",
    )
    .bind::<Text, _>(table)
    .load(conn)?;
    if columns.is_empty() {
        return Ok(None);
    }
    let indexes: Vec<IndexRow> = diesel::sql_query(
        "SELECT i.name AS index_name, i.\"unique\" AS is_unique, c.name AS column_name \
         FROM pragma_index_list(?) i, pragma_index_info(i.name) c \
         WHERE NOT i.partial ORDER BY i.name, c.seqno",
    )
    .bind::<Text, _>(table)
    .load(conn)?;
    let key: Vec<String> = columns.iter().filter(|column| column.key > 0).map(|column| column.name.clone()).collect();
    let indexes = indexes.into_iter().map(|row| (row.index_name, row.is_unique, row.column_name));
    let columns = columns
        .into_iter()
        .map(|row| ActualColumn {
            name: row.name,
            sql_type: row.sql_type,
            nullable: row.nullable && row.key == 0,
            default: row.has_default,
            counts: row.counts,
        })
        .collect();
    let mut table = ActualTable::new(columns, indexes);
    table.unique.push(("primary key".to_owned(), key));
    Ok(Some(table))
}
