//! What users and administrators do.

mod end;
mod lock;
mod notices;
mod unlock;
