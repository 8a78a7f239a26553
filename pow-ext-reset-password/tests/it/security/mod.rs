//! Attacks, races and faults: what must not happen.

mod faults;
mod parallel;
