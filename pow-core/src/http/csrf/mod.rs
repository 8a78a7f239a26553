//! Protection of forms against requests that other sites make: a token in the form, and what the browser says about
//! where the request comes from.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use crate::{Error, path::BaseUrl, random, secret::Secret};

const LENGTH: usize = 32;
const PURPOSE: &[u8] = b"pow csrf v1\0";

/// The secret of one browser, kept by whatever carries its session. Form tokens are made from it.
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
/// A token is bound to `binding`, the session's id (empty for a visitor): one that was made before
/// sign-in is worth nothing after it. Each token is masked anew, so that compression leaks nothing about it (BREACH).
#[derive(Clone, Debug)]
pub struct CsrfSecret(Secret<[u8; LENGTH]>);

impl CsrfSecret {
    /// A new secret of 256 bits.
    ///
    /// # Errors
    /// [`Error::Randomness`] if the operating system gives none.
    pub fn random() -> Result<Self, Error> {
        Ok(Self(Secret::new(random::bytes()?)))
    }

    /// A secret as [`to_bytes`](Self::to_bytes) gave it: `None` unless there are exactly 32 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(Secret::new(bytes.try_into().ok()?)))
    }

    /// The secret itself, for its carrier.
    pub fn to_bytes(&self) -> [u8; LENGTH] {
        *self.0.expose()
    }

    /// A token for a form: 86 characters of base64url, different at each call.
    ///
    /// # Errors
    /// [`Error::Randomness`] if the operating system gives no mask.
    pub fn token(&self, binding: &[u8]) -> Result<String, Error> {
        let mask: [u8; LENGTH] = random::bytes()?;
        let masked = xor(&self.mac(binding), &mask);
        Ok(URL_SAFE_NO_PAD.encode([mask, masked].concat()))
    }

    /// Whether `token` was made by this secret for this binding. Compares in constant time.
    pub fn verify(&self, binding: &[u8], token: &str) -> bool {
        let mut bytes = [0; 2 * LENGTH];
        // The decoder refuses what doesn't fit before it writes.
        if URL_SAFE_NO_PAD.decode_slice(token, &mut bytes) != Ok(bytes.len()) {
            return false;
        }
        let (mask, masked) = bytes.split_at(LENGTH);
        let (Ok(mask), Ok(masked)) = (mask.try_into(), masked.try_into()) else { return false };
        xor(mask, masked).ct_eq(&self.mac(binding)).into()
    }

    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    fn mac(&self, binding: &[u8]) -> [u8; LENGTH] {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.expose()).expect("HMAC takes keys of any length");
        mac.update(PURPOSE);
        mac.update(binding);
        mac.finalize().into_bytes().into()
    }
}

fn xor(a: &[u8; LENGTH], b: &[u8; LENGTH]) -> [u8; LENGTH] {
    let mut out = *a;
    for (byte, other) in out.iter_mut().zip(b) {
        *byte ^= other;
    }
    out
}

/// Where the browser says that a request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginVerdict {
    /// From our own pages, or typed by the user.
    Same,
    /// From another site, or from a page that hides where it is.
    Cross,
    /// Neither header was sent: the form token alone decides.
    Unknown,
}

impl OriginVerdict {
    /// Whether the request may go on to the check of its token.
    pub fn is_allowed(self) -> bool {
        self != Self::Cross
    }
}

/// Judges `Sec-Fetch-Site` and, where a browser sends none, `Origin`.
///
/// `same-origin` and `none` are our own; every other value of `Sec-Fetch-Site` is not. It goes before `Origin`, because a
/// page under `Referrer-Policy: no-referrer` posts `Origin: null` even to itself. `Origin` must equal the base URL's
/// origin to the byte, scheme and port included.
///
/// This is the second line of defence, never the only one: the token is the first.
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
