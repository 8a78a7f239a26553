#![doc = include_str!("../README.md")]

mod actions;
mod controller;
mod examples;
mod mails;
mod pages;

use std::time::Duration;

use pow_core::{
    extension::{AccountSection, Extension, ExtensionId, Registry},
    limit::Limit,
    users::EMAIL,
};

pub use self::{
    actions::{CREATE, NEW},
    controller::{DOWNLOAD_DATA, DownloadController},
    mails::DataDownloaded,
    pages::DownloadNew,
};

/// The extension's id. The keys of its messages begin with it.
pub const ID: ExtensionId = "data_download";

const RECENT: Duration = Duration::from_secs(15 * 60);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// The extension and its configuration.
///
/// ```
/// use std::time::Duration;
/// use pow_core::limit::Limit;
/// use pow_ext_data_download::DataDownload;
///
/// let extension = DataDownload::default().limit(Limit::new(1, Duration::from_secs(3600)));
/// assert_eq!(extension.recent_sign_in, Duration::from_secs(900));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DataDownload {
    /// How many times a user can download the data of the account within a period. Above this limit the answer is a 429. `None`:
    /// no limit, which is logged at startup. Default: 5 in a day.
    pub limit: Option<Limit>,
    /// How long after a sign-in the user can download the data without typing the password. After that time the form asks for the
    /// current password. Default: 15 minutes.
    pub recent_sign_in: Duration,
}

impl Default for DataDownload {
    fn default() -> Self {
        Self { limit: Some(Limit::new(5, DAY)), recent_sign_in: RECENT }
    }
}

impl DataDownload {
    /// Sets how many times a user can download the data within a period.
    #[must_use]
    pub fn limit(mut self, limit: impl Into<Option<Limit>>) -> Self {
        self.limit = limit.into();
        self
    }

    /// Sets how long after a sign-in the user can download the data without typing the password.
    #[must_use]
    pub fn recent_sign_in(mut self, time: Duration) -> Self {
        self.recent_sign_in = time;
        self
    }
}

impl Extension for DataDownload {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        if self.limit.is_some_and(|limit| limit.count == 0 || limit.within.is_zero()) {
            registry.refuse(
                "`limit` allows no file: set a count of at least 1 and a period above zero, or `None` for no limit",
            );
        }
        registry
            .weakens("limit", self.limit.is_none())
            .weakens("recent_sign_in", self.recent_sign_in > RECENT)
            .sends_mails_to(EMAIL)
            .locales(pow_core::locales![
                "en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar", "de-x-du", "es-x-tu"
            ])
            .account_section(AccountSection::new(NEW, "data-download-title"));
        actions::register(registry, self);
        examples::register(registry);
    }
}
