//! Sets of scopes.

use std::{collections::BTreeSet, fmt};

const READ: &str = "read";
const WRITE: &str = "write";

/// A set of scopes, each as `resource:action`. As text, they are in alphabetical order and separated by spaces.
///
/// ```
/// use pow_ext_api_tokens::Scopes;
///
/// let scopes: Scopes = ["orders:write", "orders:read"].into_iter().collect();
/// assert_eq!(scopes.to_string(), "orders:read orders:write");
/// assert!(scopes.has("orders:read"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(BTreeSet<String>);

impl Scopes {
    /// Reads scopes that are separated by spaces.
    pub fn parse(text: &str) -> Self {
        text.split(' ').filter(|scope| !scope.is_empty()).collect()
    }

    /// Returns whether the set has this scope.
    pub fn has(&self, scope: &str) -> bool {
        self.0.contains(scope)
    }

    /// Returns whether the set is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the number of scopes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns the scopes in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Returns the scopes that both sets have.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self(self.0.intersection(&other.0).cloned().collect())
    }

    /// Returns the scopes of this set that the other one lacks.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        Self(self.0.difference(&other.0).cloned().collect())
    }

    /// Adds `orders:read` for `orders:write`.
    pub(crate) fn with_reads(&self) -> Self {
        let reads = self.0.iter().filter_map(|scope| {
            let (resource, action) = scope.split_once(':')?;
            (action == WRITE).then(|| format!("{resource}:{READ}"))
        });
        Self(self.0.iter().cloned().chain(reads).collect())
    }
}

impl<'a> FromIterator<&'a str> for Scopes {
    fn from_iter<T: IntoIterator<Item = &'a str>>(scopes: T) -> Self {
        Self(scopes.into_iter().map(str::to_owned).collect())
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, scope) in self.0.iter().enumerate() {
            let space = if at == 0 { "" } else { " " };
            write!(f, "{space}{scope}")?;
        }
        Ok(())
    }
}

/// Whether the text is `resource:action`.
pub(crate) fn is_scope(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
    };
    text.len() <= 64 && text.split_once(':').is_some_and(|(resource, action)| is_word(resource) && is_word(action))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scope_is_a_resource_and_an_action() {
        assert!(is_scope("orders:read") && is_scope("order-lines:bulk_write2"));
        for wrong in ["", "orders", ":read", "orders:", "Orders:read", "orders:read:all", "orders read:x", "ö:read"] {
            assert!(!is_scope(wrong), "{wrong}");
        }
        assert!(!is_scope(&format!("{}:read", "o".repeat(60))));
    }

    #[test]
    fn write_includes_only_the_read_of_its_own_resource() {
        let scopes = Scopes::parse("orders:write  users:delete");
        assert_eq!(scopes.with_reads().to_string(), "orders:read orders:write users:delete");
        assert_eq!(scopes.without(&Scopes::parse("orders:write")).to_string(), "users:delete");
    }
}
