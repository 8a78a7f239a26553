//! The modules of a crate, and the paths by which other crates reach the items in them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use syn::{Attribute, Item, UseTree, Visibility};

use super::packages::Package;
use crate::failure::Failure;

/// The names from the root of a crate to a module or an item.
pub(crate) type Names = Vec<String>;

/// The sources of a crate.
pub(crate) struct Crate {
    /// The crate's name in Rust.
    name: String,
    modules: BTreeMap<Names, Module>,
    /// For each item that other crates can name: its path in these crates.
    public: BTreeMap<Names, String>,
}

/// A source file.
pub(crate) struct Module {
    pub(crate) text: String,
    pub(crate) items: Vec<Item>,
    pub(crate) imports: Vec<Import>,
}

/// A name that a `use` brings into a module.
pub(crate) struct Import {
    /// The name in the module. `None` for `*`.
    pub(crate) name: Option<String>,
    /// The path as it is written.
    path: Names,
    is_public: bool,
}

/// The definition that a name of a module stands for.
pub(crate) enum Meaning {
    /// A definition of another crate, with its path.
    Elsewhere(String),
    /// A definition of this crate that other crates can name, with its path there.
    Public(String),
    /// A definition of this crate that other crates can't name, with its path in this crate. The path is empty if it isn't known.
    Private(Names),
}

impl Crate {
    pub(crate) fn read(package: &Package) -> Result<Self, Failure> {
        let mut modules = BTreeMap::new();
        let folder = package.lib.parent().unwrap_or(&package.folder);
        read(&mut modules, Names::new(), &package.lib, folder)?;
        let mut all = Self { name: package.name.replace('-', "_"), modules, public: BTreeMap::new() };
        all.publish(&Names::new(), &all.name.clone(), &mut BTreeSet::new());
        Ok(all)
    }

    pub(crate) fn modules(&self) -> &BTreeMap<Names, Module> {
        &self.modules
    }

    /// Returns the path by which other crates reach an item of a module.
    pub(crate) fn public(&self, module: &Names, name: &str) -> Option<&str> {
        self.public.get(&child(module, name)).map(String::as_str)
    }

    /// Returns the definition of a name that the module imports, or `None` if it imports no such name.
    pub(crate) fn meaning(&self, module: &Names, name: &str) -> Option<Meaning> {
        let imports = &self.modules.get(module)?.imports;
        let import = imports.iter().find(|import| import.name.as_deref() == Some(name))?;
        let Some(path) = self.absolute(module, &import.path) else {
            return Some(Meaning::Elsewhere(import.path.join("::")));
        };
        let definition = self.definition(&path, &mut BTreeSet::new()).unwrap_or_default();
        let public = self.public.get(&definition).cloned();
        Some(public.map_or(Meaning::Private(definition), Meaning::Public))
    }

    /// Records the public items of a module under a public path, and the items of the modules that it publishes.
    fn publish(&mut self, module: &Names, public: &str, seen: &mut BTreeSet<(Names, String)>) {
        if !seen.insert((module.clone(), public.to_owned())) {
            return;
        }
        let Some(found) = self.modules.get(module) else { return };
        let own = found.items.iter().filter(|item| is_public(item)).filter_map(name);
        let own = own.map(|name| (child(module, &name), Some(name)));
        let imported = found.imports.iter().filter(|import| import.is_public);
        let imported = imported.filter_map(|import| Some((self.absolute(module, &import.path)?, import.name.clone())));
        let all: Vec<_> = own.chain(imported).collect();
        for (path, name) in all {
            let public = name.map_or_else(|| public.to_owned(), |name| format!("{public}::{name}"));
            let Some(path) = self.definition(&path, &mut BTreeSet::new()) else { continue };
            self.publish(&path, &public, seen);
            let known = self.public.entry(path).or_insert_with(|| public.clone());
            if known.matches("::").count() > public.matches("::").count() {
                *known = public;
            }
        }
    }

    /// Follows imports to the definition.
    fn definition(&self, path: &Names, seen: &mut BTreeSet<Names>) -> Option<Names> {
        if self.modules.contains_key(path) || !seen.insert(path.clone()) {
            return self.modules.contains_key(path).then(|| path.clone());
        }
        let (last, module) = path.split_last()?;
        let module = module.to_vec();
        let found = self.modules.get(&module)?;
        if found.items.iter().filter_map(name).any(|name| name == *last) {
            return Some(path.clone());
        }
        found.imports.iter().find_map(|import| {
            let target = self.absolute(&module, &import.path)?;
            match &import.name {
                Some(name) if name == last => self.definition(&target, seen),
                None => self.definition(&child(&target, last), seen),
                Some(_) => None,
            }
        })
    }

    /// Returns a path of a `use` from the root of this crate, or `None` if it leads to another crate.
    fn absolute(&self, module: &Names, path: &[String]) -> Option<Names> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some([module, rest].concat()),
            "super" => {
                let (_, parent) = module.split_last()?;
                let rest: Names = [&["self".to_owned()], rest].concat();
                let rest = if rest.get(1).is_some_and(|next| next == "super") { rest.get(1..)? } else { &rest };
                self.absolute(&parent.to_vec(), rest)
            }
            name if self.modules.contains_key(&child(module, name)) => Some([module, path].concat()),
            _ => None,
        }
    }
}

fn read(modules: &mut BTreeMap<Names, Module>, names: Names, file: &Path, folder: &Path) -> Result<(), Failure> {
    let text = fs::read_to_string(file).map_err(|error| Failure::io("read", file, &error))?;
    let parsed = syn::parse_file(&text)
        .map_err(|error| Failure::new(format!("could not read `{}` ({error}): update `pow`", file.display())))?;
    let children = parsed.items.iter().filter_map(|item| match item {
        Item::Mod(module) if module.content.is_none() && !is_test(&module.attrs) => Some(module.ident.to_string()),
        _ => None,
    });
    for name in children.collect::<Vec<_>>() {
        let inside = folder.join(&name);
        let files = [folder.join(format!("{name}.rs")), inside.join("mod.rs")];
        if let Some(file) = files.iter().find(|file| file.exists()) {
            read(modules, child(&names, &name), file, &inside)?;
        }
    }
    let imports = imports(&parsed.items);
    modules.insert(names, Module { text, items: parsed.items, imports });
    Ok(())
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

fn child(module: &Names, name: &str) -> Names {
    [&module[..], &[name.to_owned()]].concat()
}

fn imports(items: &[Item]) -> Vec<Import> {
    let mut found = Vec::new();
    for item in items {
        if let Item::Use(item) = item {
            collect(&item.tree, &Names::new(), matches!(item.vis, Visibility::Public(_)), &mut found);
        }
    }
    found
}

fn collect(tree: &UseTree, before: &Names, is_public: bool, found: &mut Vec<Import>) {
    let (name, path) = match tree {
        UseTree::Path(path) => return collect(&path.tree, &child(before, &path.ident.to_string()), is_public, found),
        UseTree::Group(group) => return group.items.iter().for_each(|tree| collect(tree, before, is_public, found)),
        // `fields::{self}` imports `fields`.
        UseTree::Name(name) if name.ident == "self" => (before.last().cloned(), before.clone()),
        UseTree::Name(name) => (Some(name.ident.to_string()), child(before, &name.ident.to_string())),
        UseTree::Rename(rename) => (Some(rename.rename.to_string()), child(before, &rename.ident.to_string())),
        UseTree::Glob(_) => (None, before.clone()),
    };
    found.push(Import { name, path, is_public });
}

/// Returns the name of an item that has one.
pub(crate) fn name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Mod(item) => &item.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

fn is_public(item: &Item) -> bool {
    let visibility = match item {
        Item::Const(item) => &item.vis,
        Item::Enum(item) => &item.vis,
        Item::Fn(item) => &item.vis,
        Item::Mod(item) => &item.vis,
        Item::Static(item) => &item.vis,
        Item::Struct(item) => &item.vis,
        Item::Trait(item) => &item.vis,
        Item::Type(item) => &item.vis,
        _ => return false,
    };
    matches!(visibility, Visibility::Public(_))
}
