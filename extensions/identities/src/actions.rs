//! Actions and their routes. Other extensions hook them; applications move or replace them.

use pow_core::extension::{Access, Action, Method, Registry, Route};

use crate::{ID, Identities, IdentitiesController, IdentityProve, PhoneNew, UsernameNew};

/// Shows the list.
pub const INDEX: Action = Action::new(ID, "identities", "index");
/// Shows the form for another address.
pub const NEW: Action = Action::new(ID, "identities", "new");
/// Adds an address and mails a code to it. With the field `user[phone]`, adds a number and sends a code by text. With the field
/// `user[username]`, sets the user name.
pub const CREATE: Action = Action::new(ID, "identities", "create");
/// Shows the form that asks for the code.
pub const SHOW: Action = Action::new(ID, "identities", "show");
/// Sends another code.
pub const SEND: Action = Action::new(ID, "identities", "send");
/// Proves an address or a number by its code.
pub const PROVE: Action = Action::new(ID, "identities", "prove");
/// Makes a proved address the main one.
pub const PRIMARY: Action = Action::new(ID, "identities", "primary");
/// Removes an address, a number or the user name.
pub const DELETE: Action = Action::new(ID, "identities", "delete");
/// Shows the form for a phone number.
pub const NEW_PHONE: Action = Action::new(ID, "phone", "new");
/// Adds a phone number and sends a code by text.
pub const CREATE_PHONE: Action = Action::new(ID, "phone", "create");
/// Shows the form for the user name.
pub const NEW_USERNAME: Action = Action::new(ID, "username", "new");
/// Sets the user name.
pub const CREATE_USERNAME: Action = Action::new(ID, "username", "create");

pub(crate) fn register(registry: &mut Registry, extension: &Identities) {
    let controller = IdentitiesController::new(extension.clone());
    let of =
        |method, path: &str, action| Route::new(&[method], path, action, Access::Authenticated, controller.clone());
    // For programs, this route also takes the fields of the other forms.
    let mut create = of(Method::Post, "/identities", CREATE);
    if extension.phones {
        create = create.form_of::<PhoneNew>();
    }
    if extension.usernames {
        create = create.form_of::<UsernameNew>();
    }
    registry
        .route(of(Method::Post, "/identities/{id}/prove", PROVE).form_of::<IdentityProve>())
        .route(of(Method::Get, "/identities", INDEX))
        .route(of(Method::Get, "/identities/new", NEW))
        .route(create);
    let mut route = |method, path: &str, action| {
        registry.route(of(method, path, action));
    };
    if extension.phones {
        route(Method::Get, "/identities/phone", NEW_PHONE);
        route(Method::Post, "/identities/phone", CREATE_PHONE);
    }
    if extension.usernames {
        route(Method::Get, "/identities/username", NEW_USERNAME);
        route(Method::Post, "/identities/username", CREATE_USERNAME);
    }
    route(Method::Get, "/identities/{id}", SHOW);
    route(Method::Delete, "/identities/{id}", DELETE);
    route(Method::Post, "/identities/{id}/code", SEND);
    route(Method::Post, "/identities/{id}/primary", PRIMARY);
}
