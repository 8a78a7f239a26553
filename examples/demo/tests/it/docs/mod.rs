//! The guides and lists against the code.

mod cases;
mod messages;
mod readme;
mod telemetry;
