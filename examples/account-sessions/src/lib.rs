//! A complete extension: a page that lists a user's devices and signs them out.
//!
//! | route | action | effect |
//! |---|---|---|
//! | `GET /account/sessions` | [`INDEX`] | lists the devices: browser, system, address, first seen, last active |
//! | `DELETE /account/sessions/{device}` | [`DELETE`] | signs out one device |
//! | `DELETE /account/sessions` | [`DELETE_OTHERS`] | signs out all other devices |
//!
//! ```
//! use account_sessions::AccountSessions;
//! use pow_core::{Config, extensions};
//!
//! let config = Config { extensions: extensions![AccountSessions], ..Config::default() };
//! # drop(config);
//! ```
//!
//! A device is a browser. It is listed while it has a session or an extension remembers it. Signing it out ends both
//! ([`pow_core::devices`]).
//!
//! Signing out requires a sign-in as recent as the policy requires for deleting an account, or the password (ASVS 5.0,
//! 7.5.2).
//!
//! # Security
//! The page identifies devices by handles. A handle is not a session id and grants no access. Another user's handle and
//! an unknown one get the same 404.

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

/// The extension's id. The keys of its messages begin with it.
pub const ID: ExtensionId = "account_sessions";

/// The extension. It has no configuration.
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
