//! From the cookie's value to the user: the path of every request.

use std::sync::Arc;

use bytes::Bytes;

use super::{
    Session, SessionRef, Sessions,
    cookie::{Cookie, NewSecret, SecretHash},
    record::{Previous, Record},
    rules::Verdict,
    user::{Entry, Found},
};
use crate::{Error, secret::Secret};

/// How often a write that another request overtook is tried again.
const ATTEMPTS: usize = 4;

/// What a cookie's value turned out to be.
#[derive(Debug)]
#[must_use]
pub enum Fetched<U> {
    /// Not signed by us for this purpose: as good as no cookie.
    None,
    /// Signed by us, but the session is over: signed out, revoked, run out, of an older auth epoch, or of a user who
    /// is gone. Better leave the client's cookie alone: this may be a request that a regeneration overtook, and the
    /// client may hold the new cookie by now.
    Dead,
    /// The session may live on, but its secret was renewed since and this one is worth nothing any more. The request is
    /// anonymous; the client's cookie must be left alone, since it is probably the successor by now.
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

/// A session whose secret was good, after what had to be written.
pub(super) enum Advanced {
    Dead,
    Superseded,
    Active(Session, Option<Secret<String>>),
}

impl<U: Send + Sync + 'static> Sessions<U> {
    /// Finds the session and the user of a cookie's value.
    ///
    /// # Errors
    /// When the cache or the database can't be reached: the answer is then a 503, never an anonymous page.
    ///
    /// # Security
    /// The signature is verified before anything is looked up. One round trip to the cache, and one to the database
    /// only if the user is not in memory in the present version.
    pub async fn fetch(&self, cookie: &str) -> Result<Fetched<U>, Error> {
        let Some(cookie) = Cookie::open(&self.signer, cookie) else { return Ok(Fetched::None) };
        let (raw, entry) = self.look_up(&cookie.session).await?;
        let Some(raw) = raw else { return Ok(Fetched::Dead) };
        let now = self.clock.now_ms();
        let Some(record) = self.decode(raw, &cookie.session, now) else { return Ok(Fetched::Dead) };
        let verdict = self.rules.judge(&record, &cookie.secret_hash, now);
        match verdict {
            // Not deleted: the store does that by itself, and a node whose clock is wrong must not end everybody's session.
            Verdict::Over => return Ok(Fetched::Dead),
            Verdict::Superseded => return Ok(Fetched::Superseded),
            Verdict::Good | Verdict::FirstSeen | Verdict::Renew => {}
        }
        let user = match self.user(cookie.session.user, record.epoch, entry).await? {
            Found::User(user) => user,
            // Not deleted: the request that changed the password may be about to carry this very session on.
            Found::OfAnotherEpoch => return Ok(Fetched::Dead),
            Found::Nobody => {
                self.delete(&cookie.session).await?;
                return Ok(Fetched::Dead);
            }
        };
        if verdict == Verdict::Good {
            return Ok(Fetched::Active { user, session: Session(Arc::new(record)), new_cookie: None });
        }
        Ok(match self.advance(record, &cookie.secret_hash, verdict, now).await? {
            Advanced::Dead => Fetched::Dead,
            Advanced::Superseded => Fetched::Superseded,
            Advanced::Active(session, new_cookie) => Fetched::Active { user, session, new_cookie },
        })
    }

    async fn look_up(&self, session: &SessionRef) -> Result<(Option<Bytes>, Entry), Error> {
        let key = self.session_key(session);
        if self.reload {
            return Ok((self.store.get(&key).await?, Entry::Uncertain));
        }
        let mut values = self.store.get_many(&[key, self.user_key(session.user)]).await?.into_iter();
        let (session, user) = (values.next().flatten(), values.next().flatten());
        Ok((session, Entry::read(user.as_ref())))
    }

    /// Writes what the verdict asks for, by compare-and-swap: of parallel requests one wins, the others find what it
    /// wrote, and a session deleted meanwhile stays deleted. (S5, S13)
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
            let Some(decoded) = self.decode(current, &session, now) else { return Ok(Advanced::Dead) };
            verdict = self.rules.judge(&decoded, presented, now);
            record = decoded;
        }
        // Others write all the time: the secret is good, and the next request will do what this one could not.
        Ok(Advanced::Active(Session(Arc::new(record)), None))
    }
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
