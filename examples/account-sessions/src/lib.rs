//! An extension, complete: a page where people see on which devices they are signed in, and sign out there.
//!
//! | route | action | does |
//! |---|---|---|
//! | `GET /account/sessions` | [`INDEX`] | lists the devices: browser and system in plain words, address, first seen, last active |
//! | `DELETE /account/sessions/{device}` | [`DELETE`] | signs out on one of them |
//! | `DELETE /account/sessions` | [`DELETE_OTHERS`] | signs out on all others |
//!
//! ```
//! use account_sessions::AccountSessions;
//! use pow_core::{Config, extensions};
//!
//! let config = Config { extensions: extensions![AccountSessions], ..Config::default() };
//! # drop(config);
//! ```
//!
//! A device is a browser: it is listed while it has a session, and while an extension remembers it. What signs it out ends
//! both ([`pow_core::devices`]). Ending takes a proof as recent as the policy asks for the deletion of an account, or the
//! password (ASVS 5.0, 7.5.2).
//!
//! # Security
//! The page names devices by handles, which open nothing and are no session's id. Another user's handle is as unknown as
//! one that never was: 404.

mod actions;
mod agent;
mod controller;
mod pages;

use pow_core::{
    async_trait,
    extension::{Extension, ExtensionId, Registry},
};

pub use self::{
    actions::{DELETE, DELETE_OTHERS, INDEX},
    agent::Agent,
    controller::{AccountSessionsController, SIGN_OUT_DEVICES},
    pages::{DeviceItem, DevicesConfirm, DevicesIndex},
};

/// The id, with which the keys of all messages begin.
pub const ID: ExtensionId = "account_sessions";

/// The extension. There is nothing to configure.
#[derive(Clone, Copy, Debug, Default)]
pub struct AccountSessions;

#[async_trait]
impl Extension for AccountSessions {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        registry.locales(pow_core::locales!["en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar"]).account_page(
            INDEX,
            "account-sessions-title",
            |_| true,
        );
        actions::register(registry);
    }
}
