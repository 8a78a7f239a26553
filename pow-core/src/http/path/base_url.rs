//! The public address of the application.

use url::{Host, Url};

use super::LocalPath;
use crate::Error;

/// The origin of the application: `https://app.example`, or `http://localhost:8080` while developing.
///
/// Links in mails and the check of origins use it, never the `Host` header of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    url: Url,
    origin: String,
}

impl BaseUrl {
    /// Parses an address that consists of a scheme, a host and optionally a port.
    ///
    /// `https` is always accepted. `http` is accepted on a loopback host (`localhost`, 127.0.0.0/8, `[::1]`), or if
    /// `danger_insecure_cookies` is set.
    ///
    /// # Errors
    /// [`Error::Config`] with a message that names the remedy.
    pub fn parse(text: &str, danger_insecure_cookies: bool) -> Result<Self, Error> {
        let url = Url::parse(text).map_err(|error| {
            refused(text, &format!("is not a URL ({error}); write it like \"https://app.example\""))
        })?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(refused(text, "must begin with https://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("…", "must not contain a user name or a password; remove everything up to the @"));
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

    /// Returns the origin as a browser writes it in its `Origin` header, without a trailing `/`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns host and port, as in `127.0.0.1:8000`. An application without a proxy listens on this address.
    pub fn authority(&self) -> String {
        let (host, port) = (self.url.host_str().unwrap_or_default(), self.url.port_or_known_default());
        format!("{host}:{}", port.unwrap_or_default())
    }

    /// Returns whether cookies are marked `Secure`, which they are if the scheme is `https`.
    pub fn is_secure(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Returns whether only this machine can reach the address.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    /// Returns the full address of a path, for links in mails.
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
