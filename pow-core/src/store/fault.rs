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
    threads::PATIENCE,
};
use crate::{
    Error,
    error::Source,
    schema::TableDef,
    telemetry::{LogGate, plain},
};

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
    indexes.filter(same).map(Conflict::taken).next()
}

/// Whether the database may have refused one of the values: it says so in its own words and language.
pub(crate) fn may_be_a_value(error: &DieselError) -> bool {
    matches!(error, DieselError::DatabaseError(DatabaseErrorKind::Unknown, _))
        && !(is_contention(error) || is_gone(error) || is_full(error))
}

/// The fault that an error of Diesel is.
pub(crate) fn fault<DB: Dialect>(error: DieselError) -> Error {
    if is_contention(&error) {
        tracing::debug!(target: "pow::store::contention", database = DB::NAME, error = %plain(&error), "in each other's way");
        return Error::Busy { retry_after: RETRY_AFTER };
    }
    if is_gone(&error) || is_full(&error) {
        return away::<DB>(error.into());
    }
    // What is wrong with one request's statement is wrong with all of them: a table that is gone, say.
    static FAILED: LogGate = LogGate::new();
    if let Some(held_back) = FAILED.open_now() {
        let error = plain(&error);
        tracing::warn!(target: "pow::store::fault", database = DB::NAME, %error, held_back, "a statement failed");
    }
    Error::database(error)
}

/// While a database is away every request fails: its log line tells of it, and one line in ten seconds says why.
fn away<DB: Dialect>(source: Source) -> Error {
    static AWAY: LogGate = LogGate::new();
    if let Some(held_back) = AWAY.open_now() {
        let error = plain(&source);
        tracing::debug!(target: "pow::store::away", database = DB::NAME, %error, held_back, "the database is away");
    }
    Error::Unavailable { service: DB::NAME, source }
}

/// Another transaction was in the way: a deadlock, a failed serialisation or a lock that did not come in time.
fn is_contention(error: &DieselError) -> bool {
    const PHRASES: [&str; 4] =
        ["database is locked", "database table is locked", "due to lock timeout", "Lock wait timeout exceeded"];
    is_deadlock(error) || says(error, &PHRASES)
}

/// Whether the database undid the transaction, or the statement that stood alone, so that others could get on.
pub(crate) fn is_deadlock(error: &DieselError) -> bool {
    matches!(error, DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _))
        || says(error, &["deadlock detected", "Deadlock found when trying to get lock"])
}

fn says(error: &DieselError, phrases: &[&str]) -> bool {
    let DieselError::DatabaseError(_, information) = error else { return false };
    phrases.iter().any(|phrase| information.message().contains(phrase))
}

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
    // The last two: the server has become a replica, and its connections lead to the wrong place.
    const PHRASES: [&str; 9] = [
        "terminating connection",
        "the database system is",
        "Input/output error",
        "Connection to the server is closed",
        "Server has gone away",
        "Server shutdown in progress",
        "unable to open database file",
        "in a read-only transaction",
        "running with the --read-only option",
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

/// Whether the database has no room to write. Reading goes on, and no restart is needed afterwards.
fn is_full(error: &DieselError) -> bool {
    const PHRASES: [&str; 5] =
        ["database or disk is full", "disk I/O error", "No space left on device", "' is full", "(Errcode: 28"];
    match error {
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
        deadpool::PoolError::Backend(PoolError::ConnectionError(error)) => away::<DB>(error.into()),
        error => away::<DB>(error.into()),
    }
}

/// The pool had no connection in time.
pub(crate) fn exhausted() -> Error {
    static EXHAUSTED: LogGate = LogGate::new();
    if let Some(held_back) = EXHAUSTED.open_now() {
        tracing::warn!(target: "pow::store::pool_full", held_back, "no connection to the database came free in time");
    }
    Error::Busy { retry_after: RETRY_AFTER }
}
