//! The text message with the code.

use pow_core::{DateTime, messages::Message, secret::Secret, text::Text};

/// The text message with the code that proves a number. It is worthless once the code has expired.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IdentityCodeText {
    /// The six digits.
    ///
    /// # Security
    /// The code proves the number for the account that asked. Put it into this text only.
    pub code: Secret<String>,
    /// When it expires.
    pub until: DateTime,
}

impl IdentityCodeText {
    /// Creates the text.
    pub fn new(code: Secret<String>, until: DateTime) -> Self {
        Self { code, until }
    }
}

impl Text for IdentityCodeText {
    const NAME: &'static str = "identities/text";

    fn expires_at(&self) -> Option<DateTime> {
        Some(self.until)
    }

    fn message(&self, site: &str) -> Message {
        let code = self.code.expose().as_str();
        Message::new("identities-text-code").with("code", code).with("site", site)
    }

    fn code(&self) -> Option<&Secret<String>> {
        Some(&self.code)
    }
}
