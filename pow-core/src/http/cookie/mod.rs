//! Cookies: a raw scan for one name, and the header that sets or removes one.

use std::{fmt::Write as _, time::Duration};

use crate::{Error, path::BaseUrl};

/// The longest lifetime that browsers keep (RFC 6265bis, section 5.5): 400 days.
pub const MAX_AGE: Duration = Duration::from_secs(400 * 24 * 60 * 60);

/// The most bytes that browsers keep of a cookie's name and value together (RFC 6265bis, section 5.6).
pub const MAX_SIZE: usize = 4096;

/// What a scan for a cookie found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<'a> {
    /// No cookie of that name.
    None,
    /// Exactly one; its value as it was sent, quotes included.
    One(&'a [u8]),
    /// More than one: a second may have been planted, so none of them is used.
    Several,
}

impl<'a> Found<'a> {
    /// The value, if there is exactly one.
    pub fn one(self) -> Option<&'a [u8]> {
        if let Self::One(value) = self { Some(value) } else { None }
    }

    /// Takes in what another header line holds.
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
/// Names are compared byte by byte: no percent-decoding, no case folding, and only spaces and tabs around a pair are
/// skipped. Quotes have no meaning (RFC 6265, section 5.4), so nothing can be hidden inside them.
pub fn find<'a>(header: &'a [u8], name: &[u8]) -> Found<'a> {
    let mut found = Found::None;
    let mut start = 0;
    for end in memchr::memchr_iter(b';', header).chain([header.len()]) {
        let pair = header.get(start..end).unwrap_or_default();
        if let Some([b'=', value @ ..]) = trim(pair).strip_prefix(name) {
            found = found.and(Found::One(value));
        }
        start = end + 1;
    }
    found
}

/// Looks for the cookie `name` in all `Cookie` header lines of a request.
pub fn find_in<'a>(lines: impl IntoIterator<Item = &'a [u8]>, name: &[u8]) -> Found<'a> {
    lines.into_iter().fold(Found::None, |found, line| found.and(find(line, name)))
}

/// The names of the cookies in one `Cookie` header, those that are no text left out.
pub(crate) fn names(header: &[u8]) -> impl Iterator<Item = &str> {
    header
        .split(|byte| *byte == b';')
        .filter_map(|pair| std::str::from_utf8(trim(pair).split(|byte| *byte == b'=').next()?).ok())
}

fn trim(mut pair: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = pair {
        pair = rest;
    }
    pair
}

/// The cookie's name in the value of a `Set-Cookie` header.
pub(crate) fn name_of(header: &str) -> &str {
    header.split('=').next().unwrap_or_default()
}

/// A cookie of ours: its full name and its attributes, the same whether it is set or removed.
///
/// Under `https` it is `__Host-name` and `Secure`; under `http` (a loopback host) a plain `name`. It is always `HttpOnly`,
/// `SameSite=Lax` and `Path=/`, and never has a `Domain`.
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

/// What an application may choose of a cookie. `HttpOnly` always is, and `Secure` follows from the address.
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
    /// Whether requests that begin on other sites carry it. Default: only links do.
    pub same_site: SameSite,
    /// Below which path it is sent. Default: everywhere. With https, the name begins with `__Secure-` then.
    pub path: Option<String>,
    /// With which subdomains it is shared. Default: none. With https, the name begins with `__Secure-` then: every host
    /// of the domain can set and read it.
    pub domain: Option<String>,
}

impl CookieOptions {
    /// Whether requests that begin on other sites carry it.
    #[must_use]
    pub fn same_site(mut self, same_site: SameSite) -> Self {
        self.same_site = same_site;
        self
    }

    /// Below which path it is sent.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// With which subdomains it is shared.
    #[must_use]
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.domain = Some(domain.into());
        self
    }

    fn check(&self) -> Result<(), Error> {
        let plain = |text: &str| text.bytes().all(is_value_octet);
        if self.path.as_ref().is_some_and(|path| !path.starts_with('/') || !plain(path)) {
            return Err(Error::Config("the path of a cookie begins with a slash, and holds no spaces or `;`".into()));
        }
        let letters = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
        if self.domain.as_ref().is_some_and(|domain| domain.is_empty() || !domain.bytes().all(letters)) {
            return Err(Error::Config("the domain of a cookie is written like `example.com`".into()));
        }
        Ok(())
    }
}

/// Whether requests that begin on other sites carry a cookie (RFC 6265bis, section 5.6.7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SameSite {
    /// Only links and typed addresses.
    #[default]
    Lax,
    /// Not even links: who comes from elsewhere is unknown on the first page.
    Strict,
}

impl SetCookie {
    /// A cookie for the application at `base`.
    ///
    /// # Errors
    /// [`Error::Config`] if the name holds anything but ASCII letters, digits, `-` and `_`.
    pub fn new(name: &str, base: &BaseUrl) -> Result<Self, Error> {
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
            return Err(Error::Config(format!(
                "the cookie name {name:?} may hold ASCII letters, digits, - and _ only"
            )));
        }
        let secure = base.is_secure();
        let prefix = if secure { "__Host-" } else { "" };
        Ok(Self { name: format!("{prefix}{name}"), secure, options: CookieOptions::default() })
    }

    /// The same cookie with other attributes.
    ///
    /// # Errors
    /// [`Error::Config`] if the path or the domain can't be one.
    pub fn with(mut self, options: CookieOptions) -> Result<Self, Error> {
        options.check()?;
        if options.path.as_ref().is_some_and(|path| path != "/") || options.domain.is_some() {
            self.name = self.name.replacen("__Host-", "__Secure-", 1);
        }
        self.options = options;
        Ok(self)
    }

    /// The full name, prefix included.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Looks for this cookie in a request's `Cookie` header lines.
    pub fn find_in<'a>(&self, lines: impl IntoIterator<Item = &'a [u8]>) -> Found<'a> {
        find_in(lines, self.name.as_bytes())
    }

    /// The value of a `Set-Cookie` header. Without `max_age` the cookie ends with the browser's session; [`MAX_AGE`] is
    /// the most.
    ///
    /// # Errors
    /// [`Error::Other`] with an [`InvalidValue`] if the value holds a character that RFC 6265 does not allow, or is
    /// too long for browsers to keep.
    pub fn set(&self, value: &str, max_age: Option<Duration>) -> Result<String, Error> {
        if !value.bytes().all(is_value_octet) || self.name.len() + value.len() > MAX_SIZE {
            return Err(Error::other(InvalidValue { name: self.name.clone() }));
        }
        Ok(self.header(value, max_age))
    }

    /// The value of a `Set-Cookie` header that removes the cookie, with the attributes that it was set with.
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
            // Writing to a string can't fail.
            let _ = write!(header, "; Domain={domain}");
        }
        if let Some(max_age) = max_age {
            let _ = write!(header, "; Max-Age={}", whole_seconds(max_age.min(MAX_AGE)));
        }
        header
    }
}

/// Rounded up: a cookie of half a second would be removed by `Max-Age=0`. Whatever it is good for ends by the server's clock.
fn whole_seconds(span: Duration) -> u64 {
    span.as_secs() + u64::from(span.subsec_nanos() > 0)
}

/// A cookie's value holds a character that is not allowed, or is too long.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the value of the cookie {name} can't be sent: {MAX_SIZE} bytes of ASCII without spaces, quotes, commas, semicolons and backslashes at most"
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
