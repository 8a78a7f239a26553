//! The example, as it runs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

mod prometheus;

use std::{
    net::SocketAddr,
    process::{Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use pow_testing::{
    Client, Program,
    app::TEST_SECRET,
    client::{ANN, PASSWORD},
    program::free_address,
};
use rustix::process::{Pid, Signal, kill_process};

fn start() -> (Program, SocketAddr) {
    start_with(&[])
}

fn start_with(variables: &[(&str, &str)]) -> (Program, SocketAddr) {
    let metrics = free_address();
    let mut command = Command::new(env!("CARGO_BIN_EXE_metrics-example"));
    command
        .env("METRICS", metrics.to_string())
        .env("SECRET_KEY_BASE", TEST_SECRET)
        .envs(variables.iter().copied())
        .stderr(Stdio::null());
    let program = Program::start(command, |command, address| {
        command.env("BASE_URL", format!("http://{address}"));
    });
    (program, metrics)
}

fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let limit = Instant::now() + Duration::from_secs(30);
    while !is_so() {
        assert!(Instant::now() < limit, "waited too long until {what}");
        sleep(Duration::from_millis(50));
    }
}

#[test]
fn prometheus_reads_what_happens() {
    let (app, metrics) = start();
    assert_eq!(app.client().register(ANN, PASSWORD).status, 303);
    let read = || Client::new(metrics).get("/metrics").text();
    let has = |line: &str| read().lines().any(|known| known.starts_with(line));
    assert!(has("pow_actions_total{action=\"core/registration#create\",outcome=\"ok\",set_up=\"\"} 1"), "{}", read());
    assert!(
        has("pow_action_duration_seconds_bucket{action=\"core/registration#create\",set_up=\"\",le=\"5\"} 1"),
        "{}",
        read()
    );
    wait_until("the gauges are set", || has("pow_ready{set_up=\"\"} 1"));
    assert!(read().contains("# HELP pow_ready"), "{}", read());
    assert!(!read().contains("ann@"), "no metric names a user");
    assert_eq!(app.client().get("/metrics").status, 404, "the public address has none");
    assert_eq!(app.client().get("/health/ready").status, 200);
}

#[test]
fn process_that_is_asked_to_end_is_not_ready_and_then_ends() {
    let (app, _) = start();
    assert_eq!(app.client().get("/health/ready").status, 200);
    let process = Pid::from_raw(i32::try_from(app.id()).unwrap()).unwrap();
    kill_process(process, Signal::TERM).unwrap();
    let status = || app.client().try_get("/health/ready").ok().map(|answer| answer.status);
    wait_until("the process is not ready", || status() == Some(503));
    wait_until("the process has ended", || status().is_none());
}
