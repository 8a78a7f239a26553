//! The example, as it runs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

mod command;
mod jobs;
mod restarts;
mod sessions;

use std::{
    path::Path,
    sync::atomic::AtomicBool,
    thread::sleep,
    time::{Duration, Instant},
};

use pow_testing::{Client, servers};
use pow_testing_servers::{Kind, ask};
use three_nodes::Site;

/// The interval of the periodic work in tests.
const EVERY: Duration = Duration::from_secs(3);

/// Whether the servers are there. If one is missing, the calling test is noted as not run.
#[track_caller]
fn has_servers() -> bool {
    servers::postgres().is_some() && servers::redis().is_some() && ask(Kind::Nginx).is_some()
}

#[track_caller]
fn start() -> Option<Site> {
    let program = Path::new(env!("CARGO_BIN_EXE_three-nodes"));
    has_servers().then(|| Site::start(program, EVERY, &AtomicBool::new(false)).unwrap())
}

/// A visitor at nginx.
fn visitor(site: &Site) -> Client {
    Client::new(site.front())
}

/// The same browser at one node, past nginx.
fn at(site: &Site, n: usize, browser: &Client) -> Client {
    let mut client = Client::new(site.address(n));
    client.cookies.clone_from(&browser.cookies);
    client
}

fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let limit = Instant::now() + Duration::from_secs(60);
    while !is_so() {
        assert!(Instant::now() < limit, "waited too long until {what}");
        sleep(Duration::from_millis(50));
    }
}
