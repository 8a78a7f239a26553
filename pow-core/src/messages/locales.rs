//! The translations in a crate, and those of the core.

/// The texts of a crate: language tags with their Fluent resources, English first. Created by [`locales!`](crate::locales).
pub type Locales = &'static [(&'static str, &'static str)];

/// The core's texts.
pub const LOCALES: Locales = crate::locales!["en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar"];

/// Includes the files `locales/<language>.ftl` of the calling crate, for
/// [`Registry::locales`](crate::extension::Registry::locales).
///
/// A crate need not have every language. Missing texts are shown in the default language or in English, key by key.
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
