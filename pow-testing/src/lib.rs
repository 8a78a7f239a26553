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
//!
//! | what a test needs | where it is |
//! |---|---|
//! | an application, with one extension or in any configuration | [`TestApp::start`], [`TestApp::with`], [`TestApp::builder`] |
//! | a signed-in user, without a form | [`TestApp::signed_in`] |
//! | a browser that follows forms and links | [`TestApp::client`], [`Client`] |
//! | the mails, and where their links lead | [`TestApp::mailbox`], [`TestApp::mailed_link`], [`TestApp::link_in`], [`TestApp::opens`] |
//! | each database, and servers of its own | [`on_each_database!`], [`Database`], [`servers`] |
//! | what must hold for each extension, each cache store, each language | [`extension_suite!`], [`cache_store_suite!`], [`messages_suite!`] |
//! | many at once; times that must tell nothing | [`race`], [`timing`] |
//! | faults: a cache, a mail server, a full disk | [`FaultyCache`], [`Sink`], [`small_disk`] |
//! | a process with this test alone: its log, its counters | [`alone()`], [`Logs`] |
//! | a real browser, and an application's own program | [`browser`], [`Program`] |
//!
//! It is on no registry. An extension takes it from the repository, and pow-core from the same place:
//! `pow-testing = { git = "https://github.com/pow-rs/pow" }` among its dev-dependencies, with pow-core patched to the same address,
//! as `guides/write-an-extension.md` shows.

mod alone;
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
    alone::alone,
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
