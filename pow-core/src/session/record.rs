//! The server's record of a session, and its bytes in the cache.

use bytes::Bytes;

use super::{
    Fingerprint, SessionId, SessionRef,
    cookie_value::{ID_LEN, SecretHash, USER_LEN, read_user, user_bytes},
    metadata::MAX_METADATA,
};

const VERSION: u8 = 3;
const HEAD_LEN: usize = 1 + USER_LEN + ID_LEN + 8 + 32 + 8 + 8 + 8 + 8 + 16 + 1;
/// The length of the secret before the last renewal and of the time when its successor was seen. Only some records have them.
const PREVIOUS_LEN: usize = 32 + 8;
/// Stands for "never" in a time.
const NEVER: i64 = i64::MIN;

/// A session as the cache keeps it. Times are milliseconds since the Unix epoch.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Record {
    pub(super) session: SessionRef,
    pub(super) epoch: i64,
    pub(super) secret: SecretHash,
    pub(super) previous: Option<Previous>,
    /// When the user signed in.
    pub(super) created_at: i64,
    /// When this session was stored. At a sign-in it is later than the `made_at` of every session that the client already
    /// had, even if the clock is wrong.
    pub(super) made_at: i64,
    pub(super) renewed_at: i64,
    pub(super) authenticated_at: Option<i64>,
    pub(super) fingerprint: Fingerprint,
    pub(super) metadata: Bytes,
}

/// The secret before the last renewal.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Previous {
    pub(super) secret: SecretHash,
    /// When its successor was first seen. After that only the grace period remains.
    pub(super) successor_seen_at: Option<i64>,
}

impl Record {
    pub(super) fn encode(&self) -> Bytes {
        let mut out = Vec::with_capacity(HEAD_LEN + PREVIOUS_LEN + self.metadata.len());
        out.push(VERSION);
        out.extend_from_slice(&user_bytes(self.session.user));
        out.extend_from_slice(&self.session.id.0);
        out.extend_from_slice(&self.epoch.to_be_bytes());
        out.extend_from_slice(&self.secret);
        out.extend_from_slice(&self.created_at.to_be_bytes());
        out.extend_from_slice(&self.made_at.to_be_bytes());
        out.extend_from_slice(&self.renewed_at.to_be_bytes());
        out.extend_from_slice(&self.authenticated_at.unwrap_or(NEVER).to_be_bytes());
        out.extend_from_slice(&self.fingerprint.0);
        out.push(u8::from(self.previous.is_some()));
        if let Some(previous) = &self.previous {
            out.extend_from_slice(&previous.secret);
            out.extend_from_slice(&previous.successor_seen_at.unwrap_or(NEVER).to_be_bytes());
        }
        out.extend_from_slice(&self.metadata);
        out.into()
    }

    /// Reads the bytes of a session. Returns `None` if they are corrupt, of another version, too long, or of another session.
    pub(super) fn decode(raw: &[u8], session: &SessionRef) -> Option<Self> {
        Self::read(raw).filter(|record| record.session == *session)
    }

    /// Reads the record of any session. Encoding it again gives the same bytes, with which the next write compares the stored
    /// ones.
    pub(super) fn read(raw: &[u8]) -> Option<Self> {
        let mut head = Reader(raw);
        if head.take()? != [VERSION] {
            return None;
        }
        let session = SessionRef { user: read_user(&head.take()?)?, id: SessionId(head.take()?) };
        let (epoch, secret) = (head.int()?, head.take()?);
        let (created_at, made_at) = (head.int()?, head.int()?);
        let (renewed_at, authenticated_at) = (head.int()?, head.time()?);
        let fingerprint = Fingerprint(head.take()?);
        let previous = match head.take()? {
            [0] => None,
            [1] => Some(Previous { secret: head.take()?, successor_seen_at: head.time()? }),
            _ => return None,
        };
        if head.0.len() > MAX_METADATA {
            return None;
        }
        Some(Self {
            session,
            epoch,
            secret,
            previous,
            created_at,
            made_at,
            renewed_at,
            authenticated_at,
            fingerprint,
            metadata: Bytes::copy_from_slice(head.0),
        })
    }
}

/// The bytes that have not been read yet.
struct Reader<'b>(&'b [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn int(&mut self) -> Option<i64> {
        self.take().map(i64::from_be_bytes)
    }

    fn time(&mut self) -> Option<Option<i64>> {
        self.int().map(|time| Some(time).filter(|time| *time != NEVER))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::UserId;

    #[test]
    fn record_takes_one_allocation_of_its_exact_length() {
        for previous in [None, Some(Previous { secret: [3; 32], successor_seen_at: Some(9) })] {
            let session = SessionRef { user: UserId::Int(7), id: SessionId([1; ID_LEN]) };
            let (metadata, secret, authenticated_at) = (Bytes::from_static(b"metadata"), [2; 32], Some(4));
            let record = Record {
                session,
                epoch: 1,
                secret,
                previous: previous.clone(),
                created_at: 2,
                made_at: 3,
                renewed_at: 5,
                authenticated_at,
                fingerprint: Fingerprint([6; 16]),
                metadata,
            };
            let raw = record.encode();
            assert_eq!(raw.len(), HEAD_LEN + if previous.is_some() { PREVIOUS_LEN } else { 0 } + 8);
            assert_eq!(Record::decode(&raw, &session), Some(record));
        }
    }
}
