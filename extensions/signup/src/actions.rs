//! Actions and their routes.

use pow_core::extension::{Access, Action, Method, Registry, Route};

use crate::{CodeNew, DetailsNew, ID, Mode, Signup, SignupController};

/// Shows the first page: the form that asks for the address, or with [`Mode::FormFirst`] the whole form. A prefilled link leads
/// here.
pub const NEW: Action = Action::new(ID, "signup", "new");
/// Mails a code to the address, or with [`Mode::FormFirst`] a link. A form without an address mails another code to the previous
/// address.
pub const CREATE: Action = Action::new(ID, "signup", "create");
/// Shows the form that asks for the code.
pub const CODE: Action = Action::new(ID, "code", "new");
/// Proves the address by the code.
pub const CHECK: Action = Action::new(ID, "code", "create");
/// Opens the link of the mail with the code: shows a page with one button.
pub const LINK: Action = Action::new(ID, "link", "show");
/// Proves the address by the link.
pub const FOLLOW: Action = Action::new(ID, "link", "create");
/// Shows the form that asks for the details.
pub const DETAILS: Action = Action::new(ID, "details", "new");
/// Creates the account.
pub const FINISH: Action = Action::new(ID, "details", "create");
/// Shows the page "Check your inbox" after the whole form. [`Mode::FormFirst`] only.
pub const SENT: Action = Action::new(ID, "signup", "sent");
/// Opens the link of the mail after the whole form. [`Mode::FormFirst`] only.
pub const CONFIRM_SHOW: Action = Action::new(ID, "confirm", "show");
/// Creates the account of the whole form. [`Mode::FormFirst`] only.
pub const CONFIRM: Action = Action::new(ID, "confirm", "create");

/// Adds the routes of the mode. All are for visitors.
pub(crate) fn register(registry: &mut Registry, extension: &Signup) {
    let controller = SignupController::new(extension.clone());
    let get = |path: &str, action| Route::new(&[Method::Get], path, action, Access::Guest, controller.clone());
    let post = |path: &str, action| Route::new(&[Method::Post], path, action, Access::Guest, controller.clone());
    registry.route(get("/signup", NEW));
    match extension.mode {
        Mode::CodeFirst => registry
            .route(post("/signup", CREATE).repeatable_form())
            .route(get("/signup/code", CODE))
            .route(post("/signup/code", CHECK).form_of::<CodeNew>())
            .route(get("/signup/link/{token}", LINK).secret_link())
            .route(post("/signup/link/{token}", FOLLOW).secret_link())
            .route(get("/signup/details", DETAILS))
            .route(post("/signup/details", FINISH).form_of::<DetailsNew>())
            .requires_route(LINK),
        Mode::FormFirst => registry
            .route(post("/signup", CREATE))
            .route(get("/signup/sent", SENT))
            .route(get("/signup/confirm/{token}", CONFIRM_SHOW).secret_link())
            .route(post("/signup/confirm/{token}", CONFIRM).secret_link())
            .requires_route(CONFIRM_SHOW),
    };
}
