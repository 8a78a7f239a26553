//! Which passwords are accepted, and how they are hashed.

use std::sync::Arc;

use super::{Argon2id, Bcrypt, Blocklist, PasswordHasher, Pbkdf2, Reason};
use crate::Error;

/// How passwords are hashed and which are refused.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PasswordPolicy {
    /// The scheme and cost of new hashes.
    pub hasher: Arc<dyn PasswordHasher>,
    /// Further schemes whose hashes verify, and are replaced at sign-in.
    pub accepted_hashers: Vec<Arc<dyn PasswordHasher>>,
    /// The shortest password, in Unicode code points (NIST SP 800-63B-4).
    pub min_length: usize,
    /// The longest password, in bytes. A longer one is refused unread: hashing it would cost its sender nothing.
    pub max_bytes: usize,
    /// Which passwords are too easily guessed.
    pub blocklist: Blocklist,
    /// Whether a new password must differ from the one that it replaces: a user who changes it because it is known would
    /// else believe to be safe.
    pub must_change: bool,
}

/// Why a new password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Refusal {
    /// It has fewer code points than `min`.
    TooShort {
        /// The shortest length accepted, in code points.
        min: usize,
    },
    /// It has more bytes than `max`.
    TooLong {
        /// The greatest length accepted, in bytes.
        max: usize,
    },
    /// It is too easily guessed.
    Blocked(Reason),
}

impl PasswordPolicy {
    /// Whether this may be a new password. `context_words` as in [`Blocklist::contains`].
    ///
    /// # Errors
    /// Why it may not; the length is looked at first.
    pub fn check(&self, password: &str, context_words: &[&str]) -> Result<(), Refusal> {
        let min = self.min_length;
        if password.len() > self.max_bytes {
            return Err(Refusal::TooLong { max: self.max_bytes });
        }
        if password.chars().count() < min {
            return Err(Refusal::TooShort { min });
        }
        self.blocklist.contains(password, context_words).map_or(Ok(()), |reason| Err(Refusal::Blocked(reason)))
    }

    pub(crate) fn validate(&self) -> Result<(), Error> {
        if self.min_length == 0 {
            return refuse("set the shortest password to at least one character, 8 or more in earnest");
        }
        if !(64..=65_536).contains(&self.max_bytes) {
            return refuse("set the longest password to between 64 and 65536 bytes");
        }
        if self.min_length > self.max_bytes {
            return refuse("set the shortest password below the longest one");
        }
        Ok(())
    }
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            hasher: Arc::new(Argon2id::default()),
            accepted_hashers: vec![
                Arc::new(Argon2id::default()),
                Arc::new(Pbkdf2::default()),
                Arc::new(Bcrypt::default()),
            ],
            min_length: 8,
            max_bytes: 4096,
            blocklist: Blocklist::common(),
            must_change: true,
        }
    }
}

fn refuse(remedy: &str) -> Result<(), Error> {
    Err(Error::Config(remedy.to_owned()))
}
