//! bcrypt, for users who bring their hash from elsewhere.

use super::{Memory, PasswordHasher, refused};
use crate::Error;

/// bcrypt reads that much of a password and ignores the rest.
const MAX_PASSWORD_BYTES: usize = 72;

/// bcrypt hashes of other systems (`$2a$`, `$2b$`, `$2y$`): verified, and replaced at sign-in; never made.
///
/// # Security
/// bcrypt reads 72 bytes of a password and takes it as ended by a NUL, so that many passwords share one hash. One that
/// is longer or holds a NUL is therefore refused, after the same work as any other: such a user resets it.
/// A hash whose cost (a power of two, from 4 to 31) is above the limit verifies nothing; `$2x$`, the mark of a broken
/// implementation, is not read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bcrypt {
    max_cost: u32,
}

impl Bcrypt {
    /// Accepts hashes up to that cost; each step doubles the time, 12 takes about 0.2 s.
    ///
    /// # Errors
    /// [`Error::Config`] if the cost is not between 4 and 17, which is seven seconds of a core for a sign-in.
    pub fn up_to_cost(max_cost: u32) -> Result<Self, Error> {
        if !(4..=17).contains(&max_cost) {
            return Err(Error::Config("choose a bcrypt cost between 4 and 17".to_owned()));
        }
        Ok(Self { max_cost })
    }

    /// Accepts the lowest cost only: for tests, where nothing is protected.
    pub fn weakest_for_tests() -> Self {
        Self { max_cost: 4 }
    }
}

impl Default for Bcrypt {
    /// Accepts costs up to 15, about two seconds.
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
        Err(refused("bcrypt is for imported hashes; choose Argon2id or PBKDF2 for new ones"))
    }

    fn verify(&self, password: &[u8], encoded: &str, _memory: &mut Memory) -> Result<bool, Error> {
        self.affordable(encoded)?;
        let readable = password.len() <= MAX_PASSWORD_BYTES && !password.contains(&0);
        let matches = ::bcrypt::verify(password, encoded).map_err(refused)?;
        Ok(readable && matches)
    }
}

impl Bcrypt {
    fn affordable(&self, encoded: &str) -> Result<(), Error> {
        let parts: ::bcrypt::HashParts = encoded.parse().map_err(refused)?;
        if !self.recognises(encoded) || !(4..=self.max_cost).contains(&parts.get_cost()) {
            return Err(refused("it asks for a cost that is not accepted"));
        }
        Ok(())
    }
}
