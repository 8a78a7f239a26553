//! The commands of the application: `cargo run -p moving-in -- users import users.csv`.

fn main() -> std::process::ExitCode {
    pow_cli::run(moving_in::config())
}
