//! A verifier whose signatures of the same bytes differ each time, like those of some vaults and hardware modules. It is for
//! tests of code that must not rely on equal signatures.

use pow_core::{
    keys::{KeyRing, Signer, TokenVerifier},
    random,
    secret::Secret,
};

const SALT: usize = 16;
const PURPOSE: usize = 32;

/// Signs with a random salt. The signed bytes are the salt, the purpose and the payload.
///
/// ```
/// use pow_core::keys::TokenVerifier;
/// use pow_testing::{Salted, app::TEST_SECRET};
///
/// let verifier = Salted::new(TEST_SECRET.into());
/// let (one, two) = (verifier.sign("a", b"x"), verifier.sign("a", b"x"));
/// assert_ne!(one, two);
/// assert_eq!(verifier.verify("a", &one), verifier.verify("a", &two));
/// assert_eq!(verifier.verify("b", &one), None);
/// ```
#[derive(Clone, Debug)]
pub struct Salted(Signer);

impl Salted {
    /// Creates a verifier with a key from this secret.
    ///
    /// # Panics
    /// If the secret is too short.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test without a secret has failed")]
    pub fn new(secret: Secret<String>) -> Self {
        Self(KeyRing::new(secret).expect("a secret of 64 bytes").signer("salted"))
    }
}

impl TokenVerifier for Salted {
    #[expect(clippy::expect_used, reason = "a test without random bytes has failed")]
    fn sign(&self, purpose: &str, payload: &[u8]) -> String {
        let salt: [u8; SALT] = random::bytes().expect("random bytes");
        self.0.sign(&[&salt, &self.0.tag(purpose.as_bytes())[..], payload].concat())
    }

    fn verify(&self, purpose: &str, text: &str) -> Option<Vec<u8>> {
        let signed = self.0.verify(text)?;
        let (made_for, payload) = signed.get(SALT..)?.split_first_chunk::<PURPOSE>()?;
        (*made_for == self.0.tag(purpose.as_bytes())).then(|| payload.to_vec())
    }
}
