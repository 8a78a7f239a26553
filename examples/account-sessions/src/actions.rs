//! Actions and their routes. Other extensions hook them; applications move or replace them.

use pow_core::extension::{Access, Action, Method, Registry, Route};

use crate::{AccountSessionsController, ID};

/// Shows the list.
pub const INDEX: Action = Action::new(ID, "account_sessions", "index");
/// Signs out one device.
pub const DELETE: Action = Action::new(ID, "account_sessions", "delete");
/// Signs out all other devices.
pub const DELETE_OTHERS: Action = Action::new(ID, "account_sessions", "delete_others");

pub(crate) fn register(registry: &mut Registry) {
    let mut route = |method: Method, path: &str, action| {
        registry.route(Route::new(&[method], path, action, Access::Authenticated, AccountSessionsController));
    };
    route(Method::Get, "/account/sessions", INDEX);
    route(Method::Delete, "/account/sessions", DELETE_OTHERS);
    route(Method::Delete, "/account/sessions/{device}", DELETE);
}
