//! Finds the session and the user of a cookie's value. Every request does this.

use std::sync::Arc;

use bytes::Bytes;

use super::{
    Session, SessionRef, Sessions,
    cookie_value::{Cookie, NewSecret, SecretHash},
    record::{Previous, Record},
    user::{Entry, Found},
    validity::Verdict,
};
use crate::{Error, cache::Key, secret::Secret};

/// How often a failed compare-and-set is retried.
pub(super) const ATTEMPTS: usize = 4;

/// The result of looking up a cookie's value.
#[derive(Debug)]
#[must_use]
pub enum Fetched<U> {
    /// The cookie is not signed with this key for this purpose. It is treated as a missing cookie.
    None,
    /// The cookie's signature is valid, but its session is not: it was signed out or revoked, it expired, its auth epoch is
    /// outdated, or its user was deleted. It is better not to remove the client's cookie: if a regeneration overtook this
    /// request, the client may already hold the new cookie.
    Dead,
    /// The session may be alive, but its secret was renewed and this secret is no longer valid. The request is anonymous. The
    /// client's cookie must not be removed, because the client probably holds the successor by now.
    Superseded,
    /// Signed in.
    Active {
        /// The user.
        user: Arc<U>,
        /// The session.
        session: Session,
        /// The cookie's new value, if the secret was renewed by this request.
        new_cookie: Option<Secret<String>>,
    },
}

impl<U> Fetched<U> {
    fn active(user: Arc<U>, record: Record) -> Self {
        Self::Active { user, session: Session(Arc::new(record)), new_cookie: None }
    }
}

/// The result for a session whose secret was valid, after the necessary write.
pub(super) enum Advanced {
    Dead,
    Superseded,
    Active(Session, Option<Secret<String>>),
}

impl<U: Send + Sync + 'static> Sessions<U> {
    /// Finds the session and the user of a cookie's value.
    ///
    /// # Errors
    /// If the cache or the database can't be reached. The answer is then a 503, never an anonymous page.
    ///
    /// # Security
    /// The signature is verified before anything is looked up. The look-up takes one round trip to the cache. It takes one to
    /// the database only if the user's current version is not in memory.
    pub async fn fetch(&self, cookie: &str) -> Result<Fetched<U>, Error> {
        let Some(cookie) = self.open(cookie) else { return Ok(Fetched::None) };
        match self.at_hand(&cookie) {
            Some((user, session)) => Ok(Fetched::Active { user, session, new_cookie: None }),
            None => self.ask(cookie).await,
        }
    }

    /// Verifies the signature of a cookie's value, and reads it.
    pub(crate) fn open(&self, cookie: &str) -> Option<Cookie> {
        let open = || Cookie::open(&self.signer, cookie);
        let opened = match &self.verified {
            Some(verified) => verified.get_or(cookie, open),
            None => open(),
        };
        if opened.is_none() {
            tracing::debug!(target: "pow::session::refused", reason = "invalid signature", "no session");
        }
        opened
    }

    /// Returns the user and the session if both are valid and in this process's memory. If the store is in this memory, too,
    /// most requests find both here without waiting.
    pub(crate) fn at_hand(&self, cookie: &Cookie) -> Option<(Arc<U>, Session)> {
        if self.reload {
            return None;
        }
        let keys = self.keys(cookie);
        let mut found = None;
        self.store.visit_pair(keys.each_ref(), &mut |[raw, entry]| {
            found = raw.and_then(|raw| self.good(cookie, raw, Entry::read(entry)));
        });
        found
    }

    /// Like [`fetch`](Self::fetch), for a verified cookie whose session is not in memory.
    pub(crate) async fn ask(&self, cookie: Cookie) -> Result<Fetched<U>, Error> {
        if self.reload {
            return Box::pin(self.fetch_anew(cookie)).await;
        }
        let mut values = self.store.get_many(&self.keys(&cookie)).await?.into_iter();
        let (Some(raw), entry) = (values.next().flatten(), values.next().flatten()) else {
            return Ok(dead(&cookie.session, "ended or expired"));
        };
        let entry = Entry::read(entry.as_deref());
        match self.good(&cookie, &raw, entry) {
            Some((user, session)) => Ok(Fetched::Active { user, session, new_cookie: None }),
            // Boxed, so that the future of most requests stays small.
            None => Box::pin(self.weigh(cookie, raw, entry)).await,
        }
    }

    fn keys(&self, cookie: &Cookie) -> [Key; 2] {
        [self.session_key(&cookie.session), self.user_key(cookie.session.user)]
    }

    /// Returns the user and the session if nothing has to be written or read from the database.
    fn good(&self, cookie: &Cookie, raw: &[u8], entry: Entry) -> Option<(Arc<U>, Session)> {
        let record = Record::decode(raw, &cookie.session)?;
        let verdict = self.rules.judge(&record, &cookie.secret_hash, self.clock.now_ms());
        match self.known_user(cookie.session.user, record.epoch, entry)? {
            Found::User(user) if verdict == Verdict::Good => Some((user, Session(Arc::new(record)))),
            _ => None,
        }
    }

    /// Handles a record that needs a write or the database.
    async fn weigh(&self, cookie: Cookie, raw: Bytes, entry: Entry) -> Result<Fetched<U>, Error> {
        let (record, verdict, now) = match self.judge(&raw, &cookie) {
            Ok(judged) => judged,
            Err(over) => return Ok(over),
        };
        let user = cookie.session.user;
        let found = match self.known_user(user, record.epoch, entry) {
            Some(found) => found,
            None => self.load_user(user, record.epoch, entry).await?,
        };
        self.activate(record, found, verdict, &cookie.secret_hash, now).await
    }

    /// Like [`ask`](Self::ask), but reads the user from the database. If the session is in the same database, one query reads
    /// both.
    async fn fetch_anew(&self, cookie: Cookie) -> Result<Fetched<U>, Error> {
        let (key, user) = (self.session_key(&cookie.session), cookie.session.user);
        let both = self.source.load_with_cached(user, &key, self.clock.now_ms()).await?;
        let (raw, loaded) = match both {
            // Without the user's row the query returns no session either, even if the session exists.
            Some((None, _)) => return self.end_of_nobody(&cookie.session).await,
            Some((loaded, raw)) => (raw, Some(loaded)),
            None => (self.store.get(&key).await?, None),
        };
        let Some(raw) = raw else { return Ok(dead(&cookie.session, "ended or expired")) };
        let (record, verdict, now) = match self.judge(&raw, &cookie) {
            Ok(judged) => judged,
            Err(over) => return Ok(over),
        };
        let loaded = match loaded {
            Some(loaded) => loaded,
            None => self.source.load(user).await?,
        };
        let found = Found::of(loaded, record.epoch);
        self.activate(record, found, verdict, &cookie.secret_hash, now).await
    }

    /// Returns the record and the verdict on the presented secret. `Err` is the result for a cookie that is not valid.
    fn judge(&self, raw: &[u8], cookie: &Cookie) -> Result<(Record, Verdict, i64), Fetched<U>> {
        let now = self.clock.now_ms();
        let Some(record) = self.decode(raw, &cookie.session, now) else {
            return Err(dead(&cookie.session, "unreadable"));
        };
        match self.rules.judge(&record, &cookie.secret_hash, now) {
            // The record is not deleted here. The store removes expired entries itself, and a node with a wrong clock must not
            // end the sessions of all users.
            Verdict::Over => Err(dead(&cookie.session, "ended or expired")),
            Verdict::Superseded => Err(superseded(&cookie.session)),
            verdict => Ok((record, verdict, now)),
        }
    }

    /// Returns the result for a session whose secret is valid, after the write that the verdict requires.
    async fn activate(
        &self,
        record: Record,
        found: Found<U>,
        verdict: Verdict,
        presented: &SecretHash,
        now: i64,
    ) -> Result<Fetched<U>, Error> {
        let user = match found {
            Found::User(user) => user,
            // Not deleted: the request that changed the password may be about to regenerate this session.
            Found::OfAnotherEpoch => return Ok(dead(&record.session, "of an earlier auth epoch")),
            Found::Nobody => return self.end_of_nobody(&record.session).await,
        };
        if verdict == Verdict::Good {
            return Ok(Fetched::active(user, record));
        }
        let of = record.session;
        Ok(match self.advance(record, presented, verdict, now).await? {
            Advanced::Dead => dead(&of, "ended meanwhile"),
            Advanced::Superseded => superseded(&of),
            Advanced::Active(session, new_cookie) => {
                if new_cookie.is_some() {
                    tracing::debug!(
                        target: "pow::session::renewed",
                        user = %of.user,
                        session = %of.handle(),
                        "a session has a new secret"
                    );
                }
                Fetched::Active { user, session, new_cookie }
            }
        })
    }

    /// Ends the session of a user who no longer exists. Otherwise it would be valid again if the user's row was restored.
    async fn end_of_nobody(&self, session: &SessionRef) -> Result<Fetched<U>, Error> {
        self.delete(session).await?;
        Ok(dead(session, "the user no longer exists"))
    }

    /// Makes the write that the verdict requires, by compare-and-swap. One of several parallel requests succeeds, and the
    /// others find its result. A session that was deleted meanwhile stays deleted. (S5, S13)
    pub(super) async fn advance(
        &self,
        mut record: Record,
        presented: &SecretHash,
        mut verdict: Verdict,
        now: i64,
    ) -> Result<Advanced, Error> {
        let key = self.session_key(&record.session);
        for _ in 0..ATTEMPTS {
            let (next, secret) = match verdict {
                Verdict::Over => return Ok(Advanced::Dead),
                Verdict::Superseded => return Ok(Advanced::Superseded),
                Verdict::Good => return Ok(Advanced::Active(Session(Arc::new(record)), None)),
                Verdict::FirstSeen => (record.clone().first_seen(now), None),
                Verdict::Renew => {
                    let secret = NewSecret::random()?;
                    (record.clone().renewed(secret.hash(), *presented, now), Some(secret))
                }
            };
            let ttl = self.rules.time_left(&next, now);
            if self.store.compare_and_swap(&key, &record.encode(), next.encode(), Some(ttl)).await? {
                let cookie = secret.map(|secret| secret.sign(&self.signer, &next.session));
                return Ok(Advanced::Active(Session(Arc::new(next)), cookie));
            }
            let session = record.session;
            let Some(current) = self.store.get(&key).await? else { return Ok(Advanced::Dead) };
            let Some(decoded) = self.decode(&current, &session, now) else { return Ok(Advanced::Dead) };
            verdict = self.rules.judge(&decoded, presented, now);
            record = decoded;
        }
        Ok(match verdict {
            Verdict::Over => Advanced::Dead,
            Verdict::Superseded => Advanced::Superseded,
            // Other requests wrote first each time. The secret is valid, and a later request will make this write.
            _ => Advanced::Active(Session(Arc::new(record)), None),
        })
    }
}

fn dead<U>(session: &SessionRef, reason: &'static str) -> Fetched<U> {
    refused(session, reason);
    Fetched::Dead
}

fn superseded<U>(session: &SessionRef) -> Fetched<U> {
    refused(session, "the secret was renewed in the meantime");
    Fetched::Superseded
}

fn refused(session: &SessionRef, reason: &'static str) {
    tracing::debug!(
        target: "pow::session::refused",
        user = %session.user,
        session = %session.handle(),
        reason,
        "no session"
    );
}

impl Record {
    fn first_seen(mut self, now: i64) -> Self {
        if let Some(previous) = &mut self.previous {
            previous.successor_seen_at = Some(now);
        }
        self
    }

    fn renewed(mut self, secret: SecretHash, presented: SecretHash, now: i64) -> Self {
        self.previous = Some(Previous { secret: presented, successor_seen_at: None });
        self.secret = secret;
        self.renewed_at = now;
        self
    }
}
