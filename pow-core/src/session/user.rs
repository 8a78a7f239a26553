//! The user behind a session: when the record in this process's memo may be used, and when the database is asked.
//!
//! The cache holds one small entry for each user: the auth epoch and a random version. A request whose user entry has
//! the memo's version needs no database. Whoever changes a user marks the entry as uncertain first ([`Sessions::invalidate`])
//! and replaces it after the commit ([`Sessions::settle`]); in between, and after a crash in between, everybody asks the
//! database.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;

use super::{Sessions, cookie::random};
use crate::{Error, UserId, cache::Key};

/// Longer than any transaction: an uncertain entry that nobody settles disappears after this.
const UNCERTAIN_FOR: Duration = Duration::from_secs(600);
const KNOWN: u8 = 1;
const UNCERTAIN: u8 = 2;

/// A user as the database has it now.
#[derive(Debug)]
pub struct LoadedUser<U> {
    /// The record.
    pub user: Arc<U>,
    /// The user's auth epoch: sessions of another one are dead.
    pub epoch: i64,
}

/// Where sessions get their users from.
///
/// An implementer must read what is committed at the moment of the call, from no cache and no lagging replica.
#[async_trait]
pub trait UserSource<U>: Send + Sync + 'static {
    /// The user with this id; nothing if there is none (any more).
    ///
    /// # Errors
    /// Whatever the database says; the request is then answered by a 500 or 503, not as an anonymous one.
    async fn load(&self, id: UserId) -> Result<Option<LoadedUser<U>>, Error>;
}

/// A change of a user that is under way: hand it to [`Sessions::settle`] after the commit or the rollback.
#[derive(Debug)]
#[must_use = "until it is settled, every request of the user reads the database"]
pub struct Unsettled {
    user: UserId,
    marker: Bytes,
}

/// The cache's entry about a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Missing,
    Uncertain,
    Known { epoch: i64, version: u64 },
}

impl Entry {
    /// What can't be read is uncertain: the database knows.
    pub(super) fn read(raw: Option<&Bytes>) -> Self {
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
    /// To be called before a user is changed (password, e-mail, role, lock, deletion, …), inside or before the transaction.
    ///
    /// # Errors
    /// When the cache can't be reached: the change must then not be made, since other processes could not learn of it.
    pub async fn invalidate(&self, user: UserId) -> Result<Unsettled, Error> {
        let marker = Bytes::from([&[UNCERTAIN][..], &random::<16>()?].concat());
        self.store.put(&self.user_key(user), marker.clone(), Some(UNCERTAIN_FOR)).await?;
        self.memo.forget(user);
        Ok(Unsettled { user, marker })
    }

    /// To be called after the commit (or rollback) with the epoch that the user has now.
    ///
    /// If another change has begun meanwhile, the entry stays uncertain until that one is settled.
    ///
    /// # Errors
    /// When the cache can't be reached. Nothing is lost then: requests of this user read the database for ten minutes.
    pub async fn settle(&self, change: Unsettled, epoch: i64) -> Result<(), Error> {
        let entry = Entry::known(epoch, u64::from_be_bytes(random()?));
        let key = self.user_key(change.user);
        self.store.compare_and_swap(&key, &change.marker, entry, Some(self.user_ttl)).await.map(|_| ())
    }

    /// The user, if there is one and the session's epoch is the present one.
    pub(super) async fn user(&self, id: UserId, session_epoch: i64, entry: Entry) -> Result<Option<Arc<U>>, Error> {
        if let Entry::Known { epoch, version } = entry {
            if session_epoch < epoch {
                return Ok(None);
            }
            if session_epoch == epoch
                && let Some(user) = self.memo.get(id, version)
            {
                return Ok(Some(user));
            }
        }
        let Some(loaded) = self.source.load(id).await? else { return Ok(None) };
        self.remember(id, &loaded, entry).await?;
        Ok((loaded.epoch == session_epoch).then_some(loaded.user))
    }

    /// The user's present epoch; nothing if there is no such user.
    pub(super) async fn epoch(&self, id: UserId) -> Result<Option<i64>, Error> {
        let raw = if self.reload { None } else { self.store.get(&self.user_key(id)).await? };
        match Entry::read(raw.as_ref()) {
            Entry::Known { epoch, .. } => Ok(Some(epoch)),
            _ => Ok(self.source.load(id).await?.map(|loaded| loaded.epoch)),
        }
    }

    pub(super) fn user_key(&self, id: UserId) -> Key {
        self.user_prefix.clone().id(id)
    }

    /// Keeps a loaded user, unless a change has begun since the entry was read: then the entry is no longer missing.
    async fn remember(&self, id: UserId, loaded: &LoadedUser<U>, entry: Entry) -> Result<(), Error> {
        let version = match entry {
            _ if self.reload => return Ok(()),
            Entry::Uncertain => return Ok(()),
            Entry::Known { epoch, .. } if epoch != loaded.epoch => return Ok(()),
            Entry::Known { version, .. } => version,
            Entry::Missing => {
                let version = u64::from_be_bytes(random()?);
                let entry = Entry::known(loaded.epoch, version);
                if !self.store.put_if_absent(&self.user_key(id), entry, Some(self.user_ttl)).await? {
                    return Ok(());
                }
                version
            }
        };
        self.memo.put(id, version, Arc::clone(&loaded.user));
        Ok(())
    }
}
