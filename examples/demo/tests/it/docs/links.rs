//! Links of the documents lead somewhere.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use super::{assert_none, read, root};

/// The repository as a reader of a published crate sees it.
const PUBLISHED: [&str; 2] = ["https://github.com/pow-rs/pow/blob/main/", "https://github.com/pow-rs/pow/tree/main/"];

#[test]
fn every_file_and_heading_that_a_document_links_to_is_there() {
    let documents = documents();
    assert!(documents.len() > 40, "{documents:?}");
    assert_none(documents.iter().flat_map(|document| {
        let text = read(document);
        let wrong = links(&text).into_iter().filter_map(|link| problem(document, &link));
        wrong.map(|problem| format!("{document}: {problem}")).collect::<Vec<_>>()
    }));
}

#[test]
fn links_and_headings_are_read_outside_of_code() {
    let text = "# One `two`, three\n[a](b.md#c), `[x](y)` [d](e)\n```\n# code\n[f](g)\n```\n## One\n## One\n";
    assert_eq!(links(text), ["b.md#c", "e"]);
    assert_eq!(anchors(text).into_iter().collect::<Vec<_>>(), ["one", "one-1", "one-two-three"]);
}

#[test]
fn screenshots_are_small() {
    for name in ["registration", "look-brand", "look-bootstrap", "look-layout"] {
        let picture = fs::read(root().join(format!("guides/images/{name}.png"))).unwrap();
        assert!(picture.starts_with(b"\x89PNG") && picture.len() < 60_000, "{name}: {} bytes", picture.len());
    }
}

/// Each document of the repository, as `guides/roles.md`.
fn documents() -> Vec<String> {
    let mut documents = Vec::new();
    collect(root(), &mut documents);
    documents.sort();
    documents
}

fn collect(folder: &Path, documents: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name().into_string().unwrap());
        if entry.file_type().unwrap().is_dir() {
            if name != "target" && !name.starts_with('.') {
                collect(&path, documents);
            }
        } else if name.ends_with(".md") {
            documents.push(path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/"));
        }
    }
}

fn problem(document: &str, link: &str) -> Option<String> {
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let published = PUBLISHED.iter().find_map(|start| path.strip_prefix(start));
    let file: PathBuf = match published {
        Some(path) => root().join(path),
        // Other sites, and items of rustdoc.
        None if path.contains("://") || path.contains("::") => return None,
        None if path.is_empty() => root().join(document),
        None => root().join(document).parent().unwrap().join(path),
    };
    if !file.exists() {
        return Some(format!("there is no {path}"));
    }
    let is_missing =
        || file.extension().is_some_and(|kind| kind == "md") && !anchors(&read_path(&file)).contains(anchor);
    (!anchor.is_empty() && is_missing()).then(|| format!("{path} has no heading #{anchor}"))
}

fn read_path(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

/// The lines outside of blocks of code.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    text.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    })
}

/// The targets of the links, without those in code.
fn links(text: &str) -> Vec<String> {
    let without_code = |line: &str| line.split('`').step_by(2).collect::<Vec<_>>().join("`");
    let lines = prose(text).map(without_code).collect::<Vec<_>>().join("\n");
    let links = lines.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    links.map(|link| link.split(' ').next().unwrap_or_default().to_owned()).collect()
}

/// The anchors of the headings, as GitHub and mdBook make them.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut seen = BTreeMap::<String, usize>::new();
    let headings = prose(text).filter_map(|line| line.strip_prefix('#')?.trim_start_matches('#').strip_prefix(' '));
    let anchors = headings.map(|heading| {
        let kept = heading.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        let slug: String = kept.map(|c| if c == ' ' { '-' } else { c }).flat_map(char::to_lowercase).collect();
        let count = seen.entry(slug.clone()).or_default();
        *count += 1;
        if *count == 1 { slug } else { format!("{slug}-{}", *count - 1) }
    });
    anchors.collect()
}
