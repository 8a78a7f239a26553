//! The program that `guides/getting-started.md` shows runs.

use std::process::Command;

use pow_testing::{Program, app::TEST_SECRET, client::PASSWORD};
use tempfile::TempDir;

#[test]
fn handler_gets_the_row_as_the_application_declared_it() {
    let running = start();
    let mut client = running.client();
    assert!(client.get("/").text().starts_with("Hello!"));
    assert_eq!(client.register("ann@example.com", PASSWORD).status, 303);
    assert_eq!(client.get("/").text(), "ann@example.com has 0 points");
    assert!(running.client().get("/").text().starts_with("Hello!"), "another visitor is nobody");
}

#[test]
fn bad_configuration_is_one_sentence() {
    let folder = TempDir::new().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_own-table"));
    let output = command.env_remove("SECRET_KEY_BASE").current_dir(folder.path()).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && text.lines().count() == 1, "{text}");
    assert!(text.starts_with("Error: ") && text.contains("openssl rand") && !text.contains("Config("), "{text}");
}

/// The program in a folder of its own, until this drops.
fn start() -> Program {
    Program::start(Command::new(env!("CARGO_BIN_EXE_own-table")), |command, address| {
        command.env("SECRET_KEY_BASE", TEST_SECRET).env("ADDRESS", address.to_string());
    })
}
