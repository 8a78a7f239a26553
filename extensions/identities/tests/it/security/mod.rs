//! Attacks: taken addresses, pre-hijacking, races, and forms of others.

mod bad_input;
mod hijack;
mod others;
mod phones;
mod races;
mod taken;
