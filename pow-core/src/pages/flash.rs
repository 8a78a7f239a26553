//! A message that is shown once, on the next page.

use serde::{Deserialize, Serialize};

use crate::messages::Message;

/// A message for the next page that the visitor sees.
///
/// A message that has no text (see [`keys::OPTIONAL`](crate::messages::keys::OPTIONAL)) is not shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// Good news or bad.
    pub kind: FlashKind,
    /// What to say.
    pub message: Message,
}

impl Flash {
    /// Something worth knowing.
    pub fn info(message: impl Into<Message>) -> Self {
        Self { kind: FlashKind::Info, message: message.into() }
    }

    /// Something that didn't work.
    pub fn error(message: impl Into<Message>) -> Self {
        Self { kind: FlashKind::Error, message: message.into() }
    }
}

/// What a flash message is about; it decides its look and its ARIA role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FlashKind {
    /// Something worth knowing: `class="flash flash-info" role="status"`.
    Info,
    /// Something that didn't work: `class="flash flash-error" role="alert"`.
    Error,
}
