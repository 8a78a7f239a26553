//! `pow gen page`, `pow gen mail` and `pow gen layout`: copies of pages and mails in the application, for you to edit. `pow gen
//! extension`: a new module with an extension.

mod catalog;
mod copy;
mod extension;
mod lists;
mod modules;
mod packages;
mod upgrade;

use std::path::Path;

use clap::Args;

pub(crate) use self::{
    catalog::Kind,
    extension::{Options as ExtensionOptions, run as extension},
    upgrade::{Options as UpgradeOptions, run as upgrade},
};
use self::{
    catalog::{Catalog, Entry},
    copy::Copy,
};
use super::cargo_toml;
use crate::{
    failure::Failure,
    files::{Plan, Writing},
};

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// The names, such as `session/new`.
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Takes over the pages or mails of these names.
pub(crate) fn take_over(kind: Kind, options: &Options) -> Result<(), Failure> {
    let names: Vec<_> = options.names.iter().map(String::as_str).collect();
    run(kind, &names, &options.writing)
}

/// Takes over the layout of all pages.
pub(crate) fn layout(writing: &Writing) -> Result<(), Failure> {
    run(Kind::Page, &["layout"], writing)
}

fn run(kind: Kind, names: &[&str], writing: &Writing) -> Result<(), Failure> {
    let mut plan = Plan::new(Path::new("."));
    let (Some(cargo), Some(accounts)) = (plan.read("Cargo.toml")?, plan.read("src/accounts.rs")?) else {
        return Err(no_application());
    };
    let catalog = Catalog::read(packages::of_application()?)?;
    let mut entries = names.iter().map(|name| catalog.find(kind, name)).collect::<Result<Vec<_>, _>>()?;
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    entries.dedup_by(|one, other| one.name == other.name);
    let mut needs_askama = false;
    for entry in &entries {
        let copy = copy::of(entry)?;
        needs_askama |= !copy.templates.is_empty();
        write(&mut plan, entry, &copy, writing)?;
    }
    if needs_askama {
        plan.write("Cargo.toml", cargo_toml::with_askama(&cargo)?)?;
    }
    let stems: Vec<_> = entries.iter().map(Entry::stem).collect();
    lists::add(&mut plan, kind, &stems, &accounts)?;
    if plan.finish(writing)? {
        println!("\nNow change these files, and run `cargo run`");
    }
    Ok(())
}

fn no_application() -> Failure {
    Failure::new(
        "this folder has no `src/accounts.rs`: run `pow install` first, or change to the folder of the application",
    )
}

/// Writes the copy and, beside it, the original. An earlier copy is kept.
fn write(plan: &mut Plan, entry: &Entry<'_>, copy: &Copy, writing: &Writing) -> Result<(), Failure> {
    let is_taken = plan.read(&original(&copy.module.0))?.is_some();
    if is_taken && !writing.force {
        let (word, name, file) = (entry.kind.word(), &entry.name, &copy.module.0);
        plan.note(format!(
            "The {word} `{name}` is already in `{file}`. `pow upgrade` shows later changes in pow. --force overwrites \
             your file."
        ));
        return Ok(());
    }
    for (path, text) in [&copy.module].into_iter().chain(&copy.templates) {
        if !is_taken && !writing.force && plan.read(path)?.is_some() {
            return Err(Failure::new(format!("`{path}` exists already: rename it, or overwrite it with --force")));
        }
        plan.write(path, text.clone())?;
        plan.write(original(path), text.clone())?;
    }
    Ok(())
}

/// Returns the path of a file's original, in the folder `original` beside the file.
fn original(path: &str) -> String {
    match path.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/original/{name}"),
        None => format!("original/{path}"),
    }
}
