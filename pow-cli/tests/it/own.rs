//! `pow gen page`, `pow gen mail` and `pow upgrade` on files, without a build.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use crate::{done, failure};

/// An application with the versions of this repository, so that cargo needs no network.
fn shop() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let arguments = ["new", "shop", "--yes", "--extension", "reset-password", "--pow-path"];
    done(folder.path(), &[&arguments[..], &[repository.to_str().unwrap()]].concat());
    let shop = folder.path().join("shop");
    fs::copy(repository.join("Cargo.lock"), shop.join("Cargo.lock")).unwrap();
    fs::create_dir(shop.join(".cargo")).unwrap();
    fs::write(shop.join(".cargo/config.toml"), "[net]\noffline = true\n").unwrap();
    (folder, shop)
}

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap()
}

#[test]
fn page_and_mail_are_taken_over_once() {
    let (_folder, shop) = shop();
    let before = read(&shop, "src/accounts.rs");
    let shown = done(&shop, &["gen", "page", "session/new", "--dry-run"]);
    assert!(shown.contains("+        pages: pages::pages(),"), "{shown}");
    assert!(!shop.join("templates").exists() && read(&shop, "src/accounts.rs") == before);
    done(&shop, &["gen", "page", "session/new", "reset_password/edit", "--yes"]);
    done(&shop, &["gen", "mail", "reset_password/link", "--yes"]);
    let module = read(&shop, "src/accounts/pages/session_new.rs");
    assert!(module.contains("pub fn render(page: &SessionNew, view: &View<'_>)"), "{module}");
    assert!(module.contains("path = \"accounts/pages/session_new.html\""), "{module}");
    assert!(
        read(&shop, "templates/accounts/pages/reset_password_edit.html")
            .contains("taken over from pow-ext-reset-password")
    );
    let mail = read(&shop, "src/accounts/mails/reset_password_link.rs");
    assert!(mail.contains("use pow_ext_reset_password::ResetPasswordLink;") && mail.contains("&mail.url"), "{mail}");
    assert!(read(&shop, "src/accounts.rs").contains("        mails: mails::mails(),\n"));
    assert!(done(&shop, &["gen", "page", "session/new", "--yes"]).contains("nothing to change"));
}

#[test]
fn upgrade_shows_what_changed_upstream_and_keeps_the_own_files() {
    let (_folder, shop) = shop();
    done(&shop, &["gen", "page", "session/new", "--yes"]);
    assert!(done(&shop, &["upgrade"]).contains("nothing has changed"));
    let own = "templates/accounts/pages/session_new.html";
    fs::write(shop.join(own), "mine").unwrap();
    assert!(done(&shop, &["upgrade"]).contains("nothing has changed"));
    let original = "templates/accounts/pages/original/session_new.html";
    let older = read(&shop, original).replace("</form>", "</form><hr>");
    fs::write(shop.join(original), &older).unwrap();
    let shown = done(&shop, &["upgrade"]);
    assert!(shown.contains("-</form><hr>\n+</form>\n"), "{shown}");
    assert_eq!((read(&shop, own).as_str(), read(&shop, original)), ("mine", older));
    done(&shop, &["upgrade", "--accept", "--yes"]);
    assert!(done(&shop, &["upgrade"]).contains("nothing has changed"));
    assert_eq!(read(&shop, own), "mine");
}

#[test]
fn uncommitted_changes_are_refused_unless_forced() {
    let (_folder, shop) = shop();
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
        let output = Command::new("git").args(identity).args(arguments).current_dir(&shop).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "begin"]);
    fs::write(shop.join("src/other.rs"), "").unwrap();
    for arguments in [
        &["gen", "page", "session/new", "--yes"][..],
        &["gen", "mail", "reset_password/link", "--yes"],
        &["gen", "layout", "--yes"],
        &["gen", "extension", "terms", "--yes"],
    ] {
        assert!(failure(&shop, arguments).contains("commit or stash them first, or add --force"), "{arguments:?}");
    }
    assert!(!shop.join("src/accounts").exists() && !shop.join("templates").exists());
    git(&["add", "-A"]);
    git(&["commit", "-qm", "more"]);
    done(&shop, &["gen", "page", "session/new", "--yes"]);
    done(&shop, &["gen", "extension", "terms", "--yes", "--force"]);
}

// Cargo writes `Cargo.lock` when the command asks it for the packages.
#[test]
fn lock_file_of_the_command_itself_is_no_uncommitted_change() {
    let (_folder, shop) = shop();
    for arguments in [&["init", "-q"][..], &["add", "-A"], &["commit", "-qm", "begin"]] {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
        let output = Command::new("git").args(identity).args(arguments).current_dir(&shop).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let before = read(&shop, "Cargo.lock");
    // A name that is given twice is copied once.
    done(&shop, &["gen", "page", "session/new", "session/new", "--yes"]);
    assert_ne!(read(&shop, "Cargo.lock"), before);
    assert_eq!(read(&shop, "src/accounts/pages/mod.rs").matches("mod session_new;").count(), 1);
}

#[test]
fn each_mistake_is_one_sentence_and_writes_nothing() {
    let (_folder, shop) = shop();
    assert!(failure(&shop, &["gen", "page", "sesion/new", "--yes"]).contains("choose from account, account/delete"));
    assert!(failure(&shop, &["gen", "mail", "session/new", "--yes"]).contains("there is no mail `session/new`"));
    assert!(failure(&shop, &["gen", "page", "session/new"]).contains("add --yes to write the files, or --dry-run"));
    assert!(!shop.join("templates").exists());
    fs::create_dir_all(shop.join("templates/accounts/pages")).unwrap();
    fs::write(shop.join("templates/accounts/pages/session_new.html"), "mine").unwrap();
    assert!(failure(&shop, &["gen", "page", "session/new", "--yes"]).contains("exists already: rename it"));
    assert_eq!(read(&shop, "templates/accounts/pages/session_new.html"), "mine");
    assert!(!shop.join("src/accounts").exists());
    let empty = TempDir::new().unwrap();
    assert!(failure(empty.path(), &["gen", "layout", "--yes"]).contains("run `pow install` first"));
    assert!(failure(empty.path(), &["upgrade"]).contains("run `pow install` first"));
}
