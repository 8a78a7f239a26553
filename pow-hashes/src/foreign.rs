//! The common part of all schemes: they verify stored hashes and never create one.

use std::fmt::Debug;

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use pow_core::{
    Error,
    password::{Memory, PasswordHasher},
};

/// Base64 with or without padding.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A scheme of another system.
pub(crate) trait Foreign: Debug + Send + Sync + 'static {
    /// The name of the scheme, for logs.
    const ID: &'static str;
    /// A parsed hash whose cost is within the limits.
    type Stored;

    /// Returns whether the hash has the form of this scheme.
    fn recognises(&self, encoded: &str) -> bool;

    /// Parses the hash.
    ///
    /// # Errors
    /// [`Error::Hash`] if it is invalid or exceeds a limit.
    fn parse(&self, encoded: &str) -> Result<Self::Stored, Error>;

    /// Returns whether the hash belongs to the password.
    ///
    /// # Errors
    /// [`Error::Hash`] if it can't be computed.
    fn matches(&self, stored: &Self::Stored, password: &[u8], memory: &mut Memory) -> Result<bool, Error>;
}

/// Adapts a scheme to [`PasswordHasher`].
#[derive(Debug)]
pub(crate) struct Verifier<S>(pub(crate) S);

impl<S: Foreign> PasswordHasher for Verifier<S> {
    fn id(&self) -> &'static str {
        S::ID
    }

    fn recognises(&self, encoded: &str) -> bool {
        self.0.recognises(encoded)
    }

    fn is_current(&self, _: &str) -> bool {
        false
    }

    fn hash(&self, _: &[u8], _: &mut Memory) -> Result<String, Error> {
        Err(unusable("this scheme only verifies imported hashes: choose Argon2id for new hashes"))
    }

    fn verify(&self, password: &[u8], encoded: &str, memory: &mut Memory) -> Result<bool, Error> {
        self.0.matches(&self.0.parse(encoded)?, password, memory)
    }

    fn check(&self, encoded: &str) -> Result<(), Error> {
        self.0.parse(encoded).map(drop)
    }
}

/// The fault of a hash. `reason` must not contain any part of the hash.
pub(crate) fn unusable(reason: &str) -> Error {
    Error::Hash(reason.to_owned())
}

/// Decodes Base64. It also accepts `.` for `+`, as passlib writes it.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, Error> {
    LENIENT.decode(text.replace('.', "+")).map_err(|_| unusable("it is not Base64"))
}

/// Parses a number without a sign.
pub(crate) fn number<N: std::str::FromStr>(text: &str) -> Result<N, Error> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits).ok_or_else(|| unusable("one of its parameters is not a number in range"))
}

/// Splits a hash at `$` into exactly this many parts.
pub(crate) fn parts<const N: usize>(text: &str) -> Result<[&str; N], Error> {
    let parts: Vec<_> = text.split('$').collect();
    parts.try_into().map_err(|_| unusable("one of its parts is missing"))
}

/// Returns the parameters of `m=65536,t=3,p=4` with these names. A missing parameter is an error.
pub(crate) fn parameters<const N: usize>(text: &str, names: [&str; N]) -> Result<[u64; N], Error> {
    let mut found = [0; N];
    for (value, name) in found.iter_mut().zip(names) {
        let text = text.split(',').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
        *value = number(text.ok_or_else(|| unusable("one of its parameters is missing"))?)?;
    }
    Ok(found)
}
