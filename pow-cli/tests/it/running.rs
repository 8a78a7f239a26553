//! The application that `pow new` creates, built and run.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use pow_testing::{Client, Program, client::PASSWORD};
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
    let command = |arguments: &[&str]| {
        let mut command = Command::new(binary("pow"));
        command.args(arguments).envs(variables(&shop)).current_dir(app.folder()).stdin(Stdio::null());
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    routes_are_listed(&command);
    users_are_managed(&command, &app);
}

type Run<'a> = &'a dyn Fn(&[&str]) -> (Option<i32>, String, String);

fn routes_are_listed(run: Run<'_>) {
    let (code, said, _) = run(&["routes"]);
    assert_eq!(code, Some(0));
    let line = said.lines().find(|line| line.contains("/reset-password/new")).unwrap();
    assert!(line.starts_with("GET") && line.ends_with("reset_password/reset_password#new"), "{line}");
}

fn users_are_managed(run: Run<'_>, app: &Program) {
    let (code, said, _) = run(&["users", "create", "Bob@Example.com"]);
    assert_eq!(code, Some(0), "{said}");
    let password = said.lines().find_map(|line| line.strip_prefix("password: ")).unwrap();
    let mut browser = app.client();
    let signed_in = |browser: &mut Client| browser.get("/").text().contains("bob@example.com");
    browser.sign_in("bob@example.com", password);
    assert!(signed_in(&mut browser));
    let (_, list, _) = run(&["users", "list"]);
    assert!(list.lines().count() == 2 && list.contains("ann@example.com"), "{list}");
    let (_, shown, _) = run(&["users", "show", "bob@example.com"]);
    assert!(shown.contains("password_hash: (hidden)") && shown.contains("device: signed in"), "{shown}");
    assert_eq!(run(&["users", "revoke", "bob@example.com"]).0, Some(0));
    assert!(!signed_in(&mut browser));
    assert_eq!(run(&["users", "lock", "bob@example.com", "--reason", "spam"]).0, Some(0));
    browser.sign_in("bob@example.com", password);
    assert!(!signed_in(&mut browser));
    assert_eq!(run(&["users", "unlock", "bob@example.com"]).0, Some(0));
    browser.sign_in("bob@example.com", password);
    assert!(signed_in(&mut browser));
    for (arguments, remedy) in [
        (&["users", "show", "eve@example.com"][..], "there is no user `eve@example.com`"),
        (&["users", "create", "ann@example.com"], "email: "),
        (&["users", "delete", "bob@example.com"], "add --yes"),
        (&["users", "confirm", "bob@example.com"], "unrecognized subcommand 'confirm'"),
    ] {
        let (code, _, said) = run(arguments);
        assert!(code != Some(0) && said.starts_with("pow: ") && said.contains(remedy), "{said}");
    }
    assert_eq!(run(&["users", "delete", "bob@example.com", "--yes"]).0, Some(0));
    assert!(!signed_in(&mut browser));
}
