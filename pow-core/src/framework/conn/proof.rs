//! Asking for the password again, before an action that needs a recent sign-in.

use std::time::Duration;

use super::{Conn, Reply};
use crate::{
    Error,
    changeset::SCOPE,
    extension::Action,
    messages::{Message, keys},
    pages::Flash,
    users::PASSWORD_HASH,
};

/// The field of a form that asks for the password again: `user[current_password]`.
pub const CURRENT_PASSWORD: &str = "current_password";

impl Conn {
    /// Whether the user must type the password to continue. This is not the case if the user signed in or typed the password
    /// less than `within` ago, or if the account has no password. With `None` it is never the case.
    pub fn needs_password(&self, within: Option<Duration>) -> bool {
        self.has_password() && !self.is_proved_within(within)
    }

    /// Whether the user must sign in again to continue. This is the case if the account has no password that a form could ask
    /// for, and the last sign-in is older than `within`. With `None` it is never the case.
    pub fn needs_sign_in(&self, within: Option<Duration>) -> bool {
        self.user().is_some() && !self.has_password() && !self.is_proved_within(within)
    }

    /// Refuses an action if it [needs another sign-in](Self::needs_sign_in). The reply redirects to the page of the action
    /// `page`, or to the start page if `page` has no route, and shows a message there. A client that reads JSON gets a 403.
    /// Returns `None` if the action may continue.
    ///
    /// ```
    /// # use pow_core::{conn::Conn, extension::{Action, Outcome}};
    /// fn close(conn: &mut Conn, page: Action) -> Option<Outcome> {
    ///     let within = conn.pow().policy().reauthentication;
    ///     conn.ask_for_sign_in(within, page).map(Outcome::Halt)
    /// }
    /// ```
    pub fn ask_for_sign_in(&mut self, within: Option<Duration>, page: Action) -> Option<Reply> {
        if !self.needs_sign_in(within) {
            return None;
        }
        self.flash(Flash::error(Message::new(keys::SIGN_IN_AGAIN)));
        let page = self.path(page).unwrap_or_else(|| self.pow().home_path().to_owned());
        Some(Reply::redirect(page).refuse(403, keys::SIGN_IN_AGAIN))
    }

    fn has_password(&self) -> bool {
        self.user().is_some_and(|user| !matches!(user.get(PASSWORD_HASH), Ok(None)))
    }

    fn is_proved_within(&self, within: Option<Duration>) -> bool {
        let clock = self.pow().clock();
        let is_recent = |within| self.session().is_some_and(|at| at.authenticated_within(within, clock.as_ref()));
        within.is_none_or(is_recent)
    }

    /// Checks `user[current_password]` of the form. Returns `None` if the password is right, or else the error message for the
    /// field. It costs one hash, unless the field is empty.
    ///
    /// # Errors
    /// Faults of the database; [`Error::Busy`] when too many passwords wait to be hashed.
    pub async fn wrong_password(&self) -> Result<Option<Message>, Error> {
        let Some(user) = self.user() else { return Ok(Some(Message::new(keys::ERROR_REQUIRED))) };
        // An empty field is no attempt.
        if let None | Some(Some("")) = self.params().scope(SCOPE).get(CURRENT_PASSWORD).map(|param| param.text()) {
            return Ok(Some(Message::new(keys::ERROR_REQUIRED)));
        }
        let is_right = self.pow().users().verify_current_password(self.cx(), user, self.params()).await?;
        Ok((!is_right).then(|| Message::new(keys::ERROR_CURRENT_PASSWORD)))
    }
}
