//! The two lists of this crate.

mod hash_file;
#[cfg(feature = "range-service")]
mod range_service;
#[cfg(feature = "range-service")]
mod range_tls;
