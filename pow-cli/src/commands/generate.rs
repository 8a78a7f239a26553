//! `pow gen`: generates files for you to edit, from the configuration of the application.

mod messages;

use clap::Subcommand;
use pow_core::Pow;

use crate::failure::Failure;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Writes a file with the texts that are missing in a language.
    Messages(messages::Options),
}

pub(crate) fn run(pow: &Pow, command: &Command) -> Result<(), Failure> {
    match command {
        Command::Messages(options) => messages::run(pow, options),
    }
}
