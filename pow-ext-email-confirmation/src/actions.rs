//! Actions and their routes.

use pow_core::extension::{Access, Action, Method, Registry, Route};

use crate::{ConfirmationCode, ConfirmationController, EmailConfirmation, ID};

/// Opens a mailed link: shows a page with one button, or confirms the address if [`ConfirmOn::Get`](crate::ConfirmOn::Get) is
/// set.
pub const SHOW: Action = Action::new(ID, "confirmation", "show");
/// Confirms the address, by the button on the page of the link.
pub const CREATE: Action = Action::new(ID, "confirmation", "create");
/// Shows the page "Check your inbox". If no address waits for confirmation, redirects to the sign-in page or the account page.
pub const SENT: Action = Action::new(ID, "inbox", "show");
/// Mails the link again: to the pending address of the user, or to the address that this browser registered.
pub const RESEND: Action = Action::new(ID, "inbox", "resend");

/// Confirms the address by the code from the mail. The route exists if [`code_ttl`](EmailConfirmation::code_ttl) is set.
pub const CODE: Action = Action::new(ID, "inbox", "code");

/// Discards the pending address and its link. The account keeps its address.
pub const CANCEL: Action = Action::new(ID, "inbox", "cancel");

/// Adds the routes. A mailed link works with or without a session.
pub(crate) fn register(registry: &mut Registry, extension: &EmailConfirmation) {
    let controller = ConfirmationController::new(extension.clone());
    let route = |method, path, action, access| Route::new(&[method], path, action, access, controller.clone());
    if extension.code_ttl.is_some() {
        registry.route(route(Method::Post, "/confirm-email/code", CODE, Access::Anyone).form_of::<ConfirmationCode>());
    }
    registry
        .route(route(Method::Get, "/confirm-email/{token}", SHOW, Access::Anyone).secret_link())
        .route(route(Method::Post, "/confirm-email/{token}", CREATE, Access::Anyone).secret_link())
        .route(route(Method::Get, "/confirm-email", SENT, Access::Anyone))
        .route(route(Method::Post, "/confirm-email", RESEND, Access::Anyone))
        .route(route(Method::Delete, "/confirm-email", CANCEL, Access::Authenticated));
}
