use std::env;
use std::error::Error;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::mem;
use std::num::NonZero;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use pow_testing_servers::{SKIPS_VARIABLE, has_ended};
use rustix::process::{Pid, Signal, kill_process_group};

use crate::Outcome;
use crate::counts::Counts;
use crate::interrupt::Interrupt;
use crate::options::Options;
use crate::servers::Servers;
use crate::skipped::Skipped;

/// How long `cargo test` may take to end after SIGTERM.
const STOP_LIMIT: Duration = Duration::from_secs(5);

/// libtest reads it: how many tests of one program run at once.
const THREADS: &str = "RUST_TEST_THREADS";

/// The variable that selects the short forms of long tests.
const SHORT: &str = "POW_TEST_SHORT";

/// Runs all tests against servers started for them. Returns true if all passed, apart from tests whose servers were
/// left out.
pub(crate) fn run(options: &Options) -> Outcome {
    let interrupt = Interrupt::listen()?;
    let servers = Servers::start(&options.kinds, &interrupt)?;
    let skips_file = servers.folder().join("skipped");
    let (mut counts, mut success) = (Counts::default(), true);
    for arguments in passes(&options.cargo, env::var_os(SHORT).is_some()) {
        let mut command = cargo_test(&arguments);
        if env::var_os(THREADS).is_none() {
            command.env(THREADS, threads().to_string());
        }
        command.envs(servers.variables()).env(SKIPS_VARIABLE, &skips_file).env("TMPDIR", servers.folder());
        success &= watch(command, &servers, &interrupt, &mut counts)?;
        if interrupt.happened() {
            break;
        }
    }
    let skipped = Skipped::read(&skips_file);
    // Stops the servers first, so that the counts are the last line.
    drop(servers);
    let is_intended = counts.skipped == 0 && skipped.need_only_unstarted(&options.kinds);
    counts.skip(skipped.len());
    counts.failed = counts.failed.max(usize::from(!success));
    report(&counts, &skipped)?;
    Ok(success && counts.failed == 0 && counts.passed > 0 && (counts.skipped == 0 || is_intended))
}

/// Returns the arguments of each run of `cargo test`. Response times are measured in a second run, one test at a time,
/// because other tests would disturb them. The short form measures on SQLite alone: each database takes five
/// minutes, and without a network in between a difference shows most. Arguments for the test programs cause a single run.
fn passes(arguments: &[String], is_short: bool) -> Vec<Vec<String>> {
    if arguments.iter().any(|argument| argument == "--") {
        return vec![arguments.to_vec()];
    }
    let with = |more: &[&str]| arguments.iter().cloned().chain(more.iter().map(|&word| word.to_owned())).collect();
    let mut measured = vec!["--tests", "--", "measured::", "--test-threads=1"];
    if is_short {
        measured.extend(["--skip", "::postgres::", "--skip", "::mysql::"]);
    }
    vec![with(&["--", "--skip", "measured::"]), with(&measured)]
}

/// Returns the number of tests that run at once. Many tests wait for a server or a clock, so there are two for each core.
fn threads() -> usize {
    2 * thread::available_parallelism().map_or(1, NonZero::get)
}

/// Returns `cargo test` for the whole workspace, unless the arguments select packages or features.
fn cargo_test(arguments: &[String]) -> Command {
    let before_dashes = arguments.split(|argument| argument == "--").next().unwrap_or_default();
    let selects =
        |words: &[&str]| before_dashes.iter().any(|argument| words.iter().any(|word| argument.starts_with(word)));
    let mut command = crate::cargo();
    command.args(["test", "--no-fail-fast"]);
    if !selects(&["-p", "--package", "--workspace", "--manifest-path"]) {
        command.arg("--workspace");
    }
    if !selects(&["-F", "--features", "--no-default-features", "--all-features"]) {
        command.arg("--all-features");
    }
    command.args(arguments);
    command
}

/// Prints and counts the output until the command ends. Stops it after an interrupt or when a server exits.
fn watch(
    mut command: Command,
    servers: &Servers,
    interrupt: &Interrupt,
    counts: &mut Counts,
) -> Result<bool, Box<dyn Error>> {
    // A separate process group, so that the test programs are stopped with it.
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).process_group(0).spawn()?;
    let stdout = child.stdout.take().ok_or("the standard output of cargo test is not captured")?;
    let before = mem::take(counts);
    let reader = thread::spawn(move || read(stdout, before));
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break Some(status);
        }
        let exit_report = servers.exit_report();
        if exit_report.is_some() || interrupt.happened() {
            stop(&mut child)?;
            eprintln!("\nstopped: {}", exit_report.as_deref().unwrap_or("interrupted"));
            break None;
        }
        thread::sleep(Duration::from_millis(50));
    };
    *counts = reader.join().map_err(|_| "the thread that reads the output panicked")??;
    Ok(status.is_some_and(|status| status.success()))
}

/// Shows the output and adds it to the counts.
fn read(stdout: impl Read, mut counts: Counts) -> io::Result<Counts> {
    let (mut reader, mut line) = (BufReader::new(stdout), Vec::new());
    while reader.read_until(b'\n', &mut line)? > 0 {
        io::stdout().write_all(&line)?;
        counts.read(String::from_utf8_lossy(&line).trim_end());
        line.clear();
    }
    counts.close();
    Ok(counts)
}

fn stop(child: &mut Child) -> io::Result<()> {
    let group = Pid::from_child(child);
    let _ = kill_process_group(group, Signal::TERM);
    let limit = Instant::now() + STOP_LIMIT;
    while !has_ended(child) && Instant::now() < limit {
        thread::sleep(Duration::from_millis(50));
    }
    // Test programs that outlive cargo stay in its group and keep the pipe open.
    let _ = kill_process_group(group, Signal::KILL);
    child.wait().map(drop)
}

fn report(counts: &Counts, skipped: &Skipped) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if counts.skipped > 0 {
        writeln!(out, "\nnot run:")?;
        for line in skipped.lines().chain(counts.ignored.iter().map(|test| format!("{test}: ignored"))) {
            writeln!(out, "  {line}")?;
        }
    }
    writeln!(out, "\n{counts}")?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::{cargo_test, passes};

    fn line(arguments: &[&str]) -> String {
        let arguments: Vec<_> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        let command = cargo_test(&arguments);
        command.get_args().map(|argument| argument.to_str().unwrap()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn whole_workspace_is_tested_by_default() {
        assert_eq!(line(&[]), "test --no-fail-fast --workspace --all-features");
        assert_eq!(line(&["-p", "pow-core"]), "test --no-fail-fast --all-features -p pow-core");
        assert_eq!(line(&["--features=mysql"]), "test --no-fail-fast --workspace --features=mysql");
    }

    #[test]
    fn short_form_measures_times_on_one_database() {
        let measured = |is_short| passes(&[], is_short)[1].join(" ");
        assert_eq!(measured(false), "--tests -- measured:: --test-threads=1");
        assert_eq!(measured(true), "--tests -- measured:: --test-threads=1 --skip ::postgres:: --skip ::mysql::");
    }

    #[test]
    fn arguments_after_the_dashes_select_no_packages() {
        assert_eq!(line(&["--", "-p"]), "test --no-fail-fast --workspace --all-features -- -p");
    }
}
