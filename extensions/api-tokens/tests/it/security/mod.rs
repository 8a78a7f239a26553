//! What an attacker tries.

mod authority;
mod headers;
mod limits;
