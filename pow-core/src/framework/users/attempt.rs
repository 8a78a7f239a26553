//! The door that every typed secret passes: extensions are asked before it is checked, and told the result.

use std::{fmt, future::Future};

use crate::{Error, cx::Cx};

/// The kind of secret that is checked or requested. An extension that has codes of its own names another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AttemptKind(pub &'static str);

impl AttemptKind {
    /// The password of a sign-in.
    pub const PASSWORD: Self = Self("password");
    /// The password of the user who is signed in, before a change.
    pub const CURRENT_PASSWORD: Self = Self("current_password");
    /// A code that was mailed or sent by text: [`Codes`](crate::codes::Codes).
    pub const CODE: Self = Self("code");
    /// A link, which a form asks to be mailed. Nothing is checked: the attempt is always [`Checked::Right`].
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
    /// The normalised user id or address for which it is checked. It need not be that of an account.
    ///
    /// # Security
    /// A user may have typed the password here. Store and log a keyed digest of it only.
    pub subject: String,
}

impl Attempt {
    /// An attempt for this user id or address.
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
    /// A fault or another extension's refusal came first, so nothing was learned about the secret.
    Failed,
}

/// Checks a typed secret: asks every extension before, runs `check`, and tells every extension the result. `is_right` says what
/// the result of the check means.
///
/// The [user context](super::Users) does this for passwords. An extension calls it for its own codes, an application where it
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
/// If the client disconnects in between, no extension is told: what was counted stays counted.
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
            // Those that were asked before have counted an attempt that does not take place.
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
        // The fault of the check says more.
        if done.is_ok() {
            told?;
        }
    }
    done
}

/// Asks every extension whether a link for this address may be asked for. Call it in a form that mails one, for known and
/// unknown addresses alike.
///
/// # Errors
/// As [`attempt`].
pub async fn ask_for_link(cx: &Cx, address: &str) -> Result<(), Error> {
    attempt(cx, &Attempt::new(AttemptKind::LINK, address), async { Ok(()) }, |()| true).await
}
