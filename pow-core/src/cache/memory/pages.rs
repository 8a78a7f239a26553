//! Lists the keys in pages.

use std::ops::Bound;

use super::{MemoryCache, Shard, read};
use crate::cache::{Key, KeyPage};

impl MemoryCache {
    /// Lists the shards one after the other, each in the order of its keys. The position consists of the number of a shard and
    /// a key. A write waits for at most one page.
    pub(super) fn page(&self, prefix: &Key, after: Option<&[u8]>, limit: usize) -> KeyPage {
        let (now, mut keys) = (self.clock.now_ms(), Vec::new());
        let (first, mut last) = match after.and_then(<[u8]>::split_first) {
            Some((shard, key)) => (*shard, Some(key)),
            None => (0, None),
        };
        for (number, shard) in (0_u8..).zip(self.shards.iter()).skip(usize::from(first)) {
            keys.extend(read(shard).keys(prefix, last.take(), now, limit - keys.len()));
            if keys.len() >= limit {
                let next = keys.last().map(|key| [&[number], key.as_bytes()].concat().into());
                return KeyPage { keys, next };
            }
        }
        KeyPage { keys, next: None }
    }
}

impl Shard {
    fn keys(&self, prefix: &Key, after: Option<&[u8]>, now: i64, most: usize) -> Vec<Key> {
        let prefix = prefix.as_bytes();
        let from = (after.map_or(Bound::Included(prefix), Bound::Excluded), Bound::Unbounded);
        let blocks = self.sorted.range::<[u8], _>(from).take_while(|block| block.key().starts_with(prefix));
        let live = blocks.filter(|block| block.live(now).is_some());
        live.filter_map(|block| Key::from_bytes(block.key())).take(most).collect()
    }
}
