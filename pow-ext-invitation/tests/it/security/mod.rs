//! Attacks, races and faults: what must not happen.

mod equal_work;
mod guessing;
mod parallel;
mod token_purposes;
mod unaccepted;
