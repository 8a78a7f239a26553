//! Actions and their routes. Other extensions hook them; applications move or replace them.

use pow_core::extension::{Access, Action, Method, Registry, Route};

use crate::{Devices, DevicesController, ID};

/// Shows the list.
pub const INDEX: Action = Action::new(ID, "devices", "index");
/// Signs out one device.
pub const DELETE: Action = Action::new(ID, "devices", "delete");
/// Signs out all other devices.
pub const DELETE_OTHERS: Action = Action::new(ID, "devices", "delete_others");

pub(crate) fn register(registry: &mut Registry, devices: &Devices) {
    let controller = DevicesController { places: devices.places.clone() };
    let mut route = |method: Method, path: &str, action| {
        registry.route(Route::new(&[method], path, action, Access::Authenticated, controller.clone()));
    };
    route(Method::Get, "/devices", INDEX);
    route(Method::Delete, "/devices", DELETE_OTHERS);
    route(Method::Delete, "/devices/{id}", DELETE);
}
