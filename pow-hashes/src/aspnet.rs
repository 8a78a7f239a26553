//! The hashes of ASP.NET Identity: Base64 of a version, parameters, salt and output of PBKDF2. Numbers are big-endian.
//!
//! | version | layout |
//! |---|---|
//! | 3 | `01`, hash function, iterations, length of the salt (4 bytes each), salt, output |
//! | 2 | `00`, salt of 16 bytes, output of 32 bytes; SHA-1, 1,000 iterations |

use base64::{Engine as _, prelude::BASE64_STANDARD};
use pow_core::{Error, password::Memory};

use crate::{
    Limits,
    foreign::{Foreign, unusable},
    rounds::{Digest, Rounds},
};

/// The salts of both versions have at least 16 bytes.
const SALT_BYTES: usize = 16;
const OUTPUT_BYTES_2: usize = 32;
const ITERATIONS_2: u32 = 1_000;

/// Versions 3 and 2.
#[derive(Debug)]
pub(crate) struct Identity(pub(crate) Limits);

impl Foreign for Identity {
    const ID: &'static str = "aspnet-identity";
    type Stored = Rounds;

    fn recognises(&self, encoded: &str) -> bool {
        self.parts(encoded).is_some()
    }

    fn parse(&self, encoded: &str) -> Result<Rounds, Error> {
        let (digest, iterations, salt, output) =
            self.parts(encoded).ok_or_else(|| unusable("it is not a hash of ASP.NET Identity"))?;
        Rounds::new(self.0, digest, iterations, salt, output)
    }

    fn matches(&self, stored: &Rounds, password: &[u8], _: &mut Memory) -> Result<bool, Error> {
        Ok(stored.matches(password))
    }
}

type Parts = (Digest, u32, Vec<u8>, Vec<u8>);

impl Identity {
    fn parts(&self, encoded: &str) -> Option<Parts> {
        let bytes = BASE64_STANDARD.decode(encoded).ok()?;
        match bytes.split_first()? {
            (1, rest) => version_3(rest),
            (0, rest) if rest.len() == SALT_BYTES + OUTPUT_BYTES_2 => {
                let (salt, output) = rest.split_at_checked(SALT_BYTES)?;
                Some((Digest::Sha1, ITERATIONS_2, salt.into(), output.into()))
            }
            _ => None,
        }
    }
}

fn version_3(bytes: &[u8]) -> Option<Parts> {
    let (function, rest) = number(bytes)?;
    let (iterations, rest) = number(rest)?;
    let (length, rest) = number(rest)?;
    let digest = match function {
        0 => Digest::Sha1,
        1 => Digest::Sha256,
        2 => Digest::Sha512,
        _ => return None,
    };
    let (salt, output) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    (salt.len() >= SALT_BYTES).then(|| (digest, iterations, salt.into(), output.into()))
}

fn number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((u32::from_be_bytes(*number), rest))
}
