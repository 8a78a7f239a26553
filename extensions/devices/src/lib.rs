#![doc = include_str!("../README.md")]

mod actions;
mod controller;
mod examples;
mod pages;

use std::sync::Arc;

use pow_core::{
    async_trait,
    extension::{AccountSection, Extension, ExtensionId, Registry},
    session::Places,
};

pub use self::{
    actions::{DELETE, DELETE_OTHERS, INDEX},
    controller::{DevicesController, SIGN_OUT_DEVICES},
    pages::{DeviceItem, DevicesConfirm, DevicesIndex},
};

/// The extension's id. The keys of its messages begin with it.
pub const ID: ExtensionId = "devices";

/// The extension and its configuration.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Devices {
    /// Finds the place of an IP address, so that the list of devices can show it. Default: none; the list then shows no places.
    pub places: Option<Arc<dyn Places>>,
}

impl Devices {
    /// Sets how the place of an IP address is found.
    #[must_use]
    pub fn places(mut self, places: impl Places) -> Self {
        self.places = Some(Arc::new(places));
        self
    }
}

#[async_trait]
impl Extension for Devices {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        let section = AccountSection::new(INDEX, "devices-title");
        registry
            .locales(pow_core::locales![
                "en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar", "de-x-du", "es-x-tu"
            ])
            .account_section(section.value(|conn| Box::pin(controller::count(conn))));
        actions::register(registry, self);
        examples::register(registry);
    }
}
