//! Attacks: what must not happen.

mod forms;
mod handles;
