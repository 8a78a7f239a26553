//! PBKDF2 with HMAC (RFC 8018).

use pbkdf2::pbkdf2_hmac;
use pow_core::Error;
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};
use subtle::ConstantTimeEq;

use crate::{Limits, foreign::unusable};

/// A shorter output is too easy to guess. An empty output would match every password.
pub(crate) const MIN_OUTPUT_BYTES: usize = 16;

/// The hash function of the HMAC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Digest {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Digest {
    /// Returns the length of the function's output, in bytes.
    fn bytes(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    fn derive(self, password: &[u8], salt: &[u8], iterations: u32, output: &mut [u8]) {
        match self {
            Self::Sha1 => pbkdf2_hmac::<Sha1>(password, salt, iterations, output),
            Self::Sha256 => pbkdf2_hmac::<Sha256>(password, salt, iterations, output),
            Self::Sha384 => pbkdf2_hmac::<Sha384>(password, salt, iterations, output),
            Self::Sha512 => pbkdf2_hmac::<Sha512>(password, salt, iterations, output),
        }
    }
}

/// The parameters and the output of a stored hash.
pub(crate) struct Rounds {
    digest: Digest,
    iterations: u32,
    salt: Vec<u8>,
    output: Vec<u8>,
}

impl Rounds {
    /// # Errors
    /// [`Error::Hash`] if the iterations are zero or exceed the limit, the salt is empty, or the output is too short.
    pub(crate) fn new(
        limits: Limits,
        digest: Digest,
        iterations: u32,
        salt: Vec<u8>,
        output: Vec<u8>,
    ) -> Result<Self, Error> {
        let blocks = output.len().div_ceil(digest.bytes()) as u64;
        if iterations == 0 || u64::from(iterations).saturating_mul(blocks) > limits.rounds {
            return Err(unusable("its iterations are zero or exceed the limit"));
        }
        if salt.is_empty() || output.len() < MIN_OUTPUT_BYTES {
            return Err(unusable("its salt is empty, or its output is shorter than 16 bytes"));
        }
        Ok(Self { digest, iterations, salt, output })
    }

    /// Compares in constant time.
    ///
    /// HMAC pads a short key with NULs, so a password would have the same hash with and without a NUL at its end. A
    /// password that ends in a NUL is therefore rejected.
    pub(crate) fn matches(&self, password: &[u8]) -> bool {
        let mut ours = vec![0; self.output.len()];
        self.digest.derive(password, &self.salt, self.iterations, &mut ours);
        bool::from(ours.ct_eq(&self.output)) && !password.ends_with(&[0])
    }
}
