//! Rejects new passwords that have appeared in a data leak.
//!
//! NIST SP 800-63B-4, section 3.1.1.2, requires a blocklist that contains passwords of earlier leaks. OWASP ASVS 5.0, 6.2.12,
//! requires that new passwords are compared with leaked ones. Attackers try leaked passwords first.
//!
//! ```no_run
//! use pow_core::{Config, Error, extensions};
//! use pow_ext_leaked_passwords::{HashFile, LeakedPasswords};
//!
//! fn config() -> Result<Config, Error> {
//!     let leaked = HashFile::open("/var/lib/app/leaked-passwords.bin")?;
//!     Ok(Config { extensions: extensions![LeakedPasswords::new(leaked)], ..Config::default() })
//! }
//! # drop(config());
//! ```
//!
//! A new password is compared with the list wherever a user sets one: in a registration, a change of the account, a reset
//! by a mailed link, an accepted invitation, and in forms of other extensions. A password in the list is an error of the
//! field `password`. Passwords that are already stored are not compared.
//!
//! | source of the list | what leaves the machine | cargo feature |
//! |---|---|---|
//! | [`HashFile`]: a local file with the beginnings of the SHA-1 hashes, 8 bytes for each password | nothing | |
#![cfg_attr(
    feature = "range-service",
    doc = "| [`RangeService`]: the k-anonymity range protocol over HTTPS | the first 5 hexadecimal digits of the SHA-1 hash | `range-service` |"
)]
#![cfg_attr(
    not(feature = "range-service"),
    doc = "| `RangeService`: the k-anonymity range protocol over HTTPS | the first 5 hexadecimal digits of the SHA-1 hash | `range-service` |"
)]
//! | the application's: [`Source`] | as the application decides | |
//!
//! An answer of the source takes at most [`TIMEOUT`], 2 s. If the source fails, the password is accepted and the log says
//! so. With [`LeakedPasswords::strict`] it is rejected, and the user is asked to try again later.
//!
//! SHA-1 is used for the look-up only. The stored hash is that of the core.
//!
//! The extension adds no field, route or page. Profiles don't change its settings.

mod callbacks;
mod hash_file;
#[cfg(feature = "range-service")]
mod range_service;
mod source;

use std::{sync::Arc, time::Duration};

use pow_core::{
    Error, async_trait,
    changeset::Changeset,
    cx::Cx,
    extension::{Extension, ExtensionId, Registry},
};

#[cfg(feature = "range-service")]
pub use self::range_service::RangeService;
pub use self::{hash_file::HashFile, source::Source};

/// The extension's id.
pub const ID: ExtensionId = "leaked_passwords";

/// How long the check of a password may take: 2 s. A source that takes longer counts as failed.
pub const TIMEOUT: Duration = Duration::from_secs(2);

/// The extension and its configuration.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LeakedPasswords {
    /// The source of the list of leaked passwords. No default.
    pub source: Arc<dyn Source>,
    /// Whether a new password is rejected if the source fails. Default: `false`. With `false`, an outage of the source prevents
    /// neither registrations nor resets.
    pub strict: bool,
}

impl LeakedPasswords {
    /// Compares new passwords with this list.
    pub fn new(source: impl Source) -> Self {
        Self { source: Arc::new(source), strict: false }
    }

    /// Rejects a password if the source fails. While it fails, users can neither register nor set a password.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.strict = true;
        self
    }
}

#[async_trait]
impl Extension for LeakedPasswords {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        registry.locales(pow_core::locales![
            "en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar", "de-x-du", "es-x-tu"
        ]);
    }

    async fn check(&self, _: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
        callbacks::check(self, changeset).await;
        Ok(())
    }
}
