//! Stores that are broken in a restart in one way each: the suite finds it, and passes one that is whole.

use std::{future::ready, sync::Arc, time::Duration};

use bytes::Bytes;
use pow_core::{
    cache::{CacheStore, Key, MemoryCache, MemoryLimits},
    clock::FixedClock,
};
use pow_testing::cache::{Subject, check, restart};

pow_testing::cache_store_suite!(store_that_is_whole, durable, rounds = 5);

type Open = fn(Arc<dyn CacheStore>, Arc<FixedClock>) -> Arc<dyn CacheStore>;

/// A store that is there after a restart as `open` leaves it.
fn reopened(open: Open) -> Subject {
    let clock = Arc::new(FixedClock::at_ms(1_750_000_000_000));
    let store = memory(&clock);
    let (kept, its_clock) = (store.clone(), clock.clone());
    Subject::new(store, clock).durable(move || ready(open(kept.clone(), its_clock.clone())))
}

fn memory(clock: &Arc<FixedClock>) -> Arc<dyn CacheStore> {
    Arc::new(MemoryCache::new(clock.clone(), MemoryLimits::default()))
}

async fn durable() -> Subject {
    reopened(|store, _| store)
}

fn key(name: &'static str) -> Key {
    Key::new("suite").name("test").name(name)
}

/// Writes while the store is closed, as a store that restores an old state does.
fn written(store: &Arc<dyn CacheStore>, name: &'static str, value: Option<&'static str>) {
    let (store, value) = (store.clone(), value.map(Bytes::from));
    let write = async move {
        match value {
            Some(value) => store.put(&key(name), value, Some(Duration::from_secs(60))).await.unwrap(),
            None => assert!(store.delete(&key(name)).await.unwrap()),
        }
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    std::thread::spawn(move || runtime.block_on(write)).join().unwrap();
}

#[test]
#[should_panic(expected = "acknowledged and lost")]
fn store_that_begins_empty_is_found() {
    let subject = async { reopened(|_, clock| memory(&clock)) };
    check(subject, restart::acknowledged_entries_survive_a_restart);
}

#[test]
#[should_panic(expected = "acknowledged and lost")]
fn store_that_loses_one_entry_is_found() {
    let forgetful: Open = |store, _| {
        written(&store, "added", None);
        store
    };
    check(async { reopened(forgetful) }, restart::acknowledged_entries_survive_a_restart);
}

#[test]
#[should_panic(expected = "assertion")]
fn store_that_brings_an_old_value_back_is_found() {
    let stale: Open = |store, _| {
        written(&store, "swapped", Some("old"));
        store
    };
    check(async { reopened(stale) }, restart::acknowledged_entries_survive_a_restart);
}

#[test]
#[should_panic(expected = "assertion")]
fn store_that_brings_a_deleted_entry_back_is_found() {
    let revived: Open = |store, _| {
        written(&store, "deleted", Some("old"));
        store
    };
    check(async { reopened(revived) }, restart::removed_and_expired_entries_stay_away_after_a_restart);
}

#[test]
fn store_that_may_forget_passes_when_it_begins_empty() {
    let subject = || async {
        let clock = Arc::new(FixedClock::at_ms(1_750_000_000_000));
        let its_clock = clock.clone();
        Subject::new(memory(&clock), clock).volatile(move || ready(memory(&its_clock)))
    };
    check(subject(), restart::acknowledged_entries_survive_a_restart);
    check(subject(), restart::removed_and_expired_entries_stay_away_after_a_restart);
}
