//! MySQL and MariaDB, with a client in pure Rust.

mod address;
#[cfg(feature = "mysql-tls")]
mod tls;

use std::sync::Arc;

use diesel::{
    QueryResult,
    deserialize::{self, FromSql},
    mysql::Mysql,
    query_builder::AstPass,
    result::DatabaseErrorInformation,
    sql_types::{BigInt, Binary, Bool, Datetime, Nullable, Text},
};
use diesel_async::{
    AsyncConnection, AsyncMysqlConnection, RunQueryDsl, SimpleAsyncConnection, TransactionManager,
    pooled_connection::SetupCallback,
};
use futures_util::future::BoxFuture;
use uuid::Uuid;

use self::address::{Address, WORDS, as_mysql};
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
    Error, UserId,
    id::IdKind,
    schema::{Kind, TableDef, Value, columns::Database},
};

/// A store in a MySQL or MariaDB database.
///
/// ```no_run
/// # fn main() -> Result<(), pow_core::Error> {
/// use pow_core::store::MysqlStore;
///
/// let store = MysqlStore::connect("mysql://app@localhost/app")?;
/// # Ok(()) }
/// ```
pub type MysqlStore = SqlStore<Mysql>;

pooled!(Mysql);

/// The settings of a connection. A value that doesn't fit is an error instead of being truncated. Transactions don't lock gaps
/// between rows, which would cause deadlocks between concurrent registrations. Waiting for a lock is limited to 5 s.
const SETUP: [&str; 3] = [
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,\
     NO_ENGINE_SUBSTITUTION'",
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
    "SET SESSION innodb_lock_wait_timeout = 5",
];

impl SqlStore<Mysql> {
    /// Creates a store with at most ten connections, which are opened on demand. See [`connect_with`](Self::connect_with). The
    /// address begins with `mysql://` or `mariadb://`.
    ///
    /// | in the address | the connection |
    /// |---|---|
    /// | `require_ssl=true` | TLS; requires the cargo feature `mysql-tls` |
    /// | `ssl_ca=FILE` | TLS; trusts only the root certificates in this file (PEM) |
    /// | `require_ssl=false`, or no `require_ssl` | unencrypted |
    ///
    /// # Security
    /// With TLS, the certificate and the name of the server are verified. `verify_ca=false` and `verify_identity=false` are
    /// rejected. Without TLS, an attacker on the network can read password hashes and sessions. A warning is logged unless the
    /// server is on this machine (`pow::setup::danger`).
    ///
    /// The client uses the process-wide cryptography provider of rustls. This is ring unless the application has installed
    /// another one before.
    ///
    /// # Errors
    /// [`Error::Config`] if the address is invalid, it requires TLS without the cargo feature, or there is no root certificate.
    /// If the server is unavailable, each call returns an [`Error::Unavailable`].
    pub fn connect(url: &str) -> Result<Self, Error> {
        let address = Address::parse(url)?;
        let setup = match &address.roots {
            #[cfg(feature = "mysql-tls")]
            Some(roots) => tls::connector(address.options, roots)?,
            #[cfg(not(feature = "mysql-tls"))]
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
    /// As [`MysqlStore::connect`].
    pub fn connect_with(
        url: &str,
        connections: usize,
        setup: SetupCallback<AsyncMysqlConnection>,
    ) -> Result<Self, Error> {
        let url = as_mysql(url);
        if !url.starts_with("mysql://") {
            return Err(Error::Config(
                "the address of the MySQL server is invalid: write it like mysql://user@host/database".to_owned(),
            ));
        }
        let setup: Arc<SetupCallback<AsyncMysqlConnection>> = Arc::new(Box::new(move |url| {
            let connection = setup(url);
            Box::pin(async move {
                let mut connection = connection.await?;
                for statement in SETUP {
                    let done = connection.batch_execute(statement).await;
                    done.map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
                }
                Ok(connection)
            })
        }));
        let (connections, reserved) = (connections.max(1), reserved(connections));
        let near = Arc::new(Workers::<Mysql>::new(reserved, &url, Arc::clone(&setup)));
        let pool = Pooled::new(&url, connections - reserved, Box::new(move |url| setup(url)))?;
        Ok(Self::new(Arc::new(pool), Arc::new(near), Threads::start(2)?, WAIT))
    }
}

fn unencrypted(address: &Address) -> SetupCallback<AsyncMysqlConnection> {
    if address.leaves_this_machine() {
        WORDS.warn_unencrypted();
    }
    Box::new(|url| Box::pin(AsyncMysqlConnection::establish(url)))
}

impl Dialect for Mysql {
    const NAME: &'static str = "MySQL";
    const RETURNING: bool = false;
    const NUL_IN_TEXT: bool = true;
    const ONE_WRITER: bool = false;
    const ROLLS_DDL_BACK: bool = false;
    const BYTEWISE: bool = false;
    type Connection = AsyncMysqlConnection;
    type Row = <AsyncMysqlConnection as diesel_async::AsyncConnectionCore>::Row<'static, 'static>;

    fn coerce(bind: Bind) -> Bind {
        match bind {
            Bind::Uuid(id) => Bind::Bytes(id.map(|id| id.as_bytes().to_vec())),
            Bind::DateTime(at) => Bind::Naive(at.map(|at| at.naive_utc())),
            other => other,
        }
    }

    fn bind<'b>(mut out: AstPass<'_, 'b, Self>, bind: &'b Bind) -> QueryResult<()> {
        match bind {
            Bind::Text(value) => out.push_bind_param::<Nullable<Text>, _>(value),
            Bind::Bool(value) => out.push_bind_param::<Nullable<Bool>, _>(value),
            Bind::Int(value) => out.push_bind_param::<Nullable<BigInt>, _>(value),
            Bind::Naive(value) => out.push_bind_param::<Nullable<Datetime>, _>(value),
            Bind::Bytes(value) => out.push_bind_param::<Nullable<Binary>, _>(value),
            Bind::DateTime(_) | Bind::Uuid(_) => Err(super::dialect::unbound()),
        }
    }

    fn decode(raw: Self::RawValue<'_>, kind: Kind, id: IdKind) -> deserialize::Result<Value> {
        Ok(match (kind, id) {
            (Kind::Text, _) => Value::Text(FromSql::<Text, Self>::from_sql(raw)?),
            (Kind::Bool, _) => Value::Bool(FromSql::<Bool, Self>::from_sql(raw)?),
            (Kind::Int, _) => Value::Int(FromSql::<BigInt, Self>::from_sql(raw)?),
            (Kind::DateTime, _) => {
                let at: chrono::NaiveDateTime = FromSql::<Datetime, Self>::from_sql(raw)?;
                Value::DateTime(at.and_utc())
            }
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
        Box::pin(<Self::Connection as AsyncConnection>::TransactionManager::begin_transaction(conn))
    }

    fn database(conn: &mut Self::Connection) -> BoxFuture<'_, QueryResult<Database>> {
        Box::pin(async move {
            let answer: VersionRow = diesel::sql_query("SELECT VERSION() AS version").get_result(conn).await?;
            Ok(if answer.version.contains("MariaDB") { Database::MariaDb } else { Database::Mysql })
        })
    }

    fn lock(conn: &mut Self::Connection) -> BoxFuture<'_, QueryResult<()>> {
        // A named lock of the server. A lock in a transaction would not last, because MySQL commits at each DDL statement.
        Box::pin(async move {
            let lock = "SELECT GET_LOCK(CONCAT('pow_migrate_', SHA1(DATABASE())), 0) AS locked";
            loop {
                let answer: LockRow = diesel::sql_query(lock).get_result(conn).await?;
                match answer.locked {
                    Some(1) => return Ok(()),
                    Some(_) => migrate::pause_for_other_process::<Self>().await,
                    None => {
                        return Err(diesel::result::Error::QueryBuilderError(
                            "the server could not grant the lock for migrations".into(),
                        ));
                    }
                }
            }
        })
    }

    fn unlock(conn: &mut Self::Connection, _: bool) -> BoxFuture<'_, QueryResult<()>> {
        Box::pin(async move { conn.batch_execute("DO RELEASE_LOCK(CONCAT('pow_migrate_', SHA1(DATABASE())))").await })
    }

    fn limit_lock_wait(conn: &mut Self::Connection, wait: LockWait) -> BoxFuture<'_, QueryResult<()>> {
        // An index is built online, but locks the table for a moment at the beginning and at the end.
        Box::pin(conn.batch_execute(match wait {
            LockWait::Short | LockWait::Unlimited => {
                "SET SESSION lock_wait_timeout = 1, SESSION innodb_lock_wait_timeout = 1"
            }
            LockWait::Usual => "SET SESSION lock_wait_timeout = DEFAULT, SESSION innodb_lock_wait_timeout = 5",
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
        // `… for key 'users_email_index'`. Newer versions of MySQL prefix it with `users.`.
        let key = information.message().rsplit_once(" for key '")?.1.strip_suffix('\'')?;
        let name = key.strip_prefix(table.name.as_str()).and_then(|key| key.strip_prefix('.')).unwrap_or(key);
        match table.unique_indexes().into_iter().find(|(index, _)| index == name) {
            Some((_, fields)) => Some(Violated::Fields(fields)),
            None => Some(Violated::Index(name.to_owned())),
        }
    }
}

#[derive(diesel::QueryableByName)]
struct VersionRow {
    #[diesel(sql_type = Text)]
    version: String,
}

#[derive(diesel::QueryableByName)]
struct LockRow {
    #[diesel(sql_type = Nullable<BigInt>)]
    locked: Option<i64>,
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

const COLUMNS: &str = "SELECT column_name AS name, column_type AS sql_type, is_nullable = 'YES' AS nullable, \
     (column_default IS NOT NULL AND column_default <> 'NULL') OR extra LIKE '%auto_increment%' AS has_default, \
     extra LIKE '%auto_increment%' AS counts \
     FROM information_schema.columns WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ? \
     ORDER BY ordinal_position";

const INDEXES: &str = "SELECT index_name AS index_name, non_unique = 0 AS is_unique, IF(sub_part IS NULL, column_name, NULL) AS column_name \
     FROM information_schema.statistics WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ? \
     ORDER BY index_name, seq_in_index";

async fn inspect(
    conn: &mut AsyncMysqlConnection,
    prefix: &Prefix,
    table: &TableDef,
) -> QueryResult<Option<ActualTable>> {
    let schema = prefix.0.as_deref();
    let columns: Vec<ColumnRow> =
        diesel::sql_query(COLUMNS).bind::<Nullable<Text>, _>(schema).bind::<Text, _>(&table.name).load(conn).await?;
    if columns.is_empty() {
        return Ok(None);
    }
    let indexes: Vec<IndexRow> =
        diesel::sql_query(INDEXES).bind::<Nullable<Text>, _>(schema).bind::<Text, _>(&table.name).load(conn).await?;
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
    Ok(Some(ActualTable::new(columns, indexes)))
}
