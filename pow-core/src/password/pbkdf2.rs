//! PBKDF2 with HMAC (RFC 8018), in the encoding of Pow.

use std::{borrow::Cow, ops::RangeInclusive};

use base64::{
    Engine as _,
    alphabet::STANDARD as ALPHABET,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
    prelude::BASE64_STANDARD,
};
use pbkdf2::pbkdf2_hmac;
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use subtle::ConstantTimeEq;

use super::{Memory, PasswordHasher, hash_error};
use crate::{Error, random};

/// The limit for a stored hash: iterations times blocks of output, about a second on one core.
const MAX_ROUNDS: u64 = 2_000_000;
const MAX_OUTPUT_BYTES: usize = 256;
/// A shorter output is too easy to guess. An empty output would match every password.
const MIN_OUTPUT_BYTES: usize = 16;
const MAX_SALT_BYTES: usize = 128;
/// 128 bits, so that two users with the same password don't share a hash (NIST SP 800-132, section 5.1). Imported hashes
/// may have shorter salts.
const MIN_SALT_BYTES: usize = 16;

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &ALPHABET,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// PBKDF2 with HMAC, stored as in Pow: `$pbkdf2-sha512$100000$<salt>$<hash>`, with salt and hash in Base64.
///
/// The default is that of Pow: SHA-512, 100,000 iterations, a salt of 16 bytes and a hash of 64 bytes. All four can be changed.
/// ASVS 5.0 requires 210,000 iterations.
///
/// Hashes with other parameters are verified, too, and replaced at the next sign-in. The encodings of Elixir's `pbkdf2_elixir`
/// and Python's `passlib` (`.` for `+`, no padding) are accepted. A hash that requires more than two million rounds is rejected.
///
/// ```
/// use pow_core::password::{Pbkdf2, Pbkdf2Digest};
///
/// let hasher = Pbkdf2::new(210_000)?.salt_length(32)?;
/// assert_ne!(hasher, Pbkdf2::new(600_000)?.digest(Pbkdf2Digest::Sha256).length(32)?);
/// # Ok::<(), pow_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pbkdf2 {
    digest: Pbkdf2Digest,
    iterations: u32,
    length: usize,
    salt_length: usize,
}

/// The hash function of PBKDF2's HMAC. The default, as in Pow, is SHA-512. SHA-1 is not supported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Pbkdf2Digest {
    Sha256,
    Sha384,
    #[default]
    Sha512,
}

impl Pbkdf2 {
    /// Creates PBKDF2 with this number of iterations.
    ///
    /// # Errors
    /// [`Error::Config`] if the number is zero or above two million.
    pub fn new(iterations: u32) -> Result<Self, Error> {
        Self { iterations, ..Self::default() }.checked()
    }

    /// Sets the hash function.
    #[must_use]
    pub fn digest(mut self, digest: Pbkdf2Digest) -> Self {
        self.digest = digest;
        self
    }

    /// Sets the length of hashes, in bytes. A hash longer than the output of the hash function (32, 48 or 64 bytes) is slower for
    /// the server, but not for an attacker.
    ///
    /// # Errors
    /// [`Error::Config`] if it is not between 16 and 256 bytes, or requires more than two million rounds.
    pub fn length(mut self, bytes: usize) -> Result<Self, Error> {
        self.length = bytes;
        self.checked()
    }

    /// Sets the length of salts, in bytes.
    ///
    /// # Errors
    /// [`Error::Config`] if it is not between 16 and 128 bytes.
    pub fn salt_length(mut self, bytes: usize) -> Result<Self, Error> {
        self.salt_length = bytes;
        self.checked()
    }

    /// A single iteration, for tests only.
    pub fn weakest_for_tests() -> Self {
        Self { iterations: 1, ..Self::default() }
    }

    /// Checks that the parameters are within the limits of stored hashes.
    fn checked(self) -> Result<Self, Error> {
        if self.iterations == 0 || self.digest.rounds(self.iterations, self.length) > MAX_ROUNDS {
            return Err(Error::Config(format!(
                "the iterations of PBKDF2 must be at least 1, and at most {MAX_ROUNDS} when multiplied by the number \
                 of {}-byte blocks of the hash",
                self.digest.bytes()
            )));
        }
        let (length, salt) = (MIN_OUTPUT_BYTES..=MAX_OUTPUT_BYTES, MIN_SALT_BYTES..=MAX_SALT_BYTES);
        for (what, bytes, allowed) in [("hash", self.length, length), ("salt", self.salt_length, salt)] {
            if !allowed.contains(&bytes) {
                let (least, most) = (allowed.start(), allowed.end());
                return Err(Error::Config(format!("the {what} of PBKDF2 must have between {least} and {most} bytes")));
            }
        }
        Ok(self)
    }

    fn encode(&self, salt: &[u8], output: &[u8]) -> String {
        let (salt, output) = (BASE64_STANDARD.encode(salt), BASE64_STANDARD.encode(output));
        format!("${}${}${salt}${output}", self.digest.scheme(), self.iterations)
    }
}

impl Default for Pbkdf2 {
    fn default() -> Self {
        Self { digest: Pbkdf2Digest::Sha512, iterations: 100_000, length: 64, salt_length: 16 }
    }
}

impl Pbkdf2Digest {
    const ALL: [Self; 3] = [Self::Sha256, Self::Sha384, Self::Sha512];

    /// Returns the digest that an encoded hash names, and the rest of the hash.
    fn of(encoded: &str) -> Option<(Self, &str)> {
        Self::ALL.into_iter().find_map(|digest| {
            let rest = encoded.strip_prefix('$')?.strip_prefix(digest.scheme())?.strip_prefix('$')?;
            Some((digest, rest))
        })
    }

    const fn scheme(self) -> &'static str {
        match self {
            Self::Sha256 => "pbkdf2-sha256",
            Self::Sha384 => "pbkdf2-sha384",
            Self::Sha512 => "pbkdf2-sha512",
        }
    }

    const fn bytes(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// Returns the total number of iterations for all blocks of output.
    fn rounds(self, iterations: u32, length: usize) -> u64 {
        u64::from(iterations) * length.div_ceil(self.bytes()) as u64
    }

    fn derive(self, password: &[u8], salt: &[u8], iterations: u32, length: usize) -> Vec<u8> {
        let (key, mut output) = (self.key(password), vec![0; length]);
        match self {
            Self::Sha256 => pbkdf2_hmac::<Sha256>(&key, salt, iterations, &mut output),
            Self::Sha384 => pbkdf2_hmac::<Sha384>(&key, salt, iterations, &mut output),
            Self::Sha512 => pbkdf2_hmac::<Sha512>(&key, salt, iterations, &mut output),
        }
        output
    }

    /// Returns the HMAC key for a password.
    ///
    /// HMAC pads a short key with NULs, so a password would have the same hash with and without a NUL at its end. A password that
    /// ends in a NUL is therefore hashed first, as HMAC does with a long key.
    fn key(self, password: &[u8]) -> Cow<'_, [u8]> {
        match self {
            _ if !password.ends_with(&[0]) => password.into(),
            Self::Sha256 => Sha256::digest(password).to_vec().into(),
            Self::Sha384 => Sha384::digest(password).to_vec().into(),
            Self::Sha512 => Sha512::digest(password).to_vec().into(),
        }
    }
}

impl PasswordHasher for Pbkdf2 {
    fn id(&self) -> &'static str {
        self.digest.scheme()
    }

    fn recognises(&self, encoded: &str) -> bool {
        // PHC strings have the same names, but other fields: `$pbkdf2-sha256$i=600000,l=32$…`.
        Pbkdf2Digest::of(encoded).is_some_and(|(_, rest)| rest.starts_with(|digit: char| digit.is_ascii_digit()))
    }

    fn is_current(&self, encoded: &str) -> bool {
        Stored::parse(encoded).is_ok_and(|stored| {
            (stored.digest, stored.iterations, stored.output.len()) == (self.digest, self.iterations, self.length)
                && stored.salt.len() >= self.salt_length
        })
    }

    fn hash(&self, password: &[u8], _memory: &mut Memory) -> Result<String, Error> {
        let mut salt = vec![0; self.salt_length];
        random::fill(&mut salt)?;
        let output = self.digest.derive(password, &salt, self.iterations, self.length);
        Ok(self.encode(&salt, &output))
    }

    fn dummy(&self, _memory: &mut Memory) -> Result<String, Error> {
        let (mut salt, mut output) = (vec![0; self.salt_length], vec![0; self.length]);
        random::fill(&mut salt)?;
        random::fill(&mut output)?;
        Ok(self.encode(&salt, &output))
    }

    fn verify(&self, password: &[u8], encoded: &str, _memory: &mut Memory) -> Result<bool, Error> {
        let stored = Stored::parse(encoded)?;
        let ours = stored.digest.derive(password, &stored.salt, stored.iterations, stored.output.len());
        Ok(ours.ct_eq(&stored.output).into())
    }

    fn check(&self, encoded: &str) -> Result<(), Error> {
        Stored::parse(encoded).map(drop)
    }
}

/// A parsed hash whose cost is within the limits.
struct Stored {
    digest: Pbkdf2Digest,
    iterations: u32,
    salt: Vec<u8>,
    output: Vec<u8>,
}

impl Stored {
    fn parse(encoded: &str) -> Result<Self, Error> {
        let (digest, rest) = Pbkdf2Digest::of(encoded).ok_or_else(|| hash_error("it belongs to another scheme"))?;
        let mut parts = rest.split('$');
        let (Some(iterations), Some(salt), Some(output), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(hash_error("it does not consist of iterations, salt and hash"));
        };
        let stored = Self {
            digest,
            iterations: iterations.parse().map_err(hash_error)?,
            salt: decode(salt, 1..=MAX_SALT_BYTES)?,
            output: decode(output, MIN_OUTPUT_BYTES..=MAX_OUTPUT_BYTES)?,
        };
        if stored.iterations == 0 || digest.rounds(stored.iterations, stored.output.len()) > MAX_ROUNDS {
            return Err(hash_error("its number of iterations is zero or exceeds the limit"));
        }
        Ok(stored)
    }
}

fn decode(text: &str, bytes: RangeInclusive<usize>) -> Result<Vec<u8>, Error> {
    if text.len() > 2 * bytes.end() {
        return Err(hash_error("its salt or output is too long"));
    }
    let decoded = LENIENT.decode(text.replace('.', "+")).map_err(|_| hash_error("it is not Base64"))?;
    if !bytes.contains(&decoded.len()) {
        return Err(hash_error("its salt or output is too short or too long"));
    }
    Ok(decoded)
}
