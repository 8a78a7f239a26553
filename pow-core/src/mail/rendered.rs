//! A mail that is ready to be sent.

use std::{
    borrow::Cow,
    fmt,
    time::{Duration, UNIX_EPOCH},
};

use lettre::{
    Message,
    address::Envelope,
    message::{
        MultiPart,
        header::{Header, HeaderName, HeaderValue},
    },
};

use super::{MailAddress, MailBody, Sender};
use crate::{Error, random};

/// A mail that is ready to be sent. Its id and date are fixed, so that sending it again is not another mail.
#[derive(Clone)]
#[non_exhaustive]
pub struct RenderedMail {
    /// The mail's name for logs.
    pub name: Cow<'static, str>,
    /// Who sends it.
    pub from: Sender,
    /// The one address that it goes to.
    pub to: MailAddress,
    /// What stands in the list of mails, in one line.
    pub subject: String,
    /// The mail as text.
    pub text: String,
    /// The mail as HTML.
    pub html: String,
    /// The `Message-ID`, without its angle brackets.
    pub message_id: String,
    /// When it was made, in milliseconds since the Unix epoch.
    pub date_ms: i64,
}

impl RenderedMail {
    pub(super) fn new(
        name: &'static str,
        from: Sender,
        to: MailAddress,
        body: MailBody,
        date_ms: i64,
    ) -> Result<Self, Error> {
        let message_id = format!("{:032x}@{}", u128::from_be_bytes(random::bytes()?), from.domain());
        // A subject is one line, whatever a text or a template made of it.
        let subject = body.subject.split(char::is_control).map(str::trim).collect::<Vec<_>>().join(" ");
        let (text, html) = (body.text, body.html.as_str().to_owned());
        Ok(Self { name: name.into(), from, to, subject: subject.trim().to_owned(), text, html, message_id, date_ms })
    }

    /// The mail as RFC 5322 has it: `multipart/alternative` with text and HTML.
    ///
    /// # Errors
    /// [`Error::Other`] if it can't be written so.
    pub fn to_message(&self) -> Result<Vec<u8>, Error> {
        Ok(self.message()?.formatted())
    }

    pub(super) fn message(&self) -> Result<Message, Error> {
        let date = UNIX_EPOCH + Duration::from_millis(u64::try_from(self.date_ms).unwrap_or_default());
        // Without it lettre parses the addresses of the headers again, by a stricter grammar than that of the form.
        let envelope = Envelope::new(Some(self.from.mailbox().email), vec![self.to.mailbox().email]);
        Message::builder()
            .envelope(envelope.map_err(Error::other)?)
            .from(self.from.mailbox())
            .to(self.to.mailbox())
            .subject(&self.subject)
            .date(date)
            .message_id(Some(format!("<{}>", self.message_id)))
            .header(AutoSubmitted)
            .multipart(MultiPart::alternative_plain_html(self.text.clone(), self.html.clone()))
            .map_err(Error::other)
    }
}

/// Without what the mail says: it may hold a link that is worth a password.
impl fmt::Debug for RenderedMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RenderedMail")
            .field("name", &self.name)
            .field("to", &self.to)
            .field("message_id", &self.message_id)
            .finish_non_exhaustive()
    }
}

/// Keeps automatic replies from answering (RFC 3834, section 5).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
