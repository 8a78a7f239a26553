use std::env;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::panic::Location;
use std::thread;

use crate::Kind;

/// Names the file in which tests that can't run leave a line; `cargo xtask test` reads it.
pub const SKIPS_VARIABLE: &str = "POW_TEST_SKIPS";

/// The URL of the server of that kind which tests may use, from its environment variable. `None` says on the real
/// standard error that the calling test is not run, and leaves a line in the file of [`SKIPS_VARIABLE`].
///
/// ```no_run
/// use pow_testing_servers::{Kind, ask};
///
/// let Some(url) = ask(Kind::Redis) else { return };
/// assert!(url.starts_with("redis://"));
/// ```
#[must_use]
#[track_caller]
pub fn ask(kind: Kind) -> Option<String> {
    let url = env::var(kind.variable()).ok().filter(|url| !url.is_empty());
    if url.is_none() {
        let remedy = format!("set {} or use cargo xtask test", kind.variable());
        not_run(kind.name(), &remedy, kind.word(), Location::caller());
    }
    url
}

/// Notes that the calling test is not run, as [`ask`] does, for want of something else than a server: what it is called, how to
/// get it, and one word for it.
pub fn not_run(name: &str, remedy: &str, word: &str, location: &Location<'_>) {
    let test = test_name(location);
    // Not `eprintln!`: libtest keeps that to itself when the test passes.
    let _ = writeln!(io::stderr(), "not run: {test}: needs {name} ({remedy})");
    let Ok(file) = env::var(SKIPS_VARIABLE) else { return };
    let program = env::current_exe().unwrap_or_default();
    let program = program.file_name().unwrap_or_default().display();
    let line = format!("{program}\t{test}\t{word}\n");
    if let Err(error) = append(&file, &line) {
        let _ = writeln!(io::stderr(), "{SKIPS_VARIABLE}={file}: {error}");
    }
}

/// One write of one line, so that the lines of tests that run at once don't mix.
fn append(file: &str, line: &str) -> io::Result<()> {
    OpenOptions::new().create(true).append(true).open(file)?.write_all(line.as_bytes())
}

/// libtest names a test's thread after the test, except when it runs one test at a time.
fn test_name(location: &Location<'_>) -> String {
    let thread = thread::current();
    match thread.name() {
        Some(name) if name != "main" => name.to_owned(),
        _ => format!("{}:{}", location.file(), location.line()),
    }
}
