//! The commands that need the configuration of the application.

mod routes;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use pow_core::{Config, Error, Pow};

use crate::failure::{Failure, report_usage};

/// Manages the accounts of this application.
#[derive(Debug, Parser)]
#[command(name = "pow", version, max_term_width = 120)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists the routes of the core and the extensions.
    Routes,
}

/// Runs the command of the command line with the configuration of the application, and returns the exit code: 0, 1 after a
/// failure, 2 for an invalid command line. A failure is one sentence on standard error.
///
/// This is the body of the application's `src/bin/pow.rs`. `pow help` lists the commands.
pub fn run(config: Result<Config, Error>) -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return report_usage(&error),
    };
    match execute(&arguments.command, config) {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}

fn execute(command: &Command, config: Result<Config, Error>) -> Result<ExitCode, Failure> {
    let pow = Pow::new(config?)?;
    match command {
        Command::Routes => routes::print(&pow),
    }
    Ok(ExitCode::SUCCESS)
}
