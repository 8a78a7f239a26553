//! Sealing: encryption of data that must be unreadable in the database and in copies of it.

use std::{fmt, sync::Arc};

use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce, aead::Aead};

use super::KEY_ID_LEN;
use crate::{Error, random};

const NONCE_LEN: usize = 24;

/// Encrypts and authenticates bytes for one purpose. Created by [`KeyRing::sealer`](super::KeyRing::sealer).
///
/// The algorithm is XChaCha20-Poly1305 (RFC 8439, with the longer nonce of draft-irtf-cfrg-xchacha). The result consists of
/// key id, random nonce and ciphertext.
///
/// ```
/// use pow_core::keys::KeyRing;
///
/// let secret: String = (0..64).map(|n| char::from(33 + n)).collect(); // in an application: from the environment
/// let sealer = KeyRing::new(secret.into())?.sealer("letters");
/// let sealed = sealer.seal(b"for Ann's eyes")?;
/// assert_eq!(sealer.open(&sealed).as_deref(), Some(&b"for Ann's eyes"[..]));
/// # Ok::<(), pow_core::Error>(())
/// ```
///
/// # Security
/// Sealed bytes cannot be read or changed without the secret. Their length is visible, and they can be replaced by older
/// sealed bytes.
#[derive(Clone)]
pub struct Sealer {
    keys: Arc<[SealingKey]>,
    purpose: &'static str,
}

struct SealingKey {
    id: [u8; KEY_ID_LEN],
    cipher: XChaCha20Poly1305,
}

impl Sealer {
    pub(super) fn new(keys: impl Iterator<Item = ([u8; KEY_ID_LEN], [u8; 32])>, purpose: &'static str) -> Self {
        let key =
            |(id, key): ([u8; KEY_ID_LEN], [u8; 32])| SealingKey { id, cipher: XChaCha20Poly1305::new(&key.into()) };
        Self { keys: keys.map(key).collect(), purpose }
    }

    /// Seals the bytes with the newest secret. The result differs each time.
    ///
    /// # Errors
    /// [`Error::Randomness`] if the operating system returns no random bytes.
    pub fn seal(&self, plain: &[u8]) -> Result<Vec<u8>, Error> {
        let nonce: [u8; NONCE_LEN] = random::bytes()?;
        let too_long = || Error::other("the text is too long to be sealed");
        let key = self.keys.first().ok_or(Error::Randomness)?;
        let ciphertext = key.cipher.encrypt(&XNonce::from(nonce), plain).map_err(|_| too_long())?;
        Ok([&key.id[..], &nonce, &ciphertext].concat())
    }

    /// Returns the bytes that were sealed for this purpose with one of the secrets, or `None` if they are invalid.
    #[must_use]
    pub fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (id, rest) = sealed.split_first_chunk::<KEY_ID_LEN>()?;
        let (nonce, ciphertext) = rest.split_first_chunk::<NONCE_LEN>()?;
        let open = |key: &SealingKey| key.cipher.decrypt(&XNonce::from(*nonce), ciphertext).ok();
        self.keys.iter().filter(|key| key.id == *id).find_map(open)
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealer").field("purpose", &self.purpose).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use crate::{keys::KeyRing, secret::Secret};

    fn secret(seed: u8) -> Secret<String> {
        (0..64u8).map(|n| char::from(33 + (n.wrapping_mul(seed) ^ seed) % 90)).collect::<String>().into()
    }

    fn ring(seed: u8) -> KeyRing {
        KeyRing::new(secret(seed)).unwrap()
    }

    #[test]
    fn sealed_bytes_come_back_and_show_nothing() {
        let sealer = ring(7).sealer("a");
        for plain in [&b""[..], b"x", &[7; 10_000]] {
            let (one, other) = (sealer.seal(plain).unwrap(), sealer.seal(plain).unwrap());
            assert_eq!(sealer.open(&one).as_deref(), Some(plain));
            assert_ne!(one, other);
            assert!(plain.len() < 10 || !one.windows(8).any(|bytes| bytes == [7; 8]));
        }
        assert!(!format!("{sealer:?} {:?}", ring(7)).contains(secret(7).expose().as_str()));
    }

    #[test]
    fn changed_or_cut_bytes_do_not_open() {
        let sealer = ring(7).sealer("a");
        let sealed = sealer.seal(b"for Ann").unwrap();
        for at in 0..sealed.len() {
            assert_eq!(sealer.open(&sealed[..at]), None, "cut at {at}");
            for bit in 0..8 {
                let mut changed = sealed.clone();
                changed[at] ^= 1 << bit;
                assert_eq!(sealer.open(&changed), None, "bit {bit} at {at}");
            }
        }
        assert_eq!(sealer.open(&[sealed, vec![0]].concat()), None);
    }

    #[test]
    fn purposes_namespaces_and_secrets_do_not_mix() {
        let sealers = [ring(7).sealer("a"), ring(7).sealer("b"), ring(7).scoped("x").sealer("a"), ring(11).sealer("a")];
        for (i, sealing) in sealers.iter().enumerate() {
            let sealed = sealing.seal(b"x").unwrap();
            for (j, opening) in sealers.iter().enumerate() {
                assert_eq!(opening.open(&sealed).is_some(), i == j, "sealed by {i}, opened by {j}");
            }
        }
    }

    #[test]
    fn old_secret_opens_while_it_is_in_the_ring() {
        // Y4
        let sealed = ring(7).sealer("a").seal(b"x").unwrap();
        let both = KeyRing::with_several([secret(11), secret(7)]).unwrap().sealer("a");
        assert!(both.open(&sealed).is_some());
        let anew = both.seal(b"x").unwrap();
        assert!(ring(11).sealer("a").open(&anew).is_some() && ring(7).sealer("a").open(&anew).is_none());
    }
}
