//! Applications that exist: `pow install`, built and run.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use diesel::{Connection as _, RunQueryDsl as _, SqliteConnection, connection::SimpleConnection as _, dsl, sql_types};
use pow_testing::{Program, client::PASSWORD};
use tempfile::TempDir;

use crate::{
    done,
    running::{build, repository, target, variables},
};

const MAIN: &str = r#"use actix_web::{App, HttpServer, web};

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let bind = std::env::var("BIND").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    HttpServer::new(|| App::new().route("/", web::get().to(home))).bind(bind)?.run().await
}

async fn home() -> &'static str {
    "the page of the application"
}
"#;

/// A small application with this migration, after `pow install` with these options.
fn installed(name: &str, migration: Option<&str>, options: &[&str]) -> (TempDir, PathBuf) {
    let parent = TempDir::new().unwrap();
    let folder = parent.path().join(name);
    fs::create_dir_all(folder.join("src")).unwrap();
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nactix-web = \
         {{ version = \"4\", default-features = false, features = [\"macros\"] }}\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::write(folder.join("src/main.rs"), MAIN).unwrap();
    if let Some(migration) = migration {
        let path = folder.join("migrations/2020-01-01-000000_users");
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("up.sql"), migration).unwrap();
        fs::write(path.join("down.sql"), "DROP TABLE users;").unwrap();
    }
    let path = repository();
    done(&folder, &[&["install", "--yes", "--pow-path", path.to_str().unwrap()], options].concat());
    (parent, folder)
}

fn start(folder: &Path, database: &Path) -> Program {
    let name = folder.file_name().unwrap().to_str().unwrap();
    Program::start(Command::new(target().join("debug").join(name)), |command, address| {
        command.envs(variables(folder)).env("DATABASE_URL", format!("sqlite://{}", database.display()));
        command.env("BIND", address.to_string()).env("BASE_URL", format!("http://{address}"));
    })
}

#[test]
fn small_application_registers_users_and_keeps_its_page() {
    let (_parent, folder) = installed("pow-site", None, &[]);
    build(&folder);
    let app = start(&folder, &folder.join("site.db"));
    let mut browser = app.client();
    assert_eq!(browser.get("/").text(), "the page of the application");
    assert_eq!(browser.register("ann@example.com", PASSWORD).location(), Some("/"));
    assert!(browser.get("/registration/edit").text().contains("ann@example.com"));
    assert!(app.client().get("/registration/edit").location().is_some_and(|path| path.starts_with("/session/new")));
}

/// Integer keys, an address with capitals, and no passwords. The printed statement corrects the address, the written migrations
/// add the columns, and the users choose a password by mail.
#[test]
fn application_with_users_lets_them_in() {
    let table = "CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, email TEXT NOT NULL,
         created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);";
    let options = ["--id", "integer", "--extension", "reset-password"];
    let (_parent, folder) = installed("pow-old-shop", Some(table), &options);
    let accounts = folder.join("src/accounts.rs");
    let text = fs::read_to_string(&accounts).unwrap();
    let first = text.replace("ResetPassword::default()", "ResetPassword::default().danger_first_password(true)");
    assert_ne!(first, text);
    fs::write(&accounts, first).unwrap();
    let file = folder.join("old.db");
    let mut database = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    database.batch_execute(table).unwrap();
    let old = "CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL,
             run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);
         INSERT INTO __diesel_schema_migrations (version) VALUES ('20200101000000');
         INSERT INTO users (email, created_at) VALUES ('ann@example.com', '2020-02-03 04:05:06');
         INSERT INTO users (email, created_at) VALUES ('Bob@Example.com', '2021-02-03 04:05:06');";
    database.batch_execute(old).unwrap();
    build(&folder);
    let url = format!("sqlite://{}", file.display());
    let migration = || {
        let mut command = Command::new(folder.join("target-pow"));
        command.arg("migration").envs(variables(&folder)).env("DATABASE_URL", &url).current_dir(&folder);
        let output = command.stdin(Stdio::null()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let said = migration();
    assert!(said.contains("Users without a password: 2."), "{said}");
    let by_hand = said.split('`').find(|part| part.starts_with("UPDATE ")).unwrap_or_else(|| panic!("{said}"));
    database.batch_execute(by_hand).unwrap();
    // The migrations are part of the program.
    build(&folder);
    let app = start(&folder, &file);
    let mut browser = app.client();
    for name in ["ann", "bob"] {
        let email = format!("{name}@example.com");
        let asked = browser.submit("/reset-password/new", "/reset-password", &[("user[email]", &email)]);
        assert!(asked.status < 400, "{}", asked.text());
        let link = link_to(&app.folder().join("mails"), &email);
        let passwords = [("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
        assert_eq!(browser.submit(&link, &link, &passwords).status, 303);
        assert_eq!(browser.sign_in(&email, PASSWORD).location(), Some("/"));
        browser.sign_out();
    }
    let kept = dsl::sql::<sql_types::BigInt>(
        "SELECT count(*) FROM users WHERE id <= 2 AND inserted_at = created_at AND password_hash IS NOT NULL",
    );
    assert_eq!(kept.get_result::<i64>(&mut database), Ok(2));
}

/// The path of the link in the mail to the address, which is a file.
fn link_to(mails: &Path, email: &str) -> String {
    for _ in 0..500 {
        let files = fs::read_dir(mails).into_iter().flatten().map(|entry| entry.unwrap().path());
        for text in files.filter_map(|path| fs::read_to_string(path).ok()) {
            let text = text.replace("=\r\n", "").replace("=\n", "");
            if let (true, Some((_, link))) =
                (text.contains(&format!("To: {email}")), text.split_once("/reset-password/"))
            {
                let token: String =
                    link.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
                return format!("/reset-password/{token}");
            }
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("no mail to {email} in {}", mails.display());
}
