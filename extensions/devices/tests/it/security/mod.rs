//! Attacks on the page of devices.

mod forms;
mod handles;
