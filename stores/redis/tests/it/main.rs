//! The integration tests of this crate, in one program so that it is linked once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

#[cfg(feature = "cluster")]
mod cluster;
mod cost;
mod entries;
#[cfg(feature = "sentinel")]
mod failover;
mod kit;
mod near;
mod outage;
mod settings;
#[cfg(feature = "tls")]
mod tls;
