//! `pow gen extension`: an extension of the application, as a module with a field, a page, a text and their tests.
//!
//! A module needs no second package, and can be moved into a crate unchanged.

use std::path::Path;

use clap::Args;
use proc_macro2::TokenTree;
use syn::{Item, UseTree};

use crate::{
    failure::Failure,
    files::{Plan, Writing},
    project::cargo_toml,
};

/// The module. Its names are placeholders in three spellings.
const MODULE: &str = include_str!("extension/module.rs.txt");
/// The template of its page.
const PAGE: &str = include_str!("extension/page.html.txt");

/// Names of files in `src/accounts`, and of the core's own actions and texts.
const RESERVED: [&str; 8] = ["account", "accounts", "extension", "mails", "pages", "pow", "registration", "session"];

/// Types and constructors of the prelude, and `str`, which the module, its macros or `src/accounts.rs` use without a path.
const PRELUDE: [&str; 9] = ["Err", "None", "Ok", "Option", "Result", "Some", "String", "Vec", "str"];

/// The beginnings of the list of extensions in the configuration.
const LISTS: [&str; 2] = ["extensions: extensions![", "extensions: pow_core::extensions!["];
/// The last line of the configuration, as `pow install` writes it.
const END: &str = "        ..Config::from_env()\n";

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// The name, such as `newsletter` or `house-rules`. It begins the names of the field, the path and the texts.
    name: String,
    #[command(flatten)]
    writing: Writing,
}

/// The name in its spellings.
struct Name {
    /// `house_rules`
    module: String,
    /// `HouseRules`
    ty: String,
    /// `house-rules`
    key: String,
    /// `House rules`
    title: String,
}

impl Name {
    fn new(text: &str) -> Result<Self, Failure> {
        let module = text.replace('-', "_");
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let words: Vec<_> = module.split('_').collect();
        let is_valid = module.chars().all(is_plain)
            && words.iter().all(|word| word.starts_with(|first: char| first.is_ascii_lowercase()))
            && syn::parse_str::<syn::Ident>(&module).is_ok();
        if !is_valid || RESERVED.contains(&module.as_str()) {
            return Err(Failure::new(format!(
                "`{text}` can't be the name of an extension: use lowercase letters and digits, such as `house-rules`, \
                 but none of the reserved names {}",
                RESERVED.join(", ")
            )));
        }
        let ty = words.iter().map(|word| capital(word)).collect();
        Ok(Self { ty, key: words.join("-"), title: capital(&words.join(" ")), module })
    }

    /// Checks that the new module and `src/accounts.rs` don't use the name for something else. A declared module of this name is
    /// the extension itself, and is allowed.
    ///
    /// # Errors
    /// The remedy in one sentence.
    fn check_unused(&self, accounts: &[Item]) -> Result<(), Failure> {
        let template = syn::parse_file(MODULE).map(|file| file.items).unwrap_or_default();
        // The template's own name is a placeholder.
        let is_clash = |name: &String| name != "ExampleName" && (*name == self.module || *name == self.ty);
        let others = accounts.iter().filter(|item| !self.is_declared_by(item));
        let is_used = others.flat_map(names).chain(template.iter().flat_map(names)).any(|name| is_clash(&name));
        if is_used || PRELUDE.iter().any(|name| is_clash(&(*name).to_owned())) {
            return Err(Failure::new(format!(
                "`{0}` can't be the name of an extension, because `src/accounts.rs`, the code of a new extension or \
                 Rust itself uses this name already: choose another name, such as `my-{0}`",
                self.key
            )));
        }
        Ok(())
    }

    /// Returns whether the item declares the module of the extension: `mod house_rules;`, with any visibility.
    fn is_declared_by(&self, item: &Item) -> bool {
        matches!(item, Item::Mod(module) if module.content.is_none() && module.ident == self.module)
    }

    /// Replaces the placeholders with the name.
    fn fill(&self, text: &str) -> String {
        text.replace("example_name", &self.module)
            .replace("ExampleName", &self.ty)
            .replace("example-name", &self.key)
            .replace("Example name", &self.title)
    }
}

/// Returns the names that an item declares or imports, and the crates that it names.
fn names(item: &Item) -> Vec<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => return names_of_macro(item),
        Item::Mod(item) => {
            let within = item.content.iter().flat_map(|(_, items)| items).filter(|item| matches!(item, Item::Use(_)));
            return within.flat_map(names).chain([item.ident.to_string()]).collect();
        }
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Use(item) => {
            let mut names = Vec::new();
            names_of_use(&item.tree, &mut names);
            if let UseTree::Path(path) = &item.tree {
                names.push(path.ident.to_string());
            }
            return names;
        }
        _ => return Vec::new(),
    };
    vec![ident.to_string()]
}

fn names_of_use(tree: &UseTree, names: &mut Vec<String>) {
    match tree {
        UseTree::Path(path) => {
            if matches!(&*path.tree, UseTree::Group(group) if group.items.iter().any(is_self)) {
                names.push(path.ident.to_string());
            }
            names_of_use(&path.tree, names);
        }
        UseTree::Name(name) => names.push(name.ident.to_string()),
        UseTree::Rename(rename) => names.push(rename.rename.to_string()),
        UseTree::Group(group) => group.items.iter().for_each(|tree| names_of_use(tree, names)),
        UseTree::Glob(_) => {}
    }
}

fn is_self(tree: &UseTree) -> bool {
    matches!(tree, UseTree::Name(name) if name.ident == "self")
}

/// `diesel::table! { members (id) { … } }` declares a module, and `model!(UserModel, members, User)` a type. Both name the table.
fn names_of_macro(item: &syn::ItemMacro) -> Vec<String> {
    let first = item.mac.path.segments.first().map(|segment| segment.ident.to_string());
    let declared = item.mac.tokens.clone().into_iter().filter_map(|token| match token {
        TokenTree::Ident(name) => Some(name.to_string()),
        _ => None,
    });
    first.into_iter().chain(declared).collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Writes the module and its template, and adds the extension to the configuration.
pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let name = Name::new(&options.name)?;
    let mut plan = Plan::new(Path::new("."));
    let (Some(cargo), Some(accounts)) = (plan.read("Cargo.toml")?, plan.read("src/accounts.rs")?) else {
        return Err(super::no_application());
    };
    let items = syn::parse_file(&accounts).map(|file| file.items).unwrap_or_default();
    name.check_unused(&items)?;
    let files = [
        (format!("src/accounts/{}.rs", name.module), name.fill(MODULE)),
        (format!("templates/accounts/{}.html", name.module), PAGE.replace("example-name", &name.key)),
    ];
    for (path, text) in files {
        if !options.writing.force && plan.read(&path)?.is_some_and(|present| present != text) {
            return Err(Failure::new(format!(
                "`{path}` exists already: choose another name, or overwrite it with --force"
            )));
        }
        plan.write(path, text)?;
    }
    plan.write("Cargo.toml", cargo_toml::with_tests(&cargo_toml::with_askama(&cargo)?)?)?;
    register(&mut plan, &name, &accounts, &items)?;
    if plan.finish(&options.writing)? {
        println!("\n{}", next_steps(&name, &accounts));
    }
    Ok(())
}

fn next_steps(name: &Name, accounts: &str) -> String {
    let column = match accounts.contains("run_migrations(") {
        true => "Now run `pow migration`, which writes a migration for the column of the extension. Then run",
        false => "Now run",
    };
    format!("{column} `cargo test` and `cargo run`, and open /{}", name.key)
}

/// Adds the module and the extension to `src/accounts.rs`, or prints the lines if that file has an unusual form.
fn register(plan: &mut Plan, name: &Name, accounts: &str, items: &[Item]) -> Result<(), Failure> {
    // `src/bin/pow.rs` includes that file by its path, so the module needs a path, too.
    let module = format!("#[path = \"accounts/{0}.rs\"]\nmod {0};\n", name.module);
    let item = format!("{}::{}", name.module, name.ty);
    let has_module = accounts.contains(&module) || items.iter().any(|item| name.is_declared_by(item));
    let has_item = accounts.contains(&item);
    let with_module = if has_module { Some(accounts.to_owned()) } else { with_module(accounts, &module) };
    let text = with_module.and_then(|text| if has_item { Some(text) } else { with_item(&text, &item) });
    match text {
        Some(text) => plan.write("src/accounts.rs", text),
        None => {
            plan.note(format!(
                "`src/accounts.rs` is left as it is. Add these lines, the second in the configuration:\n\n{module}\n    \
                 extensions: pow_core::extensions![{item}],"
            ));
            Ok(())
        }
    }
}

fn with_module(accounts: &str, module: &str) -> Option<String> {
    let (before, rest) = accounts.split_at(accounts.find("\nuse ")? + 1);
    Some(format!("{before}{module}\n{rest}"))
}

/// Adds the extension at the end of the list. If there is no list, adds one.
fn with_item(accounts: &str, item: &str) -> Option<String> {
    let found = LISTS.iter().find_map(|list| accounts.split_once(list).map(|(before, rest)| (before, list, rest)));
    match found {
        Some((before, begin, rest)) => {
            let end = end_of_list(rest)?;
            let (list, after) = rest.split_at(end);
            let list = match list.trim_end() {
                "" => item.to_owned(),
                one if !one.contains('\n') => format!("{}, {item}", one.trim_end_matches(',')),
                lines => format!("{},\n            {item},\n        ", lines.trim_end_matches(',')),
            };
            (!after.contains(begin)).then(|| format!("{before}{begin}{list}{after}"))
        }
        None if accounts.matches(END).count() == 1 && !accounts.contains("extensions:") => {
            Some(accounts.replace(END, &format!("        extensions: pow_core::extensions![{item}],\n{END}")))
        }
        None => None,
    }
}

/// Returns the place of the bracket that closes the list.
fn end_of_list(text: &str) -> Option<usize> {
    let mut depth = 0_u32;
    text.char_indices().find_map(|(at, c)| match c {
        '[' => {
            depth += 1;
            None
        }
        ']' if depth == 0 => Some(at),
        ']' => {
            depth -= 1;
            None
        }
        _ => None,
    })
}
