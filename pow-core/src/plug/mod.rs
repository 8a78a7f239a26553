//! What stands between a request and a page: guards.

mod require;

pub use require::{ErrorHandler, PlainErrorHandler};
