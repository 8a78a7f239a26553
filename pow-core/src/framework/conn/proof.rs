//! Asking for the password again, before an action that needs a recent proof.

use std::time::Duration;

use super::Conn;
use crate::{
    Error,
    changeset::SCOPE,
    messages::{Message, keys},
    users::PASSWORD_HASH,
};

/// The field of a form that asks for the password again: `user[current_password]`.
pub const CURRENT_PASSWORD: &str = "current_password";

impl Conn {
    /// Whether the user must give the password to go on: unless the last proof is younger than `within` (`None` asks
    /// no user), or the account has no password.
    pub fn needs_password(&self, within: Option<Duration>) -> bool {
        let has_password = self.user().is_some_and(|user| !matches!(user.get(PASSWORD_HASH), Ok(None)));
        let clock = self.pow().clock();
        let is_recent = |within| self.session().is_some_and(|at| at.authenticated_within(within, clock.as_ref()));
        has_password && within.is_some_and(|within| !is_recent(within))
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
