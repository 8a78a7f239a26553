//! Parses the keys of a form: `name` or `scope[name]`.

/// A parsed key.
pub(super) enum Key<'a> {
    Plain(&'a str),
    Scoped(&'a str, &'a str),
    /// `scope[name]` with more after it.
    TooDeep(&'a str, &'a str),
    /// A scope whose first brackets hold no name.
    BadScope(&'a str),
    Unusable,
}

impl<'a> Key<'a> {
    pub(super) fn parse(key: &'a str) -> Self {
        let Some((scope, rest)) = key.split_once('[') else {
            return if is_name(key) { Self::Plain(key) } else { Self::Unusable };
        };
        if !is_name(scope) {
            return Self::Unusable;
        }
        match rest.split_once(']') {
            Some((name, "")) if is_name(name) => Self::Scoped(scope, name),
            Some((name, _)) if is_name(name) => Self::TooDeep(scope, name),
            _ => Self::BadScope(scope),
        }
    }
}

pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| matches!(c, '[' | ']') || c.is_control())
}
