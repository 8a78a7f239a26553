//! Actions and their routes.

use pow_core::extension::{Access, Action, Method, Registry, Route};

use crate::{ID, Lockout, LockoutController};

/// Shows the page of an unlock link: one button.
pub const UNLOCK_SHOW: Action = Action::new(ID, "unlock", "show");
/// Makes this browser known for the account.
pub const UNLOCK: Action = Action::new(ID, "unlock", "create");
/// Shows the page of a notice's link: one button.
pub const SECURE_SHOW: Action = Action::new(ID, "secure_account", "show");
/// Signs the account out everywhere, and replaces its password.
pub const SECURE: Action = Action::new(ID, "secure_account", "create");

pub(crate) fn register(registry: &mut Registry, extension: &Lockout) {
    let controller = LockoutController::new(extension.clone());
    let route =
        |method, path, action| Route::new(&[method], path, action, Access::Anyone, controller.clone()).secret_link();
    registry
        .route(route(Method::Get, "/unlock/{token}", UNLOCK_SHOW))
        .route(route(Method::Post, "/unlock/{token}", UNLOCK))
        .route(route(Method::Get, "/secure-account/{token}", SECURE_SHOW))
        .route(route(Method::Post, "/secure-account/{token}", SECURE));
}
