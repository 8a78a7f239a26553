//! `pow new`: an application with accounts.

use std::path::Path;

use super::{
    choices::{Choices, Options},
    install::{self, Sources},
};
use crate::failure::Failure;

/// Names of packages that cargo refuses or warns about, and the name of the program `pow`.
const RESERVED: [&str; 10] =
    ["alloc", "build", "core", "deps", "examples", "incremental", "pow", "proc-macro", "std", "test"];

/// Creates the application in a folder of this name.
pub(crate) fn run(name: &str, options: &Options) -> Result<(), Failure> {
    check(name)?;
    let folder = Path::new(name);
    let is_used = folder.exists() && folder.read_dir().map_or(true, |mut files| files.next().is_some());
    if is_used {
        return Err(Failure::new(format!(
            "`{name}` exists already: choose another name, or run `pow install` in that folder"
        )));
    }
    let choices = Choices::new(name, options, None)?;
    let sources = Sources { cargo_toml: cargo_toml(name), main: None };
    if install::plan(folder, &choices, options, sources)?.finish(&options.writing)? {
        println!("\n{}", next_steps(name, &choices));
    }
    Ok(())
}

/// Checks the name. It becomes the name of a package, which cargo restricts.
fn check(name: &str) -> Result<(), Failure> {
    let is_valid = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        && syn::parse_str::<syn::Ident>(&name.replace('-', "_")).is_ok();
    match is_valid {
        true if RESERVED.contains(&name) => Err(Failure::new(format!(
            "`{name}` can't be the name of a package, because Rust, cargo or pow uses this name: choose another name"
        ))),
        true => Ok(()),
        false => Err(Failure::new(format!(
            "`{name}` can't be the name of a package: use letters, digits, - and _, and begin with a letter"
        ))),
    }
}

fn cargo_toml(name: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n")
}

fn next_steps(name: &str, choices: &Choices) -> String {
    let database = match choices.database.feature() {
        "sqlite" => String::new(),
        _ => format!("    createdb {name}        # or create the database in another way; `.env` has its URL\n"),
    };
    let database = if choices.database.feature() == "mysql" {
        database.replace("createdb", "mariadb-admin create")
    } else {
        database
    };
    format!("Now run:\n    cd {name}\n{database}    cargo run\nand open http://127.0.0.1:8000/registration/new")
}
