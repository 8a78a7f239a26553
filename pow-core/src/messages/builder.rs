//! Collects and checks the texts.

use std::collections::HashMap;
use std::sync::Arc;

use fluent::FluentResource;
use fluent::concurrent::FluentBundle;
use fluent_syntax::ast::Entry;
use unic_langid::{LanguageIdentifier, langid};

use super::bundles::{Bundles, Language};
use super::locales::VARIANTS;
use super::localizer::direction;
use super::negotiate::related;
use super::{LOCALES, Locales, MessageBackend, Messages};
use crate::Error;

const CORE: &str = "core";

/// Separates the language of a variant from its name: `de-x-du` (RFC 5646, section 2.2.7).
const PRIVATE_USE: &str = "-x-";

/// Collects the texts of the core, of the extensions and of the application.
///
/// `MessagesBuilder::default()` has the core's texts in all of [`LOCALES`] and English as the default language.
#[derive(Clone)]
pub struct MessagesBuilder {
    default_language: LanguageIdentifier,
    offered: Option<Vec<LanguageIdentifier>>,
    resources: Vec<Resource>,
    overrides: Vec<Resource>,
    /// The texts of all variants, with their tags.
    variants: Vec<(&'static str, Resource)>,
    /// The tags of the chosen variants.
    chosen: Vec<String>,
    backend: Option<Arc<dyn MessageBackend>>,
    errors: Vec<String>,
}

impl MessagesBuilder {
    /// Sets the default language. Visitors get it if there are no texts in their language. Default: `en`.
    #[must_use]
    pub fn default_language(mut self, lang: LanguageIdentifier) -> Self {
        self.default_language = lang;
        self
    }

    /// Sets the languages that visitors can get, in addition to the default one. List the languages of the application. Default:
    /// every language that has texts.
    #[must_use]
    pub fn offer(mut self, languages: impl IntoIterator<Item = LanguageIdentifier>) -> Self {
        self.offered = Some(languages.into_iter().collect());
        self
    }

    /// Adds the texts of an extension, or a translation of the core's texts.
    ///
    /// `owner` is the id of the extension, such as `reset_password`, or `core`. The keys of an extension begin with its id and
    /// a hyphen: `reset-password-email-sent`. An application can choose any name as `owner`.
    #[must_use]
    pub fn resource(mut self, owner: &'static str, lang: LanguageIdentifier, ftl: &str) -> Self {
        self.resources.push(Resource { owner, lang, ftl: ftl.to_owned() });
        self
    }

    /// Adds the translations that a crate contains, as [`resource`](Self::resource) does. Texts for the application's keys are
    /// added by `MessagesBuilder::default().locales("app", locales!["en", "de"])`.
    #[must_use]
    pub fn locales(mut self, owner: &'static str, locales: Locales) -> Self {
        for (tag, ftl) in locales {
            let (language, variant) = tag.split_once(PRIVATE_USE).map_or((*tag, None), |(base, _)| (base, Some(*tag)));
            match (language.parse(), variant) {
                (Ok(lang), None) => self = self.resource(owner, lang, ftl),
                (Ok(lang), Some(tag)) => self.variants.push((tag, Resource { owner, lang, ftl: (*ftl).to_owned() })),
                (Err(_), _) => self.errors.push(format!("texts of `{owner}`: {}", not_a_tag(tag))),
            }
        }
        self
    }

    /// Shows the texts of a language in another tone. The framework has `de-x-du` (Du instead of Sie) and `es-x-tu` (tú instead
    /// of usted). The language of pages and mails stays `de` or `es`. If the variant lacks a text, the text of the language is
    /// shown.
    ///
    /// ```
    /// use pow_core::messages::MessagesBuilder;
    ///
    /// let messages = MessagesBuilder::default().variant("de-x-du").build()?;
    /// assert_eq!(messages.negotiate(Some("de"), None, None).t("registration-edit-title"), "Dein Konto");
    /// # Ok::<(), pow_core::Error>(())
    /// ```
    #[must_use]
    pub fn variant(mut self, tag: &str) -> Self {
        self.chosen.push(tag.to_owned());
        self
    }

    /// Adds texts of the application. They replace other texts key by key. If a key is added several times, the last text is
    /// used.
    #[must_use]
    pub fn override_resource(mut self, lang: LanguageIdentifier, ftl: &str) -> Self {
        self.overrides.push(Resource { owner: "application", lang, ftl: ftl.to_owned() });
        self
    }

    /// Adds the texts in files of the application. Each file is added as by [`override_resource`](Self::override_resource):
    /// `override_locales(pow_core::locales!["nl"])` adds `locales/nl.ftl`.
    #[must_use]
    pub fn override_locales(mut self, locales: Locales) -> Self {
        for (tag, ftl) in locales {
            match tag.parse() {
                Ok(lang) => self = self.override_resource(lang, ftl),
                Err(_) => self.errors.push(format!("texts of the application: {}", not_a_tag(tag))),
            }
        }
        self
    }

    /// Sets a custom source of texts. It has precedence over every resource.
    #[must_use]
    pub fn backend(mut self, backend: impl MessageBackend) -> Self {
        self.backend = Some(Arc::new(backend));
        self
    }

    /// Parses and checks all texts.
    ///
    /// # Errors
    /// [`Error::Config`] names the owner, the language and the line of a syntax error. It also reports a key that two owners
    /// define, a key without the prefix of its owner, a default or offered language without texts, and an unknown variant.
    pub fn build(self) -> Result<Messages, Error> {
        if !self.errors.is_empty() {
            return Err(Error::Config(self.errors.join("; ")));
        }
        let mut languages = self.empty_languages()?;
        let mut owners = HashMap::new();
        for resource in &self.resources {
            let parsed = resource.parse()?;
            resource.claim_keys(&parsed, &mut owners)?;
            resource.language(&mut languages)?.add(parsed);
        }
        for tag in &self.chosen {
            let mut texts = self.variants.iter().filter(|(variant, _)| variant == tag).peekable();
            if texts.peek().is_none() {
                return Err(Error::Config(format!(
                    "the variant `{tag}` has no texts; the core has the variants `de-x-du` and `es-x-tu`"
                )));
            }
            for (_, resource) in texts {
                resource.language(&mut languages)?.add(resource.parse()?);
            }
        }
        for resource in &self.overrides {
            let parsed = resource.parse()?;
            resource.language(&mut languages)?.add(parsed);
        }
        Ok(Messages(Arc::new(Bundles { languages, backend: self.backend })))
    }

    fn empty_languages(&self) -> Result<Vec<Language>, Error> {
        let mut ids = vec![self.default_language.clone()];
        for resource in self.resources.iter().chain(&self.overrides) {
            if !ids.contains(&resource.lang) {
                ids.push(resource.lang.clone());
            }
        }
        let wanted = self.offered.iter().flatten();
        if let Some(lang) = wanted.chain([&self.default_language]).find(|lang| !self.has_texts_in(lang)) {
            return Err(Error::Config(format!("the language `{lang}` has no texts; add a resource for this language")));
        }
        let offered = |id: &LanguageIdentifier| {
            *id == self.default_language || self.offered.as_ref().is_none_or(|all| all.contains(id))
        };
        let language = |(index, id)| Language { offered: offered(id), ..Language::empty(id, index, &ids) };
        Ok(ids.iter().enumerate().map(language).collect())
    }

    fn has_texts_in(&self, lang: &LanguageIdentifier) -> bool {
        self.resources.iter().chain(&self.overrides).any(|resource| resource.lang == *lang)
    }
}

impl Default for MessagesBuilder {
    fn default() -> Self {
        let empty = Self {
            default_language: langid!("en"),
            offered: None,
            resources: Vec::new(),
            overrides: Vec::new(),
            variants: Vec::new(),
            chosen: Vec::new(),
            backend: None,
            errors: Vec::new(),
        };
        empty.locales(CORE, LOCALES).locales(CORE, VARIANTS)
    }
}

fn not_a_tag(tag: &str) -> String {
    format!("`{tag}` is not a language tag; write it like `en` or `pt-BR`")
}

#[derive(Clone)]
struct Resource {
    owner: &'static str,
    lang: LanguageIdentifier,
    ftl: String,
}

impl Resource {
    fn parse(&self) -> Result<FluentResource, Error> {
        FluentResource::try_new(self.ftl.clone()).map_err(|(_, errors)| {
            let (position, reason) =
                errors.first().map(|error| (error.pos.start, error.to_string())).unwrap_or_default();
            let line = self.ftl.bytes().take(position).filter(|byte| *byte == b'\n').count() + 1;
            self.error(&format!("line {line}: {reason}"))
        })
    }

    /// Checks that each key has only one owner, and that an extension's keys have its prefix.
    fn claim_keys(
        &self,
        parsed: &FluentResource,
        owners: &mut HashMap<(LanguageIdentifier, String), &'static str>,
    ) -> Result<(), Error> {
        let prefix = format!("{}-", self.owner.replace('_', "-"));
        for key in parsed.entries().filter_map(key) {
            if self.owner != CORE && !key.trim_start_matches('-').starts_with(&prefix) {
                return Err(self.error(&format!("key `{key}` must begin with `{prefix}`")));
            }
            if let Some(other) = owners.insert((self.lang.clone(), key.clone()), self.owner) {
                return Err(self.error(&format!("key `{key}` is already defined by `{other}`")));
            }
        }
        Ok(())
    }

    fn language<'a>(&self, languages: &'a mut [Language]) -> Result<&'a mut Language, Error> {
        let found = languages.iter_mut().find(|language| language.id == self.lang);
        found.ok_or_else(|| self.error("the language has a variant, but no texts; add a resource for the language"))
    }

    fn error(&self, reason: &str) -> Error {
        Error::Config(format!("texts of `{}` in `{}`: {reason}", self.owner, self.lang))
    }
}

impl Language {
    fn empty(id: &LanguageIdentifier, index: usize, all: &[LanguageIdentifier]) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![id.clone()]);
        // Isolation characters keep an email address in order within right-to-left text. In other languages they would only
        // be invisible differences.
        bundle.set_use_isolating(direction(id) == "rtl");
        let relatives = (0..all.len()).filter(|other| all.get(*other).is_some_and(|other| related(id, other)));
        let english = all.iter().position(|other| *other == langid!("en"));
        let mut chain = vec![index];
        for candidate in relatives.chain([0]).chain(english) {
            if !chain.contains(&candidate) {
                chain.push(candidate);
            }
        }
        Self { id: id.clone(), offered: true, bundle, resources: Vec::new(), chain }
    }
}

fn key(entry: &Entry<&str>) -> Option<String> {
    match entry {
        Entry::Message(message) => Some(message.id.name.to_owned()),
        Entry::Term(term) => Some(format!("-{}", term.id.name)),
        _ => None,
    }
}
