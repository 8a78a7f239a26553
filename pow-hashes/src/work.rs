//! scrypt (RFC 7914).

use pow_core::Error;
use scrypt::Params;
use subtle::ConstantTimeEq;

use crate::{Limits, foreign::unusable, rounds::MIN_OUTPUT_BYTES};

/// The parameters and the output of a stored hash.
pub(crate) struct Work {
    params: Params,
    salt: Vec<u8>,
    output: Vec<u8>,
}

impl Work {
    /// `n` is the cost, a power of two, `r` the size of a block in units of 128 bytes, and `p` the number of passes.
    ///
    /// # Errors
    /// [`Error::Hash`] if scrypt doesn't support the parameters, they exceed a limit, the salt is empty, or the output is too
    /// short.
    pub(crate) fn new(limits: Limits, [n, r, p]: [u64; 3], salt: Vec<u8>, output: Vec<u8>) -> Result<Self, Error> {
        limits.allow_memory(n.saturating_mul(r).div_ceil(8), p)?;
        if salt.is_empty() || output.len() < MIN_OUTPUT_BYTES {
            return Err(unusable("its salt is empty, or its output is shorter than 16 bytes"));
        }
        Ok(Self {
            params: params(n, r, p).ok_or_else(|| unusable("scrypt does not support its parameters"))?,
            salt,
            output,
        })
    }

    /// Compares in constant time. As with PBKDF2, a password that ends in a NUL is rejected.
    ///
    /// # Errors
    /// [`Error::Hash`] for an output of an unsupported length.
    pub(crate) fn matches(&self, password: &[u8]) -> Result<bool, Error> {
        let mut ours = vec![0; self.output.len()];
        scrypt::scrypt(password, &self.salt, &self.params, &mut ours)
            .map_err(|_| unusable("scrypt does not support the length of its output"))?;
        Ok(bool::from(ours.ct_eq(&self.output)) && !password.ends_with(&[0]))
    }
}

fn params(n: u64, r: u64, p: u64) -> Option<Params> {
    let log_n = u8::try_from(n.checked_ilog2()?).ok().filter(|log_n| *log_n > 0 && n.is_power_of_two())?;
    Params::new(log_n, r.try_into().ok()?, p.try_into().ok()?).ok()
}
