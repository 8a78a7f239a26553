//! The database behind the framework: SQLite, PostgreSQL or MySQL/MariaDB through Diesel.

#![cfg_attr(
    not(any(feature = "sqlite", feature = "postgres", feature = "mysql")),
    allow(dead_code, unused_imports, unused_macros, reason = "without a database only the traits are used")
)]

mod cache;
pub mod catalog;
pub mod dialect;
pub(crate) mod fault;
pub mod migrate;
pub mod model;
#[cfg(feature = "mysql")]
pub mod mysql;
mod near;
mod pool;
#[cfg(feature = "postgres")]
pub mod postgres;
mod row_reader;
mod sql;
#[cfg(feature = "sqlite")]
pub mod sqlite;
pub mod statement;
mod threads;
#[cfg(any(feature = "postgres", feature = "mysql"))]
mod tls;
mod transaction;
mod url;
mod user_id;

use std::{any::Any, fmt::Debug, sync::Arc};

use async_trait::async_trait;
use bytes::Bytes;
use diesel_migrations::EmbeddedMigrations;

use crate::{
    Clock, Error,
    cache::{CacheStore, Key},
    record::Record,
    schema::{Schema, TableDef, Value},
};

pub use crate::schema::query::{Condition, Conflict, ConflictKind, Filter, Prefix, Select};

pub use cache::{DatabaseCache, database_table};
#[cfg(feature = "mysql")]
pub use mysql::MysqlStore;
#[cfg(feature = "postgres")]
pub use postgres::PostgresStore;
pub use row_reader::RowReader;
pub use sql::SqlStore;
pub(crate) use sql::{Inner, record};
pub use url::connect;
#[cfg(feature = "sqlite")]
pub use {sqlite::SqliteStore, threads::StoreThreads};

/// The connections of this process to a database, as [`Store::pool_status`] returns them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoolStatus {
    /// The maximum number of connections, without those that only read sessions.
    pub size: usize,
    /// The number of connections that are in use.
    pub in_use: usize,
    /// The number of calls that wait for a connection.
    pub waiting: usize,
}

/// A database.
///
/// # Contract
/// * Values are bound, and never become part of a statement's text.
/// * Text is compared byte by byte.
/// * A unique violation is a [`Conflict`] only if its index is in the table's definition. A value that its column can't hold is
///   also a conflict.
///
/// ```
/// use std::{sync::Arc, time::Instant};
/// use pow_core::{
///     Clock, Error, async_trait,
///     cache::CacheStore,
///     record::Record,
///     schema::{Schema, TableDef},
///     store::{Filter, Prefix, Select, Store, Transaction},
/// };
///
/// /// Wraps another store and reports slow queries. Set it as `store: Arc::new(Watched(inner)).into()` in the configuration.
/// #[derive(Debug)]
/// struct Watched(Arc<dyn Store>);
///
/// #[async_trait]
/// impl Store for Watched {
///     async fn find(&self, prefix: &Prefix, table: &Arc<TableDef>, filter: Filter) -> Result<Option<Record>, Error> {
///         let begun = Instant::now();
///         let found = self.0.find(prefix, table, filter).await;
///         if begun.elapsed().as_millis() > 100 {
///             // The values in the filter may be addresses and names, so only the table's name is printed.
///             println!("slow query on {}", table.name);
///         }
///         found
///     }
///
///     async fn select(&self, prefix: &Prefix, table: &Arc<TableDef>, select: Select) -> Result<Vec<Record>, Error> {
///         self.0.select(prefix, table, select).await
///     }
///
///     async fn begin(&self, prefix: &Prefix) -> Result<Box<dyn Transaction>, Error> {
///         self.0.begin(prefix).await
///     }
///
///     async fn verify(&self, prefix: &Prefix, schema: &Schema) -> Result<(), Error> {
///         self.0.verify(prefix, schema).await
///     }
///
///     async fn migrate(&self, schema: &Schema) -> Result<(), Error> {
///         self.0.migrate(schema).await
///     }
///
///     // The sessions stay in the same database. Without `find_with_cached`, two queries are used instead of one.
///     fn cache(&self, clock: Arc<dyn Clock>) -> Option<Arc<dyn CacheStore>> {
///         self.0.cache(clock)
///     }
/// }
/// ```
#[async_trait]
pub trait Store: Debug + Send + Sync + 'static {
    /// Returns the only row that matches, if there is one.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the database can't be reached, [`Error::Database`] for every other fault.
    async fn find(&self, prefix: &Prefix, table: &Arc<TableDef>, filter: Filter) -> Result<Option<Record>, Error>;

    /// Returns the rows that match.
    ///
    /// # Errors
    /// As [`Store::find`].
    async fn select(&self, prefix: &Prefix, table: &Arc<TableDef>, select: Select) -> Result<Vec<Record>, Error>;

    /// Begins a transaction. If it is dropped without a commit, it is rolled back.
    ///
    /// # Errors
    /// As [`Store::find`].
    async fn begin(&self, prefix: &Prefix) -> Result<Box<dyn Transaction>, Error>;

    /// Compares the database with the schema: missing tables and columns, wrong nullability, and missing unique indexes.
    ///
    /// # Errors
    /// [`Error::Config`] with one sentence per difference, which names field, extension and remedy.
    async fn verify(&self, prefix: &Prefix, schema: &Schema) -> Result<(), Error>;

    /// Creates missing tables, columns and indexes. It drops only indexes whose build was interrupted. The changes are run by
    /// diesel_migrations and recorded in Diesel's table `__diesel_schema_migrations`.
    ///
    /// # Errors
    /// As [`Store::find`].
    async fn migrate(&self, schema: &Schema) -> Result<(), Error>;

    /// Returns the steps of [`migrate`](Self::migrate), not yet [numbered](migrate::numbered), without running them.
    ///
    /// # Errors
    /// As [`Store::migrate`]. The default returns [`Error::Config`], for a store that can't compare tables.
    async fn missing_migrations(&self, schema: &Schema) -> Result<Vec<migrate::Migration>, Error> {
        let _ = schema;
        Err(Error::Config(
            "this store can't generate migrations: call `Store::verify` to see which tables and columns are missing"
                .into(),
        ))
    }

    /// Runs the application's migrations that Diesel's table `__diesel_schema_migrations` doesn't list yet. Indexes of the schema
    /// whose build was interrupted are dropped before.
    ///
    /// # Errors
    /// As [`Store::find`]. The default returns [`Error::Config`], for a store that can't run them.
    async fn run_migrations(&self, schema: &Schema, files: EmbeddedMigrations) -> Result<(), Error> {
        let _ = (schema, files);
        Err(Error::Config("this store runs no migrations: run them with Diesel's command line".into()))
    }

    /// Returns the only row that matches and the live value under `key` in this store's [`cache`](Self::cache), with one query.
    ///
    /// The outer `None`, the default, means that the store doesn't support this. The caller then uses two queries.
    ///
    /// # Errors
    /// As [`Store::find`].
    async fn find_with_cached(
        &self,
        prefix: &Prefix,
        table: &Arc<TableDef>,
        filter: Filter,
        key: &Key,
        now_ms: i64,
    ) -> Result<Option<Option<(Record, Option<Bytes>)>>, Error> {
        let _ = (prefix, table, filter, key, now_ms);
        Ok(None)
    }

    /// Returns how many connections are in use. The default returns `None`, for a store that doesn't count them.
    fn pool_status(&self) -> Option<PoolStatus> {
        None
    }

    /// Returns the cache in this database, if the store has one. Sessions are stored there unless the configuration names
    /// another cache. The schema must contain its table, [`database_table`].
    fn cache(&self, clock: Arc<dyn Clock>) -> Option<Arc<dyn CacheStore>> {
        let _ = clock;
        None
    }
}

/// An open transaction.
///
/// # Contract
/// * Changes are invisible to others until [`commit`](Self::commit) has returned.
/// * Changes are committed together or not at all. A transaction that is dropped without a commit is rolled back.
/// * `update`, `increment` and `delete` check the filter when the statement runs, after waiting for locks. Of two statements
///   that require the same old value, only one matches.
///
/// ```
/// use std::sync::Arc;
/// use pow_core::{
///     Error, async_trait,
///     changeset::Changeset,
///     cx::Cx,
///     extension::{Extension, ExtensionId, Registry},
///     id::IdKind,
///     record::User,
///     schema::{Field, FieldType, ID, TableDef},
///     store::Transaction,
/// };
///
/// const OPERATION: Field<String> = Field::new("operation");
///
/// /// Records every change of an account in the transaction of the change.
/// #[derive(Debug)]
/// struct Journal;
///
/// #[async_trait]
/// impl Extension for Journal {
///     fn id(&self) -> ExtensionId {
///         "journal"
///     }
///
///     fn register(&self, registry: &mut Registry) {
///         registry.table(TableDef::new("journal", ID.def().generated(), IdKind::Int, "journal").with(OPERATION.def()));
///     }
///
///     async fn after_write(
///         &self,
///         cx: &Cx,
///         tx: &mut dyn Transaction,
///         change: &Changeset,
///         _: &Arc<User>,
///     ) -> Result<(), Error> {
///         let Some(journal) = cx.pow().schema().table("journal") else { return Ok(()) };
///         let values = vec![(OPERATION.name(), change.operation().0.to_owned().into_value())];
///         let inserted = tx.insert(journal, values).await?;
///         inserted.map(drop).map_err(|conflict| Error::other(format!("could not record the change: {conflict:?}")))
///     }
/// }
/// ```
#[async_trait]
pub trait Transaction: Send {
    /// Returns the only row that matches, if there is one.
    ///
    /// # Errors
    /// As [`Store::find`].
    async fn find(&mut self, table: &Arc<TableDef>, filter: Filter) -> Result<Option<Record>, Error>;

    /// Returns the rows that match.
    ///
    /// # Errors
    /// As [`Store::find`].
    async fn select(&mut self, table: &Arc<TableDef>, select: Select) -> Result<Vec<Record>, Error>;

    /// Inserts a row and returns it as stored. After a conflict the transaction must be rolled back.
    ///
    /// # Errors
    /// As [`Store::find`].
    async fn insert(
        &mut self,
        table: &Arc<TableDef>,
        values: Vec<(&'static str, Value)>,
    ) -> Result<Result<Record, Conflict>, Error>;

    /// Updates the rows that match, and returns their number. After a conflict the transaction must be rolled back.
    ///
    /// # Errors
    /// As [`Store::find`].
    async fn update(
        &mut self,
        table: &Arc<TableDef>,
        filter: Filter,
        changes: Vec<(&'static str, Value)>,
    ) -> Result<Result<u64, Conflict>, Error>;

    /// Adds to an integer field in the database, without reading it first. Returns the number of rows that matched.
    ///
    /// # Errors
    /// As [`Store::find`].
    async fn increment(
        &mut self,
        table: &Arc<TableDef>,
        filter: Filter,
        field: &'static str,
        by: i64,
    ) -> Result<u64, Error>;

    /// Deletes the rows that match, and returns their number.
    ///
    /// # Errors
    /// As [`Store::find`].
    async fn delete(&mut self, table: &Arc<TableDef>, filter: Filter) -> Result<u64, Error>;

    /// Commits the changes.
    ///
    /// # Errors
    /// As [`Store::find`]. It is then unknown whether the changes were committed, because the reply may be lost.
    async fn commit(self: Box<Self>) -> Result<(), Error>;

    /// Discards the changes.
    ///
    /// # Errors
    /// As [`Store::find`]. The changes are discarded in this case, too.
    async fn rollback(self: Box<Self>) -> Result<(), Error>;

    /// Returns the Diesel connection (`SyncConnectionWrapper<SqliteConnection>`, `AsyncPgConnection` or `AsyncMysqlConnection`),
    /// for further statements in the same transaction. Returns `None` if the transaction has ended.
    fn connection(&mut self) -> Option<&mut dyn Any>;
}
