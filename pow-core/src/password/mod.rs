//! Passwords: hashing, verification and rules.
//!
//! A password is used exactly as it was typed. It is never trimmed, normalised or shortened (ASVS 5.0, 6.2.8). A password
//! that a scheme can't use as a whole is rejected. For example, bcrypt uses only 72 bytes.
//!
//! * [`PasswordHasher`] is one scheme. Built in are [`Argon2id`] (the default), [`Pbkdf2`] (the format of Pow) and
//!   [`Bcrypt`] (for imported users).
//! * [`Passwords`] is used by the rest of the framework. It hashes in a bounded [`pool`] of threads, replaces outdated
//!   hashes, and does the same work for unknown users.
//! * [`Blocklist`] rejects passwords that are easy to guess.

mod argon2id;
mod bcrypt;
mod blocklist;
mod memory;
mod passwords;
mod pbkdf2;
mod policy;
pub mod pool;

use std::fmt::Debug;

use base64::{Engine as _, prelude::BASE64_STANDARD};

pub use argon2id::Argon2id;
pub use bcrypt::Bcrypt;
pub use blocklist::{Blocklist, Reason};
pub use memory::Memory;
pub use passwords::{Passwords, Verdict};
pub use pbkdf2::{Pbkdf2, Pbkdf2Digest};
pub use policy::{PasswordPolicy, PasswordRule, Refusal};
pub use pool::PoolSettings;

use crate::{Error, random};

/// A password hashing scheme with its cost.
///
/// It is called on the threads of the [`pool`], never on an async thread, so it may block.
///
/// # Contract
/// * [`hash`](Self::hash) uses a new salt from the operating system, and writes scheme and cost into its result. The same
///   scheme [recognises](Self::recognises) the result and considers it [current](Self::is_current).
/// * [`verify`](Self::verify) uses the whole password, compares in constant time, and takes the same time for a right and a
///   wrong password.
/// * [`verify`](Self::verify) limits the cost of an encoded hash, because it may come from a database that was tampered with.
/// * Passwords and hashes are never logged.
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
    /// Returns the name of the scheme, for logs and documentation.
    fn id(&self) -> &'static str;

    /// Returns whether the encoded hash belongs to this scheme. The cost of the hash doesn't matter.
    fn recognises(&self, encoded: &str) -> bool;

    /// Returns whether the encoded hash belongs to this scheme and has the configured cost.
    ///
    /// A hash that is not current is replaced at the next sign-in. That includes a costlier hash, because the longer time
    /// would distinguish existing users from unknown ones.
    fn is_current(&self, encoded: &str) -> bool;

    /// Hashes a password with a new salt. The result contains scheme, cost and salt.
    ///
    /// # Errors
    /// [`Error::Randomness`] if no salt can be generated, [`Error::Hash`] if this scheme can't use the password.
    fn hash(&self, password: &[u8], memory: &mut Memory) -> Result<String, Error>;

    /// Returns a hash of the configured cost that no known password has. It is verified for an unknown user, so that the
    /// answer takes as long as for a known one.
    ///
    /// It is called once at the start of the program, before the first request is served. The default hashes a random
    /// password. [`Argon2id`] and [`Pbkdf2`] save that time: they encode random bytes as if they were the output.
    ///
    /// # Errors
    /// As [`hash`](Self::hash).
    fn dummy(&self, memory: &mut Memory) -> Result<String, Error> {
        self.hash(BASE64_STANDARD.encode(random::bytes::<32>()?).as_bytes(), memory)
    }

    /// Returns whether the encoded hash belongs to this password.
    ///
    /// # Errors
    /// [`Error::Hash`] if the encoded hash is invalid or exceeds the limits of this scheme. The error is returned before any
    /// hashing.
    fn verify(&self, password: &[u8], encoded: &str, memory: &mut Memory) -> Result<bool, Error>;

    /// Checks, without hashing, that the encoded hash is complete and within the limits of this scheme, so that
    /// [`verify`](Self::verify) can use it. For imports. The default accepts every hash.
    ///
    /// # Errors
    /// [`Error::Hash`] with the reason, as in [`verify`](Self::verify).
    fn check(&self, encoded: &str) -> Result<(), Error> {
        let _ = encoded;
        Ok(())
    }
}

/// The fault of a hash that can't be computed or parsed. `reason` must not contain any part of the hash.
fn hash_error(reason: impl ToString) -> Error {
    Error::Hash(reason.to_string())
}

#[cfg(test)]
mod tests;
