//! Every text that people read: a key with arguments, turned into a sentence of the reader's language when it is shown.
//!
//! Texts are [Fluent](https://projectfluent.org) resources. The core and the extensions bring theirs, an application
//! replaces them key by key, in a resource of its own or with a [`MessageBackend`].
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

use std::sync::Arc;

pub use builder::MessagesBuilder;
pub use choice::{LanguageChoice, MailLanguage};
pub(crate) use choice::{VisitorsOwn, WhoCausedIt};
pub use locales::{LOCALES, Locales};
pub use localizer::Localizer;
pub(crate) use localizer::direction;
pub use message::{Arg, Message};
pub use unic_langid::LanguageIdentifier;

use bundles::Bundles;

/// An application's own source of texts, asked before every resource.
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
/// The implementer must answer quickly and without blocking (it is called while a page is rendered) and must return
/// plain text: the pages escape it. `None` leaves the message to the resources.
pub trait MessageBackend: Send + Sync + 'static {
    /// The text of a message in a language, or `None` to leave it to the resources.
    fn message(&self, lang: &LanguageIdentifier, message: &Message) -> Option<String>;
}

/// The texts of all languages. Cheap to clone.
#[derive(Clone)]
pub struct Messages(Arc<Bundles>);

impl Messages {
    /// The languages that visitors can get; the default language is the first.
    pub fn languages(&self) -> impl Iterator<Item = &LanguageIdentifier> {
        self.0.languages.iter().filter(|language| language.offered).map(|language| &language.id)
    }

    /// The name of a language in that language, its text `language-name`; without one, the tag.
    pub fn name_of(&self, lang: &LanguageIdentifier) -> String {
        let message = Message::new(keys::LANGUAGE_NAME);
        let language = self.0.languages.iter().find(|language| language.id == *lang);
        language.and_then(|language| language.format(&message)).unwrap_or_else(|| lang.to_string())
    }

    /// The texts in one language; in the default language if this one or a relative of it isn't offered.
    pub fn localizer(&self, lang: &LanguageIdentifier) -> Localizer {
        let index = negotiate::best_match(lang, &self.0.languages).unwrap_or(0);
        Localizer::new(Arc::clone(&self.0), index)
    }

    /// The texts in the language that the visitor wants: the one chosen explicitly, then the one of a cookie, then the
    /// best of `Accept-Language` (RFC 9110, section 12.5.4), then the default. What can't be read is passed over.
    pub fn negotiate(&self, explicit: Option<&str>, cookie: Option<&str>, accept_language: Option<&str>) -> Localizer {
        self.first_of(explicit.into_iter().chain(cookie), accept_language)
    }

    /// The same with several choices, the first that has texts.
    pub(crate) fn first_of<'a>(
        &self,
        chosen: impl Iterator<Item = &'a str>,
        accept_language: Option<&str>,
    ) -> Localizer {
        let index = negotiate::negotiate(chosen, accept_language, &self.0.languages);
        Localizer::new(Arc::clone(&self.0), index)
    }

    /// The offered language that this text names exactly.
    pub(crate) fn offered(&self, tag: &str) -> Option<&LanguageIdentifier> {
        let wanted = negotiate::parse(tag)?;
        self.languages().find(|lang| **lang == wanted)
    }

    /// Is there a text for this key in any language? A [`MessageBackend`] is not asked.
    pub fn contains(&self, key: &str) -> bool {
        self.0.languages.iter().any(|language| language.bundle.has_message(key))
    }
}

impl std::fmt::Debug for Messages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.languages().map(ToString::to_string)).finish()
    }
}
