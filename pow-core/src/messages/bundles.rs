//! The built texts: one Fluent bundle per language, and the fallbacks for missing keys.

use std::collections::BTreeMap;
use std::sync::Arc;

use fluent::concurrent::FluentBundle;
use fluent::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{self, Entry, Resource};
use fluent_syntax::serializer;
use unic_langid::LanguageIdentifier;

use super::{Arg, Message, MessageBackend};
use crate::telemetry::plain;

/// All languages, the default language first.
pub(super) struct Bundles {
    pub(super) languages: Vec<Language>,
    pub(super) backend: Option<Arc<dyn MessageBackend>>,
}

/// The texts of one language.
pub(super) struct Language {
    pub(super) id: LanguageIdentifier,
    /// Whether visitors can get the language.
    pub(super) offered: bool,
    pub(super) bundle: FluentBundle<Arc<FluentResource>>,
    /// The files of the bundle, in order. If a key has several texts, the last one is used.
    pub(super) resources: Vec<Arc<FluentResource>>,
    /// The languages in which a key is looked up, as indices of [`Bundles::languages`]: this one, related ones, the default,
    /// English.
    pub(super) chain: Vec<usize>,
}

impl Bundles {
    /// Returns the text of a message in a language, or `None` if no language of its chain has the key.
    pub(super) fn find(&self, language: usize, message: &Message) -> Option<String> {
        let language = self.languages.get(language)?;
        if let Some(text) = self.backend.as_ref().and_then(|backend| backend.message(&language.id, message)) {
            return Some(text);
        }
        language
            .chain
            .iter()
            .filter_map(|index| self.languages.get(*index))
            .find_map(|language| language.format(message))
    }
}

impl Language {
    pub(super) fn format(&self, message: &Message) -> Option<String> {
        let pattern = self.bundle.get_message(&message.key)?.value()?;
        let args = arguments(message);
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        for error in errors {
            tracing::warn!(
                target: "pow::messages::unfilled",
                key = %message.key,
                lang = %self.id,
                error = %plain(error),
                "could not fill in a text: an argument is missing or invalid"
            );
        }
        Some(text)
    }
}

impl Language {
    pub(super) fn add(&mut self, resource: FluentResource) {
        let resource = Arc::new(resource);
        self.bundle.add_resource_overriding(Arc::clone(&resource));
        self.resources.push(resource);
    }

    /// Returns the texts of this language in the syntax of Fluent, by their key.
    pub(super) fn sources(&self) -> BTreeMap<String, String> {
        let entries = self.resources.iter().flat_map(|resource| resource.entries());
        entries.filter_map(source).collect()
    }
}

fn source(entry: &Entry<&str>) -> Option<(String, String)> {
    let Entry::Message(message) = entry else { return None };
    let message = ast::Message { comment: None, ..message.clone() };
    let key = message.id.name.to_owned();
    let text = serializer::serialize(&Resource { body: vec![Entry::Message(message)] });
    Some((key, text.trim_end().to_owned()))
}

fn arguments(message: &Message) -> FluentArgs<'_> {
    message
        .args
        .iter()
        .map(|(name, value)| {
            let value = match value {
                Arg::Text(text) => FluentValue::from(text.as_str()),
                Arg::Number(number) => FluentValue::from(*number),
            };
            (name.as_ref(), value)
        })
        .collect()
}
