//! The smallest application, as it runs.

use std::{
    net::TcpListener,
    process::{Command, Stdio},
};

use pow_testing::{Program, app::TEST_SECRET, client::PASSWORD};
use tempfile::TempDir;

const SOURCE: &str = include_str!("../../src/main.rs");

/// The program with a database of its own; it ends when this drops.
fn start() -> Program {
    Program::start(command(), |command, address| {
        command.env("SECRET_KEY_BASE", TEST_SECRET);
        command.env("BIND", address.to_string()).env("BASE_URL", format!("http://{address}"));
    })
}

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minimal"));
    command.env_remove("SECRET_KEY_BASE").env_remove("BASE_URL").env_remove("BIND").stderr(Stdio::piped());
    command
}

#[test]
fn registered_user_is_greeted_by_the_applications_own_struct() {
    let app = start();
    let mut browser = app.client();
    assert_eq!(browser.get("/").location(), Some("/session/new?request_path=%2F"));
    assert_eq!(browser.register("ann@example.com", PASSWORD).location(), Some("/"));
    assert_eq!(browser.get("/").text(), "Hello, ann@example.com!");
    assert_eq!(browser.sign_out().status, 303);
    assert_eq!(browser.get("/").status, 303);
}

#[test]
fn bad_configuration_is_one_sentence() {
    let folder = TempDir::new().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let said = |secret: &str, base_url: &str| {
        let mut command = command();
        command.env("BIND", taken.local_addr().unwrap().to_string());
        command.current_dir(folder.path()).env("SECRET_KEY_BASE", secret).env("BASE_URL", base_url);
        let output = command.output().unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let text = said("", "http://127.0.0.1:8000");
    assert!(text.contains("secret_key_base") && text.contains("openssl rand"), "{text}");
    let text = said(TEST_SECRET, "http://app.example");
    assert!(text.contains("http://app.example") && text.contains("use https"), "{text}");
    let text = said(TEST_SECRET, "https://shop.example");
    assert!(text.contains("in use"), "{text}");
    std::fs::write(folder.path().join("app.db"), "no database, but a text that is longer than a header").unwrap();
    let text = said(TEST_SECRET, "http://127.0.0.1:8000");
    assert!(text.contains("`app.db`") && text.contains("not an SQLite database"), "{text}");
    for text in [said("", ""), said(TEST_SECRET, ""), text] {
        assert!(text.starts_with("Error: ") && text.lines().count() == 1 && !text.contains("Config("), "{text}");
    }
}

/// Lines, blank ones and all.
#[test]
fn whole_application_has_25_lines() {
    assert!(SOURCE.lines().count() <= 25);
}
