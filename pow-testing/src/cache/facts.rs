//! The guarantees of every cache store.
//!
//! Every function takes a [`Subject`] with an empty store, and panics if the store is wrong.

#![expect(clippy::unwrap_used, reason = "these are the assertions of tests")]

use std::{collections::BTreeSet, time::Duration};

use bytes::Bytes;
use pow_core::{
    UserId,
    cache::{Key, Write},
};

use super::Subject;

/// The lifetime of entries that expire in a test. It is long enough for a few calls of a slow store on a busy machine.
pub(super) const TTL: Option<Duration> = Some(Duration::from_millis(1_000));
/// The lifetime of entries in tests that are slow on a busy machine and don't wait for an entry to expire.
pub(super) const LONG: Option<Duration> = Some(Duration::from_secs(60));

pub(super) fn key(name: &'static str) -> Key {
    Key::new("suite").name("test").name(name)
}

pub(super) fn text(value: Option<Bytes>) -> Option<String> {
    value.map(|value| String::from_utf8_lossy(&value).into_owned())
}

/// `get` returns the value that was `put`. Another key is not found.
pub async fn value_comes_back_and_a_missing_one_does_not(subject: &Subject) {
    assert_eq!(subject.get(&key("a")).await, None);
    subject.put(&key("a"), "one", TTL).await;
    subject.put(&key("b"), "two", None).await;
    assert_eq!(text(subject.get(&key("a")).await).as_deref(), Some("one"));
    assert_eq!(text(subject.get(&key("b")).await).as_deref(), Some("two"));
    for other in [key("c"), Key::new("suite"), Key::new("other").name("test").name("a"), key("a").bytes(b"")] {
        assert_eq!(subject.get(&other).await, None, "{other:?}");
    }
}

/// A value can be empty, a zero, all byte values, or 100 KB long, under keys of every kind.
pub async fn any_bytes_are_a_value(subject: &Subject) {
    let keys = [
        key("a").bytes(&[0; 64]),
        key("a").bytes(&[0xff; 64]),
        key("a").bytes(&[b'%'; 65]),
        key("a").id(UserId::Int(i64::MIN)),
        key("a").id(UserId::Uuid(uuid::Uuid::max())),
    ];
    let all: Vec<u8> = (0..=255).collect();
    for value in [Vec::new(), vec![0], all.clone(), all.repeat(400)] {
        for key in &keys {
            subject.store.put(key, value.clone().into(), TTL).await.unwrap();
            assert_eq!(subject.get(key).await.as_deref(), Some(&value[..]), "{} bytes", value.len());
        }
    }
}

/// A second `put` replaces the value and the time to live, which may become longer or shorter.
pub async fn put_replaces_value_and_ttl(subject: &Subject) {
    subject.put(&key("longer"), "old", TTL).await;
    subject.put(&key("longer"), "new", None).await;
    subject.put(&key("shorter"), "old", None).await;
    subject.put(&key("shorter"), "new", TTL).await;
    assert_eq!(text(subject.get(&key("shorter")).await).as_deref(), Some("new"));
    subject.expire().await;
    assert_eq!(text(subject.get(&key("longer")).await).as_deref(), Some("new"));
    assert_eq!(subject.get(&key("shorter")).await, None);
}

/// `get_many` returns one answer for each key, in the order of the keys. Keys may be missing or repeated.
pub async fn get_many_keeps_order_and_gaps(subject: &Subject) {
    subject.put(&key("a"), "1", TTL).await;
    subject.put(&key("b"), "2", None).await;
    let asked = [key("b"), key("none"), key("a"), key("b")];
    let found = async || subject.store.get_many(&asked).await.unwrap().into_iter().map(text).collect::<Vec<_>>();
    assert_eq!(found().await, [Some("2".into()), None, Some("1".into()), Some("2".into())]);
    subject.expire().await;
    assert_eq!(found().await, [Some("2".into()), None, None, Some("2".into())]);
    assert!(subject.store.get_many(&[]).await.unwrap().is_empty());
    pairs_are_shown_as_they_are_got(subject).await;
}

/// A store that shows values without waiting shows the values that `get_many` returns.
async fn pairs_are_shown_as_they_are_got(subject: &Subject) {
    let (left, right) = (key("pair").bytes(b"left"), key("pair").bytes(b"right"));
    subject.put(&left, "1", TTL).await;
    subject.put(&right, "2", None).await;
    let same = async || {
        let keys = [right.clone(), left.clone(), right.clone(), key("pair")];
        for pair @ [first, second] in keys.array_windows() {
            let got = subject.store.get_many(pair).await.unwrap();
            subject.store.visit_pair([first, second], &mut |shown| {
                assert!(shown.into_iter().eq(got.iter().map(Option::as_deref)), "{shown:?} instead of {got:?}");
            });
        }
    };
    same().await;
    subject.expire().await;
    same().await;
}

/// Z3: when its time to live has passed, an entry is absent for every operation, whether it was swept or not. Just before, it is
/// present.
pub async fn expired_entry_is_absent_for_every_operation(subject: &Subject) {
    let names = ["get", "take", "delete", "swap", "add"];
    for name in names {
        subject.put(&key(name), "old", TTL).await;
    }
    if subject.clock.is_some() {
        subject.pass(Duration::from_millis(999)).await;
        assert!(subject.get(&key("get")).await.is_some(), "one millisecond is left");
        subject.pass(Duration::from_millis(1)).await;
    } else {
        subject.expire().await;
    }
    assert_eq!(subject.get(&key("get")).await, None);
    assert_eq!(subject.store.get_many(&[key("get")]).await.unwrap(), [None]);
    assert_eq!(subject.store.take(&key("take")).await.unwrap(), None);
    assert!(!subject.store.delete(&key("delete")).await.unwrap());
    assert!(!subject.swap(&key("swap"), "old", "new", None).await);
    assert!(subject.store.scan(&Key::new("suite").name("test")).await.unwrap().is_empty());
    assert!(subject.add(&key("add"), "new", None).await);
    assert_eq!(text(subject.get(&key("add")).await).as_deref(), Some("new"));
}

/// Z2: no overflow at the ends of the range.
pub async fn entry_without_ttl_stays_and_extreme_ttls_do_no_harm(subject: &Subject) {
    subject.put(&key("none"), "x", None).await;
    subject.put(&key("zero"), "x", Some(Duration::ZERO)).await;
    subject.put(&key("max"), "x", Some(Duration::MAX)).await;
    assert_eq!(subject.get(&key("zero")).await, None);
    assert!(subject.get(&key("max")).await.is_some());
    if subject.clock.is_some() {
        subject.pass(Duration::from_secs(20 * 366 * 24 * 3600)).await;
    }
    assert!(subject.get(&key("none")).await.is_some());
}

/// `take` removes the entry. A later `put` creates another one.
pub async fn take_removes_and_returns(subject: &Subject) {
    assert_eq!(subject.store.take(&key("a")).await.unwrap(), None);
    subject.put(&key("a"), "one", TTL).await;
    subject.put(&key("b"), "two", TTL).await;
    assert_eq!(text(subject.store.take(&key("a")).await.unwrap()).as_deref(), Some("one"));
    assert_eq!(subject.store.take(&key("a")).await.unwrap(), None);
    assert_eq!(subject.get(&key("a")).await, None);
    assert!(subject.get(&key("b")).await.is_some());
    subject.put(&key("a"), "again", TTL).await;
    assert_eq!(text(subject.store.take(&key("a")).await.unwrap()).as_deref(), Some("again"));
}

/// S14: a second call neither overwrites an entry nor prolongs its time to live.
pub async fn put_if_absent_wins_only_where_nothing_lives(subject: &Subject) {
    assert!(subject.add(&key("a"), "first", TTL).await);
    assert!(!subject.add(&key("a"), "second", None).await);
    assert_eq!(text(subject.get(&key("a")).await).as_deref(), Some("first"));
    subject.expire().await;
    assert!(subject.add(&key("a"), "third", TTL).await);
    assert!(subject.store.delete(&key("a")).await.unwrap());
    assert!(subject.add(&key("a"), "fourth", TTL).await);
    assert_eq!(text(subject.get(&key("a")).await).as_deref(), Some("fourth"));
}

/// A swap needs the exact value, byte for byte. It sets the new time to live.
pub async fn compare_and_swap_needs_the_exact_value(subject: &Subject) {
    subject.put(&key("a"), "one", TTL).await;
    for wrong in ["", "on", "one ", "ONE", "two"] {
        assert!(!subject.swap(&key("a"), wrong, "new", None).await, "{wrong:?}");
    }
    assert_eq!(text(subject.get(&key("a")).await).as_deref(), Some("one"));
    assert!(subject.swap(&key("a"), "one", "two", None).await);
    assert!(!subject.swap(&key("a"), "one", "three", None).await);
    subject.expire().await;
    assert_eq!(text(subject.get(&key("a")).await).as_deref(), Some("two"));
    assert!(subject.swap(&key("a"), "two", "three", TTL).await);
    subject.expire().await;
    assert_eq!(subject.get(&key("a")).await, None);
}

/// S5: a swap never creates an entry, because a missing entry equals no expected value.
pub async fn compare_and_swap_never_revives(subject: &Subject) {
    assert!(!subject.swap(&key("never"), "", "new", None).await);
    subject.put(&key("a"), "one", TTL).await;
    subject.store.delete(&key("a")).await.unwrap();
    for expected in ["one", ""] {
        assert!(!subject.swap(&key("a"), expected, "two", None).await);
    }
    assert_eq!(subject.get(&key("a")).await, None);
    assert_eq!(subject.get(&key("never")).await, None);
}

/// `delete` returns true for the first call and false for the second. Other entries stay.
pub async fn delete_says_whether_there_was_one(subject: &Subject) {
    assert!(!subject.store.delete(&key("a")).await.unwrap());
    subject.put(&key("a"), "x", TTL).await;
    subject.put(&key("a").bytes(b"child"), "x", TTL).await;
    assert!(subject.store.delete(&key("a")).await.unwrap());
    assert!(!subject.store.delete(&key("a")).await.unwrap());
    assert_eq!(subject.get(&key("a")).await, None);
    assert!(subject.get(&key("a").bytes(b"child")).await.is_some());
}

/// `write_many` makes exactly the changes whose conditions hold. The answers are in the order of the changes.
pub async fn write_many_makes_each_change_whose_condition_holds(subject: &Subject) {
    let swap = |name, expected: Option<&'static str>, ttl| Write::Swap {
        key: key(name),
        expected: expected.map(Bytes::from),
        new: Bytes::from_static(b"new"),
        ttl,
    };
    for name in ["expired-add", "expired-swap", "expired-delete"] {
        subject.put(&key(name), "old", TTL).await;
    }
    subject.expire().await;
    for name in ["taken", "equal", "other", "there"] {
        subject.put(&key(name), "old", None).await;
    }
    let writes = [
        (Write::Delete(key("there")), true, None),
        (swap("absent", None, LONG), true, Some("new")),
        (swap("taken", None, LONG), false, Some("old")),
        (swap("equal", Some("old"), LONG), true, Some("new")),
        (swap("other", Some("else"), LONG), false, Some("old")),
        (swap("never", Some(""), LONG), false, None),
        (swap("expired-add", None, None), true, Some("new")),
        (swap("expired-swap", Some("old"), LONG), false, None),
        (Write::Delete(key("expired-delete")), false, None),
        (swap("short", None, TTL), true, Some("new")),
        (Write::Delete(key("missing")), false, None),
    ];
    let done = subject.store.write_many(&writes.clone().map(|(write, _, _)| write)).await.unwrap();
    assert_eq!(done, writes.each_ref().map(|(_, done, _)| *done));
    for (write, _, value) in &writes {
        let (Write::Swap { key, .. } | Write::Delete(key)) = write;
        assert_eq!(text(subject.get(key).await).as_deref(), *value, "{key:?}");
    }
    subject.expire().await;
    assert_eq!(subject.get(&key("short")).await, None);
    assert!(subject.get(&key("absent")).await.is_some());
    assert!(subject.store.write_many(&[]).await.unwrap().is_empty());
    let many: Vec<Write> = (0..1_500).map(|n| Write::Delete(key("many").id(UserId::Int(n)))).collect();
    subject.put(&key("many").id(UserId::Int(1_300)), "x", LONG).await;
    let done = subject.store.write_many(&many).await.unwrap();
    assert_eq!(done.iter().enumerate().filter(|(_, done)| **done).map(|(at, _)| at).collect::<Vec<_>>(), [1_300]);
    assert_eq!(done.len(), many.len());
}

/// S15: a prefix consists of whole segments. A name, an id or bytes that merely begin with the same bytes don't match.
pub async fn scan_finds_what_begins_with_the_segments_and_nothing_else(subject: &Subject) {
    let user = |n| Key::new("suite").name("session").id(UserId::Int(n));
    for n in 0..20 {
        for session in 0..5u8 {
            subject.store.put(&user(n).bytes(&[session]), vec![session].into(), LONG).await.unwrap();
        }
    }
    for near in [Key::new("suite").name("sessions"), Key::new("suite2").name("session"), Key::new("suite").name("s")] {
        subject.put(&near.id(UserId::Int(7)).bytes(b"x"), "near", LONG).await;
    }
    subject.store.delete(&user(7).bytes(&[3])).await.unwrap();
    let found = async |prefix: Key| {
        let mut found = subject.store.scan(&prefix).await.unwrap();
        found.sort();
        found
    };
    let expected = |n: i64, session: u8| (user(n).bytes(&[session]), Bytes::from(vec![session]));
    assert_eq!(found(user(7)).await, [0, 1, 2, 4].map(|session| expected(7, session)));
    assert_eq!(found(user(7).bytes(&[4])).await, [expected(7, 4)]);
    assert_eq!(found(Key::new("suite").name("session")).await.len(), 99);
    assert_eq!(found(Key::new("suite")).await.len(), 101);
    assert!(found(user(20)).await.is_empty());
    assert!(found(Key::new("absent")).await.is_empty());
}

/// Reading the keys in pages finds every live key and no expired key, even if the entries that were found are deleted in between.
pub async fn keys_are_found_in_pages(subject: &Subject) {
    let prefix = Key::new("suite").name("session");
    let session = |n: i64| prefix.clone().id(UserId::Int(n)).bytes(&[1]);
    for n in 0..200 {
        subject.put(&session(n), "x", LONG).await;
    }
    subject.put(&key("another"), "x", LONG).await;
    subject.put(&session(200), "x", TTL).await;
    subject.expire().await;
    let expected: BTreeSet<Key> = (0..200).map(session).collect();
    let walk = async |limit: usize, deletes: bool| {
        let (mut found, mut after) = (BTreeSet::new(), None::<Bytes>);
        loop {
            let page = subject.store.scan_keys(&prefix, after.as_deref(), limit).await.unwrap();
            for key in page.keys.iter().filter(|_| deletes) {
                subject.store.delete(key).await.unwrap();
            }
            found.extend(page.keys);
            after = page.next;
            if after.is_none() {
                return found;
            }
        }
    };
    for limit in [30, 200, 1_000] {
        assert_eq!(walk(limit, false).await, expected, "{limit} at a time");
    }
    let of_one = subject.store.scan_keys(&prefix.clone().id(UserId::Int(7)), None, 10).await.unwrap();
    assert_eq!((of_one.keys, of_one.next), (vec![session(7)], None));
    assert_eq!(walk(30, true).await, expected, "while they are deleted");
    assert!(walk(30, false).await.is_empty());
}

/// A sweep keeps every live entry. It may remove expired entries.
pub async fn sweep_removes_no_live_entry(subject: &Subject) {
    subject.put(&key("soon"), "x", TTL).await;
    subject.put(&key("never"), "x", None).await;
    subject.store.sweep().await.unwrap();
    assert!(subject.get(&key("soon")).await.is_some());
    subject.expire().await;
    subject.store.sweep().await.unwrap();
    assert!(subject.get(&key("never")).await.is_some());
    assert_eq!(subject.get(&key("soon")).await, None);
}
