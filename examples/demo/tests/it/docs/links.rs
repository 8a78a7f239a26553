//! Links of the documents lead somewhere.

use std::fs;

use super::root;

#[test]
fn every_file_that_a_document_links_to_is_there() {
    for document in [
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "guides/cache-stores.md",
        "guides/getting-started.md",
        "guides/languages.md",
        "guides/moving-in.md",
        "guides/pow-parity.md",
        "guides/production-checklist.md",
        "guides/reverse-proxy.md",
        "guides/security-cases.md",
        "guides/sign-up.md",
        "guides/update-cached-users.md",
        "guides/your-look.md",
        "guides/zotonic-parity.md",
        "stores/redis/README.md",
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
fn screenshots_are_small() {
    for name in ["registration", "look-brand", "look-bootstrap", "look-layout"] {
        let picture = fs::read(root().join(format!("guides/images/{name}.png"))).unwrap();
        assert!(picture.starts_with(b"\x89PNG") && picture.len() < 60_000, "{name}: {} bytes", picture.len());
    }
}
