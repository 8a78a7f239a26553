//! Converts errors of Diesel to conflicts, outages and faults.

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

/// The `Retry-After` of an exhausted pool or of lock contention.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// Returns the violated index, if the error is a unique violation.
pub(crate) fn violated<DB: Dialect>(table: &TableDef, error: &DieselError) -> Option<Violated> {
    match error {
        DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, information) => {
            DB::violated(table, information.as_ref())
        }
        _ => None,
    }
}

/// Returns the conflict, if the table's definition has a unique index on these columns.
pub(crate) fn conflict(table: &TableDef, columns: &[String]) -> Option<Conflict> {
    let indexes = table.unique_indexes().into_iter().map(|(_, fields)| fields);
    let same = |fields: &Vec<&str>| {
        fields.len() == columns.len() && fields.iter().all(|field| columns.iter().any(|column| column == field))
    };
    indexes.filter(same).map(Conflict::taken).next()
}

/// Whether the database may have rejected a value. The text of such an error differs by database and language.
pub(crate) fn may_be_a_value(error: &DieselError) -> bool {
    matches!(error, DieselError::DatabaseError(DatabaseErrorKind::Unknown, _))
        && !(is_contention(error) || is_gone(error) || is_full(error))
}

/// Converts an error of Diesel to a fault.
pub(crate) fn fault<DB: Dialect>(error: DieselError) -> Error {
    if is_contention(&error) {
        tracing::debug!(target: "pow::store::contention", database = DB::NAME, error = %plain(&error), "lock contention: deadlock, serialization failure or lock timeout");
        return Error::Busy { retry_after: RETRY_AFTER };
    }
    if is_gone(&error) || is_full(&error) {
        return away::<DB>(error.into());
    }
    // A failing statement often fails in every request, for example if a table was dropped.
    static FAILED: LogGate = LogGate::new();
    if let Some(held_back) = FAILED.open_now() {
        let error = plain(&error);
        tracing::warn!(target: "pow::store::fault", database = DB::NAME, %error, held_back, "a statement failed");
    }
    Error::database(error)
}

/// Reports an outage. Every request then fails and is logged, so this line with the cause is logged at most every ten
/// seconds.
fn away<DB: Dialect>(source: Source) -> Error {
    static AWAY: LogGate = LogGate::new();
    if let Some(held_back) = AWAY.open_now() {
        let error = plain(&source);
        tracing::debug!(target: "pow::store::away", database = DB::NAME, %error, held_back, "the database is unavailable");
    }
    Error::Unavailable { service: DB::NAME, source }
}

/// Whether the error is lock contention: a deadlock, a serialization failure or a lock timeout.
fn is_contention(error: &DieselError) -> bool {
    is_deadlock(error) || says(error, &LOCKED)
}

const LOCKED: [&str; 4] =
    ["database is locked", "database table is locked", "due to lock timeout", "Lock wait timeout exceeded"];
const DEADLOCK: [&str; 2] = ["deadlock detected", "Deadlock found when trying to get lock"];

/// Converts the error of an application's file. diesel_migrations returns it as a text that begins with the name of the file.
pub(crate) fn fault_of_file(error: Source) -> Error {
    let text = error.to_string();
    match LOCKED.iter().chain(&DEADLOCK).any(|phrase| text.contains(phrase)) {
        true => Error::Busy { retry_after: RETRY_AFTER },
        false => Error::database(error),
    }
}

/// Whether the database rolled back the transaction or the single statement to end a deadlock.
pub(crate) fn is_deadlock(error: &DieselError) -> bool {
    matches!(error, DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _)) || says(error, &DEADLOCK)
}

fn says(error: &DieselError, phrases: &[&str]) -> bool {
    let DieselError::DatabaseError(_, information) = error else { return false };
    phrases.iter().any(|phrase| information.message().contains(phrase))
}

const SILENCE: &str = "the database did not reply in time";

/// Waits for the result of a statement, with a timeout. After a timeout the connection must not be reused.
pub(crate) async fn answered<T>(statement: impl Future<Output = QueryResult<T>>) -> QueryResult<T> {
    match tokio::time::timeout(PATIENCE, statement).await {
        Ok(answer) => answer,
        Err(_) => Err(DieselError::DatabaseError(DatabaseErrorKind::ClosedConnection, Box::new(SILENCE.to_owned()))),
    }
}

/// Whether the connection may have been lost before the statement, so that a retry on another connection may succeed.
pub(crate) fn is_stale(error: &DieselError) -> bool {
    let silent = matches!(error, DieselError::DatabaseError(_, information) if information.message() == SILENCE);
    is_gone(error) && !silent
}

/// Whether the connection is lost.
pub(crate) fn is_gone(error: &DieselError) -> bool {
    // The last two phrases mean that the server has become a replica, so its connections are of no use.
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

/// Whether the disk is full. Reading still works, and no restart is necessary afterwards.
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

/// Converts an error of the pool to a fault.
pub(crate) fn pool_fault<DB: Dialect>(error: deadpool::PoolError) -> Error {
    match error {
        deadpool::PoolError::Backend(PoolError::QueryError(error)) => fault::<DB>(error),
        deadpool::PoolError::Backend(PoolError::ConnectionError(error)) => away::<DB>(error.into()),
        error => away::<DB>(error.into()),
    }
}

/// The fault of an exhausted pool.
pub(crate) fn exhausted() -> Error {
    static EXHAUSTED: LogGate = LogGate::new();
    if let Some(held_back) = EXHAUSTED.open_now() {
        tracing::warn!(target: "pow::store::pool_full", held_back, "timed out waiting for a database connection");
    }
    Error::Busy { retry_after: RETRY_AFTER }
}
