//! The actions and their routes.

use pow_core::extension::{Access, Action, Method, Registry, Route};

use crate::{ID, Invitation, InvitationController};

/// The form to invite a user, and the invitations that are still open.
pub const NEW: Action = Action::new(ID, "invitation", "new");
/// Inviting, or sending an invitation again.
pub const CREATE: Action = Action::new(ID, "invitation", "create");
/// The link of an invitation that could not be mailed.
pub const SHOW: Action = Action::new(ID, "invitation", "show");
/// The page behind the link.
pub const EDIT: Action = Action::new(ID, "invitation", "edit");
/// Accepting.
pub const UPDATE: Action = Action::new(ID, "invitation", "update");
/// Taking an invitation back.
pub const DELETE: Action = Action::new(ID, "invitation", "delete");

pub(crate) fn register(registry: &mut Registry, extension: &Invitation) {
    let controller = InvitationController::new(extension.clone());
    let route =
        |methods: &[Method], path, action, access| Route::new(methods, path, action, access, controller.clone());
    registry
        .route(route(&[Method::Get], "/invitations/new", NEW, Access::Authenticated))
        .route(route(&[Method::Post], "/invitations", CREATE, Access::Authenticated))
        .route(route(&[Method::Delete], "/invitations", DELETE, Access::Authenticated))
        .route(route(&[Method::Get], "/invitations/{token}", SHOW, Access::Authenticated).secret_link())
        .route(route(&[Method::Get], "/invitations/{token}/edit", EDIT, Access::Guest).secret_link())
        .route(route(&[Method::Patch, Method::Put], "/invitations/{token}", UPDATE, Access::Guest).secret_link());
}
