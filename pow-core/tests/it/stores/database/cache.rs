//! The database as a cache: expired rows are removed, and clocks of nodes may differ.

use std::{sync::Arc, time::Duration};

use pow_core::{cache::Key, clock::FixedClock, id::IdKind, schema::Schema, store::database_table};

use super::{
    databases::{self, Database},
    suite::users,
};

async fn sweep_removes_what_has_expired_and_nothing_else(database: &Database) {
    let (store, clock) = (database.store(), Arc::new(FixedClock::at_ms(1_800_000_000_000)));
    let schema = Schema::new(users(IdKind::Uuid), vec![database_table()]);
    store.migrate(&schema).await.unwrap();
    let cache = store.cache(clock.clone()).unwrap();
    let second = Duration::from_secs(1);
    for n in 0..1_200_u32 {
        let ttl = if n % 100 == 0 { None } else { Some(second) };
        cache.put(&Key::new("sweep").bytes(&n.to_be_bytes()), "x".into(), ttl).await.unwrap();
    }
    assert_eq!(cache.sweep().await.unwrap(), 0);
    clock.advance(second);
    assert_eq!(cache.sweep().await.unwrap(), 0, "for another node they may live");
    clock.advance(SKEW);
    assert_eq!(cache.sweep().await.unwrap(), 1_188);
    assert_eq!(cache.scan(&Key::new("sweep")).await.unwrap().len(), 12);
}

/// How far apart the clocks of nodes may be.
const SKEW: Duration = Duration::from_secs(3_600);

// Z1
async fn node_whose_clock_is_ahead_deletes_nothing_that_lives_for_others(database: &Database) {
    const START: i64 = 1_800_000_000_000;
    let (store, clock) = (database.store(), Arc::new(FixedClock::at_ms(START)));
    let ahead = Arc::new(FixedClock::at_ms(START));
    ahead.advance(SKEW);
    let schema = Schema::new(users(IdKind::Uuid), vec![database_table()]);
    store.migrate(&schema).await.unwrap();
    let (cache, other) = (store.cache(clock.clone()).unwrap(), store.cache(ahead.clone()).unwrap());
    let (key, millisecond) = (Key::new("skew").name("a"), Duration::from_millis(1));
    let half_an_hour = Some(Duration::from_secs(1_800));
    cache.put(&key, "x".into(), half_an_hour).await.unwrap();
    assert_eq!(other.get(&key).await.unwrap(), None, "expired, by its clock");
    assert_eq!(other.sweep().await.unwrap(), 0);
    for _ in 0..1_799_999 / 600_000 {
        ahead.advance(Duration::from_secs(600));
        clock.advance(Duration::from_secs(600));
        other.sweep().await.unwrap();
        cache.sweep().await.unwrap();
        assert_eq!(cache.get(&key).await.unwrap().as_deref(), Some(b"x".as_slice()), "the whole time");
    }
    // What has expired and lies there still is absent.
    clock.advance(Duration::from_secs(600));
    assert_eq!(cache.sweep().await.unwrap(), 0);
    assert_eq!((cache.get(&key).await.unwrap(), cache.take(&key).await.unwrap()), (None, None));
    assert!(!cache.delete(&key).await.unwrap());
    assert!(!cache.compare_and_swap(&key, b"x", "y".into(), half_an_hour).await.unwrap());
    assert!(cache.put_if_absent(&key, "new".into(), half_an_hour).await.unwrap());
    assert!(!cache.put_if_absent(&key, "newer".into(), half_an_hour).await.unwrap());
    assert_eq!(cache.get(&key).await.unwrap().as_deref(), Some(b"new".as_slice()));
    clock.advance(Duration::from_secs(1_800) + SKEW - millisecond);
    assert_eq!(cache.sweep().await.unwrap(), 0);
    clock.advance(millisecond);
    assert_eq!(cache.sweep().await.unwrap(), 1);
}

#[tokio::test]
async fn sweep_respects_other_clocks_on_sqlite() {
    sweep_removes_what_has_expired_and_nothing_else(&databases::sqlite()).await;
    node_whose_clock_is_ahead_deletes_nothing_that_lives_for_others(&databases::sqlite()).await;
}

#[cfg(feature = "postgres")]
#[tokio::test]
async fn sweep_respects_other_clocks_on_postgres() {
    let Some(database) = databases::postgres().await else { return };
    sweep_removes_what_has_expired_and_nothing_else(&database).await;
    node_whose_clock_is_ahead_deletes_nothing_that_lives_for_others(&databases::postgres().await.unwrap()).await;
}

#[cfg(feature = "mysql")]
#[tokio::test]
async fn sweep_respects_other_clocks_on_mysql() {
    let Some(database) = databases::mysql().await else { return };
    sweep_removes_what_has_expired_and_nothing_else(&database).await;
    node_whose_clock_is_ahead_deletes_nothing_that_lives_for_others(&databases::mysql().await.unwrap()).await;
}
