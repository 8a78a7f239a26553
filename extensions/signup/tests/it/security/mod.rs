//! Attacks.

mod bad_input;
mod hijack;
mod races;
