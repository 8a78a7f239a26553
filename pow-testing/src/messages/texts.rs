//! The contents of a Fluent resource, for comparison.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::{
    ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey},
    parser,
};

/// The plural categories (CLDR) of the languages that have more categories than `one` and `other`.
const MORE_CATEGORIES: &[(&str, &[&str])] = &[("ar", &["zero", "one", "two", "few", "many"])];
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The spellings of "email" with a hyphen. English doesn't use them here. In other languages, a line can break at the hyphen.
const BREAKING_EMAILS: [&str; 3] = ["e-mail", "E-mail", "E-Mail"];

/// The words by which a language addresses its reader formally, for each informal variant.
const FORMAL: &[(&str, &[&str])] = &[
    ("de-x-du", &["Sie", "Ihnen", "Ihr", "Ihre", "Ihrem", "Ihren", "Ihrer", "Ihres"]),
    (
        "es-x-tu",
        &[
            "usted",
            "su",
            "sus",
            "suya",
            "suyo",
            "Acepte",
            "Autorice",
            "Compruebe",
            "Complete",
            "Confirme",
            "Cree",
            "Deje",
            "Desactive",
            "Elija",
            "Empiece",
            "Escriba",
            "Espere",
            "Inicie",
            "Inténtelo",
            "Introduzca",
            "Pida",
            "Póngase",
            "Repita",
            "Restablezca",
            "Retire",
            "Revise",
            "Use",
            "Vuelva",
        ],
    ),
];

/// A space and a mark that French keeps on one line.
const FRENCH_PAIRS: [&str; 6] = [" :", " ;", " ?", " !", "« ", " »"];

/// The texts of one crate in one language.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts(BTreeMap<String, Text>);

/// The parts of one text.
#[derive(Clone, Debug, Default)]
struct Text {
    arguments: BTreeSet<String>,
    references: BTreeSet<String>,
    /// The categories of each choice between plural forms.
    plurals: Vec<BTreeSet<String>>,
    /// The [`FRENCH_PAIRS`] that the text contains, in any language.
    pairs: BTreeSet<&'static str>,
    /// The [`BREAKING_EMAILS`] that the text contains.
    emails: BTreeSet<&'static str>,
    words: BTreeSet<String>,
}

impl Texts {
    /// Reads a resource. Entries that can't be read, and keys that occur twice, are faults.
    pub(super) fn read(language: &str, ftl: &str, faults: &mut Vec<String>) -> Self {
        let resource = parser::parse(ftl).unwrap_or_else(|(resource, errors)| {
            for error in errors {
                let line = ftl.bytes().take(error.pos.start).filter(|byte| *byte == b'\n').count() + 1;
                faults.push(format!("locales/{language}.ftl:{line}: {error}"));
            }
            resource
        });
        let mut texts = Self::default();
        for entry in &resource.body {
            let (key, pattern) = match entry {
                Entry::Message(message) => (message.id.name.to_owned(), message.value.as_ref()),
                Entry::Term(term) => (format!("-{}", term.id.name), Some(&term.value)),
                _ => continue,
            };
            let mut text = Text::default();
            pattern.into_iter().for_each(|pattern| text.pattern(pattern));
            if texts.0.insert(key.clone(), text).is_some() {
                faults.push(format!("locales/{language}.ftl has `{key}` twice"));
            }
        }
        texts
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    pub(super) fn arguments(&self, key: &str) -> impl Iterator<Item = &str> {
        self.0.get(key).into_iter().flat_map(|text| text.arguments.iter().map(String::as_str))
    }

    /// Returns whether another text of the resource shows this one.
    pub(super) fn refers_to(&self, key: &str) -> bool {
        self.0.values().any(|text| text.references.contains(key))
    }

    /// Returns the arguments in `other` that are missing in `self`, with their keys. Only keys in both are compared.
    pub(super) fn left_out<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let both = other.0.iter().filter_map(|(key, theirs)| Some((key, theirs, self.0.get(key)?)));
        both.flat_map(|(key, theirs, ours)| {
            theirs.arguments.difference(&ours.arguments).map(|argument| (key.as_str(), argument.as_str()))
        })
    }

    /// Returns the common prefix of all keys, up to a hyphen: the extension's id, or nothing.
    pub(super) fn prefix(&self) -> String {
        let mut keys = self.keys();
        let first = keys.next().unwrap_or_default().to_owned();
        let common = keys.fold(first, |common, key| {
            common.chars().zip(key.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
        });
        common.rfind('-').and_then(|end| common.get(..=end)).unwrap_or_default().to_owned()
    }
}

/// Returns the keys whose choice between plural forms lacks a form of the language.
pub(super) fn missing_categories<'a>(
    language: &'a str,
    texts: &'a Texts,
) -> impl Iterator<Item = (&'a str, &'static str)> {
    let wanted = MORE_CATEGORIES.iter().find(|(known, _)| *known == language).map_or(&[][..], |(_, wanted)| *wanted);
    texts.0.iter().flat_map(move |(key, text)| {
        let lacks = move |category: &&str| text.plurals.iter().any(|plural| !plural.contains(*category));
        wanted.iter().copied().filter(lacks).map(move |category| (key.as_str(), category))
    })
}

/// Returns the keys whose text addresses the reader formally in an informal variant, with the formal word. German capitalizes
/// these words. In Spanish, case is ignored, because the words can begin a sentence.
pub(super) fn formal<'a>(tag: &str, base: &'a Texts, variant: &'a Texts) -> Vec<(&'a str, &'static str)> {
    let words = FORMAL.iter().find(|(known, _)| *known == tag).map_or(&[][..], |(_, words)| *words);
    let is_german = tag.starts_with("de");
    let has = |text: &Text, word: &str| {
        let is_said = |said: &String| said == word || (!is_german && said.to_lowercase() == word.to_lowercase());
        text.words.iter().any(is_said)
    };
    let texts = base.0.iter().map(|(key, text)| (key.as_str(), variant.0.get(key).unwrap_or(text)));
    texts
        .flat_map(|(key, text)| words.iter().filter(move |word| has(text, word)).map(move |word| (key, *word)))
        .collect()
}

/// Returns the keys whose text can be broken inside of the word "email".
pub(super) fn breaking_emails(texts: &Texts) -> impl Iterator<Item = (&str, &'static str)> {
    texts.0.iter().flat_map(|(key, text)| text.emails.iter().map(move |spelling| (key.as_str(), *spelling)))
}

/// Returns the keys whose text can be broken before a mark, or inside of quotation marks, in a language that wants a space there.
pub(super) fn breaking_spaces<'a>(
    language: &str,
    texts: &'a Texts,
) -> impl Iterator<Item = (&'a str, &'static str)> + use<'a> {
    let is_french = language.split('-').next() == Some("fr");
    let texts = texts.0.iter().filter(move |_| is_french);
    texts.flat_map(|(key, text)| text.pairs.iter().map(move |pair| (key.as_str(), *pair)))
}

impl Text {
    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::Placeable { expression } => self.expression(expression),
                PatternElement::TextElement { value } => {
                    self.pairs.extend(FRENCH_PAIRS.iter().filter(|pair| value.contains(**pair)));
                    self.emails.extend(BREAKING_EMAILS.iter().filter(|spelling| value.contains(**spelling)));
                    self.words.extend(value.split(|c: char| !c.is_alphabetic()).map(str::to_owned));
                }
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                variants.iter().for_each(|variant| self.pattern(&variant.value));
                self.plural(variants);
            }
        }
    }

    /// Records the categories of a choice by number. The names of the variants show whether the choice is one.
    fn plural(&mut self, variants: &[Variant<&str>]) {
        let names = variants.iter().filter_map(|variant| match variant.key {
            VariantKey::Identifier { name } => Some((name, variant.default)),
            VariantKey::NumberLiteral { .. } => None,
        });
        let names: Vec<_> = names.collect();
        let is_plural = names.iter().any(|(name, default)| CATEGORIES.contains(name) && (!default || *name == "other"));
        if is_plural {
            self.plurals.push(names.into_iter().map(|(name, _)| name.to_owned()).collect());
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => drop(self.arguments.insert(id.name.to_owned())),
            InlineExpression::MessageReference { id, .. } => drop(self.references.insert(id.name.to_owned())),
            InlineExpression::TermReference { id, arguments, .. } => {
                self.references.insert(format!("-{}", id.name));
                arguments.iter().for_each(|arguments| self.call(arguments));
            }
            InlineExpression::FunctionReference { arguments, .. } => self.call(arguments),
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        }
    }

    fn call(&mut self, arguments: &CallArguments<&str>) {
        arguments.positional.iter().for_each(|argument| self.inline(argument));
        arguments.named.iter().for_each(|argument| self.inline(&argument.value));
    }
}
