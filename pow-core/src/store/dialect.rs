//! The differences between the databases: one trait, implemented for Diesel's three backends.

use std::sync::Arc;

use diesel::{
    QueryResult,
    backend::{Backend, DieselReserveSpecialization},
    deserialize,
    query_builder::AstPass,
    result::DatabaseErrorInformation,
    row::Row,
};
use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::{Prefix, catalog::ActualTable, statement::Statement};
use crate::{
    DateTime, Error, UserId,
    id::IdKind,
    schema::{FieldDef, Kind, TableDef, Value, columns::Database},
};

/// A value to bind, of a type that the database's driver supports. `None` is NULL.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Bind {
    /// Text.
    Text(Option<String>),
    /// True or false.
    Bool(Option<bool>),
    /// A 64-bit integer.
    Int(Option<i64>),
    /// A point in time, with microsecond precision.
    DateTime(Option<DateTime>),
    /// A point in time in UTC, without a time zone.
    Naive(Option<chrono::NaiveDateTime>),
    /// A UUID.
    Uuid(Option<Uuid>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
}

/// The operations in which the databases differ.
///
/// # Contract
/// * `decode` returns the values that `coerce` and `bind` stored.
/// * The futures complete if they are polled only on the store's threads.
pub trait Dialect: Backend + DieselReserveSpecialization + Send + Sync + 'static {
    /// The name of the database in messages.
    const NAME: &'static str;
    /// Whether INSERT supports RETURNING.
    const RETURNING: bool;
    /// Whether text may contain a NUL character.
    const NUL_IN_TEXT: bool;
    /// Whether only one connection at a time may have an open transaction.
    const ONE_WRITER: bool;
    /// Whether a transaction that is rolled back also reverts changes of tables.
    const ROLLS_DDL_BACK: bool;
    /// Whether `=` compares text byte by byte by default.
    const BYTEWISE: bool;
    /// Diesel's asynchronous connection.
    type Connection: Send + 'static;
    /// A row without borrowed data.
    type Row: for<'r> Row<'r, Self> + Send + 'static;

    /// Converts the value to a type that the driver can bind.
    fn coerce(bind: Bind) -> Bind;
    /// Binds the value.
    ///
    /// # Errors
    /// If the driver can't serialise it.
    fn bind<'b>(out: AstPass<'_, 'b, Self>, bind: &'b Bind) -> QueryResult<()>;
    /// Reads a column by the type that the field declares.
    ///
    /// # Errors
    /// If the column has another type.
    fn decode(raw: Self::RawValue<'_>, kind: Kind, id: IdKind) -> deserialize::Result<Value>;

    /// Runs a statement that returns rows.
    fn load(conn: &mut Self::Connection, statement: Statement<Self>) -> BoxFuture<'_, QueryResult<Vec<Self::Row>>>;
    /// Runs a statement and returns the number of affected rows.
    fn execute(conn: &mut Self::Connection, statement: Statement<Self>) -> BoxFuture<'_, QueryResult<usize>>;
    /// Begins a transaction that may write.
    fn begin(conn: &mut Self::Connection) -> BoxFuture<'_, QueryResult<()>>;
    /// Commits the transaction.
    fn commit(conn: &mut Self::Connection) -> BoxFuture<'_, QueryResult<()>>;
    /// Rolls the transaction back.
    fn rollback(conn: &mut Self::Connection) -> BoxFuture<'_, QueryResult<()>>;
    /// Returns the database, which determines the dialect of the DDL.
    fn database(conn: &mut Self::Connection) -> BoxFuture<'_, QueryResult<Database>>;
    /// Takes the lock that prevents concurrent migrations. Waits for it without holding a lock that a migration needs.
    fn lock(conn: &mut Self::Connection) -> BoxFuture<'_, QueryResult<()>>;
    /// Releases the lock. `done` tells whether the migration succeeded.
    fn unlock(conn: &mut Self::Connection, done: bool) -> BoxFuture<'_, QueryResult<()>>;
    /// Sets how long the connection waits for a lock on a table or a row.
    fn limit_lock_wait(conn: &mut Self::Connection, wait: LockWait) -> BoxFuture<'_, QueryResult<()>>;
    /// Describes the table, or returns `None` if it doesn't exist.
    fn inspect<'c>(
        conn: &'c mut Self::Connection,
        prefix: &'c Prefix,
        table: &'c Arc<TableDef>,
    ) -> BoxFuture<'c, QueryResult<Option<ActualTable>>>;

    /// Returns the unique index that is violated, if the error names it.
    fn violated(table: &TableDef, information: &dyn DatabaseErrorInformation) -> Option<Violated>;
}

/// How long a statement waits for a lock on a table or a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockWait {
    /// At most a second. While a change of a table waits, other statements queue behind it, so it must give up soon.
    Short,
    /// Until the lock is free. It is for a statement that others don't queue behind.
    Unlimited,
    /// As long as the statements of requests wait.
    Usual,
}

/// A violated unique index, as the database names it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Violated {
    /// The fields of an index in the table's definition.
    Fields(Vec<&'static str>),
    /// The names of the columns of the index.
    Columns(Vec<String>),
    /// The name of an index that is not in the table's definition.
    Index(String),
}

impl Bind {
    /// Converts the value of a field, with microsecond precision, which every database supports.
    ///
    /// # Errors
    /// [`Error::Field`] if the value has another type than the field.
    pub(crate) fn of(table: &TableDef, field: &FieldDef, value: Value) -> Result<Self, Error> {
        match (field.kind, value) {
            (kind, Value::Null) => Ok(Self::null(kind, table.id_kind)),
            (Kind::Text, Value::Text(text)) => Ok(Self::Text(Some(text))),
            (Kind::Bool, Value::Bool(value)) => Ok(Self::Bool(Some(value))),
            (Kind::Int, Value::Int(value)) => Ok(Self::Int(Some(value))),
            (Kind::DateTime, Value::DateTime(at)) => Ok(Self::DateTime(Some(to_micros(at)))),
            (Kind::Bytes, Value::Bytes(bytes)) => Ok(Self::Bytes(Some(bytes))),
            (Kind::Id, Value::Id(UserId::Int(id))) if table.id_kind == IdKind::Int => Ok(Self::Int(Some(id))),
            (Kind::Id, Value::Id(UserId::Uuid(id))) if table.id_kind == IdKind::Uuid => Ok(Self::Uuid(Some(id))),
            _ => {
                Err(Error::Field { field: field.name.to_owned(), reason: "its value has another type than the field" })
            }
        }
    }

    fn null(kind: Kind, id: IdKind) -> Self {
        match (kind, id) {
            (Kind::Text, _) => Self::Text(None),
            (Kind::Bool, _) => Self::Bool(None),
            (Kind::Int, _) | (Kind::Id, IdKind::Int) => Self::Int(None),
            (Kind::DateTime, _) => Self::DateTime(None),
            (Kind::Id, IdKind::Uuid) => Self::Uuid(None),
            (Kind::Bytes, _) => Self::Bytes(None),
        }
    }
}

/// The error for a type that `coerce` should have converted.
pub(crate) fn unbound() -> diesel::result::Error {
    diesel::result::Error::QueryBuilderError("the database does not support this type".into())
}

/// Truncates to microseconds, so that the value written equals the value read.
fn to_micros(at: DateTime) -> DateTime {
    DateTime::from_timestamp_micros(at.timestamp_micros()).unwrap_or(at)
}

/// Implements `load`, `execute`, `commit` and `rollback`, which are the same for every connection of diesel-async.
macro_rules! driver_methods {
    () => {
        fn load(
            conn: &mut Self::Connection,
            statement: $crate::store::statement::Statement<Self>,
        ) -> futures_util::future::BoxFuture<'_, diesel::QueryResult<Vec<Self::Row>>> {
            Box::pin(async move {
                let rows = diesel_async::AsyncConnectionCore::load(conn, statement).await?;
                futures_util::TryStreamExt::try_collect(rows).await
            })
        }

        fn execute(
            conn: &mut Self::Connection,
            statement: $crate::store::statement::Statement<Self>,
        ) -> futures_util::future::BoxFuture<'_, diesel::QueryResult<usize>> {
            Box::pin(diesel_async::AsyncConnectionCore::execute_returning_count(conn, statement))
        }

        fn commit(conn: &mut Self::Connection) -> futures_util::future::BoxFuture<'_, diesel::QueryResult<()>> {
            Box::pin(
                                <<Self::Connection as diesel_async::AsyncConnection>::TransactionManager as
                                    diesel_async::TransactionManager<Self::Connection>>::commit_transaction(conn),
                            )
        }

        fn rollback(conn: &mut Self::Connection) -> futures_util::future::BoxFuture<'_, diesel::QueryResult<()>> {
            Box::pin(
                                <<Self::Connection as diesel_async::AsyncConnection>::TransactionManager as
                                    diesel_async::TransactionManager<Self::Connection>>::rollback_transaction(conn),
                            )
        }
    };
}
pub(crate) use driver_methods;
