//! Tests that own a whole process, because they change or read something that all tests of a program share, such as the log or a
//! counter of statements.

use std::{env, process::Command, thread};

const VARIABLE: &str = "POW_TEST_ALONE";

/// Returns true in a process that runs only the calling test. Elsewhere it runs the test in such a process and returns false.
///
/// ```no_run
/// #[test]
/// fn sign_in_is_logged() {
///     if !pow_testing::alone() {
///         return;
///     }
///     let logs = pow_testing::Logs::capture();
///     // …
/// }
/// ```
///
/// # Panics
/// If the test fails in that process, or if the caller is not a test.
#[must_use]
#[expect(clippy::expect_used, reason = "a test that cannot run itself has failed")]
pub fn alone() -> bool {
    let test = thread::current().name().map(str::to_owned).expect("the name of the test");
    if env::var(VARIABLE).is_ok_and(|name| name == test) {
        return true;
    }
    let program = env::current_exe().expect("the test program");
    let mut command = Command::new(program);
    run(command.env(VARIABLE, &test), &test);
    false
}

/// Runs one test of this program. The command names the program.
///
/// # Panics
/// If the test fails.
#[expect(clippy::expect_used, reason = "a test that cannot run itself has failed")]
pub(crate) fn run(command: &mut Command, test: &str) {
    let done =
        command.args(["--exact", test, "--nocapture", "--test-threads=2"]).output().expect("the test program runs");
    let output = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && output.contains("1 passed"), "{output}");
}
