//! Are a crate's texts complete? Its translations, its code and its templates are read and compared.
//!
//! One line in `tests/messages.rs` of a crate:
//! ```text
//! pow_testing::messages_suite!();
//! ```

mod chosen;
mod code;
mod markup;
mod texts;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use pow_core::messages::{LOCALES, keys};

use self::{
    code::{Choice, Code, Use, fits},
    texts::{Texts, breaking_emails, breaking_spaces, formal, missing_categories},
};

/// Separates the language of a variant from its name: `de-x-du`.
const PRIVATE_USE: &str = "-x-";

/// A test named `texts_are_complete` of the crate that it stands in; see [`Suite`] for what it finds.
///
/// `messages_suite!(languages: ["en", "de"])` for a crate that has less languages than the core, and
/// `messages_suite!(optional: ["welcome"])` for keys that have no text unless an application gives them one.
#[macro_export]
macro_rules! messages_suite {
    ($($name:ident : $list:expr),* $(,)?) => {
        #[test]
        fn texts_are_complete() {
            let suite = $crate::messages::Suite::of(::core::env!("CARGO_MANIFEST_DIR"))$(.$name(&$list))*;
            let faults = suite.faults().unwrap();
            ::core::assert!(faults.is_empty(), "{}", faults.join("\n"));
        }
    };
}

/// Finds faults in the texts of one crate: in its folders `locales`, `src` and `templates`.
///
/// It finds
/// * a language without a file, a file that can't be read or that no `locales![…]` names;
/// * a key that a language lacks or has alone, and a key that is used but has no text;
/// * a key that neither code nor templates use; one that is only the value of a constant counts as used if the
///   constant is;
/// * an argument in a text that the code does not give, and one that a translation leaves out. If a variable holds the key,
///   every key that it can hold is checked;
/// * a message with arguments whose key is not visible in the same file. Choose the key in that file, with `let`, `for` or a call;
/// * a plural without all forms that its language has;
/// * a text that addresses the reader formally in an informal variant, such as `de-x-du`, also one that the variant lacks;
/// * in French, a space before `: ; ? !` or inside of `« »` at which a line can break;
/// * words in a template, outside of tags and `<code>`, or in an attribute that people can read.
///
/// Keys that the code makes of parts are found if the parts stand in one literal: `format!("field-{name}")`.
#[derive(Clone, Debug)]
pub struct Suite {
    folder: PathBuf,
    languages: Vec<String>,
    optional: BTreeSet<String>,
}

impl Suite {
    /// The crate in that folder, which has all the languages of the core.
    #[must_use]
    pub fn of(folder: impl Into<PathBuf>) -> Self {
        let languages = LOCALES.iter().map(|(language, _)| (*language).to_owned()).collect();
        let optional = keys::OPTIONAL.iter().map(|key| (*key).to_owned()).collect();
        Self { folder: folder.into(), languages, optional }
    }

    /// The crate has these languages; English is among them.
    #[must_use]
    pub fn languages(mut self, languages: &[&str]) -> Self {
        self.languages = languages.iter().map(|language| (*language).to_owned()).collect();
        self
    }

    /// These keys have no text unless an application gives them one.
    #[must_use]
    pub fn optional(mut self, keys: &[&str]) -> Self {
        self.optional.extend(keys.iter().map(|key| (*key).to_owned()));
        self
    }

    /// Returns the faults, a sentence each.
    ///
    /// # Errors
    /// When the crate's files can't be read.
    pub fn faults(&self) -> io::Result<Vec<String>> {
        let mut faults = Vec::new();
        let mut languages = BTreeMap::new();
        for language in &self.languages {
            match fs::read_to_string(self.folder.join(format!("locales/{language}.ftl"))) {
                Ok(ftl) => drop(languages.insert(language.as_str(), Texts::read(language, &ftl, &mut faults))),
                Err(error) => faults.push(format!("locales/{language}.ftl: {error}")),
            }
        }
        let code = self.code(&mut faults)?;
        let english = languages.get("en").cloned().unwrap_or_default();
        self.registered(&code, &mut faults)?;
        translations(&english, &languages, &mut faults);
        self.variants(&languages, &mut faults)?;
        self.uses(&code, &english, &mut faults);
        arguments(&code, &english, &languages, &mut faults);
        self.choices(&code, &english, &mut faults);
        faults.sort();
        faults.dedup();
        Ok(faults)
    }

    fn code(&self, faults: &mut Vec<String>) -> io::Result<Code> {
        let mut code = Code::default();
        for path in files(&self.folder.join("src"))? {
            let place = self.place(&path);
            if place.ends_with(".rs") && !place.ends_with("/tests.rs") {
                code.rust(&place, &fs::read_to_string(&path)?, faults);
            }
        }
        for path in files(&self.folder.join("templates"))? {
            code.template(&self.place(&path), &fs::read_to_string(&path)?, faults);
        }
        Ok(code)
    }

    fn place(&self, path: &Path) -> String {
        path.strip_prefix(&self.folder).unwrap_or(path).display().to_string()
    }

    /// Every file of the folder is one of the languages, and compiled in.
    fn registered(&self, code: &Code, faults: &mut Vec<String>) -> io::Result<()> {
        for path in files(&self.folder.join("locales"))? {
            let language = path.file_stem().unwrap_or_default().to_string_lossy();
            if !language.contains(PRIVATE_USE) && !self.languages.iter().any(|known| *known == language) {
                faults.push(format!("locales/{language}.ftl is in a language that the suite does not know"));
            } else if !code.registered.contains(language.as_ref()) {
                faults.push(format!("locales/{language}.ftl is not registered: name it in `locales![…]`"));
            }
        }
        Ok(())
    }

    /// Each text of a variant replaces one of its language, with the same arguments, and no text has the other address.
    fn variants(&self, languages: &BTreeMap<&str, Texts>, faults: &mut Vec<String>) -> io::Result<()> {
        for path in files(&self.folder.join("locales"))? {
            let tag = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let Some((language, _)) = tag.split_once(PRIVATE_USE) else { continue };
            let Some(base) = languages.get(language) else {
                faults.push(format!("locales/{tag}.ftl is a variant of a language that is not there"));
                continue;
            };
            let variant = Texts::read(&tag, &fs::read_to_string(&path)?, faults);
            for key in variant.keys().filter(|key| !base.has(key)) {
                faults.push(format!("`{tag}` has `{key}`, which `{language}` lacks"));
            }
            for (key, argument) in variant.left_out(base).chain(base.left_out(&variant)) {
                faults.push(format!("`{key}` has `${argument}` in only one of `{language}` and `{tag}`"));
            }
            for (key, word) in formal(&tag, base, &variant) {
                faults.push(format!("`{key}` says {word:?} in `{tag}`: give it a text in locales/{tag}.ftl"));
            }
        }
        Ok(())
    }

    /// Checks that every key that is used has a text, and that every text is used.
    fn uses(&self, code: &Code, english: &Texts, faults: &mut Vec<String>) {
        let core = core_texts();
        let known = |key: &str| english.has(key) || core.has(key) || self.optional.contains(key);
        for Use { key, place, .. } in code.uses.iter().filter(|used| !known(&used.key)) {
            faults.push(format!("{place} uses `{key}`, which has no text"));
        }
        let prefix = english.prefix();
        let ours = |key: &str| prefix.len() > 1 && key.starts_with(&prefix) && key.len() > prefix.len();
        for (key, place) in code.named().filter(|(key, _)| ours(key) && !self.optional.contains(*key)) {
            if !english.keys().any(|known| fits(key, known)) {
                faults.push(format!("{place} names `{key}`, which has no text"));
            }
        }
        for key in english.keys().filter(|key| !code.is_used(key) && !english.refers_to(key)) {
            faults.push(format!("neither code nor templates use `{key}`"));
        }
    }

    /// Arguments can be checked only where the keys are known.
    fn choices(&self, code: &Code, english: &Texts, faults: &mut Vec<String>) {
        let core = core_texts();
        let known = |used: Use| english.has(&used.key) || core.has(&used.key) || self.optional.contains(&used.key);
        let has_arguments = |choice: &&Choice| choice.given.as_ref().is_some_and(|given| !given.is_empty());
        for choice in code.choices.iter().filter(has_arguments) {
            if !code.is_elsewhere(choice) && !chosen(code, choice, english).into_iter().any(known) {
                let Choice { place, written, .. } = choice;
                faults.push(format!(
                    "{place} gives arguments to the key `{written}`, and doesn't show which that can be"
                ));
            }
        }
    }
}

/// A use of each key that the choice can fall on, those made of parts among them.
fn chosen(code: &Code, choice: &Choice, english: &Texts) -> Vec<Use> {
    let used = |key| Use { key, place: choice.place.clone(), given: choice.given.clone() };
    let (patterns, mut keys): (Vec<String>, _) = code.keys_of(choice).into_iter().partition(|key| key.contains('{'));
    keys.extend(english.keys().filter(|key| patterns.iter().any(|pattern| fits(pattern, key))).map(str::to_owned));
    keys.into_iter().map(used).collect()
}

/// Each language says what English says, with the same arguments.
fn translations(english: &Texts, languages: &BTreeMap<&str, Texts>, faults: &mut Vec<String>) {
    for (language, texts) in languages {
        for key in english.keys().filter(|key| !texts.has(key)) {
            faults.push(format!("`{language}` lacks `{key}`"));
        }
        for key in texts.keys().filter(|key| !english.has(key)) {
            faults.push(format!("`{language}` has `{key}`, which `en` lacks"));
        }
        for (key, argument) in texts.left_out(english) {
            faults.push(format!("`{key}` in `{language}` leaves out `${argument}`"));
        }
        for (key, argument) in english.left_out(texts) {
            faults.push(format!("`{key}` in `{language}` uses `${argument}`, which `en` does not"));
        }
        for (key, category) in missing_categories(language, texts) {
            faults.push(format!("`{key}` in `{language}` has no form for `{category}`"));
        }
        for (key, spelling) in breaking_emails(texts) {
            let remedy = if *language == "en" { "write `email`" } else { "write the hyphen as U+2011" };
            faults.push(format!("`{key}` in `{language}` can break at {spelling:?}: {remedy}"));
        }
        for (key, pair) in breaking_spaces(language, texts) {
            faults
                .push(format!("`{key}` in `{language}` can break at {pair:?}: U+00A0 goes there, before ; ? ! U+202F"));
        }
    }
}

/// The code gives what the texts show.
fn arguments(code: &Code, english: &Texts, languages: &BTreeMap<&str, Texts>, faults: &mut Vec<String>) {
    let core = core_texts();
    let chosen = code.choices.iter().flat_map(|choice| chosen(code, choice, english));
    for Use { key, place, given } in code.uses.iter().cloned().chain(chosen) {
        let Some(given) = given else { continue };
        let key = key.as_str();
        let own = languages.iter().filter(|_| english.has(key)).map(|(language, texts)| (*language, texts));
        let foreign = (!english.has(key)).then_some(("en", &core));
        for (language, texts) in own.chain(foreign) {
            for argument in texts.arguments(key).filter(|argument| !given.contains(*argument)) {
                faults.push(format!("`{key}` in `{language}` uses `${argument}`, which {place} does not give"));
            }
        }
    }
}

/// The core's English texts, which every crate can use.
fn core_texts() -> Texts {
    let english = LOCALES.iter().find(|(language, _)| *language == "en");
    english.map(|(language, ftl)| Texts::read(language, ftl, &mut Vec::new())).unwrap_or_default()
}

/// The files of a folder and its folders; none if it is not there.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(found),
        entries => entries?,
    };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
