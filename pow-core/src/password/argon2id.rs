//! Argon2id (RFC 9106), the default scheme.

use argon2::{
    ARGON2ID_IDENT, Algorithm, Argon2, Params, PasswordHash, Version,
    password_hash::phc::{Output, ParamsString, Salt},
};
use subtle::ConstantTimeEq;

use super::{Memory, PasswordHasher, hash_error};
use crate::{Error, random};

const SALT_BYTES: usize = 16;
const OUTPUT_BYTES: usize = 32;

/// The limits of a stored hash: 256 MiB, 16 lanes and 64 passes.
const MAX_MEMORY_KIB: u32 = 256 * 1024;
const MAX_LANES: u32 = 16;
const MAX_ITERATIONS: u32 = 64;
/// The limit of memory times passes: 1 GiB, about a second on one core.
const MAX_WORK_KIB: u64 = 1024 * 1024;

/// Argon2id, stored as a PHC string. The default cost is 19 MiB, two passes and one lane (OWASP; ASVS 5.0, appendix C).
///
/// Hashes of Argon2i, Argon2d or another cost are verified too, and replaced at sign-in. A hash that requires more than
/// 256 MiB, 64 passes, 16 lanes, or 1 GiB over all passes is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Argon2id {
    memory_kib: u32,
    iterations: u32,
    lanes: u32,
}

impl Argon2id {
    /// Creates Argon2id with this cost: memory in KiB, passes over it, and lanes (computed one after the other).
    ///
    /// # Errors
    /// [`Error::Config`] if Argon2 doesn't support this cost, or it exceeds the limits of a stored hash.
    pub fn new(memory_kib: u32, iterations: u32, lanes: u32) -> Result<Self, Error> {
        let this = Self { memory_kib, iterations, lanes };
        match this.params().and_then(bounded) {
            Ok(_) => Ok(this),
            Err(reason) => {
                Err(Error::Config(format!("the cost of Argon2id is invalid ({reason}); choose another cost")))
            }
        }
    }

    /// The lowest possible cost (8 KiB, one pass), for tests only.
    pub fn weakest_for_tests() -> Self {
        Self { memory_kib: Params::MIN_M_COST, iterations: 1, lanes: 1 }
    }

    fn params(&self) -> Result<Params, Error> {
        Params::new(self.memory_kib, self.iterations, self.lanes, Some(OUTPUT_BYTES)).map_err(hash_error)
    }
}

/// Encodes a hash as a PHC string.
fn encode(params: &Params, salt: &[u8; SALT_BYTES], output: &[u8; OUTPUT_BYTES]) -> Result<String, Error> {
    let encoded = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params).map_err(hash_error)?,
        salt: Some(Salt::new(salt).map_err(hash_error)?),
        hash: Some(Output::new(output).map_err(hash_error)?),
    };
    Ok(encoded.to_string())
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
        encode(&params, &salt, &output)
    }

    fn dummy(&self, _memory: &mut Memory) -> Result<String, Error> {
        encode(&self.params()?, &random::bytes()?, &random::bytes()?)
    }

    fn verify(&self, password: &[u8], encoded: &str, memory: &mut Memory) -> Result<bool, Error> {
        let Stored { algorithm, version, params, salt, output } = Stored::parse(encoded)?;
        let mut ours = vec![0; output.len()];
        fill(algorithm, version, &params, password, &salt, memory, &mut ours)?;
        Ok(ours.ct_eq(output.as_bytes()).into())
    }

    fn check(&self, encoded: &str) -> Result<(), Error> {
        Stored::parse(encoded).map(drop)
    }
}

/// A parsed PHC string whose cost is within the limits.
struct Stored {
    algorithm: Algorithm,
    version: Version,
    params: Params,
    salt: Salt,
    output: Output,
}

impl Stored {
    fn parse(encoded: &str) -> Result<Self, Error> {
        let hash = PasswordHash::new(encoded).map_err(hash_error)?;
        Ok(Self {
            algorithm: Algorithm::try_from(hash.algorithm.as_str()).map_err(hash_error)?,
            // A string without a version has version 16 (RFC 9106 knows only 19, the reference implementation both).
            version: hash.version.map_or(Ok(Version::V0x10), Version::try_from).map_err(hash_error)?,
            params: Params::try_from(&hash).map_err(hash_error).and_then(bounded)?,
            salt: hash.salt.ok_or_else(|| hash_error("it has no salt"))?,
            output: hash
                .hash
                .filter(|output| output.len() >= 16)
                .ok_or_else(|| hash_error("it is shorter than 16 bytes"))?,
        })
    }
}

fn bounded(params: Params) -> Result<Params, Error> {
    let work = u64::from(params.m_cost()) * u64::from(params.t_cost());
    let affordable = params.m_cost() <= MAX_MEMORY_KIB
        && params.t_cost() <= MAX_ITERATIONS
        && params.p_cost() <= MAX_LANES
        && work <= MAX_WORK_KIB;
    affordable.then_some(params).ok_or_else(|| hash_error("its cost exceeds the limits for memory, passes or lanes"))
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
        .map_err(hash_error)
}
