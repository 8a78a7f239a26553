//! A message before it is translated: its key and its arguments.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// The key and the arguments of a message. Its text is produced when it is shown, in the reader's language.
///
/// ```
/// use pow_core::messages::Message;
///
/// let message = Message::new("error-too-short").with("min", 8);
/// assert_eq!(message.key, "error-too-short");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The key in the Fluent resources, such as `sign-in-failed`.
    pub key: Cow<'static, str>,
    /// The arguments by name, such as `min`.
    pub args: Vec<(Cow<'static, str>, Arg)>,
}

impl Message {
    /// Creates a message without arguments.
    pub fn new(key: impl Into<Cow<'static, str>>) -> Self {
        Self { key: key.into(), args: Vec::new() }
    }

    /// Adds an argument.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Arg>) -> Self {
        self.args.push((name.into(), value.into()));
        self
    }
}

impl From<&'static str> for Message {
    fn from(key: &'static str) -> Self {
        Self::new(key)
    }
}

/// An argument of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Arg {
    /// Text, shown unchanged.
    Text(String),
    /// A number, which may select a plural form.
    Number(i64),
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<i32> for Arg {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u32> for Arg {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u64> for Arg {
    /// Numbers beyond `i64::MAX` are shown as `i64::MAX`.
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Arg {
    /// Numbers beyond `i64::MAX` are shown as `i64::MAX`.
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}
