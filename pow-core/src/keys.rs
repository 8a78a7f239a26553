//! The application's secret and the keys derived from it.
//!
//! One `secret_key_base` is configured. Each purpose (session cookies, reset links, …) signs with a different key, derived by
//! HKDF-SHA256 (RFC 5869). A text signed for another purpose or namespace, or by another secret, is invalid.

mod sealer;

use std::{fmt, sync::Arc};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

pub use self::sealer::Sealer;
use crate::{Error, secret::Secret};

type HmacSha256 = Hmac<Sha256>;

/// The minimum length of a secret, in bytes.
pub const MIN_SECRET_LEN: usize = 64;

/// The maximum length of a signed text, in bytes. A longer text is invalid.
const MAX_TEXT_LEN: usize = 8 * 1024;
/// Random text of 64 bytes has far more different bytes. A keyboard pattern has fewer.
const MIN_DISTINCT_BYTES: usize = 10;
const KEY_ID_LEN: usize = 4;
const TAG_LEN: usize = 32;
const TRAILER_LEN: usize = KEY_ID_LEN + TAG_LEN;
const SALT: &[u8] = b"pow-core keys v1";
const REMEDY: &str = "create a secret with `openssl rand -base64 48`, which prints the 64 characters needed";

/// Replaces the built-in HMAC signatures of all cookies and tokens.
///
/// Implement it to keep the keys in a vault or a hardware module, or to rotate them differently, and set it as
/// [`Config::verifier`](crate::Config::verifier).
///
/// # Contract
/// * Only a holder of the key can create a text that `verify` accepts. A text is valid only for the purpose for which it was
///   signed.
/// * The payload is returned unchanged, and tags are compared in constant time.
/// * A text consists of ASCII letters, digits, `-`, `_` and `.`, because it is used in cookies and in paths.
/// * Both methods are fast, because `verify` is called for every request that has a session.
///
/// ```
/// use pow_core::keys::TokenVerifier;
/// # fn seal(_: &str, payload: &[u8]) -> String { payload.iter().map(|byte| format!("{byte:02x}")).collect() }
/// # fn open(_: &str, text: &str) -> Option<Vec<u8>> { (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect() }
///
/// #[derive(Debug)]
/// struct Vault;
///
/// impl TokenVerifier for Vault {
///     fn sign(&self, purpose: &str, payload: &[u8]) -> String {
///         seal(purpose, payload)
///     }
///
///     fn verify(&self, purpose: &str, text: &str) -> Option<Vec<u8>> {
///         open(purpose, text)
///     }
/// }
/// # assert_eq!(Vault.verify("a", &Vault.sign("a", b"x")).as_deref(), Some(&b"x"[..]));
/// ```
pub trait TokenVerifier: fmt::Debug + Send + Sync + 'static {
    /// Returns the signed text for this payload. The purpose includes the namespace.
    fn sign(&self, purpose: &str, payload: &[u8]) -> String;

    /// Returns the payload of a text that was signed for this purpose, or `None` if the text is invalid.
    fn verify(&self, purpose: &str, text: &str) -> Option<Vec<u8>>;
}

/// The configured secrets, newest first, from which every signing key is derived.
///
/// The newest secret signs, and all secrets verify. To rotate, add a new secret in front, and remove the old one after the
/// last session that it signed has expired. The secret of a text is found by an id derived from the secret, so secrets need
/// no numbers.
///
/// ```
/// use pow_core::keys::KeyRing;
///
/// let secret: String = (0..64).map(|n| char::from(33 + n)).collect(); // in an application: from the environment
/// let signer = KeyRing::new(secret.into())?.signer("unsubscribe");
/// let text = signer.sign(b"user 7");
/// assert_eq!(signer.verify(&text).as_deref(), Some(&b"user 7"[..]));
/// # Ok::<(), pow_core::Error>(())
/// ```
#[derive(Clone)]
pub struct KeyRing {
    roots: Arc<[Root]>,
    namespace: Arc<str>,
    verifier: Option<Arc<dyn TokenVerifier>>,
}

impl KeyRing {
    /// Creates a ring with one secret.
    ///
    /// # Errors
    /// [`Error::Config`] if the secret is shorter than 64 bytes or clearly not random.
    pub fn new(secret_key_base: Secret<String>) -> Result<Self, Error> {
        Self::with_several([secret_key_base])
    }

    /// Creates a ring with several secrets, newest first. The first signs, all verify.
    ///
    /// # Errors
    /// [`Error::Config`] without a secret, or if one is shorter than 64 bytes or clearly not random.
    pub fn with_several(secrets: impl IntoIterator<Item = Secret<String>>) -> Result<Self, Error> {
        let mut roots = Vec::new();
        for secret in secrets {
            let secret = secret.expose().as_bytes();
            check(secret)?;
            roots.push(Root::new(secret));
        }
        if roots.is_empty() {
            return Err(Error::Config(format!("secret_key_base is missing; {REMEDY}")));
        }
        Ok(Self { roots: roots.into(), namespace: "".into(), verifier: None })
    }

    /// Returns a ring with the same secrets for a namespace of the application, such as "admin" or a tenant. Its signers
    /// reject the texts of this ring's signers.
    #[must_use]
    pub fn scoped(&self, namespace: &str) -> Self {
        // The length distinguishes ("a", "bc") from ("ab", "c").
        let namespace = format!("{}{}:{namespace}", self.namespace, namespace.len());
        Self { roots: Arc::clone(&self.roots), namespace: namespace.into(), verifier: self.verifier.clone() }
    }

    /// Lets the signers of this ring delegate to `verifier`.
    #[must_use]
    pub fn verifier(mut self, verifier: Arc<dyn TokenVerifier>) -> Self {
        self.verifier = Some(verifier);
        self
    }

    /// Derives the signer for one purpose. Derive it once and keep it.
    #[must_use]
    pub fn signer(&self, purpose: &'static str) -> Signer {
        let info = [self.namespace.as_bytes(), b"\0", purpose.as_bytes()];
        Signer {
            keys: self.roots.iter().map(|root| SigningKey { id: root.id, mac: keyed(&root.derive(&info)) }).collect(),
            purpose,
            other: self.verifier.clone().map(|verifier| (verifier, format!("{}/{purpose}", self.namespace).into())),
        }
    }

    /// Derives the sealer for one purpose. Derive it once and keep it.
    #[must_use]
    pub fn sealer(&self, purpose: &'static str) -> Sealer {
        // No signer's purpose begins with `seal`, so no key is used for both.
        let info = [self.namespace.as_bytes(), b"\0seal\0", purpose.as_bytes()];
        Sealer::new(self.roots.iter().map(|root| (root.id, root.derive(&info))), purpose)
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyRing").field("secrets", &self.roots.len()).field("namespace", &self.namespace).finish()
    }
}

/// Signs and verifies short texts for one purpose.
///
/// The signature is HMAC-SHA256 over the payload. The text is payload, key id and tag in unpadded base64url.
#[derive(Clone)]
pub struct Signer {
    keys: Arc<[SigningKey]>,
    purpose: &'static str,
    /// The verifier that replaces the keys, and its purpose.
    other: Option<(Arc<dyn TokenVerifier>, Arc<str>)>,
}

impl Signer {
    /// Returns the signed text for this payload. Anyone can read the payload, but not change it.
    #[must_use]
    pub fn sign(&self, payload: &[u8]) -> String {
        if let Some((verifier, purpose)) = &self.other {
            return verifier.sign(purpose, payload);
        }
        let mut bytes = Vec::with_capacity(payload.len() + TRAILER_LEN);
        bytes.extend_from_slice(payload);
        // A ring always has a key.
        if let Some(key) = self.keys.first() {
            bytes.extend_from_slice(&key.id);
            bytes.extend_from_slice(&key.mac.clone().chain_update(payload).finalize().into_bytes());
        }
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Returns the payload of a text signed for this purpose, or `None` if the text is invalid.
    ///
    /// # Security
    /// Only the canonical encoding is accepted. The tag is compared in constant time.
    #[must_use]
    pub fn verify(&self, text: &str) -> Option<Vec<u8>> {
        if text.len() > MAX_TEXT_LEN {
            return None;
        }
        if let Some((verifier, purpose)) = &self.other {
            return verifier.verify(purpose, text);
        }
        let mut bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let payload_len = self.authentic(&bytes)?.len();
        bytes.truncate(payload_len);
        Some(bytes)
    }

    /// Like [`verify`](Self::verify), without an allocation. The payload is written to the front of `buffer`, which must be at
    /// least 40 bytes longer than the payload.
    #[must_use]
    pub fn verify_into<'b>(&self, text: &str, buffer: &'b mut [u8]) -> Option<&'b [u8]> {
        if self.other.is_some() {
            let payload = self.verify(text)?;
            let place = buffer.get_mut(..payload.len())?;
            place.copy_from_slice(&payload);
            return Some(place);
        }
        let len = URL_SAFE_NO_PAD.decode_slice(text, buffer).ok()?;
        let buffer: &'b [u8] = buffer;
        self.authentic(buffer.get(..len)?)
    }

    /// Whether a [`TokenVerifier`] replaces the keys.
    pub(crate) fn is_delegated(&self) -> bool {
        self.other.is_some()
    }

    /// Returns a keyed hash of the payload, for use where the payload itself must not appear. It is the same each time for
    /// the same payload and newest secret, and it cannot be computed without the secret.
    #[must_use]
    pub fn tag(&self, payload: &[u8]) -> [u8; TAG_LEN] {
        let tag = |key: &SigningKey| key.mac.clone().chain_update(payload).finalize().into_bytes().into();
        // A ring always has a key.
        self.keys.first().map(tag).unwrap_or_default()
    }

    /// Returns the payload if the tag was made with one of the keys.
    fn authentic<'b>(&self, bytes: &'b [u8]) -> Option<&'b [u8]> {
        let (rest, tag) = bytes.split_last_chunk::<TAG_LEN>()?;
        let (payload, id) = rest.split_last_chunk::<KEY_ID_LEN>()?;
        let made = |key: &SigningKey| key.mac.clone().chain_update(payload).verify_slice(tag).is_ok();
        self.keys.iter().any(|key| key.id == *id && made(key)).then_some(payload)
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("purpose", &self.purpose).finish_non_exhaustive()
    }
}

struct SigningKey {
    id: [u8; KEY_ID_LEN],
    mac: HmacSha256,
}

/// One configured secret, ready to derive keys, and its id.
struct Root {
    id: [u8; KEY_ID_LEN],
    extracted: Hkdf<Sha256>,
}

impl Root {
    fn new(secret: &[u8]) -> Self {
        let mut root = Self { id: [0; KEY_ID_LEN], extracted: Hkdf::new(Some(SALT), secret) };
        let [a, b, c, d, ..] = root.derive(&[b"key id"]);
        root.id = [a, b, c, d];
        root
    }

    #[expect(clippy::expect_used, reason = "HKDF-SHA256 derives up to 8160 bytes")]
    fn derive(&self, info: &[&[u8]]) -> [u8; 32] {
        let mut key = [0; 32];
        self.extracted.expand_multi_info(info, &mut key).expect("HKDF-SHA256 derives up to 8160 bytes");
        key
    }
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
fn keyed(key: &[u8; 32]) -> HmacSha256 {
    HmacSha256::new_from_slice(key).expect("HMAC takes keys of any length")
}

/// Rejects a secret that is too short, or long but clearly typed or copied from an example.
fn check(secret: &[u8]) -> Result<(), Error> {
    let mut seen = [false; 256];
    secret.iter().for_each(|&byte| seen.iter_mut().skip(usize::from(byte)).take(1).for_each(|seen| *seen = true));
    let distinct = seen.iter().filter(|seen| **seen).count();
    let repeats = |period: usize| secret.iter().zip(secret.iter().skip(period)).all(|(a, b)| a == b);
    let fault = if secret.len() < MIN_SECRET_LEN {
        format!("has {} bytes; at least {MIN_SECRET_LEN} are required", secret.len())
    } else if distinct < MIN_DISTINCT_BYTES {
        let characters = if distinct == 1 {
            "one repeated character".to_owned()
        } else {
            format!("{distinct} different characters")
        };
        format!("consists of {characters}")
    } else if (1..=secret.len() / 2).any(repeats) {
        "repeats one piece of text".to_owned()
    } else {
        return Ok(());
    };
    Err(Error::Config(format!("secret_key_base {fault}; {REMEDY}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(seed: u8) -> Secret<String> {
        (0..64u8).map(|n| char::from(33 + (n.wrapping_mul(seed) ^ seed) % 90)).collect::<String>().into()
    }

    fn ring() -> KeyRing {
        KeyRing::new(secret(7)).unwrap()
    }

    #[test]
    fn signed_payload_comes_back() {
        let signer = ring().signer("a");
        for payload in [&b""[..], b"x", b"user 7", &[0xff; 300]] {
            let text = signer.sign(payload);
            assert_eq!(signer.verify(&text).as_deref(), Some(payload));
            let mut buffer = [0; 512];
            assert_eq!(signer.verify_into(&text, &mut buffer), Some(payload));
        }
    }

    #[test]
    fn flipped_bit_is_refused_at_every_position() {
        // Y1
        let signer = ring().signer("a");
        for payload in [&b"12345"[..], b"123456", b"1234567"] {
            let text = signer.sign(payload);
            for at in 0..text.len() {
                for bit in 0..8 {
                    let mut bytes = text.clone().into_bytes();
                    bytes[at] ^= 1 << bit;
                    let Ok(changed) = String::from_utf8(bytes) else { continue };
                    assert_eq!(signer.verify(&changed), None, "bit {bit} at {at}");
                    assert_eq!(signer.verify_into(&changed, &mut [0; 128]), None, "bit {bit} at {at}");
                }
            }
        }
    }

    #[test]
    fn time_does_not_tell_how_much_of_a_tag_is_right() {
        // Y2
        let signer = ring().signer("a");
        let forged = |at: usize| {
            let mut bytes = URL_SAFE_NO_PAD.decode(signer.sign(&[7; 66])).unwrap();
            bytes[66 + KEY_ID_LEN + at] ^= 1;
            URL_SAFE_NO_PAD.encode(bytes)
        };
        let verify = |text: &String| signer.verify_into(text, &mut [0; 128]).is_some();
        crate::base::constant_time::assert_constant(&forged(0), &forged(TAG_LEN - 1), verify);
    }

    #[test]
    fn other_spelling_or_length_is_refused() {
        // Y1
        let signer = ring().signer("a");
        let text = signer.sign(b"1234567");
        for at in 0..text.len() {
            assert_eq!(signer.verify(&text[..at]), None, "cut at {at}");
        }
        for changed in [format!("{text}="), format!("{text}A"), format!(" {text}"), format!("{text}\n"), text.repeat(2)]
        {
            assert_eq!(signer.verify(&changed), None, "{changed}");
        }
        assert_eq!(signer.verify(&"A".repeat(MAX_TEXT_LEN + 1)), None);
        assert_eq!(signer.verify_into(&text, &mut [0; 20]), None);
    }

    #[test]
    fn purposes_namespaces_and_secrets_do_not_mix() {
        // V1, V2, S20: only the diagonal verifies.
        let ring = ring();
        let mut signers: Vec<Signer> = ["session", "reset", "confirm", "invite", "csrf"].map(|p| ring.signer(p)).into();
        signers.extend(["admin", "admi", "tenant a"].map(|namespace| ring.scoped(namespace).signer("session")));
        signers.push(ring.scoped("a").scoped("bc").signer("session"));
        signers.push(ring.scoped("ab").scoped("c").signer("session"));
        signers.push(KeyRing::new(secret(11)).unwrap().signer("session"));
        for (i, made) in signers.iter().enumerate() {
            let text = made.sign(b"payload");
            for (j, asked) in signers.iter().enumerate() {
                assert_eq!(asked.verify(&text).is_some(), i == j, "made by {i}, asked {j}");
            }
        }
    }

    #[test]
    fn old_secret_verifies_while_it_is_in_the_ring() {
        // Y4
        let old = KeyRing::new(secret(7)).unwrap().signer("a");
        let both = KeyRing::with_several([secret(11), secret(7)]).unwrap().signer("a");
        let new = KeyRing::new(secret(11)).unwrap().signer("a");
        assert!(both.verify(&old.sign(b"x")).is_some());
        assert!(new.verify(&both.sign(b"x")).is_some());
        assert!(new.verify(&old.sign(b"x")).is_none());
        assert!(old.verify(&both.sign(b"x")).is_none());
    }

    #[test]
    fn tag_depends_on_the_payload_the_purpose_and_the_newest_secret() {
        let signer = |ring: &KeyRing| ring.signer("a");
        let (old, new) = (KeyRing::new(secret(7)).unwrap(), KeyRing::new(secret(11)).unwrap());
        let both = KeyRing::with_several([secret(11), secret(7)]).unwrap();
        let tag = signer(&old).tag(b"x");
        assert_eq!(tag, signer(&old).tag(b"x"));
        assert!(tag.iter().any(|byte| *byte != tag[0]), "{tag:?}");
        for other in [signer(&old).tag(b"y"), old.signer("b").tag(b"x"), signer(&new).tag(b"x")] {
            assert_ne!(tag, other);
        }
        assert_eq!(signer(&both).tag(b"x"), signer(&new).tag(b"x"));
    }

    #[test]
    fn weak_secret_is_refused_with_the_remedy() {
        // Y3
        let alphabet: String = ('!'..='`').take(63).collect();
        for weak in [String::new(), "a".repeat(100), alphabet, "abcdefgh".repeat(20), "correct horse!".repeat(5)] {
            let error = KeyRing::new(weak.as_str().into()).unwrap_err().to_string();
            assert!(error.contains("secret_key_base") && error.contains("openssl rand"), "{error}");
            assert!(weak.is_empty() || !error.contains(&weak), "the secret is in the message");
            assert!(KeyRing::with_several([secret(7), weak.as_str().into()]).is_err());
        }
        assert!(KeyRing::with_several([]).is_err());
        assert!(KeyRing::new(('!'..='`').collect::<String>().as_str().into()).is_ok());
    }

    #[test]
    fn debug_shows_no_key() {
        let shown = format!("{:?} {:?}", ring(), ring().signer("a"));
        assert!(!shown.contains(secret(7).expose().as_str()) && shown.len() < 120, "{shown}");
    }
}
