//! The content of a mail, as text and as HTML.

use askama::Template;

use crate::{Error, pages::Html};

/// The subject, the text and the HTML of a mail. Its methods add the same content to text and HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct MailBody {
    /// The subject. If it is empty, [`Mail::subject`](super::Mail::subject) is used.
    pub subject: String,
    /// The plain-text part.
    pub text: String,
    /// The HTML part.
    pub html: Html,
}

impl MailBody {
    /// Creates a body from text and HTML.
    ///
    /// # Security
    /// The HTML is sent unchanged. Every value in it must be escaped.
    pub fn new(text: impl Into<String>, html: Html) -> Self {
        Self { subject: String::new(), text: text.into(), html }
    }

    /// Sets the subject.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }

    /// Adds a paragraph.
    ///
    /// # Errors
    /// [`Error::Render`] if the template can't be rendered.
    pub fn paragraph(self, text: &str) -> Result<Self, Error> {
        self.block(text, &Paragraph { text })
    }

    /// Adds a paragraph in smaller letters, for additional information.
    ///
    /// # Errors
    /// [`Error::Render`] if the template can't be rendered.
    pub fn note(self, text: &str) -> Result<Self, Error> {
        self.block(text, &Note { text })
    }

    /// Adds a button, and below it the address as text.
    ///
    /// # Security
    /// The address is escaped but not checked. It must belong to the application.
    ///
    /// # Errors
    /// [`Error::Render`] if the template can't be rendered.
    pub fn button(self, label: &str, url: &str) -> Result<Self, Error> {
        self.block(&format!("{label}:\n{url}"), &Button { label, url })
    }

    /// Appends the text and the HTML of another body, without its subject. An empty body adds nothing.
    #[must_use]
    pub fn append(mut self, other: &Self) -> Self {
        if !other.text.is_empty() {
            self.separate();
            self.text.push_str(&other.text);
        }
        self.html = Html::trusted(format!("{}{}", self.html, other.html));
        self
    }

    fn separate(&mut self) {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
    }

    fn block(mut self, text: &str, html: &impl Template) -> Result<Self, Error> {
        self.separate();
        self.text.push_str(text);
        self.html = Html::trusted(format!("{}{}\n", self.html, html.render()?));
        Ok(self)
    }
}

#[derive(Template)]
#[template(path = "mail/paragraph.html")]
struct Paragraph<'a> {
    text: &'a str,
}

#[derive(Template)]
#[template(path = "mail/note.html")]
struct Note<'a> {
    text: &'a str,
}

#[derive(Template)]
#[template(path = "mail/button.html")]
struct Button<'a> {
    label: &'a str,
    url: &'a str,
}
