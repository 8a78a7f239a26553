//! An application with all extensions, an extension of its own, and all pages and mails taken over: built, tested and run.

use std::{
    collections::BTreeSet,
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use pow_core::{Config, extension::Extension, extensions};
use pow_testing::{
    Program, TestApp,
    client::{ANN, PASSWORD},
};
use tempfile::TempDir;

use crate::{
    done, failure, pow,
    running::{build, cargo, repository, target, variables},
};

/// The names after "choose from" in the sentence about an unknown name.
fn choices(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let said = failure(folder, arguments);
    let (_, names) = said.trim_end().split_once("choose from ").unwrap();
    names.split(", ").map(str::to_owned).collect()
}

/// The folders of all extensions that are published.
fn published() -> BTreeSet<String> {
    let is_published = |path: &Path| {
        let text = fs::read_to_string(path.join("Cargo.toml")).unwrap_or_default();
        text.contains("name = \"pow-ext-") && !text.contains("publish = false")
    };
    let folders = [repository(), repository().join("extensions")];
    let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path());
    let names = entries.filter(|path| is_published(path)).map(|path| path.file_name().unwrap().to_owned());
    names.map(|name| name.to_str().unwrap().trim_start_matches("pow-ext-").to_owned()).collect()
}

/// The pages and mails that the core and the extensions register, by the examples that each of them has.
fn registered() -> [BTreeSet<String>; 2] {
    use pow_ext_mail_sign_in::{Existing, MailSignIn};
    let all: Vec<std::sync::Arc<dyn Extension>> = extensions![
        pow_ext_api_tokens::ApiTokens::new(["account:read"]),
        pow_ext_devices::Devices::default(),
        pow_ext_email_confirmation::EmailConfirmation::default(),
        pow_ext_gallery::Gallery::default(),
        pow_ext_health::Health::default(),
        pow_ext_identities::Identities::default(),
        pow_ext_invitation::Invitation::default(),
        pow_ext_lockout::Lockout::default(),
        MailSignIn::new(Existing::Prove),
        pow_ext_password_expiry::PasswordExpiry::default(),
        pow_ext_persistent_session::PersistentSession::default(),
        pow_ext_reset_password::ResetPassword::default(),
        pow_ext_signup::Signup::default(),
    ];
    let app = TestApp::builder().config(|config| Config { extensions: all, ..config }).start();
    [false, true].map(|mails| {
        let examples = app.pow.examples().iter().filter(|examples| examples.is_mail() == mails);
        examples.map(|examples| examples.name.to_owned()).collect()
    })
}

#[test]
fn all_extensions_are_known_and_every_page_and_mail_can_be_taken_over() {
    let folder = TempDir::new().unwrap();
    let names = choices(folder.path(), &["new", "pow-all", "--yes", "--extension", "unknown"]);
    assert_eq!(names.iter().cloned().collect::<BTreeSet<_>>(), published());
    let path = repository();
    let mut arguments = vec!["new", "pow-all", "--yes", "--no-migrations", "--pow-path", path.to_str().unwrap()];
    arguments.extend(names.iter().flat_map(|name| ["--extension", name]));
    assert!(done(folder.path(), &arguments).contains("`metrics` counts nothing"));
    let shop = folder.path().join("pow-all");
    fs::copy(path.join("Cargo.lock"), shop.join("Cargo.lock")).unwrap();
    fs::create_dir(shop.join(".cargo")).unwrap();
    fs::write(shop.join(".cargo/config.toml"), "[net]\noffline = true\n").unwrap();
    for (kind, registered) in ["page", "mail"].into_iter().zip(registered()) {
        let names = choices(&shop, &["gen", kind, "unknown", "--yes"]);
        let known: BTreeSet<_> = names.iter().cloned().collect();
        assert!(registered.is_subset(&known), "{:?}", registered.difference(&known));
        let mut arguments = vec!["gen", kind, "--yes"];
        arguments.extend(names.iter().map(String::as_str));
        done(&shop, &arguments);
    }
    // The extension comes last, so that its own page is not in the list.
    done(&shop, &["gen", "extension", "house-rules", "--yes"]);
    assert!(done(&shop, &["gen", "extension", "house-rules", "--yes"]).contains("nothing to change"));
    for page in ["session_new", "account"] {
        let template = shop.join(format!("templates/accounts/pages/{page}.html"));
        let text = fs::read_to_string(&template).unwrap();
        fs::write(&template, format!("{text}<p>Our own {page}.</p>\n")).unwrap();
    }
    build(&shop);
    pages_are_those_of_the_application(&shop);
    let output = cargo(&shop, &["test", "--offline", "--bin", "pow-all", "--", "house_rules"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("16 passed"), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

/// Opens the taken-over page and that of the extension.
fn pages_are_those_of_the_application(shop: &Path) {
    let app = Program::start(Command::new(target().join("debug/pow-all")), |command, address| {
        command.envs(variables(shop)).env("BIND", address.to_string()).env("BASE_URL", format!("http://{address}"));
    });
    let mut browser = app.client();
    assert!(browser.get("/session/new").text().contains("<p>Our own session_new.</p>"));
    let command = |arguments: &[&str], input: &str| {
        let mut command = Command::new(shop.join("target-pow"));
        command.args(["users"]).args(arguments).envs(variables(shop)).current_dir(app.folder());
        let mut command = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        command.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        assert!(command.wait().unwrap().success());
    };
    command(&["create", ANN, "--password-stdin"], PASSWORD);
    command(&["confirm", ANN], "");
    assert_eq!(browser.sign_in(ANN, PASSWORD).location(), Some("/"));
    assert!(browser.get("/registration/edit").text().contains("<p>Our own account.</p>"));
    assert!(browser.get("/house-rules").text().contains("You haven’t confirmed this yet."));
    assert_eq!(browser.submit("/house-rules", "/house-rules", &[]).location(), Some("/house-rules"));
    assert!(browser.get("/house-rules").text().contains("You confirmed this on"));
}

#[test]
fn extension_of_an_unusual_configuration_is_printed() {
    let folder = TempDir::new().unwrap();
    done(folder.path(), &["new", "shop", "--yes"]);
    let shop = folder.path().join("shop");
    let accounts = shop.join("src/accounts.rs");
    let usual = fs::read_to_string(&accounts).unwrap();
    let unusual = usual.replace("..Config::from_env()", "..base()");
    fs::write(&accounts, &unusual).unwrap();
    let said = done(&shop, &["gen", "extension", "house_rules", "--yes"]);
    for line in ["mod house_rules;", "extensions: pow_core::extensions![house_rules::HouseRules],", "`pow migration`"] {
        assert!(said.contains(line), "{said}");
    }
    assert_eq!(fs::read_to_string(&accounts).unwrap(), unusual);
    fs::write(&accounts, usual).unwrap();
    done(&shop, &["gen", "extension", "terms", "--yes"]);
    done(&shop, &["gen", "extension", "news", "--yes"]);
    let text = fs::read_to_string(&accounts).unwrap();
    assert!(text.contains("        extensions: pow_core::extensions![terms::Terms, news::News],\n"), "{text}");
    for (name, reason) in [
        ("House", "can't be the name of an extension"),
        ("fn", "can't be the name of an extension"),
        ("pages", "can't be the name of an extension"),
        ("1st", "can't be the name of an extension"),
        ("house_", "can't be the name of an extension"),
    ] {
        assert!(failure(&shop, &["gen", "extension", name, "--yes"]).contains(reason));
    }
    for name in [
        "action", "config", "diesel", "env", "error", "field", "message", "ok", "option", "page", "result", "route",
        "str", "string", "subject", "users", "view",
    ] {
        let said = failure(&shop, &["gen", "extension", name, "--yes"]);
        assert!(said.contains("uses this name already") && said.contains(&format!("such as `my-{name}`")), "{said}");
    }
    // The visibility of the module is the application's choice.
    fs::write(&accounts, text.replace("\nmod news;", "\npub mod news;")).unwrap();
    assert!(done(&shop, &["gen", "extension", "news", "--yes"]).contains("nothing to change"));
    let manifest = fs::read_to_string(shop.join("Cargo.toml")).unwrap();
    let (before, _) = manifest.split_once("[dev-dependencies]").unwrap();
    fs::write(shop.join("Cargo.toml"), format!("dev-dependencies = 1\n{before}")).unwrap();
    let said = failure(&shop, &["gen", "extension", "news", "--yes"]);
    assert!(
        said.contains("`dev-dependencies` in Cargo.toml is not a table: write it as `[dev-dependencies]`"),
        "{said}"
    );
    fs::write(shop.join("Cargo.toml"), manifest).unwrap();
    fs::write(shop.join("src/accounts/terms.rs"), "mine").unwrap();
    assert!(failure(&shop, &["gen", "extension", "terms", "--yes"]).contains("exists already"));
    assert!(!pow(folder.path(), &["gen", "extension", "terms", "--yes"]).status.success());
}
