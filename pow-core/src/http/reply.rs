//! The reply of an action: a page or a redirect.

use std::{borrow::Cow, fmt};

use serde_json::{Map, Value};

/// A response, before the effects of the request are added to it.
///
/// A client that reads JSON gets the data of a page, or the address of a redirect. Instead of other HTML it gets only the status.
/// A reply in another format is sent as it is.
///
/// `Debug` prints the status and the names of the headers, because a page contains its form token.
#[non_exhaustive]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// Header names, in upper or lower case, and values. An invalid header causes a 500.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
    /// Whether the page shows the flash messages. If so, they are not kept for the next page.
    pub shows_flash: bool,
    /// The content of the reply for a client that reads JSON.
    pub(crate) data: Map<String, Value>,
    /// The status and the code of a reply that refuses the request.
    pub(crate) refusal: Option<(u16, Cow<'static, str>)>,
}

impl Reply {
    /// Creates a page.
    pub fn html(status: u16, body: String) -> Self {
        let headers = vec![("content-type", "text/html; charset=utf-8".to_owned())];
        Self { status, headers, body, shows_flash: true, data: Map::new(), refusal: None }
    }

    /// Creates a redirect with the status 303 (See Other), the reply to every successful form.
    pub fn redirect(to: impl Into<String>) -> Self {
        let headers = vec![("location", to.into())];
        Self { status: 303, headers, body: String::new(), shows_flash: false, data: Map::new(), refusal: None }
    }

    /// Creates a reply that has only data, for a client that reads JSON ([`ClientKind::reads_json`](super::ClientKind)).
    pub fn data(status: u16, data: Map<String, Value>) -> Self {
        Self { status, headers: Vec::new(), body: String::new(), shows_flash: true, data, refusal: None }
    }

    /// Marks this reply as a refusal of the request. A client that reads JSON gets the status, with `code` and its text. A
    /// browser gets the reply as it is, such as a redirect to a page that shows a message.
    ///
    /// `code` is the key of a message. A reply with a status of 400 or above is always a refusal, with a code for its status.
    #[must_use]
    pub fn refuse(mut self, status: u16, code: impl Into<Cow<'static, str>>) -> Self {
        self.refusal = Some((status, code.into()));
        self
    }

    /// As [`refuse`](Self::refuse), unless the reply already is a refusal.
    pub(crate) fn refuse_by_default(self, status: u16, code: &'static str) -> Self {
        if self.refusal.is_some() || self.status >= 400 { self } else { self.refuse(status, code) }
    }

    /// Adds a header to the reply. It replaces one of the same name.
    ///
    /// A name or value that HTTP forbids, such as one with a line break, causes a 500. The log names the header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| *name).collect();
        f.debug_struct("Reply").field("status", &self.status).field("headers", &names).finish_non_exhaustive()
    }
}
