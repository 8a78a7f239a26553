//! Argon2id (RFC 9106), the default scheme.

use argon2::{
    ARGON2ID_IDENT, Algorithm, Argon2, Params, PasswordHash, Version,
    password_hash::phc::{Output, ParamsString, Salt},
};
use subtle::ConstantTimeEq;

use super::{Memory, PasswordHasher, refused};
use crate::{Error, random};

const SALT_BYTES: usize = 16;
const OUTPUT_BYTES: usize = 32;

/// What a hash may ask for at most: 256 MiB and 16 lanes …
const MAX_MEMORY_KIB: u32 = 256 * 1024;
const MAX_LANES: u32 = 16;
/// … 64 passes, and 1 GiB filled in all of them together, about a second on one core.
const MAX_ITERATIONS: u32 = 64;
const MAX_WORK_KIB: u64 = 1024 * 1024;

/// Argon2id, stored as a PHC string. The default: 19 MiB, two passes, one lane (OWASP; ASVS 5.0, appendix C).
///
/// Hashes made by Argon2i or Argon2d, or at another cost, verify too and are replaced at sign-in.
/// A hash that asks for more than 256 MiB, 64 passes, 16 lanes, or 1 GiB over all passes, verifies nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Argon2id {
    memory_kib: u32,
    iterations: u32,
    lanes: u32,
}

impl Argon2id {
    /// Argon2id at a cost of your own: memory in KiB, passes over it, and lanes (which run one after the other).
    ///
    /// # Errors
    /// [`Error::Config`] if Argon2 doesn't know such a cost or it exceeds what a stored hash may ask for.
    pub fn new(memory_kib: u32, iterations: u32, lanes: u32) -> Result<Self, Error> {
        let this = Self { memory_kib, iterations, lanes };
        match this.params().and_then(bounded) {
            Ok(_) => Ok(this),
            Err(reason) => Err(Error::Config(format!("choose another cost for Argon2id ({reason})"))),
        }
    }

    /// The cheapest cost there is (8 KiB, one pass): for tests, where nothing is protected.
    pub fn weakest_for_tests() -> Self {
        Self { memory_kib: Params::MIN_M_COST, iterations: 1, lanes: 1 }
    }

    fn params(&self) -> Result<Params, Error> {
        Params::new(self.memory_kib, self.iterations, self.lanes, Some(OUTPUT_BYTES)).map_err(refused)
    }
}

impl Default for Argon2id {
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, iterations: 2, lanes: 1 }
    }
}

impl PasswordHasher for Argon2id {
    fn id(&self) -> &'static str {
        "argon2id"
    }

    fn recognises(&self, encoded: &str) -> bool {
        ["$argon2id$", "$argon2i$", "$argon2d$"].iter().any(|prefix| encoded.starts_with(prefix))
    }

    fn is_current(&self, encoded: &str) -> bool {
        Stored::parse(encoded).is_ok_and(|stored| {
            (stored.algorithm, stored.version) == (Algorithm::Argon2id, Version::V0x13)
                && self.params().is_ok_and(|params| params == stored.params)
                && stored.salt.len() >= SALT_BYTES
        })
    }

    fn hash(&self, password: &[u8], memory: &mut Memory) -> Result<String, Error> {
        let salt: [u8; SALT_BYTES] = random::bytes()?;
        let params = self.params()?;
        let mut output = [0; OUTPUT_BYTES];
        fill(Algorithm::Argon2id, Version::V0x13, &params, password, &salt, memory, &mut output)?;
        let encoded = PasswordHash {
            algorithm: ARGON2ID_IDENT,
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&params).map_err(refused)?,
            salt: Some(Salt::new(&salt).map_err(refused)?),
            hash: Some(Output::new(&output).map_err(refused)?),
        };
        Ok(encoded.to_string())
    }

    fn verify(&self, password: &[u8], encoded: &str, memory: &mut Memory) -> Result<bool, Error> {
        let Stored { algorithm, version, params, salt, output } = Stored::parse(encoded)?;
        let mut ours = vec![0; output.len()];
        fill(algorithm, version, &params, password, &salt, memory, &mut ours)?;
        Ok(ours.ct_eq(output.as_bytes()).into())
    }
}

/// A PHC string, taken apart and found affordable.
struct Stored {
    algorithm: Algorithm,
    version: Version,
    params: Params,
    salt: Salt,
    output: Output,
}

impl Stored {
    fn parse(encoded: &str) -> Result<Self, Error> {
        let hash = PasswordHash::new(encoded).map_err(refused)?;
        Ok(Self {
            algorithm: Algorithm::try_from(hash.algorithm.as_str()).map_err(refused)?,
            // A string without a version is of the first one (RFC 9106 knows 19 only, the reference code both).
            version: hash.version.map_or(Ok(Version::V0x10), Version::try_from).map_err(refused)?,
            params: Params::try_from(&hash).map_err(refused).and_then(bounded)?,
            salt: hash.salt.ok_or_else(|| refused("no salt"))?,
            output: hash.hash.filter(|output| output.len() >= 16).ok_or_else(|| refused("less than 16 bytes"))?,
        })
    }
}

fn bounded(params: Params) -> Result<Params, Error> {
    let work = u64::from(params.m_cost()) * u64::from(params.t_cost());
    let affordable = params.m_cost() <= MAX_MEMORY_KIB
        && params.t_cost() <= MAX_ITERATIONS
        && params.p_cost() <= MAX_LANES
        && work <= MAX_WORK_KIB;
    affordable.then_some(params).ok_or_else(|| refused("it asks for more memory or passes than is accepted"))
}

fn fill(
    algorithm: Algorithm,
    version: Version,
    params: &Params,
    password: &[u8],
    salt: &[u8],
    memory: &mut Memory,
    output: &mut [u8],
) -> Result<(), Error> {
    let blocks = memory.blocks(params.block_count())?;
    Argon2::new(algorithm, version, params.clone())
        .hash_password_into_with_memory(password, salt, output, blocks)
        .map_err(refused)
}
