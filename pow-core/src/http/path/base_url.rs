//! The address under which people reach the application.

use url::{Host, Url};

use super::LocalPath;
use crate::Error;

/// The application's own origin: `https://app.example`, or `http://localhost:8080` while developing.
///
/// Links in mails and the comparison of origins come from here, never from the request's `Host` header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    url: Url,
    origin: String,
}

impl BaseUrl {
    /// Reads an address that holds a scheme, a host and perhaps a port, and nothing else.
    ///
    /// `https` is accepted everywhere, `http` on a loopback host only (`localhost`, 127.0.0.0/8, `[::1]`), or
    /// anywhere if `danger_insecure_cookies` is set.
    ///
    /// # Errors
    /// [`Error::Config`] with a sentence that names the remedy.
    pub fn parse(text: &str, danger_insecure_cookies: bool) -> Result<Self, Error> {
        let url = Url::parse(text).map_err(|error| {
            refused(text, &format!("is not an address ({error}); write it like \"https://app.example\""))
        })?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(refused(text, "must begin with https://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("…", "must not hold a user name or a password; leave out everything up to the @"));
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(refused(text, "must end after the host and port; mount the routes under a prefix instead"));
        }
        if url.scheme() == "http" && !is_loopback(&url) && !danger_insecure_cookies {
            let remedy = "would send session cookies unencrypted; use https, or set `danger_insecure_cookies`";
            return Err(refused(text, remedy));
        }
        Ok(Self { origin: url.origin().ascii_serialization(), url })
    }

    /// The origin as a browser writes it in its `Origin` header, without a `/` at the end.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Host and port, as in `127.0.0.1:8000`: where an application listens that stands behind no proxy.
    pub fn authority(&self) -> String {
        let (host, port) = (self.url.host_str().unwrap_or_default(), self.url.port_or_known_default());
        format!("{host}:{}", port.unwrap_or_default())
    }

    /// Whether cookies are marked `Secure`: the scheme is `https`.
    pub fn is_secure(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// The whole address of a path, for links in mails.
    pub fn join(&self, path: &LocalPath) -> String {
        format!("{}{path}", self.origin)
    }

    pub(super) fn url(&self) -> &Url {
        &self.url
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn refused(text: &str, remedy: &str) -> Error {
    Error::Config(format!("the base URL {text:?} {remedy}"))
}
