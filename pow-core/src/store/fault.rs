//! What an error of Diesel means: a conflict, a database that is away, or a fault.

use std::time::Duration;

use diesel::{
    QueryResult,
    result::{DatabaseErrorKind, Error as DieselError},
};
use diesel_async::pooled_connection::{PoolError, deadpool};

use super::{
    Conflict,
    dialect::{Dialect, Violated},
};
use crate::{Error, schema::TableDef};

/// When to try again after the pool was empty or another transaction was in the way.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// What the unique violation says, if the error is one.
pub(crate) fn violated<DB: Dialect>(table: &TableDef, error: &DieselError) -> Option<Violated> {
    match error {
        DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, information) => {
            DB::violated(table, information.as_ref())
        }
        _ => None,
    }
}

/// The conflict, if an index of the table stands on these columns.
pub(crate) fn conflict(table: &TableDef, columns: &[String]) -> Option<Conflict> {
    let indexes = table.unique_indexes().into_iter().map(|(_, fields)| fields);
    let same = |fields: &Vec<&str>| {
        fields.len() == columns.len() && fields.iter().all(|field| columns.iter().any(|column| column == field))
    };
    indexes.filter(same).map(|fields| Conflict { fields }).next()
}

/// The fault that an error of Diesel is.
pub(crate) fn fault<DB: Dialect>(error: DieselError) -> Error {
    if is_contention(&error) {
        return Error::Busy { retry_after: RETRY_AFTER };
    }
    match is_gone(&error) {
        true => Error::Unavailable { service: DB::NAME, source: error.into() },
        false => Error::database(error),
    }
}

/// Another transaction was in the way: a deadlock, a failed serialisation or a lock that did not come in time.
fn is_contention(error: &DieselError) -> bool {
    const PHRASES: [&str; 6] = [
        "database is locked",
        "database table is locked",
        "deadlock detected",
        "due to lock timeout",
        "Deadlock found when trying to get lock",
        "Lock wait timeout exceeded",
    ];
    match error {
        DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
        DieselError::DatabaseError(_, information) => {
            PHRASES.iter().any(|phrase| information.message().contains(phrase))
        }
        _ => false,
    }
}

/// How long a statement may take. Locks are given up earlier, so a longer silence is that of a frozen server or network.
const PATIENCE: Duration = Duration::from_secs(10);
const SILENCE: &str = "the database gave no answer in time";

/// The answer of a statement, or a fault when none comes; the connection is of no use then.
pub(crate) async fn answered<T>(statement: impl Future<Output = QueryResult<T>>) -> QueryResult<T> {
    match tokio::time::timeout(PATIENCE, statement).await {
        Ok(answer) => answer,
        Err(_) => Err(DieselError::DatabaseError(DatabaseErrorKind::ClosedConnection, Box::new(SILENCE.to_owned()))),
    }
}

/// Whether the connection may have been dead before the statement, so that another one will do better.
pub(crate) fn is_stale(error: &DieselError) -> bool {
    let silent = matches!(error, DieselError::DatabaseError(_, information) if information.message() == SILENCE);
    is_gone(error) && !silent
}

/// Whether the connection is gone.
pub(crate) fn is_gone(error: &DieselError) -> bool {
    const PHRASES: [&str; 7] = [
        "terminating connection",
        "the database system is",
        "Input/output error",
        "Connection to the server is closed",
        "Server has gone away",
        "Server shutdown in progress",
        "unable to open database file",
    ];
    match error {
        DieselError::DatabaseError(DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand, _)
        | DieselError::BrokenTransactionManager => true,
        DieselError::DatabaseError(_, information) => {
            PHRASES.iter().any(|phrase| information.message().contains(phrase))
        }
        _ => false,
    }
}

/// The fault that a pool's error is.
pub(crate) fn pool_fault<DB: Dialect>(error: deadpool::PoolError) -> Error {
    match error {
        deadpool::PoolError::Backend(PoolError::QueryError(error)) => fault::<DB>(error),
        deadpool::PoolError::Backend(PoolError::ConnectionError(error)) => {
            Error::Unavailable { service: DB::NAME, source: error.into() }
        }
        error => Error::Unavailable { service: DB::NAME, source: error.into() },
    }
}

/// The pool had no connection in time.
pub(crate) fn exhausted() -> Error {
    Error::Busy { retry_after: RETRY_AFTER }
}
