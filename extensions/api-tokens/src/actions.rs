//! Actions and their routes. Other extensions hook them; applications move or replace them.

use pow_core::extension::{Access, Action, Method, Registry, Route};

use crate::{ApiTokens, ApiTokensController, ID};

/// Shows the list.
pub const INDEX: Action = Action::new(ID, "tokens", "index");
/// Shows the form of a new token.
pub const NEW: Action = Action::new(ID, "tokens", "new");
/// Makes a token and shows it once.
pub const CREATE: Action = Action::new(ID, "tokens", "create");
/// Ends a token.
pub const DELETE: Action = Action::new(ID, "tokens", "delete");

pub(crate) fn register(registry: &mut Registry, extension: &ApiTokens) {
    let controller = ApiTokensController::new(extension.clone());
    let mut route = |method: Method, path: &str, action| {
        registry.route(Route::new(&[method], path, action, Access::Authenticated, controller.clone()));
    };
    route(Method::Get, "/api-tokens", INDEX);
    route(Method::Get, "/api-tokens/new", NEW);
    route(Method::Post, "/api-tokens", CREATE);
    route(Method::Delete, "/api-tokens/{id}", DELETE);
}
