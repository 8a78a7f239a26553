#![doc = include_str!("../README.md")]
//!
//! # Where things are
//! | a test needs | see |
//! |---|---|
//! | an application, with one extension or in any configuration | [`TestApp::start`], [`TestApp::with`], [`TestApp::builder`] |
//! | a signed-in user, without sending a form | [`TestApp::signed_in`] |
//! | a browser that follows forms and links | [`TestApp::client`], [`Client`] |
//! | the mails, and where their links lead | [`TestApp::mailbox`], [`TestApp::mailed_link`], [`TestApp::link_in`], [`TestApp::opens`] |
//! | each database | [`on_each_database!`], [`Database`], [`servers`] |
//! | suites for extensions, cache stores and translations | [`extension_suite!`], [`cache_store_suite!`], [`messages_suite!`] |
//! | requests that race; response times that must reveal nothing | [`race`], [`timing`] |
//! | the text messages, and the codes in them | [`TestApp::texts`] |
//! | faults of a cache, a mail server or a service for text messages | [`FaultyCache`], [`Sink`], [`TextSink`] |
//! | requests that run interleaved, in many orders | [`Explored`] |
//! | a process that runs only this test, for its log and its counters | [`alone()`], [`Logs`] |
//! | a real browser, and the program of an application | `browser`, [`Program`] |

mod alone;
pub mod app;
#[cfg(feature = "browser")]
pub mod browser;
pub mod cache;
pub mod client;
pub mod database;
pub mod explore;
pub mod extension;
pub mod faulty;
pub mod held;
pub mod logs;
pub mod messages;
pub mod need;
pub mod probe;
pub mod program;
pub mod race;
pub mod salted;
pub mod servers;
pub mod smtp;
pub mod statements;
pub mod text_sink;
pub mod timing;

pub use self::{
    alone::alone,
    app::{Builder, TestApp},
    client::{Client, Response},
    database::Database,
    explore::Explored,
    faulty::FaultyCache,
    held::HeldHasher,
    logs::Logs,
    program::Program,
    salted::Salted,
    smtp::Sink,
    text_sink::TextSink,
};

#[cfg(not(feature = "mysql"))]
#[doc(hidden)]
pub use crate::__no_tests as __tests_on_mysql;
#[cfg(not(feature = "postgres"))]
#[doc(hidden)]
pub use crate::__no_tests as __tests_on_postgres;
#[cfg(feature = "mysql")]
#[doc(hidden)]
pub use crate::__tests_on as __tests_on_mysql;
#[cfg(feature = "postgres")]
#[doc(hidden)]
pub use crate::__tests_on as __tests_on_postgres;

/// Compiles the code examples of the guides.
#[cfg(doctest)]
mod guides {
    #[doc = include_str!("../../guides/custom-controllers.md")]
    struct CustomControllers;
    #[doc = include_str!("../../guides/extension-points.md")]
    struct ExtensionPoints;
    #[doc = include_str!("../../guides/languages.md")]
    struct Languages;
    #[doc = include_str!("../../guides/limits.md")]
    struct Limits;
    #[doc = include_str!("../../guides/mail.md")]
    struct Mail;
    #[doc = include_str!("../../guides/mail-sign-in.md")]
    struct MailSignIn;
    #[doc = include_str!("../../guides/operations.md")]
    struct Operations;
    #[doc = include_str!("../../guides/production-checklist.md")]
    struct ProductionChecklist;
    #[doc = include_str!("../../guides/reverse-proxy.md")]
    struct ReverseProxy;
    #[doc = include_str!("../../guides/telemetry.md")]
    struct Telemetry;
}
