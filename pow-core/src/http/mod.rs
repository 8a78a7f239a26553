//! The parts of HTTP that need no server: parameters, cookies, form tokens and paths.

pub mod cookie;
pub mod csrf;
pub mod params;
pub mod path;
