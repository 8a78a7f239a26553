//! The interface for lists of leaked passwords.

use std::fmt::Debug;

use pow_core::{Error, async_trait, error};

/// The name of the service in errors.
const SERVICE: &str = "the list of leaked passwords";

/// A list of leaked passwords.
///
/// ```
/// use std::collections::HashSet;
/// use pow_core::{Error, async_trait};
/// use pow_ext_leaked_passwords::{LeakedPasswords, Source};
///
/// /// A short list in memory.
/// #[derive(Debug)]
/// struct InMemory(HashSet<[u8; 20]>);
///
/// #[async_trait]
/// impl Source for InMemory {
///     async fn contains(&self, sha1: &[u8; 20]) -> Result<bool, Error> {
///         Ok(self.0.contains(sha1))
///     }
/// }
///
/// let extension = LeakedPasswords::new(InMemory(HashSet::new())).strict();
/// # drop(extension);
/// ```
///
/// An implementer guarantees that
/// * the future doesn't block its thread: work on files belongs in `tokio::task::spawn_blocking`;
/// * the future can be dropped at any time, because an answer later than [`TIMEOUT`](crate::TIMEOUT) is not awaited;
/// * an error doesn't contain the hash, because errors are logged.
///
/// # Security
/// The SHA-1 of a password can be reversed by guessing. Don't store it, log it, or send it to another machine.
#[async_trait]
pub trait Source: Debug + Send + Sync + 'static {
    /// Returns whether the list contains the password with this SHA-1 hash (of its bytes in UTF-8, as typed).
    ///
    /// # Errors
    /// If the list can't be read. [`LeakedPasswords::strict`](crate::LeakedPasswords::strict) decides whether the password is
    /// rejected.
    async fn contains(&self, sha1: &[u8; 20]) -> Result<bool, Error>;
}

/// The error of a source that can't answer.
pub(crate) fn unavailable(source: impl Into<error::Source>) -> Error {
    Error::Unavailable { service: SERVICE, source: source.into() }
}
