//! The parts of a request that actions and hooks need, copied out of it.

use std::{fmt, net::IpAddr, sync::Arc};

use super::{Method, cookie, params::Params};

/// A request as the framework's own actions see it. Its `Debug` shows names and no values: links and headers carry secrets.
#[derive(Default)]
#[non_exhaustive]
pub struct Request {
    /// The method, after a form's override.
    pub method: Option<Method>,
    /// Whether it was a HEAD request: it gets a GET's headers, and must change nothing.
    pub is_head: bool,
    /// Whether a browser goes to this address, and so shows it (`Sec-Fetch-Mode: navigate`, W3C Fetch Metadata).
    pub is_navigation: bool,
    /// The path and the query as they were sent.
    pub uri: String,
    /// The route's parameters. The token of a secret link is here wherever it came from.
    pub path_params: Vec<(String, String)>,
    /// The query.
    pub query: Arc<Params>,
    /// The form.
    pub body: Arc<Params>,
    /// The `Cookie` headers.
    pub cookies: Vec<Vec<u8>>,
    /// The address of the client: that of the connection, or with
    /// [`Config::trusted_proxies`](crate::Config::trusted_proxies) what the first of them was called from.
    pub peer: Option<IpAddr>,
    /// `User-Agent`, cut at 512 bytes.
    pub user_agent: Option<String>,
    /// `Accept-Language`.
    pub accept_language: Option<String>,
    /// `Authorization`.
    pub authorization: Option<String>,
    /// What the address has in place of the token of a secret link.
    pub(crate) link: Option<String>,
}

impl Request {
    /// A parameter of the path.
    pub fn path_param(&self, name: &str) -> Option<&str> {
        self.path_params.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether a cookie of exactly this name was sent, once or several times.
    pub fn has_cookie(&self, name: &str) -> bool {
        let lines = self.cookies.iter().map(Vec::as_slice);
        cookie::find_in(lines, name.as_bytes()) != cookie::Found::None
    }

    /// The cookie of exactly this name, if there is one and only one.
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
            .field("is_head", &self.is_head)
            .field("path_params", &names)
            .field("query", &self.query)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
