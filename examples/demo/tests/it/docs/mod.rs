//! The guides and lists against the code.
//!
//! `POW_WRITE_GUIDES=1 cargo test -p demo --test it docs` writes again what is copied into them.

mod cases;
mod examples;
mod limits;
mod links;
mod messages;
mod quotes;
mod telemetry;

use std::path::Path;

/// Whether the guides are written again instead of compared.
fn write_guides() -> bool {
    std::env::var_os("POW_WRITE_GUIDES").is_some()
}

fn assert_none(wrong: impl Iterator<Item = String>) {
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
