//! Actions and their routes.

use pow_core::extension::{Access, Action, Method, Registry, Route};

use crate::{GalleryController, ID};

/// Lists the pages and mails with their states.
pub const INDEX: Action = Action::new(ID, "gallery", "index");
/// Shows a page in one state.
pub const PAGE: Action = Action::new(ID, "page", "show");
/// Shows a mail in one state.
pub const MAIL: Action = Action::new(ID, "mail", "show");
/// The stylesheet of one colour scheme.
pub const STYLESHEET: Action = Action::new(ID, "stylesheet", "show");

/// Routes without cookies: a gallery knows no user and leaves nothing in the browser.
pub(crate) fn register(registry: &mut Registry) {
    let route = |path: &str, action| {
        Route::new(&[Method::Get], path, action, Access::Anyone, GalleryController).without_cookies()
    };
    registry
        .route(route("/gallery", INDEX))
        .route(route("/gallery/page/{example}", PAGE))
        .route(route("/gallery/mail/{example}", MAIL))
        .route(route("/gallery/style/{scheme}", STYLESHEET));
}
