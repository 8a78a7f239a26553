//! Attacks that must fail.

mod enumeration;
mod parallel;
mod take_over;
mod ways_in;
