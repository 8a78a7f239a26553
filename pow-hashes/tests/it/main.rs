//! The integration tests of this crate, in one program so that it is linked once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

mod limits;
mod sign_in;
mod vectors;

use std::sync::Arc;

use pow_core::{
    Error,
    password::{Memory, PasswordHasher},
};
use pow_hashes::{Hashers, Limits};
use serde_json::Value;

/// A hash that a library of its origin made. `tests/vectors/make.py` says how.
struct Vector {
    origin: String,
    password: String,
    pepper: String,
    hash: String,
}

impl Vector {
    fn all() -> Vec<Self> {
        let lines = include_str!("../vectors/vectors.jsonl").lines();
        lines.map(|line| Self::read(&serde_json::from_str(line).unwrap())).collect()
    }

    fn of(origin: &str) -> Vec<Self> {
        Self::all().into_iter().filter(|vector| vector.origin == origin).collect()
    }

    fn read(row: &Value) -> Self {
        let text = |name: &str| row[name].as_str().unwrap().to_owned();
        Self { origin: text("origin"), password: text("password"), pepper: text("pepper"), hash: text("hash") }
    }

    fn hashers(&self) -> Hashers {
        hashers(&self.origin, &self.pepper, Limits::default())
    }
}

fn hashers(origin: &str, pepper: &str, limits: Limits) -> Hashers {
    match origin {
        "devise" => limits.devise(pepper),
        "django" => limits.django(),
        "laravel" => limits.laravel(),
        "phx_gen_auth" => limits.phx_gen_auth(),
        "aspnet_identity" => limits.aspnet_identity(),
        "pow" => limits.pow(),
        "phc" => limits.phc(),
        other => panic!("{other}"),
    }
}

/// The scheme that pow-core chooses: the first that recognises the hash.
fn scheme(hashers: &Hashers, encoded: &str) -> Option<Arc<dyn PasswordHasher>> {
    hashers.iter().find(|hasher| hasher.recognises(encoded)).cloned()
}

/// The outcome of a verification. `None` if no scheme recognises the hash.
fn verify(hashers: &Hashers, password: &str, encoded: &str) -> Option<Result<bool, Error>> {
    let scheme = scheme(hashers, encoded)?;
    let verified = scheme.verify(password.as_bytes(), encoded, &mut Memory::new());
    // A check that accepts what `verify` refuses would import users who can never sign in.
    assert_eq!(scheme.check(encoded).is_ok(), verified.is_ok(), "{encoded}");
    Some(verified)
}
