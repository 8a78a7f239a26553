use std::time::Instant;

use crate::Outcome;

/// The `cargo` arguments of each step. Steps over the workspace use the same features, so that dependencies are checked
/// once.
const STEPS: &[&str] = &[
    "fmt --all --check",
    "clippy --locked --workspace --all-targets --all-features -- -D warnings",
    "doc --locked --workspace --all-features --no-deps",
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

/// Runs all checks that are not tests. Stops at the first failure.
pub(crate) fn run() -> Outcome {
    for step in STEPS {
        eprintln!("==> cargo {step}");
        let begin = Instant::now();
        let status = crate::cargo().args(step.split(' ')).env("RUSTDOCFLAGS", "-D warnings").status()?;
        if !status.success() {
            eprintln!("failed: cargo {step}");
            return Ok(false);
        }
        eprintln!("    {:.0} s", begin.elapsed().as_secs_f32());
    }
    Ok(true)
}
