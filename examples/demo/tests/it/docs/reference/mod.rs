//! The reference pages are written from the code: settings, routes and texts.

mod messages;
mod routes;
mod settings;
mod source;

use std::fs;

use super::root;

/// The crates with extensions, each by its folder.
fn extensions() -> Vec<String> {
    let names = |folder: &str| {
        let entries = fs::read_dir(root().join(folder)).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect::<Vec<_>>()
    };
    let first = names("").into_iter().filter(|name| name.starts_with("pow-ext-"));
    let mut all: Vec<_> =
        first.chain(names("extensions").into_iter().map(|name| format!("extensions/{name}"))).collect();
    all.retain(|folder| root().join(folder).join("src/lib.rs").exists());
    all.sort_by_key(|folder| package(folder));
    assert!(all.len() > 13, "{all:?}");
    all
}

/// The name of the package in a folder.
fn package(folder: &str) -> String {
    folder.strip_prefix("extensions/").map_or_else(|| folder.to_owned(), |name| format!("pow-ext-{name}"))
}

/// A heading that leads to the README of the package.
fn heading(folder: &str) -> String {
    format!("\n## {}\nThe extension's [README](../{folder}/README.md) has more.\n", package(folder))
}

fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head: Vec<_> = head.iter().map(|cell| (*cell).to_owned()).collect();
    let rows: String = rows.iter().map(|row| line(row)).collect();
    format!("\n{}|{}\n{rows}", line(&head), "---|".repeat(head.len()))
}

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}
