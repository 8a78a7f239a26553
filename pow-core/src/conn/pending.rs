//! A user between the password and the second factor: known, but not signed in.

use std::{sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};

use super::{Conn, SignedIn};
use crate::{Error, UserId, record::User, users::AUTH_EPOCH};

/// How long a user may take for the second factor.
const TTL: Duration = Duration::from_secs(5 * 60);

#[derive(Serialize, Deserialize)]
struct Pending {
    user: UserId,
    epoch: i64,
    until_ms: i64,
}

impl Conn {
    /// The user who passed the first step, for at most five minutes and as long as nothing about the account's
    /// authority changed. This user is not signed in.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn pending_user(&self) -> Result<Option<Arc<User>>, Error> {
        let signer = &self.pow().signers().pending;
        let Some(bytes) = self.pending.as_deref().and_then(|text| signer.verify(text)) else { return Ok(None) };
        let Ok(pending) = postcard::from_bytes::<Pending>(&bytes) else { return Ok(None) };
        if pending.until_ms < self.pow().clock().now_ms() {
            return Ok(None);
        }
        match self.pow().users().get(self.cx(), pending.user).await? {
            Some(user) if user.get(AUTH_EPOCH)? == pending.epoch => Ok(Some(user)),
            _ => Ok(None),
        }
    }

    /// Signs the pending user in: to be called by the challenge's own action once it is passed. Whatever other
    /// extensions demand must have been met before the challenge, or is met by their own hooks again.
    ///
    /// # Errors
    /// As [`Conn::sign_in`].
    pub async fn complete_challenge(&mut self, user: &Arc<User>) -> Result<SignedIn, Error> {
        self.start_session(user, true).await?;
        Ok(SignedIn::Yes)
    }

    pub(super) fn set_pending(&mut self, user: &User) -> Result<(), Error> {
        let until_ms = self.pow().clock().now_ms().saturating_add(i64::try_from(TTL.as_millis()).unwrap_or(i64::MAX));
        let pending = Pending { user: user.id()?, epoch: user.get(AUTH_EPOCH)?, until_ms };
        let bytes = postcard::to_allocvec(&pending).map_err(Error::other)?;
        self.effects.client.pending = Some(Some(self.pow().signers().pending.sign(&bytes)));
        Ok(())
    }
}
