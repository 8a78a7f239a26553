//! The answers of guards.

use std::fmt::Debug;

use crate::{
    conn::{Conn, Reply, link},
    extension::Method,
    messages::{Message, keys},
    pages::{Flash, SignedInAlready},
    policy::PageFlow,
};

/// Creates the answers to requests that a guard rejects.
///
/// ```
/// use pow_core::{conn::{Conn, Reply}, plug::ErrorHandler};
///
/// /// Programs get a status, and no redirect.
/// #[derive(Debug)]
/// struct ForPrograms;
///
/// impl ErrorHandler for ForPrograms {
///     fn not_authenticated(&self, _: &mut Conn) -> Reply {
///         Reply::html(401, "sign in first".to_owned())
///     }
///
///     fn already_authenticated(&self, _: &mut Conn) -> Reply {
///         Reply::html(409, "signed in already".to_owned())
///     }
/// }
/// ```
///
/// Set it for all guards as [`Config::error_handler`](crate::Config::error_handler), or for one guard by
/// `pow.require_authenticated().error_handler(ForPrograms)`.
///
/// A client that reads JSON gets a 401 or 409: see [`Reply::refuse`]. If the answer is a redirect, the body has its address.
///
/// An implementer guarantees that the answer shows nothing of the page behind the guard.
pub trait ErrorHandler: Debug + Send + Sync + 'static {
    /// Answers a visitor who requests a page for signed-in users.
    fn not_authenticated(&self, conn: &mut Conn) -> Reply;

    /// Answers a signed-in user who requests a page for visitors.
    fn already_authenticated(&self, conn: &mut Conn) -> Reply;
}

/// Asks the handler for the answer of a guard. `wants_user` is true if the guard accepts only users, and false if it accepts
/// only visitors.
pub(crate) fn turn_away(errors: &dyn ErrorHandler, conn: &mut Conn, wants_user: bool) -> Reply {
    match wants_user {
        true => errors.not_authenticated(conn).refuse_by_default(401, keys::NOT_SIGNED_IN),
        false => errors.already_authenticated(conn).refuse_by_default(409, keys::SIGNED_IN_ALREADY),
    }
}

/// The default: a redirect, with a flash message if the messages have a text for it. After a form the message says that the
/// session has ended. A signed-in user who opens a mailed link for visitors gets the page [`SignedInAlready`].
#[derive(Clone, Copy, Debug, Default)]
pub struct DefaultErrorHandler;

impl ErrorHandler for DefaultErrorHandler {
    fn not_authenticated(&self, conn: &mut Conn) -> Reply {
        // A request for a page is no error. A form that had no effect is an error.
        conn.flash(match conn.request().method {
            Some(Method::Get) => Flash::info(Message::new(keys::SIGN_IN_REQUIRED)),
            _ => Flash::error(Message::new(keys::SESSION_OVER)),
        });
        let redirects = conn.pow().redirects().clone();
        Reply::redirect(redirects.user_not_authenticated(conn))
    }

    fn already_authenticated(&self, conn: &mut Conn) -> Reply {
        if let Some(page) = page_of_link(conn) {
            return page;
        }
        conn.flash(Flash::error(Message::new(keys::ALREADY_SIGNED_IN)));
        let redirects = conn.pow().redirects().clone();
        Reply::redirect(redirects.user_already_authenticated(conn))
    }
}

/// Returns the page for a signed-in user who opened a mailed link for visitors.
fn page_of_link(conn: &Conn) -> Option<Reply> {
    let is_opened = conn.request().method == Some(Method::Get) && !conn.request().client.reads_json();
    if !is_opened || conn.pow().policy().page_flow != PageFlow::Guided || !conn.is_secret_link() {
        return None;
    }
    let page = SignedInAlready::new().link_path(link::path(conn));
    conn.page(SignedInAlready::STATUS, &page).ok()
}
