#![doc = include_str!("../README.md")]

mod actions;
mod controller;

use pow_core::extension::{Extension, ExtensionId, Registry};

pub use self::{
    actions::{ALIVE, READY},
    controller::HealthController,
};

/// The extension's id.
pub const ID: ExtensionId = "health";

/// The extension. It has no settings: `Config::paths` moves its routes.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Health;

impl Extension for Health {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        actions::register(registry);
    }
}
