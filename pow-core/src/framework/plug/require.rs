//! The answers of guards.

use std::fmt::Debug;

use crate::{
    conn::{Conn, Reply, link},
    extension::Method,
    messages::{Message, keys},
    pages::{Flash, SignedInAlready},
    policy::PageFlow,
};

/// Answers in place of a page that a guard keeps closed.
///
/// ```
/// use pow_core::{conn::{Conn, Reply}, plug::ErrorHandler};
///
/// /// Programs get a status, and are led nowhere.
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
/// It is for all guards as [`Config::error_handler`](crate::Config::error_handler), and for one as
/// `pow.require_authenticated().error_handler(ForPrograms)`.
///
/// A client that reads JSON gets 401 or 409 by the same rules: see [`Reply::refuse`]. A redirect tells it where to go.
///
/// An implementer guarantees that the answer shows nothing of the page behind the guard.
pub trait ErrorHandler: Debug + Send + Sync + 'static {
    /// The page needs a signed-in user, and the request has none.
    fn not_authenticated(&self, conn: &mut Conn) -> Reply;

    /// The page is for visitors only, and a user is signed in.
    fn already_authenticated(&self, conn: &mut Conn) -> Reply;
}

/// Asks the handler for the answer of a guard that wants a user, or none.
pub(crate) fn turn_away(errors: &dyn ErrorHandler, conn: &mut Conn, wants_user: bool) -> Reply {
    match wants_user {
        true => errors.not_authenticated(conn).refuse_by_default(401, keys::NOT_SIGNED_IN),
        false => errors.already_authenticated(conn).refuse_by_default(409, keys::SIGNED_IN_ALREADY),
    }
}

/// The default: a flash, if the messages have a text for it, and a redirect. After a form the flash says that the session has
/// ended. A mailed link for visitors shows a signed-in user the page [`SignedInAlready`].
#[derive(Clone, Copy, Debug, Default)]
pub struct DefaultErrorHandler;

impl ErrorHandler for DefaultErrorHandler {
    fn not_authenticated(&self, conn: &mut Conn) -> Reply {
        // Asking for a page is no mistake; a form of which nothing came is one.
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
