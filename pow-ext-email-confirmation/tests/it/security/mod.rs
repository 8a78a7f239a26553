//! Attacks, races and faults: what must not happen.

mod code;
mod concurrent_change;
mod enumeration;
mod interleaved;
mod other_sign_in;
mod parallel;
mod second_error;
mod two_registrations;
mod undo;
