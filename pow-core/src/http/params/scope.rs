//! The fields under one name, as in `user[email]`.

use std::collections::BTreeMap;

use super::{Param, value::BAD_SHAPE};

/// The fields of one scope, as in `user[email]`.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'a> {
    /// Nothing was sent.
    Empty,
    /// The fields by their names.
    Fields(&'a BTreeMap<String, Param>),
    /// The scope itself came as a field or a list: every field that is asked for is [`Why::Shape`](super::Why::Shape).
    Broken,
}

impl<'a> Scope<'a> {
    /// A field, as it was read.
    pub fn get(self, name: &str) -> Option<&'a Param> {
        match self {
            Self::Empty => None,
            Self::Fields(fields) => fields.get(name),
            Self::Broken => Some(&BAD_SHAPE),
        }
    }

    /// A field's text: `None` if it is missing or invalid.
    pub fn text(self, name: &str) -> Option<&'a str> {
        self.get(name)?.text()
    }

    /// The fields in alphabetical order.
    pub fn iter(self) -> impl Iterator<Item = (&'a str, &'a Param)> {
        let fields = if let Self::Fields(fields) = self { Some(fields) } else { None };
        fields.into_iter().flatten().map(|(name, param)| (name.as_str(), param))
    }

    /// The fields' names in alphabetical order.
    pub fn names(self) -> impl Iterator<Item = &'a str> {
        self.iter().map(|(name, _)| name)
    }
}
