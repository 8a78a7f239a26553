//! Messages for the next page. The browser stores their keys, so that the text is in the language of that page.

use crate::{keys::Signer, pages::Flash};

/// The maximum size of the messages, in bytes. The cookie must stay small, so the last messages are dropped if there are too
/// many.
const MAX_BYTES: usize = 1_000;

/// Returns the signed text for the cookie, or `None` if there is nothing to keep.
pub(crate) fn encode(signer: &Signer, flashes: &[Flash]) -> Option<String> {
    for count in (1..=flashes.len()).rev() {
        let bytes = postcard::to_allocvec(flashes.get(..count)?).ok()?;
        if bytes.len() <= MAX_BYTES {
            return Some(signer.sign(&bytes));
        }
    }
    None
}

/// Returns the messages in a cookie. A forged cookie has none.
pub(crate) fn decode(signer: &Signer, text: &str) -> Vec<Flash> {
    let Some(bytes) = signer.verify(text) else { return Vec::new() };
    postcard::from_bytes(&bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{keys::KeyRing, messages::Message};

    fn signer(purpose: &'static str) -> Signer {
        let secret: String = (0..64).map(|n| char::from(33 + n)).collect();
        KeyRing::new(secret.into()).unwrap().signer(purpose)
    }

    // B6, S17
    #[test]
    fn cookie_stays_small_whatever_there_is_to_say() {
        let many: Vec<Flash> =
            (0..200).map(|_| Flash::info(Message::new("some-message").with("name", "a".repeat(40)))).collect();
        let text = encode(&signer("flash"), &many).unwrap();
        assert!(text.len() < 1_500, "{}", text.len());
        let kept = decode(&signer("flash"), &text);
        assert!(kept.len() > 5 && kept.len() < 20 && kept[..] == many[..kept.len()], "{}", kept.len());
        let huge = Flash::info(Message::new("some-message").with("name", "a".repeat(1_000)));
        assert_eq!(encode(&signer("flash"), &[huge]), None);
        assert_eq!(encode(&signer("flash"), &[]), None);
    }

    // B6
    #[test]
    fn what_another_key_signed_says_nothing() {
        let flash = [Flash::info(Message::new("some-message"))];
        let text = encode(&signer("csrf"), &flash).unwrap();
        assert_eq!(decode(&signer("csrf"), &text), flash);
        assert_eq!(decode(&signer("flash"), &text), []);
    }
}
