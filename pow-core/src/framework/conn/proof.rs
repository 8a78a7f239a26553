//! Asking for the password again, before an action that needs a recent proof.

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
    /// Whether the user must give the password to go on: unless the last proof is younger than `within` (`None` asks
    /// no user), or the account has no password.
    pub fn needs_password(&self, within: Option<Duration>) -> bool {
        self.has_password() && !self.is_proved_within(within)
    }

    /// Whether the user must sign in again to go on: the account has no password that a form could ask for, and the last proof
    /// is not younger than `within` (`None` asks no user).
    pub fn needs_sign_in(&self, within: Option<Duration>) -> bool {
        self.user().is_some() && !self.has_password() && !self.is_proved_within(within)
    }

    /// Refuses an action if it [needs another sign-in](Self::needs_sign_in): with a message on the page of `page`, or on the start
    /// page if that has no route. The status is 403 for a program.
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

    /// Checks `user[current_password]` of the form: `None` if it is right, else what to say at the field. Costs one hash, unless
    /// nothing was typed.
    ///
    /// # Errors
    /// Faults of the database; [`Error::Busy`] when too many passwords wait to be hashed.
    pub async fn wrong_password(&self) -> Result<Option<Message>, Error> {
        let Some(user) = self.user() else { return Ok(Some(Message::new(keys::ERROR_REQUIRED))) };
        // What was not typed is no attempt.
        if let None | Some(Some("")) = self.params().scope(SCOPE).get(CURRENT_PASSWORD).map(|param| param.text()) {
            return Ok(Some(Message::new(keys::ERROR_REQUIRED)));
        }
        let is_right = self.pow().users().verify_current_password(self.cx(), user, self.params()).await?;
        Ok((!is_right).then(|| Message::new(keys::ERROR_CURRENT_PASSWORD)))
    }
}
