//! New sessions: at sign-in, and a new id at every other change of authority.

use std::sync::Arc;

use bytes::Bytes;

use super::{Fingerprint, Metadata, Session, SessionId, SessionRef, Sessions, cookie::NewSecret, record::Record};
use crate::{DateTime, Error, UserId, random, secret::Secret};

/// What is known of a session to be created.
#[derive(Clone, Debug, Default)]
pub struct NewSession {
    /// The client's mark; `None` makes a new one.
    pub fingerprint: Option<Fingerprint>,
    /// Where it comes from, and the application's values.
    pub metadata: Metadata,
    /// When the user signed in, if that was before: the absolute lifetime counts from there. A time in the future is
    /// taken for now.
    pub signed_in_at: Option<DateTime>,
    /// Has the user just proved who they are (password, passkey)? A persistent cookie is no such proof. (PS10)
    pub authenticated: bool,
}

/// A session that was just created, and the cookie's value for the client.
#[derive(Clone, Debug)]
#[must_use = "without its cookie nobody can use the session"]
pub struct SignedSession {
    /// The session.
    pub session: Session,
    /// What the client shall hold.
    pub cookie: Secret<String>,
}

impl<U: Send + Sync + 'static> Sessions<U> {
    /// Signs a user in: a new session with a new id. The session that the client had before, if it had one, and any other
    /// session of the same user and fingerprint end at once. (P21, S1)
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
        // What is there now is older, whatever the clock says.
        let older = match new.fingerprint {
            Some(client) => self.of_client(user, client).await?,
            None => Vec::new(),
        };
        let others_may_exist = new.fingerprint.is_some();
        let record = Record {
            session: SessionRef { user, id: SessionId([0; 16]) },
            epoch,
            secret: [0; 32],
            previous: None,
            created_at: new.signed_in_at.map_or(now, |at| at.timestamp_millis().min(now)),
            made_at: now,
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
        if others_may_exist {
            self.delete_same_client(&signed.session, &older, replacing).await?;
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
    /// that is not a sign-in. What the session knows is kept, the time of the sign-in included. (P22, S3)
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
        // First the new one, then the end of the old one: in between the user has both, and never none. Nobody knows the new
        // one's secret until this returns.
        let signed = self.insert(Record { epoch, previous: None, renewed_at: self.clock.now_ms(), ..record }).await?;
        let taken = self.store.take(&old).await?;
        let Some(signed) = self.succeed(signed, taken, session).await? else { return Ok(None) };
        tracing::info!(
            target: "pow::session::regenerated",
            user = %session.user,
            session = %session.handle(),
            successor = %signed.session.handle(),
            "a session goes on under a new id"
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
    async fn insert(&self, mut record: Record) -> Result<SignedSession, Error> {
        let secret = NewSecret::random()?;
        record.secret = secret.hash();
        record.made_at = self.clock.now_ms();
        let ttl = self.rules.time_left(&record, record.renewed_at);
        // 16 random bytes don't collide; if they do, nobody's session is overwritten. (S14)
        for _ in 0..3 {
            record.session.id = SessionId(random::bytes()?);
            if self.store.put_if_absent(&self.session_key(&record.session), record.encode(), Some(ttl)).await? {
                let cookie = secret.sign(&self.signer, &record.session);
                return Ok(SignedSession { session: Session(Arc::new(record)), cookie });
            }
        }
        Err(Error::other("the ids of new sessions are all taken: the cache or the source of randomness is broken"))
    }

    /// Ends the client's other sessions: those that were there before this one was stored, and of those that were stored at
    /// the same moment the older ones. Not the newer ones: of two sign-ins at once (a double click) one must be left, also
    /// when the clock did not tick in between. The time of the sign-in decides nothing: all sessions of a remembered user
    /// have the same one, which can be before that of a session that was made at the sign-in itself.
    pub(super) async fn delete_same_client(
        &self,
        session: &Session,
        before: &[SessionRef],
        spared: Option<&SessionRef>,
    ) -> Result<(), Error> {
        let age = |record: &Record| (record.made_at, record.session.id.0);
        let new = &session.0;
        for other in self.stored(new.session.user).await? {
            let is_older = before.contains(&other.session) || age(&other) < age(new);
            if is_older && other.fingerprint == new.fingerprint && spared != Some(&other.session) {
                self.delete(&other.session).await?;
            }
        }
        Ok(())
    }

    async fn of_client(&self, user: UserId, client: Fingerprint) -> Result<Vec<SessionRef>, Error> {
        let stored = self.stored(user).await?.into_iter().filter(|record| record.fingerprint == client);
        Ok(stored.map(|record| record.session).collect())
    }
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;

    use super::*;
    use crate::{
        cache::{MemoryCache, MemoryLimits},
        clock::FixedClock,
        keys::KeyRing,
        session::{LoadedUser, SessionConfig, UserSource},
    };

    const USER: UserId = UserId::Int(7);

    struct NoUsers;

    #[async_trait]
    impl UserSource<()> for NoUsers {
        async fn load(&self, _: UserId) -> Result<Option<LoadedUser<()>>, Error> {
            Ok(None)
        }
    }

    fn sessions() -> Sessions<()> {
        let ring = KeyRing::new(('!'..='`').collect::<String>().into()).unwrap();
        let clock = Arc::new(FixedClock::at_ms(1_700_000_000_000));
        let store = Arc::new(MemoryCache::new(clock.clone(), MemoryLimits::default()));
        Sessions::new(&SessionConfig::default(), &ring, store, Arc::new(NoUsers), clock).unwrap()
    }

    #[tokio::test]
    async fn of_two_sign_ins_in_the_same_tick_of_the_clock_one_is_left() {
        // Several times: the ids are random.
        for _ in 0..16 {
            let sessions = sessions();
            let first = sessions.create(USER, 1, NewSession::default(), None).await.unwrap().session;
            let second = sessions.insert((*first.0).clone()).await.unwrap().session;
            // Both were stored before either looked for the other.
            sessions.delete_same_client(&first, &[], None).await.unwrap();
            sessions.delete_same_client(&second, &[], None).await.unwrap();
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
        let left: Vec<_> = sessions.stored(USER).await.unwrap().iter().map(|record| record.session).collect();
        assert_eq!(left, [*old.reference()]);
    }
}
