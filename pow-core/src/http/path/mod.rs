//! Paths on our own origin, and the origin itself.

use std::fmt;

use crate::percent;

mod base_url;

pub use base_url::BaseUrl;

/// How long a return path may be, in bytes.
pub const MAX_LENGTH: usize = 2048;

/// How often an escape may itself be escaped before the path is refused.
const MAX_ESCAPE_DEPTH: usize = 3;

/// A path (and query) that stays on our own origin, even if it comes from the request. Redirects follow nothing else.
///
/// ```
/// use pow_core::path::{BaseUrl, LocalPath};
///
/// let base = BaseUrl::parse("https://app.example", false)?;
/// assert_eq!(LocalPath::parse("/notes?page=2", &base).unwrap().as_str(), "/notes?page=2");
/// assert_eq!(LocalPath::parse("//evil.example", &base), None);
/// # Ok::<(), pow_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LocalPath(String);

impl LocalPath {
    /// Accepts `text` if it is printable ASCII, begins with exactly one `/`, holds no backslash, and by the WHATWG URL
    /// rules resolves to a path on `base`'s origin that begins with exactly one `/` too.
    ///
    /// What is kept is the path and query as the resolver writes them; a fragment is dropped. In the path, an escape of a
    /// control character or of a backslash is refused at any depth (`%0d`, `%250d`), and so is one that would make a
    /// second leading `/`.
    ///
    /// # Security
    /// This is the guard against open redirects and split headers. Whether the path exists, or leads back to the sign-in
    /// page, is the caller's question.
    pub fn parse(text: &str, base: &BaseUrl) -> Option<Self> {
        if text.len() > MAX_LENGTH || !is_plain(text) || !is_rooted(text) {
            return None;
        }
        let url = base.url().join(text).ok()?;
        if url.origin() != base.url().origin() || !is_rooted(url.path()) || !escapes_are_harmless(url.path()) {
            return None;
        }
        let path = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        (path.len() <= MAX_LENGTH).then_some(Self(path))
    }

    /// The path `/`, where everything that is refused ends.
    pub fn root() -> Self {
        Self("/".to_owned())
    }

    /// The path and query.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for LocalPath {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LocalPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Printable ASCII without spaces and backslashes.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

fn is_rooted(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//")
}

fn escapes_are_harmless(path: &str) -> bool {
    let mut bytes = path.as_bytes().to_vec();
    for depth in 0..=MAX_ESCAPE_DEPTH {
        let (decoded, stray) = percent::unescape(&bytes);
        // `/%` is broken, but `/100%25` is how `/100%` is written.
        if stray && depth == 0 {
            return false;
        }
        if decoded.len() == bytes.len() {
            return true;
        }
        let harmful = |byte: &u8| byte.is_ascii_control() || *byte == b'\\';
        if decoded.iter().any(harmful) || decoded.starts_with(b"//") {
            return false;
        }
        bytes = decoded;
    }
    false
}

#[cfg(test)]
mod tests;
