//! The integration tests of this crate, in one program so that it is linked once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

mod app;
#[cfg(feature = "browser")]
mod browser;
mod cache_suite;
mod explore;
mod extension_suite;
mod messages;
mod packaging;
#[cfg(all(feature = "postgres", feature = "mysql"))]
mod servers;
