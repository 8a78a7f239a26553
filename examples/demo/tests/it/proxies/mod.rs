//! The demo behind nginx and Caddy, with the configurations of the guide.

mod flow;
mod limits;
mod several;

use std::net::Ipv4Addr;

use tempfile::TempDir;

use crate::running::{Demo, front::HOST};

/// The address of a client.
const ANNS: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 77);
/// Another one.
const EVES: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 78);

/// A demo that is told what is in front of it.
fn behind_a_proxy(arguments: &[&str]) -> Demo {
    let base_url = format!("https://{HOST}");
    let common = ["--bind", "127.0.0.1:0", "--fast-hash", "--base-url", &base_url, "--trusted-proxies", "1"];
    Demo::start_as(&[&common[..], arguments].concat(), &[], TempDir::new().unwrap())
}
