//! Actions and their routes. Other extensions hook them; applications move or replace them.

use pow_core::extension::{Access, Action, Method, Registry, Route};

use crate::{ApiTokens, ApiTokensController, ID, OAuthController, oauth};

/// Shows the list.
pub const INDEX: Action = Action::new(ID, "tokens", "index");
/// Shows the form of a new token.
pub const NEW: Action = Action::new(ID, "tokens", "new");
/// Makes a token and shows it once.
pub const CREATE: Action = Action::new(ID, "tokens", "create");
/// Ends a token.
pub const DELETE: Action = Action::new(ID, "tokens", "delete");

/// Gives a signed-in program its first pair of an access token and a refresh token.
pub const PAIR: Action = Action::new(ID, "pairs", "create");
/// Refreshes a pair, and gives service accounts their token.
pub const TOKEN: Action = Action::new(ID, "oauth", "token");
/// Shows the public keys of signed tokens.
pub const KEY_SET: Action = Action::new(ID, "oauth", "keys");

pub(crate) fn register(registry: &mut Registry, extension: &ApiTokens) {
    let controller = ApiTokensController::new(extension.clone());
    let mut route = |method: Method, path: &str, action| {
        registry.route(Route::new(&[method], path, action, Access::Authenticated, controller.clone()));
    };
    route(Method::Get, "/api-tokens", INDEX);
    route(Method::Get, "/api-tokens/new", NEW);
    route(Method::Post, "/api-tokens", CREATE);
    route(Method::Delete, "/api-tokens/{id}", DELETE);
    if let Some(jwt) = &extension.jwt {
        let controller = OAuthController::new(extension.clone(), jwt.clone());
        let route = |method: Method, path: &str, action, access| {
            Route::new(&[method], path, action, access, controller.clone())
        };
        let token = route(Method::Post, "/oauth/token", TOKEN, Access::Anyone).document(oauth::token_schema());
        let keys = route(Method::Get, "/.well-known/jwks.json", KEY_SET, Access::Anyone);
        registry
            .route(route(Method::Post, "/api-tokens/pair", PAIR, Access::Authenticated))
            .route(token.failures(oauth::failure_schema(), oauth::failed).without_cookies())
            .route(keys.document(oauth::key_set_schema()).without_cookies());
    }
}
