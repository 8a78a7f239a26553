//! Attacks on the data.

mod others;
