//! `pow gen`: files of your own, from what the application has.

mod messages;

use clap::Subcommand;
use pow_core::Pow;

use crate::failure::Failure;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Writes a file of the texts that a language lacks.
    Messages(messages::Options),
}

pub(crate) fn run(pow: &Pow, command: &Command) -> Result<(), Failure> {
    match command {
        Command::Messages(options) => messages::run(pow, options),
    }
}
