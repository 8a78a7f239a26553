//! Checks of typed secrets. Every extension is asked before the check, and receives the result.

use std::{fmt, future::Future};

use crate::{Error, cx::Cx};

/// The kind of secret that is checked or requested. An extension with its own codes adds another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AttemptKind(pub &'static str);

impl AttemptKind {
    /// The password of a sign-in.
    pub const PASSWORD: Self = Self("password");
    /// The password of the user who is signed in, before a change.
    pub const CURRENT_PASSWORD: Self = Self("current_password");
    /// A code that was mailed or sent by text: [`Codes`](crate::codes::Codes).
    pub const CODE: Self = Self("code");
    /// A mailed link that a form asks for. Nothing is checked: the attempt is always [`Checked::Right`].
    pub const LINK: Self = Self("link");
}

/// One check of a typed secret, for the hooks [`before_attempt`] and [`after_attempt`].
///
/// [`before_attempt`]: crate::extension::Extension::before_attempt
/// [`after_attempt`]: crate::extension::Extension::after_attempt
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// The kind of secret that is checked or requested.
    pub kind: AttemptKind,
    /// The normalised user id or address for which the secret is checked. It need not belong to an account.
    ///
    /// # Security
    /// A user may have typed the password here. Store and log a keyed digest of it only.
    pub subject: String,
}

impl Attempt {
    /// Creates an attempt for this user id or address.
    pub fn new(kind: AttemptKind, subject: impl Into<String>) -> Self {
        Self { kind, subject: subject.into() }
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// The result of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// The secret was right.
    Right,
    /// The secret was wrong, or there is no such account.
    Wrong,
    /// A fault or another extension's refusal came first, so it is unknown whether the secret was right.
    Failed,
}

/// Checks a typed secret. Calls `before_attempt` of every extension, then `check`, then `after_attempt` of every extension with
/// the result. `is_right` tells from the result of `check` whether the secret was right.
///
/// [`Users`](super::Users) calls this for passwords. An extension calls it for its own codes. An application calls it if it
/// replaces [`Users::authenticate`](super::Users::authenticate).
///
/// ```
/// # use pow_core::{Error, cx::Cx, users::{self, Attempt, AttemptKind}};
/// const CODE: AttemptKind = AttemptKind("my_extension.code");
///
/// async fn check_code(cx: &Cx, address: &str, check: impl Future<Output = Result<bool, Error>>) -> Result<bool, Error> {
///     users::attempt(cx, &Attempt::new(CODE, address), check, |right| *right).await
/// }
/// ```
///
/// If the client disconnects in between, `after_attempt` is not called, and an attempt that was counted stays counted.
///
/// # Errors
/// [`Error::TooMany`] if an extension refuses; `check` does not run then. Otherwise the faults of `check` and of the hooks.
pub async fn attempt<T>(
    cx: &Cx,
    attempt: &Attempt,
    check: impl Future<Output = Result<T, Error>>,
    is_right: impl FnOnce(&T) -> bool,
) -> Result<T, Error> {
    let hooks = cx.pow().hooks();
    for (asked, extension) in hooks.iter().enumerate() {
        if let Err(refusal) = extension.before_attempt(cx, attempt).await {
            // The extensions that were asked earlier have counted an attempt that does not take place.
            for earlier in hooks.iter().take(asked) {
                let _ = earlier.after_attempt(cx, attempt, Checked::Failed).await;
            }
            return Err(refusal);
        }
    }
    let done = check.await;
    let checked = match &done {
        Ok(result) if is_right(result) => Checked::Right,
        Ok(_) => Checked::Wrong,
        Err(_) => Checked::Failed,
    };
    for extension in hooks {
        let told = extension.after_attempt(cx, attempt, checked).await;
        // If the check failed, its error says more.
        if done.is_ok() {
            told?;
        }
    }
    done
}

/// Asks every extension whether a form may request a link for this address. Call it in every form that mails a link, for known
/// and unknown addresses alike.
///
/// # Errors
/// As [`attempt`].
pub async fn ask_for_link(cx: &Cx, address: &str) -> Result<(), Error> {
    attempt(cx, &Attempt::new(AttemptKind::LINK, address), async { Ok(()) }, |()| true).await
}
