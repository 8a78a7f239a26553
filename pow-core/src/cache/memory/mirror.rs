//! Memory as the readable copy of another store, which controls its content.

use std::sync::atomic::Ordering;

use bytes::Bytes;

use super::{Block, MemoryCache, OVERHEAD, read, write};
use crate::cache::Key;

impl MemoryCache {
    /// Returns a value and its expiry, even if it has expired.
    pub(crate) fn stored(&self, key: &Key) -> Option<(Bytes, i64)> {
        let shard = read(self.shard(key));
        let block = shard.entries.get(key.as_bytes())?;
        Some((Bytes::copy_from_slice(block.value()), block.expires()))
    }

    /// Sets or removes an entry regardless of the limits.
    pub(crate) fn replace(&self, key: &Key, new: Option<(&[u8], i64)>) {
        let mut shard = write(self.shard(key));
        if let Some(old) = shard.remove(key.as_bytes()) {
            self.freed([old.cost()]);
        }
        if let Some((value, expires)) = new {
            let block = Block::new(key, value, expires);
            self.entries.fetch_add(1, Ordering::Relaxed);
            self.bytes.fetch_add(block.cost(), Ordering::Relaxed);
            shard.insert(block);
        }
    }

    /// Returns at most `most` keys of expired entries, without removing them.
    pub(crate) fn expired(&self, now: i64, most: usize) -> Vec<Key> {
        let mut keys = Vec::new();
        for shard in self.shards.iter() {
            let shard = read(shard);
            let due = shard.expiry.iter().take_while(|(expires, _)| *expires <= now).take(most - keys.len());
            keys.extend(due.filter_map(|(_, block)| Key::from_bytes(block.key())));
        }
        keys
    }

    /// Returns whether the limits allow this many more entries and bytes of keys and values.
    pub(crate) fn fits(&self, entries: i64, bytes: i64) -> bool {
        let overhead = i64::try_from(OVERHEAD).unwrap_or(i64::MAX);
        let bytes = bytes.saturating_add(entries.saturating_mul(overhead));
        let room = |held: usize, more: i64, limit: usize| {
            more <= 0 || (held as u64).saturating_add_signed(more) <= limit as u64
        };
        room(self.len(), entries, self.limits.entries)
            && room(self.bytes.load(Ordering::Relaxed), bytes, self.limits.bytes)
    }
}
