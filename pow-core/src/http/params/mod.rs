//! Form bodies and query strings: one strict parser for `application/x-www-form-urlencoded`. JSON bodies become the same
//! fields: [`Params::parse_json`].
//!
//! A decoded key is `name` or `scope[name]`. Invalid input never makes the whole body unreadable. It makes the affected
//! field [`Param::Invalid`], which a form answers with a field error (422):
//!
//! | sent | read as |
//! |---|---|
//! | `user[email]=a` or `user%5Bemail%5D=a` | text |
//! | `user[email]=a&user[email]=b` | `email` is [`InvalidReason::Duplicate`], even if the values are equal |
//! | `user[email][]=a`, `user[email][x]=a` | `email` is [`InvalidReason::Shape`] |
//! | `user=a`, `user[]=a`, `user[email=a` | every field of `user` is [`InvalidReason::Shape`] |
//! | `%zz` or bytes that are not UTF-8 in a value | [`InvalidReason::Encoding`] |
//! | `%00` in a value | [`InvalidReason::Nul`]; other control characters are left to the field's validation |
//! | a key that is empty, cannot be decoded or has unbalanced brackets, and names no field | ignored, like an unknown field |
//! | more than [`MAX_PAIRS`] pairs | [`ParamsError::TooMany`], answered by 413 |
//!
//! Pairs are separated by `&`. A `;` has no special meaning, and `+` is a space. The caller limits the number of bytes.

use std::{collections::BTreeMap, fmt};

use key::Key;
use value::BAD_SHAPE;

mod decode;
mod json;
mod key;
mod scope;
mod value;

pub use scope::Scope;
pub use value::{InvalidReason, Param};

/// The maximum number of pairs in a body or query string.
pub const MAX_PAIRS: usize = 256;

/// The fields that a client sent, by name. Values are zeroed on drop, and `Debug` prints names only.
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
    /// Parses a body or a query string (without its `?`) in one pass.
    ///
    /// # Errors
    /// [`ParamsError::TooMany`] for more than [`MAX_PAIRS`] pairs. The rest is not read.
    pub fn parse(bytes: &[u8]) -> Result<Self, ParamsError> {
        let mut params = Self::default();
        let pairs = bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
        for (index, pair) in pairs.enumerate() {
            if index >= MAX_PAIRS {
                return Err(ParamsError::TooMany);
            }
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let (key, value) = (halves.next().unwrap_or_default(), halves.next().unwrap_or_default());
            // A key that cannot be decoded names no field.
            if let Ok(key) = decode::text(key) {
                params.insert(&key, decode::param(value));
            }
        }
        Ok(params)
    }

    /// Creates fields from decoded pairs, by the same rules for keys. Use it for tests and for other sources of input.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut params = Self::default();
        for (key, value) in pairs {
            params.insert(key, Param::from_text(value));
        }
        params
    }

    /// Returns a top-level field, valid or not.
    pub fn get(&self, name: &str) -> Option<&Param> {
        match self.entries.get(name)? {
            Entry::Value(param) => Some(param),
            Entry::Scope(_) | Entry::Broken => Some(&BAD_SHAPE),
        }
    }

    /// Returns the text of a top-level field, or `None` if it is missing or invalid.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.text()
    }

    /// Returns the fields under `name`, as in `name[field]=value`.
    pub fn scope(&self, name: &str) -> Scope<'_> {
        match self.entries.get(name) {
            None => Scope::Empty,
            Some(Entry::Scope(fields)) => Scope::Fields(fields),
            Some(Entry::Value(_) | Entry::Broken) => Scope::Broken,
        }
    }

    /// Returns the names of the top-level fields and scopes, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Returns the top-level fields that are not scopes, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Param)> {
        self.entries.iter().filter_map(|(name, entry)| match entry {
            Entry::Value(param) => Some((name.as_str(), param)),
            Entry::Scope(_) | Entry::Broken => None,
        })
    }

    /// Returns a copy in which these fields of a scope have these values, whatever was sent. Use it for a form if some of its
    /// fields are already decided.
    ///
    /// ```
    /// use pow_core::params::Params;
    ///
    /// let sent = Params::from_pairs([("user[email]", "eve@example.com"), ("user[name]", "Ann")]);
    /// let decided = sent.with_scoped("user", [("email", "ann@example.com")]);
    /// assert_eq!(decided.scope("user").text("email"), Some("ann@example.com"));
    /// assert_eq!(decided.scope("user").text("name"), Some("Ann"));
    /// ```
    #[must_use]
    pub fn with_scoped<'a>(&self, scope: &str, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut entries = self.entries.clone();
        let mut known = match entries.remove(scope) {
            Some(Entry::Scope(known)) => known,
            _ => BTreeMap::new(),
        };
        known.extend(fields.into_iter().map(|(name, value)| (name.to_owned(), Param::from_text(value))));
        entries.insert(scope.to_owned(), Entry::Scope(known));
        Self { entries }
    }

    /// Returns a copy that keeps only those fields of a scope for which `keep` is true.
    pub(crate) fn retain_scoped(&self, scope: &str, keep: impl Fn(&str) -> bool) -> Self {
        let mut entries = self.entries.clone();
        if let Some(Entry::Scope(fields)) = entries.get_mut(scope) {
            fields.retain(|name, _| keep(name));
        }
        Self { entries }
    }

    fn insert(&mut self, key: &str, param: Param) {
        match Key::parse(key) {
            Key::Unusable => {}
            Key::Plain(name) => match self.entries.get_mut(name) {
                None => drop(self.entries.insert(name.to_owned(), Entry::Value(param))),
                Some(Entry::Value(first)) => *first = Param::Invalid(InvalidReason::Duplicate),
                Some(entry) => *entry = Entry::Broken,
            },
            Key::BadScope(scope) => drop(self.entries.insert(scope.to_owned(), Entry::Broken)),
            Key::Scoped(scope, name) => self.insert_scoped(scope, name, param),
            Key::TooDeep(scope, name) => self.insert_scoped(scope, name, Param::Invalid(InvalidReason::Shape)),
        }
    }

    fn insert_scoped(&mut self, scope: &str, name: &str, param: Param) {
        let entry = match self.entries.get_mut(scope) {
            Some(entry) => entry,
            None => self.entries.entry(scope.to_owned()).or_insert_with(|| Entry::Scope(BTreeMap::new())),
        };
        match entry {
            Entry::Scope(fields) => match fields.get_mut(name) {
                Some(first) => *first = Param::Invalid(InvalidReason::Duplicate),
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

#[derive(Clone)]
enum Entry {
    Value(Param),
    Scope(BTreeMap<String, Param>),
    /// Both a field and a scope, or a scope whose brackets hold no name.
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

/// A body or query string that is rejected as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParamsError {
    /// More than [`MAX_PAIRS`] pairs. Answered with a 413.
    #[error("too many fields in a form: at most {MAX_PAIRS} are accepted")]
    TooMany,
    /// A JSON body that is not one object. Answered with a 400.
    #[error("the JSON body is not an object: send one object of plain values")]
    NotAnObject,
}

#[cfg(test)]
mod tests;
