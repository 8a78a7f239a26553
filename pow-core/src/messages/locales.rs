//! The translations that a crate ships, and the core's own.

/// A crate's texts: a language tag and a Fluent resource each, English first. Made by [`locales!`](crate::locales).
pub type Locales = &'static [(&'static str, &'static str)];

/// The core's texts.
pub const LOCALES: Locales = crate::locales!["en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar"];

/// The files `locales/<language>.ftl` of the crate that this is written in, for
/// [`Registry::locales`](crate::extension::Registry::locales).
///
/// A crate that has a language less than others is no worse for it: its texts are then shown in the default language or
/// in English, key by key.
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
