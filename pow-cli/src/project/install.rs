//! `pow install`: accounts for an existing application. `pow new` writes the same files.

use std::{
    fs,
    path::{self, Path, PathBuf},
};

use super::{
    accounts,
    cargo_toml::{self, Membership},
    choices::{Choices, Options},
    main_rs::{self, Edit},
    migrations, secret,
};
use crate::{failure::Failure, files::Plan};

/// The existing files of the application.
pub(crate) struct Sources {
    pub(crate) cargo_toml: String,
    /// `None` if the application is new.
    pub(crate) main: Option<String>,
}

/// Crates that receive log lines.
const LOGGERS: [&str; 5] = ["tracing-subscriber", "env_logger", "fern", "log4rs", "simple_logger"];

/// Adds accounts to the application in this folder.
pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let folder = Path::new(".");
    let read = |path: &str| fs::read_to_string(path).map_err(|error| Failure::io("read", Path::new(path), &error));
    if !Path::new("Cargo.toml").exists() {
        return Err(Failure::new(
            "this folder has no Cargo.toml: change to the folder of the application, or run `pow new NAME`",
        ));
    }
    let sources = Sources { cargo_toml: read("Cargo.toml")?, main: Some(read("src/main.rs")?) };
    let (name, found) = cargo_toml::read(&sources.cargo_toml)?;
    cargo_toml::check(&sources.cargo_toml)?;
    let choices = Choices::new(&name, options, found)?;
    let is_empty = sources.main.as_deref().is_some_and(main_rs::is_hello_world);
    if !is_empty && !cargo_toml::has_dependency(&sources.cargo_toml, "actix-web")? {
        return Err(Failure::new(
            "this application doesn't depend on actix-web, which pow needs: run `cargo add actix-web` and start a server first, or \
             create an application with `pow new NAME`",
        ));
    }
    let plan = plan(folder, &choices, options, sources)?;
    if plan.finish(&options.writing)? {
        println!("\nNow run `cargo run`, and open /registration/new");
    }
    Ok(())
}

/// Returns all changes.
pub(crate) fn plan(folder: &Path, choices: &Choices, options: &Options, sources: Sources) -> Result<Plan, Failure> {
    let mut plan = Plan::new(folder);
    let main = sources.main.as_deref().filter(|main| !main_rs::is_hello_world(main));
    let logs = match main {
        None => true,
        Some(_) => !has_logger(&sources.cargo_toml)?,
    };
    write_main(&mut plan, choices, main, logs)?;
    let user = format!("accounts::{}", choices.user);
    write_module(&mut plan, choices, options, main.is_none_or(|main| main.contains(&user)))?;
    write_program(&mut plan, options)?;
    let logs = logs || cargo_toml::has_dependency(&sources.cargo_toml, "tracing-subscriber")?;
    plan.write("Cargo.toml", cargo_toml::edit(&sources.cargo_toml, choices, logs)?)?;
    if let Some(workspace) = Workspace::of(folder, &sources.cargo_toml) {
        plan.note(
            "The application is a member of a workspace, and Cargo ignores the profiles of members: move \
             `[profile.dev.package…]` to the Cargo.toml of the workspace.",
        );
        // The workspace of an existing application may have it through a dependency of another member.
        if !workspace.lists && sources.main.is_none() {
            plan.note(format!(
                "The workspace doesn't list the application yet. Add this to `members` in `{}`:\n\n    \"{}\",",
                workspace.cargo_toml.display(),
                workspace.folder
            ));
        }
    }
    if choices.extensions.iter().any(|known| known.name == "metrics") {
        plan.note(
            "`metrics` counts nothing until its layer and an exporter are set up: add both to `main`, as the README of \
             pow-ext-metrics shows.",
        );
    }
    if choices.migrations {
        write_migrations(&mut plan, folder, choices)?;
    }
    write_env(&mut plan, choices, main)?;
    write_ignored(&mut plan)?;
    Ok(plan)
}

fn has_logger(text: &str) -> Result<bool, Failure> {
    LOGGERS.iter().try_fold(false, |found, name| Ok(found || cargo_toml::has_dependency(text, name)?))
}

fn write_main(plan: &mut Plan, choices: &Choices, main: Option<&str>, logs: bool) -> Result<(), Failure> {
    let Some(main) = main else { return plan.write("src/main.rs", accounts::main(choices)) };
    match main_rs::edit(main, logs) {
        Edit::Done => Ok(()),
        Edit::Text(text) => plan.write("src/main.rs", text),
        Edit::Unknown(reason) => {
            plan.note(format!(
                "`src/main.rs` is left as it is, because {reason}. Add these lines:\n\n{}",
                main_rs::LINES
            ));
            Ok(())
        }
    }
}

/// Writes `src/accounts.rs`. A file that the user has changed is kept. `has_handler` says whether a handler of the application
/// reads the user.
fn write_module(plan: &mut Plan, choices: &Choices, options: &Options, has_handler: bool) -> Result<(), Failure> {
    let text = accounts::module(choices, has_handler);
    if plan.read("src/accounts/mod.rs")?.is_some() {
        return Err(Failure::new(
            "`src/accounts/mod.rs` exists, and pow writes `src/accounts.rs`, which is the same module: rename yours",
        ));
    }
    match plan.read("src/accounts.rs")? {
        Some(present) if present != text && !options.writing.force => {
            if !present.contains("pub fn config() -> Result<Config, Error>") {
                return Err(Failure::new(
                    "`src/accounts.rs` exists and was not written by pow: rename it, or overwrite it with --force",
                ));
            }
            if present.contains("table!") && !has_word(&present, &choices.table) {
                return Err(Failure::new(format!(
                    "`src/accounts.rs` has another table than `{}`: name its table with --table, or overwrite the file \
                     with --force",
                    choices.table
                )));
            }
            let missing: Vec<_> =
                choices.extensions.iter().filter(|known| !present.contains(known.expression)).collect();
            if !missing.is_empty() {
                let lines: Vec<_> = missing
                    .iter()
                    .flat_map(|known| {
                        let import = format!("use {}::{};", known.package().replace('-', "_"), known.imports);
                        [format!("    {import}"), format!("    {},", known.expression)]
                    })
                    .collect();
                plan.note(format!(
                    "`src/accounts.rs` is left as it is. Add each import, and each extension to `extensions: extensions![…]`:\n\n{}",
                    lines.join("\n")
                ));
            }
            Ok(())
        }
        _ => plan.write("src/accounts.rs", text),
    }
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|other| other == word)
}

fn write_program(plan: &mut Plan, options: &Options) -> Result<(), Failure> {
    match plan.read("src/bin/pow.rs")? {
        Some(present) if present != accounts::PROGRAM && !options.writing.force => {
            match present.contains("pow_cli::run") {
                true => Ok(()),
                false => Err(Failure::new(
                    "`src/bin/pow.rs` exists and was not written by pow: rename it, or overwrite it with --force",
                )),
            }
        }
        _ => plan.write("src/bin/pow.rs", accounts::PROGRAM.to_owned()),
    }
}

/// Writes each migration whose table no existing migration creates.
fn write_migrations(plan: &mut Plan, folder: &Path, choices: &Choices) -> Result<(), Failure> {
    let present = present_migrations(&folder.join("migrations"))?;
    for migration in migrations::all(choices)? {
        let table = migration.name.trim_start_matches("create_");
        if present.iter().any(|sql| creates(sql, table)) {
            let is_written = present.iter().any(|sql| *sql == migration.up_sql().to_lowercase());
            if table == choices.table && !is_written {
                plan.note(format!(
                    "A migration creates the table `{table}` already, so no second migration is written. Now run `pow \
                     migration`, which compares the database with the configuration and writes migrations for \
                     everything that is missing."
                ));
            }
            continue;
        }
        let path = PathBuf::from("migrations").join(migration.to_string());
        plan.write(path.join("up.sql"), migration.up_sql())?;
        plan.write(path.join("down.sql"), migration.down_sql())?;
    }
    match plan.read("build.rs")? {
        None => plan.write("build.rs", accounts::BUILD.to_owned()),
        Some(present) if present.contains("rerun-if-changed=migrations") => Ok(()),
        Some(_) => {
            plan.note("`build.rs` is left as it is. Add this line, so that new migrations become part of the program:\n\n    println!(\"cargo:rerun-if-changed=migrations\");");
            Ok(())
        }
    }
}

/// Returns the SQL of the existing migrations, in lower case.
fn present_migrations(folder: &Path) -> Result<Vec<String>, Failure> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path().join("up.sql"))).filter(|path| path.exists());
    paths
        .map(|path| {
            fs::read_to_string(&path).map(|sql| sql.to_lowercase()).map_err(|error| Failure::io("read", &path, &error))
        })
        .collect()
}

/// Returns whether the SQL creates the table. The table's name may be quoted.
fn creates(sql: &str, table: &str) -> bool {
    let words: Vec<&str> =
        sql.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
    words.windows(3).any(|words| words == ["create", "table", table])
        || words.windows(6).any(|words| words == ["create", "table", "if", "not", "exists", table])
}

/// Adds the variables that `.env` lacks. `main` is the program of an existing application.
fn write_env(plan: &mut Plan, choices: &Choices, main: Option<&str>) -> Result<(), Failure> {
    let mut text = plan.read(".env")?.unwrap_or_default();
    let has = |text: &str, name: &str| text.lines().any(|line| line.trim_start().starts_with(&format!("{name}=")));
    let reads_bind = main.is_none_or(|main| main.contains("\"BIND\""));
    let literal = main.and_then(main_rs::address);
    if literal.is_none() && main.is_some() && !has(&text, "BASE_URL") {
        plan.note(format!(
            "`BASE_URL` in `.env` is http://{}, because `src/main.rs` doesn't show the address of the server. Correct \
             it, because the links in mails begin with it.",
            accounts::BIND
        ));
    }
    let address = literal.as_deref().unwrap_or(accounts::BIND);
    for (comment, name, value) in accounts::variables(choices, secret::generate()?, address, reads_bind) {
        if !has(&text, name) {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(&format!("# {comment}\n{name}={value}\n"));
        }
    }
    plan.write_private(".env", text)
}

fn write_ignored(plan: &mut Plan) -> Result<(), Failure> {
    let mut text = plan.read(".gitignore")?.unwrap_or_default();
    for pattern in accounts::IGNORED {
        let known = |line: &str| {
            line.trim() == pattern || line.trim() == format!("/{pattern}") || format!("/{}", line.trim()) == pattern
        };
        if !text.lines().any(known) {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(pattern);
            text.push('\n');
        }
    }
    plan.write(".gitignore", text)
}

/// The workspace that a folder of an application is in.
struct Workspace {
    cargo_toml: PathBuf,
    /// The folder of the application, relative to the workspace.
    folder: String,
    /// Whether the workspace lists the application as a member.
    lists: bool,
}

impl Workspace {
    /// Returns `None` if no parent folder has a workspace, if it excludes the application, or if the application's own
    /// `Cargo.toml` has a workspace.
    fn of(folder: &Path, own: &str) -> Option<Self> {
        if cargo_toml::membership(own, "").is_some() {
            return None;
        }
        // The folder of a new application doesn't exist yet.
        let folder = folder.canonicalize().or_else(|_| path::absolute(folder)).ok()?;
        folder.ancestors().skip(1).find_map(|parent| {
            let cargo_toml = parent.join("Cargo.toml");
            let names: Vec<_> =
                folder.strip_prefix(parent).ok()?.iter().map(|name| name.to_string_lossy().into_owned()).collect();
            let folder = names.join("/");
            match cargo_toml::membership(&fs::read_to_string(&cargo_toml).ok()?, &folder)? {
                Membership::Listed => Some(Self { cargo_toml, folder, lists: true }),
                Membership::Unlisted => Some(Self { cargo_toml, folder, lists: false }),
                Membership::Excluded => None,
            }
        })
    }
}
