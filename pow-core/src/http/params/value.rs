//! One field's value: text, or why it is invalid.

use std::fmt;

use zeroize::Zeroizing;

pub(super) static BAD_SHAPE: Param = Param::Invalid(Why::Shape);

/// The value of one field.
#[derive(Clone, PartialEq, Eq)]
pub enum Param {
    /// Text, exactly as it was typed.
    Text(Zeroizing<String>),
    /// Something that no form of ours sends.
    Invalid(Why),
}

impl Param {
    /// The text, unless the value is invalid.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.as_str()),
            Self::Invalid(_) => None,
        }
    }

    pub(super) fn from_text(text: &str) -> Self {
        if text.contains('\0') { Self::Invalid(Why::Nul) } else { Self::Text(Zeroizing::new(text.to_owned())) }
    }
}

impl fmt::Debug for Param {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(_) => f.write_str("Text(…)"),
            Self::Invalid(why) => f.debug_tuple("Invalid").field(why).finish(),
        }
    }
}

/// Why a value can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// The field was sent more than once.
    Duplicate,
    /// A list, a deeper nesting, a field where a scope belongs or a scope where a field belongs.
    Shape,
    /// A broken percent sequence, or bytes that are not UTF-8.
    Encoding,
    /// The text holds a NUL.
    Nul,
}
