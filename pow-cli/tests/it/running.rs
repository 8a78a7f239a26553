//! The application that `pow new` creates, built and run.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use pow_testing::{Program, client::PASSWORD};
use tempfile::TempDir;

use crate::done;

/// The folder of this repository.
fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The target folder that this test was built in, so that the application shares its crates.
fn target() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_pow")).ancestors().nth(2).unwrap().to_owned()
}

/// Builds the application with the versions of this repository, and without the network.
fn build(folder: &Path) {
    fs::copy(repository().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--offline", "--bins"]).current_dir(folder).env("CARGO_TARGET_DIR", target());
    // As in this repository, so that crates with the same features are not built again.
    cargo.args(["--config", "profile.dev.debug=\"line-tables-only\""]);
    cargo.args(["--config", "profile.dev.package.\"*\".debug=false"]);
    cargo.args(["--config", "profile.dev.package.libsqlite3-sys.opt-level=1"]);
    let output = cargo.stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(!text.contains("`pow-shop`"), "a warning: {text}");
}

/// The variables of the application's `.env`.
fn variables(folder: &Path) -> Vec<(String, String)> {
    let text = fs::read_to_string(folder.join(".env")).unwrap();
    let pairs = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Empty folder, `pow new`, build, run, registration, the commands of the application, and the same again after a restart.
#[test]
fn new_application_registers_users() {
    let folder = TempDir::new().unwrap();
    let pow_path = repository();
    let arguments = ["new", "pow-shop", "--yes", "--pow-path", pow_path.to_str().unwrap()];
    done(folder.path(), &[&arguments[..], &["--extension", "reset-password", "--extension", "lockout"]].concat());
    let shop = folder.path().join("pow-shop");
    let mut rustfmt = Command::new("rustfmt");
    let formatted = rustfmt.args(["--check", "--edition", "2024", "src/main.rs"]).current_dir(&shop).output().unwrap();
    assert!(formatted.status.success(), "{}", String::from_utf8_lossy(&formatted.stdout));
    build(&shop);
    let binary = |name: &str| target().join("debug").join(name);
    let app = Program::start(Command::new(binary("pow-shop")), |command, address| {
        command.envs(variables(&shop)).env("BIND", address.to_string()).env("BASE_URL", format!("http://{address}"));
    });
    let mut browser = app.client();
    assert!(browser.get("/").text().contains("/registration/new"));
    assert_eq!(browser.register("ann@example.com", PASSWORD).location(), Some("/"));
    assert!(browser.get("/").text().contains("Hello, ann@example.com!"));
    assert!(app.client().get("/reset-password/new").text().contains("<form"));
}
