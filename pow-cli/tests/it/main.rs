//! The integration tests of this crate, in one program so that it is linked once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

mod everything;
mod findings;
mod installed;
mod own;
mod project;
mod running;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::OnceLock,
};

/// The program `pow`. An application's own program has the same name and takes its place in the target folder, so this is
/// another link to the file.
fn tool() -> &'static Path {
    static TOOL: OnceLock<PathBuf> = OnceLock::new();
    TOOL.get_or_init(|| {
        let [link, part] = ["pow-tool", "pow-part"].map(|name| Path::new(env!("CARGO_TARGET_TMPDIR")).join(name));
        let _ = fs::remove_file(&part);
        fs::hard_link(env!("CARGO_BIN_EXE_pow"), &part).unwrap();
        fs::rename(&part, &link).unwrap();
        link
    })
}

/// Runs the program `pow` in a folder, without a terminal.
fn pow(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(tool());
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).output().unwrap()
}

/// Runs it, and returns its standard output.
fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = pow(folder, arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Runs it, and returns the one sentence of its failure.
fn failure(folder: &Path, arguments: &[&str]) -> String {
    let output = pow(folder, arguments);
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    text
}
