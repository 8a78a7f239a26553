//! A family: the refresh tokens that follow from one sign-in. One of them is valid at a time. All functions here are pure.

use std::time::Duration;

use bytes::Bytes;
use pow_core::{
    DateTime, Error, UserId,
    devices::KnownClient,
    session::{Fingerprint, Metadata},
};
use serde::{Deserialize, Serialize};

use super::ticket::{FamilyId, SecretHash, Ticket};
use crate::Jwt;

const VERSION: u8 = 2;
/// How long a used token still gets its successor, in milliseconds, because the first answer may have been lost.
pub(super) const GRACE_MS: i64 = 10_000;
/// How many uses a family remembers during the grace period.
const MAX_USED: usize = 32;
/// The longest record, in bytes.
const MAX_LEN: usize = 8 * 1024;

/// The server's record of a family. Times are milliseconds since the Unix epoch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Family {
    pub(crate) id: FamilyId,
    pub(crate) user: UserId,
    /// The user's auth epoch at the sign-in.
    pub(crate) epoch: i64,
    /// The scopes of the pair.
    pub(crate) scope: String,
    pub(super) generation: u32,
    secret: SecretHash,
    /// When the earlier tokens were used, the latest first. Each time is kept for the grace period.
    used: Vec<i64>,
    began_at: i64,
    used_at: i64,
    fingerprint: [u8; 16],
    /// The metadata of the session that the pair came from.
    metadata: Metadata,
}

/// The state of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Invalid,
    Valid,
    /// Used, but within the grace period. The number says how many generations the token is behind.
    InGrace(u32),
    /// Used, and the grace period is over: the token was copied.
    Copied,
}

impl Family {
    pub(super) fn new(first: &Ticket, epoch: i64, scope: String, now: i64, client: (Fingerprint, Metadata)) -> Self {
        Self {
            id: first.family,
            user: first.user,
            epoch,
            scope,
            generation: first.generation,
            secret: first.hash(),
            used: Vec::new(),
            began_at: now,
            used_at: now,
            fingerprint: *client.0.as_bytes(),
            metadata: client.1,
        }
    }

    /// The fingerprint of the client whose session the pair came from.
    pub(super) fn fingerprint(&self) -> Fingerprint {
        Fingerprint::from_bytes(self.fingerprint)
    }

    /// A sort key for families, by the time of the sign-in.
    pub(super) fn age(&self) -> (i64, FamilyId) {
        (self.began_at, self.id)
    }

    /// The entry in the list of the user's devices.
    pub(super) fn client(&self) -> KnownClient {
        let date = |ms| DateTime::from_timestamp_millis(ms).unwrap_or_default();
        KnownClient {
            client: self.fingerprint(),
            signed_in_at: date(self.began_at),
            used_at: date(self.used_at),
            has_session: false,
            metadata: self.metadata.clone(),
        }
    }

    pub(super) fn secret(&self) -> &SecretHash {
        &self.secret
    }

    /// The state of a token that is signed and belongs to this family.
    pub(super) fn state(&self, ticket: &Ticket, jwt: &Jwt, now: i64) -> State {
        if self.time_left(jwt, now).is_zero() {
            return State::Invalid;
        }
        let Some(behind) = self.generation.checked_sub(ticket.generation) else { return State::Invalid };
        let Some(nth) = behind.checked_sub(1) else {
            return if ticket.matches(&self.secret) { State::Valid } else { State::Invalid };
        };
        match usize::try_from(nth).ok().and_then(|nth| self.used.get(nth)) {
            Some(at) if now.saturating_sub(*at) <= GRACE_MS => State::InGrace(behind),
            // There were more uses than the record holds, all within the grace period. This doesn't prove a copy.
            None if self.used.len() == MAX_USED && self.used.iter().all(|at| now.saturating_sub(*at) <= GRACE_MS) => {
                State::Invalid
            }
            _ => State::Copied,
        }
    }

    /// The family after the valid token was used and replaced by `successor`.
    pub(super) fn rotate(&self, successor: &Ticket, now: i64) -> Self {
        let recent = self.used.iter().copied().filter(|at| now.saturating_sub(*at) <= GRACE_MS);
        Self {
            generation: successor.generation,
            secret: successor.hash(),
            used: std::iter::once(now).chain(recent).take(MAX_USED).collect(),
            used_at: now,
            ..self.clone()
        }
    }

    /// How long the family lives if it is not used.
    pub(super) fn time_left(&self, jwt: &Jwt, now: i64) -> Duration {
        let unused = self.used_at.saturating_add(ms(jwt.refresh_ttl));
        let ends = unused.min(self.began_at.saturating_add(ms(jwt.family_ttl)));
        Duration::from_millis(u64::try_from(ends.saturating_sub(now)).unwrap_or(0))
    }

    pub(super) fn encode(&self) -> Result<Bytes, Error> {
        postcard::to_allocvec(&(VERSION, self)).map(Bytes::from).map_err(Error::other)
    }

    /// Returns `None` if the bytes are corrupt, of another version, or too long.
    pub(super) fn decode(raw: &[u8]) -> Option<Self> {
        if raw.len() > MAX_LEN {
            return None;
        }
        match postcard::take_from_bytes::<(u8, Self)>(raw).ok()? {
            ((VERSION, family), []) => Some(family),
            _ => None,
        }
    }
}

fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
