//! The hashes of Django: the name of the algorithm, then its parameters, separated by `$`.

use pow_core::{
    Error,
    password::{Argon2id, Bcrypt as CoreBcrypt, Memory, PasswordHasher},
};
use sha2::{Digest as _, Sha256};

use crate::{
    Limits,
    foreign::{Foreign, decode, number, parameters, parts, unusable},
    rounds::{Digest, Rounds},
    work::Work,
};

/// `pbkdf2_sha256$1000000$salt$hash` and `pbkdf2_sha1$…`.
#[derive(Debug)]
pub(crate) struct Pbkdf2(pub(crate) Limits);

impl Foreign for Pbkdf2 {
    const ID: &'static str = "django-pbkdf2";
    type Stored = Rounds;

    fn recognises(&self, encoded: &str) -> bool {
        encoded.starts_with("pbkdf2_sha256$") || encoded.starts_with("pbkdf2_sha1$")
    }

    fn parse(&self, encoded: &str) -> Result<Rounds, Error> {
        let [name, iterations, salt, output] = parts(encoded)?;
        let digest = if name == "pbkdf2_sha1" { Digest::Sha1 } else { Digest::Sha256 };
        Rounds::new(self.0, digest, number(iterations)?, salt.into(), decode(output)?)
    }

    fn matches(&self, stored: &Rounds, password: &[u8], _: &mut Memory) -> Result<bool, Error> {
        Ok(stored.matches(password))
    }
}

/// `scrypt$16384$salt$8$5$hash`.
#[derive(Debug)]
pub(crate) struct Scrypt(pub(crate) Limits);

impl Foreign for Scrypt {
    const ID: &'static str = "django-scrypt";
    type Stored = Work;

    fn recognises(&self, encoded: &str) -> bool {
        encoded.starts_with("scrypt$")
    }

    fn parse(&self, encoded: &str) -> Result<Work, Error> {
        let [_, n, salt, r, p, output] = parts(encoded)?;
        Work::new(self.0, [number(n)?, number(r)?, number(p)?], salt.into(), decode(output)?)
    }

    fn matches(&self, stored: &Work, password: &[u8], _: &mut Memory) -> Result<bool, Error> {
        stored.matches(password)
    }
}

/// `argon2$argon2id$v=19$m=102400,t=2,p=8$salt$hash`: a PHC string after a name.
#[derive(Debug)]
pub(crate) struct Argon2(pub(crate) Limits);

impl Foreign for Argon2 {
    const ID: &'static str = "django-argon2";
    type Stored = String;

    fn recognises(&self, encoded: &str) -> bool {
        encoded.starts_with("argon2$argon2")
    }

    fn parse(&self, encoded: &str) -> Result<String, Error> {
        let phc = encoded.strip_prefix("argon2").unwrap_or_default();
        Argon2id::default().check(phc)?;
        let cost = phc.split('$').find(|part| part.starts_with("m=")).unwrap_or_default();
        let [memory, passes] = parameters(cost, ["m", "t"])?;
        self.0.allow_memory(memory, passes).map(|()| phc.to_owned())
    }

    fn matches(&self, stored: &String, password: &[u8], memory: &mut Memory) -> Result<bool, Error> {
        Argon2id::default().verify(password, stored, memory)
    }
}

/// `bcrypt_sha256$$2b$12$…`: bcrypt of the hexadecimal SHA-256 of the password, so that all bytes of a long password
/// count. Also `bcrypt$$2b$12$…`: bcrypt of the password itself.
#[derive(Debug)]
pub(crate) struct Bcrypt(pub(crate) CoreBcrypt);

/// A bcrypt hash without Django's name.
pub(crate) struct Named {
    is_hashed_first: bool,
    encoded: String,
}

impl Foreign for Bcrypt {
    const ID: &'static str = "django-bcrypt";
    type Stored = Named;

    fn recognises(&self, encoded: &str) -> bool {
        encoded.starts_with("bcrypt_sha256$$") || encoded.starts_with("bcrypt$$")
    }

    fn parse(&self, encoded: &str) -> Result<Named, Error> {
        let (name, encoded) =
            encoded.split_once('$').ok_or_else(|| unusable("it does not begin with the name of a scheme"))?;
        self.0.check(encoded)?;
        Ok(Named { is_hashed_first: name == "bcrypt_sha256", encoded: encoded.to_owned() })
    }

    fn matches(&self, stored: &Named, password: &[u8], memory: &mut Memory) -> Result<bool, Error> {
        match stored.is_hashed_first {
            true => self.0.verify(hexadecimal(&Sha256::digest(password)).as_bytes(), &stored.encoded, memory),
            false => self.0.verify(password, &stored.encoded, memory),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
