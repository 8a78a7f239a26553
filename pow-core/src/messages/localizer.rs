//! The texts for one reader.

use std::sync::Arc;

use unic_langid::{CharacterDirection, LanguageIdentifier};

use super::Message;
use super::bundles::Bundles;

/// The texts in one reader's language. Cheap to clone.
///
/// What it returns is plain text, never markup: escape it in pages.
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

    /// The text of a key without arguments.
    pub fn t(&self, key: &str) -> String {
        self.text(&Message::new(key.to_owned()))
    }

    /// The text of a message: in this language, else in the default language, else the key itself and a line in the log.
    pub fn text(&self, message: &Message) -> String {
        self.bundles.find(self.language, message).unwrap_or_else(|| {
            tracing::warn!(target: "pow::messages::missing", key = %message.key, lang = %self.lang, "no text for this key");
            message.key.clone().into_owned()
        })
    }

    /// The text of a message that may be absent by choice, such as `signed-in`: `None` if it has no text or an empty one.
    pub fn optional(&self, message: &Message) -> Option<String> {
        self.bundles.find(self.language, message).filter(|text| !text.trim().is_empty())
    }

    /// The language, for an HTML `lang` attribute.
    pub fn lang(&self) -> &LanguageIdentifier {
        &self.lang
    }

    /// The direction of its script, for an HTML `dir` attribute: `ltr` or `rtl`.
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
