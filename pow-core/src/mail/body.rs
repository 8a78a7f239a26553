//! The content of a mail, as text and as HTML.

use askama::Template;

use super::MailView;
use crate::{
    Error,
    look::{Look, Palette},
    messages::{Message, keys},
    pages::Html,
};

/// The number of characters of an address after which a line may break.
const UNBROKEN: usize = 16;

/// The subject, the text and the HTML of a mail. Its methods add the same content to text and HTML.
///
/// [`MailView::body`] creates one in the colours of the site. `MailBody::default()` has the default colours.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MailBody {
    /// The subject. If it is empty, [`Mail::subject`](super::Mail::subject) is used.
    pub subject: String,
    /// The plain-text part.
    pub text: String,
    /// The HTML part.
    pub html: Html,
    pub(super) colors: Palette,
}

impl Default for MailBody {
    fn default() -> Self {
        Self { subject: String::new(), text: String::new(), html: Html::default(), colors: Look::plain().light() }
    }
}

impl MailBody {
    /// Creates a body from text and HTML.
    ///
    /// # Security
    /// The HTML is sent unchanged. Every value in it must be escaped.
    pub fn new(text: impl Into<String>, html: Html) -> Self {
        Self { text: text.into(), html, ..Self::default() }
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
        let colors = self.colors;
        self.block(text, &Note { text, colors })
    }

    /// Adds a table of facts, each with its label. If there are no facts, it adds nothing.
    ///
    /// ```
    /// # use pow_core::{mail::MailView, messages::MessagesBuilder};
    /// # let messages = MessagesBuilder::default().build()?;
    /// # let view = MailView::new(messages.negotiate(None, None, None));
    /// let body = view.body().facts(&[("Place".into(), "Berlin".into())], &view)?;
    /// assert_eq!(body.text, "Place: Berlin");
    /// # Ok::<(), pow_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Render`] if the template can't be rendered.
    pub fn facts(self, facts: &[(String, String)], view: &MailView<'_>) -> Result<Self, Error> {
        if facts.is_empty() {
            return Ok(self);
        }
        let line = |(label, value): &(String, String)| {
            view.text(&Message::new(keys::MAIL_FACT).with("label", label.as_str()).with("value", value.as_str()))
        };
        let text = facts.iter().map(line).collect::<Vec<_>>().join("\n");
        let facts = facts.iter().map(|(label, value)| (label.as_str(), breakable(value))).collect();
        let colors = self.colors;
        self.block(&text, &Facts { facts, colors })
    }

    /// Adds a code to type in, in large digits.
    ///
    /// ```
    /// # use pow_core::{mail::MailView, messages::MessagesBuilder};
    /// # let messages = MessagesBuilder::default().build()?;
    /// # let view = MailView::new(messages.negotiate(None, None, None));
    /// let body = view.body().code("123456", &view)?;
    /// assert_eq!(body.text, "Code: 123456");
    /// # Ok::<(), pow_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Render`] if the template can't be rendered.
    pub fn code(self, code: &str, view: &MailView<'_>) -> Result<Self, Error> {
        let fact = Message::new(keys::MAIL_FACT).with("label", view.t(keys::FIELD_CODE)).with("value", code);
        self.block(&view.text(&fact), &Code { code })
    }

    /// Adds the support contact for a reader who did not make the change, if [the look](crate::look::Look::support) has one. It is
    /// the last paragraph of a notice.
    ///
    /// # Errors
    /// [`Error::Render`] if the template can't be rendered.
    pub fn contact(self, view: &MailView<'_>) -> Result<Self, Error> {
        match &view.look.support {
            Some(contact) => {
                let message = Message::new(keys::MAIL_NOT_YOU_CONTACT).with("contact", contact.as_str());
                self.paragraph(&view.text(&message))
            }
            None => Ok(self),
        }
    }

    /// Adds a button, and below the button its address as text.
    ///
    /// # Security
    /// The address is escaped but not checked. It must belong to the application.
    ///
    /// # Errors
    /// [`Error::Render`] if the template can't be rendered.
    pub fn button(self, label: &str, url: &str) -> Result<Self, Error> {
        let (colors, shown) = (self.colors, breakable(url));
        self.block(&format!("{label}:\n{url}"), &Button { label, url, shown, colors })
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
    colors: Palette,
}

#[derive(Template)]
#[template(path = "mail/code.html")]
struct Code<'a> {
    code: &'a str,
}

#[derive(Template)]
#[template(path = "mail/button.html")]
struct Button<'a> {
    label: &'a str,
    url: &'a str,
    shown: Html,
    colors: Palette,
}

#[derive(Template)]
#[template(path = "mail/facts.html")]
struct Facts<'a> {
    facts: Vec<(&'a str, Html)>,
    colors: Palette,
}

/// Escapes a text and inserts `<wbr>`, so that long words such as addresses can break. Few mail programs support the CSS rules
/// for this.
fn breakable(text: &str) -> Html {
    let mut html = String::new();
    let mut unbroken = 0;
    for c in text.chars() {
        unbroken = if c.is_whitespace() { 0 } else { unbroken + 1 };
        if unbroken > UNBROKEN {
            html.push_str("<wbr>");
            unbroken = 1;
        }
        html.push_str(Html::escape(c.encode_utf8(&mut [0; 4])).as_str());
    }
    Html::trusted(html)
}
