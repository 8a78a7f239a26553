//! The outcome of an action, and the decisions of hooks.

use std::sync::Arc;

use crate::{changeset::Changeset, conn::Reply, record::User};

/// An action: which extension, which controller, which step. Open: every crate declares its own as constants, and
/// they can be compared in patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Action {
    /// The extension's id, or "core".
    pub extension: &'static str,
    /// The controller within it.
    pub controller: &'static str,
    /// The step: new, create, edit, update, delete, show, …
    pub name: &'static str,
}

impl Action {
    /// An action of an extension.
    pub const fn new(extension: &'static str, controller: &'static str, name: &'static str) -> Self {
        Self { extension, controller, name }
    }
}

impl std::fmt::Display for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}#{}", self.extension, self.controller, self.name)
    }
}

/// The result of an action's logic, before it becomes a response.
#[derive(Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// It worked; with the user that it was about, if any.
    Ok(Option<Arc<User>>),
    /// The form has errors.
    Invalid(Changeset),
    /// A hook answers by itself. Nothing after it runs.
    Halt(Reply),
}

/// How an extension authenticated a request that has no session. Either way `before_sign_in` of every extension is
/// asked before the user is let in.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Recognised {
    /// A user who left a cookie behind at an earlier sign-in. A session begins, but it doesn't count as recently authenticated.
    Remembered(Arc<User>),
    /// A user for this one request, without a session: by a bearer token, or beside the request that begins the session.
    /// A user that an extension would send to a challenge is not let in: a program can't answer a page, and no session may come of
    /// it. The page is then that of a visitor.
    ForThisRequest(Arc<User>),
    /// As [`Recognised::ForThisRequest`], with an authority that a guard of the extension limits, such as a token with scopes.
    /// Handlers, other guards and the framework's routes see a visitor, until [`Pow::admit`](crate::Pow::admit) lets the user
    /// in.
    Limited(Arc<User>),
}

/// How a user was authenticated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthMethod {
    /// By a proof given just now: a password, a link in a mail, a passkey.
    Proved,
    /// As [`Recognised::Remembered`].
    Remembered,
    /// As [`Recognised::ForThisRequest`] and [`Recognised::Limited`].
    ForThisRequest,
}

/// The decision of an extension about a sign-in.
#[derive(Debug)]
#[non_exhaustive]
pub enum SignIn {
    /// The extension has no objection.
    Allow,
    /// The sign-in is denied with this answer. No session begins, and the one that was there has ended.
    Deny(Reply),
    /// The user must pass this action first, for example a second factor. No session begins before. For
    /// [`AuthMethod::ForThisRequest`] it is a denial.
    Challenge(Action),
}

/// Whether a row of the users' table is an account: [`Extension::claim`](super::Extension::claim).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Claim {
    /// It is an account.
    #[default]
    Claimed,
    /// It waits for its user, who may be mailed the link again.
    Open,
    /// Its time is over: it gives way to a registration.
    Expired,
}
