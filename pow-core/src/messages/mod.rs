//! The texts of pages and mails. A message is a key with arguments, which is translated when it is shown.
//!
//! Texts are [Fluent](https://projectfluent.org) resources of the core and the extensions. An application replaces them key by
//! key, in a resource or with a [`MessageBackend`].
//!
//! ```
//! use pow_core::messages::{Message, MessagesBuilder};
//! use unic_langid::langid;
//!
//! let messages = MessagesBuilder::default()
//!     .override_resource(langid!("en"), "sign-in-failed = That didn't match. Have another go.")
//!     .build()?;
//! let localizer = messages.negotiate(None, None, Some("en-GB, en;q=0.8"));
//! assert_eq!(localizer.text(&Message::new("sign-in-failed")), "That didn't match. Have another go.");
//! # Ok::<(), pow_core::Error>(())
//! ```

mod builder;
mod bundles;
mod choice;
pub mod keys;
mod locales;
mod localizer;
mod message;
mod negotiate;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use builder::MessagesBuilder;
pub(crate) use choice::{BrowserLanguage, RequestLanguage};
pub use choice::{LanguageChoice, MailLanguage};
pub use locales::{LOCALES, Locales};
pub use localizer::Localizer;
pub(crate) use localizer::direction;
pub use message::{Arg, Message};
pub use unic_langid::LanguageIdentifier;

use bundles::{Bundles, Language};

/// A custom source of texts, with precedence over every resource.
///
/// ```
/// use pow_core::messages::{LanguageIdentifier, Message, MessageBackend, MessagesBuilder};
///
/// /// Texts that editors change while the application runs.
/// struct Editors;
///
/// impl MessageBackend for Editors {
///     fn message(&self, lang: &LanguageIdentifier, message: &Message) -> Option<String> {
///         (message.key == "home" && lang.language.as_str() == "en").then(|| "Start".to_owned())
///     }
/// }
///
/// let messages = MessagesBuilder::default().backend(Editors).build()?;
/// assert_eq!(messages.negotiate(None, None, None).t("home"), "Start");
/// # Ok::<(), pow_core::Error>(())
/// ```
///
/// It must be fast and not block, because it is called while a page is rendered. It must return plain text, because the pages
/// escape it.
pub trait MessageBackend: Send + Sync + 'static {
    /// Returns the text of a message in a language, or `None` to use the resources.
    fn message(&self, lang: &LanguageIdentifier, message: &Message) -> Option<String>;
}

/// The texts of all languages. Cheap to clone.
#[derive(Clone)]
pub struct Messages(Arc<Bundles>);

impl Messages {
    /// Returns the languages that visitors can get, the default language first.
    pub fn languages(&self) -> impl Iterator<Item = &LanguageIdentifier> {
        self.0.languages.iter().filter(|language| language.offered).map(|language| &language.id)
    }

    /// Returns the name of a language in that language (its text `language-name`), or else its tag.
    pub fn name_of(&self, lang: &LanguageIdentifier) -> String {
        let message = Message::new(keys::LANGUAGE_NAME);
        let language = self.0.languages.iter().find(|language| language.id == *lang);
        language.and_then(|language| language.format(&message)).unwrap_or_else(|| lang.to_string())
    }

    /// Returns the texts in a language, or in the default language if neither this one nor a related one is offered.
    pub fn localizer(&self, lang: &LanguageIdentifier) -> Localizer {
        let index = negotiate::best_match(lang, &self.0.languages).unwrap_or(0);
        Localizer::new(Arc::clone(&self.0), index)
    }

    /// Returns the texts in the visitor's language. It is the first of these that is offered: the explicit choice, the language
    /// in the cookie, the best one of `Accept-Language` (RFC 9110, section 12.5.4), the default. Invalid input is ignored.
    pub fn negotiate(&self, explicit: Option<&str>, cookie: Option<&str>, accept_language: Option<&str>) -> Localizer {
        self.first_of(explicit.into_iter().chain(cookie), accept_language)
    }

    /// Like `negotiate`, with several choices in order of preference.
    pub(crate) fn first_of<'a>(
        &self,
        chosen: impl Iterator<Item = &'a str>,
        accept_language: Option<&str>,
    ) -> Localizer {
        let index = negotiate::negotiate(chosen, accept_language, &self.0.languages);
        Localizer::new(Arc::clone(&self.0), index)
    }

    /// Returns the offered language with exactly this tag.
    pub(crate) fn offered(&self, tag: &str) -> Option<&LanguageIdentifier> {
        let wanted = negotiate::parse(tag)?;
        self.languages().find(|lang| **lang == wanted)
    }

    /// Returns the texts of a language in the syntax of Fluent, by their key, for translators' tools. Texts that the language
    /// takes from another language are left out. The map is empty for an unknown language.
    ///
    /// ```
    /// use pow_core::messages::MessagesBuilder;
    ///
    /// let dutch = "session-new-title = Inloggen";
    /// let messages = MessagesBuilder::default().override_resource("nl".parse()?, dutch).build()?;
    /// let texts = messages.sources(&"nl".parse()?);
    /// assert_eq!(texts.get("session-new-title").map(String::as_str), Some(dutch));
    /// assert_eq!(texts.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sources(&self, lang: &LanguageIdentifier) -> BTreeMap<String, String> {
        let language = self.0.languages.iter().find(|language| language.id == *lang);
        language.map(Language::sources).unwrap_or_default()
    }

    /// Returns whether any language has a text for this key. A [`MessageBackend`] is not called.
    pub fn contains(&self, key: &str) -> bool {
        self.0.languages.iter().any(|language| language.bundle.has_message(key))
    }
}

impl std::fmt::Debug for Messages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.languages().map(ToString::to_string)).finish()
    }
}
