//! The switch between the languages, at the end of every page.

use askama::Template;

use super::fields::{self, FormMethod};
use super::{Html, View};
use crate::Error;
use crate::messages::{LanguageIdentifier, Localizer, direction, keys};

/// A form with one button for each language, in that language.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LanguageSwitch {
    /// Where the form goes.
    pub action: String,
    /// The languages and their names.
    pub languages: Vec<(LanguageIdentifier, String)>,
    /// The page to come back to; without it, the start page.
    pub request_path: Option<String>,
}

impl LanguageSwitch {
    /// A switch between these languages.
    pub fn new(action: impl Into<String>, languages: Vec<(LanguageIdentifier, String)>) -> Self {
        Self { action: action.into(), languages, request_path: None }
    }

    /// The page to come back to.
    #[must_use]
    pub fn request_path(mut self, path: Option<String>) -> Self {
        self.request_path = path;
        self
    }

    pub(super) fn render(&self, view: &View<'_>) -> Result<Html, Error> {
        let start = fields::form_start(view, FormMethod::Post, &self.action)?;
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
    /// Each name runs its own way, whatever the page's.
    fn dir(&self, lang: &LanguageIdentifier) -> &'static str {
        direction(lang)
    }
}
