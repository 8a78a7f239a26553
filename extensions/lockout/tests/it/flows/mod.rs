//! What users and administrators do.

mod lock;
mod notices;
mod unlock;
