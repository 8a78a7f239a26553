//! Form bodies and query strings: one strict parser for `application/x-www-form-urlencoded`.
//!
//! A key is `name` or `scope[name]`, once decoded. Whatever else a client sends never makes the whole body unreadable;
//! it makes the field that it touches [`Param::Invalid`], which a form answers by a field error (422):
//!
//! | sent | read as |
//! |---|---|
//! | `user[email]=a` or `user%5Bemail%5D=a` | text |
//! | `user[email]=a&user[email]=b` | `email` is [`Why::Duplicate`], whatever the values |
//! | `user[email][]=a`, `user[email][x]=a` | `email` is [`Why::Shape`] |
//! | `user=a`, `user[]=a`, `user[email=a` | every field of `user` is [`Why::Shape`] |
//! | `%zz` or bytes that are not UTF-8 in a value | [`Why::Encoding`] |
//! | `%00` in a value | [`Why::Nul`]; other control characters are for the field's own rule |
//! | an undecodable, empty or bracket-broken key that names no field | ignored, like any unknown field |
//! | more than [`MAX_PAIRS`] pairs | [`ParamsError::TooMany`], answered by 413 |
//!
//! Only `&` separates; `;` is an ordinary character, `+` is a space. The number of bytes is bounded by the caller.

use std::{collections::BTreeMap, fmt};

use key::Key;
use value::BAD_SHAPE;

mod decode;
mod key;
mod scope;
mod value;

pub use scope::Scope;
pub use value::{Param, Why};

/// How many pairs a body or query string may hold.
pub const MAX_PAIRS: usize = 256;

/// The fields that a client sent, by name. Values are zeroed when it is dropped; `Debug` shows names only.
///
/// ```
/// use pow_core::params::Params;
///
/// let params = Params::parse(b"_csrf_token=t&user%5Bemail%5D=ann%40example.com")?;
/// assert_eq!(params.text("_csrf_token"), Some("t"));
/// assert_eq!(params.scope("user").text("email"), Some("ann@example.com"));
/// # Ok::<(), pow_core::params::ParamsError>(())
/// ```
#[derive(Default)]
pub struct Params {
    entries: BTreeMap<String, Entry>,
}

impl Params {
    /// Reads a body or a query string (without its `?`) in one pass.
    ///
    /// # Errors
    /// [`ParamsError::TooMany`] for more than [`MAX_PAIRS`] pairs; the rest is never looked at.
    pub fn parse(bytes: &[u8]) -> Result<Self, ParamsError> {
        let mut params = Self::default();
        let pairs = bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
        for (index, pair) in pairs.enumerate() {
            if index >= MAX_PAIRS {
                return Err(ParamsError::TooMany);
            }
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let (key, value) = (halves.next().unwrap_or_default(), halves.next().unwrap_or_default());
            // A key is no secret, and one that can't be decoded names no field.
            if let Ok(key) = decode::text(key) {
                params.insert(&key, decode::param(value));
            }
        }
        Ok(params)
    }

    /// Fields from decoded pairs, by the same rules for keys: for tests and for other sources of input.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut params = Self::default();
        for (key, value) in pairs {
            params.insert(key, Param::from_text(value));
        }
        params
    }

    /// A top-level field, as it was read.
    pub fn get(&self, name: &str) -> Option<&Param> {
        match self.entries.get(name)? {
            Entry::Value(param) => Some(param),
            Entry::Scope(_) | Entry::Broken => Some(&BAD_SHAPE),
        }
    }

    /// A top-level field's text: `None` if it is missing or invalid.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.text()
    }

    /// The fields under `name`, as in `name[field]=value`; empty if there are none.
    pub fn scope(&self, name: &str) -> Scope<'_> {
        match self.entries.get(name) {
            None => Scope::Empty,
            Some(Entry::Scope(fields)) => Scope::Fields(fields),
            Some(Entry::Value(_) | Entry::Broken) => Scope::Broken,
        }
    }

    /// The top-level names, of fields and scopes, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// The top-level fields that are no scopes, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Param)> {
        self.entries.iter().filter_map(|(name, entry)| match entry {
            Entry::Value(param) => Some((name.as_str(), param)),
            Entry::Scope(_) | Entry::Broken => None,
        })
    }

    fn insert(&mut self, key: &str, param: Param) {
        match Key::parse(key) {
            Key::Unusable => {}
            Key::Plain(name) => match self.entries.get_mut(name) {
                None => drop(self.entries.insert(name.to_owned(), Entry::Value(param))),
                Some(Entry::Value(first)) => *first = Param::Invalid(Why::Duplicate),
                Some(entry) => *entry = Entry::Broken,
            },
            Key::BadScope(scope) => drop(self.entries.insert(scope.to_owned(), Entry::Broken)),
            Key::Scoped(scope, name) => self.insert_scoped(scope, name, param),
            Key::TooDeep(scope, name) => self.insert_scoped(scope, name, Param::Invalid(Why::Shape)),
        }
    }

    fn insert_scoped(&mut self, scope: &str, name: &str, param: Param) {
        let entry = match self.entries.get_mut(scope) {
            Some(entry) => entry,
            None => self.entries.entry(scope.to_owned()).or_insert_with(|| Entry::Scope(BTreeMap::new())),
        };
        match entry {
            Entry::Scope(fields) => match fields.get_mut(name) {
                Some(first) => *first = Param::Invalid(Why::Duplicate),
                None => drop(fields.insert(name.to_owned(), param)),
            },
            Entry::Value(_) | Entry::Broken => *entry = Entry::Broken,
        }
    }
}

impl fmt::Debug for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(&self.entries).finish()
    }
}

enum Entry {
    Value(Param),
    Scope(BTreeMap<String, Param>),
    /// Both a field and a scope, or a scope without names.
    Broken,
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(param) => param.fmt(f),
            Self::Scope(fields) => f.debug_map().entries(fields).finish(),
            Self::Broken => f.write_str("Broken"),
        }
    }
}

/// A body or query string that is refused as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParamsError {
    /// More than [`MAX_PAIRS`] pairs. Answered by 413.
    #[error("a form may hold {MAX_PAIRS} fields at most")]
    TooMany,
}

#[cfg(test)]
mod tests;
