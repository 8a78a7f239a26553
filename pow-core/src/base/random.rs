//! Random bytes from the operating system, for keys, nonces and tokens.
//!
//! There is no fallback. A generator that continues without its source produces tokens that can be guessed, and no user
//! would notice. If the operating system returns no bytes, the request fails with a 500.

use crate::Error;

/// Returns `N` random bytes.
///
/// ```
/// let nonce: [u8; 16] = pow_core::random::bytes()?;
/// # Ok::<(), pow_core::Error>(())
/// ```
///
/// # Errors
/// [`Error::Randomness`] if the operating system returns none. (Y7)
pub fn bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    fill(&mut bytes)?;
    Ok(bytes)
}

/// Overwrites all of `bytes` with random bytes.
///
/// # Errors
/// [`Error::Randomness`] if the operating system returns none. The content of `bytes` is not random then.
pub fn fill(bytes: &mut [u8]) -> Result<(), Error> {
    #[cfg(test)]
    if tests::IS_DRY.get() {
        return Err(Error::Randomness);
    }
    getrandom::fill(bytes).map_err(|_| Error::Randomness)
}

#[cfg(test)]
pub(crate) mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::{
        csrf::CsrfSecret,
        keys::KeyRing,
        password::{Argon2id, Memory, PasswordHasher, Pbkdf2},
        token::{Purpose, Token},
    };

    thread_local! {
        /// Whether `fill` fails on this thread.
        pub(crate) static IS_DRY: Cell<bool> = const { Cell::new(false) };
    }

    struct Anything;

    impl Purpose for Anything {
        const NAME: &'static str = "anything";
    }

    /// The results of an attempt with and without random bytes.
    fn both<T>(attempt: impl Fn() -> Result<T, Error>) -> (Result<T, Error>, Result<T, Error>) {
        let wet = attempt();
        IS_DRY.set(true);
        let dry = attempt();
        IS_DRY.set(false);
        (wet, dry)
    }

    #[test]
    fn bytes_are_filled_and_never_twice_the_same() {
        let (one, other): ([u8; 32], [u8; 32]) = (bytes().unwrap(), bytes().unwrap());
        assert!(one != other && one != [0; 32]);
    }

    // Y7, ASVS 6.5.3
    #[test]
    fn without_randomness_nothing_is_made() {
        let secret: String = (0..64).map(|n| char::from(33 + n)).collect();
        let keys = KeyRing::new(secret.into()).unwrap();
        let csrf = CsrfSecret::random().unwrap();
        let hashers: [&dyn PasswordHasher; 2] = [&Argon2id::weakest_for_tests(), &Pbkdf2::weakest_for_tests()];
        let mut attempts: Vec<(&str, (bool, bool))> = Vec::new();
        let mut note = |name, (wet, dry): (Result<(), Error>, Result<(), Error>)| {
            attempts.push((name, (wet.is_ok(), matches!(dry, Err(Error::Randomness)))));
        };
        note("token", both(|| Token::<Anything>::random().map(drop)));
        note("CSRF secret", both(|| CsrfSecret::random().map(drop)));
        note("CSRF token", both(|| csrf.token(b"").map(drop)));
        note("sealed", both(|| keys.sealer("test").seal(b"plain").map(drop)));
        for hasher in hashers {
            note(hasher.id(), both(|| hasher.hash(b"password", &mut Memory::new()).map(drop)));
        }
        assert!(attempts.iter().all(|(_, outcome)| *outcome == (true, true)), "{attempts:?}");
    }
}
