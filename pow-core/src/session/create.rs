//! New sessions: at sign-in, and a new id at every other change of authority.

use std::{cmp::Reverse, sync::Arc};

use bytes::Bytes;

use super::{Fingerprint, Metadata, Session, SessionId, SessionRef, Sessions, cookie_value::NewSecret, record::Record};
use crate::{DateTime, Error, UserId, random, secret::Secret};

/// Data of a session to be created.
#[derive(Clone, Debug, Default)]
pub struct NewSession {
    /// The client's mark; `None` makes a new one.
    pub fingerprint: Option<Fingerprint>,
    /// The client's address and agent, and the application's values.
    pub metadata: Metadata,
    /// When the user signed in, if that was before: the absolute lifetime counts from there. A time in the future is
    /// taken for now.
    pub signed_in_at: Option<DateTime>,
    /// Has the user just proved who they are (password, passkey)? A persistent cookie is no such proof. (PS10)
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
    /// Signs a user in: a new session with a new id. The session that the client had before, if it had one, and any other
    /// session of the same user and fingerprint end at once. (P21, S1) If the user has more sessions than
    /// [`SessionSettings::max_per_user`](super::SessionSettings::max_per_user), the one renewed longest ago ends too.
    ///
    /// # Errors
    /// When the cache can't be reached or is full, or the metadata has more than 4 KiB. The session that the client had goes on
    /// then, unless the cache ended it and only its answer was lost.
    ///
    /// # Security
    /// `epoch` must be read no later than the proof (password hash) that was checked: a sign-in that overlaps a password
    /// reset then makes a session that is dead. (D3)
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
        // Nothing ends before the new one is there, and the client's own goes last: whatever can't be written, and whenever
        // the process dies, the client's cookie is good for one of the two.
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

    /// Carries a session on under a new id and secret, for the user's present `epoch`: after every change of authority
    /// that is not a sign-in. The data of the session is kept, with the time of the sign-in. (P22, S3)
    ///
    /// Nothing if the session has ended meanwhile, or if the epoch is further than one change away from the session's:
    /// another request meant to end it. It is not brought back. (S5)
    ///
    /// # Errors
    /// When the cache can't be reached or is full. The session goes on under its old id then, unless the cache ended that and
    /// only its answer was lost.
    pub async fn regenerate(&self, session: &SessionRef, epoch: i64) -> Result<Option<SignedSession>, Error> {
        let old = self.session_key(session);
        let Some(raw) = self.store.get(&old).await? else { return Ok(None) };
        let Some(record) = self.fit_to_go_on(&raw, session, epoch) else {
            self.store.delete(&old).await?;
            return Ok(None);
        };
        // First the new session, then the end of the old one: the user always has one of the two. The new secret is unknown to
        // the client until this returns.
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

    /// The record, if it may be carried on for this epoch.
    fn fit_to_go_on(&self, raw: &[u8], session: &SessionRef, epoch: i64) -> Option<Record> {
        let now = self.clock.now_ms();
        let record = self.decode(raw, session, now)?;
        let own_change = matches!(epoch.checked_sub(record.epoch), Some(0 | 1));
        (own_change && !self.rules.is_over(&record, now)).then_some(record)
    }

    /// The new session in the place of the one that was taken. If that had ended meanwhile (a sign-out, a revocation, another
    /// regeneration that was faster), so has this one.
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
        // They were changed after they had been copied. A successor that was revoked meanwhile isn't brought back. (S5)
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
        Err(Error::other("the ids of new sessions are all taken: the cache or the source of randomness is broken"))
    }

    /// Ends the client's older sessions. The time of the sign-in decides nothing: a restored session has that of the first
    /// sign-in, which can be before the session that it replaces. Of two sign-ins at once (a double click) each may see the
    /// other. `made_at` and the id put them in one order, so the newer one is left.
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

    /// Ends the sessions beyond the limit, those used longest ago first. Sessions of sign-ins at the same moment end last, in the
    /// order of [`age`], and this one may be among them.
    ///
    /// Each sign-in stores its session before it looks, so the last look finds all of them. No look ends the newest session.
    pub(super) async fn delete_beyond(
        &self,
        limit: usize,
        session: &Session,
        spared: Option<&SessionRef>,
    ) -> Result<(), Error> {
        let (new, now) = (&session.0, self.clock.now_ms());
        let mut records = self.stored(new.session.user).await?;
        // Sessions of an earlier epoch are dead already.
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

    /// The time now, or right after the newest session that the user has, where a clock stood still or another node's is ahead.
    async fn after_all_of(&self, user: UserId) -> Result<i64, Error> {
        let newest = self.stored(user).await?.iter().map(|record| record.made_at.saturating_add(1)).max();
        Ok(newest.unwrap_or(i64::MIN).max(self.clock.now_ms()))
    }
}

/// The order in which sessions were made. It is the same for all who ask.
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
            // The first sign-in may look for older sessions only now.
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
