//! A family: the tickets that follow from one sign-in, of which one is good at a time. Pure functions of time.

use std::time::Duration;

use bytes::Bytes;
use pow_core::{
    DateTime, Error, UserId,
    session::{Fingerprint, Metadata},
};
use serde::{Deserialize, Serialize};

use crate::ticket::{FamilyId, SecretHash, Ticket};

const VERSION: u8 = 2;
/// More than any family of ours has.
const MAX_LEN: usize = 8 * 1024;
/// Of so many spent tickets the time is kept while their grace lasts. More in one grace is no browser's doing.
const MAX_SPENT: usize = 32;
/// Clocks of nodes differ; a family from further in the future than this is not believed. (Z1)
const MAX_SKEW_MS: i64 = 3_600_000;

/// How families live and die.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    /// How long a ticket is good without being used.
    pub(crate) ttl: Duration,
    /// How long a family lives at all.
    pub(crate) lifetime: Option<Duration>,
    /// How long a spent ticket still opens, for requests that were on the way.
    pub(crate) grace: Duration,
}

/// What the server keeps of a family. Times are milliseconds since the Unix epoch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Family {
    pub(crate) user: UserId,
    pub(crate) id: FamilyId,
    /// The user's auth epoch at the sign-in.
    pub(crate) epoch: i64,
    /// The generation of the ticket that is good now.
    pub(crate) generation: u32,
    /// The hash of its secret.
    secret: SecretHash,
    /// When the tickets before it were spent, the last one first, while their grace lasts.
    spent: Vec<i64>,
    /// Whether the good ticket was handed out by more than one response.
    shared: bool,
    /// When the user signed in.
    pub(crate) signed_in_at: i64,
    /// When a ticket was last spent, or the sign-in.
    pub(crate) used_at: i64,
    fingerprint: [u8; 16],
    /// What new sessions of this family shall know.
    pub(crate) metadata: Metadata,
    /// Whether it has ended. The record stays as a tombstone for as long as the family would have lived, so that a copy of
    /// its cookie still shows.
    pub(crate) is_ended: bool,
}

/// What a ticket of a family is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing: the family has run out, or the ticket is from a future that this record does not know.
    Worthless,
    /// It is the good one: it may be spent.
    Good,
    /// It is the good one, but must not be spent yet: another response that hands it out may be on the way, and would
    /// take the place of its successor in the browser.
    Early,
    /// It was spent so many tickets ago, within the grace: a request parallel to the one that spent it.
    Spent(u32),
    /// It was spent, and the grace is over: it is a copy.
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
            spent: Vec::new(),
            shared: false,
            signed_in_at: now,
            used_at: now,
            fingerprint: *client.as_bytes(),
            metadata,
            is_ended: false,
        }
    }

    /// The mark that all sessions of this family carry.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        Fingerprint::from_bytes(self.fingerprint)
    }

    /// When the user signed in.
    pub(crate) fn signed_in_at(&self) -> DateTime {
        DateTime::from_timestamp_millis(self.signed_in_at).unwrap_or_default()
    }

    /// The hash of the good ticket's secret.
    pub(crate) fn secret(&self) -> &SecretHash {
        &self.secret
    }

    /// What this ticket, which is signed and of this family, is worth. Once the family has ended, the last ticket is worthless
    /// and no alarm: a browser keeps it that was closed before it got the answer to its sign-out. An older one is a copy.
    pub(crate) fn judge(&self, ticket: &Ticket, rules: &Rules, now: i64) -> Verdict {
        match self.judge_alive(ticket, rules, now) {
            Verdict::Copied => Verdict::Copied,
            _ if self.is_ended => Verdict::Worthless,
            verdict => verdict,
        }
    }

    fn judge_alive(&self, ticket: &Ticket, rules: &Rules, now: i64) -> Verdict {
        if self.is_over(rules, now) {
            return Verdict::Worthless;
        }
        let Some(behind) = self.generation.checked_sub(ticket.generation) else { return Verdict::Worthless };
        let Some(nth) = behind.checked_sub(1) else {
            return match ticket.matches(&self.secret) {
                false => Verdict::Worthless,
                true if self.may_be_on_the_way(rules, now) => Verdict::Early,
                true => Verdict::Good,
            };
        };
        let spent_at = usize::try_from(nth).ok().and_then(|nth| self.spent.get(nth));
        match spent_at {
            Some(at) if now.saturating_sub(*at) < ms(rules.grace) => Verdict::Spent(behind),
            _ => Verdict::Copied,
        }
    }

    /// Responses that hand out the good ticket begin within a grace of its making, and take no longer than another one.
    fn may_be_on_the_way(&self, rules: &Rules, now: i64) -> bool {
        let made_at = self.spent.first();
        self.shared && made_at.is_some_and(|at| now.saturating_sub(*at) < ms(rules.grace).saturating_mul(2))
    }

    /// Whether the good ticket was handed out by more than one response.
    pub(crate) fn is_shared(&self) -> bool {
        self.shared
    }

    /// The family once a second response hands out the good ticket.
    pub(crate) fn share(&self) -> Self {
        Self { shared: true, ..self.clone() }
    }

    /// The family once the good ticket is spent and followed by `successor`.
    pub(crate) fn spend(&self, successor: &Ticket, rules: &Rules, now: i64) -> Self {
        let recent = self.spent.iter().copied().filter(|at| now.saturating_sub(*at) < ms(rules.grace));
        Self {
            generation: successor.generation,
            secret: successor.hash(),
            spent: std::iter::once(now).chain(recent).take(MAX_SPENT).collect(),
            shared: false,
            used_at: now,
            ..self.clone()
        }
    }

    /// The family's tombstone, without what its sessions knew.
    pub(crate) fn tombstone(&self) -> Self {
        Self { is_ended: true, metadata: Metadata::default(), ..self.clone() }
    }

    /// Has the family run out?
    pub(crate) fn is_over(&self, rules: &Rules, now: i64) -> bool {
        now >= self.ends_at(rules) || self.used_at > now.saturating_add(MAX_SKEW_MS)
    }

    /// How much longer the family lives without being used.
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

    /// Junk, another version or too much: nothing. (Y5, Y6)
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

/// A duration in milliseconds, `i64::MAX` if it is longer.
pub(crate) fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
