//! The servers that tests need, and the list of tests that were not run because a server was missing.
//!
//! `pow-testing-servers` compiles this file too. That crate needs the same names, and must not depend on the code under test.

use std::{
    env,
    fs::OpenOptions,
    io::{self, Write},
    panic::Location,
    thread,
};

/// The environment variable with the path of a file. Each test that can't run adds a line to the file, and `cargo xtask test`
/// reads it.
pub const SKIPS_VARIABLE: &str = "POW_TEST_SKIPS";

/// The environment variable with the path of the browser that ChromeDriver starts.
pub const BROWSER_VARIABLE: &str = "POW_TEST_BROWSER";

/// PostgreSQL, with a user that may create databases.
pub const POSTGRES: Need = Need { name: "PostgreSQL", word: "postgres", variable: "POW_TEST_POSTGRES_URL" };
/// MariaDB or MySQL, with a user that may create databases.
pub const MYSQL: Need = Need { name: "MariaDB", word: "mysql", variable: "POW_TEST_MYSQL_URL" };
/// Redis.
pub const REDIS: Need = Need { name: "Redis", word: "redis", variable: "POW_TEST_REDIS_URL" };
/// Chromium, driven through ChromeDriver.
pub const BROWSER: Need =
    Need { name: "Chromium with ChromeDriver", word: "browser", variable: "POW_TEST_WEBDRIVER_URL" };

/// nginx. The variable has the path of the program. Each test starts it with its own configuration.
pub const NGINX: Need = Need { name: "nginx", word: "nginx", variable: "POW_TEST_NGINX" };
/// Caddy, in the same way.
pub const CADDY: Need = Need { name: "Caddy", word: "caddy", variable: "POW_TEST_CADDY" };
/// Prometheus, in the same way. `promtool` is in the same folder.
pub const PROMETHEUS: Need = Need { name: "Prometheus", word: "prometheus", variable: "POW_TEST_PROMETHEUS" };

/// w3m, a browser for terminals. The variable has the path of the program.
pub const W3M: Need = Need { name: "w3m", word: "w3m", variable: "POW_TEST_W3M" };
/// lynx, in the same way.
pub const LYNX: Need = Need { name: "lynx", word: "lynx", variable: "POW_TEST_LYNX" };

/// A server or a program that a test needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// The name in messages.
    pub name: &'static str,
    /// The name on a command line.
    pub word: &'static str,
    /// The environment variable with its URL, or with the path of its program.
    pub variable: &'static str,
}

impl Need {
    /// Returns the URL of the server, or the path of the program. If the variable is not set, the calling test is noted as not
    /// run, and the result is `None`.
    #[must_use]
    #[track_caller]
    pub fn url(&self) -> Option<String> {
        let url = env::var(self.variable).ok().filter(|url| !url.is_empty());
        if url.is_none() {
            let remedy = format!("set {} or use cargo xtask test", self.variable);
            not_run(self.name, &remedy, self.word, Location::caller());
        }
        url
    }
}

/// Notes on the real standard error, and in the file of [`SKIPS_VARIABLE`], that the calling test is not run.
///
/// `name` is what the test needs, `remedy` says how to get it, and `word` is its name in the file.
pub fn not_run(name: &str, remedy: &str, word: &str, location: &Location<'_>) {
    let test = test_name(location);
    // libtest hides the output of `eprintln!` if the test passes.
    let _ = writeln!(io::stderr(), "not run: {test}: needs {name} ({remedy})");
    let Ok(file) = env::var(SKIPS_VARIABLE) else { return };
    let program = env::current_exe().unwrap_or_default();
    let program = program.file_name().unwrap_or_default().display();
    let line = format!("{program}\t{test}\t{word}\n");
    if let Err(error) = append(&file, &line) {
        let _ = writeln!(io::stderr(), "{SKIPS_VARIABLE}={file}: {error}");
    }
}

/// Writes one line at once, so that the lines of tests that run in parallel don't mix.
fn append(file: &str, line: &str) -> io::Result<()> {
    OpenOptions::new().create(true).append(true).open(file)?.write_all(line.as_bytes())
}

/// libtest names the thread of a test after the test, unless it runs one test at a time.
fn test_name(location: &Location<'_>) -> String {
    let thread = thread::current();
    match thread.name() {
        Some(name) if name != "main" => name.to_owned(),
        _ => format!("{}:{}", location.file(), location.line()),
    }
}
