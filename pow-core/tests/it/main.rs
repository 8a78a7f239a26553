//! The integration tests of this crate, in one program so that it is linked once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

mod flows;
mod measured;
mod seams;
mod security;
mod stores;

/// The path by which the test program selects a test of the module `at`, for tests that start themselves again.
fn test_path(at: &str, name: &str) -> String {
    let module = at.split_once("::").map_or("", |(_, module)| module);
    format!("{module}::{name}")
}
