//! What tests of the framework, of its extensions and of applications need: servers, fresh databases, a browser.

pub mod browser;
pub mod servers;
