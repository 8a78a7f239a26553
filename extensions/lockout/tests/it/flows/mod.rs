//! What users and administrators do.

mod cost;
mod end;
mod lock;
mod notices;
mod unlock;
