//! The guides and lists against the code.
//!
//! `POW_WRITE_GUIDES=1 cargo test -p demo --test it docs` writes again what is copied into them.

mod book;
mod cases;
mod examples;
mod limits;
mod links;
mod messages;
mod quotes;
mod reference;
mod telemetry;

use std::{fs, path::Path};

/// Whether the guides are written again instead of compared.
fn write_guides() -> bool {
    std::env::var_os("POW_WRITE_GUIDES").is_some()
}

fn assert_none(wrong: impl Iterator<Item = String>) {
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The guides, as `guides/roles.md`.
fn guides() -> Vec<String> {
    let files = fs::read_dir(root().join("guides")).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> = files.map(|name| format!("guides/{}", name.to_str().unwrap())).collect();
    names.retain(|name| name.ends_with(".md"));
    names.sort();
    assert!(names.len() > 20, "{names:?}");
    names
}

fn read(document: &str) -> String {
    fs::read_to_string(root().join(document)).unwrap_or_else(|error| panic!("{document}: {error}"))
}

/// Writes a document that is generated from the code, or compares it.
fn assert_current(document: &str, current: &str) {
    if write_guides() {
        fs::write(root().join(document), current).unwrap();
        return;
    }
    let text = read(document);
    let stale = text.lines().zip(current.lines()).find(|(is, should)| is != should);
    assert_eq!(stale, None, "{document} is stale (POW_WRITE_GUIDES=1 mends it)");
    assert_eq!(text.len(), current.len(), "{document} is stale (POW_WRITE_GUIDES=1 mends it)");
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
