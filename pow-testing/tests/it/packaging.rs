//! The published crates can be packaged, and a crate outside the workspace gets the kit without servers and browsers.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;
use tempfile::TempDir;

/// An extension as a stranger writes it.
const MANIFEST: &str = r#"
[package]
name = "stranger"
version = "0.1.0"
edition = "2024"

[dependencies]
pow-core = { path = "POW/pow-core", default-features = false }

[dev-dependencies]
pow-testing = { path = "POW/pow-testing" }
"#;

/// Clients of databases on servers, the browser, and the harness.
const UNWANTED: [&str; 8] = [
    "fantoccini",
    "mysql_async",
    "mysql_common",
    "pow-testing-servers",
    "redis",
    "signal-hook",
    "tokio-postgres",
    "webdriver",
];

#[test]
fn published_crates_can_be_packaged() {
    let target = TempDir::new().unwrap();
    let mut package = cargo("package");
    // `--no-verify`: whether they compile is tested elsewhere.
    package.args(["--no-verify", "--allow-dirty", "--target-dir"]).arg(target.path());
    let published = published();
    assert!(published.iter().any(|name| name == "pow-testing"), "{published:?}");
    for name in &published {
        package.args(["-p", name]);
    }
    let text = stderr(package.output().unwrap());
    for name in published {
        assert!(text.contains(&format!("Packaging {name} ")), "{name}: {text}");
    }
}

#[test]
fn published_crates_say_what_they_are() {
    for package in packages().iter().filter(|package| is_published(package)) {
        for field in ["description", "license", "repository"] {
            assert!(package[field].is_string(), "{} has no {field}", package["name"]);
        }
    }
}

#[test]
fn kit_outside_the_workspace_needs_neither_servers_nor_a_browser() {
    let folder = TempDir::new().unwrap();
    let manifest = MANIFEST.replace("POW", root().to_str().unwrap());
    fs::create_dir(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("src/lib.rs"), "").unwrap();
    fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
    // The same versions as here, so that nothing has to be asked for.
    fs::copy(root().join("Cargo.lock"), folder.path().join("Cargo.lock")).unwrap();
    let output = cargo("tree").args(["--prefix", "none"]).current_dir(folder.path()).output().unwrap();
    let tree = String::from_utf8(output.stdout.clone()).unwrap();
    let names: Vec<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.contains(&"pow-testing") && names.contains(&"libsqlite3-sys"), "{tree}{}", stderr(output));
    let found: Vec<_> = UNWANTED.iter().filter(|name| names.contains(name)).collect();
    assert!(found.is_empty(), "{found:?}");
}

fn published() -> Vec<String> {
    let packages = packages();
    let published = packages.iter().filter(|package| is_published(package));
    published.map(|package| package["name"].as_str().unwrap().to_owned()).collect()
}

/// `publish = false` is an empty list of registries.
fn is_published(package: &Value) -> bool {
    package["publish"].is_null()
}

fn packages() -> Vec<Value> {
    let output = cargo("metadata").args(["--format-version", "1", "--no-deps"]).output().unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

fn stderr(output: Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn cargo(command: &str) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    // A build script reads them and would run again.
    for (name, _) in std::env::vars() {
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(name);
        }
    }
    cargo.args([command, "--offline"]).current_dir(root());
    cargo
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}
