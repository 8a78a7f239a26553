//! PBKDF2-HMAC-SHA512 (RFC 8018), in the encoded form that Pow stores.

use std::{borrow::Cow, ops::RangeInclusive};

use base64::{
    Engine as _,
    alphabet::STANDARD as ALPHABET,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
    prelude::BASE64_STANDARD,
};
use pbkdf2::pbkdf2_hmac;
use sha2::{Digest as _, Sha512};
use subtle::ConstantTimeEq;

use super::{Memory, PasswordHasher, refused, salt};
use crate::Error;

const PREFIX: &str = "$pbkdf2-sha512$";
const SALT_BYTES: usize = 16;
const OUTPUT_BYTES: usize = 64;

/// What a hash may ask for at most: rounds over all blocks of its output, about a second on one core.
const MAX_ROUNDS: u64 = 2_000_000;
const MAX_OUTPUT_BYTES: usize = 256;
/// A shorter output is guessed too easily; an empty one would match every password.
const MIN_OUTPUT_BYTES: usize = 16;
const MAX_SALT_BYTES: usize = 128;

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &ALPHABET,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// PBKDF2-HMAC-SHA512, stored as Pow stores it: `$pbkdf2-sha512$100000$<salt>$<hash>`, both in Base64, 16 and 64 bytes.
///
/// The default is Pow's 100,000 iterations; ASVS 5.0 asks for 210,000. Hashes of other lengths verify too, and so do
/// those of Elixir's `pbkdf2_elixir` and Python's `passlib` (`.` for `+`, no padding). A hash that asks for more than
/// two million rounds verifies nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pbkdf2Sha512 {
    iterations: u32,
}

impl Pbkdf2Sha512 {
    /// PBKDF2 with an iteration count of your own.
    ///
    /// # Errors
    /// [`Error::Config`] if the count is zero or above two million.
    pub fn new(iterations: u32) -> Result<Self, Error> {
        if iterations == 0 || u64::from(iterations) > MAX_ROUNDS {
            return Err(Error::Config(format!("choose between 1 and {MAX_ROUNDS} iterations for PBKDF2")));
        }
        Ok(Self { iterations })
    }

    /// A single iteration: for tests, where nothing is protected.
    pub fn weakest_for_tests() -> Self {
        Self { iterations: 1 }
    }
}

impl Default for Pbkdf2Sha512 {
    fn default() -> Self {
        Self { iterations: 100_000 }
    }
}

impl PasswordHasher for Pbkdf2Sha512 {
    fn id(&self) -> &'static str {
        "pbkdf2-sha512"
    }

    fn recognises(&self, encoded: &str) -> bool {
        encoded.starts_with(PREFIX)
    }

    fn is_current(&self, encoded: &str) -> bool {
        Stored::parse(encoded).is_ok_and(|stored| {
            stored.iterations == self.iterations
                && stored.salt.len() >= SALT_BYTES
                && stored.output.len() == OUTPUT_BYTES
        })
    }

    fn hash(&self, password: &[u8], _memory: &mut Memory) -> Result<String, Error> {
        let salt: [u8; SALT_BYTES] = salt()?;
        let mut output = [0; OUTPUT_BYTES];
        pbkdf2_hmac::<Sha512>(&key(password), &salt, self.iterations, &mut output);
        let (salt, output) = (BASE64_STANDARD.encode(salt), BASE64_STANDARD.encode(output));
        Ok(format!("{PREFIX}{}${salt}${output}", self.iterations))
    }

    fn verify(&self, password: &[u8], encoded: &str, _memory: &mut Memory) -> Result<bool, Error> {
        let stored = Stored::parse(encoded)?;
        let mut ours = vec![0; stored.output.len()];
        pbkdf2_hmac::<Sha512>(&key(password), &stored.salt, stored.iterations, &mut ours);
        Ok(ours.ct_eq(&stored.output).into())
    }
}

/// An encoded hash, taken apart and found affordable.
struct Stored {
    iterations: u32,
    salt: Vec<u8>,
    output: Vec<u8>,
}

impl Stored {
    fn parse(encoded: &str) -> Result<Self, Error> {
        let mut parts = encoded.strip_prefix(PREFIX).unwrap_or_default().split('$');
        let (Some(iterations), Some(salt), Some(output), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(refused("not of the form iterations, salt, hash"));
        };
        let stored = Self {
            iterations: iterations.parse().map_err(refused)?,
            salt: decode(salt, 1..=MAX_SALT_BYTES)?,
            output: decode(output, MIN_OUTPUT_BYTES..=MAX_OUTPUT_BYTES)?,
        };
        let blocks = stored.output.len().div_ceil(OUTPUT_BYTES) as u64;
        if stored.iterations == 0 || u64::from(stored.iterations) * blocks > MAX_ROUNDS {
            return Err(refused("it asks for no or more rounds than are accepted"));
        }
        Ok(stored)
    }
}

/// The key that stands for a password: the password itself.
///
/// HMAC fills up a short key with NULs, so that a password would share its hash with the same one and a NUL more. One
/// that ends in a NUL is therefore digested before, as HMAC itself does with a long one.
fn key(password: &[u8]) -> Cow<'_, [u8]> {
    if password.ends_with(&[0]) { Sha512::digest(password).to_vec().into() } else { password.into() }
}

fn decode(text: &str, bytes: RangeInclusive<usize>) -> Result<Vec<u8>, Error> {
    if text.len() > 2 * bytes.end() {
        return Err(refused("a part is too long"));
    }
    let decoded = LENIENT.decode(text.replace('.', "+")).map_err(|_| refused("not Base64"))?;
    if !bytes.contains(&decoded.len()) {
        return Err(refused("a part is too short or too long"));
    }
    Ok(decoded)
}
