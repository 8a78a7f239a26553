//! The limits of stored hashes, and the schemes of each origin within them.

use std::sync::Arc;

use pow_core::{
    Error,
    password::{Argon2id, Bcrypt, PasswordHasher, Pbkdf2},
    secret::Secret,
};

use crate::{
    Hashers,
    aspnet::Identity,
    django,
    foreign::{Foreign, Verifier, unusable},
    peppered::Peppered,
    phc,
};

/// How much work a stored hash may cost. A costlier hash is rejected without hashing.
///
/// The default limits allow the default cost of every supported system, and about a second on one core. The functions of this
/// crate use these limits. For other limits, call the method with the same name:
///
/// ```
/// use pow_core::policy::Policy;
/// use pow_hashes::Limits;
///
/// let mut policy = Policy::default();
/// policy.password.accept(Limits { rounds: 4_000_000, ..Limits::default() }.django());
/// ```
///
/// Hashes in the formats of pow-core (`$argon2id$…`, `$pbkdf2-sha512$100000$…`) have the limits of pow-core's schemes
/// [`Argon2id`] and [`Pbkdf2`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The maximum number of iterations of PBKDF2, over all blocks of output. Default: 2,000,000. Django 5.2 uses 1,000,000.
    pub rounds: u64,
    /// The maximum cost of bcrypt, which is the base-2 logarithm of its rounds. A value outside 4 to 17 is clamped to this
    /// range. Default: 15, which takes about two seconds.
    pub bcrypt_cost: u32,
    /// The maximum memory of Argon2 and scrypt, in KiB. Default: 256 MiB.
    pub memory_kib: u64,
    /// The maximum of memory times passes over it, for Argon2 and scrypt, in KiB. Default: 1 GiB.
    pub work_kib: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { rounds: 2_000_000, bcrypt_cost: 15, memory_kib: 256 * 1024, work_kib: 1024 * 1024 }
    }
}

impl Limits {
    /// As [`devise`](crate::devise()).
    pub fn devise(self, pepper: impl Into<Secret<String>>) -> Hashers {
        vec![hasher(Peppered::new(pepper.into(), self.bcrypt()))]
    }

    /// As [`django`](crate::django()).
    pub fn django(self) -> Hashers {
        vec![
            hasher(django::Pbkdf2(self)),
            hasher(django::Argon2(self)),
            hasher(django::Bcrypt(self.bcrypt())),
            hasher(django::Scrypt(self)),
        ]
    }

    /// As [`laravel`](crate::laravel()).
    pub fn laravel(self) -> Hashers {
        vec![Arc::new(self.bcrypt()), Arc::new(Argon2id::default())]
    }

    /// As [`phx_gen_auth`](crate::phx_gen_auth()).
    pub fn phx_gen_auth(self) -> Hashers {
        vec![Arc::new(self.bcrypt()), Arc::new(Pbkdf2::default()), Arc::new(Argon2id::default())]
    }

    /// As [`aspnet_identity`](crate::aspnet_identity()).
    pub fn aspnet_identity(self) -> Hashers {
        vec![hasher(Identity(self))]
    }

    /// As [`pow`](crate::pow()).
    pub fn pow(self) -> Hashers {
        vec![Arc::new(Pbkdf2::default())]
    }

    /// As [`phc`](crate::phc()).
    pub fn phc(self) -> Hashers {
        vec![hasher(phc::Scrypt(self)), hasher(phc::Pbkdf2(self)), Arc::new(Argon2id::default())]
    }

    fn bcrypt(self) -> Bcrypt {
        Bcrypt::up_to_cost(self.bcrypt_cost.clamp(4, 17)).unwrap_or_default()
    }

    /// Checks the memory of a hash, in KiB, and the passes over it.
    ///
    /// # Errors
    /// [`Error::Hash`] if one of them exceeds its limit.
    pub(crate) fn allow_memory(self, kib: u64, passes: u64) -> Result<(), Error> {
        if kib > self.memory_kib || kib.saturating_mul(passes) > self.work_kib {
            return Err(unusable("its memory or its passes exceed the limit"));
        }
        Ok(())
    }
}

fn hasher<S: Foreign>(scheme: S) -> Arc<dyn PasswordHasher> {
    Arc::new(Verifier(scheme))
}
