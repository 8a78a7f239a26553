//! The changeset and its phases.

pub mod email;
pub mod username;
