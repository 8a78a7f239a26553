//! Pow's plug functions, for applications that write their own controllers: each does one thing that the framework's
//! own controllers do, on a [`Conn`](crate::conn::Conn).
//!
//! | function | does |
//! |---|---|
//! | [`current_user`] | returns the user who is signed in |
//! | [`assign_current_user`] | takes another user for the current one, for this request only |
//! | [`authenticate_user`] | checks the form's user id and password, and signs in |
//! | [`change_user`] | an empty changeset of the current or a new user, for a form |
//! | [`create_user`] | registers from the form, and signs in |
//! | [`update_user`] | changes the current user from the form, and renews the session |
//! | [`delete_user`] | deletes the current user, and signs out |
//! | [`create`], [`delete`] | begins and ends a session |
//! | [`sign_token`], [`verify_token`] | public tokens for a purpose |
//! | [`prepend_with_namespace`] | a name that no other set-up has |
//!
//! Each that signs in or out or writes a user is a unit of work: when it returns, the mails that extensions have queued in
//! it are on their way, and what waited for the commit has run; after a fault what is not committed is forgotten, and
//! what a write has committed stays, with its mails. Mails and after-commit work that a handler queues itself, by
//! [`conn.cx()`](crate::conn::Conn::cx), go with the next such function, or with [`Pow::respond`](crate::Pow::respond).

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

/// The name with the set-up's namespace before it, for cookies and keys of the application.
pub fn prepend_with_namespace(pow: &Pow, name: &str) -> String {
    match pow.namespace() {
        Some(namespace) => format!("{namespace}_{name}"),
        None => name.to_owned(),
    }
}
