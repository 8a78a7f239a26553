//! The encoding of a mail in the outbox. The whole mail is sealed.

use serde::{Deserialize, Serialize};

use crate::{
    Error,
    keys::Sealer,
    mail::{Envelope, MailAddress, RenderedMail, Sender},
};

/// The version of the encoding. Letters of another version are not decoded.
const VERSION: u8 = 4;

#[derive(Serialize, Deserialize)]
struct Letter {
    version: u8,
    name: String,
    limited: bool,
    to: String,
    reply_to: Option<String>,
    subject: String,
    text: String,
    html: String,
    message_id: String,
    date_ms: i64,
    until_ms: Option<i64>,
}

pub(super) fn seal(sealer: &Sealer, envelope: &Envelope) -> Result<Vec<u8>, Error> {
    let mail = envelope.mail.clone();
    let letter = Letter {
        version: VERSION,
        name: mail.name.into_owned(),
        limited: envelope.limited,
        to: mail.to.to_string(),
        reply_to: mail.reply_to.as_ref().map(ToString::to_string),
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        message_id: mail.message_id,
        date_ms: mail.date_ms,
        until_ms: envelope.until_ms,
    };
    sealer.seal(&postcard::to_allocvec(&letter).map_err(Error::other)?)
}

/// Decodes a mail, and sets the current sender.
///
/// # Errors
/// The reason why it is invalid, without any content.
pub(super) fn open(sealer: &Sealer, sealed: &[u8], from: &Sender) -> Result<Envelope, &'static str> {
    let plain =
        sealer.open(sealed).ok_or("the letter cannot be opened: it is corrupt or its secret is not configured")?;
    // The version comes first, in one byte. The rest of another version may have another format.
    if plain.first() != Some(&VERSION) {
        return Err("this version of the program does not know the version of the letter");
    }
    let letter: Letter = postcard::from_bytes(&plain).map_err(|_| "the letter is corrupt")?;
    let address = |text: &str| MailAddress::parse(text).map_err(|_| "an address of the letter is invalid");
    let (to, reply_to) = (address(&letter.to)?, letter.reply_to.as_deref().map(address).transpose()?);
    let mail = RenderedMail {
        name: letter.name.into(),
        from: from.clone(),
        to,
        reply_to,
        subject: letter.subject,
        text: letter.text,
        html: letter.html,
        message_id: letter.message_id,
        date_ms: letter.date_ms,
    };
    Ok(Envelope { mail, is_sent: true, limited: letter.limited, until_ms: letter.until_ms })
}
