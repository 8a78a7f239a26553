//! What an attacker tries.

mod authority;
mod headers;
mod limits;
mod parallel;
mod refresh;
