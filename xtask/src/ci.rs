use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Instant;

use crate::Outcome;

/// The `cargo` arguments of each step over the workspace. They use the same features, so that dependencies are checked
/// once.
const WORKSPACE: &[&str] = &[
    "fmt --all --check",
    "clippy --locked --workspace --all-targets --all-features -- -D warnings",
    "doc --locked --workspace --all-features --no-deps",
];

/// The steps over one crate with some of its features.
const FEATURES: &[&str] = &[
    "clippy --locked -p pow-core --no-default-features -- -D warnings",
    "clippy --locked -p pow-core --no-default-features --features sqlite -- -D warnings",
    "clippy --locked -p pow-core --no-default-features --features postgres -- -D warnings",
    "clippy --locked -p pow-core --no-default-features --features mysql -- -D warnings",
    "clippy --locked -p pow-core --no-default-features --features postgres-tls -- -D warnings",
    "clippy --locked -p pow-core --no-default-features --features mysql-tls -- -D warnings",
    "clippy --locked -p pow-ext-leaked-passwords -- -D warnings",
    "clippy --locked -p pow-cli --no-default-features --features email-confirmation,lockout -- -D warnings",
    "clippy --locked -p pow-testing -- -D warnings",
    "clippy --locked -p pow-store-redis -- -D warnings",
    "clippy --locked -p pow-store-redis --features cluster -- -D warnings",
    "clippy --locked -p pow-store-redis --features sentinel -- -D warnings",
    "clippy --locked -p pow-store-redis --features tls -- -D warnings",
];

/// Runs all checks that are not tests. A step over one crate doesn't use all cores, so both lists run at once.
/// After a failure no further step begins.
pub(crate) fn run() -> Outcome {
    let target = target_folder();
    // cargo locks the folder that it builds in.
    let of_features = target.join("features");
    let failed = AtomicBool::new(false);
    let (workspace, features) = thread::scope(|scope| {
        let features = scope.spawn(|| run_list(FEATURES, &of_features, &failed));
        (run_list(WORKSPACE, &target, &failed), features.join())
    });
    let features = features.map_err(|_| "the thread of the features panicked")?;
    Ok(workspace? && features?)
}

fn target_folder() -> PathBuf {
    let usual = || Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("target");
    env::var_os("CARGO_TARGET_DIR").map_or_else(usual, PathBuf::from)
}

fn run_list(steps: &[&str], target: &Path, failed: &AtomicBool) -> io::Result<bool> {
    for step in steps {
        if failed.load(Ordering::SeqCst) {
            return Ok(false);
        }
        let passed = run_step(step, target).map(|status| status.success());
        if !matches!(passed, Ok(true)) {
            failed.store(true, Ordering::SeqCst);
            return passed;
        }
    }
    Ok(true)
}

/// Runs a step, and prints its output at the end, not mixed with another's.
fn run_step(step: &str, target: &Path) -> io::Result<ExitStatus> {
    let begin = Instant::now();
    let mut command = crate::cargo();
    command.args(step.split(' ')).env("RUSTDOCFLAGS", "-D warnings").env("CARGO_TARGET_DIR", target);
    let output = command.output()?;
    let seconds = begin.elapsed().as_secs_f32();
    let ended = if output.status.success() { "" } else { "failed: " };
    let mut err = io::stderr().lock();
    writeln!(err, "==> {ended}cargo {step}")?;
    err.write_all(&output.stdout)?;
    err.write_all(&output.stderr)?;
    writeln!(err, "    {seconds:.0} s")?;
    Ok(output.status)
}
