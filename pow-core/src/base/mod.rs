//! Types that every other module may use: errors, secrets, ids, time, randomness and logging.

pub mod clock;
#[cfg(test)]
pub(crate) mod constant_time;
pub mod error;
pub mod id;
pub(crate) mod overrides;
pub(crate) mod percent;
pub mod random;
pub mod secret;
pub mod telemetry;
