//! The program `pow`.

fn main() -> std::process::ExitCode {
    pow_cli::program()
}
