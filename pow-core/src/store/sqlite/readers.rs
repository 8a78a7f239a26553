//! Connections that read sessions on the threads of requests.
//!
//! The database page of a session is nearly always in memory. In WAL mode a reader doesn't wait for writers.

use std::sync::{
    Mutex, TryLockError,
    atomic::{AtomicUsize, Ordering},
};

use diesel::{
    CombineDsl, Connection, ConnectionResult, ExpressionMethods, QueryDsl, QueryResult, RunQueryDsl, SqliteConnection,
    connection::SimpleConnection,
};

use crate::{
    cache::{Key, VisitPair},
    store::near::Near,
};

diesel::table! {
    pow_cache (key) {
        key -> Binary,
        value -> Binary,
        expires_at -> BigInt,
    }
}

/// Each connection caches up to 32 MiB of pages, so that the sessions in use stay in memory. Setting the size of the cache reads
/// the schema. Another process that opens or closes the file locks the schema for a moment. After that no read waits for a lock.
const SETUP: &str =
    "PRAGMA busy_timeout = 10000; PRAGMA query_only = ON; PRAGMA cache_size = -32768; PRAGMA busy_timeout = 0;";

/// Connections that only read. A thread uses the connection with its number, or another that is free.
pub(super) struct Readers(Box<[Mutex<SqliteConnection>]>);

impl Readers {
    /// Opens the connections to a file that exists.
    pub(super) fn open(path: &str, number: usize) -> ConnectionResult<Self> {
        let open = |_| {
            let mut connection = SqliteConnection::establish(path)?;
            connection.batch_execute(SETUP).map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
            Ok(Mutex::new(connection))
        };
        (0..number).map(open).collect::<ConnectionResult<_>>().map(Self)
    }
}

impl Near for Readers {
    fn visit_pair(&self, keys: [&Key; 2], now_ms: i64, visit: &mut VisitPair<'_>) -> bool {
        let (before, from) = self.0.split_at(number_of_this_thread() % self.0.len().max(1));
        let free = from.iter().chain(before).find_map(|connection| match connection.try_lock() {
            Ok(free) => Some(free),
            Err(TryLockError::Poisoned(free)) => Some(free.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        });
        let Some(mut connection) = free else { return false };
        let rows = read(&mut connection, keys, now_ms);
        drop(connection);
        let Ok(rows) = rows else { return false };
        let value =
            |wanted: &Key| rows.iter().find(|(key, _)| key == wanted.as_bytes()).map(|(_, value)| value.as_slice());
        visit(keys.map(value));
        true
    }
}

/// Returns the keys and values of the live entries.
fn read(connection: &mut SqliteConnection, keys: [&Key; 2], now_ms: i64) -> QueryResult<Vec<(Vec<u8>, Vec<u8>)>> {
    use pow_cache::{expires_at, key, table, value};
    let live = |wanted| table.filter(key.eq(wanted)).filter(expires_at.gt(now_ms)).select((key, value));
    let [first, second] = keys.map(Key::as_bytes);
    // For `key = ? OR key = ?` SQLite would build a temporary table of both keys.
    live(first).union_all(live(second)).load(connection)
}

/// Numbers the threads in the order of their first read, so that each worker has a connection to itself if there are enough.
fn number_of_this_thread() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static NUMBER: usize = NEXT.fetch_add(1, Ordering::Relaxed);
    }
    NUMBER.with(|number| *number)
}
