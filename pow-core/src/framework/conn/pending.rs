//! A user who has given the password, but not yet passed another required step, such as a second factor. The user is known, but
//! not signed in.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::{Conn, Reply, SignedIn};
use crate::{
    Error, UserId,
    clock::MAX_SKEW_MS,
    extension::{Action, AuthMethod},
    messages::keys,
    random,
    record::User,
    users::AUTH_EPOCH,
};

/// How long a user may take for a challenge.
const TTL: Duration = Duration::from_secs(5 * 60);

/// A note that one hook keeps for the later hooks of a sign-in: [`Conn::put_sign_in_note`].
///
/// ```
/// use pow_core::conn::SignInNote;
///
/// /// Whether the box "trust this browser" was ticked.
/// struct Trust(bool);
///
/// impl SignInNote for Trust {
///     const NAME: &'static str = "my_extension.trust";
///
///     fn encode(&self) -> String {
///         self.0.to_string()
///     }
///
///     fn decode(text: &str) -> Option<Self> {
///         text.parse().ok().map(Self)
///     }
/// }
/// ```
pub trait SignInNote: Sized {
    /// The name of the note. Begin it with the extension's id.
    const NAME: &'static str;

    /// Returns the text that the browser stores.
    fn encode(&self) -> String;

    /// Reads the text. Returns `None` if another version wrote it.
    fn decode(text: &str) -> Option<Self>;
}

/// A pending sign-in. The browser stores it, signed.
#[derive(Serialize, Deserialize)]
pub(super) struct Pending {
    /// Identifies this step, which can be passed only once.
    id: [u8; 16],
    user: UserId,
    epoch: i64,
    until_ms: i64,
    /// Whether the user has just proved their identity, for example by a password. `false` for a persistent cookie.
    pub(super) proved: bool,
    /// The challenge that the user must pass next.
    asked: String,
    /// The challenges that the user has passed.
    passed: Vec<String>,
    /// The notes of hooks.
    notes: BTreeMap<String, String>,
}

impl Conn {
    /// Returns the user that [`SignIn::Challenge`](crate::extension::SignIn::Challenge) sent to this action. The user is
    /// pending for at most five minutes, and only while the auth epoch of the account stays the same. `None` if the user waits
    /// at another challenge, or if there is no pending user.
    ///
    /// # Security
    /// This user is not signed in: show nothing that belongs to the account.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn pending_user(&self, challenge: Action) -> Result<Option<Arc<User>>, Error> {
        let Some(pending) = self.pending().filter(|pending| pending.asked == challenge.to_string()) else {
            return Ok(None);
        };
        let user = self.pow().users().get(self.cx(), pending.user).await?;
        match user {
            Some(user) if user.get(AUTH_EPOCH)? == pending.epoch => Ok(Some(user)),
            _ => Ok(None),
        }
    }

    /// Continues the sign-in of the pending user. Call it once this challenge is passed. It works only once: the browser's
    /// value and any copy of it are invalid afterwards.
    ///
    /// Every extension is asked again, because it may deny the sign-in or require another challenge. A challenge that was
    /// passed is not required again. If no user is pending at this challenge, the answer is a redirect to the sign-in page.
    ///
    /// # Errors
    /// As [`Conn::sign_in`].
    pub async fn complete_challenge(&mut self, challenge: Action) -> Result<SignedIn, Error> {
        let (Some(user), Some(pending)) = (self.pending_user(challenge).await?, self.pending()) else {
            return Ok(self.not_pending());
        };
        if !self.spend(&pending).await? {
            return Ok(self.not_pending());
        }
        let mut passed = pending.passed;
        for (key, value) in pending.notes {
            self.notes.entry(key).or_insert(value);
        }
        passed.push(pending.asked);
        let method = if pending.proved { AuthMethod::Proved } else { AuthMethod::Remembered };
        self.authorize(&user, method, passed).await.map(SignedIn::refusing)
    }

    fn not_pending(&self) -> SignedIn {
        let reply = Reply::redirect(self.pow().redirects().session_path(self));
        SignedIn::Denied(reply.refuse(401, keys::NOT_SIGNED_IN))
    }

    /// Marks the step as passed. Of any number of calls, exactly one gets `true`. After that, a copy of the browser's value is
    /// invalid, even on a node whose clock is behind. (M12, Z1)
    async fn spend(&self, pending: &Pending) -> Result<bool, Error> {
        let left = pending.until_ms.saturating_sub(self.pow().clock().now_ms()).saturating_add(MAX_SKEW_MS);
        let ttl = Duration::from_millis(u64::try_from(left).unwrap_or(1));
        let key = self.cx().cache().key().name("challenge_passed").bytes(&pending.id);
        self.pow().cache().put_if_absent(&key, Bytes::new(), Some(ttl)).await
    }

    /// Keeps a note for the later hooks of this sign-in, including hooks in the requests after a challenge. The browser stores
    /// the note, signed but readable, so keep it short.
    pub fn put_sign_in_note<N: SignInNote>(&mut self, note: &N) {
        self.notes.insert(N::NAME.to_owned(), note.encode());
    }

    /// Returns the note of this type, if one was kept for this sign-in.
    pub fn sign_in_note<N: SignInNote>(&self) -> Option<N> {
        N::decode(self.notes.get(N::NAME)?)
    }

    /// Reads the browser's value, if its signature is valid and it has not expired.
    pub(super) fn pending(&self) -> Option<Pending> {
        let bytes = self.pow().signers().pending.verify(self.pending.as_deref()?)?;
        let pending: Pending = postcard::from_bytes(&bytes).ok()?;
        (pending.until_ms >= self.pow().clock().now_ms()).then_some(pending)
    }

    /// Whether a user is between two steps of a sign-in.
    pub(crate) fn is_pending(&self) -> bool {
        self.pending().is_some()
    }

    pub(super) fn set_pending(
        &mut self,
        user: &User,
        method: AuthMethod,
        asked: Action,
        passed: Vec<String>,
    ) -> Result<(), Error> {
        let until_ms = self.pow().clock().now_ms().saturating_add(i64::try_from(TTL.as_millis()).unwrap_or(i64::MAX));
        let (user, epoch) = (user.id()?, user.get(AUTH_EPOCH)?);
        let notes = self.notes.clone();
        let proved = method == AuthMethod::Proved;
        let id = random::bytes()?;
        let pending = Pending { id, user, epoch, until_ms, proved, asked: asked.to_string(), passed, notes };
        let bytes = postcard::to_allocvec(&pending).map_err(Error::other)?;
        self.keep_pending(Some(self.pow().signers().pending.sign(&bytes)));
        Ok(())
    }

    pub(super) fn keep_pending(&mut self, signed: Option<String>) {
        self.pending.clone_from(&signed);
        self.effects.client.pending = Some(signed);
    }
}
