//! The copy of a page or a mail: the function that renders it, the private items that the function needs, and their templates.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    ops::Range,
    path::Path,
};

use proc_macro2::{TokenStream, TokenTree};
use syn::{ImplItem, Item, LitStr, Visibility, spanned::Spanned};

use super::{
    catalog::{Entry, Kind, type_name},
    modules::{Meaning, Module, Names, name},
};
use crate::failure::Failure;

/// The files of a copy, with their paths in the folder of the application.
pub(crate) struct Copy {
    pub(crate) module: (String, String),
    pub(crate) templates: Vec<(String, String)>,
}

/// The part of a file's first line that says where the file came from.
pub(crate) const TAKEN: &str = "taken over from ";

pub(crate) fn of(entry: &Entry<'_>) -> Result<Copy, Failure> {
    let module = entry.sources.modules().get(entry.module).ok_or_else(|| refused(entry, "its module"))?;
    let mut collected = Collected { entry, items: Vec::new(), imports: BTreeSet::new(), templates: Vec::new() };
    collected.import_type()?;
    collected.follow(entry.module, source(module, entry.render))?;
    collected.check_names()?;
    collected.finish(source(module, entry.render))
}

fn refused(entry: &Entry<'_>, why: &str) -> Failure {
    let (word, name) = (entry.kind.word(), &entry.name);
    let remedy = "use a template of your own instead";
    Failure::new(format!(
        "the {word} `{name}` can't be copied into the application, because {why} is private in {}: {remedy}",
        entry.package.name
    ))
}

struct Collected<'a> {
    entry: &'a Entry<'a>,
    /// The items to copy, in the order in which they were found.
    items: Vec<Found<'a>>,
    /// The paths to import.
    imports: BTreeSet<String>,
    /// The paths of the templates in the package's folder `templates`, with their texts.
    templates: Vec<(String, String)>,
}

/// A private item that is copied into the application.
struct Found<'a> {
    names: Names,
    index: usize,
    module: &'a Module,
    item: &'a Item,
}

/// Returns the text of a part of a module.
fn source<'a>(module: &'a Module, part: &impl Spanned) -> &'a str {
    module.text.get(part.span().byte_range()).unwrap_or_default()
}

impl<'a> Collected<'a> {
    fn import_type(&mut self) -> Result<(), Failure> {
        let path = self.entry.sources.public(self.entry.module, &self.entry.ty);
        self.imports.insert(path.ok_or_else(|| refused(self.entry, &self.entry.ty))?.to_owned());
        Ok(())
    }

    /// Collects the items that this piece of a module's code names.
    fn follow(&mut self, module: &Names, source: &str) -> Result<(), Failure> {
        let mut words = Words::default();
        words.read(tokens(source));
        for method in &words.methods {
            if self.is_private_method(module, method) {
                return Err(refused(self.entry, &format!("the method `{method}`")));
            }
        }
        // Methods of the trait need the trait in scope.
        if ["title", "subject"].iter().any(|method| words.methods.contains(*method)) {
            let path = match self.entry.kind {
                Kind::Page => "pow_core::pages::Page",
                Kind::Mail => "pow_core::mail::Mail",
            };
            self.imports.insert(path.to_owned());
        }
        for template in words.templates {
            self.follow_template(module, &template)?;
        }
        for word in words.names {
            self.follow_name(module, &word)?;
        }
        Ok(())
    }

    fn follow_name(&mut self, module: &Names, word: &Word) -> Result<(), Failure> {
        let items = self.entry.sources.modules().get(module).map(|module| &module.items[..]).unwrap_or_default();
        if items.iter().any(|item| name(item).as_ref() == Some(&word.text)) {
            return match self.entry.sources.public(module, &word.text) {
                Some(path) => {
                    self.imports.insert(path.to_owned());
                    Ok(())
                }
                None => self.copy(module, &word.text),
            };
        }
        if !word.may_be_imported() {
            return Ok(());
        }
        match self.entry.sources.meaning(module, &word.text) {
            Some(Meaning::Elsewhere(path) | Meaning::Public(path)) => {
                self.imports.insert(path);
                Ok(())
            }
            Some(Meaning::Private(definition)) => match definition.split_last() {
                // A copy has the name of its definition.
                Some((name, module)) if *name == word.text && !self.is_module(&definition) => {
                    self.copy(&module.to_vec(), name)
                }
                _ => Err(refused(self.entry, &format!("`{}`", word.text))),
            },
            None => Ok(()),
        }
    }

    /// Copies the private item with its implementations, and the items that they need.
    fn copy(&mut self, names: &Names, wanted: &str) -> Result<(), Failure> {
        let Some(module) = self.entry.sources.modules().get(names) else { return Ok(()) };
        for (index, item) in module.items.iter().enumerate() {
            let is_wanted = match item {
                Item::Impl(block) => type_name(block).as_deref() == Some(wanted),
                item => name(item).as_deref() == Some(wanted),
            };
            let is_known = self.items.iter().any(|found| found.index == index && found.names == *names);
            if is_wanted && !is_known {
                self.items.push(Found { names: names.clone(), index, module, item });
                self.follow(names, source(module, item))?;
            }
        }
        Ok(())
    }

    fn is_module(&self, names: &Names) -> bool {
        self.entry.sources.modules().contains_key(names)
    }

    fn follow_template(&mut self, module: &Names, path: &str) -> Result<(), Failure> {
        if self.templates.iter().any(|(known, _)| known == path) {
            return Ok(());
        }
        let file = self.entry.package.folder.join("templates").join(path);
        let text = fs::read_to_string(&file).map_err(|error| Failure::io("read", &file, &error))?;
        self.templates.push((path.to_owned(), text.clone()));
        for expression in expressions(&text) {
            self.follow(module, expression)?;
        }
        Ok(())
    }

    /// Returns whether a public type of this module has a private method of this name.
    fn is_private_method(&self, module: &Names, wanted: &str) -> bool {
        let items = self.entry.sources.modules().get(module).map(|module| &module.items[..]).unwrap_or_default();
        let blocks = items.iter().filter_map(|item| match item {
            Item::Impl(block) if block.trait_.is_none() => Some(block),
            _ => None,
        });
        let on_public =
            blocks.filter(|block| type_name(block).is_some_and(|ty| self.entry.sources.public(module, &ty).is_some()));
        let methods = on_public.flat_map(|block| &block.items).filter_map(|item| match item {
            ImplItem::Fn(function) if function.sig.ident == wanted => Some(&function.vis),
            _ => None,
        });
        let visibilities: Vec<_> = methods.collect();
        !visibilities.is_empty() && !visibilities.iter().any(|vis| matches!(vis, Visibility::Public(_)))
    }

    /// Checks that all names are different, because the copies and imports share one module.
    fn check_names(&self) -> Result<(), Failure> {
        let imports = self.imports.iter().filter_map(|path| path.rsplit_once("::")).map(|(_, name)| name.to_owned());
        let mut seen = BTreeSet::new();
        let copies = self.items.iter().filter_map(|found| name(found.item));
        match imports.chain(copies).find(|name| !seen.insert(name.clone())) {
            Some(twice) => Err(refused(self.entry, &format!("one of two items named `{twice}`"))),
            None => Ok(()),
        }
    }

    fn finish(self, render: &str) -> Result<Copy, Failure> {
        let (entry, stem) = (self.entry, self.entry.stem());
        let files: BTreeMap<_, _> = self.templates.iter().map(|(path, _)| (path.as_str(), self.file(path))).collect();
        let mut text = header(entry, "//! ", "");
        text.push('\n');
        text.push_str(&uses(&self.imports));
        text.push_str(&format!("\n{}\n", self.render(render)));
        let mut items: Vec<_> = self.items.iter().collect();
        // The items of the page's own module come first.
        items.sort_by_key(|found| (found.names != *entry.module, &found.names, found.index));
        let copies = items.into_iter().map(|found| (found, with_paths(found, &files)));
        let copies: Vec<_> = copies.collect();
        let all: Vec<_> =
            copies.iter().map(|(_, text)| text).chain(self.templates.iter().map(|(_, text)| text)).collect();
        for (found, copy) in &copies {
            // Another page may be the only caller of a method.
            let allowed = if has_unused_method(found.item, &all) { "#[allow(dead_code)]\n" } else { "" };
            text.push_str(&format!("\n{allowed}{copy}\n"));
        }
        let module = (format!("src/accounts/{}/{stem}.rs", entry.kind.plural()), text);
        let templates = self.templates.iter().map(|(path, text)| {
            let text = format!("{}{text}", header(entry, "{#- ", " -#}"));
            (format!("templates/{}", self.file(path)), text)
        });
        Ok(Copy { module, templates: templates.collect() })
    }

    /// Returns the path of a copied template in the application's folder `templates`.
    fn file(&self, path: &str) -> String {
        let stem = self.entry.stem();
        let path = Path::new(path);
        let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
        let (own, extension) = (part(path.file_stem()), part(path.extension()));
        let is_main = self.templates.len() == 1 || stem.ends_with(&own);
        let name = if is_main { stem } else { format!("{stem}_{own}") };
        format!("accounts/{}/{name}.{extension}", self.entry.kind.plural())
    }

    /// Returns the function that renders the page or mail.
    fn render(&self, source: &str) -> String {
        let (word, ty) = (self.entry.kind.word(), &self.entry.ty);
        let text = with_words(source, &[("self", word), ("Self", ty)]);
        let lines: Vec<_> = text.lines().map(|line| line.strip_prefix("    ").unwrap_or(line)).collect();
        let text = lines.join("\n").replace(&format!("{word}: {word}"), word);
        // The function of a mail without data doesn't use its argument.
        let argument = if text.matches(word).count() > 1 { word } else { "_" };
        let signature = format!("pub fn render({argument}: &{ty}");
        format!("/// Renders the {word}.\n{}", text.replacen(&format!("fn render_default(&{word}"), &signature, 1))
    }
}

/// Returns whether the item has a method whose name occurs only once, at its definition.
fn has_unused_method(item: &Item, texts: &[&String]) -> bool {
    let Item::Impl(block) = item else { return false };
    let is_unused = |name: &str| {
        let is_name = |c: char| !c.is_alphanumeric() && c != '_';
        texts.iter().flat_map(|text| text.split(is_name)).filter(|word| *word == name).count() < 2
    };
    block.trait_.is_none()
        && block
            .items
            .iter()
            .any(|item| matches!(item, ImplItem::Fn(function) if is_unused(&function.sig.ident.to_string())))
}

/// Returns the text of an item with the paths of the copied templates.
fn with_paths(found: &Found<'_>, files: &BTreeMap<&str, String>) -> String {
    files.iter().fold(source(found.module, found.item).to_owned(), |text, (from, to)| {
        text.replace(&format!("path = \"{from}\""), &format!("path = \"{to}\""))
    })
}

fn header(entry: &Entry<'_>, before: &str, after: &str) -> String {
    let Entry { kind, name, package, .. } = entry;
    let (word, from, version) = (kind.word(), &package.name, &package.version);
    format!(
        "{before}The {word} `{name}`, {TAKEN}{from} {version}. `pow upgrade` shows what has changed there.{after}\n"
    )
}

/// Returns the lines that import these paths.
fn uses(paths: &BTreeSet<String>) -> String {
    let mut by_parent: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (parent, name) in paths.iter().filter_map(|path| path.rsplit_once("::")) {
        by_parent.entry(parent).or_default().push(name);
    }
    let line = |(parent, names): (&str, Vec<&str>)| match &names[..] {
        [name] => format!("use {parent}::{name};\n"),
        names => format!("use {parent}::{{{}}};\n", names.join(", ")),
    };
    by_parent.into_iter().map(line).collect()
}

/// A name in a piece of code.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Word {
    text: String,
    /// Whether `::`, `(` or `!` comes next.
    leads: bool,
}

impl Word {
    /// Returns whether the name may be imported. A variable may have the name of an imported module; the name means the module
    /// only if a sign such as `::` follows.
    fn may_be_imported(&self) -> bool {
        self.leads || self.text.starts_with(|first: char| first.is_ascii_uppercase())
    }
}

/// The names in a piece of code.
#[derive(Default)]
struct Words {
    names: BTreeSet<Word>,
    methods: BTreeSet<String>,
    /// The paths of templates.
    templates: Vec<String>,
}

impl Words {
    fn read(&mut self, tokens: TokenStream) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| tokens.get(at));
            let next = tokens.get(at + 1);
            match token {
                TokenTree::Group(group) => self.read(group.stream()),
                TokenTree::Ident(ident) if is_sign(before, '.') => {
                    if matches!(next, Some(TokenTree::Group(_))) {
                        self.methods.insert(ident.to_string());
                    }
                }
                TokenTree::Ident(ident) if !is_path(&tokens, at.checked_sub(2)) => {
                    let opens = matches!(next, Some(TokenTree::Group(_))) || is_sign(next, '!');
                    let leads = opens || is_path(&tokens, Some(at + 1));
                    self.names.insert(Word { text: ident.to_string(), leads });
                }
                TokenTree::Literal(literal) if is_sign(before, '=') => {
                    let names = at.checked_sub(2).and_then(|at| tokens.get(at));
                    let text = syn::parse_str::<LitStr>(&literal.to_string());
                    if let (Some(TokenTree::Ident(ident)), Ok(text)) = (names, text)
                        && ident == "path"
                    {
                        self.templates.push(text.value());
                    }
                }
                _ => {}
            }
        }
    }
}

fn is_sign(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

/// Returns whether `::` begins at this place.
fn is_path(tokens: &[TokenTree], at: Option<usize>) -> bool {
    at.is_some_and(|at| is_sign(tokens.get(at), ':') && is_sign(tokens.get(at + 1), ':'))
}

/// Returns the expressions of a template: the text in `{{ }}` and `{% %}`.
fn expressions(template: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = template;
    while let Some((open, close)) = [("{{", "}}"), ("{%", "%}")]
        .into_iter()
        .filter_map(|(open, close)| Some((rest.find(open)?, close)))
        .min_by_key(|(at, _)| *at)
    {
        let inside = rest.get(open + 2..).unwrap_or_default();
        let (expression, after) = inside.split_once(close).unwrap_or((inside, ""));
        found.push(expression.trim_matches('-'));
        rest = after;
    }
    found
}

/// Returns the tokens of a piece of code. Code that is not Rust, such as some expressions of a template, has no tokens.
fn tokens(source: &str) -> TokenStream {
    source.parse().unwrap_or_default()
}

/// Returns the text with these words replaced.
fn with_words(text: &str, words: &[(&str, &str)]) -> String {
    let mut places = Vec::new();
    find(tokens(text), words, &mut places);
    let mut text = text.to_owned();
    for (place, new) in places.into_iter().rev() {
        text.replace_range(place, new);
    }
    text
}

/// Collects the places of the words, in their order, and the replacements.
fn find<'w>(tokens: TokenStream, words: &[(&str, &'w str)], places: &mut Vec<(Range<usize>, &'w str)>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => find(group.stream(), words, places),
            TokenTree::Ident(ident) => {
                let word = words.iter().find(|(old, _)| ident == old);
                places.extend(word.map(|(_, new)| (ident.span().byte_range(), *new)));
            }
            _ => {}
        }
    }
}
