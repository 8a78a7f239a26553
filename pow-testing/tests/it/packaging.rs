//! Crates that are published can be packaged: what is on no registry has no version among the workspace's dependencies.

use std::{fs, path::Path};

#[test]
fn crate_of_the_workspace_has_a_version_exactly_if_it_is_published() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let workspace = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let own = workspace.lines().filter_map(|line| line.split_once("{ path = \""));
    let wrong: Vec<_> = own
        .filter(|(_, rest)| {
            let manifest = root.join(rest.split('"').next().unwrap()).join("Cargo.toml");
            let is_private = fs::read_to_string(manifest).unwrap().contains("publish = false");
            is_private == rest.contains("version = ")
        })
        .collect();
    assert!(workspace.contains("pow-testing = { path"), "the table was found");
    assert!(wrong.is_empty(), "{wrong:?}");
}
