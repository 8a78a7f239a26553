//! bcrypt, for hashes imported from other systems.

use super::{Memory, PasswordHasher, hash_error};
use crate::Error;

/// bcrypt uses this many bytes of a password and ignores the rest.
const MAX_PASSWORD_BYTES: usize = 72;

/// bcrypt hashes of other systems (`$2a$`, `$2b$`, `$2y$`). They are verified and replaced at sign-in, never created.
///
/// # Security
/// bcrypt uses only the first 72 bytes of a password and stops at a NUL, so many passwords share a hash. A password that is
/// longer or contains a NUL is therefore rejected, after the same work as any other password. The user has to reset it. A
/// hash is rejected if its cost (the base-2 logarithm of its rounds, 4 to 31) is above the limit, or if it begins with
/// `$2x$`, the prefix of a faulty implementation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bcrypt {
    max_cost: u32,
}

impl Bcrypt {
    /// Accepts hashes up to this cost. Each step doubles the time. A cost of 12 takes about 0.2 s.
    ///
    /// # Errors
    /// [`Error::Config`] if the cost is not between 4 and 17. A cost of 17 takes seven seconds of a core per sign-in.
    pub fn up_to_cost(max_cost: u32) -> Result<Self, Error> {
        if !(4..=17).contains(&max_cost) {
            return Err(Error::Config(
                "the maximum bcrypt cost is out of range; choose a cost between 4 and 17".to_owned(),
            ));
        }
        Ok(Self { max_cost })
    }

    /// Accepts only the lowest cost, for tests only.
    pub fn weakest_for_tests() -> Self {
        Self { max_cost: 4 }
    }
}

impl Default for Bcrypt {
    /// Accepts costs up to 15, which takes about two seconds.
    fn default() -> Self {
        Self { max_cost: 15 }
    }
}

impl PasswordHasher for Bcrypt {
    fn id(&self) -> &'static str {
        "bcrypt"
    }

    fn recognises(&self, encoded: &str) -> bool {
        ["$2a$", "$2b$", "$2y$"].iter().any(|prefix| encoded.starts_with(prefix))
    }

    fn is_current(&self, _encoded: &str) -> bool {
        false
    }

    fn hash(&self, _password: &[u8], _memory: &mut Memory) -> Result<String, Error> {
        Err(hash_error("bcrypt only verifies imported hashes; choose Argon2id or PBKDF2 for new hashes"))
    }

    fn verify(&self, password: &[u8], encoded: &str, _memory: &mut Memory) -> Result<bool, Error> {
        self.affordable(encoded)?;
        let readable = password.len() <= MAX_PASSWORD_BYTES && !password.contains(&0);
        let matches = ::bcrypt::verify(password, encoded).map_err(hash_error)?;
        Ok(readable && matches)
    }

    fn check(&self, encoded: &str) -> Result<(), Error> {
        self.affordable(encoded)
    }
}

impl Bcrypt {
    fn affordable(&self, encoded: &str) -> Result<(), Error> {
        let parts: ::bcrypt::HashParts = encoded.parse().map_err(hash_error)?;
        if !self.recognises(encoded) || !(4..=self.max_cost).contains(&parts.get_cost()) {
            return Err(hash_error("its cost is not accepted"));
        }
        Ok(())
    }
}
