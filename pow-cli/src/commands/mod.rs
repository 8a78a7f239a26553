//! The commands that need the configuration of the application.

mod doctor;
mod generate;
mod import;
mod migration;
mod routes;
mod users;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use pow_core::{Config, Error, Pow};
use tokio::runtime::Builder;

use crate::failure::{Failure, end_without_reader, report_usage};

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
    /// Lists the problems of the set-up and of the application's files, each with a remedy. The exit code is 1 if problems are
    /// found.
    Doctor(doctor::Options),
    /// Writes migrations for the tables, columns and indexes that the database lacks. The database may already have users.
    Migration(migration::Options),
    /// Generates files for you to edit, from the configuration of the application.
    #[command(subcommand)]
    Gen(generate::Command),
    /// Lists, shows, creates, imports and changes users.
    #[command(subcommand)]
    Users(users::Command),
}

/// Runs the command of the command line with the configuration of the application, and returns the exit code: 0 after success, 1
/// after a failure, 2 for an invalid command line. A failure is reported in one sentence on standard error.
///
/// This is the body of the application's `src/bin/pow.rs`. `pow help` lists the commands.
pub fn run(config: Result<Config, Error>) -> ExitCode {
    end_without_reader();
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
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime =
        runtime.map_err(|error| Failure::new(format!("could not start a thread ({error}): end other processes")))?;
    runtime.block_on(async {
        match command {
            Command::Routes => routes::print(&Pow::new(config?)?),
            Command::Doctor(options) => return doctor::run(config, options).await,
            Command::Migration(options) => migration::run(&Pow::new(config?)?, options).await?,
            Command::Gen(command) => generate::run(&Pow::new(config?)?, command)?,
            Command::Users(command) => users::run(&Pow::new(config?)?, command).await?,
        }
        Ok(ExitCode::SUCCESS)
    })
}
