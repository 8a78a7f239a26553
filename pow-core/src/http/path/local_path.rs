//! A path on the application's origin.

use std::fmt;

use super::BaseUrl;
use crate::percent;

/// The maximum length of a return path, in bytes.
pub const MAX_LENGTH: usize = 2048;

/// The maximum nesting of percent-encodings. A path with deeper nesting is rejected.
const MAX_ESCAPE_DEPTH: usize = 3;

/// A path (and query) that stays on the application's origin, even if it comes from the request. Redirects accept only this
/// type.
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
    /// Returns the path if `text` is printable ASCII, begins with exactly one `/` and contains no backslash. By the WHATWG
    /// URL rules it must also resolve to a path on the origin of `base` that begins with exactly one `/`.
    ///
    /// The result is the path and query as the URL parser writes them, without a fragment. A percent-encoded control
    /// character or backslash in the path is rejected at any depth (`%0d`, `%250d`). A percent-encoding that would produce
    /// a second leading `/` is rejected too.
    ///
    /// # Security
    /// This prevents open redirects and header injection. The caller checks whether the path exists, and whether it leads
    /// back to the sign-in page.
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

    /// Returns the path `/`, the fallback for rejected paths.
    pub fn root() -> Self {
        Self("/".to_owned())
    }

    /// Returns the path and query.
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

/// Whether the text is printable ASCII without spaces or backslashes.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

fn is_rooted(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//")
}

fn escapes_are_harmless(path: &str) -> bool {
    let mut bytes = path.as_bytes().to_vec();
    for depth in 0..=MAX_ESCAPE_DEPTH {
        let (decoded, is_valid) = percent::decode(&bytes);
        // `/%` is invalid, but `/100%25` is the encoding of `/100%`.
        if !is_valid && depth == 0 {
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
