//! The text of a personal token: `acme_sk_`, 32 random bytes in Base62, and the CRC-32 of both in Base62.
//!
//! The form is that of GitHub's tokens. By the checksum, a secret scanner can tell a token from a text that only looks like one,
//! without asking the server. The checksum doesn't protect the token.

use pow_core::{Error, random, secret::Secret};
use sha2::{Digest, Sha256};

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// The number of characters of 32 bytes in Base62.
const SECRET: usize = 43;
/// The number of characters of four bytes in Base62.
const CHECKSUM: usize = 6;

/// Creates a token.
///
/// # Errors
/// [`Error::Randomness`] if the operating system returns no random bytes.
pub(crate) fn generate(prefix: &str) -> Result<Secret<String>, Error> {
    let bytes = Secret::new(random::bytes::<32>()?);
    let body = Secret::new(format!("{prefix}_sk_{}", base62::<SECRET>(bytes.expose())));
    Ok(Secret::new(format!("{}{}", body.expose(), checksum(body.expose()))))
}

/// Creates the public id of a token.
///
/// # Errors
/// [`Error::Randomness`] if the operating system returns no random bytes.
pub(crate) fn id() -> Result<String, Error> {
    Ok(base62::<17>(&random::bytes::<12>()?))
}

/// Whether the text has the form of a token with this prefix and the right checksum.
pub(crate) fn is_token(prefix: &str, text: &str) -> bool {
    let rest = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix("_sk_"));
    let is_plain = |rest: &str| rest.len() == SECRET + CHECKSUM && rest.bytes().all(|byte| DIGITS.contains(&byte));
    let body = text.len().checked_sub(CHECKSUM).and_then(|at| text.split_at_checked(at));
    rest.is_some_and(is_plain) && body.is_some_and(|(body, sum)| checksum(body) == sum)
}

/// The stored form: SHA-256 in Base64. A token has 256 random bits, so a slow hash would protect it no better.
pub(crate) fn hash(text: &str) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(Sha256::digest(text))
}

fn checksum(body: &str) -> String {
    base62::<CHECKSUM>(&crc32fast::hash(body.as_bytes()).to_be_bytes())
}

/// The bytes as a number in Base62, with leading zeros.
fn base62<const LENGTH: usize>(bytes: &[u8]) -> String {
    let mut number = bytes.to_vec();
    let mut digits = [b'0'; LENGTH];
    for digit in digits.iter_mut().rev() {
        let mut rest = 0_usize;
        for byte in &mut number {
            let value = rest * 256 + usize::from(*byte);
            *byte = u8::try_from(value / 62).unwrap_or_default();
            rest = value % 62;
        }
        *digit = DIGITS.get(rest).copied().unwrap_or_default();
    }
    digits.iter().map(|digit| char::from(*digit)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn token_has_its_form_and_its_checksum() {
        let all: BTreeSet<_> = (0..100).map(|_| generate("acme").unwrap().expose().clone()).collect();
        assert_eq!(all.len(), 100);
        for text in &all {
            assert!(is_token("acme", text) && text.len() == 57, "{text}");
            assert!(!is_token("other", text));
            assert!(!is_token("acme", &text[..56]) && !is_token("acme", &format!("{text}0")));
            let other = if text.as_bytes()[20] == b'x' { "y" } else { "x" };
            let changed = format!("{}{other}{}", &text[..20], &text[21..]);
            assert!(!is_token("acme", &changed), "{changed}");
        }
    }

    #[test]
    fn base62_is_the_number_with_leading_zeros() {
        assert_eq!(base62::<4>(&[0, 0]), "0000");
        assert_eq!(base62::<4>(&[61]), "000z");
        assert_eq!(base62::<4>(&[0, 62]), "0010");
        assert_eq!(base62::<6>(&u32::MAX.to_be_bytes()), "4gfFC3");
        assert_eq!(base62::<43>(&[0xff; 32]).len(), 43);
        assert_ne!(base62::<43>(&[0xff; 32]).as_bytes()[0], b'0', "no more digits than needed");
    }

    #[test]
    fn texts_of_other_forms_are_no_tokens_and_no_panic() {
        for text in ["", "acme", "acme_sk_", "ä", "acme_sk_ääääääääääääääääääääääääää", "acme_sk_\u{0}"]
        {
            assert!(!is_token("acme", text), "{text:?}");
        }
    }
}
