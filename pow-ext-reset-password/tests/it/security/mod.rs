//! Attacks, races and faults: what must not happen.

mod explored;
mod faults;
mod parallel;
