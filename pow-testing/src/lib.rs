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
pub mod extension;
pub mod faulty;
pub mod held;
pub mod logs;
pub mod messages;
pub mod probe;
pub mod program;
pub mod race;
pub mod salted;
pub mod servers;
#[cfg(unix)]
pub mod small_disk;
pub mod smtp;
pub mod timing;

pub use self::{
    app::{Builder, TestApp},
    client::{Client, Response},
    database::Database,
    faulty::FaultyCache,
    held::HeldHasher,
    logs::Logs,
    program::Program,
    salted::Salted,
    smtp::Sink,
};

/// The guides' snippets are compiled.
#[cfg(doctest)]
mod guides {
    #[doc = include_str!("../../guides/custom-controllers.md")]
    struct CustomControllers;
    #[doc = include_str!("../../guides/extension-points.md")]
    struct ExtensionPoints;
    #[doc = include_str!("../../guides/languages.md")]
    struct Languages;
    #[doc = include_str!("../../guides/mail.md")]
    struct Mail;
    #[doc = include_str!("../../guides/production-checklist.md")]
    struct ProductionChecklist;
    #[doc = include_str!("../../guides/telemetry.md")]
    struct Telemetry;
}
