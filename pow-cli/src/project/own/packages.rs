//! The sources of pow-core and of the extensions that the application uses.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use crate::failure::Failure;

/// A package with pages or mails.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    /// The folder with its `Cargo.toml`.
    pub(crate) folder: PathBuf,
    /// Its `lib.rs`.
    pub(crate) lib: PathBuf,
}

/// Returns pow-core and the direct dependencies that use it, for the package in this folder. Cargo finds them, so these are the
/// versions that the application is built with. The application itself need not compile.
pub(crate) fn of_application() -> Result<Vec<Package>, Failure> {
    let metadata = metadata()?;
    let all = list(&metadata, "packages");
    let manifest = Path::new("Cargo.toml").canonicalize().ok();
    let is_here = |package: &&Value| Path::new(text(package, "manifest_path")).canonicalize().ok() == manifest;
    let application = all.iter().find(is_here).ok_or_else(no_application)?;
    let used = list(application, "dependencies").iter().filter(|dependency| dependency["kind"].is_null());
    let used: Vec<_> = used.map(|dependency| text(dependency, "name")).collect();
    let packages: Vec<_> = all
        .iter()
        .filter(|package| used.contains(&text(package, "name")) && has_pages(package))
        .filter_map(package)
        .collect();
    match packages.iter().any(|package| package.name == "pow-core") {
        true => Ok(packages),
        false => Err(no_application()),
    }
}

fn no_application() -> Failure {
    Failure::new(
        "this folder has no application that uses pow-core: change to the application's folder, or run `pow install` \
         first",
    )
}

fn metadata() -> Result<Value, Failure> {
    if !Path::new("Cargo.toml").exists() {
        return Err(no_application());
    }
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // Packages of other platforms may not be downloaded yet, and have no pages.
    let output =
        cargo.args(["metadata", "--format-version", "1", "--quiet", "--filter-platform", "host-tuple"]).output();
    let output = output.map_err(|error| {
        Failure::new(format!("could not start cargo ({error}): install Rust from https://rustup.rs"))
    })?;
    let unreadable =
        |reason: &str| Failure::new(format!("cargo could not read the packages ({reason}): try `cargo check`"));
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        return Err(unreadable(reason.lines().next().unwrap_or_default().trim_start_matches("error: ")));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| unreadable(&error.to_string()))
}

fn has_pages(package: &Value) -> bool {
    let uses_core = || list(package, "dependencies").iter().any(|dependency| text(dependency, "name") == "pow-core");
    text(package, "name") == "pow-core" || uses_core()
}

fn package(package: &Value) -> Option<Package> {
    let is_lib = |target: &&Value| list(target, "kind").iter().any(|kind| kind == "lib");
    Some(Package {
        name: text(package, "name").to_owned(),
        version: text(package, "version").to_owned(),
        folder: Path::new(text(package, "manifest_path")).parent()?.to_owned(),
        lib: text(list(package, "targets").iter().find(is_lib)?, "src_path").into(),
    })
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}
