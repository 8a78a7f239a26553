//! Checks which entries survive when a store is closed and opened again. A subject that can't be opened again passes.

#![expect(clippy::unwrap_used, reason = "these are the assertions of tests")]

use std::{collections::BTreeMap, time::Duration};

use bytes::Bytes;
use pow_core::{UserId, cache::Key};

use super::{
    facts::{LONG, TTL, key, text},
    subject::Subject,
};

/// How long the store is closed in a restart. It is short, so that entries that live for a second survive it.
const MOMENT: Duration = Duration::from_millis(1);

/// Written, replaced, added and swapped entries have their last value and their time to live.
///
/// A volatile store may have lost them, but shows no other value.
pub async fn acknowledged_entries_survive_a_restart(subject: Subject) {
    let Some(is_durable) = subject.is_durable() else { return };
    let session = |n: i64| key("session").id(UserId::Int(n)).bytes(&[0, 0xff, b'%']);
    subject.put(&key("replaced"), "old", TTL).await;
    subject.put(&key("replaced"), "new", None).await;
    subject.put(&key("swapped"), "old", LONG).await;
    assert!(subject.swap(&key("swapped"), "old", "new", None).await);
    assert!(subject.add(&key("added"), "new", LONG).await);
    assert!(!subject.add(&key("added"), "newer", LONG).await);
    subject.put(&key("again"), "old", None).await;
    assert!(subject.store.take(&key("again")).await.unwrap().is_some());
    subject.put(&key("again"), "new", None).await;
    subject.put(&key("empty"), "", None).await;
    for n in 0..200 {
        subject.store.put(&session(n), vec![0, 0xff, n.to_le_bytes()[0]].into(), LONG).await.unwrap();
    }
    let mut expected = BTreeMap::from(["replaced", "swapped", "added", "again"].map(|name| (key(name), "new".into())));
    expected.insert(key("empty"), Bytes::new());
    expected.extend((0..200).map(|n| (session(n), Bytes::from(vec![0, 0xff, n.to_le_bytes()[0]]))));

    let subject = subject.restart(MOMENT).await;
    let found = found(&subject).await;
    for (key, value) in &found {
        assert_eq!(expected.get(key), Some(value), "{key:?}");
        assert_eq!(subject.get(key).await.as_ref(), Some(value), "{key:?}");
    }
    let lost: Vec<_> = expected.keys().filter(|key| !found.contains_key(key)).collect();
    assert!(lost.is_empty() || !is_durable, "acknowledged and lost: {lost:?}");
}

/// An entry that was deleted, taken or replaced does not come back. Neither does an entry that expired before, during or after
/// the restart.
pub async fn removed_and_expired_entries_stay_away_after_a_restart(subject: Subject) {
    let Some(is_durable) = subject.is_durable() else { return };
    let gone = ["deleted", "taken", "swept", "expired", "expires meanwhile"];
    for name in ["deleted", "taken"] {
        subject.put(&key(name), "old", None).await;
    }
    assert!(subject.store.delete(&key("deleted")).await.unwrap());
    assert!(subject.store.take(&key("taken")).await.unwrap().is_some());
    subject.put(&key("swept"), "old", TTL).await;
    subject.expire().await;
    subject.store.sweep().await.unwrap();
    subject.put(&key("expired"), "old", TTL).await;
    subject.expire().await;
    subject.put(&key("expires meanwhile"), "old", TTL).await;
    subject.put(&key("expires later"), "old", TTL.map(|ttl| ttl * 3)).await;

    let subject = subject.restart(Duration::from_millis(1_001)).await;
    assert_eq!(subject.store.get_many(&gone.map(key)).await.unwrap(), vec![None; gone.len()]);
    assert!(found(&subject).await.keys().all(|left| *left == key("expires later")), "an entry came back");
    for name in gone {
        assert!(!subject.swap(&key(name), "old", "new", None).await, "{name}");
        assert_eq!(text(subject.store.take(&key(name)).await.unwrap()), None, "{name}");
        assert!(!subject.store.delete(&key(name)).await.unwrap(), "{name}");
        assert!(subject.add(&key(name), "new", None).await, "{name}");
    }
    subject.pass(Duration::from_millis(2_001)).await;
    assert_eq!(subject.get(&key("expires later")).await, None);

    let subject = subject.restart(MOMENT).await;
    let left = found(&subject).await;
    assert!(left.values().all(|value| value == "new"), "an old value came back");
    assert!(left.len() == gone.len() || !is_durable, "{left:?}");
}

/// Returns all entries of the suite.
async fn found(subject: &Subject) -> BTreeMap<Key, Bytes> {
    subject.store.scan(&Key::new("suite").name("test")).await.unwrap().into_iter().collect()
}
