//! Code in the documentation is copied from sources that are compiled and tested.
//!
//! A comment above a block names its source: `<!-- examples/minimal/src/main.rs -->` for the whole file, or
//! `<!-- examples/roles/src/lib.rs: fn field, fn grant -->` for the items whose first line holds these words.
//!
//! `POW_WRITE_GUIDES=1 cargo test -p demo --test it docs` copies the sources again after a change.

use std::{collections::BTreeSet, fs};

use super::{assert_none, guides, read, root, write_guides};

/// The documents that quote code: the README, the guides, and the front page of pow-core's documentation.
fn documents() -> Vec<String> {
    ["README.md", "pow-core/src/lib.rs"].map(str::to_owned).into_iter().chain(guides()).collect()
}

#[test]
fn quoted_code_is_the_code_of_its_source() {
    let mut sources = BTreeSet::new();
    for document in documents() {
        let (path, text) = (root().join(&document), read(&document));
        let current = quoted_again(&text, &mut sources);
        // An unchanged source keeps its time, so that it is not compiled again.
        if write_guides() && current != text {
            fs::write(path, current).unwrap();
        } else {
            let stale = text.lines().zip(current.lines()).filter(|(is, should)| is != should).take(1);
            assert_none(stale.map(|(is, _)| format!("{document} is stale (POW_WRITE_GUIDES=1 mends it) at: {is}")));
            assert_eq!(text.len(), current.len(), "{document} is stale (POW_WRITE_GUIDES=1 mends it)");
        }
    }
    assert!(sources.len() > 8, "comments are not where they were: {sources:?}");
}

#[test]
fn code_of_a_guide_is_quoted_or_tested_in_place() {
    let tested = read("pow-testing/src/lib.rs");
    let untested = guides().into_iter().filter(|guide| !tested.contains(&format!("../../{guide}\")")));
    assert_none(untested.flat_map(|guide| {
        let text = read(&guide);
        let lines: Vec<_> = text.lines().collect();
        let is_bare = |pair: &&[&str]| pair[1].starts_with("```rust") && source(pair[0]).is_none();
        let bare = lines.windows(2).filter(is_bare).count();
        (bare > 0).then(|| format!("{guide}: {bare} blocks of Rust name no source, and no test compiles them"))
    }));
}

#[test]
fn item_is_found_with_its_attributes_and_up_to_its_end() {
    let source = "/// One.\n#[test]\nfn one() {\n    two(|| {\n    });\n}\n\nconst TWO: u8 = 2;\n    fn three(\n    ) {\n    }\n";
    assert_eq!(item(source, "fn one").unwrap(), "/// One.\n#[test]\nfn one() {\n    two(|| {\n    });\n}\n");
    assert_eq!(item(source, "TWO").unwrap(), "const TWO: u8 = 2;\n");
    assert_eq!(item(source, "fn three").unwrap(), "fn three(\n) {\n}\n");
    assert_eq!(item(source, "fn four"), None);
}

/// The document with each block that names its source copied again.
fn quoted_again(text: &str, sources: &mut BTreeSet<String>) -> String {
    let mut lines = text.lines().peekable();
    let mut current = String::new();
    while let Some(line) = lines.next() {
        current += &format!("{line}\n");
        // A comment of a crate's documentation begins so.
        let (prefix, rest) =
            if line.starts_with("//!") { ("//! ", line.get(4..).unwrap_or_default()) } else { ("", line) };
        let Some(source) = source(rest) else { continue };
        while let Some(fence) = lines.next_if(|line| line.contains("```") && !is_closing(line)) {
            current += &format!("{fence}\n");
        }
        while lines.next_if(|line| !line.ends_with("```")).is_some() {}
        for line in code(source).lines() {
            current += format!("{prefix}{line}").trim_end();
            current += "\n";
        }
        sources.insert(source.to_owned());
    }
    current
}

/// The source that a comment names. Other comments, such as those around a written table, have no path.
fn source(line: &str) -> Option<&str> {
    line.strip_prefix("<!-- ")?.strip_suffix(" -->").filter(|source| source.contains('/'))
}

/// Whether the line ends a block. A block without lines would otherwise be copied with both its fences.
fn is_closing(line: &str) -> bool {
    line.trim_start_matches("//!").trim() == "```"
}

/// The file that a comment names, or some of its items.
fn code(source: &str) -> String {
    let (file, items) = source.split_once(": ").unwrap_or((source, ""));
    let text = fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    if items.is_empty() {
        return text;
    }
    let items = items.split(", ").map(|name| item(&text, name).unwrap_or_else(|| panic!("{file} has no `{name}`")));
    items.collect::<Vec<_>>().join("\n")
}

/// The item whose first line holds these words, with its documentation, without its indentation.
fn item(text: &str, name: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let first = lines.iter().position(|line| line.contains(name) && !line.trim_start().starts_with("//"))?;
    let (head, tail) = lines.split_at(first);
    let indent = tail[0].len() - tail[0].trim_start().len();
    let belongs = |line: &&&str| ["#[", "///"].iter().any(|start| line.trim_start().starts_with(start));
    let before = head.iter().rev().take_while(belongs).count();
    let is_open = tail[0].ends_with(['{', '(']);
    let ends =
        |line: &&str| line.get(indent..).is_some_and(|line| line.starts_with('}')) && line[..indent].trim().is_empty();
    let length = if is_open { tail.iter().position(ends)? + 1 } else { 1 };
    let whole = lines[first - before..first + length].iter();
    Some(whole.map(|line| line.get(indent..).unwrap_or_default().to_owned() + "\n").collect())
}
