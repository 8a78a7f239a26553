//! `pow gen messages`: a file with the texts that are missing in a language. A second run keeps the translations.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use clap::Args;
use pow_core::{
    Pow,
    messages::{LanguageIdentifier, Messages, MessagesBuilder},
};

use crate::{
    failure::Failure,
    files::{Plan, Writing},
};

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// The language, such as `nl` or `pt-BR`.
    language: String,
    /// The file to write [default: locales/LANGUAGE.ftl]
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,
    #[command(flatten)]
    writing: Writing,
}

/// The line above the missing texts.
const MARK: &str =
    "### Missing texts. Translate a text and remove the `# ` before it. `pow gen messages` renews this list.";

pub(crate) fn run(pow: &Pow, options: &Options) -> Result<(), Failure> {
    let tag = &options.language;
    let lang: LanguageIdentifier = tag
        .parse()
        .map_err(|_| Failure::new(format!("`{tag}` is not a language tag: write it like `nl` or `pt-BR`")))?;
    let path = options.file.clone().unwrap_or_else(|| PathBuf::from(format!("locales/{tag}.ftl")));
    let mut plan = Plan::new(Path::new("."));
    let present = plan.read(&path.to_string_lossy())?;
    let translated = translated(present.as_deref().unwrap_or_default());
    let own = keys_of(&lang, &translated, &path)?;
    let (wanted, known) = (wanted(pow.messages()), pow.messages().sources(&lang));
    let is_missing = |key: &String| !own.contains(key) && !known.contains_key(key);
    let missing: Vec<_> = wanted.iter().filter(|(key, _)| is_missing(key)).map(|(_, text)| text.as_str()).collect();
    if present.is_some() || !missing.is_empty() {
        plan.write(&path, with_missing(&translated, &missing))?;
    }
    plan.note(format!("{} texts are missing in `{tag}`.", missing.len()));
    for key in own.iter().filter(|key| !wanted.contains_key(*key)) {
        plan.note(format!("The key `{key}` is only in {}: remove the text, or correct the key.", path.display()));
    }
    // If the file has a text that the set-up lacks, the set-up doesn't use the file.
    if known.is_empty() || own.iter().any(|key| !known.contains_key(key)) {
        plan.note(format!("Add the file to the configuration:\n\n    {}", line(tag, &path)));
    }
    plan.finish(&options.writing).map(drop)
}

/// Returns the English texts, and those that only the default language has.
fn wanted(messages: &Messages) -> BTreeMap<String, String> {
    let english = "en".parse().map(|lang| messages.sources(&lang)).unwrap_or_default();
    let mut all = messages.languages().next().map(|lang| messages.sources(lang)).unwrap_or_default();
    all.extend(english);
    all
}

/// Returns the file without the list of missing texts. A translation in the list is kept.
fn translated(text: &str) -> String {
    let (before, list) = text.split_once(MARK).unwrap_or((text, ""));
    let mut all = before.trim_end().to_owned();
    for line in list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        all.push('\n');
        all.push_str(line);
    }
    all.trim_start().to_owned()
}

/// Checks a text and returns its keys.
fn keys_of(lang: &LanguageIdentifier, text: &str, path: &Path) -> Result<BTreeSet<String>, Failure> {
    let build = |text: &str| MessagesBuilder::default().override_resource(lang.clone(), text).build();
    let with = build(text).map_err(|error| Failure::new(format!("{}: {error}", path.display())))?.sources(lang);
    let without = build("")?.sources(lang);
    Ok(with.into_iter().filter(|(key, text)| without.get(key) != Some(text)).map(|(key, _)| key).collect())
}

fn with_missing(translated: &str, missing: &[&str]) -> String {
    let list = missing.iter().flat_map(|entry| entry.lines()).map(|line| format!("# {line}\n"));
    let list = (!missing.is_empty()).then(|| format!("{MARK}\n{}", list.collect::<String>()));
    let translated = (!translated.is_empty()).then(|| format!("{translated}\n"));
    translated.into_iter().chain(list).collect::<Vec<_>>().join("\n")
}

fn line(tag: &str, path: &Path) -> String {
    match path == Path::new(&format!("locales/{tag}.ftl")) {
        true => format!("messages: MessagesBuilder::default().override_locales(pow_core::locales![\"{tag}\"]),"),
        false => format!(
            "messages: MessagesBuilder::default().override_locales(&[(\"{tag}\", include_str!(\"…/{}\"))]),",
            path.display()
        ),
    }
}
