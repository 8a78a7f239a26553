//! Edits `Cargo.toml` and keeps its comments and its order.

use std::path::Path;

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value, value};

use super::choices::{Choices, Db};
use crate::failure::Failure;

/// A dependency of the application.
struct Dependency {
    name: String,
    version: &'static str,
    /// The folder in the clone of pow, for a crate of pow.
    folder: Option<String>,
    default_features: bool,
    features: Vec<&'static str>,
}

/// The crates whose code is too slow for a sign-in without optimisation.
const OPTIMISED: [&str; 2] = ["argon2", "blake2"];

/// The file with the program of the application.
const MAIN: &str = "src/main.rs";
/// The file with the commands that need the configuration.
const PROGRAM: &str = "src/bin/pow.rs";

/// The crates that the generated code is written for, with their major versions.
const VERSIONS: [(&str, &str); 2] = [("actix-web", "4"), ("diesel", "2")];

/// How a workspace treats a package in one of its folders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Membership {
    Listed,
    Excluded,
    /// The workspace has no line for the package. Cargo accepts it only if another member depends on it.
    Unlisted,
}

/// Returns the name of the package, and the database of its diesel dependency.
pub(crate) fn read(text: &str) -> Result<(String, Option<Db>), Failure> {
    let document = parse(text)?;
    let name =
        document.get("package").and_then(|package| package.get("name")).and_then(Item::as_str).ok_or_else(|| {
            Failure::new("this Cargo.toml has no `[package]`: change to the folder of the application")
        })?;
    let features = document
        .get("dependencies")
        .and_then(|all| all.get("diesel"))
        .and_then(|diesel| diesel.get("features"))
        .and_then(Item::as_array)
        .map(|features| features.iter().filter_map(Value::as_str).collect::<Vec<_>>())
        .unwrap_or_default();
    let database = [(Db::Postgres, "postgres"), (Db::Mysql, "mysql"), (Db::Sqlite, "sqlite")]
        .into_iter()
        .find(|(_, word)| features.iter().any(|feature| feature.starts_with(word)))
        .map(|(database, _)| database);
    Ok((name.to_owned(), database))
}

/// Returns whether the package has a dependency.
pub(crate) fn has_dependency(text: &str, name: &str) -> Result<bool, Failure> {
    Ok(parse(text)?.get("dependencies").is_some_and(|all| all.get(name).is_some()))
}

/// Checks that the generated code fits the versions and the names of the package.
///
/// # Errors
/// The remedy in one sentence.
pub(crate) fn check(text: &str) -> Result<(), Failure> {
    let document = parse(text)?;
    let is_taken = document.get("package").and_then(|package| package.get("name")).and_then(Item::as_str)
        == Some("pow")
        || programs(&document).any(|program| {
            named(program, "name") == Some("pow") && named(program, "path").is_some_and(|path| path != PROGRAM)
        });
    if is_taken {
        return Err(Failure::new(format!(
            "this application has a program `pow` already, which is the name of the program in `{PROGRAM}`: give it \
             another name in Cargo.toml"
        )));
    }
    for (name, major) in VERSIONS {
        let entry = document.get("dependencies").and_then(|all| all.get(name));
        let version = entry.and_then(|entry| entry.as_str().or_else(|| entry.get("version")?.as_str()));
        if let Some(version) = version
            && major_of(version).is_some_and(|found| found != major)
        {
            return Err(Failure::new(format!(
                "this application uses {name} {version}, and pow needs {name} {major}: update {name} first"
            )));
        }
    }
    Ok(())
}

/// Returns the major version of a requirement such as `4.9`, or `None` if the requirement is a range.
fn major_of(version: &str) -> Option<&str> {
    let version = version.trim_start_matches(['^', '=', '~', ' ']);
    let is_range = version.contains(['<', '>', '*', ',']);
    version.split('.').next().filter(|major| !is_range && !major.is_empty())
}

/// Returns the `[[bin]]` tables.
fn programs(document: &DocumentMut) -> impl Iterator<Item = &Table> {
    document.get("bin").and_then(Item::as_array_of_tables).into_iter().flat_map(ArrayOfTables::iter)
}

/// Returns a text of a `[[bin]]` table.
fn named<'a>(program: &'a Table, key: &str) -> Option<&'a str> {
    program.get(key).and_then(Item::as_str).map(|text| text.trim_start_matches("./"))
}

/// Returns how the workspace of this `Cargo.toml` treats the package in a folder below it, or `None` if it has no workspace.
pub(crate) fn membership(text: &str, folder: &str) -> Option<Membership> {
    let document = parse(text).ok()?;
    let workspace = document.get("workspace")?;
    Some(if paths(workspace, "members").iter().any(|pattern| is_match(pattern, folder)) {
        Membership::Listed
    } else if paths(workspace, "exclude").iter().any(|path| Path::new(folder).starts_with(path)) {
        Membership::Excluded
    } else {
        Membership::Unlisted
    })
}

/// Returns the paths of a list of the workspace.
fn paths<'a>(workspace: &'a Item, list: &str) -> Vec<&'a str> {
    let entries = workspace.get(list).and_then(Item::as_array).into_iter().flat_map(Array::iter);
    entries.filter_map(Value::as_str).map(|path| path.trim_start_matches("./").trim_end_matches('/')).collect()
}

/// Returns whether a path fits an entry of `members`, in which `*` stands for any characters of one folder's name.
fn is_match(pattern: &str, path: &str) -> bool {
    let (patterns, names): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
    let fits = |(pattern, name): (&&str, &&str)| match pattern.split_once('*') {
        Some((start, end)) => name.starts_with(start) && name.ends_with(end.trim_start_matches('*')),
        None => pattern == name,
    };
    patterns.len() == names.len() && patterns.iter().zip(&names).all(fits)
}

/// Adds what the application needs. `logs` says whether the log subscriber is added.
pub(crate) fn edit(text: &str, choices: &Choices, logs: bool) -> Result<String, Failure> {
    let mut document = parse(text)?;
    // Cargo gives `src/main.rs` the name of the package, unless a table names it.
    let program = programs(&document)
        .find(|program| named(program, "path") == Some(MAIN))
        .and_then(|program| named(program, "name"))
        .unwrap_or(&choices.name)
        .to_owned();
    let mut finds_programs = true;
    if let Some(package) = document.get_mut("package").and_then(Item::as_table_mut) {
        finds_programs = package.get("autobins").and_then(Item::as_bool) != Some(false);
        if !package.contains_key("default-run") {
            package.insert("default-run", value(program));
        }
    }
    if !finds_programs && !programs(&document).any(|program| named(program, "name") == Some("pow")) {
        add_program(&mut document);
    }
    let dependencies = document.entry("dependencies").or_insert(Item::Table(Table::new()));
    for dependency in needed(choices, logs) {
        add(dependencies, &dependency, choices)?;
    }
    add_profile(&mut document);
    Ok(document.to_string())
}

/// Adds the program `pow` for a package whose `autobins` is `false`.
fn add_program(document: &mut DocumentMut) {
    let tables = document.entry("bin").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    let Some(tables) = tables.as_array_of_tables_mut() else { return };
    let mut program = Table::new();
    program.insert("name", value("pow"));
    program.insert("path", value(PROGRAM));
    tables.push(program);
}

/// Adds askama, the crate for templates.
pub(crate) fn with_askama(text: &str) -> Result<String, Failure> {
    let mut document = parse(text)?;
    let dependencies = document.entry("dependencies").or_insert(Item::Table(Table::new()));
    let table = dependencies.as_table_like_mut().ok_or_else(|| no_table("dependencies"))?;
    if !table.contains_key("askama") {
        let mut entry = InlineTable::new();
        entry.insert("version", "0.16".into());
        entry.insert("default-features", false.into());
        entry.insert("features", Value::Array(["derive", "std"].into_iter().collect()));
        table.insert("askama", Item::Value(Value::InlineTable(entry)));
    }
    Ok(document.to_string())
}

/// Adds pow-testing, from the same source as pow-core.
pub(crate) fn with_tests(text: &str) -> Result<String, Failure> {
    let mut document = parse(text)?;
    let path = document
        .get("dependencies")
        .and_then(|all| all.get("pow-core"))
        .and_then(|core| core.get("path"))
        .and_then(Item::as_str)
        .map(|path| Path::new(path).with_file_name("pow-testing").to_string_lossy().into_owned());
    let dependencies = document.entry("dev-dependencies").or_insert(Item::Table(Table::new()));
    let table = dependencies.as_table_like_mut().ok_or_else(|| no_table("dev-dependencies"))?;
    if !table.contains_key("pow-testing") {
        let mut entry = InlineTable::new();
        let version = match path {
            Some(path) => {
                entry.insert("path", path.into());
                Value::InlineTable(entry)
            }
            None => Value::from(env!("CARGO_PKG_VERSION")),
        };
        table.insert("pow-testing", Item::Value(version));
    }
    Ok(document.to_string())
}

fn no_table(section: &str) -> Failure {
    Failure::new(format!("`{section}` in Cargo.toml is not a table: write it as `[{section}]`"))
}

fn parse(text: &str) -> Result<DocumentMut, Failure> {
    text.parse().map_err(|error: toml_edit::TomlError| {
        Failure::new(format!("Cargo.toml is invalid ({}): correct it first", error.message()))
    })
}

fn needed(choices: &Choices, logs: bool) -> Vec<Dependency> {
    let external = |name: &str, version, default_features, features: &[&'static str]| Dependency {
        name: name.to_owned(),
        version,
        folder: None,
        default_features,
        features: features.to_vec(),
    };
    let ours = |name: String, folder: String, default_features, features: Vec<&'static str>| Dependency {
        name,
        version: env!("CARGO_PKG_VERSION"),
        folder: Some(folder),
        default_features,
        features,
    };
    let feature = choices.database.feature();
    let mut core = vec![feature, "smtp"];
    // A server on another machine is reached only over TLS.
    core.extend(match feature {
        "postgres" => Some("postgres-tls"),
        "mysql" => Some("mysql-tls"),
        _ => None,
    });
    let diesel = [choices.database.diesel_feature(), "32-column-tables"];
    let mut all = vec![external("actix-web", "4.9", false, &["macros"]), external("diesel", "2.3", false, &diesel)];
    if choices.migrations {
        all.push(external("diesel_migrations", "2.3", false, &[]));
    }
    all.push(external("dotenvy", "0.15", true, &[]));
    let commands = choices.extensions.iter().filter_map(|known| known.cli_feature()).collect();
    all.push(ours("pow-cli".to_owned(), "pow-cli".to_owned(), false, commands));
    all.push(ours("pow-core".to_owned(), "pow-core".to_owned(), false, core));
    for known in &choices.extensions {
        all.push(ours(known.package(), known.folder.to_owned(), true, known.features.to_vec()));
    }
    if logs {
        all.push(external("tracing-subscriber", "0.3", false, &["env-filter", "fmt"]));
    }
    all.sort_by(|one, other| one.name.cmp(&other.name));
    all
}

/// Adds the dependency. If it already exists, adds its features.
fn add(dependencies: &mut Item, wanted: &Dependency, choices: &Choices) -> Result<(), Failure> {
    let table = dependencies.as_table_like_mut().ok_or_else(|| no_table("dependencies"))?;
    match table.get_mut(&wanted.name) {
        None => drop(table.insert(&wanted.name, Item::Value(new_entry(wanted, choices)))),
        Some(entry) => add_features(entry, wanted),
    }
    Ok(())
}

fn new_entry(wanted: &Dependency, choices: &Choices) -> Value {
    let mut entry = InlineTable::new();
    match (&wanted.folder, &choices.pow_path) {
        (Some(folder), Some(path)) => entry.insert("path", path.join(folder).to_string_lossy().into_owned().into()),
        _ => entry.insert("version", wanted.version.into()),
    };
    if !wanted.default_features {
        entry.insert("default-features", false.into());
    }
    if !wanted.features.is_empty() {
        entry.insert("features", Value::Array(wanted.features.iter().copied().collect()));
    }
    if let (1, Some(version)) = (entry.len(), entry.get("version")) {
        return version.clone().decorated(" ", "");
    }
    Value::InlineTable(entry)
}

fn add_features(entry: &mut Item, wanted: &Dependency) {
    if wanted.features.is_empty() {
        return;
    }
    if let Some(version) = entry.as_str().map(str::to_owned) {
        let mut table = InlineTable::new();
        table.insert("version", version.into());
        *entry = value(table);
    }
    let Some(table) = entry.as_table_like_mut() else { return };
    let features = table.entry("features").or_insert(value(Array::new()));
    let Some(features) = features.as_array_mut() else { return };
    for feature in &wanted.features {
        // Both features make Diesel's types available. The feature with the client includes the other one.
        let client = feature.strip_suffix("_backend");
        let has = |name: &str| features.iter().any(|other| other.as_str() == Some(name));
        if !has(feature) && !client.is_some_and(has) {
            features.push(*feature);
        }
    }
}

fn add_profile(document: &mut DocumentMut) {
    let implicit = || {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    };
    let profile = document.entry("profile").or_insert_with(implicit);
    let Some(dev) = profile.as_table_like_mut().map(|table| table.entry("dev").or_insert_with(implicit)) else {
        return;
    };
    let Some(package) = dev.as_table_like_mut().map(|table| table.entry("package").or_insert_with(implicit)) else {
        return;
    };
    let Some(packages) = package.as_table_like_mut() else { return };
    for (at, name) in OPTIMISED.iter().enumerate() {
        if packages.contains_key(name) {
            continue;
        }
        let mut table = Table::new();
        table.insert("opt-level", value(3));
        if at == 0 {
            table
                .decor_mut()
                .set_prefix("\n# Without optimisation a password takes seconds instead of milliseconds.\n");
        }
        packages.insert(name, Item::Table(table));
    }
}
