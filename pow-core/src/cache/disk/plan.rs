//! The changes of one group, decided call by call in their order.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::super::{Key, MemoryCache, memory::is_live};
use crate::Error;

/// A value with the time at which it expires. `None` if there is no entry.
pub(super) type Stored = Option<(Bytes, i64)>;

/// The keys that a group changes, with their new entries.
pub(super) type Changes = BTreeMap<Key, Stored>;

/// A call of the store.
pub(super) enum Op {
    Write {
        key: Key,
        value: Bytes,
        expires: i64,
        condition: Condition,
    },
    Take {
        key: Key,
    },
    /// Removes as many expired entries as fit into a group.
    Sweep,
}

/// When a write takes place.
pub(super) enum Condition {
    Always,
    Absent,
    Equals(Bytes),
}

/// The result of a call.
#[derive(Default)]
pub(super) struct Answer {
    pub(super) done: bool,
    pub(super) value: Option<Bytes>,
    pub(super) removed: usize,
}

/// The state of memory after the commit of the group. Readers don't see it before the commit.
pub(super) struct Plan<'m> {
    memory: &'m MemoryCache,
    now: i64,
    expired: usize,
    changes: Changes,
    /// How many more entries and bytes memory will hold.
    entries: i64,
    bytes: i64,
}

impl<'m> Plan<'m> {
    /// Begins with the removal of these expired entries, which makes room for the writes.
    pub(super) fn new(expired: Vec<Key>, memory: &'m MemoryCache, now: i64) -> Self {
        let mut plan = Self { memory, now, expired: expired.len(), changes: Changes::new(), entries: 0, bytes: 0 };
        for key in expired {
            plan.entries -= 1;
            plan.bytes -= memory.stored(&key).map_or(0, |(value, _)| size(&key, &value));
            plan.changes.insert(key, None);
        }
        plan
    }

    pub(super) fn decide(&mut self, op: Op) -> Result<Answer, Error> {
        match op {
            Op::Write { key, value, expires, condition } => {
                let done = match condition {
                    Condition::Always => true,
                    Condition::Absent => self.live(&key).is_none(),
                    Condition::Equals(expected) => self.live(&key).is_some_and(|current| current == expected),
                };
                if done {
                    self.write(key, value, expires)?;
                }
                Ok(Answer { done, ..Answer::default() })
            }
            Op::Take { key } => {
                let value = self.live(&key);
                if value.is_some() {
                    self.changes.insert(key, None);
                }
                Ok(Answer { done: value.is_some(), value, removed: 0 })
            }
            Op::Sweep => Ok(Answer { removed: self.expired, ..Answer::default() }),
        }
    }

    pub(super) fn into_changes(self) -> Changes {
        self.changes
    }

    fn stored(&self, key: &Key) -> Stored {
        self.changes.get(key).cloned().unwrap_or_else(|| self.memory.stored(key))
    }

    fn live(&self, key: &Key) -> Option<Bytes> {
        self.stored(key).filter(|(_, expires)| is_live(*expires, self.now)).map(|(value, _)| value)
    }

    fn write(&mut self, key: Key, value: Bytes, expires: i64) -> Result<(), Error> {
        let old = self.stored(&key);
        let entries = self.entries + i64::from(old.is_none());
        let bytes = self.bytes + size(&key, &value) - old.map_or(0, |(old, _)| size(&key, &old));
        if !self.memory.fits(entries, bytes) {
            return Err(self.memory.is_full(self.now));
        }
        (self.entries, self.bytes) = (entries, bytes);
        self.changes.insert(key, is_live(expires, self.now).then_some((value, expires)));
        Ok(())
    }
}

fn size(key: &Key, value: &[u8]) -> i64 {
    i64::try_from(key.as_bytes().len() + value.len()).unwrap_or(i64::MAX)
}
