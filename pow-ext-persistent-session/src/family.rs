//! A token family: the tickets that follow from one sign-in. One ticket is valid at a time. All functions here are
//! pure.

use std::time::Duration;

use bytes::Bytes;
use pow_core::{
    DateTime, Error, UserId,
    session::{Fingerprint, Metadata},
};
use serde::{Deserialize, Serialize};

use crate::ticket::{FamilyId, SecretHash, Ticket};

const VERSION: u8 = 2;
/// The maximum size of a record in bytes. Every record that this crate writes is smaller.
const MAX_LEN: usize = 8 * 1024;
/// How many used tickets a family remembers during their grace period. A browser never uses more.
const MAX_USED: usize = 32;
/// The tolerated clock difference between nodes. A family whose time is further in the future is invalid. (Z1)
const MAX_SKEW_MS: i64 = 3_600_000;

/// The lifetimes of tickets and families.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    /// How long an unused ticket is valid.
    pub(crate) ttl: Duration,
    /// How long a family lives at most.
    pub(crate) lifetime: Option<Duration>,
    /// How long a used ticket still authenticates requests that were sent at the same time.
    pub(crate) grace: Duration,
}

/// The server's record of a family. Times are milliseconds since the Unix epoch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Family {
    pub(crate) user: UserId,
    pub(crate) id: FamilyId,
    /// The user's auth epoch at the sign-in.
    pub(crate) epoch: i64,
    /// The generation of the valid ticket.
    pub(crate) generation: u32,
    /// The hash of the valid ticket's secret.
    secret: SecretHash,
    /// When the earlier tickets were used, the latest first. Kept for the grace period.
    used: Vec<i64>,
    /// Whether more than one response has set the valid ticket.
    shared: bool,
    /// When the user signed in.
    pub(crate) signed_in_at: i64,
    /// When a ticket was last used, or the time of the sign-in.
    pub(crate) used_at: i64,
    fingerprint: [u8; 16],
    /// The metadata for new sessions of this family.
    pub(crate) metadata: Metadata,
    /// Whether the family has ended. The record stays as a tombstone until the family would have expired, to detect a
    /// copied cookie.
    pub(crate) is_ended: bool,
}

/// The state of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TicketState {
    /// Invalid: the family has expired, or the ticket is newer than the record.
    Invalid,
    /// Valid: it can be used.
    Valid,
    /// Valid, but it must not be used yet. Another response that sets it may still be in transit and would overwrite
    /// its successor in the browser.
    TooEarly,
    /// Used, but within the grace period: a concurrent request. The number says how many generations the ticket is
    /// behind.
    InGrace(u32),
    /// Used, and the grace period is over: it was copied.
    Copied,
}

impl Family {
    pub(crate) fn new(first: &Ticket, epoch: i64, client: Fingerprint, metadata: Metadata, now: i64) -> Self {
        Self {
            user: first.user,
            id: first.family,
            epoch,
            generation: first.generation,
            secret: first.hash(),
            used: Vec::new(),
            shared: false,
            signed_in_at: now,
            used_at: now,
            fingerprint: *client.as_bytes(),
            metadata,
            is_ended: false,
        }
    }

    /// Returns the fingerprint of the client, which all sessions of this family have.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        Fingerprint::from_bytes(self.fingerprint)
    }

    /// Returns when the user signed in.
    pub(crate) fn signed_in_at(&self) -> DateTime {
        DateTime::from_timestamp_millis(self.signed_in_at).unwrap_or_default()
    }

    /// Returns the hash of the valid ticket's secret.
    pub(crate) fn secret(&self) -> &SecretHash {
        &self.secret
    }

    /// Returns the state of a ticket that is signed and belongs to this family.
    ///
    /// After the family has ended, its last ticket is invalid, but not treated as copied. The browser still has this
    /// ticket if it is closed before the response to its sign-out arrives. An older ticket is still detected as copied.
    pub(crate) fn state(&self, ticket: &Ticket, rules: &Rules, now: i64) -> TicketState {
        match self.living_state(ticket, rules, now) {
            TicketState::Copied => TicketState::Copied,
            _ if self.is_ended => TicketState::Invalid,
            verdict => verdict,
        }
    }

    fn living_state(&self, ticket: &Ticket, rules: &Rules, now: i64) -> TicketState {
        if self.is_expired(rules, now) {
            return TicketState::Invalid;
        }
        let Some(behind) = self.generation.checked_sub(ticket.generation) else { return TicketState::Invalid };
        let Some(nth) = behind.checked_sub(1) else {
            return match ticket.matches(&self.secret) {
                false => TicketState::Invalid,
                true if self.is_in_transit(rules, now) => TicketState::TooEarly,
                true => TicketState::Valid,
            };
        };
        let used_at = usize::try_from(nth).ok().and_then(|nth| self.used.get(nth));
        match used_at {
            Some(at) if now.saturating_sub(*at) < ms(rules.grace) => TicketState::InGrace(behind),
            _ => TicketState::Copied,
        }
    }

    /// Returns whether a response that sets the valid ticket may still be in transit. Such responses start within one
    /// grace period and take at most another grace period.
    fn is_in_transit(&self, rules: &Rules, now: i64) -> bool {
        let made_at = self.used.first();
        self.shared && made_at.is_some_and(|at| now.saturating_sub(*at) < ms(rules.grace).saturating_mul(2))
    }

    /// Returns whether more than one response has set the valid ticket.
    pub(crate) fn is_shared(&self) -> bool {
        self.shared
    }

    /// Returns the family after another response has set the valid ticket.
    pub(crate) fn mark_shared(&self) -> Self {
        Self { shared: true, ..self.clone() }
    }

    /// Returns the family after the valid ticket was used and replaced by `successor`.
    pub(crate) fn rotate(&self, successor: &Ticket, rules: &Rules, now: i64) -> Self {
        let recent = self.used.iter().copied().filter(|at| now.saturating_sub(*at) < ms(rules.grace));
        Self {
            generation: successor.generation,
            secret: successor.hash(),
            used: std::iter::once(now).chain(recent).take(MAX_USED).collect(),
            shared: false,
            used_at: now,
            ..self.clone()
        }
    }

    /// Returns the tombstone of the family, without its metadata.
    pub(crate) fn tombstone(&self) -> Self {
        Self { is_ended: true, metadata: Metadata::default(), ..self.clone() }
    }

    /// Returns whether the family has expired.
    pub(crate) fn is_expired(&self, rules: &Rules, now: i64) -> bool {
        now >= self.ends_at(rules) || self.used_at > now.saturating_add(MAX_SKEW_MS)
    }

    /// Returns how long the family lives if it is not used.
    pub(crate) fn time_left(&self, rules: &Rules, now: i64) -> Duration {
        Duration::from_millis(u64::try_from(self.ends_at(rules).saturating_sub(now)).unwrap_or(0))
    }

    pub(crate) fn ends_at(&self, rules: &Rules) -> i64 {
        let unused = self.used_at.saturating_add(ms(rules.ttl));
        rules.lifetime.map_or(unused, |lifetime| unused.min(self.signed_in_at.saturating_add(ms(lifetime))))
    }

    pub(crate) fn encode(&self) -> Result<Bytes, Error> {
        postcard::to_allocvec(&(VERSION, self)).map(Bytes::from).map_err(Error::other)
    }

    /// Returns `None` if the bytes are corrupt, of another version, or too long. (Y5, Y6)
    pub(crate) fn decode(raw: &[u8]) -> Option<Self> {
        if raw.len() > MAX_LEN {
            return None;
        }
        match postcard::take_from_bytes::<(u8, Self)>(raw).ok()? {
            ((VERSION, family), []) => Some(family),
            _ => None,
        }
    }
}

/// Returns the duration in milliseconds, at most `i64::MAX`.
pub(crate) fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
