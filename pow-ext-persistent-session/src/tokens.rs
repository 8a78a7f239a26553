//! The engine: families in the cache, and their tickets, each of which is spent exactly once. Independent of HTTP.

use std::{fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use pow_core::{
    Clock, DateTime, Error, UserId,
    cache::{CacheStore, Key},
    cx::Cx,
    devices::Clients,
    secret::Secret,
    session::{Fingerprint, Metadata},
    telemetry::LogGate,
};

use crate::{
    PersistentSession,
    family::{Family, Rules, Verdict},
    ticket::{FamilyId, Keys, Ticket},
};

/// How often a write that another request overtook is tried again.
const ATTEMPTS: usize = 8;
/// Junk is found at every request that brings its cookie.
static UNREADABLE: LogGate = LogGate::new();

/// The persistent sessions of a set-up: to list and to end them, and to build an entrance of one's own on them.
pub struct Tokens {
    store: Arc<dyn CacheStore>,
    clock: Arc<dyn Clock>,
    keys: Keys,
    prefix: Key,
    rules: Rules,
}

/// A family that a ticket belongs to, as the cache had it.
pub(crate) struct Found {
    raw: Bytes,
    pub(crate) family: Family,
}

/// What became of a ticket.
#[derive(Debug)]
#[must_use]
pub(crate) enum Presented {
    /// Worth nothing.
    Nobody,
    /// Spent by this very call: here is its successor.
    Spent(Family, Secret<String>),
    /// Good for this request; another one begins the session. With the same successor and how long it is good, if it can
    /// still be told.
    Beside(Option<(Secret<String>, Duration)>),
    /// Spent long ago: it is a copy.
    Copied(Family),
}

/// A persistent session in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PersistentSessionInfo {
    /// Its name, to end it by.
    pub family: FamilyId,
    /// The mark of its sessions' client.
    pub client: Fingerprint,
    /// When the user signed in.
    pub signed_in_at: DateTime,
    /// When it last began a session.
    pub used_at: DateTime,
    /// When it ends if it is not used.
    pub ends_at: DateTime,
    /// What its sessions know.
    pub metadata: Metadata,
}

impl Tokens {
    /// The persistent sessions of the set-up and tenant.
    #[must_use]
    pub fn new(cx: &Cx, config: &PersistentSession) -> Self {
        let pow = cx.pow();
        let keys =
            Keys { ticket: pow.signer("persistent_session"), successor: pow.signer("persistent_session_successor") };
        let prefix = cx.cache().key().name("persistent_session");
        Self { store: pow.cache().clone(), clock: pow.clock().clone(), keys, prefix, rules: config.rules(pow) }
    }

    #[cfg(test)]
    pub(crate) fn with(store: Arc<dyn CacheStore>, clock: Arc<dyn Clock>, keys: Keys, rules: Rules) -> Self {
        Self { store, clock, keys, prefix: Key::new("users").name("persistent_session"), rules }
    }

    /// Begins a family and returns its first ticket's text.
    ///
    /// # Errors
    /// When the cache can't be reached.
    pub async fn issue(
        &self,
        user: UserId,
        epoch: i64,
        client: Fingerprint,
        metadata: Metadata,
    ) -> Result<Secret<String>, Error> {
        self.begin(user, epoch, client, metadata).await.map(|(text, _)| text)
    }

    /// As [`Tokens::issue`], with how long the ticket is good without being used.
    pub(crate) async fn begin(
        &self,
        user: UserId,
        epoch: i64,
        client: Fingerprint,
        metadata: Metadata,
    ) -> Result<(Secret<String>, Duration), Error> {
        let first = Ticket::first(user, FamilyId::random()?)?;
        let now = self.clock.now_ms();
        let family = Family::new(&first, epoch, client, metadata, now);
        let ttl = family.time_left(&self.rules, now);
        if !self.store.put_if_absent(&self.key(user, first.family), family.encode()?, Some(ttl)).await? {
            return Err(Error::other("a new family exists already: the source of randomness is broken"));
        }
        tracing::info!(target: "pow::persistent_session::issued", %user, "a browser is remembered");
        Ok((first.sign(&self.keys)?, ttl))
    }

    /// How long a family lives without being used.
    pub(crate) fn time_left(&self, family: &Family) -> Duration {
        family.time_left(&self.rules, self.clock.now_ms())
    }

    /// The ticket of a text that we signed.
    pub(crate) fn open(&self, text: &str) -> Option<Ticket> {
        Ticket::open(&self.keys, text)
    }

    /// The family of a ticket, or its tombstone.
    pub(crate) async fn find(&self, ticket: &Ticket) -> Result<Option<Found>, Error> {
        self.record(ticket.user, ticket.family).await
    }

    /// A family of this user, if it lives.
    pub(crate) async fn family(&self, user: UserId, id: FamilyId) -> Result<Option<Found>, Error> {
        Ok(self.record(user, id).await?.filter(|found| !found.family.is_ended))
    }

    async fn record(&self, user: UserId, id: FamilyId) -> Result<Option<Found>, Error> {
        let Some(raw) = self.store.get(&self.key(user, id)).await? else { return Ok(None) };
        let family = self.decode(&raw).filter(|family| family.user == user && family.id == id);
        Ok(family.map(|family| Found { raw, family }))
    }

    /// Spends a ticket: of any number of calls exactly one gets [`Presented::Spent`].
    pub(crate) async fn present(&self, ticket: &Ticket, mut found: Found) -> Result<Presented, Error> {
        for _ in 0..ATTEMPTS {
            let now = self.clock.now_ms();
            let (next, presented) = match found.family.judge(ticket, &self.rules, now) {
                Verdict::Worthless => return Ok(Presented::Nobody),
                Verdict::Copied => return Ok(Presented::Copied(found.family)),
                Verdict::Early => return Ok(Presented::Beside(None)),
                Verdict::Spent(behind) if found.family.is_shared() => {
                    return self.beside(ticket, &found.family, behind);
                }
                Verdict::Spent(behind) => (found.family.share(), self.beside(ticket, &found.family, behind)?),
                Verdict::Good => {
                    let successor = ticket.successor(&self.keys);
                    let next = found.family.spend(&successor, &self.rules, now);
                    (next.clone(), Presented::Spent(next, successor.sign(&self.keys)?))
                }
            };
            let (key, ttl) = (self.key(ticket.user, ticket.family), next.time_left(&self.rules, now));
            if self.store.compare_and_swap(&key, &found.raw, next.encode()?, Some(ttl)).await? {
                return Ok(presented);
            }
            let Some(current) = self.find(ticket).await? else { return Ok(Presented::Nobody) };
            found = current;
        }
        tracing::warn!(
            target: "pow::persistent_session::crowded",
            user = %ticket.user,
            "a cookie could not be spent: too many requests with it at once"
        );
        Ok(Presented::Nobody)
    }

    /// A straggler gets the ticket that is good now, if it follows from its own. It does not if the server's secret was
    /// changed in between.
    fn beside(&self, ticket: &Ticket, family: &Family, behind: u32) -> Result<Presented, Error> {
        let mut latest = ticket.successor(&self.keys);
        for _ in 1..behind {
            latest = latest.successor(&self.keys);
        }
        if !latest.matches(family.secret()) {
            return Ok(Presented::Beside(None));
        }
        Ok(Presented::Beside(Some((latest.sign(&self.keys)?, self.time_left(family)))))
    }

    /// The persistent sessions of a user, the last used first.
    ///
    /// # Errors
    /// When the cache can't be reached.
    pub async fn list(&self, user: UserId) -> Result<Vec<PersistentSessionInfo>, Error> {
        let now = self.clock.now_ms();
        let mut all = Vec::new();
        for (_, raw) in self.store.scan(&self.of_user(user)).await? {
            let family = self.decode(&raw).filter(|family| family.user == user && !family.is_ended);
            let family = family.filter(|family| !family.is_over(&self.rules, now));
            all.extend(family.map(|family| self.info(family)));
        }
        all.sort_by_key(|info| std::cmp::Reverse(info.used_at));
        Ok(all)
    }

    /// Ends one persistent session of a user, and says whether it was there. Sessions that it began go on. An older cookie of
    /// it raises the alarm for as long as it would have lived.
    ///
    /// # Errors
    /// When the cache can't be reached.
    pub async fn end(&self, user: UserId, family: FamilyId) -> Result<bool, Error> {
        match self.family(user, family).await? {
            Some(found) => self.bury(found).await,
            None => Ok(false),
        }
    }

    /// Puts the tombstone in the place of a family, and says whether this call did.
    async fn bury(&self, mut found: Found) -> Result<bool, Error> {
        let key = self.key(found.family.user, found.family.id);
        for _ in 0..ATTEMPTS {
            let (ended, now) = (found.family.tombstone(), self.clock.now_ms());
            let ttl = ended.time_left(&self.rules, now);
            if ttl.is_zero() {
                return self.store.delete(&key).await;
            }
            if self.store.compare_and_swap(&key, &found.raw, ended.encode()?, Some(ttl)).await? {
                return Ok(true);
            }
            match self.family(found.family.user, found.family.id).await? {
                Some(current) => found = current,
                None => return Ok(false),
            }
        }
        // It is renewed without a pause. Without its tombstone it is ended all the same.
        self.store.delete(&key).await
    }

    /// What this ticket is worth now.
    pub(crate) fn judge(&self, ticket: &Ticket, found: &Found) -> Verdict {
        found.family.judge(ticket, &self.rules, self.clock.now_ms())
    }

    /// Deletes a family without a tombstone, and says whether there was a record of it.
    pub(crate) async fn remove(&self, user: UserId, family: FamilyId) -> Result<bool, Error> {
        self.store.delete(&self.key(user, family)).await
    }

    /// Deletes all families of a user whose auth epoch was raised, which makes every ticket worthless.
    pub(crate) async fn remove_all(&self, user: UserId) -> Result<(), Error> {
        for (key, _) in self.store.scan(&self.of_user(user)).await? {
            self.store.delete(&key).await?;
        }
        Ok(())
    }

    /// Ends all persistent sessions of one client of a user: those whose sessions carry this mark.
    ///
    /// # Errors
    /// When the cache can't be reached.
    pub async fn end_client(&self, user: UserId, client: Fingerprint) -> Result<usize, Error> {
        self.end_clients(user, Clients::Only(client)).await
    }

    /// Ends all persistent sessions of some clients of a user, and returns how many that were.
    ///
    /// # Errors
    /// When the cache can't be reached.
    pub async fn end_clients(&self, user: UserId, which: Clients) -> Result<usize, Error> {
        self.end_where(user, |family| family.map_or(which == Clients::All, |it| which.contains(it.fingerprint()))).await
    }

    /// Ends all persistent sessions of a user, and returns how many that were.
    ///
    /// # Errors
    /// When the cache can't be reached.
    pub async fn end_all(&self, user: UserId) -> Result<usize, Error> {
        self.end_clients(user, Clients::All).await
    }

    async fn end_where(&self, user: UserId, matches: impl Fn(Option<Family>) -> bool + Send) -> Result<usize, Error> {
        let mut ended = 0;
        for (key, raw) in self.store.scan(&self.of_user(user)).await? {
            let family = Family::decode(&raw);
            let is_ended = match &family {
                Some(family) if family.is_ended => continue,
                Some(family) if matches(Some(family.clone())) => {
                    self.bury(Found { raw, family: family.clone() }).await?
                }
                None if matches(None) => self.store.delete(&key).await?,
                _ => false,
            };
            ended += usize::from(is_ended);
        }
        Ok(ended)
    }

    fn info(&self, family: Family) -> PersistentSessionInfo {
        let date = |ms| DateTime::from_timestamp_millis(ms).unwrap_or_default();
        PersistentSessionInfo {
            family: family.id,
            client: family.fingerprint(),
            signed_in_at: date(family.signed_in_at),
            used_at: date(family.used_at),
            ends_at: date(family.ends_at(&self.rules)),
            metadata: family.metadata,
        }
    }

    fn decode(&self, raw: &[u8]) -> Option<Family> {
        let family = Family::decode(raw);
        if family.is_none()
            && let Some(held_back) = UNREADABLE.open(self.clock.now_ms())
        {
            tracing::warn!(
                target: "pow::persistent_session::unreadable",
                bytes = raw.len(),
                held_back,
                "a persistent session in the cache can't be read and is ignored"
            );
        }
        family
    }

    fn of_user(&self, user: UserId) -> Key {
        self.prefix.clone().id(user)
    }

    fn key(&self, user: UserId, family: FamilyId) -> Key {
        self.of_user(user).bytes(&family.0)
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("rules", &self.rules).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
