//! Every page and every mail is declared with examples, also those that only a valid token opens.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use super::{assert_none, root};

/// They stand around every page and every mail, and are seen with each of them.
const AROUND_ALL: [&str; 2] = ["Layout", "MailLayout"];

#[test]
fn every_page_and_mail_of_the_core_and_of_the_extensions_has_examples() {
    let mut count = 0;
    let missing: BTreeSet<String> = crates()
        .into_iter()
        .flat_map(|folder| {
            let source = source(&folder.join("src"));
            let kinds = [("Page", "page_examples"), ("Mail", "mail_examples")];
            let missing: Vec<_> = kinds
                .iter()
                .flat_map(|(kind, declare)| implementations(&source, kind).into_iter().map(move |name| (name, declare)))
                .filter(|(name, _)| !AROUND_ALL.contains(&name.as_str()))
                .inspect(|_| count += 1)
                .filter(|(name, declare)| !source.contains(&format!("{declare}::<{name}>(")))
                .map(|(name, declare)| format!("{}: `{name}` is not declared by `{declare}`", folder.display()))
                .collect();
            missing
        })
        .collect();
    assert!(count > 60, "the sources are read: {count}");
    assert_none(missing.into_iter());
}

// The control: comments and other traits are no implementations.
#[test]
fn implementations_are_read_from_code() {
    let source =
        "/// impl Page for InComment {\nimpl Page for One {\n    impl Mail for Two {\nimpl<T> Page for Three<T> {}\n";
    assert_eq!(implementations(source, "Page"), ["One", "Three"]);
    assert_eq!(implementations(source, "Mail"), ["Two"]);
}

/// pow-core and the extensions.
fn crates() -> Vec<PathBuf> {
    let folders = ["", "extensions"].into_iter().flat_map(|parent| fs::read_dir(root().join(parent)).unwrap());
    let is_ours = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let parent = path.parent().unwrap();
        path.join("src").is_dir()
            && (name == "pow-core" || name.starts_with("pow-ext-") || parent.ends_with("extensions"))
    };
    folders.map(|entry| entry.unwrap().path()).filter(is_ours).collect()
}

/// The sources of a crate without those of its unit tests.
fn source(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text += &source(&path);
        } else if path.extension().is_some_and(|kind| kind == "rs") && !path.ends_with("tests.rs") {
            text += &fs::read_to_string(&path).unwrap();
        }
    }
    text
}

fn implementations(source: &str, kind: &str) -> Vec<String> {
    let lines = source.lines().map(str::trim_start).filter(|line| line.starts_with("impl"));
    let lines = lines.filter_map(|line| line.split_once(&format!(" {kind} for "))).map(|(_, rest)| rest);
    lines.map(|rest| rest.split([' ', '<', '{']).next().unwrap_or_default().to_owned()).collect()
}
