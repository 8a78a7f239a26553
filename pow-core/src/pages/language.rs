//! The language switch at the end of every page.

use askama::Template;

use super::fields::{self, FormMethod};
use super::{Html, View};
use crate::Error;
use crate::messages::{LanguageIdentifier, Localizer, direction, keys};

/// A form with one button per language, labelled in that language.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LanguageSwitch {
    /// The URL to which the form is sent.
    pub action: String,
    /// The languages with their names.
    pub languages: Vec<(LanguageIdentifier, String)>,
    /// The page to return to. Default: the start page.
    pub request_path: Option<String>,
}

impl LanguageSwitch {
    /// Creates a switch between these languages.
    pub fn new(action: impl Into<String>, languages: Vec<(LanguageIdentifier, String)>) -> Self {
        Self { action: action.into(), languages, request_path: None }
    }

    /// Sets the page to return to.
    #[must_use]
    pub fn request_path(mut self, path: Option<String>) -> Self {
        self.request_path = path;
        self
    }

    /// Renders the switch, for a custom [`Layout`](super::Layout).
    ///
    /// # Errors
    /// [`Error::Render`] if the template can't be rendered.
    pub fn render(&self, view: &View<'_>) -> Result<Html, Error> {
        let label = view.t(keys::LANGUAGE_SWITCH);
        let start = fields::labelled_form_start(view, FormMethod::Post, &self.action, &label)?;
        Html::render(&SwitchTemplate { switch: self, start, localizer: &view.localizer })
    }
}

#[derive(Template)]
#[template(path = "language_switch.html")]
struct SwitchTemplate<'a> {
    switch: &'a LanguageSwitch,
    start: Html,
    localizer: &'a Localizer,
}

impl SwitchTemplate<'_> {
    /// Returns the name of the page's language, or the label of the switch if the switch doesn't offer that language.
    fn current(&self) -> String {
        let current = self.switch.languages.iter().find(|(lang, _)| lang == self.localizer.lang());
        current.map_or_else(|| self.localizer.t(keys::LANGUAGE_SWITCH), |(_, name)| name.clone())
    }

    /// Returns the direction of a language's name, which may differ from that of the page.
    fn dir(&self, lang: &LanguageIdentifier) -> &'static str {
        direction(lang)
    }
}
