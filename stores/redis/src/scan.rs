//! Finds keys in the index of a group, or by a scan of all keys in steps that don't block the server.

use bytes::Bytes;
use pow_core::{
    Error,
    cache::{Key, KeyPage},
};
use redis::cmd;

use crate::{RedisCache, names};

/// How many keys one step looks at.
const STEP: usize = 1_000;

impl RedisCache {
    pub(crate) async fn entries(&self, prefix: &Key) -> Result<Vec<(Key, Bytes)>, Error> {
        let keys = if prefix.depth() >= 2 { self.indexed(prefix).await? } else { self.walked(prefix).await? };
        let mut entries = Vec::with_capacity(keys.len());
        for keys in keys.chunks(STEP) {
            let values = self.values(keys).await?;
            entries.extend(keys.iter().zip(values).filter_map(|(key, value)| Some((key.clone(), value?))));
        }
        Ok(entries)
    }

    /// Reads one server after the other. The index of a group is short, so one page has all its keys. The entries are
    /// read, too, because only they show which keys have expired.
    pub(crate) async fn page(&self, prefix: &Key, after: Option<&[u8]>, limit: usize) -> Result<KeyPage, Error> {
        if prefix.depth() >= 2 {
            let keys = self.entries(prefix).await?.into_iter().map(|(key, _)| key).collect();
            return Ok(KeyPage { keys, next: None });
        }
        let mut nodes = self.connections.nodes().await?;
        nodes.sort_unstable();
        let (cursor, last) = after.and_then(position).unwrap_or_default();
        let mut left = nodes.into_iter().skip_while(|node| node.as_str() < last);
        let Some(node) = left.next() else { return Ok(KeyPage::default()) };
        // The cursor of a server that has left the cluster is meaningless to the next server.
        let cursor = if node == last { cursor } else { 0 };
        let (cursor, keys) = self.step(&node, prefix, cursor, limit.max(1)).await?;
        let next = if cursor == 0 { left.next() } else { Some(node) };
        Ok(KeyPage { keys, next: next.map(|node| format!("{cursor} {node}").into()) })
    }

    /// Returns the keys that the index of a group lists. Some of them may have expired.
    async fn indexed(&self, prefix: &Key) -> Result<Vec<Key>, Error> {
        let index = self.names.index(prefix.group());
        let members: Vec<Vec<u8>> = self.connections.read(cmd("ZRANGE").arg(index).arg(0).arg(-1)).await?;
        let mut keys: Vec<Key> = members.iter().filter_map(|member| Key::from_bytes(member)).collect();
        keys.retain(|key| key.starts_with(prefix));
        if !names::is_indexed(prefix) {
            keys.push(prefix.clone());
        }
        Ok(keys)
    }

    async fn walked(&self, prefix: &Key) -> Result<Vec<Key>, Error> {
        let mut keys = Vec::new();
        for node in self.connections.nodes().await? {
            let mut cursor = 0;
            loop {
                let (next, found) = self.step(&node, prefix, cursor, STEP).await?;
                keys.extend(found);
                if next == 0 {
                    break;
                }
                cursor = next;
            }
        }
        keys.sort_unstable();
        keys.dedup();
        Ok(keys)
    }

    /// Looks at about `keys` keys of a server. Returns the next cursor, which is 0 at the end, and the keys found.
    async fn step(&self, node: &str, prefix: &Key, cursor: u64, keys: usize) -> Result<(u64, Vec<Key>), Error> {
        let mut step = cmd("SCAN");
        step.arg(cursor).arg("MATCH").arg(self.names.pattern(prefix)).arg("COUNT").arg(keys);
        let (next, names): (u64, Vec<Vec<u8>>) = self.connections.read_at(node, &step).await?;
        let found = names.iter().filter_map(|name| self.names.key(name)).filter(|key| key.starts_with(prefix));
        Ok((next, found.collect()))
    }
}

/// Returns the cursor and the server at which a scan continues.
fn position(after: &[u8]) -> Option<(u64, &str)> {
    let (cursor, node) = std::str::from_utf8(after).ok()?.split_once(' ')?;
    Some((cursor.parse().ok()?, node))
}
