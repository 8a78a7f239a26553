//! The actions and their routes.

use pow_core::extension::{Access, Action, Method, Registry, Route};

use crate::{ConfirmationController, EmailConfirmation, ID};

/// What the link in a mail opens: a page with one button, or under [`ConfirmOn::Get`](crate::ConfirmOn::Get)
/// the confirmation itself.
pub const SHOW: Action = Action::new(ID, "confirmation", "show");
/// Confirming, by the button on that page.
pub const CREATE: Action = Action::new(ID, "confirmation", "create");
/// Asks for the mail to a new address once more.
pub const RESEND: Action = Action::new(ID, "confirmation", "resend");

/// Giving up the new address that waits: its link is dead, and the account keeps its address.
pub const CANCEL: Action = Action::new(ID, "confirmation", "delete");

/// A link is opened where the mail is read, with or without a session.
pub(crate) fn register(registry: &mut Registry, extension: &EmailConfirmation) {
    let controller = ConfirmationController::new(extension.clone());
    let route = |method, path, action, access| Route::new(&[method], path, action, access, controller.clone());
    registry
        .route(route(Method::Get, "/confirm-email/{token}", SHOW, Access::Anyone).secret_link())
        .route(route(Method::Post, "/confirm-email/{token}", CREATE, Access::Anyone).secret_link())
        .route(route(Method::Post, "/confirm-email", RESEND, Access::Authenticated))
        .route(route(Method::Delete, "/confirm-email", CANCEL, Access::Authenticated));
}
