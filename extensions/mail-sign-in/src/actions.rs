//! Actions and their routes.

use pow_core::extension::{Access, Action, Method, Registry, Route};

use crate::{ID, MailSignIn, MailSignInCode, MailSignInController, TextSignInCode, TextSignInController};

/// Shows the form that asks for the address.
pub const NEW: Action = Action::new(ID, "mail", "new");
/// Mails a code and a link. A form without an address sends them again to the address that this browser entered before.
pub const CREATE: Action = Action::new(ID, "mail", "create");
/// Shows the form that asks for the code.
pub const SENT: Action = Action::new(ID, "code", "new");
/// Signs in by the code.
pub const CODE: Action = Action::new(ID, "code", "create");
/// Shows the page of the mailed link: one button.
pub const SHOW: Action = Action::new(ID, "link", "show");
/// Signs in by the link.
pub const USE: Action = Action::new(ID, "link", "create");

/// Shows the form that asks for the phone number.
pub const TEXT_NEW: Action = Action::new(ID, "text", "new");
/// Sends a code by text. A form without a number sends another code to the number that this browser entered before.
pub const TEXT_CREATE: Action = Action::new(ID, "text", "create");
/// Shows the form that asks for the code of a text.
pub const TEXT_SENT: Action = Action::new(ID, "text_code", "new");
/// Signs in by the code of a text.
pub const TEXT_CODE: Action = Action::new(ID, "text_code", "create");

/// Adds the routes. All are for visitors.
pub(crate) fn register(registry: &mut Registry, extension: &MailSignIn) {
    let controller = MailSignInController::new(extension.clone());
    let route = |method, path, action| Route::new(&[method], path, action, Access::Guest, controller.clone());
    registry
        .route(route(Method::Get, "/sign-in-by-mail/new", NEW))
        .route(route(Method::Post, "/sign-in-by-mail", CREATE).repeatable_form())
        .route(route(Method::Get, "/sign-in-by-mail", SENT))
        .route(route(Method::Post, "/sign-in-by-mail/code", CODE).form_of::<MailSignInCode>())
        .route(route(Method::Get, "/sign-in-by-mail/{token}", SHOW).secret_link())
        .route(route(Method::Post, "/sign-in-by-mail/{token}", USE).secret_link());
    if extension.texts {
        text_routes(registry, extension);
    }
}

fn text_routes(registry: &mut Registry, extension: &MailSignIn) {
    let controller = TextSignInController::new(extension.clone());
    let route = |method, path, action| Route::new(&[method], path, action, Access::Guest, controller.clone());
    registry
        .route(route(Method::Get, "/sign-in-by-text/new", TEXT_NEW))
        .route(route(Method::Post, "/sign-in-by-text", TEXT_CREATE).repeatable_form())
        .route(route(Method::Get, "/sign-in-by-text", TEXT_SENT))
        .route(route(Method::Post, "/sign-in-by-text/code", TEXT_CODE).form_of::<TextSignInCode>());
}
