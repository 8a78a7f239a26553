//! README.md shows what really is there.

use std::{fs, path::Path};

const README: &str = include_str!("../../../../../README.md");

#[test]
fn smallest_application_is_the_example_of_that_name() {
    let minimal = root().join("examples/minimal/src/main.rs");
    let block = README.split("```rust\n").nth(1).unwrap().split("```").next().unwrap();
    assert_eq!(block, fs::read_to_string(minimal).unwrap());
    assert!(block.lines().count() <= 25, "the README promises a small one");
}

#[test]
fn every_file_that_a_document_links_to_is_there() {
    for document in [
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "guides/cache-stores.md",
        "guides/getting-started.md",
        "guides/languages.md",
        "guides/pow-parity.md",
        "guides/production-checklist.md",
        "guides/security-cases.md",
        "guides/update-cached-users.md",
    ] {
        let path = root().join(document);
        let text = fs::read_to_string(&path).unwrap();
        let links = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
        let links: Vec<_> = links.filter(|link| !link.is_empty() && !link.contains("://")).collect();
        for link in links {
            assert!(path.parent().unwrap().join(link).exists(), "{document} links to {link}");
        }
    }
}

#[test]
fn screenshot_is_small() {
    let picture = fs::read(root().join("guides/images/registration.png")).unwrap();
    assert!(picture.starts_with(b"\x89PNG") && picture.len() < 100_000, "{} bytes", picture.len());
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
