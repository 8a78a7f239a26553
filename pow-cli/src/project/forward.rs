//! Starts the application's own program for commands that need its configuration.

use std::{
    env,
    ffi::OsString,
    path::Path,
    process::{Command, ExitCode},
};

use crate::failure::Failure;

/// Runs `cargo run --bin pow` with the command and its arguments, and returns its exit code.
pub(crate) fn run(command: &[&str], arguments: &[OsString]) -> Result<ExitCode, Failure> {
    if !Path::new("src/bin/pow.rs").exists() {
        return Err(Failure::new(format!(
            "`pow {}` is part of the application, and this folder has no `src/bin/pow.rs`: run `pow install` first, or \
             change to the folder of the application",
            command.join(" ")
        )));
    }
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["run", "--quiet", "--bin", "pow", "--"]).args(command).args(arguments);
    let status = cargo.status().map_err(|error| {
        Failure::new(format!("could not start cargo ({error}): install Rust from https://rustup.rs"))
    })?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}
