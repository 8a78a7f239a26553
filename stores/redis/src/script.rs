//! The operations that must be atomic, as scripts that the server runs.

use std::sync::LazyLock;

/// Sets, adds or swaps an entry.
pub(crate) static WRITE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("write.lua")));
/// Reads and removes an entry.
pub(crate) static TAKE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("take.lua")));

/// A script that the server may know by its hash.
pub(crate) struct Script {
    pub(crate) hash: String,
    pub(crate) code: &'static str,
}

impl Script {
    fn new(code: &'static str) -> Self {
        Self { hash: redis::Script::new(code).get_hash().to_owned(), code }
    }
}
