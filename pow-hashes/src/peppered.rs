//! bcrypt of a password that is followed by a pepper, as Devise stores it.

use pow_core::{
    Error,
    password::{Bcrypt, Memory, PasswordHasher},
    secret::Secret,
};

use crate::foreign::Foreign;

/// bcrypt ignores everything after this number of bytes.
const MAX_BYTES: usize = 72;

/// The scheme with its pepper.
#[derive(Debug)]
pub(crate) struct Peppered {
    pepper: Secret<String>,
    bcrypt: Bcrypt,
}

impl Peppered {
    pub(crate) fn new(pepper: Secret<String>, bcrypt: Bcrypt) -> Self {
        Self { pepper, bcrypt }
    }

    /// Returns the bytes that are passed to bcrypt. A password that is longer than 72 bytes stays too long, and is
    /// rejected after the same work.
    fn peppered(&self, password: &[u8]) -> Vec<u8> {
        let pepper = self.pepper.expose().as_bytes();
        let rest = MAX_BYTES.saturating_sub(password.len());
        password.iter().chain(pepper.iter().take(rest)).copied().collect()
    }
}

impl Foreign for Peppered {
    const ID: &'static str = "devise";
    type Stored = String;

    fn recognises(&self, encoded: &str) -> bool {
        self.bcrypt.recognises(encoded)
    }

    fn parse(&self, encoded: &str) -> Result<String, Error> {
        self.bcrypt.check(encoded).map(|()| encoded.to_owned())
    }

    fn matches(&self, stored: &String, password: &[u8], memory: &mut Memory) -> Result<bool, Error> {
        self.bcrypt.verify(&self.peppered(password), stored, memory)
    }
}
