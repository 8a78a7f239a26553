//! The actions and their routes.

use std::sync::Arc;

use pow_core::{
    controllers::Controller,
    extension::{Access, Action, Method, Registry, Route},
};

use crate::{ID, ResetPassword, ResetPasswordController};

/// The page that asks for the address.
pub const NEW: Action = Action::new(ID, "reset_password", "new");
/// Asking for a link.
pub const CREATE: Action = Action::new(ID, "reset_password", "create");
/// The page behind the link.
pub const EDIT: Action = Action::new(ID, "reset_password", "edit");
/// Setting the password.
pub const UPDATE: Action = Action::new(ID, "reset_password", "update");

/// Who is signed in changes the password on the account's page, so all four are for visitors, as in Pow.
pub(crate) fn register(registry: &mut Registry, extension: &ResetPassword) {
    let controller: Arc<dyn Controller> = Arc::new(ResetPasswordController::new(extension.clone()));
    let mut route = |methods: &[Method], path: &str, action| {
        let (methods, path) = (methods.to_vec(), path.to_owned());
        registry.route(Route { methods, path, action, access: Access::Guest, controller: controller.clone() });
    };
    route(&[Method::Get], "/reset-password/new", NEW);
    route(&[Method::Post], "/reset-password", CREATE);
    route(&[Method::Get], "/reset-password/{token}", EDIT);
    route(&[Method::Patch, Method::Put], "/reset-password/{token}", UPDATE);
}
