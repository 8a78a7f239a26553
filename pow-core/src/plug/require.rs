//! What happens to who is not signed in where that is needed, or is already signed in where that is not wanted.

use std::fmt::Debug;

use crate::{
    conn::{Conn, Reply},
    messages::{Message, keys},
    pages::Flash,
};

/// Answers in place of a page that a guard keeps closed.
///
/// An implementer guarantees that the answer shows nothing of the page behind the guard.
pub trait ErrorHandler: Debug + Send + Sync + 'static {
    /// The page needs a signed-in user and nobody is.
    fn not_authenticated(&self, conn: &mut Conn) -> Reply;

    /// The page is for visitors only and somebody is signed in.
    fn already_authenticated(&self, conn: &mut Conn) -> Reply;
}

/// The default: a flash, if the messages have a text for it, and a redirect.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainErrorHandler;

impl ErrorHandler for PlainErrorHandler {
    fn not_authenticated(&self, conn: &mut Conn) -> Reply {
        conn.flash(Flash::error(Message::new(keys::SIGN_IN_REQUIRED)));
        let redirects = conn.pow().redirects().clone();
        Reply::redirect(redirects.user_not_authenticated(conn))
    }

    fn already_authenticated(&self, conn: &mut Conn) -> Reply {
        conn.flash(Flash::error(Message::new(keys::ALREADY_SIGNED_IN)));
        let redirects = conn.pow().redirects().clone();
        Reply::redirect(redirects.user_already_authenticated(conn))
    }
}
