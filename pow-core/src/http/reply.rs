//! What is answered: a page or a redirect.

use std::fmt;

/// A response, before the effects of the request are added to it. `Debug` shows the status and the names of the headers:
/// a page has the token of its forms.
#[non_exhaustive]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// Header names, in upper or lower case, and values. One that can't be sent is a fault: the answer is a 500 then.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
    /// Whether the flashes are part of the page and so need not be kept for the next one.
    pub shows_flash: bool,
}

impl Reply {
    /// A page.
    pub fn html(status: u16, body: String) -> Self {
        let headers = vec![("content-type", "text/html; charset=utf-8".to_owned())];
        Self { status, headers, body, shows_flash: true }
    }

    /// "See other": what follows every form that worked.
    pub fn redirect(to: impl Into<String>) -> Self {
        Self { status: 303, headers: vec![("location", to.into())], body: String::new(), shows_flash: false }
    }

    /// The same answer with one more header; it replaces one of the same name. What HTTP doesn't allow in a name or a value
    /// (a line break, say) can't be sent: the answer is a 500 then, and the log names the header.
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
