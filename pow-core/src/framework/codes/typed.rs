//! A code as a visitor typed it.

use std::fmt;

use super::DIGITS;
use crate::{
    messages::{Message, keys},
    params::Param,
    secret::Secret,
};

/// The maximum length of the input, in bytes. It leaves room for spaces and dashes between the digits.
const MAX_TYPED: usize = 64;

/// Six digits that a visitor typed. They may or may not be a valid code.
///
/// ```
/// use pow_core::codes::TypedCode;
///
/// assert!(TypedCode::parse(" 123 456 ").is_some() && TypedCode::parse("12-34-56").is_some());
/// assert!(TypedCode::parse("12345").is_none() && TypedCode::parse("١٢٣٤٥٦").is_none());
/// ```
pub struct TypedCode(Secret<String>);

impl TypedCode {
    /// Reads six digits, ignoring spaces and dashes between them. Returns `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_TYPED {
            return None;
        }
        let digits: String = text.chars().filter(|c| !is_separator(*c)).collect();
        let is_code = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_code.then(|| Self(Secret::new(digits)))
    }

    /// Reads the field of a form.
    ///
    /// # Errors
    /// The error message for a field that is empty or holds no code. Such input doesn't count as a try.
    pub fn of_field(field: Option<&Param>) -> Result<Self, Message> {
        match field.map(Param::text) {
            None => Err(Message::new(keys::ERROR_REQUIRED)),
            Some(Some(text)) if text.trim().is_empty() => Err(Message::new(keys::ERROR_REQUIRED)),
            Some(text) => text.and_then(Self::parse).ok_or_else(|| Message::new(keys::ERROR_CODE)),
        }
    }

    pub(super) fn digits(&self) -> &str {
        self.0.expose()
    }
}

impl fmt::Debug for TypedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedCode(…)")
    }
}

/// Mail programs and phones also copy dashes and spaces that are not ASCII.
fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{200e}' | '\u{200f}' | '\u{2060}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::Params;

    fn read(pairs: &[(&str, &str)]) -> Result<String, String> {
        let params = Params::from_pairs(pairs.iter().copied());
        TypedCode::of_field(params.get("code"))
            .map(|code| code.digits().to_owned())
            .map_err(|message| message.key.to_string())
    }

    #[test]
    fn spaces_and_dashes_are_ignored() {
        for typed in ["123456", " 123456\r\n", "123 456", "123-456", "123\u{a0}456", "1–2—3−4 5 6", "\u{200e}123456"]
        {
            assert_eq!(read(&[("code", typed)]).as_deref(), Ok("123456"), "{typed:?}");
        }
    }

    #[test]
    fn anything_else_is_an_error_of_the_field() {
        let long = "1".repeat(100_000);
        let spaced = format!("{}123456", " ".repeat(100));
        for typed in ["12345", "1234567", "12345a", "１２３４５６", "١٢٣٤٥٦", "123\u{0}456", "+12345", &long, &spaced]
        {
            assert_eq!(read(&[("code", typed)]).unwrap_err(), keys::ERROR_CODE, "{}", typed.len());
        }
        for typed in ["", "  ", "\t"] {
            assert_eq!(read(&[("code", typed)]).unwrap_err(), keys::ERROR_REQUIRED);
        }
        assert_eq!(read(&[]).unwrap_err(), keys::ERROR_REQUIRED);
        for twice in [[("code", "123456"), ("code", "123456")], [("code[]", "123456"), ("code[x]", "1")]] {
            assert_eq!(read(&twice).unwrap_err(), keys::ERROR_CODE, "{twice:?}");
        }
    }
}
