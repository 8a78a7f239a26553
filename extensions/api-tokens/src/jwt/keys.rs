//! The keys of signed tokens. Each key has one algorithm, so a token can't choose another one (RFC 8725, section 3.1).

use std::fmt;

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use pow_core::{
    Error,
    json::{Value, json},
    secret::Secret,
};
use ring::{
    hmac,
    rand::SystemRandom,
    rsa::PublicKeyComponents,
    signature::{self, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RsaKeyPair, UnparsedPublicKey},
};

/// The shortest secret of HS256, in bytes (RFC 7518, section 3.2).
const MIN_SECRET: usize = 32;

/// A key that signs and verifies tokens.
///
/// ```
/// use pow_core::Error;
/// use pow_ext_api_tokens::JwtKey;
///
/// /// `openssl genpkey -algorithm ed25519` writes such a key.
/// fn key(pem: &str) -> Result<JwtKey, Error> {
///     JwtKey::eddsa("2026-01", pem)
/// }
/// ```
///
/// # Security
/// Keep private keys out of the source code. A program that has one can create tokens for every user.
pub struct JwtKey {
    kid: String,
    pair: Pair,
}

enum Pair {
    Hs256(hmac::Key),
    Rs256(RsaKeyPair),
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
}

impl JwtKey {
    /// Creates a key for HMAC with SHA-256. Every program that can verify the key's tokens can also create them, so the key is
    /// not in the published key set.
    ///
    /// # Errors
    /// [`Error::Config`] if the secret has fewer than 32 bytes.
    pub fn hs256(kid: impl Into<String>, secret: &[u8]) -> Result<Self, Error> {
        if secret.len() < MIN_SECRET {
            return Err(Error::Config(format!(
                "the secret of HS256 is too short: use {MIN_SECRET} random bytes or more"
            )));
        }
        Ok(Self { kid: kid.into(), pair: Pair::Hs256(hmac::Key::new(hmac::HMAC_SHA256, secret)) })
    }

    /// Creates a key for RSA (PKCS #1 v1.5) with SHA-256 from a private key of 2048 to 4096 bits in PEM.
    ///
    /// # Errors
    /// [`Error::Config`] if `pem` is no such key.
    pub fn rs256(kid: impl Into<String>, pem: &str) -> Result<Self, Error> {
        let pair = RsaKeyPair::from_pkcs8(der(pem)?.expose()).map_err(|error| invalid("RSA", &error))?;
        Ok(Self { kid: kid.into(), pair: Pair::Rs256(pair) })
    }

    /// Creates a key for ECDSA on the curve P-256 with SHA-256 from a private key in PEM.
    ///
    /// # Errors
    /// [`Error::Config`] if `pem` is no such key.
    pub fn es256(kid: impl Into<String>, pem: &str) -> Result<Self, Error> {
        let algorithm = &signature::ECDSA_P256_SHA256_FIXED_SIGNING;
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, der(pem)?.expose(), &SystemRandom::new());
        Ok(Self { kid: kid.into(), pair: Pair::Es256(pair.map_err(|error| invalid("P-256", &error))?) })
    }

    /// Creates a key for Ed25519 from a private key in PEM.
    ///
    /// # Errors
    /// [`Error::Config`] if `pem` is no such key.
    pub fn eddsa(kid: impl Into<String>, pem: &str) -> Result<Self, Error> {
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der(pem)?.expose());
        Ok(Self { kid: kid.into(), pair: Pair::EdDsa(pair.map_err(|error| invalid("Ed25519", &error))?) })
    }

    /// Creates a key for Ed25519 from 32 secret bytes, such as those derived from another secret.
    ///
    /// # Errors
    /// [`Error::Config`] if the seed doesn't have 32 bytes.
    pub fn eddsa_from_seed(kid: impl Into<String>, seed: &[u8]) -> Result<Self, Error> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|error| invalid("Ed25519", &error))?;
        Ok(Self { kid: kid.into(), pair: Pair::EdDsa(pair) })
    }

    /// Returns the id, by which a token names its key.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// Returns the name of the algorithm: `HS256`, `RS256`, `ES256` or `EdDSA`.
    pub fn algorithm(&self) -> &'static str {
        match self.pair {
            Pair::Hs256(_) => "HS256",
            Pair::Rs256(_) => "RS256",
            Pair::Es256(_) => "ES256",
            Pair::EdDsa(_) => "EdDSA",
        }
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let random = SystemRandom::new();
        Ok(match &self.pair {
            Pair::Hs256(key) => hmac::sign(key, message).as_ref().to_vec(),
            Pair::Rs256(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&signature::RSA_PKCS1_SHA256, &random, message, &mut signature).map_err(unsigned)?;
                signature
            }
            Pair::Es256(pair) => pair.sign(&random, message).map_err(unsigned)?.as_ref().to_vec(),
            Pair::EdDsa(pair) => pair.sign(message).as_ref().to_vec(),
        })
    }

    pub(crate) fn verify(&self, message: &[u8], sent: &[u8]) -> bool {
        match &self.pair {
            Pair::Hs256(key) => hmac::verify(key, message, sent).is_ok(),
            Pair::Rs256(pair) => rs256(pair.public().as_ref(), message, sent),
            Pair::Es256(pair) => es256(pair.public_key().as_ref(), message, sent),
            Pair::EdDsa(pair) => eddsa(pair.public_key().as_ref(), message, sent),
        }
    }

    /// Returns the public key as a JWK (RFC 7517), or `None` for HS256, which has no public key.
    pub(crate) fn jwk(&self) -> Option<Value> {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let mut jwk = match &self.pair {
            Pair::Hs256(_) => return None,
            Pair::Rs256(pair) => {
                let PublicKeyComponents { n, e } = PublicKeyComponents::<Vec<u8>>::from(pair.public());
                json!({ "kty": "RSA", "n": text(&n), "e": text(&e) })
            }
            Pair::Es256(pair) => {
                let (x, y) = pair.public_key().as_ref().get(1..)?.split_at_checked(32)?;
                json!({ "kty": "EC", "crv": "P-256", "x": text(x), "y": text(y) })
            }
            Pair::EdDsa(pair) => json!({ "kty": "OKP", "crv": "Ed25519", "x": text(pair.public_key().as_ref()) }),
        };
        let more = json!({ "kid": self.kid, "alg": self.algorithm(), "use": "sig" });
        if let (Value::Object(jwk), Value::Object(more)) = (&mut jwk, more) {
            jwk.extend(more);
        }
        Some(jwk)
    }
}

pub(super) fn rs256(public: &[u8], message: &[u8], sent: &[u8]) -> bool {
    UnparsedPublicKey::new(&signature::RSA_PKCS1_2048_8192_SHA256, public).verify(message, sent).is_ok()
}

pub(super) fn es256(public: &[u8], message: &[u8], sent: &[u8]) -> bool {
    UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, public).verify(message, sent).is_ok()
}

pub(super) fn eddsa(public: &[u8], message: &[u8], sent: &[u8]) -> bool {
    UnparsedPublicKey::new(&signature::ED25519, public).verify(message, sent).is_ok()
}

/// Reads a private key in PEM.
fn der(pem: &str) -> Result<Secret<Vec<u8>>, Error> {
    let (begin, end) = ("-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----");
    let wrong = || {
        Error::Config(format!(
            "the key is not PKCS #8 in PEM: it must contain `{begin}`; `openssl pkcs8 -topk8 -nocrypt` converts other forms"
        ))
    };
    let inner = pem.split_once(begin).and_then(|(_, rest)| rest.split_once(end)).ok_or_else(wrong)?.0;
    let inner = Secret::new(inner.split_whitespace().collect::<String>());
    STANDARD.decode(inner.expose()).map(Secret::new).map_err(|_| wrong())
}

fn invalid(kind: &str, error: &dyn fmt::Display) -> Error {
    Error::Config(format!("the key is not a valid {kind} key ({error}): create a key with `openssl genpkey`"))
}

fn unsigned(_: ring::error::Unspecified) -> Error {
    Error::other("a token could not be signed: the operating system returned no random bytes, or the key is damaged")
}

/// Leaves the key out.
impl fmt::Debug for JwtKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JwtKey").field("kid", &self.kid).field("algorithm", &self.algorithm()).finish_non_exhaustive()
    }
}

#[cfg(test)]
impl JwtKey {
    /// Creates a key from the parts of a JWK.
    pub(super) fn es256_of(kid: &str, private: &[u8], public: &[u8]) -> Self {
        let algorithm = &signature::ECDSA_P256_SHA256_FIXED_SIGNING;
        let pair = EcdsaKeyPair::from_private_key_and_public_key(algorithm, private, public, &SystemRandom::new());
        Self { kid: kid.to_owned(), pair: Pair::Es256(pair.unwrap()) }
    }

    /// Creates a key from the parts of a JWK.
    pub(super) fn rs256_of(kid: &str, parts: &ring::rsa::KeyPairComponents<Vec<u8>>) -> Self {
        Self { kid: kid.to_owned(), pair: Pair::Rs256(RsaKeyPair::from_components(parts).unwrap()) }
    }
}
