//! Flash messages, which are shown once, on the next page.

use serde::{Deserialize, Serialize};

use crate::messages::Message;

/// A message for the next page of the visitor.
///
/// A message without a text (see [`keys::OPTIONAL`](crate::messages::keys::OPTIONAL)) is not shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// The kind of the message.
    pub kind: FlashKind,
    /// The message.
    pub message: Message,
}

impl Flash {
    /// Creates an informational message.
    pub fn info(message: impl Into<Message>) -> Self {
        Self { kind: FlashKind::Info, message: message.into() }
    }

    /// Creates an error message.
    pub fn error(message: impl Into<Message>) -> Self {
        Self { kind: FlashKind::Error, message: message.into() }
    }
}

/// The kind of a flash message. It determines the CSS class and the ARIA role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FlashKind {
    /// Information: `role="status"`.
    Info,
    /// An error: `role="alert"`.
    Error,
}
