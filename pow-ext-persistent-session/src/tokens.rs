//! Stores the families in the cache, and uses their tickets. Each ticket is used exactly once. This module is
//! independent of HTTP.

use std::{fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use pow_core::{
    Clock, DateTime, Error, UserId,
    cache::{CacheStore, Key, Write},
    cx::Cx,
    devices::Clients,
    secret::Secret,
    session::{Fingerprint, Metadata},
    telemetry::LogGate,
};

use crate::{
    PersistentSession,
    family::{Family, Rules, TicketState},
    ticket::{FamilyId, Keys, Ticket},
};

/// How often a failed compare-and-swap is retried.
const MAX_ATTEMPTS: usize = 8;
/// Limits the log. Otherwise every request with such a cookie would log the corrupt record.
static UNREADABLE: LogGate = LogGate::new();

/// The persistent sessions of a set-up: lists them, ends them, and issues them for custom sign-in controllers.
pub struct Tokens {
    store: Arc<dyn CacheStore>,
    clock: Arc<dyn Clock>,
    keys: Keys,
    prefix: Key,
    rules: Rules,
}

/// A family and its bytes in the cache.
pub(crate) struct StoredFamily {
    raw: Bytes,
    pub(crate) family: Family,
}

/// The result of using a ticket.
#[derive(Debug)]
#[must_use]
pub(crate) enum Used {
    /// The ticket is invalid.
    Invalid,
    /// This call used the ticket. The value contains the text of the ticket's successor.
    Rotated(Family, Secret<String>),
    /// The ticket authenticates only this request, because a concurrent request begins the session. The value contains
    /// the same successor and its time to live, if they can be derived.
    Concurrent(Option<(Secret<String>, Duration)>),
    /// The ticket was used before, and its grace period is over: it was copied.
    Copied(Family),
}

/// An entry in the list of persistent sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PersistentSessionInfo {
    /// The id, for [`Tokens::end`].
    pub family: FamilyId,
    /// The fingerprint of the client. All sessions of the persistent session have it.
    pub client: Fingerprint,
    /// When the user signed in.
    pub signed_in_at: DateTime,
    /// When the persistent session last began a session.
    pub used_at: DateTime,
    /// When the persistent session expires if it is not used.
    pub ends_at: DateTime,
    /// The metadata of the sessions.
    pub metadata: Metadata,
}

impl Tokens {
    /// Creates the access to the persistent sessions of this set-up and tenant.
    #[must_use]
    pub fn new(cx: &Cx, config: &PersistentSession) -> Self {
        let pow = cx.pow();
        let keys =
            Keys { ticket: pow.signer("persistent_session"), successor: pow.signer("persistent_session_successor") };
        let prefix = cx.cache().key().name("persistent_session");
        Self { store: pow.cache().clone(), clock: pow.clock().clone(), keys, prefix, rules: config.rules(pow) }
    }

    #[cfg(test)]
    pub(crate) fn for_test(store: Arc<dyn CacheStore>, clock: Arc<dyn Clock>, keys: Keys, rules: Rules) -> Self {
        Self { store, clock, keys, prefix: Key::new("users").name("persistent_session"), rules }
    }

    /// Begins a family and returns the text of its first ticket.
    ///
    /// # Errors
    /// If the cache is unavailable.
    pub async fn issue(
        &self,
        user: UserId,
        epoch: i64,
        client: Fingerprint,
        metadata: Metadata,
    ) -> Result<Secret<String>, Error> {
        self.begin(user, epoch, client, metadata).await.map(|(text, _)| text)
    }

    /// Does the same as [`Tokens::issue`], and also returns how long the unused ticket is valid.
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
            return Err(Error::other(
                "the random id of a new family already exists in the cache: check the random number generator of the operating system",
            ));
        }
        tracing::info!(target: "pow::persistent_session::issued", %user, "persistent session issued");
        Ok((first.sign(&self.keys)?, ttl))
    }

    /// Returns how long the family lives if it is not used.
    pub(crate) fn time_left(&self, family: &Family) -> Duration {
        family.time_left(&self.rules, self.clock.now_ms())
    }

    /// Verifies the text of a cookie and returns its ticket.
    pub(crate) fn open(&self, text: &str) -> Option<Ticket> {
        Ticket::open(&self.keys, text)
    }

    /// Returns the family of a ticket, or its tombstone.
    pub(crate) async fn find(&self, ticket: &Ticket) -> Result<Option<StoredFamily>, Error> {
        self.record(ticket.user, ticket.family).await
    }

    /// Returns a family of this user if it has not ended.
    pub(crate) async fn family(&self, user: UserId, id: FamilyId) -> Result<Option<StoredFamily>, Error> {
        Ok(self.record(user, id).await?.filter(|found| !found.family.is_ended))
    }

    async fn record(&self, user: UserId, id: FamilyId) -> Result<Option<StoredFamily>, Error> {
        let Some(raw) = self.store.get(&self.key(user, id)).await? else { return Ok(None) };
        let family = self.decode(&raw).filter(|family| family.user == user && family.id == id);
        Ok(family.map(|family| StoredFamily { raw, family }))
    }

    /// Uses a ticket. Of several concurrent calls exactly one gets [`Used::Rotated`].
    pub(crate) async fn use_ticket(&self, ticket: &Ticket, mut found: StoredFamily) -> Result<Used, Error> {
        for _ in 0..MAX_ATTEMPTS {
            let now = self.clock.now_ms();
            let (next, used) = match found.family.state(ticket, &self.rules, now) {
                TicketState::Invalid => return Ok(Used::Invalid),
                TicketState::Copied => return Ok(Used::Copied(found.family)),
                TicketState::TooEarly => return Ok(Used::Concurrent(None)),
                TicketState::InGrace(behind) if found.family.is_shared() => {
                    return self.concurrent(ticket, &found.family, behind);
                }
                TicketState::InGrace(behind) => {
                    (found.family.mark_shared(), self.concurrent(ticket, &found.family, behind)?)
                }
                TicketState::Valid => {
                    let successor = ticket.successor(&self.keys);
                    let next = found.family.rotate(&successor, &self.rules, now);
                    (next.clone(), Used::Rotated(next, successor.sign(&self.keys)?))
                }
            };
            let (key, ttl) = (self.key(ticket.user, ticket.family), next.time_left(&self.rules, now));
            if self.store.compare_and_swap(&key, &found.raw, next.encode()?, Some(ttl)).await? {
                return Ok(used);
            }
            let Some(current) = self.find(ticket).await? else { return Ok(Used::Invalid) };
            found = current;
        }
        tracing::warn!(
            target: "pow::persistent_session::contention",
            user = %ticket.user,
            "a cookie was rejected after too many concurrent requests with the same cookie"
        );
        Ok(Used::Invalid)
    }

    /// Derives the valid ticket for a concurrent request. This fails if the server's secret was rotated in between.
    fn concurrent(&self, ticket: &Ticket, family: &Family, behind: u32) -> Result<Used, Error> {
        let mut latest = ticket.successor(&self.keys);
        for _ in 1..behind {
            latest = latest.successor(&self.keys);
        }
        if !latest.matches(family.secret()) {
            return Ok(Used::Concurrent(None));
        }
        Ok(Used::Concurrent(Some((latest.sign(&self.keys)?, self.time_left(family)))))
    }

    /// Lists the persistent sessions of a user, the last used first.
    ///
    /// # Errors
    /// If the cache is unavailable.
    pub async fn list(&self, user: UserId) -> Result<Vec<PersistentSessionInfo>, Error> {
        let now = self.clock.now_ms();
        let mut all = Vec::new();
        for (_, raw) in self.store.scan(&self.of_user(user)).await? {
            let family = self.decode(&raw).filter(|family| family.user == user && !family.is_ended);
            let family = family.filter(|family| !family.is_expired(&self.rules, now));
            all.extend(family.map(|family| self.info(family)));
        }
        all.sort_by_key(|info| std::cmp::Reverse(info.used_at));
        Ok(all)
    }

    /// Ends one persistent session of a user and returns whether it existed. Sessions that it began continue. An older
    /// cookie of this persistent session is detected as theft until the persistent session would have expired.
    ///
    /// # Errors
    /// If the cache is unavailable.
    pub async fn end(&self, user: UserId, family: FamilyId) -> Result<bool, Error> {
        match self.family(user, family).await? {
            Some(found) => self.replace_by_tombstone(found).await,
            None => Ok(false),
        }
    }

    /// Replaces a family with its tombstone. Returns whether this call did so.
    async fn replace_by_tombstone(&self, mut found: StoredFamily) -> Result<bool, Error> {
        let key = self.key(found.family.user, found.family.id);
        for _ in 0..MAX_ATTEMPTS {
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
        // The family changes too often for a tombstone: delete it.
        self.store.delete(&key).await
    }

    /// Returns the current state of a ticket.
    pub(crate) fn state(&self, ticket: &Ticket, found: &StoredFamily) -> TicketState {
        found.family.state(ticket, &self.rules, self.clock.now_ms())
    }

    /// Deletes a family without a tombstone and returns whether it existed.
    pub(crate) async fn remove(&self, user: UserId, family: FamilyId) -> Result<bool, Error> {
        self.store.delete(&self.key(user, family)).await
    }

    /// Deletes all families of a user whose auth epoch was raised. Their tickets are invalid already.
    pub(crate) async fn remove_all(&self, user: UserId) -> Result<(), Error> {
        let families = self.store.scan(&self.of_user(user)).await?;
        let deletes: Vec<_> = families.into_iter().map(|(key, _)| Write::Delete(key)).collect();
        self.store.write_many(&deletes).await.map(drop)
    }

    /// Ends all persistent sessions of one client of a user, by its fingerprint.
    ///
    /// # Errors
    /// If the cache is unavailable.
    pub async fn end_client(&self, user: UserId, client: Fingerprint) -> Result<usize, Error> {
        self.end_clients(user, Clients::Only(client)).await
    }

    /// Ends all persistent sessions of some clients of a user and returns their number.
    ///
    /// # Errors
    /// If the cache is unavailable.
    pub async fn end_clients(&self, user: UserId, which: Clients) -> Result<usize, Error> {
        self.end_where(user, |family| family.map_or(which == Clients::All, |it| which.contains(it.fingerprint()))).await
    }

    /// Ends all persistent sessions of a user and returns their number.
    ///
    /// # Errors
    /// If the cache is unavailable.
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
                    self.replace_by_tombstone(StoredFamily { raw, family: family.clone() }).await?
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
                "ignored a corrupt persistent session in the cache"
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
