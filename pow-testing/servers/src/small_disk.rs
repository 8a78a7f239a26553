//! A file system of a few megabytes, for a test that fills it up.

use std::{
    env,
    panic::Location,
    path::Path,
    process::{Command, Stdio},
    thread,
};

use crate::need::not_run;

/// The environment variable that tells the second process where its file system is.
const FOLDER: &str = "POW_TEST_SMALL_DISK";
/// Mounts the file system, then becomes the test.
const SCRIPT: &str = r#"mount -t tmpfs -o "size=$1" none "$2" && shift 2 && exec "$@""#;

/// Runs `body` on a file system with room for this many bytes. The file system is removed afterwards.
///
/// The calling test runs once more, alone, in a process with a private view of the file systems (`unshare`). If this is not
/// allowed, the test is noted as not run.
///
/// # Panics
/// If the second run fails, or if the caller is not a test.
#[track_caller]
#[expect(clippy::expect_used, reason = "a test that can't run itself has failed")]
pub fn on(bytes: u64, body: impl FnOnce(&Path)) {
    if let Some(folder) = env::var_os(FOLDER) {
        return body(Path::new(&folder));
    }
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let Some(mut alone) = ways().iter().map(|way| way.command(bytes, folder.path())).find(works) else {
        return not_run(
            "a file system of its own",
            "run as root or allow user namespaces",
            "mount",
            Location::caller(),
        );
    };
    let test = thread::current().name().map(str::to_owned).expect("the name of the test");
    let this = env::current_exe().expect("the test program");
    let output = alone.arg(this).args(["--exact", &test, "--nocapture"]).env(FOLDER, folder.path()).output();
    let output = output.expect("the test program runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

/// How a process gets a private view of the file systems.
struct Way(&'static [&'static str]);

fn ways() -> [Way; 2] {
    [Way(&["--mount"]), Way(&["--user", "--map-root-user", "--mount"])]
}

impl Way {
    fn command(&self, bytes: u64, folder: &Path) -> Command {
        let mut command = Command::new("unshare");
        command.args(self.0).args(["sh", "-c", SCRIPT, "sh", &bytes.to_string()]).arg(folder);
        command
    }
}

fn works(command: &Command) -> bool {
    let mut probe = Command::new(command.get_program());
    probe.args(command.get_args()).arg("true").stdout(Stdio::null()).stderr(Stdio::null());
    probe.status().is_ok_and(|status| status.success())
}
