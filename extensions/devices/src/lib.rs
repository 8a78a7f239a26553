#![doc = include_str!("../README.md")]

mod actions;
mod controller;
mod pages;

use pow_core::{
    async_trait,
    extension::{Extension, ExtensionId, Registry},
};

pub use self::{
    actions::{DELETE, DELETE_OTHERS, INDEX},
    controller::{DevicesController, SIGN_OUT_DEVICES},
    pages::{DeviceItem, DevicesConfirm, DevicesIndex},
};

/// The extension's id. The keys of its messages begin with it.
pub const ID: ExtensionId = "devices";

/// The extension. It has no configuration.
#[derive(Clone, Copy, Debug, Default)]
pub struct Devices;

#[async_trait]
impl Extension for Devices {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        registry
            .locales(pow_core::locales![
                "en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar", "de-x-du", "es-x-tu"
            ])
            .account_page(INDEX, "devices-title", |_| true);
        actions::register(registry);
    }
}
