//! The outcome of an action, and the decisions of hooks.

use std::sync::Arc;

use crate::{changeset::Changeset, conn::Reply, record::User};

/// An action, identified by extension, controller and step. Every crate declares its own actions as constants, which can be used
/// in patterns.
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
    /// The action succeeded. The value is the user that it concerned, if any.
    Ok(Option<Arc<User>>),
    /// The form has errors.
    Invalid(Changeset),
    /// A hook answers in place of the action. Nothing after it runs.
    Halt(Reply),
}

/// How an extension authenticated a request that has no session. In every case, `before_sign_in` of every extension is asked
/// before the user is let in.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Recognised {
    /// A user with a cookie from an earlier sign-in. A session begins, but it doesn't count as recently authenticated.
    Remembered(Arc<User>),
    /// A user for this one request, without a session: by a bearer token, or beside the request that begins the session. If an
    /// extension demands a challenge, the user is not let in and gets the page of a visitor: a program can't pass a challenge,
    /// and no session may begin.
    ForThisRequest(Arc<User>),
    /// As [`Recognised::ForThisRequest`], with rights that a guard of the extension limits, for example by the scopes of a token.
    /// Handlers, other guards and the framework's routes see a visitor, until [`Pow::admit`](crate::Pow::admit) lets the user in.
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
    /// The sign-in is denied with this answer. No session begins, and an existing session ends.
    Deny(Reply),
    /// The user must pass this action first, for example a second factor. No session begins before that. For
    /// [`AuthMethod::ForThisRequest`], a challenge is a denial.
    Challenge(Action),
}

/// Whether a row of the users' table is an account: [`Extension::claim`](super::Extension::claim).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Claim {
    /// The row is an account.
    #[default]
    Claimed,
    /// The row waits for its user. The link can be mailed to its address again.
    Open,
    /// The row has expired: a registration may replace it.
    Expired,
}
