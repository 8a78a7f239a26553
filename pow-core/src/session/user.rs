//! The user of a session. This module decides whether the record in this process's cache may be used, or the database is
//! read.
//!
//! The cache holds one small entry for each user: the auth epoch and a random version. If this process has the user's record
//! in that version, a request doesn't read the database. Before a user is changed, [`Sessions::invalidate`] adds a mark to
//! the entry, which makes it uncertain. After the commit, [`Sessions::settle`] removes the mark. While the entry has a mark,
//! for example after a crash in between, every request of the user reads the database.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;

use super::Sessions;
use crate::{Error, UserId, cache::Key, random};

/// How long an uncertain entry lives if it is never settled. It is longer than any transaction.
const UNCERTAIN_FOR: Duration = Duration::from_secs(600);
const KNOWN: u8 = 1;
const UNCERTAIN: u8 = 2;
/// How often a failed compare-and-set of the entry is retried.
const ATTEMPTS: usize = 8;
/// How many concurrent changes of one user are tracked separately.
const MAX_CHANGES: usize = 32;

/// Identifies one change in the entry.
type Mark = [u8; 16];

/// A user as the database has it now.
#[derive(Debug)]
pub struct LoadedUser<U> {
    /// The record.
    pub user: Arc<U>,
    /// The user's auth epoch. Sessions of another epoch are invalid.
    pub epoch: i64,
}

/// Loads the users of sessions.
///
/// An implementation must read the state that is committed at the time of the call, not a cache or a lagging replica.
///
/// ```
/// use std::{collections::HashMap, sync::{Arc, PoisonError, RwLock}};
/// use pow_core::{Error, UserId, async_trait, session::{LoadedUser, UserSource}};
///
/// struct Account {
///     name: String,
///     auth_epoch: i64,
/// }
///
/// /// Accounts that live in this process alone, as in a tool or a test.
/// struct InMemory(RwLock<HashMap<UserId, Arc<Account>>>);
///
/// #[async_trait]
/// impl UserSource<Account> for InMemory {
///     async fn load(&self, id: UserId) -> Result<Option<LoadedUser<Account>>, Error> {
///         let accounts = self.0.read().unwrap_or_else(PoisonError::into_inner);
///         Ok(accounts.get(&id).map(|user| LoadedUser { user: user.clone(), epoch: user.auth_epoch }))
///     }
/// }
/// ```
#[async_trait]
pub trait UserSource<U>: Send + Sync + 'static {
    /// Returns the user with this id, or `None` if there is no such user (any more).
    ///
    /// # Errors
    /// Faults of the database. The request is then answered with 500 or 503, never as an anonymous one.
    async fn load(&self, id: UserId) -> Result<Option<LoadedUser<U>>, Error>;

    /// Reads the user, and the value of `key` in the sessions' cache at `now_ms`, with one query, if both are in one
    /// database. Returns `None`, the default, if they are not. They are then read separately.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    async fn load_with_cached(&self, id: UserId, key: &Key, now_ms: i64) -> Result<Option<WithCached<U>>, Error> {
        let _ = (id, key, now_ms);
        Ok(None)
    }
}

/// A user, if there is one, and a value of the cache.
pub type WithCached<U> = (Option<LoadedUser<U>>, Option<Bytes>);

/// A change of a user that is in progress. Pass it to [`Sessions::settle`] after the commit, or to [`Sessions::abandon`]
/// after a rollback.
#[derive(Debug)]
#[must_use = "until it is settled, every request of the user reads the database"]
pub struct Unsettled {
    user: UserId,
    mark: Mark,
}

/// An uncertain entry: the marks of the changes in progress, and the newest epoch of the changes that have ended meanwhile.
struct Changes {
    epoch: i64,
    marks: Vec<Mark>,
}

impl Changes {
    /// Returns `None` if the bytes are corrupt.
    fn read(raw: &Bytes) -> Option<Self> {
        let (head, marks) = raw.split_first_chunk::<9>()?;
        let (marks, []) = marks.as_chunks() else { return None };
        let [UNCERTAIN, epoch @ ..] = *head else { return None };
        Some(Self { epoch: i64::from_be_bytes(epoch), marks: marks.to_vec() })
    }

    fn encode(&self) -> Bytes {
        let mut out = [&[UNCERTAIN][..], &self.epoch.to_be_bytes()].concat();
        self.marks.iter().for_each(|mark| out.extend_from_slice(mark));
        out.into()
    }

    /// Adds a change to the list. A list that is corrupt or full is replaced by one with a mark that is never removed.
    fn with(raw: Option<&Bytes>, mark: Mark) -> Result<Self, Error> {
        let fresh = || Self { epoch: i64::MIN, marks: Vec::new() };
        let mut changes = match raw.map(|raw| (Entry::read(Some(&**raw)), Self::read(raw))) {
            None | Some((Entry::Known { .. } | Entry::Missing, _)) => fresh(),
            Some((Entry::Uncertain, Some(changes))) if changes.marks.len() < MAX_CHANGES => changes,
            Some((Entry::Uncertain, _)) => Self { marks: vec![random::bytes()?], ..fresh() },
        };
        changes.marks.push(mark);
        Ok(changes)
    }
}

/// The result of loading the user of a session.
pub(super) enum Found<U> {
    User(Arc<U>),
    OfAnotherEpoch,
    Nobody,
}

impl<U> Found<U> {
    pub(super) fn of(loaded: Option<LoadedUser<U>>, session_epoch: i64) -> Self {
        match loaded {
            Some(loaded) if loaded.epoch == session_epoch => Self::User(loaded.user),
            Some(_) => Self::OfAnotherEpoch,
            None => Self::Nobody,
        }
    }
}

/// The cache's entry about a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Missing,
    Uncertain,
    Known { epoch: i64, version: u64 },
}

impl Entry {
    /// Corrupt bytes give `Uncertain`, so that the database is read.
    pub(super) fn read(raw: Option<&[u8]>) -> Self {
        let Some(raw) = raw else { return Self::Missing };
        match raw.split_first_chunk::<9>() {
            Some(([KNOWN, epoch @ ..], version)) => match version.try_into() {
                Ok(version) => Self::Known { epoch: i64::from_be_bytes(*epoch), version: u64::from_be_bytes(version) },
                Err(_) => Self::Uncertain,
            },
            _ => Self::Uncertain,
        }
    }

    fn known(epoch: i64, version: u64) -> Bytes {
        [&[KNOWN][..], &epoch.to_be_bytes(), &version.to_be_bytes()].concat().into()
    }
}

impl<U: Send + Sync + 'static> Sessions<U> {
    /// Must be called before a user is changed (password, email, role, lock, deletion, …), inside or before the transaction.
    ///
    /// # Errors
    /// If the cache can't be reached. The change must then not be made, because other processes would not notice it.
    pub async fn invalidate(&self, user: UserId) -> Result<Unsettled, Error> {
        let (key, change) = (self.user_key(user), Unsettled { user, mark: random::bytes()? });
        for _ in 0..ATTEMPTS {
            let raw = self.store.get(&key).await?;
            let entry = Changes::with(raw.as_ref(), change.mark)?.encode();
            let written = match &raw {
                None => self.store.put_if_absent(&key, entry, Some(UNCERTAIN_FOR)).await?,
                Some(raw) => self.store.compare_and_swap(&key, raw, entry, Some(UNCERTAIN_FOR)).await?,
            };
            if written {
                self.user_cache.forget(user);
                return Ok(change);
            }
        }
        // Too many concurrent changes: one mark that is never removed replaces the marks that this write overwrites.
        let entry = Changes { epoch: i64::MIN, marks: vec![random::bytes()?, change.mark] };
        self.store.put(&key, entry.encode(), Some(UNCERTAIN_FOR)).await?;
        self.user_cache.forget(user);
        Ok(change)
    }

    /// Must be called after the commit, with the epoch that the user has now.
    ///
    /// The entry stays uncertain while other changes of the user are in progress, whether they began before or after this
    /// one.
    ///
    /// # Errors
    /// When the cache can't be reached. Nothing is lost then: requests of this user read the database for ten minutes.
    pub async fn settle(&self, change: Unsettled, epoch: i64) -> Result<(), Error> {
        let key = self.user_key(change.user);
        for _ in 0..ATTEMPTS {
            let Some(raw) = self.store.get(&key).await? else { return Ok(()) };
            let mut changes = match (Entry::read(Some(&raw)), Changes::read(&raw)) {
                // The mark was lost in a failover or has expired. The entry that replaced it may be older than this change.
                (Entry::Known { epoch, .. }, _) => Changes { epoch, marks: Vec::new() },
                (_, Some(changes)) => changes,
                _ => return Ok(()),
            };
            changes.marks.retain(|mark| *mark != change.mark);
            changes.epoch = changes.epoch.max(epoch);
            let (entry, ttl) = match changes.marks.is_empty() {
                true => (Entry::known(changes.epoch, u64::from_be_bytes(random::bytes()?)), self.user_ttl),
                false => (changes.encode(), UNCERTAIN_FOR),
            };
            if self.store.compare_and_swap(&key, &raw, entry, Some(ttl)).await? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Must be called instead of [`Sessions::settle`] if the change was certainly not made. It reads the user's epoch from
    /// the database.
    ///
    /// # Errors
    /// If the cache or the database can't be reached. As with `settle`, nothing is lost.
    pub async fn abandon(&self, change: Unsettled) -> Result<(), Error> {
        match self.source.load(change.user).await? {
            Some(loaded) => self.settle(change, loaded.epoch).await,
            None => Ok(()),
        }
    }

    /// Must be called after a change of a user that bypasses the framework, for example by SQL or another program. Every
    /// process then reads the user again at the next request.
    ///
    /// # Errors
    /// If the cache or the database can't be reached. The change is then seen when the user's entry is renewed, after the
    /// renewal interval at most.
    pub async fn refresh(&self, user: UserId) -> Result<(), Error> {
        let change = self.invalidate(user).await?;
        self.abandon(change).await
    }

    /// Returns the user, or [`Found::OfAnotherEpoch`], if this is known without the database. Returns `None` if the database
    /// must be read.
    pub(super) fn known_user(&self, id: UserId, session_epoch: i64, entry: Entry) -> Option<Found<U>> {
        match entry {
            Entry::Known { epoch, .. } if session_epoch < epoch => Some(Found::OfAnotherEpoch),
            Entry::Known { epoch, version } if session_epoch == epoch => {
                self.user_cache.get(id, version).map(Found::User)
            }
            _ => None,
        }
    }

    /// Reads the user from the database.
    pub(super) async fn load_user(&self, id: UserId, session_epoch: i64, entry: Entry) -> Result<Found<U>, Error> {
        let loaded = self.source.load(id).await?;
        if let Some(loaded) = &loaded {
            self.remember(id, loaded, entry).await?;
        }
        Ok(Found::of(loaded, session_epoch))
    }

    /// Returns the user's current epoch, or `None` if there is no such user.
    pub(super) async fn epoch(&self, id: UserId) -> Result<Option<i64>, Error> {
        let raw = if self.reload { None } else { self.store.get(&self.user_key(id)).await? };
        match Entry::read(raw.as_deref()) {
            Entry::Known { epoch, .. } => Ok(Some(epoch)),
            _ => Ok(self.source.load(id).await?.map(|loaded| loaded.epoch)),
        }
    }

    pub(super) fn user_key(&self, id: UserId) -> Key {
        self.user_prefix.clone().id(id)
    }

    /// Caches a loaded user, unless the entry was missing and exists now: a change may have begun since the entry was read.
    async fn remember(&self, id: UserId, loaded: &LoadedUser<U>, entry: Entry) -> Result<(), Error> {
        let version = match entry {
            _ if self.reload => return Ok(()),
            Entry::Uncertain => return Ok(()),
            Entry::Known { epoch, .. } if epoch != loaded.epoch => return Ok(()),
            Entry::Known { version, .. } => version,
            Entry::Missing => {
                let version = u64::from_be_bytes(random::bytes()?);
                let entry = Entry::known(loaded.epoch, version);
                if !self.store.put_if_absent(&self.user_key(id), entry, Some(self.user_ttl)).await? {
                    return Ok(());
                }
                version
            }
        };
        self.user_cache.put(id, version, Arc::clone(&loaded.user));
        Ok(())
    }
}
