//! The text message with the code.

use pow_core::{DateTime, messages::Message, secret::Secret, text::Text};

/// The text message with the code. It is worthless once the code has expired.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignInText {
    /// The six digits.
    ///
    /// # Security
    /// The code gives access to the account. Put it into this text only.
    pub code: Secret<String>,
    /// When it expires.
    pub until: DateTime,
}

impl SignInText {
    /// Creates the text.
    pub fn new(code: Secret<String>, until: DateTime) -> Self {
        Self { code, until }
    }
}

impl Text for SignInText {
    const NAME: &'static str = "mail_sign_in/text";

    fn expires_at(&self) -> Option<DateTime> {
        Some(self.until)
    }

    fn message(&self, site: &str) -> Message {
        let code = self.code.expose().as_str();
        Message::new("mail-sign-in-text-words").with("code", code).with("site", site)
    }

    fn code(&self) -> Option<&Secret<String>> {
        Some(&self.code)
    }
}
