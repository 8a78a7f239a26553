//! Actions and their routes.

use pow_core::extension::{Access, Action, Method, Registry, Route};

use crate::{ID, ResetPassword, ResetPasswordController, ResetPasswordEdit};

/// Shows the form that asks for the address. A signed-in user is sent to the page that changes the password.
pub const NEW: Action = Action::new(ID, "reset_password", "new");
/// Shows the page "Check your inbox" after a link was mailed.
pub const SENT: Action = Action::new(ID, "reset_password", "sent");
/// Mails a link. A form without an address uses the address of this browser's last request.
pub const CREATE: Action = Action::new(ID, "reset_password", "create");
/// Shows the page of a mailed link, which asks for the new password.
pub const EDIT: Action = Action::new(ID, "reset_password", "edit");
/// Sets the new password.
pub const UPDATE: Action = Action::new(ID, "reset_password", "update");

/// Adds the routes. All routes are for visitors, as in Pow: signed-in users change the password on the account page.
/// The action of the form redirects them there, so its route is open to everyone.
pub(crate) fn register(registry: &mut Registry, extension: &ResetPassword) {
    let controller = ResetPasswordController::new(extension.clone());
    let route =
        |methods: &[Method], path, action, access| Route::new(methods, path, action, access, controller.clone());
    let guest = |methods: &[Method], path, action| route(methods, path, action, Access::Guest);
    registry
        .route(route(&[Method::Get], "/reset-password/new", NEW, Access::Anyone))
        .route(guest(&[Method::Get], "/reset-password", SENT))
        .route(guest(&[Method::Post], "/reset-password", CREATE).repeatable_form())
        .route(guest(&[Method::Get], "/reset-password/{token}", EDIT).secret_link())
        .route(
            guest(&[Method::Patch, Method::Put], "/reset-password/{token}", UPDATE)
                .secret_link()
                .form_of::<ResetPasswordEdit>(),
        );
}
