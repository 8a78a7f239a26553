//! The application that `pow new` creates, built and run.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Mutex, PoisonError},
};

use pow_testing::{Client, Program, client::PASSWORD};
use tempfile::TempDir;

use crate::{done, tool};

/// The folder of this repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The target folder that this test was built in, so that the application shares its crates.
pub(crate) fn target() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_pow")).ancestors().nth(2).unwrap().to_owned()
}

/// Builds the application with the versions of this repository, and without the network. Its own program is then `target-pow` in
/// its folder.
pub(crate) fn build(folder: &Path) {
    fs::copy(repository().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    static ONE: Mutex<()> = Mutex::new(());
    let tool = tool();
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let output = cargo(folder, &["build", "--offline", "--bins"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stderr);
    let name = folder.file_name().unwrap().to_str().unwrap();
    assert!(!text.contains(&format!("`{name}`")), "a warning: {text}");
    let own = target().join("debug/pow");
    // By another process: one that this process writes can be busy while a test beside it starts a program. The folder may be on
    // another file system, where no link leads.
    assert!(Command::new("cp").arg(&own).arg(folder.join("target-pow")).status().unwrap().success());
    fs::remove_file(&own).and_then(|()| fs::hard_link(tool, &own)).unwrap();
}

/// A command of cargo for the application, which shares the crates of this test.
pub(crate) fn cargo(folder: &Path, arguments: &[&str]) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    // A build script reads them and would run again.
    for (name, _) in std::env::vars() {
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(name);
        }
    }
    let (command, arguments) = arguments.split_first().unwrap();
    cargo.arg(command).current_dir(folder).env("CARGO_TARGET_DIR", target());
    // As in this repository, so that crates with the same features are not built again.
    cargo.args(["--config", "profile.dev.debug=\"line-tables-only\""]);
    cargo.args(["--config", "profile.dev.package.\"*\".debug=false"]);
    cargo.args(["--config", "profile.dev.package.libsqlite3-sys.opt-level=1"]);
    cargo.args(arguments).stdin(Stdio::null());
    cargo
}

/// The variables of the application's `.env`.
pub(crate) fn variables(folder: &Path) -> Vec<(String, String)> {
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
    let program = shop.join("target-pow");
    let app = Program::start(Command::new(target().join("debug/pow-shop")), |command, address| {
        command.envs(variables(&shop)).env("BIND", address.to_string()).env("BASE_URL", format!("http://{address}"));
    });
    let mut browser = app.client();
    assert!(browser.get("/").text().contains("/registration/new"));
    assert_eq!(browser.register("ann@example.com", PASSWORD).location(), Some("/"));
    assert!(browser.get("/").text().contains("Hello, ann@example.com!"));
    assert!(browser.submit("/", "/session", &[]).location().is_some());
    assert!(browser.get("/").text().contains("/session/new"));
    assert!(app.client().get("/reset-password/new").text().contains("<form"));
    let command = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.args(arguments).envs(variables(&shop)).current_dir(app.folder()).stdin(Stdio::null());
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    routes_are_listed(&command);
    users_are_managed(&command, &app);
    let database = format!("sqlite://{}", app.folder().join("pow-shop.db").display());
    let command = |database: &str, secret: Option<&str>, arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.args(arguments).envs(variables(&shop)).env("DATABASE_URL", database).current_dir(&shop);
        command.envs(secret.map(|secret| ("SECRET_KEY_BASE", secret)));
        let output = command.stdin(Stdio::null()).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    doctor_finds_planted_mistakes(&shop, &|secret, arguments| command(&database, secret, arguments));
    table_with_users_is_migrated(&shop, &|database, arguments| command(database, None, arguments));
    language_is_begun_and_goes_on(&shop, &|arguments| command(&database, None, arguments));
}

type Said = (Option<i32>, String, String);

/// The names of the findings. There are none before the mistakes.
fn doctor_finds_planted_mistakes(shop: &Path, run: &dyn Fn(Option<&str>, &[&str]) -> Said) {
    let names = |secret: Option<&str>| {
        let (code, said, _) = run(secret, &["doctor", "--json"]);
        let list: Vec<serde_json::Value> = serde_json::from_str(&said).unwrap();
        assert_eq!(code, Some(i32::from(!list.is_empty())));
        let mut names: Vec<_> = list.iter().map(|finding| finding["name"].as_str().unwrap().to_owned()).collect();
        for finding in &list {
            let remedy = finding["remedy"].as_str().unwrap();
            assert!(!remedy.is_empty() && remedy != "correct the configuration", "{finding}");
        }
        names.sort();
        names
    };
    assert_eq!(names(None), [""; 0]);
    assert_eq!(names(Some(&"ab".repeat(40))), ["configuration"]);
    assert_eq!(names(Some("short")), ["configuration"]);
    let main = fs::read_to_string(shop.join("src/main.rs")).unwrap();
    // A call in a comment is none.
    for (line, name) in [
        (".configure(pow.routes())", "routes"),
        (".wrap(pow.middleware())", "middleware"),
        ("let _ticker = pow.start_ticker()", "ticker"),
    ] {
        let without = main.replace(line, &format!("// {line}"));
        assert_ne!(without, main, "{line}");
        fs::write(shop.join("src/main.rs"), without).unwrap();
        assert_eq!(names(None), [name]);
    }
    // An interval of tokio has a method of the same name.
    fs::write(shop.join("src/main.rs"), main.replace("pow.start_ticker()", "interval.tick()")).unwrap();
    assert_eq!(names(None), ["ticker"]);
    fs::write(shop.join("src/main.rs"), main.replace("tracing_subscriber::", "env_logger::")).unwrap();
    assert_eq!(names(None), [""; 0]);
    for (call, name) in [
        (".configure(pow.routes())", "routes"),
        (".wrap(pow.middleware())", "middleware"),
        ("pow.start_ticker()", "ticker"),
        ("tracing_subscriber::fmt()", "log"),
    ] {
        let mut without = main.replace(call, "");
        if name == "log" {
            without = without.replace("tracing_subscriber::EnvFilter", "");
        }
        fs::write(shop.join("src/main.rs"), without).unwrap();
        assert_eq!(names(None), [name]);
    }
    fs::write(shop.join("src/main.rs"), main).unwrap();
    let cargo = fs::read_to_string(shop.join("Cargo.toml")).unwrap();
    fs::write(shop.join("Cargo.toml"), cargo.replace("package.argon2", "package.other")).unwrap();
    assert_eq!(names(None), ["profile"]);
    fs::write(shop.join("Cargo.toml"), cargo).unwrap();
    repository_findings(shop, &names);
    let (_, said, _) = run(Some(&"ab".repeat(40)), &["doctor"]);
    assert!(said.contains("error (configuration): ") && said.ends_with("1 finding\n"), "{said}");
}

fn repository_findings(shop: &Path, names: &dyn Fn(Option<&str>) -> Vec<String>) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |mode| fs::set_permissions(shop.join(".env"), fs::Permissions::from_mode(mode)).unwrap();
        mode(0o644);
        assert_eq!(names(None), ["env"]);
        mode(0o600);
    }
    let git = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).current_dir(shop).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "-q"]);
    assert_eq!(names(None), [""; 0]);
    let ignored = fs::read_to_string(shop.join(".gitignore")).unwrap();
    fs::write(shop.join(".gitignore"), ignored.replace(".env\n", "")).unwrap();
    assert_eq!(names(None), ["repository"]);
    fs::write(shop.join(".gitignore"), ignored).unwrap();
    git(&["add", "-f", ".env"]);
    assert_eq!(names(None), ["repository"]);
    git(&["rm", "-q", "--cached", ".env"]);
    let secret = variables(shop).into_iter().find(|(name, _)| name == "SECRET_KEY_BASE").unwrap().1;
    fs::write(shop.join("deploy.sh"), format!("export KEY={secret}")).unwrap();
    git(&["add", "deploy.sh"]);
    assert_eq!(names(None), ["repository"]);
    git(&["rm", "-q", "-f", "deploy.sh"]);
    // Another secret than that of this configuration.
    fs::write(shop.join(".env.production"), "SMTP_URL=smtps://shop:word@mail.example\n").unwrap();
    git(&["add", "-f", ".env.production"]);
    assert_eq!(names(None), ["repository"]);
    git(&["rm", "-q", "-f", ".env.production"]);
    assert_eq!(names(None), [""; 0]);
}

/// A table of another framework, with rows.
fn table_with_users_is_migrated(shop: &Path, run: &dyn Fn(&str, &[&str]) -> Said) {
    use diesel::{Connection as _, RunQueryDsl as _, SqliteConnection, connection::SimpleConnection as _};
    let file = shop.join("old.db");
    let mut database = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    let old = "CREATE TABLE users (id BLOB PRIMARY KEY NOT NULL, email TEXT NOT NULL, created_at TIMESTAMP NOT NULL);
         INSERT INTO users VALUES (randomblob(16), 'ann@example.com', '2020-02-03 04:05:06');
         INSERT INTO users VALUES (randomblob(16), 'Bob@example.com', '2021-02-03 04:05:06');";
    database.batch_execute(old).unwrap();
    let url = format!("sqlite://{}", file.display());
    let count = |folder: &Path| fs::read_dir(folder.join("migrations")).unwrap().count();
    let before = count(shop);
    let (code, dry, _) = run(&url, &["migration", "--dry-run"]);
    assert!(code == Some(0) && dry.contains("ADD COLUMN \"inserted_at\"") && count(shop) == before, "{dry}");
    let (code, said, failure) = run(&url, &["migration"]);
    assert_eq!(code, Some(0), "{failure}");
    let lines = |said: &str, start: &str| -> Vec<String> {
        said.lines().filter_map(|line| line.strip_prefix(start)).map(str::to_owned).collect()
    };
    // The rows that have to be corrected before the migrations run.
    assert!(said.contains("Change this by hand: 1 users can't sign in") && said.contains("lower(email)"), "{said}");
    assert!(said.contains("Users without a password: 2."), "{said}");
    let written = lines(&said, "create ");
    assert_eq!(count(shop), before + written.len());
    // The same command again finds its own files.
    let (code, again, _) = run(&url, &["migration"]);
    assert_eq!((code, count(shop), lines(&again, "create ")), (Some(0), before + written.len(), Vec::new()), "{again}");
    for folder in &written {
        assert!(again.contains(&format!("pending {folder}\n")), "{again}");
    }
    // A step of the same name with other columns is another step.
    let columns = written.iter().find(|folder| folder.ends_with("_add_columns_to_users")).unwrap();
    let up = shop.join(columns).join("up.sql");
    let kept = fs::read_to_string(&up).unwrap();
    fs::write(&up, kept.replace("inserted_at", "other_at")).unwrap();
    let (_, dry, _) = run(&url, &["migration", "--dry-run"]);
    assert!(dry.contains("ADD COLUMN \"inserted_at\""), "{dry}");
    fs::write(&up, kept).unwrap();
    // The other tables are in the files of `pow new`, which this database has not run.
    let mut steps = lines(&said, "pending ");
    assert!(!steps.is_empty() && said.contains("Run `diesel migration run`"), "{said}");
    steps.extend(written);
    steps.sort_unstable();
    for folder in &steps {
        database.batch_execute(&fs::read_to_string(shop.join(folder).join("up.sql")).unwrap()).unwrap();
    }
    let filled =
        "UPDATE users SET email = email WHERE email = 'ann@example.com' AND inserted_at = '2020-02-03 04:05:06'";
    assert_eq!(diesel::sql_query(filled).execute(&mut database), Ok(1));
    let (_, said, _) = run(&url, &["migration"]);
    assert!(said.contains("no table, column or index is missing"), "{said}");
    // `created_at` has no default, so an insert would fail.
    assert!(said.contains("`users.created_at` is NOT NULL without a default"), "{said}");
    // A fresh clone has an empty database, and files that create every table.
    let (before, empty) = (count(shop), format!("sqlite://{}", shop.join("empty.db").display()));
    let (code, said, failure) = run(&empty, &["migration"]);
    assert_eq!((code, count(shop)), (Some(0), before), "{said}{failure}");
    let pending = lines(&said, "pending ");
    assert!(pending.iter().any(|folder| folder.ends_with("_create_users")), "{said}");
    // The remedy for a table that was dropped after its file ran.
    let outbox = shop.join(pending.iter().find(|folder| folder.ends_with("_create_pow_outbox")).unwrap());
    let renamed = outbox.with_file_name(format!("{}_at_first", outbox.file_name().unwrap().to_str().unwrap()));
    assert!(said.contains("change the part of the folder's name after the version"), "{said}");
    fs::rename(&outbox, &renamed).unwrap();
    let (_, dry, _) = run(&empty, &["migration", "--dry-run"]);
    assert!(dry.contains("CREATE TABLE \"pow_outbox\"") && !dry.contains("CREATE TABLE \"users\""), "{dry}");
    fs::rename(&renamed, &outbox).unwrap();
}

/// `pow gen messages` refuses uncommitted changes, lists what is missing, and keeps what is translated.
fn language_is_begun_and_goes_on(shop: &Path, run: Run<'_>) {
    let file = shop.join("locales/nl.ftl");
    let (code, _, said) = run(&["gen", "messages", "nl", "--yes"]);
    assert!(code == Some(1) && said.contains("commit or stash them first, or add --force") && !file.exists(), "{said}");
    for arguments in [&["add", "-A"][..], &["commit", "-qm", "begin"]] {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
        let output = Command::new("git").args(identity).args(arguments).current_dir(shop).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let (code, said, failure) = run(&["gen", "messages", "nl", "--yes"]);
    assert_eq!(code, Some(0), "{failure}");
    assert!(said.contains("override_locales(pow_core::locales![\"nl\"])"), "{said}");
    let begun = fs::read_to_string(&file).unwrap();
    assert!(begun.lines().all(|line| line.starts_with('#')) && begun.contains("\n# session-new-title = "), "{begun}");
    let missing = |said: &str| -> u32 {
        said.lines().find_map(|line| line.strip_suffix(" texts are missing in `nl`.")).unwrap().parse().unwrap()
    };
    let before = missing(&said);
    assert!(before > 50, "{said}");
    let own = "session-new-title = Inloggen\nno-such-key = Niets";
    let line = begun.lines().find(|line| line.starts_with("# session-new-title = ")).unwrap();
    fs::write(&file, begun.replace(line, own)).unwrap();
    let (_, said, _) = run(&["gen", "messages", "nl", "--yes", "--force"]);
    assert_eq!(missing(&said), before - 1);
    assert!(said.contains("The key `no-such-key` is only in locales/nl.ftl"), "{said}");
    let after = fs::read_to_string(&file).unwrap();
    assert!(after.starts_with(own) && !after.contains("# session-new-title"), "{after}");
    let (code, _, said) = run(&["gen", "messages", "no language", "--yes"]);
    assert!(code == Some(1) && said.contains("write it like `nl` or `pt-BR`"), "{said}");
}

type Run<'a> = &'a dyn Fn(&[&str]) -> Said;

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
