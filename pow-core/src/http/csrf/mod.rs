//! Protection against cross-site request forgery: a token in each form, and a check of the origin that the browser reports.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use crate::{Error, path::BaseUrl, random, secret::Secret};

const LENGTH: usize = 32;
const PURPOSE: &[u8] = b"pow csrf v1\0";
const DERIVED: &[u8] = b"pow csrf derived v1\0";

/// The secret of one browser, stored with its session. Form tokens are derived from it.
///
/// ```
/// use pow_core::csrf::CsrfSecret;
///
/// let secret = CsrfSecret::random()?;
/// let token = secret.token(b"session id")?;
/// assert!(secret.verify(b"session id", &token));
/// assert!(!secret.verify(b"another session", &token));
/// # Ok::<(), pow_core::Error>(())
/// ```
///
/// # Security
/// A token is bound to `binding`, the client and user of the session (empty for a visitor). A token made before sign-in is invalid
/// after it. Each token is masked with new random bytes, so that compression reveals nothing about it (BREACH).
#[derive(Clone, Debug)]
pub struct CsrfSecret(Secret<[u8; LENGTH]>);

impl CsrfSecret {
    /// Generates a secret of 256 bits.
    ///
    /// # Errors
    /// [`Error::Randomness`] if the operating system returns no random bytes.
    pub fn random() -> Result<Self, Error> {
        Ok(Self(Secret::new(random::bytes()?)))
    }

    /// Reads a secret from the bytes of [`to_bytes`](Self::to_bytes). Returns `None` unless there are exactly 32 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(Secret::new(bytes.try_into().ok()?)))
    }

    /// Returns the secret itself, to be stored by the session carrier.
    pub fn to_bytes(&self) -> [u8; LENGTH] {
        *self.0.expose()
    }

    /// Creates a token for a form: 86 characters of base64url, different on each call.
    ///
    /// # Errors
    /// [`Error::Randomness`] if the operating system returns no random bytes.
    pub fn token(&self, binding: &[u8]) -> Result<String, Error> {
        let mask: [u8; LENGTH] = random::bytes()?;
        let masked = xor(&self.mac(binding), &mask);
        Ok(URL_SAFE_NO_PAD.encode([mask, masked].concat()))
    }

    /// Returns whether `token` was made with this secret for this binding. Compares in constant time.
    pub fn verify(&self, binding: &[u8], token: &str) -> bool {
        unmasked(token).is_some_and(|mac| mac.ct_eq(&self.mac(binding)).into())
    }

    /// Returns a secret that is the same for all tokens of one secret and binding. Returns `None` if the token doesn't have the
    /// form of [`token`](Self::token). Only [`verify`](Self::verify) checks whether the token is genuine.
    pub(crate) fn of_token(token: &str) -> Option<Self> {
        unmasked(token).map(|mac| Self(Secret::new(mac)))
    }

    /// Derives 32 bytes from the secret, for another purpose than tokens. The bytes reveal nothing about the secret.
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    pub(crate) fn derive(&self, purpose: &'static [u8], content: &[u8]) -> [u8; LENGTH] {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.expose()).expect("HMAC takes keys of any length");
        for part in [DERIVED, purpose, b"\0", content] {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    fn mac(&self, binding: &[u8]) -> [u8; LENGTH] {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.expose()).expect("HMAC takes keys of any length");
        mac.update(PURPOSE);
        mac.update(binding);
        mac.finalize().into_bytes().into()
    }
}

/// Removes the mask of [`CsrfSecret::token`].
fn unmasked(token: &str) -> Option<[u8; LENGTH]> {
    let mut bytes = [0; 2 * LENGTH];
    // The decoder rejects a token of another length before it writes.
    if URL_SAFE_NO_PAD.decode_slice(token, &mut bytes) != Ok(bytes.len()) {
        return None;
    }
    let (mask, masked) = bytes.split_at(LENGTH);
    Some(xor(mask.try_into().ok()?, masked.try_into().ok()?))
}

fn xor(a: &[u8; LENGTH], b: &[u8; LENGTH]) -> [u8; LENGTH] {
    let mut out = *a;
    for (byte, other) in out.iter_mut().zip(b) {
        *byte ^= other;
    }
    out
}

/// The origin of a request according to the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginVerdict {
    /// One of the application's pages, or an address that the user typed.
    Same,
    /// Another site, or a page that hides its origin.
    Cross,
    /// Neither header was sent. Only the form token decides.
    Unknown,
}

impl OriginVerdict {
    /// Returns whether the request may continue to the check of its token.
    pub fn is_allowed(self) -> bool {
        self != Self::Cross
    }
}

/// Checks `Sec-Fetch-Site`, or `Origin` if the browser does not send it.
///
/// `Sec-Fetch-Site` must be `same-origin` or `none`. It takes precedence over `Origin`, because a page under
/// `Referrer-Policy: no-referrer` sends `Origin: null` even to itself. `Origin` must equal the origin of the base URL byte
/// by byte, scheme and port included.
///
/// This is the second line of defence. The token is the first.
pub fn check_origin(fetch_site: Option<&str>, origin: Option<&str>, base: &BaseUrl) -> OriginVerdict {
    match (fetch_site, origin) {
        (Some("same-origin" | "none"), _) => OriginVerdict::Same,
        (Some(_), _) => OriginVerdict::Cross,
        (None, Some(origin)) if origin == base.origin() => OriginVerdict::Same,
        (None, Some(_)) => OriginVerdict::Cross,
        (None, None) => OriginVerdict::Unknown,
    }
}

#[cfg(test)]
mod tests;
