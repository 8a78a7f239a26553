//! Listing, revoking and annotating sessions, without ever showing a secret. (P23)

use std::{collections::BTreeSet, sync::Arc};

use bytes::Bytes;

use super::{Fingerprint, Metadata, Session, SessionHandle, SessionRef, Sessions, clients::Clients, record::Record};
use crate::{
    DateTime, Error, UserId,
    cache::{Key, Write},
};

const ATTEMPTS: usize = 8;
/// How many keys are read at a time when all keys are read.
const PAGE: usize = 1_000;

/// A session in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionInfo {
    /// The session's public name.
    pub handle: SessionHandle,
    /// The fingerprint of the session's client.
    pub client: Fingerprint,
    /// When the user signed in.
    pub created_at: DateTime,
    /// When the secret was last renewed. This is the time of the last use, accurate to the renewal interval.
    pub renewed_at: DateTime,
    /// When the user last proved who they are.
    pub authenticated_at: Option<DateTime>,
    /// The client's address and agent, and the application's values.
    pub metadata: Metadata,
}

impl<U: Send + Sync + 'static> Sessions<U> {
    /// Ends a session at once, on every node, and returns whether it existed. No request in progress restores it. (S4, S5)
    ///
    /// # Errors
    /// If the cache can't be reached. The session may then still be alive, so don't tell the user that it has ended. (F5)
    pub async fn delete(&self, session: &SessionRef) -> Result<bool, Error> {
        let was_there = self.store.delete(&self.session_key(session)).await?;
        if was_there {
            tracing::info!(
                target: "pow::session::ended",
                user = %session.user,
                session = %session.handle(),
                "a session was ended"
            );
        }
        Ok(was_there)
    }

    /// Returns the live sessions of a user, the newest sign-in first.
    ///
    /// # Errors
    /// When the cache or the database can't be reached.
    pub async fn list(&self, user: UserId) -> Result<Vec<SessionInfo>, Error> {
        let Some(epoch) = self.epoch(user).await? else { return Ok(Vec::new()) };
        let now = self.clock.now_ms();
        let mut records = self.stored(user).await?;
        records.retain(|record| record.epoch >= epoch && !self.rules.is_over(record, now));
        records.sort_by_key(|record| std::cmp::Reverse(record.created_at));
        Ok(records.into_iter().map(|record| SessionInfo::of(&Session(Arc::new(record)))).collect())
    }

    /// Returns the users who have sessions. It reads the keys of all sessions, a thousand at a time. Use it on an administrator's
    /// page, not in every request. A user who signs in or out meanwhile may be missing or included.
    ///
    /// # Errors
    /// When the cache can't be reached.
    pub async fn users(&self) -> Result<Vec<UserId>, Error> {
        let (mut users, mut after) = (BTreeSet::new(), None::<Bytes>);
        loop {
            let page = self.store.scan_keys(&self.session_prefix, after.as_deref(), PAGE).await?;
            users.extend(page.keys.iter().filter_map(Key::user_id));
            after = page.next;
            if after.is_none() {
                return Ok(users.into_iter().collect());
            }
        }
    }

    /// Ends the session with this handle if it belongs to this user. Returns whether a session was ended.
    ///
    /// # Errors
    /// When the cache can't be reached.
    pub async fn revoke(&self, user: UserId, handle: SessionHandle) -> Result<bool, Error> {
        match self.stored(user).await?.iter().find(|record| record.session.handle() == handle) {
            Some(record) => self.delete(&record.session).await,
            None => Ok(false),
        }
    }

    /// Ends all sessions of a user, or all but one, and returns how many were ended.
    ///
    /// A concurrent sign-in may be missed. If no session may remain, raise the user's auth epoch.
    ///
    /// # Errors
    /// When the cache can't be reached.
    pub async fn revoke_all(&self, user: UserId, except: Option<&SessionRef>) -> Result<usize, Error> {
        let kept = except.map(|session| self.session_key(session));
        let stored = self.store.scan(&self.user_sessions(user)).await?.into_iter().map(|(key, _)| key);
        let others: Vec<_> = stored.filter(|key| kept.as_ref() != Some(key)).map(Write::Delete).collect();
        let ended = self.store.write_many(&others).await?.into_iter().filter(|was_there| *was_there).count();
        tracing::info!(target: "pow::session::revoked", %user, ended, "the sessions of a user were ended");
        Ok(ended)
    }

    /// Ends all sessions of one client of a user, and returns how many were ended.
    ///
    /// # Errors
    /// When the cache can't be reached.
    pub async fn revoke_client(&self, user: UserId, client: Fingerprint) -> Result<usize, Error> {
        self.revoke_clients(user, Clients::Only(client)).await
    }

    /// Ends all sessions of some clients of a user, and returns how many were ended. An extension may still remember these
    /// clients. [`devices::sign_out`](crate::devices::sign_out) ends that, too.
    ///
    /// # Errors
    /// When the cache can't be reached.
    pub async fn revoke_clients(&self, user: UserId, which: Clients) -> Result<usize, Error> {
        if which == Clients::All {
            return self.revoke_all(user, None).await;
        }
        let mut ended = 0;
        for record in self.stored(user).await? {
            if which.contains(record.fingerprint) && self.delete(&record.session).await? {
                ended += 1;
            }
        }
        Ok(ended)
    }

    /// Changes a session's metadata, and returns whether the session existed. It neither prolongs nor restores the session.
    ///
    /// `change` may be called more than once, each time with the current metadata.
    ///
    /// # Errors
    /// When the cache can't be reached, or the metadata would have more than 4 KiB.
    pub async fn update_metadata(
        &self,
        session: &SessionRef,
        change: impl Fn(&mut Metadata) + Send + Sync,
    ) -> Result<bool, Error> {
        let key = self.session_key(session);
        for _ in 0..ATTEMPTS {
            let Some(raw) = self.store.get(&key).await? else { return Ok(false) };
            let now = self.clock.now_ms();
            let Some(mut record) = self.decode(&raw, session, now) else { return Ok(false) };
            if self.rules.is_over(&record, now) {
                return Ok(false);
            }
            let mut metadata = Metadata::decode(&record.metadata);
            change(&mut metadata);
            record.metadata = metadata.encode()?;
            let ttl = self.rules.time_left(&record, now);
            if self.store.compare_and_swap(&key, &raw, record.encode(), Some(ttl)).await? {
                return Ok(true);
            }
        }
        Err(Error::other("the metadata of a session is being changed by too many requests at once"))
    }

    /// Returns the user's records that are readable and stored under their own keys.
    pub(super) async fn stored(&self, user: UserId) -> Result<Vec<Record>, Error> {
        let found = self.store.scan(&self.user_sessions(user)).await?;
        let readable =
            |(key, raw): (Key, Bytes)| Record::read(&raw).filter(|record| self.session_key(&record.session) == key);
        Ok(found.into_iter().filter_map(readable).collect())
    }
}

impl SessionInfo {
    fn of(session: &Session) -> Self {
        Self {
            handle: session.handle(),
            client: session.fingerprint(),
            created_at: session.created_at(),
            renewed_at: session.renewed_at(),
            authenticated_at: session.authenticated_at(),
            metadata: session.metadata(),
        }
    }
}
