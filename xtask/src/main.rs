//! The repository's own commands: `cargo xtask test`, `cargo xtask servers`, `cargo xtask ci`.

mod ci;
mod counts;
mod install;
mod interrupt;
mod options;
mod scratch;
mod servers;
mod skips;
mod suite;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask test [--only sqlite,postgres,mysql,redis,browser] [-- ARGUMENTS OF cargo test]
    Starts throw-away servers, runs all tests, stops the servers and counts.
    With --only, the servers that are not named are not started; SQLite needs none.
cargo xtask servers [--only …]
    Starts the servers and keeps them until Enter or Ctrl-C, for work on one test.
cargo xtask ci
    Formatting, lints, documentation, and each database feature alone.";

/// What a command ends with: whether all is well, or why it could not go on.
type Outcome = Result<bool, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    scratch::choose();
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    match run(&command, arguments.collect()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &str, arguments: Vec<String>) -> Outcome {
    match command {
        "test" => suite::run(&options::Options::parse(arguments)?),
        "servers" => servers::keep(&options::Options::parse(arguments)?),
        "ci" if arguments.is_empty() => ci::run(),
        _ => Err(USAGE.into()),
    }
}
