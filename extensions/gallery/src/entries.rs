//! The examples of a set-up, by the names in their addresses, and the look in which they are shown.

use pow_core::{
    Error, Pow,
    examples::{Examples, Stage},
    look::{Look, Scheme},
    messages::{LanguageIdentifier, Localizer},
    pages::Stylesheet,
};

/// One example.
pub(crate) struct Entry<'p> {
    pub(crate) examples: &'p Examples,
    pub(crate) state: &'static str,
    /// Its name in addresses and files, such as `core-session-new-empty`.
    pub(crate) slug: String,
}

/// Returns all examples, in the order of their declaration.
pub(crate) fn all(pow: &Pow) -> Result<Vec<Entry<'_>>, Error> {
    let mut entries = Vec::new();
    for examples in pow.examples() {
        for state in examples.states(pow)? {
            entries.push(Entry { examples, state, slug: slug(examples, state) });
        }
    }
    Ok(entries)
}

/// Returns the example of this address.
pub(crate) fn find<'p>(pow: &'p Pow, is_mail: bool, slug: &str) -> Result<Option<Entry<'p>>, Error> {
    let found = all(pow)?.into_iter().find(|entry| entry.examples.is_mail() == is_mail && entry.slug == slug);
    Ok(found)
}

fn slug(examples: &Examples, state: &str) -> String {
    let (owner, name) = (examples.owner, examples.name);
    let name = name.strip_prefix(owner).and_then(|rest| rest.strip_prefix('/')).unwrap_or(name);
    let letters = [owner, name, state].join("-");
    letters.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

/// The languages of the set-up.
pub(crate) fn languages(pow: &Pow) -> Vec<LanguageIdentifier> {
    pow.messages().languages().cloned().collect()
}

/// The colour schemes of the set-up.
pub(crate) fn schemes(pow: &Pow) -> Vec<Scheme> {
    match pow.look().scheme {
        Scheme::Both => vec![Scheme::Light, Scheme::Dark],
        scheme => vec![scheme],
    }
}

/// Returns the name of a scheme in addresses and files.
pub(crate) fn name(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Dark => "dark",
        Scheme::Light => "light",
        Scheme::Both => "both",
    }
}

/// Returns the scheme of the set-up with this name.
pub(crate) fn scheme(pow: &Pow, wanted: &str) -> Option<Scheme> {
    schemes(pow).into_iter().find(|scheme| name(*scheme) == wanted)
}

/// Returns the look of the set-up in one scheme.
pub(crate) fn look(pow: &Pow, scheme: Scheme) -> Look {
    Look { scheme, ..pow.look().clone() }
}

/// Returns the stylesheet of the set-up in one scheme.
pub(crate) fn stylesheet(pow: &Pow, scheme: Scheme) -> Stylesheet {
    Stylesheet::new(&look(pow, scheme))
}

/// Returns the language of the set-up with this tag, or the default language.
pub(crate) fn localizer(pow: &Pow, tag: Option<&str>) -> Localizer {
    pow.messages().negotiate(tag, None, None)
}

/// Returns the stage for a language and a look with its stylesheet.
pub(crate) fn stage<'p>(pow: &'p Pow, localizer: Localizer, look: &'p Look, stylesheet_path: String) -> Stage<'p> {
    Stage::new(pow).localizer(localizer).look(look, stylesheet_path)
}
