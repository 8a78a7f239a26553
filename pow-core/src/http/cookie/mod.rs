//! Cookies: finding one by name, and writing `Set-Cookie` headers.

use std::{fmt::Write as _, time::Duration};

use crate::{Error, path::BaseUrl};

/// The longest lifetime that browsers accept (RFC 6265bis, section 5.5): 400 days.
pub const MAX_AGE: Duration = Duration::from_secs(400 * 24 * 60 * 60);

/// The maximum size of a cookie's name and value together that browsers store, in bytes (RFC 6265bis, section 5.6).
pub const MAX_SIZE: usize = 4096;

/// The result of looking for a cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CookieMatch<'a> {
    /// No cookie of that name.
    None,
    /// Exactly one. Holds its value as it was sent, quotes included.
    One(&'a [u8]),
    /// More than one. The second may have been planted, so neither is used.
    Several,
}

impl<'a> CookieMatch<'a> {
    /// Returns the value if there is exactly one.
    pub fn one(self) -> Option<&'a [u8]> {
        if let Self::One(value) = self { Some(value) } else { None }
    }

    /// Combines this with the result for another header line.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (found, Self::None) | (Self::None, found) => found,
            _ => Self::Several,
        }
    }
}

/// Looks for the cookie `name` in one `Cookie` header, in one pass and without allocating.
///
/// Names are compared byte by byte, without percent-decoding or case folding. Only spaces and tabs around a pair are
/// skipped. Quotes have no meaning (RFC 6265, section 5.4), so a cookie cannot be hidden inside them.
pub fn find<'a>(header: &'a [u8], name: &[u8]) -> CookieMatch<'a> {
    let mut found = CookieMatch::None;
    let mut start = 0;
    for end in memchr::memchr_iter(b';', header).chain([header.len()]) {
        let pair = header.get(start..end).unwrap_or_default();
        if let Some([b'=', value @ ..]) = trim(pair).strip_prefix(name) {
            found = found.and(CookieMatch::One(value));
        }
        start = end + 1;
    }
    found
}

/// Looks for the cookie `name` in all `Cookie` header lines of a request.
pub fn find_in<'a>(lines: impl IntoIterator<Item = &'a [u8]>, name: &[u8]) -> CookieMatch<'a> {
    lines.into_iter().fold(CookieMatch::None, |found, line| found.and(find(line, name)))
}

/// Returns the names and values in one `Cookie` header, as [`find`] reads them. Pairs that are not UTF-8 are skipped.
pub(crate) fn pairs(header: &[u8]) -> impl Iterator<Item = (&str, &str)> {
    header.split(|byte| *byte == b';').filter_map(|pair| std::str::from_utf8(trim(pair)).ok()?.split_once('='))
}

fn trim(mut pair: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = pair {
        pair = rest;
    }
    pair
}

/// Returns the name of the cookie in the value of a `Set-Cookie` header.
pub(crate) fn name_of(header: &str) -> &str {
    header.split('=').next().unwrap_or_default()
}

/// A cookie that the application sets: its full name and its attributes.
///
/// With `https` its name is `__Host-name` and it is `Secure`. With `http` (on a loopback host) its name is `name`. It is
/// always `HttpOnly`, and by default `SameSite=Lax` and `Path=/` without a `Domain`.
///
/// ```
/// use pow_core::{cookie::SetCookie, path::BaseUrl};
///
/// let session = SetCookie::new("session", &BaseUrl::parse("https://app.example", false)?)?;
/// assert_eq!(
///     session.set("abc", None)?,
///     "__Host-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure",
/// );
/// # Ok::<(), pow_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetCookie {
    name: String,
    secure: bool,
    options: CookieOptions,
}

/// The attributes of a cookie that an application can choose. It is always `HttpOnly`, and `Secure` if the base URL is.
///
/// ```
/// use pow_core::cookie::{CookieOptions, SameSite, SetCookie};
/// use pow_core::path::BaseUrl;
///
/// let cookie = SetCookie::new("session", &BaseUrl::parse("https://app.example", false)?)?;
/// let options = CookieOptions::default().same_site(SameSite::Strict).path("/account");
/// assert_eq!(
///     cookie.with(options)?.set("abc", None)?,
///     "__Secure-session=abc; Path=/account; HttpOnly; SameSite=Strict; Secure",
/// );
/// # Ok::<(), pow_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CookieOptions {
    /// Whether the browser sends the cookie with requests from other sites. Default: only when a link is followed.
    pub same_site: SameSite,
    /// The path below which the cookie is sent. Default: `/`. With `https`, another path changes the name's prefix to
    /// `__Secure-`.
    pub path: Option<String>,
    /// The domain whose subdomains share the cookie. Default: none. With `https`, a domain changes the name's prefix to
    /// `__Secure-`, because every host of the domain can set and read the cookie.
    pub domain: Option<String>,
}

impl CookieOptions {
    /// Sets whether the browser sends the cookie with requests from other sites.
    #[must_use]
    pub fn same_site(mut self, same_site: SameSite) -> Self {
        self.same_site = same_site;
        self
    }

    /// Sets the path below which the cookie is sent.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Sets the domain whose subdomains share the cookie.
    #[must_use]
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.domain = Some(domain.into());
        self
    }

    fn check(&self) -> Result<(), Error> {
        let plain = |text: &str| text.bytes().all(is_value_octet);
        if self.path.as_ref().is_some_and(|path| !path.starts_with('/') || !plain(path)) {
            return Err(Error::Config("the path of a cookie must begin with `/` and contain no spaces or `;`".into()));
        }
        let letters = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
        if self.domain.as_ref().is_some_and(|domain| domain.is_empty() || !domain.bytes().all(letters)) {
            return Err(Error::Config("the domain of a cookie must be a host name such as `example.com`".into()));
        }
        Ok(())
    }
}

/// Whether the browser sends a cookie with requests from other sites (RFC 6265bis, section 5.6.7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SameSite {
    /// Only when the user follows a link or types the address.
    #[default]
    Lax,
    /// Never, not even when the user follows a link. After a link from another site, the first page treats the user as a visitor.
    Strict,
}

impl SetCookie {
    /// Creates a cookie for the application at `base`.
    ///
    /// # Errors
    /// [`Error::Config`] if the name contains anything but ASCII letters, digits, `-` and `_`.
    pub fn new(name: &str, base: &BaseUrl) -> Result<Self, Error> {
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
            return Err(Error::Config(format!(
                "the cookie name {name:?} may contain only ASCII letters, digits, `-` and `_`"
            )));
        }
        let secure = base.is_secure();
        let prefix = if secure { "__Host-" } else { "" };
        Ok(Self { name: format!("{prefix}{name}"), secure, options: CookieOptions::default() })
    }

    /// Returns the same cookie with other attributes.
    ///
    /// # Errors
    /// [`Error::Config`] if the path or the domain is invalid.
    pub fn with(mut self, options: CookieOptions) -> Result<Self, Error> {
        options.check()?;
        if options.path.as_ref().is_some_and(|path| path != "/") || options.domain.is_some() {
            self.name = self.name.replacen("__Host-", "__Secure-", 1);
        }
        self.options = options;
        Ok(self)
    }

    /// Returns the full name, prefix included.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Looks for this cookie in a request's `Cookie` header lines.
    pub fn find_in<'a>(&self, lines: impl IntoIterator<Item = &'a [u8]>) -> CookieMatch<'a> {
        find_in(lines, self.name.as_bytes())
    }

    /// Returns the value of a `Set-Cookie` header. Without `max_age` the cookie ends with the browser's session. A `max_age`
    /// above [`MAX_AGE`] is reduced to it.
    ///
    /// # Errors
    /// [`Error::Other`] with an [`InvalidValue`] if the value contains a character that RFC 6265 forbids, or is too long.
    pub fn set(&self, value: &str, max_age: Option<Duration>) -> Result<String, Error> {
        if !value.bytes().all(is_value_octet) || self.name.len() + value.len() > MAX_SIZE {
            return Err(Error::other(InvalidValue { name: self.name.clone() }));
        }
        Ok(self.header(value, max_age))
    }

    /// Returns the value of a `Set-Cookie` header that removes the cookie. It has the same attributes.
    pub fn removal(&self) -> String {
        self.header("", Some(Duration::ZERO))
    }

    fn header(&self, value: &str, max_age: Option<Duration>) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        let path = self.options.path.as_deref().unwrap_or("/");
        let same_site = match self.options.same_site {
            SameSite::Lax => "Lax",
            SameSite::Strict => "Strict",
        };
        let mut header = format!("{}={value}; Path={path}; HttpOnly; SameSite={same_site}{secure}", self.name);
        if let Some(domain) = &self.options.domain {
            // Writing to a string cannot fail.
            let _ = write!(header, "; Domain={domain}");
        }
        if let Some(max_age) = max_age {
            let _ = write!(header, "; Max-Age={}", whole_seconds(max_age.min(MAX_AGE)));
        }
        header
    }
}

/// Rounds up, because `Max-Age=0` would remove a cookie of half a second. The server enforces the exact lifetime.
fn whole_seconds(span: Duration) -> u64 {
    span.as_secs() + u64::from(span.subsec_nanos() > 0)
}

/// The value of a cookie contains a forbidden character, or is too long.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the value of the cookie {name} is invalid: it must be ASCII without spaces, quotes, commas, semicolons or backslashes, and at most {MAX_SIZE} bytes long together with the name"
)]
pub struct InvalidValue {
    name: String,
}

/// `cookie-octet` of RFC 6265, section 4.1.1.
fn is_value_octet(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\')
}

#[cfg(test)]
mod tests;
