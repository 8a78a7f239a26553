//! The sessions in an SQLite file, read on the thread of the request.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use bytes::Bytes;
use pow_core::{
    cache::{CacheStore, Key},
    clock::SystemClock,
    id::IdKind,
    schema::{Field, FieldType, Schema, TableDef, Value},
    store::{Condition, Filter, Prefix, SqliteStore, Store, database_table},
};

async fn open(path: &str, connections: usize) -> (Arc<dyn Store>, Arc<dyn CacheStore>) {
    let store: Arc<dyn Store> = SqliteStore::open_with(path, connections).unwrap().into();
    let users = TableDef::new("users", Field::<pow_core::UserId>::new("id").def(), IdKind::Uuid, "core");
    store.migrate(&Schema::new(users, vec![database_table()])).await.unwrap();
    let cache = store.cache(Arc::new(SystemClock)).unwrap();
    (store, cache)
}

fn key(name: &'static str) -> Key {
    Key::new("at-once").name(name)
}

/// The values of `a` and `b`, if the store shows them at once.
fn shown(cache: &dyn CacheStore) -> Option<[Option<Vec<u8>>; 2]> {
    let mut values = None;
    let did =
        cache.visit_pair([&key("a"), &key("b")], &mut |pair| values = Some(pair.map(|value| value.map(Vec::from))));
    assert_eq!(did, values.is_some());
    values
}

async fn put(cache: &dyn CacheStore, name: &'static str, value: impl ToString) {
    cache.put(&key(name), Bytes::from(value.to_string()), None).await.unwrap();
}

#[tokio::test]
async fn file_shows_its_values_and_memory_or_few_connections_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.db");
    let path = path.to_str().unwrap();
    for (path, connections, shows) in
        [(path, 4, true), (path, 3, true), (path, 2, false), (path, 1, false), (":memory:", 4, false)]
    {
        let (_store, cache) = open(path, connections).await;
        put(&*cache, "b", "2").await;
        let expected = shows.then(|| [None, Some(b"2".to_vec())]);
        assert_eq!(shown(&*cache), expected, "{path} with {connections} connections");
    }
}

#[tokio::test]
async fn open_transaction_hides_its_changes_and_keeps_no_reader_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let (store, cache) = open(folder.path().join("app.db").to_str().unwrap(), 4).await;
    put(&*cache, "a", "old").await;
    let old = Some([Some(b"old".to_vec()), None]);
    let mut tx = store.begin(&Prefix::default()).await.unwrap();
    let all = Filter(vec![Condition::Gt("expires_at", 0.into_value())]);
    let change = vec![("value", Value::Bytes(b"new".to_vec()))];
    assert_eq!(tx.update(&Arc::new(database_table()), all, change).await.unwrap(), Ok(1));
    assert_eq!(shown(&*cache), old);
    tx.commit().await.unwrap();
    assert_eq!(shown(&*cache), Some([Some(b"new".to_vec()), None]));
}

// S5: what is deleted or replaced is so for every thread as soon as the call returns.
#[tokio::test]
async fn no_thread_is_shown_what_was_replaced_before_it_asked() {
    let folder = tempfile::tempdir().unwrap();
    let (_store, cache) = open(folder.path().join("app.db").to_str().unwrap(), 4).await;
    let (written, times) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    put(&*cache, "a", 0).await;
    let readers: Vec<_> = (0..4)
        .map(|_| {
            let (cache, written, times) = (Arc::clone(&cache), Arc::clone(&written), Arc::clone(&times));
            thread::spawn(move || {
                loop {
                    let least = written.load(Ordering::SeqCst);
                    if least == u64::MAX {
                        return;
                    }
                    // Others may have both connections.
                    let Some([value, _]) = shown(&*cache) else { continue };
                    let value: u64 = String::from_utf8(value.unwrap()).unwrap().parse().unwrap();
                    assert!(value >= least, "{value} was shown after {least} was written");
                    times.fetch_add(1, Ordering::SeqCst);
                }
            })
        })
        .collect();
    for value in 1..=300 {
        put(&*cache, "a", value).await;
        written.store(value, Ordering::SeqCst);
    }
    written.store(u64::MAX, Ordering::SeqCst);
    let read = readers.into_iter().map(thread::JoinHandle::join).filter(Result::is_ok).count();
    assert!(times.load(Ordering::SeqCst) > 300, "the readers read meanwhile");
    assert!(cache.delete(&key("a")).await.unwrap());
    assert_eq!((read, shown(&*cache)), (4, Some([None, None])));
}
