//! Sessions: who is signed in, where, and since when. Independent of HTTP.
//!
//! The client holds a signed value with the user's id, the session's **permanent id** and a **rotating secret**. The
//! cache holds a record with the secret's hash. A session ends by:
//!
//! | event | effect |
//! |---|---|
//! | no request within the idle timeout (30 min, counted from the last renewal) | gone from the cache |
//! | the absolute lifetime (30 days) | gone, however active |
//! | sign-out, revocation | gone at once; no request in flight brings it back |
//! | a raised auth epoch of the user (password, lock, …) | dead at the next request, on every node |
//! | a new sign-in of the same client (fingerprint) | the older session is gone |
//! | a new sign-in beyond the limit of sessions per user | the session renewed longest ago is gone |
//! | regeneration (any change of authority) | the id itself is new, the old one is gone |
//!
//! The secret is renewed every 15 minutes. The previous secret stays valid until its successor is first seen, so that a lost
//! response doesn't sign the user out. It is then valid for a grace period of 10 seconds, or a tenth of the renewal interval
//! if that is shorter. This keeps parallel requests signed in.

mod agent;
mod clients;
mod cookie_value;
mod create;
mod fetch;
mod manage;
mod metadata;
mod place;
mod record;
mod settings;
#[cfg(test)]
mod stale;
#[cfg(test)]
mod tests;
mod user;
mod user_cache;
mod validity;
mod verified;

use std::{fmt, str::FromStr, sync::Arc, time::Duration};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

pub(crate) use self::cookie_value::Cookie;
pub use self::{
    agent::Agent,
    clients::Clients,
    create::{NewSession, SignedSession},
    fetch::Fetched,
    manage::SessionInfo,
    metadata::Metadata,
    place::{Place, Places},
    settings::SessionSettings,
    user::{LoadedUser, Unsettled, UserSource, WithCached},
};
use self::{
    cookie_value::user_bytes,
    record::Record,
    user_cache::UserCache,
    validity::{Rules, ms},
    verified::VerifiedCookies,
};
use crate::{
    Clock, DateTime, Error, UserId,
    cache::{CacheStore, Key},
    keys::{KeyRing, Signer},
    random,
    telemetry::LogGate,
};

/// Users are not cached if the renewal interval is shorter than this.
const MIN_USER_TTL: Duration = Duration::from_secs(1);
/// The longest time until a change that bypasses the framework is seen.
const MAX_USER_TTL: Duration = Duration::from_secs(15 * 60);

/// The number of users whose record a process keeps in memory.
const CACHED_USERS: usize = 50_000;

/// The sessions of one set-up; `U` is the user's record.
///
/// A fault of the cache is an `Err`, never "signed out".
pub struct Sessions<U> {
    store: Arc<dyn CacheStore>,
    source: Arc<dyn UserSource<U>>,
    clock: Arc<dyn Clock>,
    signer: Signer,
    /// `None` if the application has its own verifier, which may revoke keys.
    verified: Option<VerifiedCookies>,
    user_cache: UserCache<U>,
    session_prefix: Key,
    user_prefix: Key,
    rules: Rules,
    user_ttl: Duration,
    max_per_user: Option<usize>,
    reload: bool,
    junk: LogGate,
}

impl<U: Send + Sync + 'static> Sessions<U> {
    /// Creates the sessions in `store`, signed with keys of `ring`, for users from `source`.
    ///
    /// `namespace` names the set-up of the sessions, for example "users" or "admins". Sessions of another namespace are never
    /// accepted.
    ///
    /// # Errors
    /// [`Error::Config`] if the settings can't work, or [`Error::Randomness`].
    pub fn new(
        namespace: &str,
        settings: &SessionSettings,
        ring: &KeyRing,
        store: Arc<dyn CacheStore>,
        source: Arc<dyn UserSource<U>>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Error> {
        settings.validate()?;
        let (renewal, keys) = (settings.effective_renewal(), Key::new(namespace));
        let signer = ring.scoped(namespace).signer("session");
        let verified = if signer.is_delegated() { None } else { Some(VerifiedCookies::new()?) };
        Ok(Self {
            store,
            source,
            clock,
            signer,
            verified,
            user_cache: UserCache::new(CACHED_USERS),
            session_prefix: keys.clone().name("session"),
            user_prefix: keys.name("user"),
            rules: Rules::new(settings),
            user_ttl: renewal.clamp(MIN_USER_TTL, MAX_USER_TTL),
            max_per_user: settings.max_per_user,
            reload: renewal < MIN_USER_TTL,
            junk: LogGate::new(),
        })
    }

    /// Reads the user from the database on every request, if `reload` is true. Otherwise a change that bypasses the framework,
    /// for example by SQL, is seen when the session is renewed.
    #[must_use]
    pub fn reload(mut self, reload: bool) -> Self {
        self.reload |= reload;
        self
    }

    fn user_sessions(&self, user: UserId) -> Key {
        self.session_prefix.clone().id(user)
    }

    fn session_key(&self, session: &SessionRef) -> Key {
        self.user_sessions(session.user).bytes(&session.id.0)
    }

    /// Reads a record. A corrupt one is logged and treated as missing. (Y5, Y6)
    fn decode(&self, raw: &[u8], session: &SessionRef, now: i64) -> Option<Record> {
        let record = Record::decode(raw, session);
        if record.is_none()
            && let Some(held_back) = self.junk.open(now)
        {
            tracing::warn!(
                target: "pow::session::unreadable",
                user = %session.user,
                bytes = raw.len(),
                held_back,
                "a session in the cache can't be read and is ignored"
            );
        }
        record
    }
}

impl<U> fmt::Debug for Sessions<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").field("store", &self.store).field("rules", &self.rules).finish_non_exhaustive()
    }
}

/// Identifies a session by its user and its permanent id. It is not a secret and proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SessionRef {
    user: UserId,
    id: SessionId,
}

impl SessionRef {
    /// Returns the user of the session.
    #[must_use]
    pub fn user(&self) -> UserId {
        self.user
    }

    /// Returns the public name of the session. It can be shown, and used to revoke the session.
    #[must_use]
    pub fn handle(&self) -> SessionHandle {
        let digest = Sha256::new_with_prefix(b"session handle").chain_update(self.id.0).finalize();
        let mut handle = [0; 16];
        handle.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        SessionHandle(handle)
    }
}

/// A session's permanent id: 16 random bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct SessionId([u8; 16]);

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionId(…)")
    }
}

/// The public name of a session, for lists and for buttons that end it. It is a one-way hash of the session's id and gives no
/// access to the session. (S19)
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SessionHandle([u8; 16]);

impl fmt::Display for SessionHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&encode_handle(&self.0))
    }
}

impl FromStr for SessionHandle {
    type Err = InvalidHandle;

    fn from_str(text: &str) -> Result<Self, InvalidHandle> {
        decode_handle(text).map(Self)
    }
}

pub(crate) fn encode_handle(bytes: &[u8; 16]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn decode_handle(text: &str) -> Result<[u8; 16], InvalidHandle> {
    let mut bytes = [0; 18];
    let len = URL_SAFE_NO_PAD.decode_slice(text, &mut bytes).map_err(|_| InvalidHandle)?;
    bytes.get(..len).and_then(|bytes| bytes.try_into().ok()).ok_or(InvalidHandle)
}

/// The text is not a valid handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a handle")]
pub struct InvalidHandle;

/// Identifies the client (browser) that sessions belong to. It stays the same at renewals, regenerations and new sign-ins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// Creates a random fingerprint.
    ///
    /// # Errors
    /// [`Error::Randomness`].
    pub fn random() -> Result<Self, Error> {
        random::bytes().map(Self)
    }

    /// Restores a value that was stored elsewhere, for example in a persistent session.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Returns the bytes of the fingerprint.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// A live session, as it was when the request came. Cheap to clone.
#[derive(Clone)]
pub struct Session(Arc<Record>);

impl Session {
    /// Returns what identifies the session.
    #[must_use]
    pub fn reference(&self) -> &SessionRef {
        &self.0.session
    }

    /// Returns the public name of the session. It can be shown, and used to revoke the session.
    #[must_use]
    pub fn handle(&self) -> SessionHandle {
        self.0.session.handle()
    }

    /// The user's auth epoch at sign-in.
    #[must_use]
    pub fn epoch(&self) -> i64 {
        self.0.epoch
    }

    /// Returns when the user signed in. The absolute lifetime counts from this time.
    #[must_use]
    pub fn created_at(&self) -> DateTime {
        date(self.0.created_at)
    }

    /// When the secret was last renewed.
    #[must_use]
    pub fn renewed_at(&self) -> DateTime {
        date(self.0.renewed_at)
    }

    /// Returns when the user last proved who they are, or `None` for a session restored from a persistent cookie.
    #[must_use]
    pub fn authenticated_at(&self) -> Option<DateTime> {
        self.0.authenticated_at.map(date)
    }

    /// Returns whether the user proved who they are within the last `span`. A proof in the future doesn't count.
    #[must_use]
    pub fn authenticated_within(&self, span: Duration, clock: &dyn Clock) -> bool {
        self.0.authenticated_at.is_some_and(|at| (0..ms(span)).contains(&clock.now_ms().saturating_sub(at)))
    }

    /// Returns the client's fingerprint.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.0.fingerprint
    }

    /// Returns the bytes to which form tokens are bound: the client and its user.
    pub(crate) fn binding(&self) -> Vec<u8> {
        [self.fingerprint().as_bytes(), &user_bytes(self.reference().user())[..]].concat()
    }

    /// Returns the metadata, which is decoded at each call.
    #[must_use]
    pub fn metadata(&self) -> Metadata {
        Metadata::decode(&self.0.metadata)
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("user", &self.0.session.user)
            .field("created_at", &self.created_at())
            .finish_non_exhaustive()
    }
}

fn date(ms: i64) -> DateTime {
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}
