//! Kinds of delivery: what a row of the outbox holds, and how the worker opens it.
//!
//! A new kind is a variant of [`DeliveryKind`] and of [`Delivery`], and an arm of the worker that sends it.

use std::fmt;

use super::{letter, text_letter};
use crate::{
    Error,
    keys::Sealer,
    mail::{Envelope, Sender},
    text::TextEnvelope,
};

/// The kind of a delivery in the outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DeliveryKind {
    /// A mail to one address.
    Mail,
    /// A text message to one number.
    Text,
}

impl DeliveryKind {
    const ALL: [Self; 2] = [Self::Mail, Self::Text];

    /// Returns the name, as in the column `kind`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Text => "text",
        }
    }

    fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A message that waits for the commit, or a row that was opened.
#[derive(Debug)]
pub(crate) enum Delivery {
    Mail(Envelope),
    Text(TextEnvelope),
}

impl Delivery {
    /// Opens a row.
    ///
    /// # Errors
    /// The reason why the row can't be read, without any content. A process with a newer version may be able to read
    /// it.
    pub(super) fn open(kind: &str, sealer: &Sealer, sealed: &[u8], from: &Sender) -> Result<Self, &'static str> {
        match DeliveryKind::read(kind).ok_or("this version of the program does not know the kind of the letter")? {
            DeliveryKind::Mail => letter::open(sealer, sealed, from).map(Self::Mail),
            DeliveryKind::Text => text_letter::open(sealer, sealed).map(Self::Text),
        }
    }

    pub(super) fn seal(&self, sealer: &Sealer) -> Result<Vec<u8>, Error> {
        match self {
            Self::Mail(envelope) => letter::seal(sealer, envelope),
            Self::Text(envelope) => text_letter::seal(sealer, envelope),
        }
    }

    pub(super) fn kind(&self) -> DeliveryKind {
        match self {
            Self::Mail(_) => DeliveryKind::Mail,
            Self::Text(_) => DeliveryKind::Text,
        }
    }

    /// The name of the kind of mail or text.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Mail(envelope) => &envelope.mail.name,
            Self::Text(envelope) => &envelope.text.name,
        }
    }

    /// The id of this message, for logs.
    pub(super) fn id(&self) -> &str {
        match self {
            Self::Mail(envelope) => &envelope.mail.message_id,
            Self::Text(envelope) => &envelope.text.id,
        }
    }

    /// The masked recipient, for logs.
    pub(super) fn to(&self) -> &dyn fmt::Debug {
        match self {
            Self::Mail(envelope) => &envelope.mail.to,
            Self::Text(envelope) => &envelope.text.to,
        }
    }

    /// Masks the recipient in the text, for logs.
    pub(super) fn hide_in(&self, text: &str) -> String {
        match self {
            Self::Mail(envelope) => envelope.mail.to.hide_in(text),
            Self::Text(envelope) => envelope.text.to.hide_in(text),
        }
    }

    /// Returns `false` for a message that is not sent and only causes the same work.
    pub(crate) fn is_sent(&self) -> bool {
        match self {
            Self::Mail(envelope) => envelope.is_sent,
            Self::Text(envelope) => envelope.is_sent,
        }
    }

    /// Returns whether the link or code of the message has expired. An expired message is logged and not sent.
    pub(crate) fn has_expired(&self, now_ms: i64) -> bool {
        let until = match self {
            Self::Mail(envelope) => envelope.until_ms,
            Self::Text(envelope) => envelope.until_ms,
        };
        let has_expired = until.is_some_and(|until| until <= now_ms);
        if has_expired {
            let (mail, message_id) = (self.name(), self.id());
            tracing::warn!(target: "pow::mail::expired", mail, message_id, "message dropped: its link or code expired before it could be sent");
        }
        has_expired
    }
}

#[cfg(test)]
mod tests {
    use super::DeliveryKind;

    #[test]
    fn kind_is_read_by_its_name_alone() {
        for kind in DeliveryKind::ALL {
            assert_eq!(DeliveryKind::read(kind.name()), Some(kind));
        }
        for unknown in ["", "Mail", "text_message"] {
            assert_eq!(DeliveryKind::read(unknown), None, "{unknown}");
        }
    }
}
