//! Passwords: how they are hashed, verified and refused.
//!
//! A password is taken exactly as typed. Nothing here trims, normalises or shortens it (ASVS 5.0, 6.2.8): where a
//! scheme can't read a whole password, as bcrypt with its 72 bytes, that password is refused.
//!
//! * [`PasswordHasher`] is one scheme. Built in: [`Argon2id`] (the default), [`Pbkdf2`] (Pow's own encoded form)
//!   and [`Bcrypt`] (for imported users).
//! * [`Passwords`] is what the framework calls: it hashes in its own bounded [`pool`] of threads, replaces outdated
//!   hashes and spends the same work for users that don't exist.
//! * [`Blocklist`] says which passwords are too easily guessed.

mod argon2id;
mod bcrypt;
mod blocklist;
mod memory;
mod passwords;
mod pbkdf2;
mod policy;
pub mod pool;

use std::fmt::Debug;

pub use argon2id::Argon2id;
pub use bcrypt::Bcrypt;
pub use blocklist::{Blocklist, Reason};
pub use memory::Memory;
pub use passwords::{Passwords, Verdict};
pub use pbkdf2::{Pbkdf2, Pbkdf2Digest};
pub use policy::{PasswordPolicy, Refusal};
pub use pool::PoolSettings;

use crate::Error;

/// A password hashing scheme with its cost.
///
/// Called on the threads of the [`pool`], never on an async thread, so it may take its time.
///
/// # What an implementer guarantees
/// * [`hash`](Self::hash) draws a new salt from the operating system and writes scheme and cost into its result, which
///   this scheme then [recognises](Self::recognises) and calls [current](Self::is_current).
/// * [`verify`](Self::verify) reads the whole password, compares in constant time, takes as long for a wrong password
///   as for the right one, and bounds the cost that an encoded hash may ask for: the string may come from a stolen or
///   tampered database.
/// * No password and no hash is logged.
///
/// # Example
/// ```
/// use pow_core::password::{Argon2id, Memory, PasswordHasher};
///
/// let hasher = Argon2id::weakest_for_tests();
/// let mut memory = Memory::new();
/// let encoded = hasher.hash(b"correct horse", &mut memory)?;
/// assert!(hasher.verify(b"correct horse", &encoded, &mut memory)?);
/// assert!(!hasher.verify(b"Correct horse", &encoded, &mut memory)?);
/// # Ok::<(), pow_core::Error>(())
/// ```
pub trait PasswordHasher: Debug + Send + Sync + 'static {
    /// The scheme's name, for logs and documents.
    fn id(&self) -> &'static str;

    /// Whether the encoded hash claims to be of this scheme, at whatever cost.
    fn recognises(&self, encoded: &str) -> bool;

    /// Whether the encoded hash is of this scheme and has just this cost.
    ///
    /// A hash that is not is replaced at the next sign-in. A costlier one is not current either: its time would tell
    /// existing users from unknown ones.
    fn is_current(&self, encoded: &str) -> bool;

    /// Hashes a password with a new salt; the result carries scheme, cost and salt.
    ///
    /// # Errors
    /// [`Error::Randomness`] without a salt, [`Error::Hash`] if this scheme can't take that password.
    fn hash(&self, password: &[u8], memory: &mut Memory) -> Result<String, Error>;

    /// Whether this is the password of that hash.
    ///
    /// # Errors
    /// [`Error::Hash`] if the encoded hash can't be read or asks for more work than this scheme accepts; no work was
    /// spent then.
    fn verify(&self, password: &[u8], encoded: &str, memory: &mut Memory) -> Result<bool, Error>;
}

/// The fault of a hash that can't be made or read. `reason` never holds any of it.
fn refused(reason: impl ToString) -> Error {
    Error::Hash(reason.to_string())
}

#[cfg(test)]
mod tests;
