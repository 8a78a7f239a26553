//! Checks that a crate's texts are complete. It reads and compares the translations, the code and the templates.
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

/// Makes a test named `texts_are_complete`, which checks the crate that it is in. See [`Suite`] for what it finds.
///
/// `messages_suite!(languages: ["en", "de"])` is for a crate that has fewer languages than the core, and
/// `messages_suite!(optional: ["welcome"])` is for keys that have no text unless an application adds one.
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
/// * a key that one language lacks or only one language has, and a key that is used but has no text;
/// * a key that neither code nor templates use. A key that is only the value of a constant counts as used if the constant is
///   used;
/// * an argument in a text that the code does not pass, and an argument that a translation leaves out. If a variable holds the
///   key, every key that it can hold is checked;
/// * a message with arguments whose key is not visible in the same file. Choose the key in that file, with `let`, `for` or a
///   call;
/// * a plural that lacks a form of its language;
/// * a text that addresses the reader formally in an informal variant, such as `de-x-du`, including a text of the language that
///   the variant does not replace;
/// * in French, a space before `: ; ? !` or inside of `« »` at which a line can break;
/// * words in a template, outside of tags and `<code>`, or in an attribute that people can read.
///
/// Keys that the code makes of parts are found if the parts are in one literal: `format!("field-{name}")`.
#[derive(Clone, Debug)]
pub struct Suite {
    folder: PathBuf,
    languages: Vec<String>,
    optional: BTreeSet<String>,
}

impl Suite {
    /// Creates a suite for the crate in this folder. The crate must have all languages of the core, unless `languages` names
    /// others.
    #[must_use]
    pub fn of(folder: impl Into<PathBuf>) -> Self {
        let languages = LOCALES.iter().map(|(language, _)| (*language).to_owned()).collect();
        let optional = keys::OPTIONAL.iter().map(|key| (*key).to_owned()).collect();
        Self { folder: folder.into(), languages, optional }
    }

    /// Sets the languages of the crate. They must include English.
    #[must_use]
    pub fn languages(mut self, languages: &[&str]) -> Self {
        self.languages = languages.iter().map(|language| (*language).to_owned()).collect();
        self
    }

    /// Adds keys that have no text unless an application adds one.
    #[must_use]
    pub fn optional(mut self, keys: &[&str]) -> Self {
        self.optional.extend(keys.iter().map(|key| (*key).to_owned()));
        self
    }

    /// Returns the faults, one sentence each.
    ///
    /// # Errors
    /// If the crate's files can't be read.
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

    /// Checks that every file of the folder is in one of the languages, and is compiled in.
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

    /// Checks that each text of a variant replaces a text of its language, with the same arguments, and that no text addresses
    /// the reader formally.
    fn variants(&self, languages: &BTreeMap<&str, Texts>, faults: &mut Vec<String>) -> io::Result<()> {
        for path in files(&self.folder.join("locales"))? {
            let tag = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let Some((language, _)) = tag.split_once(PRIVATE_USE) else { continue };
            let Some(base) = languages.get(language) else {
                faults.push(format!("locales/{tag}.ftl is a variant of a language that has no texts"));
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
                faults.push(format!("`{key}` uses the formal {word:?} in `{tag}`: add a text to locales/{tag}.ftl"));
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

    /// Finds arguments that can't be checked, because the keys of their messages are unknown.
    fn choices(&self, code: &Code, english: &Texts, faults: &mut Vec<String>) {
        let core = core_texts();
        let known = |used: Use| english.has(&used.key) || core.has(&used.key) || self.optional.contains(&used.key);
        let has_arguments = |choice: &&Choice| choice.given.as_ref().is_some_and(|given| !given.is_empty());
        for choice in code.choices.iter().filter(has_arguments) {
            if !code.is_elsewhere(choice) && !chosen(code, choice, english).into_iter().any(known) {
                let Choice { place, written, .. } = choice;
                faults.push(format!(
                    "{place} passes arguments with the key `{written}`, but doesn't show which keys `{written}` can be"
                ));
            }
        }
    }
}

/// Returns a use of each key that can be chosen, including keys made of parts.
fn chosen(code: &Code, choice: &Choice, english: &Texts) -> Vec<Use> {
    let used = |key| Use { key, place: choice.place.clone(), given: choice.given.clone() };
    let (patterns, mut keys): (Vec<String>, _) = code.keys_of(choice).into_iter().partition(|key| key.contains('{'));
    keys.extend(english.keys().filter(|key| patterns.iter().any(|pattern| fits(pattern, key))).map(str::to_owned));
    keys.into_iter().map(used).collect()
}

/// Checks that each language has the same keys as English, with the same arguments.
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
            faults.push(format!("`{key}` in `{language}` can break at {pair:?}: write U+00A0, or U+202F before ; ? !"));
        }
    }
}

/// Checks that the code passes all arguments that the texts use.
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
                faults.push(format!("`{key}` in `{language}` uses `${argument}`, which {place} does not pass"));
            }
        }
    }
}

/// Returns the core's English texts, which every crate can use.
fn core_texts() -> Texts {
    let english = LOCALES.iter().find(|(language, _)| *language == "en");
    english.map(|(language, ftl)| Texts::read(language, ftl, &mut Vec::new())).unwrap_or_default()
}

/// Returns the files of a folder and of its subfolders. A missing folder has no files.
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
