#![doc = include_str!("../README.md")]

mod actions;
mod controller;
mod entries;
mod examples;
mod export;
mod pages;

use pow_core::extension::{Extension, ExtensionId, Registry};

pub use self::{
    actions::{INDEX, MAIL, PAGE, STYLESHEET},
    controller::GalleryController,
    export::write,
    pages::{Choice, GalleryGroup, GalleryIndex, GalleryItem},
};

/// The extension's id. The keys of its messages begin with it.
pub const ID: ExtensionId = "gallery";

/// The extension and its configuration.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Gallery {
    /// Whether the gallery has routes. Default: only in debug builds.
    ///
    /// # Security
    /// Everyone can look at a gallery. It shows which extensions the application uses, and no data.
    pub enabled: bool,
}

impl Default for Gallery {
    fn default() -> Self {
        Self { enabled: cfg!(debug_assertions) }
    }
}

impl Gallery {
    /// Sets whether the gallery has routes.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }
}

impl Extension for Gallery {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        registry.locales(pow_core::locales!["en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar"]);
        examples::register(registry);
        if self.enabled {
            actions::register(registry);
        }
    }
}
