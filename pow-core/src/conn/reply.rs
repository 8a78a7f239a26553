//! What is answered: a page or a redirect.

/// A response, before the effects of the request are added to it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// Header names and values.
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

    /// The same answer with one more header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}
