//! The fields under one name, as in `user[email]`.

use std::collections::BTreeMap;

use super::{Param, value::BAD_SHAPE};

/// The fields of one scope, as in `user[email]`.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'a> {
    /// No field was sent.
    Empty,
    /// The fields by name.
    Fields(&'a BTreeMap<String, Param>),
    /// The scope was sent as a field or a list. Every requested field is [`InvalidReason::Shape`](super::InvalidReason::Shape).
    Broken,
}

impl<'a> Scope<'a> {
    /// Returns a field, valid or not.
    pub fn get(self, name: &str) -> Option<&'a Param> {
        match self {
            Self::Empty => None,
            Self::Fields(fields) => fields.get(name),
            Self::Broken => Some(&BAD_SHAPE),
        }
    }

    /// Returns the text of a field, or `None` if it is missing or invalid.
    pub fn text(self, name: &str) -> Option<&'a str> {
        self.get(name)?.text()
    }

    /// Returns the fields in alphabetical order.
    pub fn iter(self) -> impl Iterator<Item = (&'a str, &'a Param)> {
        let fields = if let Self::Fields(fields) = self { Some(fields) } else { None };
        fields.into_iter().flatten().map(|(name, param)| (name.as_str(), param))
    }

    /// Returns the names of the fields in alphabetical order.
    pub fn names(self) -> impl Iterator<Item = &'a str> {
        self.iter().map(|(name, _)| name)
    }
}
