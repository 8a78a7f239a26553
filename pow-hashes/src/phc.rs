//! PHC strings that pow-core doesn't verify: scrypt and PBKDF2.

use pow_core::{Error, password::Memory};

use crate::{
    Limits,
    foreign::{Foreign, decode, number, parameters, parts, unusable},
    rounds::{Digest, Rounds},
    work::Work,
};

/// `$scrypt$ln=16,r=8,p=1$salt$hash`.
#[derive(Debug)]
pub(crate) struct Scrypt(pub(crate) Limits);

impl Foreign for Scrypt {
    const ID: &'static str = "scrypt";
    type Stored = Work;

    fn recognises(&self, encoded: &str) -> bool {
        encoded.starts_with("$scrypt$ln=")
    }

    fn parse(&self, encoded: &str) -> Result<Work, Error> {
        let [_, _, cost, salt, output] = parts(encoded)?;
        let [ln, r, p] = parameters(cost, ["ln", "r", "p"])?;
        let n = u32::try_from(ln).ok().and_then(|ln| 1_u64.checked_shl(ln));
        let n = n.ok_or_else(|| unusable("its cost exceeds the limit"))?;
        Work::new(self.0, [n, r, p], decode(salt)?, decode(output)?)
    }

    fn matches(&self, stored: &Work, password: &[u8], _: &mut Memory) -> Result<bool, Error> {
        stored.matches(password)
    }
}

/// `$pbkdf2-sha256$i=600000,l=32$salt$hash`, and passlib's `$pbkdf2-sha256$29000$salt$hash`. `pbkdf2` alone means SHA-1.
#[derive(Debug)]
pub(crate) struct Pbkdf2(pub(crate) Limits);

impl Foreign for Pbkdf2 {
    const ID: &'static str = "pbkdf2";
    type Stored = Rounds;

    fn recognises(&self, encoded: &str) -> bool {
        encoded.strip_prefix('$').and_then(|rest| rest.split_once('$')).is_some_and(|(name, _)| digest(name).is_some())
    }

    fn parse(&self, encoded: &str) -> Result<Rounds, Error> {
        let [_, name, cost, salt, output] = parts(encoded)?;
        let digest = digest(name).ok_or_else(|| unusable("its hash function is unknown"))?;
        let output = decode(output)?;
        let iterations = match cost.contains('=') {
            true => iterations(cost, output.len())?,
            false => number(cost)?,
        };
        Rounds::new(self.0, digest, iterations, decode(salt)?, output)
    }

    fn matches(&self, stored: &Rounds, password: &[u8], _: &mut Memory) -> Result<bool, Error> {
        Ok(stored.matches(password))
    }
}

fn digest(name: &str) -> Option<Digest> {
    match name {
        "pbkdf2" | "pbkdf2-sha1" => Some(Digest::Sha1),
        "pbkdf2-sha256" => Some(Digest::Sha256),
        "pbkdf2-sha384" => Some(Digest::Sha384),
        "pbkdf2-sha512" => Some(Digest::Sha512),
        _ => None,
    }
}

/// The iterations of `i=600000,l=32`. The length is optional. If present, it must be that of the output.
fn iterations(cost: &str, output: usize) -> Result<u32, Error> {
    let [iterations] = parameters(cost, ["i"])?;
    if cost.contains("l=") && parameters(cost, ["l"])? != [output as u64] {
        return Err(unusable("its output does not have the length that its parameters state"));
    }
    u32::try_from(iterations).map_err(|_| unusable("its iterations exceed the limit"))
}
