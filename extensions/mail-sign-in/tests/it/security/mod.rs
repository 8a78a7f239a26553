//! Attacks that must fail.

mod enumeration;
mod parallel;
mod take_over;
mod text;
mod ways_in;
