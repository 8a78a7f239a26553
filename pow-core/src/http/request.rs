//! The parts of a request that actions and hooks use.

use std::{fmt, net::IpAddr, sync::Arc};

use super::{ClientKind, Method, cookie, params::Params};

/// A request as actions and hooks see it. `Debug` prints names without values, because links and headers carry secrets.
#[derive(Default)]
#[non_exhaustive]
pub struct Request {
    /// The kind of client. It decides whether the answer is a page or JSON.
    pub client: ClientKind,
    /// The method, after the override of a form is applied.
    pub method: Option<Method>,
    /// Whether it is a HEAD request. It gets the headers of a GET, and must not change anything.
    pub is_head: bool,
    /// Whether a browser navigates to this address and shows the result (`Sec-Fetch-Mode: navigate`, W3C Fetch Metadata).
    pub is_navigation: bool,
    /// Whether the result of a form may be a redirect to a page. This is the case for a browser that navigates, and for one that
    /// does not say whether it navigates, but accepts HTML and sends `Origin` (Safari before 16.4). A text browser sends no
    /// `Origin`. It gets the page at once, because after a redirect it would show its old copy of the form.
    pub(crate) may_navigate: bool,
    /// The path and the query as they were sent.
    pub uri: String,
    /// The parameters of the route. They include the token of a secret link, even if the path has only its handle.
    pub path_params: Vec<(String, String)>,
    /// The query.
    pub query: Arc<Params>,
    /// The form.
    pub body: Arc<Params>,
    /// The `Cookie` headers.
    pub cookies: Vec<Vec<u8>>,
    /// The client's IP address. By default it is the peer of the connection. With
    /// [`Config::trusted_proxies`](crate::Config::trusted_proxies) it is the address that connected to the outermost trusted proxy.
    pub peer: Option<IpAddr>,
    /// `User-Agent`, truncated to 512 bytes.
    pub user_agent: Option<String>,
    /// `Accept-Language`.
    pub accept_language: Option<String>,
    /// `Authorization`, if it was sent once.
    pub authorization: Option<String>,
    /// `X-CSRF-Token`, the form token of a script.
    pub(crate) csrf_token: Option<String>,
    /// The SHA-256 of the body.
    pub(crate) body_digest: [u8; 32],
    /// Whether cookies are neither read nor set.
    pub(crate) is_without_cookies: bool,
    /// Whether `Authorization` alone says who sends the request.
    pub(crate) is_judged_by_authorization: bool,
    /// The placeholder in the address for the token of a secret link.
    pub(crate) link: Option<String>,
}

impl Request {
    /// Returns a parameter of the path.
    pub fn path_param(&self, name: &str) -> Option<&str> {
        self.path_params.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns whether a cookie of exactly this name was sent, once or several times.
    pub fn has_cookie(&self, name: &str) -> bool {
        let lines = self.cookies.iter().map(Vec::as_slice);
        cookie::find_in(lines, name.as_bytes()) != cookie::CookieMatch::None
    }

    /// Returns the value of the cookie of exactly this name, if it was sent exactly once.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let lines = self.cookies.iter().map(Vec::as_slice);
        std::str::from_utf8(cookie::find_in(lines, name.as_bytes()).one()?).ok()
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.path_params.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("client", &self.client)
            .field("is_head", &self.is_head)
            .field("path_params", &names)
            .field("query", &self.query)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
