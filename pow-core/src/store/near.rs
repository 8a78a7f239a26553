//! Reads of a session on the thread of its request.
//!
//! Every request of a signed-in user reads two rows. Handing this query to the store's threads and back costs more than the query
//! itself. Here the query uses none of their connections, has a constant text, and runs where the result is needed. After any
//! failure the store's threads read instead, and they wait, retry and report.

#[cfg(any(feature = "postgres", feature = "mysql"))]
mod workers;

use async_trait::async_trait;
use bytes::Bytes;

#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(crate) use self::workers::{Workers, reserved};
use crate::{
    Error,
    cache::{Key, VisitPair},
};

/// The values of two keys.
pub(crate) type Pair = [Option<Bytes>; 2];

/// Reads two live values of the cache's table.
#[async_trait]
pub(crate) trait Near: Send + Sync + 'static {
    /// Passes the values to `visit` if they can be read without waiting. Returns whether it did.
    fn visit_pair(&self, keys: [&Key; 2], now_ms: i64, visit: &mut VisitPair<'_>) -> bool {
        let _ = (keys, now_ms, visit);
        false
    }

    /// Returns the values, or `None` if no connection is available.
    async fn read_pair(&self, keys: [&Key; 2], now_ms: i64) -> Option<Result<Pair, Error>> {
        let _ = (keys, now_ms);
        None
    }

    /// Closes the connection of the caller's runtime, after an error or a timeout.
    fn lost(&self) {}
}
