//! What tests of the framework, of its extensions and of applications need: an application under test in one line, a
//! browser-like client that follows forms, servers, fresh databases, and a real browser.
//!
//! ```
//! use pow_testing::TestApp;
//!
//! let app = TestApp::start();
//! let mut browser = app.client();
//! browser.register("ann@example.com", "correct horse battery");
//! assert!(browser.get("/protected").text().contains("ann@example.com"));
//! ```

pub mod app;
pub mod browser;
pub mod cache;
pub mod client;
pub mod database;
pub mod held;
pub mod probe;
pub mod servers;

pub use self::{
    app::{Builder, TestApp},
    client::{Client, Response},
    database::Database,
    held::HeldHasher,
};

/// The guide's snippet is compiled.
#[cfg(doctest)]
#[doc = include_str!("../../guides/production-checklist.md")]
struct ProductionChecklist;
