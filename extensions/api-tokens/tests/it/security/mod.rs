//! Attacks.

mod authority;
mod bodies;
mod headers;
mod limits;
mod parallel;
mod refresh;
