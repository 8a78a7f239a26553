//! The texts for one reader.

use std::sync::Arc;

use chrono::Datelike;
use unic_langid::{CharacterDirection, LanguageIdentifier};

use super::bundles::Bundles;
use super::{Message, keys};
use crate::DateTime;

/// The texts in one reader's language. Cheap to clone.
///
/// Its methods return plain text, never markup. Escape it in pages.
#[derive(Clone)]
pub struct Localizer {
    bundles: Arc<Bundles>,
    language: usize,
    lang: LanguageIdentifier,
}

impl Localizer {
    pub(super) fn new(bundles: Arc<Bundles>, language: usize) -> Self {
        let lang = bundles.languages.get(language).map(|language| language.id.clone()).unwrap_or_default();
        Self { bundles, language, lang }
    }

    /// Returns the text of a key without arguments.
    pub fn t(&self, key: &str) -> String {
        self.text(&Message::new(key.to_owned()))
    }

    /// Returns the text of a message in this language or else in the default language. Without a text, it returns the key and
    /// logs a warning.
    pub fn text(&self, message: &Message) -> String {
        self.bundles.find(self.language, message).unwrap_or_else(|| {
            tracing::warn!(target: "pow::messages::missing", key = %message.key, lang = %self.lang, "a message has no text");
            message.key.clone().into_owned()
        })
    }

    /// Returns the text of an optional message such as `signed-in`, or `None` if it has no text or an empty one.
    pub fn optional(&self, message: &Message) -> Option<String> {
        self.bundles.find(self.language, message).filter(|text| !text.trim().is_empty())
    }

    /// Returns the text of a point in time in this language, to the minute and with its zone, such as "23 November 2026, 04:24
    /// UTC".
    ///
    /// The zone is UTC, because the server doesn't know a reader's zone without a script.
    pub fn date_time(&self, at: DateTime) -> String {
        let part = |format: &str| at.format(format).to_string();
        let message = Message::new(keys::DATE_TIME)
            .with("day", at.day())
            .with("month", at.month())
            .with("year", part("%Y"))
            .with("time", part("%H:%M"));
        self.text(&message)
    }

    /// Returns the language, for an HTML `lang` attribute.
    pub fn lang(&self) -> &LanguageIdentifier {
        &self.lang
    }

    /// Returns the direction of the script, for an HTML `dir` attribute: `ltr` or `rtl`.
    pub fn dir(&self) -> &'static str {
        direction(&self.lang)
    }
}

impl std::fmt::Debug for Localizer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Localizer({})", self.lang)
    }
}

pub(crate) fn direction(lang: &LanguageIdentifier) -> &'static str {
    match lang.character_direction() {
        CharacterDirection::RTL => "rtl",
        _ => "ltr",
    }
}
