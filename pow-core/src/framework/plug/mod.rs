//! Pow's plug functions, for applications that write their own controllers. Each does one step of the framework's controllers,
//! on a [`Conn`](crate::conn::Conn).
//!
//! | function | does |
//! |---|---|
//! | [`current_user`] | returns the user who is signed in |
//! | [`assign_current_user`] | makes another user the current one, for this request only |
//! | [`authenticate_user`] | checks the form's user id and password, and signs in |
//! | [`change_user`] | returns an empty changeset of the current or a new user, for a form |
//! | [`create_user`] | registers from the form, and signs in |
//! | [`update_user`] | changes the current user from the form, and renews the session |
//! | [`delete_user`] | deletes the current user, and signs out |
//! | [`create`], [`delete`] | begin and end a session |
//! | [`sign_token`], [`verify_token`] | create and verify public tokens for a purpose |
//! | [`prepend_with_namespace`] | returns a name that no other set-up has |
//!
//! Each function that signs a user in or out, or writes a user, is a unit of work. When it returns, the mails that extensions
//! have queued in it are being sent, and its after-commit work has run. After a fault, uncommitted changes and their mails are
//! dropped, and committed changes stay, with their mails.
//!
//! A handler can also queue mails and after-commit work itself, by [`conn.cx()`](crate::conn::Conn::cx). The next such function
//! handles them, or else [`Pow::respond`](crate::Pow::respond).

mod require;
mod session;
mod token;
mod user;

pub(crate) use self::require::turn_away;
pub use self::{
    require::{DefaultErrorHandler, ErrorHandler},
    session::{create, delete},
    token::{sign_token, verify_token},
    user::{assign_current_user, authenticate_user, change_user, create_user, current_user, delete_user, update_user},
};
use crate::pow::Pow;

/// Returns the name with the set-up's namespace as its prefix, for cookies and keys of the application.
pub fn prepend_with_namespace(pow: &Pow, name: &str) -> String {
    match pow.namespace() {
        Some(namespace) => format!("{namespace}_{name}"),
        None => name.to_owned(),
    }
}
