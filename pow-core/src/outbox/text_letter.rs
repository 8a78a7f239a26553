//! The encoding of a text message in the outbox. The whole text is sealed.

use serde::{Deserialize, Serialize};

use crate::{
    Error,
    identifier::phone::PhoneNumber,
    keys::Sealer,
    text::{RenderedText, TextEnvelope},
};

/// The version of the encoding. Letters of another version are not decoded.
const VERSION: u8 = 1;

#[derive(Serialize, Deserialize)]
struct Letter {
    version: u8,
    name: String,
    to: String,
    text: String,
    id: String,
    date_ms: i64,
    until_ms: Option<i64>,
}

pub(super) fn seal(sealer: &Sealer, envelope: &TextEnvelope) -> Result<Vec<u8>, Error> {
    let text = envelope.text.clone();
    let letter = Letter {
        version: VERSION,
        name: text.name.into_owned(),
        to: text.to.to_string(),
        text: text.text,
        id: text.id,
        date_ms: text.date_ms,
        until_ms: envelope.until_ms,
    };
    sealer.seal(&postcard::to_allocvec(&letter).map_err(Error::other)?)
}

/// Decodes a text.
///
/// # Errors
/// The reason why it is invalid, without any content.
pub(super) fn open(sealer: &Sealer, sealed: &[u8]) -> Result<TextEnvelope, &'static str> {
    let plain =
        sealer.open(sealed).ok_or("the letter cannot be opened: it is corrupt or its secret is not configured")?;
    // The version comes first, in one byte. The rest of another version may have another format.
    if plain.first() != Some(&VERSION) {
        return Err("this version of the program does not know the version of the letter");
    }
    let letter: Letter = postcard::from_bytes(&plain).map_err(|_| "the letter is corrupt")?;
    let to = PhoneNumber::parse(&letter.to).map_err(|_| "the number of the letter is invalid")?;
    let (name, text, id, date_ms) = (letter.name.into(), letter.text, letter.id, letter.date_ms);
    let text = RenderedText { name, to, text, id, date_ms };
    Ok(TextEnvelope { text, is_sent: true, until_ms: letter.until_ms })
}
