//! The command `pow` for applications on [pow-core](pow_core).
//!
//! `cargo install pow-cli` installs it. These commands work in any folder:
//!
//! | command | effect |
//! |---|---|
//! | `pow new shop` | creates an application with accounts in the folder `shop` |
//! | `pow install` | adds accounts to the application in this folder |
//! | `pow gen page`, `mail`, `layout` | writes a page, a mail or the layout into the application, for you to edit |
//! | `pow gen extension terms` | writes an extension into the application, with its tests |
//! | `pow upgrade` | shows what has changed in pow since you generated these files |
//! | `pow secret` | prints a new secret for `SECRET_KEY_BASE` |
//!
//! These commands need the configuration of the application:
//!
//! | command | effect |
//! |---|---|
//! | `pow routes` | lists the routes |
//! | `pow doctor` | lists problems, each with a remedy |
//! | `pow migration` | writes migrations for what the database lacks |
//! | `pow gen messages nl` | writes a file with the texts that are missing in a language |
//! | `pow users` | lists, shows, creates, imports and changes users |
//!
//! They are part of the application's own program `src/bin/pow.rs`. `pow new` and `pow install` write this program, and `pow`
//! starts it through cargo. The program passes its configuration to [`run`]:
//!
//! ```no_run
//! # mod accounts { pub fn config() -> Result<pow_core::Config, pow_core::Error> { Ok(pow_core::Config::from_env()) } }
//! fn main() -> std::process::ExitCode {
//!     pow_cli::run(accounts::config())
//! }
//! ```
//!
//! # Features
//! * `project` (default): the program `pow`, and its commands `new` and `install`. An application leaves this feature out.

mod commands;
mod failure;
mod files;
#[cfg(feature = "project")]
mod project;

pub use commands::run;
#[cfg(feature = "project")]
pub use project::program;
