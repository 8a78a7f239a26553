//! Messages for the next page: kept as keys, so that their text is made in the language of that page.

use crate::{keys::Signer, pages::Flash};

/// More than this is cut off at the end: the cookie must stay small.
const MAX_BYTES: usize = 1_000;

/// The signed form for the cookie, or `None` if there is nothing to keep.
pub(crate) fn encode(signer: &Signer, flashes: &[Flash]) -> Option<String> {
    for count in (1..=flashes.len()).rev() {
        let bytes = postcard::to_allocvec(flashes.get(..count)?).ok()?;
        if bytes.len() <= MAX_BYTES {
            return Some(signer.sign(&bytes));
        }
    }
    None
}

/// The flashes in a cookie. A forged one has none.
pub(crate) fn decode(signer: &Signer, text: &str) -> Vec<Flash> {
    let Some(bytes) = signer.verify(text) else { return Vec::new() };
    postcard::from_bytes(&bytes).unwrap_or_default()
}
