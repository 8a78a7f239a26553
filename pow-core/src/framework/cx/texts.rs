//! Text messages of a unit of work: rendered at once, sent with the commit.

use super::{Cx, effects::Effect};
use crate::{
    Error,
    codes::Issued,
    identifier::phone::PhoneNumber,
    outbox::Delivery,
    text::{self, Text, TextEnvelope},
};

/// The text messages of a unit of work: [`Cx::texts`].
#[derive(Clone, Copy, Debug)]
pub struct CxTexts<'c>(pub(super) &'c Cx);

impl CxTexts<'_> {
    /// Renders a text in the language of the context. The text is sent once the unit of work is committed, or dropped if the
    /// unit of work fails. [`CxMails::post`](super::CxMails::post) writes it into the outbox together with the mails.
    ///
    /// Without a [`Config::text_sender`](crate::Config::text_sender) this is a no-op. An extension that sends texts declares it:
    /// [`Registry::sends_texts`](crate::extension::Registry::sends_texts).
    ///
    /// # Security
    /// With `None` as the recipient, the same work is done, including the database, but nothing is sent. Use `None` in a form
    /// that must not reveal whether a number is known.
    ///
    /// # Errors
    /// [`Error::Randomness`]. A failure to send the text later is only logged.
    pub fn send<T: Text>(&self, to: Option<PhoneNumber>, text: &T) -> Result<(), Error> {
        self.push(to, text::random_id()?, text)
    }

    /// Sends the text that carries a code, like [`send`](Self::send). If the code doesn't work, the same work is done, but nothing
    /// is sent.
    ///
    /// With [`Codes::carried_by_text`](crate::codes::Codes::carried_by_text), the text was counted with its code and is not
    /// counted again.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub fn send_code<T: Text>(&self, to: PhoneNumber, issued: &Issued, text: &T) -> Result<(), Error> {
        let id = issued.text_id().map_or_else(text::random_id, |id| Ok(id.to_owned()))?;
        self.push(issued.is_live.then_some(to), id, text)
    }

    fn push<T: Text>(&self, to: Option<PhoneNumber>, id: String, text: &T) -> Result<(), Error> {
        let (cx, pow) = (self.0, self.0.pow());
        if pow.text_parts().is_none() {
            return Ok(());
        }
        let host = pow.host();
        let words = cx.localizer().text(&text.message(pow.site_name().unwrap_or(host)));
        let envelope = TextEnvelope::new(to, id, text, &words, host, pow.clock().now_ms());
        cx.effects.push(Effect::Message(Box::new(Delivery::Text(envelope))));
        Ok(())
    }
}
