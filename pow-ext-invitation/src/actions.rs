//! Actions and their routes.

use pow_core::extension::{Access, Action, Method, Registry, Route};

use crate::{ID, Invitation, InvitationController, InvitationEdit};

/// Shows the form to invite a user, and the open invitations.
pub const NEW: Action = Action::new(ID, "invitation", "new");
/// Sends an invitation, or sends it again.
pub const CREATE: Action = Action::new(ID, "invitation", "create");
/// Shows the link of an invitation that could not be mailed.
pub const SHOW: Action = Action::new(ID, "invitation", "show");
/// Shows the page of a mailed link, which asks for a password.
pub const EDIT: Action = Action::new(ID, "invitation", "edit");
/// Accepts the invitation.
pub const UPDATE: Action = Action::new(ID, "invitation", "update");
/// Revokes an invitation.
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
        .route(
            route(&[Method::Patch, Method::Put], "/invitations/{token}", UPDATE, Access::Guest)
                .secret_link()
                .form_of::<InvitationEdit>(),
        );
}
