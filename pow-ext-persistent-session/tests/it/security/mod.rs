//! Attacks, races and faults: what must not happen.

mod explored;
mod parallel;
mod revocation;
mod silencing;
mod theft;
mod ticking_clock;
