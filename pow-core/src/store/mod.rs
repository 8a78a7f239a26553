//! The database behind the framework: SQLite, PostgreSQL or MySQL/MariaDB through Diesel.

#![cfg_attr(
    not(any(feature = "sqlite", feature = "postgres", feature = "mysql")),
    allow(dead_code, unused_imports, unused_macros, reason = "without a database only the traits are of use")
)]

mod cache;
pub mod catalog;
pub mod dialect;
pub(crate) mod fault;
pub mod migrate;
pub mod model;
#[cfg(feature = "mysql")]
pub mod mysql;
mod pool;
#[cfg(feature = "postgres")]
pub mod postgres;
mod sql;
#[cfg(feature = "sqlite")]
pub mod sqlite;
pub mod statement;
mod threads;
#[cfg(any(feature = "postgres", feature = "mysql"))]
mod tls;
mod transaction;
mod user_id;

use std::{any::Any, fmt::Debug, sync::Arc};

use async_trait::async_trait;
use bytes::Bytes;

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
pub use sql::SqlStore;
pub(crate) use sql::{Inner, record};
#[cfg(feature = "sqlite")]
pub use {sqlite::SqliteStore, threads::StoreThreads};

/// A database.
///
/// An implementer guarantees that values are bound and never become part of a statement's text, that text compares
/// byte by byte, and that a unique violation is a [`Conflict`] only if its index is one of the table's. A value that its
/// column can't hold is one too.
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
/// /// Another store, which says what takes long. `store: Arc::new(Watched(inner)).into()` in the configuration.
/// #[derive(Debug)]
/// struct Watched(Arc<dyn Store>);
///
/// #[async_trait]
/// impl Store for Watched {
///     async fn find(&self, prefix: &Prefix, table: &Arc<TableDef>, filter: Filter) -> Result<Option<Record>, Error> {
///         let begun = Instant::now();
///         let found = self.0.find(prefix, table, filter).await;
///         if begun.elapsed().as_millis() > 100 {
///             // The table's name, and never the filter: its values are addresses and names.
///             println!("a row of {} was long in coming", table.name);
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
///     // The sessions stay in the same database. `find_with_cached` is left out: two questions instead of one.
///     fn cache(&self, clock: Arc<dyn Clock>) -> Option<Arc<dyn CacheStore>> {
///         self.0.cache(clock)
///     }
/// }
/// ```
#[async_trait]
pub trait Store: Debug + Send + Sync + 'static {
    /// The only row that matches, or none.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database can't be reached, [`Error::Database`] for every other fault.
    async fn find(&self, prefix: &Prefix, table: &Arc<TableDef>, filter: Filter) -> Result<Option<Record>, Error>;

    /// The rows that match.
    ///
    /// # Errors
    /// As [`Store::find`].
    async fn select(&self, prefix: &Prefix, table: &Arc<TableDef>, select: Select) -> Result<Vec<Record>, Error>;

    /// Begins a transaction. Dropped without a commit, it is rolled back.
    ///
    /// # Errors
    /// As [`Store::find`].
    async fn begin(&self, prefix: &Prefix) -> Result<Box<dyn Transaction>, Error>;

    /// Compares the database with the schema: missing tables and columns, wrong nullability, missing unique indexes.
    ///
    /// # Errors
    /// [`Error::Config`] with one sentence for each difference, which names field, extension and remedy.
    async fn verify(&self, prefix: &Prefix, schema: &Schema) -> Result<(), Error>;

    /// Brings the database to the schema: creates missing tables and columns, and never drops anything. What it does is run
    /// through diesel_migrations and recorded in Diesel's own table, `__diesel_schema_migrations`, as of this moment.
    ///
    /// # Errors
    /// As [`Store::find`].
    async fn migrate(&self, schema: &Schema) -> Result<(), Error>;

    /// The only row that matches, or none, and beside it what lives under `key` at `now_ms` in this store's
    /// [`cache`](Self::cache), by one question. `None`, the default, when the store can't do that: it is asked twice then.
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

    /// The cache in this database, if the store has one: where sessions live when the configuration names no other.
    /// Its table is [`database_table`], which belongs into the schema.
    fn cache(&self, clock: Arc<dyn Clock>) -> Option<Arc<dyn CacheStore>> {
        let _ = clock;
        None
    }
}

/// An open transaction.
///
/// An implementer guarantees that nothing of it is seen by others before [`commit`](Self::commit) has returned, that all of it
/// is there from then on or nothing of it ever, and that what is dropped without a commit is rolled back. `update`,
/// `increment` and `delete` judge the rows as they are when the statement runs, after waiting for their locks: of two
/// that name what a row must still be, one matches.
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
/// /// Notes every change of an account, in the transaction of the change: no note without it, no change without one.
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
///         let noted = tx.insert(journal, values).await?;
///         noted.map(drop).map_err(|conflict| Error::other(format!("the change could not be noted: {conflict:?}")))
///     }
/// }
/// ```
#[async_trait]
pub trait Transaction: Send {
    /// The only row that matches, or none.
    ///
    /// # Errors
    /// As [`Store::find`].
    async fn find(&mut self, table: &Arc<TableDef>, filter: Filter) -> Result<Option<Record>, Error>;

    /// The rows that match.
    ///
    /// # Errors
    /// As [`Store::find`].
    async fn select(&mut self, table: &Arc<TableDef>, select: Select) -> Result<Vec<Record>, Error>;

    /// Inserts a row and returns it as the database has it. After a conflict the transaction can only be rolled back.
    ///
    /// # Errors
    /// As [`Store::find`].
    async fn insert(
        &mut self,
        table: &Arc<TableDef>,
        values: Vec<(&'static str, Value)>,
    ) -> Result<Result<Record, Conflict>, Error>;

    /// Changes the rows that match; the number is that of rows that matched. After a conflict: roll back.
    ///
    /// # Errors
    /// As [`Store::find`].
    async fn update(
        &mut self,
        table: &Arc<TableDef>,
        filter: Filter,
        changes: Vec<(&'static str, Value)>,
    ) -> Result<Result<u64, Conflict>, Error>;

    /// Adds to an integer field in the database, without reading it first; the number is that of rows that matched.
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

    /// Deletes the rows that match; the number is that of deleted rows.
    ///
    /// # Errors
    /// As [`Store::find`].
    async fn delete(&mut self, table: &Arc<TableDef>, filter: Filter) -> Result<u64, Error>;

    /// Makes everything durable.
    ///
    /// # Errors
    /// As [`Store::find`]. Whether anything was written is then not known: the answer may be what was lost.
    async fn commit(self: Box<Self>) -> Result<(), Error>;

    /// Forgets everything.
    ///
    /// # Errors
    /// As [`Store::find`]; nothing was written then either.
    async fn rollback(self: Box<Self>) -> Result<(), Error>;

    /// The Diesel connection (`SyncConnectionWrapper<SqliteConnection>`, `AsyncPgConnection` or `AsyncMysqlConnection`),
    /// for statements of the application's own in the same transaction; `None` when the transaction has ended.
    fn connection(&mut self) -> Option<&mut dyn Any>;
}
