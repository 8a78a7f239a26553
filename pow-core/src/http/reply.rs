//! The reply of an action: a page or a redirect.

use std::fmt;

/// A response, before the effects of the request are added to it.
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
    /// Whether the page shows the flash messages. They are not kept for the next page then.
    pub shows_flash: bool,
}

impl Reply {
    /// Creates a page.
    pub fn html(status: u16, body: String) -> Self {
        let headers = vec![("content-type", "text/html; charset=utf-8".to_owned())];
        Self { status, headers, body, shows_flash: true }
    }

    /// Creates a redirect with the status 303 (See Other), the reply to every successful form.
    pub fn redirect(to: impl Into<String>) -> Self {
        Self { status: 303, headers: vec![("location", to.into())], body: String::new(), shows_flash: false }
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
