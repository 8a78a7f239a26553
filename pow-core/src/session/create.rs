//! Creates a session at sign-in, and gives it a new id at every other change of authority.

use std::{cmp::Reverse, sync::Arc};

use bytes::Bytes;

use super::{Fingerprint, Metadata, Session, SessionId, SessionRef, Sessions, cookie_value::NewSecret, record::Record};
use crate::{DateTime, Error, UserId, random, secret::Secret};

/// The data of a new session.
#[derive(Clone, Debug, Default)]
pub struct NewSession {
    /// The client's fingerprint. `None` creates a new one.
    pub fingerprint: Option<Fingerprint>,
    /// The client's address and agent, and the application's values.
    pub metadata: Metadata,
    /// When the user signed in, if that was earlier. The absolute lifetime counts from this time. A time in the future is
    /// replaced by the current time.
    pub signed_in_at: Option<DateTime>,
    /// Whether the user has just proved who they are, with a password or a passkey. A persistent cookie is no such proof. (PS10)
    pub authenticated: bool,
}

/// A session that was just created, and the cookie's value for the client.
#[derive(Clone, Debug)]
#[must_use = "without its cookie the session can't be used"]
pub struct SignedSession {
    /// The session.
    pub session: Session,
    /// The value for the client.
    pub cookie: Secret<String>,
}

impl<U: Send + Sync + 'static> Sessions<U> {
    /// Signs a user in with a new session that has a new id. The session that the client had before ends at once, as does any
    /// other session of the same user and fingerprint. (P21, S1) If the user has more sessions than
    /// [`SessionSettings::max_per_user`](super::SessionSettings::max_per_user), the session that was renewed longest ago ends,
    /// too.
    ///
    /// # Errors
    /// If the cache can't be reached or is full, or the metadata has more than 4 KiB. The session that the client had before then
    /// continues, unless the cache ended it and only the cache's answer was lost.
    ///
    /// # Security
    /// `epoch` must be read no later than the proof (the password hash) that was checked. A sign-in that overlaps a password
    /// reset then creates a session that is invalid. (D3)
    pub async fn create(
        &self,
        user: UserId,
        epoch: i64,
        new: NewSession,
        replacing: Option<&SessionRef>,
    ) -> Result<SignedSession, Error> {
        let now = self.clock.now_ms();
        let client_may_have_others = new.fingerprint.is_some();
        let made_at = match client_may_have_others || self.max_per_user.is_some() {
            true => self.after_all_of(user).await?,
            false => now,
        };
        let record = Record {
            session: SessionRef { user, id: SessionId([0; 16]) },
            epoch,
            secret: [0; 32],
            previous: None,
            created_at: new.signed_in_at.map_or(now, |at| at.timestamp_millis().min(now)),
            made_at,
            renewed_at: now,
            authenticated_at: new.authenticated.then_some(now),
            fingerprint: match new.fingerprint {
                Some(fingerprint) => fingerprint,
                None => Fingerprint::random()?,
            },
            metadata: new.metadata.encode()?,
        };
        // No session ends before the new one is stored, and the session that the client had ends last. If a write fails or the
        // process dies, one of the two is still valid.
        let signed = self.insert(record).await?;
        if client_may_have_others {
            self.delete_same_client(&signed.session, replacing).await?;
        }
        if let Some(limit) = self.max_per_user {
            self.delete_beyond(limit, &signed.session, replacing).await?;
        }
        if let Some(replaced) = replacing {
            self.delete(replaced).await?;
        }
        tracing::info!(
            target: "pow::session::created",
            %user,
            session = %signed.session.handle(),
            proved = new.authenticated,
            "a session begins"
        );
        Ok(signed)
    }

    /// Gives a session a new id and a new secret for the user's current `epoch`. Call it after every change of authority that is
    /// not a sign-in. The session keeps its data, including the time of the sign-in. (P22, S3)
    ///
    /// Returns `None` if the session has ended meanwhile, or if `epoch` is neither the session's epoch nor the next one. In the
    /// latter case, another request has changed the user to end the session. A session that has ended is not restored. (S5)
    ///
    /// # Errors
    /// If the cache can't be reached or is full. The session then continues under its old id, unless the cache ended it and only
    /// the cache's answer was lost.
    pub async fn regenerate(&self, session: &SessionRef, epoch: i64) -> Result<Option<SignedSession>, Error> {
        let old = self.session_key(session);
        let Some(raw) = self.store.get(&old).await? else { return Ok(None) };
        let Some(record) = self.fit_to_go_on(&raw, session, epoch) else {
            self.store.delete(&old).await?;
            return Ok(None);
        };
        // The new session is stored before the old one ends, so the user always has one of the two. The client doesn't know the
        // new secret until this returns.
        let now = self.clock.now_ms();
        let signed = self.insert(Record { epoch, previous: None, made_at: now, renewed_at: now, ..record }).await?;
        let taken = self.store.take(&old).await?;
        let Some(signed) = self.succeed(signed, taken, session).await? else { return Ok(None) };
        tracing::info!(
            target: "pow::session::regenerated",
            user = %session.user,
            session = %session.handle(),
            successor = %signed.session.handle(),
            "a session got a new id"
        );
        Ok(Some(signed))
    }

    /// Returns the record if the session may continue with this epoch.
    fn fit_to_go_on(&self, raw: &[u8], session: &SessionRef, epoch: i64) -> Option<Record> {
        let now = self.clock.now_ms();
        let record = self.decode(raw, session, now)?;
        let own_change = matches!(epoch.checked_sub(record.epoch), Some(0 | 1));
        (own_change && !self.rules.is_over(&record, now)).then_some(record)
    }

    /// Returns the new session, which replaces the taken one. If the old session had ended meanwhile (by a sign-out, a revocation
    /// or a faster regeneration), the new session ends, too.
    async fn succeed(
        &self,
        signed: SignedSession,
        taken: Option<Bytes>,
        old: &SessionRef,
    ) -> Result<Option<SignedSession>, Error> {
        let new = &signed.session.0;
        let key = self.session_key(&new.session);
        let Some(taken) = taken.and_then(|raw| self.decode(&raw, old, new.renewed_at)) else {
            self.store.delete(&key).await?;
            return Ok(None);
        };
        if taken.metadata == new.metadata {
            return Ok(Some(signed));
        }
        // The metadata was changed after it had been copied. A successor that was revoked meanwhile is not restored. (S5)
        let changed = Record { metadata: taken.metadata, ..(**new).clone() };
        let ttl = self.rules.time_left(&changed, changed.renewed_at);
        let is_there = self.store.compare_and_swap(&key, &new.encode(), changed.encode(), Some(ttl)).await?;
        Ok(is_there.then(|| SignedSession { session: Session(Arc::new(changed)), ..signed }))
    }

    /// Stores a record under a new id with a new secret.
    pub(super) async fn insert(&self, mut record: Record) -> Result<SignedSession, Error> {
        let secret = NewSecret::random()?;
        record.secret = secret.hash();
        let ttl = self.rules.time_left(&record, record.renewed_at);
        // 16 random bytes don't collide. If they did, no session would be overwritten. (S14)
        for _ in 0..3 {
            record.session.id = SessionId(random::bytes()?);
            if self.store.put_if_absent(&self.session_key(&record.session), record.encode(), Some(ttl)).await? {
                let cookie = secret.sign(&self.signer, &record.session);
                return Ok(SignedSession { session: Session(Arc::new(record)), cookie });
            }
        }
        Err(Error::other(
            "all random ids for a new session were taken: the cache or the source of randomness is broken",
        ))
    }

    /// Ends the client's older sessions. They are ordered by `made_at` and the id, not by the time of the sign-in: a restored
    /// session keeps the time of its first sign-in, which can be earlier than the session that it replaces. Each of two
    /// concurrent sign-ins (a double click) may find the other. Both use the same order, so only the newer session remains.
    pub(super) async fn delete_same_client(&self, session: &Session, spared: Option<&SessionRef>) -> Result<(), Error> {
        let new = &session.0;
        for other in self.stored(new.session.user).await? {
            let is_older = age(&other) < age(new) && other.fingerprint == new.fingerprint;
            if is_older && spared != Some(&other.session) {
                self.delete(&other.session).await?;
            }
        }
        Ok(())
    }

    /// Ends the sessions beyond the limit, beginning with the session that was used longest ago. Sessions of concurrent sign-ins
    /// end last, in the order of [`age`]. This session may be one of them.
    ///
    /// Each sign-in stores its session before it reads the others, so the last one to read finds all of them. No sign-in ends the
    /// newest session.
    pub(super) async fn delete_beyond(
        &self,
        limit: usize,
        session: &Session,
        spared: Option<&SessionRef>,
    ) -> Result<(), Error> {
        let (new, now) = (&session.0, self.clock.now_ms());
        let mut records = self.stored(new.session.user).await?;
        // Sessions of an earlier epoch are already invalid.
        let counts = |record: &Record| record.epoch == new.epoch && !self.rules.is_over(record, now);
        records.retain(|record| counts(record) && spared != Some(&record.session));
        let used_at = |record: &Record| match record.made_at < new.made_at {
            true => record.made_at.max(record.renewed_at),
            false => i64::MAX,
        };
        records.sort_by_key(|record| Reverse((used_at(record), age(record))));
        for record in records.iter().skip(limit) {
            self.delete(&record.session).await?;
        }
        Ok(())
    }

    /// Returns the current time, or one millisecond after the user's newest session if that is later. It is later if a clock
    /// stood still or another node's clock is ahead.
    async fn after_all_of(&self, user: UserId) -> Result<i64, Error> {
        let newest = self.stored(user).await?.iter().map(|record| record.made_at.saturating_add(1)).max();
        Ok(newest.unwrap_or(i64::MIN).max(self.clock.now_ms()))
    }
}

/// The order in which sessions were created. It is the same on every node.
fn age(record: &Record) -> (i64, [u8; 16]) {
    (record.made_at, record.session.id.0)
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;

    use super::*;
    use crate::{
        cache::{MemoryCache, MemoryLimits},
        clock::FixedClock,
        keys::KeyRing,
        session::{LoadedUser, SessionSettings, UserSource},
    };

    const USER: UserId = UserId::Int(7);

    struct NoUsers;

    #[async_trait]
    impl UserSource<()> for NoUsers {
        async fn load(&self, _: UserId) -> Result<Option<LoadedUser<()>>, Error> {
            Ok(None)
        }
    }

    const NOW: i64 = 1_700_000_000_000;

    fn sessions() -> Sessions<()> {
        sessions_in(&store(), NOW)
    }

    fn store() -> Arc<MemoryCache> {
        Arc::new(MemoryCache::new(Arc::new(FixedClock::at_ms(NOW)), MemoryLimits::default()))
    }

    /// A node whose clock stands at `now`.
    fn sessions_in(store: &Arc<MemoryCache>, now: i64) -> Sessions<()> {
        let ring = KeyRing::new(('!'..='`').collect::<String>().into()).unwrap();
        let (store, clock) = (store.clone(), Arc::new(FixedClock::at_ms(now)));
        Sessions::new("users", &SessionSettings::default(), &ring, store, Arc::new(NoUsers), clock).unwrap()
    }

    // S1
    #[tokio::test]
    async fn later_sign_in_of_a_client_is_left_whatever_the_clock_says() {
        // Several times: the ids are random.
        for behind in [0, 5_000, -5_000].repeat(8) {
            let store = store();
            let (one, other) = (sessions_in(&store, NOW), sessions_in(&store, NOW - behind));
            let first = one.create(USER, 1, NewSession::default(), None).await.unwrap().session;
            let signed_in_at = Some(first.created_at());
            let again = NewSession { fingerprint: Some(first.fingerprint()), signed_in_at, ..NewSession::default() };
            let second = other.create(USER, 1, again.clone(), None).await.unwrap().session;
            // The first sign-in looks for older sessions only now.
            one.delete_same_client(&first, None).await.unwrap();
            assert_eq!(refs(&one).await, [*second.reference()], "the other clock is {behind} ms behind");
            let third = one.create(USER, 1, again, None).await.unwrap().session;
            assert_eq!(refs(&one).await, [*third.reference()], "the other clock is {behind} ms behind");
        }
    }

    async fn refs(sessions: &Sessions<()>) -> Vec<SessionRef> {
        sessions.stored(USER).await.unwrap().iter().map(|record| record.session).collect()
    }

    #[tokio::test]
    async fn of_two_sign_ins_in_the_same_tick_of_the_clock_one_is_left() {
        // Several times: the ids are random.
        for _ in 0..16 {
            let sessions = sessions();
            let first = sessions.create(USER, 1, NewSession::default(), None).await.unwrap().session;
            let second = sessions.insert((*first.0).clone()).await.unwrap().session;
            // Both were stored before either looked for the other.
            sessions.delete_same_client(&first, None).await.unwrap();
            sessions.delete_same_client(&second, None).await.unwrap();
            assert_eq!(sessions.stored(USER).await.unwrap().len(), 1);
        }
    }

    #[tokio::test]
    async fn session_that_can_not_be_stored_ends_no_other() {
        let sessions = sessions();
        let old = sessions.create(USER, 1, NewSession::default(), None).await.unwrap().session;
        let mut new = NewSession::default();
        new.metadata.app.insert("much".to_owned(), "x".repeat(5_000));
        let refused = sessions.create(USER, 1, new, Some(old.reference())).await;
        assert!(matches!(refused, Err(Error::Other(_))), "{refused:?}");
        assert_eq!(refs(&sessions).await, [*old.reference()]);
    }
}
