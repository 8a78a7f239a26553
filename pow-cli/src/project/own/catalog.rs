//! The pages and mails that an application can take over: every implementation of `Page` and `Mail` in its packages.

use clap::ValueEnum;
use syn::{Expr, ImplItem, ImplItemFn, Item, ItemImpl, Lit, Type};

use super::{
    modules::{Crate, Names},
    packages::Package,
};
use crate::failure::Failure;

/// A kind of copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    Page,
    Mail,
}

impl Kind {
    pub(crate) const ALL: [Self; 2] = [Self::Page, Self::Mail];

    /// Returns the word for one copy. It is also the name of the variable in the template.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Mail => "mail",
        }
    }

    /// Returns the plural of the word. It is also the name of the folder and of the setting.
    pub(crate) fn plural(self) -> &'static str {
        match self {
            Self::Page => "pages",
            Self::Mail => "mails",
        }
    }

    /// Returns the name of the trait. Its plural is the name of the type that collects the copies.
    pub(crate) fn trait_name(self) -> &'static str {
        match self {
            Self::Page => "Page",
            Self::Mail => "Mail",
        }
    }
}

/// The packages of an application with their sources.
pub(crate) struct Catalog {
    crates: Vec<(Package, Crate)>,
}

/// A page or a mail.
pub(crate) struct Entry<'a> {
    pub(crate) kind: Kind,
    /// The name, such as `session/new`.
    pub(crate) name: String,
    pub(crate) package: &'a Package,
    pub(crate) sources: &'a Crate,
    /// The module with the implementation.
    pub(crate) module: &'a Names,
    /// The name of the type.
    pub(crate) ty: String,
    /// The function that renders it.
    pub(crate) render: &'a ImplItemFn,
}

impl Catalog {
    pub(crate) fn read(packages: Vec<Package>) -> Result<Self, Failure> {
        let crates = packages.into_iter().map(|package| Crate::read(&package).map(|sources| (package, sources)));
        Ok(Self { crates: crates.collect::<Result<_, _>>()? })
    }

    /// Returns all pages or all mails, in the order of their names.
    pub(crate) fn entries(&self, kind: Kind) -> Vec<Entry<'_>> {
        let modules = self.crates.iter().flat_map(|(package, sources)| {
            sources.modules().iter().map(move |(names, module)| (package, sources, names, module))
        });
        let mut all: Vec<_> = modules
            .flat_map(|(package, sources, module, source)| {
                source.items.iter().filter_map(move |item| entry(kind, package, sources, module, item))
            })
            .collect();
        all.sort_by(|one, other| one.name.cmp(&other.name));
        all
    }

    /// Returns the page or mail with this name.
    pub(crate) fn find(&self, kind: Kind, name: &str) -> Result<Entry<'_>, Failure> {
        let entries = self.entries(kind);
        let names: Vec<_> = entries.iter().map(|entry| entry.name.clone()).collect();
        entries.into_iter().find(|entry| entry.name == name).ok_or_else(|| {
            let (word, names) = (kind.word(), names.join(", "));
            Failure::new(format!("there is no {word} `{name}` in this application: choose from {names}"))
        })
    }
}

impl Entry<'_> {
    /// Returns the name of its files and its module.
    pub(crate) fn stem(&self) -> String {
        stem(&self.name)
    }
}

fn stem(name: &str) -> String {
    name.replace(|c: char| !c.is_ascii_alphanumeric(), "_")
}

/// Returns the implementation in this item, if other crates can name its type.
fn entry<'a>(
    kind: Kind,
    package: &'a Package,
    sources: &'a Crate,
    module: &'a Names,
    item: &'a Item,
) -> Option<Entry<'a>> {
    let Item::Impl(item) = item else { return None };
    let (_, path, _) = item.trait_.as_ref()?;
    let ty = type_name(item)?;
    sources.public(module, &ty)?;
    let name = item.items.iter().find_map(constant_name).filter(|_| path.is_ident(kind.trait_name()))?;
    let render = item.items.iter().find_map(|item| match item {
        ImplItem::Fn(function) if function.sig.ident == "render_default" => Some(function),
        _ => None,
    })?;
    Some(Entry { kind, name, package, sources, module, ty, render })
}

/// Returns the name of the type that the block is for, if it is a plain name.
pub(crate) fn type_name(item: &ItemImpl) -> Option<String> {
    match &*item.self_ty {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        _ => None,
    }
}

/// Returns the text of `const NAME`.
fn constant_name(item: &ImplItem) -> Option<String> {
    let ImplItem::Const(item) = item else { return None };
    let Expr::Lit(value) = &item.expr else { return None };
    match &value.lit {
        Lit::Str(name) if item.ident == "NAME" => Some(name.value()),
        _ => None,
    }
}
