//! The translations in a crate, and those of the core.

/// The texts of a crate: language tags with their Fluent resources, English first. Created by [`locales!`](crate::locales).
pub type Locales = &'static [(&'static str, &'static str)];

/// The core's texts.
pub const LOCALES: Locales = crate::locales!["en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar"];

/// The core's texts in another tone, such as informal German. Each file has only the texts that differ. See
/// [`MessagesBuilder::variant`](super::MessagesBuilder::variant).
pub(super) const VARIANTS: Locales = crate::locales!["de-x-du", "es-x-tu"];

/// Includes the files `locales/<language>.ftl` of the calling crate, for
/// [`Registry::locales`](crate::extension::Registry::locales).
///
/// A crate need not have every language. Missing texts are shown in the default language or in English, key by key. A file
/// such as `de-x-du.ftl` has the texts of a [variant](crate::messages::MessagesBuilder::variant).
///
/// ```text
/// registry.locales(pow_core::locales!["en", "de", "pt-BR"]);
/// ```
#[macro_export]
macro_rules! locales {
    ($($language:literal),* $(,)?) => {
        &[$((
            $language,
            ::core::include_str!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/locales/", $language, ".ftl")),
        )),*]
    };
}
