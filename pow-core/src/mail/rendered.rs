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

/// A mail that is ready to be sent. Its id and date are fixed, so that a repeated mail can be recognised.
#[derive(Clone)]
#[non_exhaustive]
pub struct RenderedMail {
    /// The name of the mail, for logs.
    pub name: Cow<'static, str>,
    /// The sender.
    pub from: Sender,
    /// The only recipient.
    pub to: MailAddress,
    /// The address for replies: the support contact, if it is an email address.
    pub reply_to: Option<MailAddress>,
    /// The subject, in one line.
    pub subject: String,
    /// The plain-text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// The `Message-ID`, without its angle brackets.
    pub message_id: String,
    /// The time at which the mail was created, in milliseconds since the Unix epoch.
    pub date_ms: i64,
}

impl RenderedMail {
    pub(super) fn new(
        name: &'static str,
        from: Sender,
        to: MailAddress,
        reply_to: Option<MailAddress>,
        body: MailBody,
        date_ms: i64,
    ) -> Result<Self, Error> {
        let message_id = format!("{:032x}@{}", u128::from_be_bytes(random::bytes()?), from.domain());
        // The subject must be one line, even if a text or a template has line breaks.
        let subject = body.subject.split(char::is_control).map(str::trim).collect::<Vec<_>>().join(" ");
        let (text, html) = (body.text, body.html.as_str().to_owned());
        let subject = subject.trim().to_owned();
        Ok(Self { name: name.into(), from, to, reply_to, subject, text, html, message_id, date_ms })
    }

    /// Returns the mail in the format of RFC 5322: `multipart/alternative` with text and HTML.
    ///
    /// # Errors
    /// [`Error::Other`] if it cannot be encoded.
    pub fn to_message(&self) -> Result<Vec<u8>, Error> {
        Ok(self.message()?.formatted())
    }

    pub(super) fn message(&self) -> Result<Message, Error> {
        let date = UNIX_EPOCH + Duration::from_millis(u64::try_from(self.date_ms).unwrap_or_default());
        // Without an envelope, lettre parses the addresses in the headers again, by a stricter grammar than that of the form.
        let envelope = Envelope::new(Some(self.from.mailbox().email), vec![self.to.mailbox().email]);
        let mut message = Message::builder();
        if let Some(reply_to) = &self.reply_to {
            message = message.reply_to(reply_to.mailbox());
        }
        message
            .envelope(envelope.map_err(Error::other)?)
            .from(self.from.mailbox())
            .to(self.to.mailbox())
            .subject(&self.subject)
            .date(date)
            .message_id(Some(format!("<{}>", self.message_id)))
            .header(AutoSubmitted)
            .header(NoAutoResponse)
            .header(EntityRef(self.message_id.clone()))
            .multipart(MultiPart::alternative_plain_html(self.text.clone(), self.html.clone()))
            .map_err(Error::other)
    }
}

/// Omits the content, which may contain a secret link.
impl fmt::Debug for RenderedMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RenderedMail")
            .field("name", &self.name)
            .field("to", &self.to)
            .field("message_id", &self.message_id)
            .finish_non_exhaustive()
    }
}

/// Prevents automatic replies (RFC 3834, section 5).
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

/// Prevents automatic replies of Exchange, which ignores `Auto-Submitted`.
#[derive(Clone)]
struct NoAutoResponse;

impl Header for NoAutoResponse {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("X-Auto-Response-Suppress")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "All".to_owned())
    }
}

/// Differs for each mail, so that Gmail doesn't fold mails with the same subject into one conversation.
#[derive(Clone)]
struct EntityRef(String);

impl Header for EntityRef {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("X-Entity-Ref-ID")
    }

    fn parse(id: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(id.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}
