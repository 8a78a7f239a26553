//! Imports by the program of this example, into the database of an application that runs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

mod confirmation;
mod measured;
mod moving;
mod refusals;
mod resumed;
mod tables;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use pow_testing::{Database, TestApp, app::TEST_SECRET};
use tempfile::TempDir;

/// The pepper of the old application on Devise.
const PEPPER: &str = "short pepper";

/// An application that has moved from a system, and a folder for files.
struct Moving {
    app: TestApp,
    from: &'static str,
    folder: TempDir,
}

/// The exit code, standard output and standard error of a command.
#[derive(Debug)]
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Moving {
    fn from(from: &'static str, database: Database) -> Self {
        let app =
            TestApp::builder().database(database.with_cache()).config(moving_in::with_accounts).policy(move |policy| {
                match from {
                    "devise" => policy.password.accept(pow_hashes::devise(PEPPER)),
                    other => moving_in::from_system(policy, other),
                }
            });
        Self { app: app.start(), from, folder: TempDir::new().unwrap() }
    }

    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }

    fn command(&self, file: &Path, options: &[&str]) -> Command {
        let mut command = self.command_with(options);
        command.arg(file);
        command
    }

    fn command_with(&self, options: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_moving-in"));
        command.args(["users", "import"]).args(options).current_dir(self.folder.path()).stdin(Stdio::null());
        command.env("DATABASE_URL", self.app.database().url()).env("SECRET_KEY_BASE", TEST_SECRET);
        command.env("MOVING_FROM", self.from).env("DEVISE_PEPPER", PEPPER);
        command
    }

    fn import(&self, file: &Path, options: &[&str]) -> Said {
        Self::said(self.command(file, options))
    }

    fn said(mut command: Command) -> Said {
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The mails of the application and of the imports, which are files.
    fn mails(&self) -> usize {
        let files = fs::read_dir(self.folder.path().join("mails")).map_or(0, Iterator::count);
        self.app.mailbox().len() + files
    }

    /// Imports the text of a file. Every row must be written.
    fn imported(&self, name: &str, text: &str, options: &[&str]) -> String {
        let said = self.import(&self.file(name, text), options);
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{said:?}");
        said.out
    }

    /// Imports the text of a CSV file, and returns the one sentence of the failure. Nothing is written.
    fn refused(&self, text: &str, options: &[&str]) -> String {
        let said = self.import(&self.file("users.csv", text), options);
        assert_eq!((said.code, said.out.as_str()), (Some(1), ""), "{said:?}");
        assert!(said.err.starts_with("pow: ") && said.err.lines().count() == 1, "{said:?}");
        assert_eq!(self.app.user_count(), 0);
        said.err
    }
}
