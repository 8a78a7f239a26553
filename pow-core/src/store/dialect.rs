//! What differs between the databases: one small trait, implemented for Diesel's three backends.

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

/// A value as it is bound: of a type that the database's driver knows. `None` is NULL.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Bind {
    /// Text.
    Text(Option<String>),
    /// True or false.
    Bool(Option<bool>),
    /// A 64-bit integer.
    Int(Option<i64>),
    /// A point in time, to the microsecond.
    DateTime(Option<DateTime>),
    /// A point in time without its zone, which is UTC.
    Naive(Option<chrono::NaiveDateTime>),
    /// A UUID.
    Uuid(Option<Uuid>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
}

/// A database as the framework speaks to it.
///
/// An implementer guarantees that `decode` gives back what `coerce` and `bind` stored, and that the futures end when
/// they are polled on the store's own threads only.
pub trait Dialect: Backend + DieselReserveSpecialization + Send + Sync + 'static {
    /// Its name in messages.
    const NAME: &'static str;
    /// Whether INSERT can give back the row.
    const RETURNING: bool;
    /// Whether text may hold a NUL character.
    const NUL_IN_TEXT: bool;
    /// Whether a transaction may be open on one connection only at a time.
    const ONE_WRITER: bool;
    /// Whether `=` compares text byte by byte without being told.
    const BYTEWISE: bool;
    /// Diesel's asynchronous connection.
    type Connection: Send + 'static;
    /// A row that stands on its own.
    type Row: for<'r> Row<'r, Self> + Send + 'static;

    /// Turns the value into one that the driver can bind.
    fn coerce(bind: Bind) -> Bind;
    /// Binds the value.
    ///
    /// # Errors
    /// When the driver can't serialise it.
    fn bind<'b>(out: AstPass<'_, 'b, Self>, bind: &'b Bind) -> QueryResult<()>;
    /// Reads a column by the kind that the field declares.
    ///
    /// # Errors
    /// When the column holds something else.
    fn decode(raw: Self::RawValue<'_>, kind: Kind, id: IdKind) -> deserialize::Result<Value>;

    /// Runs a statement that gives rows.
    fn load(conn: &mut Self::Connection, statement: Statement<Self>) -> BoxFuture<'_, QueryResult<Vec<Self::Row>>>;
    /// Runs a statement that gives a number of rows.
    fn execute(conn: &mut Self::Connection, statement: Statement<Self>) -> BoxFuture<'_, QueryResult<usize>>;
    /// Begins a transaction that may write.
    fn begin(conn: &mut Self::Connection) -> BoxFuture<'_, QueryResult<()>>;
    /// Makes the transaction durable.
    fn commit(conn: &mut Self::Connection) -> BoxFuture<'_, QueryResult<()>>;
    /// Forgets the transaction.
    fn rollback(conn: &mut Self::Connection) -> BoxFuture<'_, QueryResult<()>>;
    /// Which database it is, down to the dialect of its DDL.
    fn database(conn: &mut Self::Connection) -> BoxFuture<'_, QueryResult<Database>>;
    /// Keeps other processes from changing tables at the same time.
    fn lock(conn: &mut Self::Connection) -> BoxFuture<'_, QueryResult<()>>;
    /// Lets them again, after all was `done` or failed.
    fn unlock(conn: &mut Self::Connection, done: bool) -> BoxFuture<'_, QueryResult<()>>;
    /// What the database knows of the table, or `None` if it has none of that name.
    fn inspect<'c>(
        conn: &'c mut Self::Connection,
        prefix: &'c Prefix,
        table: &'c Arc<TableDef>,
    ) -> BoxFuture<'c, QueryResult<Option<ActualTable>>>;

    /// Which unique index the database says is violated, if it says so.
    fn violated(table: &TableDef, information: &dyn DatabaseErrorInformation) -> Option<Violated>;
}

/// What a database tells of a violated index.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Violated {
    /// The fields of one of the table's indexes.
    Fields(Vec<&'static str>),
    /// The names of its columns.
    Columns(Vec<String>),
    /// The name of an index that is not one of the framework's.
    Index(String),
}

impl Bind {
    /// The value of a field, checked against the field's kind and cut to what every database can keep.
    ///
    /// # Errors
    /// [`Error::Field`] when the value is of another kind.
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
            _ => Err(Error::Field { field: field.name.to_owned(), reason: "the value is of another kind" }),
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

/// A value that `coerce` should have turned into another.
pub(crate) fn unbound() -> diesel::result::Error {
    diesel::result::Error::QueryBuilderError("the database has no such type".into())
}

/// Databases keep microseconds; what is finer would differ between the value written and the value read.
fn to_micros(at: DateTime) -> DateTime {
    DateTime::from_timestamp_micros(at.timestamp_micros()).unwrap_or(at)
}

/// `load`, `execute`, `commit` and `rollback`, the same for every connection of diesel-async.
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
