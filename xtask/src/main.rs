//! The commands of this repository: `cargo xtask test`, `cargo xtask servers`, `cargo xtask ci`.

mod book;
mod ci;
mod counts;
mod install;
mod interrupt;
mod options;
mod servers;
mod skipped;
mod suite;
mod temp_dir;

use std::process::{Command, ExitCode};

const USAGE: &str = "\
cargo xtask test [--only sqlite,postgres,mysql,redis,browser,nginx,caddy,prometheus,w3m,lynx] [-- ARGUMENTS OF cargo test]
    Starts temporary servers, runs all tests, stops the servers and prints the counts.
    With --only, starts only the named servers. SQLite needs no server.
cargo xtask servers [--only …]
    Starts the servers and keeps them until Enter or Ctrl-C, for work on one test.
cargo xtask ci
    Formatting, lints, documentation, and each database feature alone.
cargo xtask book-links
    The links of the book, for `mdbook build guides`.";

/// The result of a command: whether it succeeded, or why it could not run.
type Outcome = Result<bool, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    temp_dir::choose();
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

/// Returns the command `cargo`, as a shell starts it. The build script of `ring` runs again if a variable of a package changes, and
/// everything with TLS is compiled again with it.
fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars() {
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
    command
}

fn run(command: &str, arguments: Vec<String>) -> Outcome {
    match command {
        "test" => suite::run(&options::Options::parse(arguments)?),
        "servers" => servers::keep(&options::Options::parse(arguments)?),
        "ci" if arguments.is_empty() => ci::run(),
        "book-links" => book::links(&arguments),
        _ => Err(USAGE.into()),
    }
}
