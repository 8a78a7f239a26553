//! Actions and their routes.

use pow_core::extension::{Access, Action, Method, Registry, Route};

use crate::{ExpiredPasswordController, ExpiredPasswordEdit, ID};

/// Shows the form for a new password, to a user between the sign-in and the session.
pub const EDIT: Action = Action::new(ID, "expired_password", "edit");
/// Sets the new password.
pub const UPDATE: Action = Action::new(ID, "expired_password", "update");

pub(crate) fn register(registry: &mut Registry) {
    let route = |methods: &[Method], action| {
        Route::new(methods, "/expired-password", action, Access::Guest, ExpiredPasswordController)
    };
    registry
        .route(route(&[Method::Get], EDIT))
        .route(route(&[Method::Put, Method::Patch], UPDATE).form_of::<ExpiredPasswordEdit>());
}
