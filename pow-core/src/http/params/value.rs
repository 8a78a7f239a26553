//! The value of one field: text, or the reason why it is invalid.

use std::fmt;

use zeroize::Zeroizing;

pub(super) static BAD_SHAPE: Param = Param::Invalid(InvalidReason::Shape);

/// The value of one field.
#[derive(Clone, PartialEq, Eq)]
pub enum Param {
    /// Text, exactly as it was typed.
    Text(Zeroizing<String>),
    /// Input that no form of the application sends.
    Invalid(InvalidReason),
}

impl Param {
    /// Returns the text, or `None` if the value is invalid.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.as_str()),
            Self::Invalid(_) => None,
        }
    }

    pub(super) fn from_text(text: &str) -> Self {
        if text.contains('\0') {
            Self::Invalid(InvalidReason::Nul)
        } else {
            Self::Text(Zeroizing::new(text.to_owned()))
        }
    }
}

impl fmt::Debug for Param {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(_) => f.write_str("Text(…)"),
            Self::Invalid(reason) => f.debug_tuple("Invalid").field(reason).finish(),
        }
    }
}

/// The reason why a value is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidReason {
    /// The field was sent more than once.
    Duplicate,
    /// A list, deeper nesting, a field in place of a scope, or a scope in place of a field.
    Shape,
    /// An invalid percent-encoding, or bytes that are not UTF-8.
    Encoding,
    /// The text contains a NUL character.
    Nul,
}
