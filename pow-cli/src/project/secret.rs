//! Secrets for `SECRET_KEY_BASE`.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use pow_core::{Error, random};

use crate::failure::Failure;

/// Returns 64 random bytes in base64, on one line.
pub(crate) fn generate() -> Result<String, Error> {
    let bytes: [u8; 64] = random::bytes()?;
    Ok(STANDARD.encode(bytes))
}

/// Prints a secret.
pub(crate) fn print() -> Result<(), Failure> {
    println!("{}", generate()?);
    Ok(())
}
