//! The program `pow`: creates applications, adds accounts to them, and starts the commands of their own program.

mod accounts;
mod cargo_toml;
mod choices;
mod extensions;
mod forward;
mod install;
mod main_rs;
mod migrations;
mod new;
mod own;
mod secret;

use std::{ffi::OsString, process::ExitCode};

use clap::{Args, Parser, Subcommand};

use self::choices::Options;
use crate::{
    failure::{Failure, end_without_reader, report_usage},
    files::Writing,
};

/// Accounts for applications on actix-web and Diesel.
#[derive(Debug, Parser)]
#[command(name = "pow", version, max_term_width = 120)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Creates an application with accounts.
    New {
        /// The name of the application and of its folder.
        name: String,
        #[command(flatten)]
        options: Options,
    },
    /// Adds accounts to the application in this folder.
    Install(Options),
    /// Generates files for you to edit.
    #[command(subcommand)]
    Gen(Gen),
    /// Shows what has changed in the pages and mails of pow since the application copied them.
    Upgrade(own::UpgradeOptions),
    /// Prints a new secret for `SECRET_KEY_BASE`.
    Secret,
    /// Lists the routes of the application.
    #[command(disable_help_flag = true)]
    Routes(Forwarded),
    /// Lists the problems of the application, each with a remedy.
    #[command(disable_help_flag = true)]
    Doctor(Forwarded),
    /// Writes migrations for the tables, columns and indexes that the database lacks. The database may already have users.
    #[command(disable_help_flag = true)]
    Migration(Forwarded),
    /// Lists, shows, creates and changes users.
    #[command(disable_help_flag = true)]
    Users(Forwarded),
}

#[derive(Debug, Subcommand)]
enum Gen {
    /// Writes the template of a page into the application, for you to edit.
    Page(own::Options),
    /// Copies the function that renders a mail into the application, for you to edit.
    Mail(own::Options),
    /// Writes the layout around all pages into the application, for you to edit.
    Layout(Writing),
    /// Writes an extension into the application: a module with a field, a page, a text and their tests.
    Extension(own::ExtensionOptions),
    /// Writes a file with the texts that are missing in a language.
    #[command(disable_help_flag = true)]
    Messages(Forwarded),
}

/// The arguments of a command of the application's own program.
#[derive(Args, Debug)]
struct Forwarded {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    arguments: Vec<OsString>,
}

/// Runs the program `pow` with the arguments of the command line, and returns its exit code: 0 after success, 1 after a failure,
/// 2 for an invalid command line. After a failure, one sentence is on standard error and nothing was written.
pub fn program() -> ExitCode {
    end_without_reader();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return report_usage(&error),
    };
    let done = match arguments.command {
        Command::New { name, options } => new::run(&name, &options).map(|()| ExitCode::SUCCESS),
        Command::Install(options) => install::run(&options).map(|()| ExitCode::SUCCESS),
        Command::Gen(command) => generate(&command),
        Command::Upgrade(options) => own::upgrade(&options).map(|()| ExitCode::SUCCESS),
        Command::Secret => secret::print().map(|()| ExitCode::SUCCESS),
        Command::Routes(forwarded) => forward::run(&["routes"], &forwarded.arguments),
        Command::Doctor(forwarded) => forward::run(&["doctor"], &forwarded.arguments),
        Command::Migration(forwarded) => forward::run(&["migration"], &forwarded.arguments),
        Command::Users(forwarded) => forward::run(&["users"], &forwarded.arguments),
    };
    match done {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}

fn generate(command: &Gen) -> Result<ExitCode, Failure> {
    match command {
        Gen::Page(options) => own::take_over(own::Kind::Page, options)?,
        Gen::Mail(options) => own::take_over(own::Kind::Mail, options)?,
        Gen::Layout(writing) => own::layout(writing)?,
        Gen::Extension(options) => own::extension(options)?,
        Gen::Messages(forwarded) => return forward::run(&["gen", "messages"], &forwarded.arguments),
    }
    Ok(ExitCode::SUCCESS)
}
