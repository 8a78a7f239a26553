//! Text messages: content and delivery.
//!
//! A text is a struct of data, like a [mail](crate::mail). Its content is one Fluent message, which an application can replace by
//! its key. Each text is sent to exactly one [`PhoneNumber`].
//!
//! [`CxTexts::send`](crate::cx::CxTexts::send) renders a text in the language of the request, or
//! [of the reader](crate::cx::Cx::for_reader). The text then waits in the [`Outbox`](crate::outbox::Outbox), like a mail, and is
//! sent on the mailer's thread. [`Config::text_sender`](crate::Config::text_sender) sets the [`TextSender`].
//!
//! # Security
//! A text message is a weak proof. It can be read on a locked phone, and a network can be made to deliver it to another person.
//! NIST SP 800-63B-4, section 3.1.3.3, restricts it. Never count it as a second factor if the first one is a code on the same
//! phone.

mod files;
#[cfg(feature = "http-texts")]
mod http;
mod limit;
mod recording;

use std::{borrow::Cow, fmt};

use async_trait::async_trait;

#[cfg(feature = "http-texts")]
pub use self::http::HttpTextSender;
pub(crate) use self::limit::TextThrottle;
pub use self::{files::FileTextSender, limit::TextLimits, recording::TextRecording};
use crate::{DateTime, Error, identifier::phone::PhoneNumber, messages::Message, random, secret::Secret};

/// The data of a text message.
///
/// # Security
/// The content must not come from a visitor. Such a visitor could send any text to anyone.
///
/// ```
/// use pow_core::{Error, cx::Cx, identifier::phone::PhoneNumber, messages::Message, secret::Secret, text::Text};
///
/// /// A code that opens a door.
/// struct DoorCode(Secret<String>);
///
/// impl Text for DoorCode {
///     const NAME: &'static str = "door/code";
///
///     fn message(&self, site: &str) -> Message {
///         Message::new("door-text").with("code", self.0.expose().as_str()).with("site", site)
///     }
///
///     fn code(&self) -> Option<&Secret<String>> {
///         Some(&self.0)
///     }
/// }
///
/// fn tell(cx: &Cx, to: PhoneNumber, code: Secret<String>) -> Result<(), Error> {
///     cx.texts().send(Some(to), &DoorCode(code))
/// }
/// ```
pub trait Text: Sized + Send + Sync + 'static {
    /// The unique name of the text, such as `door/code`. It is used in logs, and as the key of its limits.
    const NAME: &'static str;

    /// Returns when the text expires, for example because its code expires. A text that is not sent by then is dropped. Default:
    /// never.
    fn expires_at(&self) -> Option<DateTime> {
        None
    }

    /// Returns the content. It should name the site. Providers charge one message for up to 70 characters, or up to 160 of the
    /// GSM alphabet.
    fn message(&self, site: &str) -> Message;

    /// Returns the code in the text. With a code, the text ends with the line from which phones fill in forms: `@host #123456`
    /// (the origin-bound one-time codes of WebKit and the WICG). Default: none.
    fn code(&self) -> Option<&Secret<String>> {
        None
    }
}

/// Sends text messages, for example through the HTTP interface of a provider, or into a folder.
///
/// ```
/// use pow_core::{Config, Error, async_trait, text::{RenderedText, TextSender}};
/// use std::sync::Arc;
///
/// /// Passes texts to a modem.
/// #[derive(Debug)]
/// struct Modem;
///
/// # fn dial(_to: &str, _text: &str) -> Result<(), std::io::Error> { Ok(()) }
/// #[async_trait]
/// impl TextSender for Modem {
///     async fn send(&self, text: &RenderedText) -> Result<(), Error> {
///         dial(text.to.as_str(), &text.text).map_err(Error::other)
///     }
/// }
///
/// let config = Config { text_sender: Some(Arc::new(Modem)), ..Config::default() };
/// # drop(config);
/// ```
///
/// # Contract
/// * `Ok` means that the text has been handed over, for example to a provider.
/// * The text is sent only to [`RenderedText::to`].
/// * Errors and log lines never contain the content, which may include a code.
/// * `send` may be called concurrently. It is called on the mailer's thread.
///
/// If the process ends after a text was sent but before this was recorded, the text is sent again, with the same
/// [`RenderedText::id`].
#[async_trait]
pub trait TextSender: fmt::Debug + Send + Sync + 'static {
    /// Sends one text.
    ///
    /// # Errors
    /// If the text could not be handed over. The error is logged, and the text is retried unless the error is a
    /// [`Rejected`](crate::mail::Rejected).
    async fn send(&self, text: &RenderedText) -> Result<(), Error>;
}

/// A text message as it is sent.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RenderedText {
    /// The text's [`NAME`](Text::NAME).
    pub name: Cow<'static, str>,
    /// The recipient.
    pub to: PhoneNumber,
    /// The content.
    pub text: String,
    /// The unique id of this text: 32 hexadecimal digits. A retry has the same id.
    pub id: String,
    /// The time at which the text was written, in milliseconds since the Unix epoch.
    pub date_ms: i64,
}

/// Omits the content, which may include a code.
impl fmt::Debug for RenderedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RenderedText")
            .field("name", &self.name)
            .field("to", &self.to)
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// A text that waits for the commit of its transaction, or for its delivery from the outbox.
#[derive(Clone, Debug)]
pub(crate) struct TextEnvelope {
    pub(crate) text: RenderedText,
    /// `false` for a text that is not sent, and only causes the same work as a text that is.
    pub(crate) is_sent: bool,
    /// When the text expires, in milliseconds since the Unix epoch.
    pub(crate) until_ms: Option<i64>,
}

impl TextEnvelope {
    /// Creates a text with its envelope. `host` is the site's host, for the line with the code.
    pub(crate) fn new<T: Text>(
        to: Option<PhoneNumber>,
        id: String,
        text: &T,
        words: &str,
        host: &str,
        date_ms: i64,
    ) -> Self {
        let is_sent = to.is_some();
        let rendered = RenderedText {
            name: T::NAME.into(),
            to: to.unwrap_or_else(PhoneNumber::placeholder),
            text: with_code(words, host, text.code()),
            id,
            date_ms,
        };
        Self { text: rendered, is_sent, until_ms: text.expires_at().map(|at| at.timestamp_millis()) }
    }
}

/// Returns the id of a new text.
///
/// # Errors
/// [`Error::Randomness`].
pub(crate) fn random_id() -> Result<String, Error> {
    Ok(format!("{:032x}", u128::from_be_bytes(random::bytes()?)))
}

/// Returns the content, followed by the line with the code. The isolation marks around values are removed, because phones would
/// copy them with the code.
fn with_code(words: &str, host: &str, code: Option<&Secret<String>>) -> String {
    let words = words.replace(['\u{2068}', '\u{2069}'], "");
    match code {
        Some(code) => format!("{words}\n\n@{host} #{}", code.expose()),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_ends_with_the_line_that_phones_read() {
        let code = Secret::new("123456".to_owned());
        let text = with_code("\u{2068}123456\u{2069} is your code.", "app.example", Some(&code));
        assert_eq!(text, "123456 is your code.\n\n@app.example #123456");
        assert_eq!(with_code("Hello", "app.example", None), "Hello");
    }
}
