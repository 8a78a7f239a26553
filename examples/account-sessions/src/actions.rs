//! The actions, for other extensions to hook and for applications to move or replace.

use pow_core::extension::{Access, Action, Method, Registry, Route};

use crate::{AccountSessionsController, ID};

/// The list.
pub const INDEX: Action = Action::new(ID, "account_sessions", "index");
/// Signing out on one device.
pub const DELETE: Action = Action::new(ID, "account_sessions", "delete");
/// Signing out on all others.
pub const DELETE_OTHERS: Action = Action::new(ID, "account_sessions", "delete_others");

pub(crate) fn register(registry: &mut Registry) {
    let mut route = |method: Method, path: &str, action| {
        registry.route(Route::new(&[method], path, action, Access::Authenticated, AccountSessionsController));
    };
    route(Method::Get, "/account/sessions", INDEX);
    route(Method::Delete, "/account/sessions", DELETE_OTHERS);
    route(Method::Delete, "/account/sessions/{device}", DELETE);
}
