//! What a mail says, as text and as HTML at once.

use askama::Template;

use crate::{Error, pages::Html};

/// A mail's subject, text and HTML. Its methods add to both forms alike, so that neither says less than the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct MailBody {
    /// What stands in the list of mails; if empty, [`Mail::subject`](super::Mail::subject) is taken.
    pub subject: String,
    /// The mail for people who read text.
    pub text: String,
    /// The mail for everybody else.
    pub html: Html,
}

impl MailBody {
    /// A body from its two forms.
    ///
    /// # Security
    /// The HTML is sent as it is: every value in it must be escaped already.
    pub fn new(text: impl Into<String>, html: Html) -> Self {
        Self { subject: String::new(), text: text.into(), html }
    }

    /// Says what stands in the list of mails.
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

    /// Adds a paragraph in smaller letters: what is good to know, but not why the mail was sent.
    ///
    /// # Errors
    /// [`Error::Render`] if the template can't be rendered.
    pub fn note(self, text: &str) -> Result<Self, Error> {
        self.block(text, &Note { text })
    }

    /// Adds what the reader is to do: a button, and below it the address for who can't press it.
    ///
    /// # Security
    /// The address is escaped but not checked: it must be one of our own.
    ///
    /// # Errors
    /// [`Error::Render`] if the template can't be rendered.
    pub fn button(self, label: &str, url: &str) -> Result<Self, Error> {
        self.block(&format!("{label}:\n{url}"), &Button { label, url })
    }

    /// Adds what another body says, to both forms; its subject is left out. An empty one adds nothing.
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
