//! Password hashes of other systems, for applications that move their users to [pow-core](pow_core).
//!
//! Users keep their passwords. A hash is verified at the user's next sign-in and replaced by a hash of the policy's scheme.
//!
//! ```
//! use pow_core::policy::Policy;
//!
//! let mut policy = Policy::default();
//! policy.password.accept(pow_hashes::django());
//! ```
//!
//! | origin | function | hashes |
//! |---|---|---|
//! | Devise (Ruby) | [`devise`] | bcrypt, with or without a pepper |
//! | Django | [`django`] | `pbkdf2_sha256`, `pbkdf2_sha1`, `argon2`, `bcrypt_sha256`, `bcrypt`, `scrypt` |
//! | Laravel, PHP's `password_hash` | [`laravel`] | bcrypt, Argon2id, Argon2i |
//! | phx.gen.auth (Elixir) | [`phx_gen_auth`] | those of bcrypt_elixir, pbkdf2_elixir and argon2_elixir |
//! | ASP.NET Identity | [`aspnet_identity`] | versions 3 and 2 |
//! | Pow (Elixir) | [`pow`] | PBKDF2 |
//! | any other | [`phc`] | PHC strings of Argon2, scrypt and PBKDF2; those of Python's passlib |
//!
//! New passwords never get such a hash. pow-core itself verifies Argon2 and plain bcrypt. These functions return its schemes
//! where they are sufficient.
//!
//! # Security
//! A stored hash determines the cost of its verification. [`Limits`] caps this cost. A hash beyond a limit is rejected before
//! any work, and logged as `pow::password::unusable`. Its user needs a new password.
//!
//! A scheme is recognised by its prefix. Two systems with the same prefix and different peppers can't share one users' table.

mod aspnet;
mod django;
mod foreign;
mod limits;
mod peppered;
mod phc;
mod rounds;
mod work;

use std::sync::Arc;

use pow_core::{password::PasswordHasher, secret::Secret};

pub use limits::Limits;

/// The schemes of an origin, for [`PasswordPolicy::accept`](pow_core::password::PasswordPolicy::accept).
pub type Hashers = Vec<Arc<dyn PasswordHasher>>;

/// The hashes of Devise: bcrypt of the password, followed by the `pepper`. The pepper is `config.pepper` in
/// `config/initializers/devise.rs`. Without a pepper, pass an empty text.
///
/// ```
/// use pow_core::policy::Policy;
///
/// let mut policy = Policy::default();
/// policy.password.accept(pow_hashes::devise("the pepper of the old application"));
/// ```
///
/// # Security
/// The pepper is a secret: read it from the environment. bcrypt ignores everything after 72 bytes, including the rest of the
/// pepper.
pub fn devise(pepper: impl Into<Secret<String>>) -> Hashers {
    Limits::default().devise(pepper)
}

/// The hashes of Django's `PASSWORD_HASHERS`: PBKDF2, Argon2, bcrypt and scrypt.
///
/// An unusable password (`!…`) is not a hash. Import such a user without a hash.
pub fn django() -> Hashers {
    Limits::default().django()
}

/// The hashes of Laravel and of PHP's `password_hash`: bcrypt (`$2y$`), Argon2id and Argon2i.
pub fn laravel() -> Hashers {
    Limits::default().laravel()
}

/// The hashes of an application that `mix phx.gen.auth` created: those of bcrypt_elixir, pbkdf2_elixir and argon2_elixir.
pub fn phx_gen_auth() -> Hashers {
    Limits::default().phx_gen_auth()
}

/// The hashes of ASP.NET Identity, version 3 (PBKDF2 with SHA-1, SHA-256 or SHA-512) and version 2.
pub fn aspnet_identity() -> Hashers {
    Limits::default().aspnet_identity()
}

/// The hashes of Pow for Elixir: PBKDF2 with SHA-512.
pub fn pow() -> Hashers {
    Limits::default().pow()
}

/// PHC strings: `$argon2id$`, `$argon2i$`, `$argon2d$`, `$scrypt$ln=…`, `$pbkdf2-sha256$i=…`. Also the similar strings of
/// Python's passlib, such as `$pbkdf2-sha256$29000$…`.
pub fn phc() -> Hashers {
    Limits::default().phc()
}
