//! A mail as it lies in the outbox: all of it, sealed.

use serde::{Deserialize, Serialize};

use crate::{
    Error,
    keys::Sealer,
    mail::{Envelope, MailAddress, RenderedMail, Sender},
};

/// Letters of another form are not read as this one.
const VERSION: u8 = 2;

#[derive(Serialize, Deserialize)]
struct Letter {
    version: u8,
    name: String,
    limited: bool,
    to: String,
    subject: String,
    text: String,
    html: String,
    message_id: String,
    date_ms: i64,
}

pub(super) fn seal(sealer: &Sealer, envelope: &Envelope) -> Result<Vec<u8>, Error> {
    let mail = envelope.mail.clone();
    let letter = Letter {
        version: VERSION,
        name: mail.name.into_owned(),
        limited: envelope.limited,
        to: mail.to.to_string(),
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        message_id: mail.message_id,
        date_ms: mail.date_ms,
    };
    sealer.seal(&postcard::to_allocvec(&letter).map_err(Error::other)?)
}

/// The mail, with the present sender.
///
/// # Errors
/// Why it can't be read; never what it says.
pub(super) fn open(sealer: &Sealer, sealed: &[u8], from: &Sender) -> Result<Envelope, &'static str> {
    let plain = sealer.open(sealed).ok_or("it was sealed by a secret that is not configured any more")?;
    // The version comes first, in one byte: what follows may be of another form.
    if plain.first() != Some(&VERSION) {
        return Err("it is of another version");
    }
    let letter: Letter = postcard::from_bytes(&plain).map_err(|_| "it can't be read")?;
    let to = MailAddress::parse(&letter.to).map_err(|_| "its address can't be read")?;
    let mail = RenderedMail {
        name: letter.name.into(),
        from: from.clone(),
        to,
        subject: letter.subject,
        text: letter.text,
        html: letter.html,
        message_id: letter.message_id,
        date_ms: letter.date_ms,
    };
    Ok(Envelope { mail, is_sent: true, limited: letter.limited })
}
