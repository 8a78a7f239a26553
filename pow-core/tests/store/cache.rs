//! The database as a cache: every guarantee of a cache store, on every database. P24

use std::sync::Arc;

use pow_core::{
    cache::{
        Key,
        acceptance::{Subject, all},
        database_table,
    },
    clock::FixedClock,
    id::IdKind,
    schema::Schema,
    store::Prefix,
};

use super::{
    databases::{self, Database},
    suite::users,
};

async fn subject(database: &Database) -> Subject {
    let (store, clock) = (database.store(), Arc::new(FixedClock::at_ms(1_800_000_000_000)));
    let schema = Schema::new(users(IdKind::Uuid), vec![database_table()]);
    store.migrate(&schema).await.unwrap();
    store.verify(&Prefix::default(), &schema).await.unwrap();
    Subject::new(store.cache(clock.clone()).unwrap(), clock)
}

async fn sweep_removes_what_has_expired_and_nothing_else(database: &Database) {
    let (store, clock) = (database.store(), Arc::new(FixedClock::at_ms(1_800_000_000_000)));
    let schema = Schema::new(users(IdKind::Uuid), vec![database_table()]);
    store.migrate(&schema).await.unwrap();
    let cache = store.cache(clock.clone()).unwrap();
    let second = std::time::Duration::from_secs(1);
    for n in 0..1_200_u32 {
        let ttl = if n % 100 == 0 { None } else { Some(second) };
        cache.put(&Key::new("sweep").bytes(&n.to_be_bytes()), "x".into(), ttl).await.unwrap();
    }
    assert_eq!(cache.sweep().await.unwrap(), 0);
    clock.advance(second);
    assert_eq!(cache.sweep().await.unwrap(), 1_188);
    assert_eq!(cache.scan(&Key::new("sweep")).await.unwrap().len(), 12);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_guarantee_holds_on_sqlite() {
    let kept = std::sync::Mutex::new(Vec::new());
    let make = async || {
        let database = databases::sqlite();
        let subject = subject(&database).await;
        kept.lock().unwrap().push(database);
        subject
    };
    all(make, 5).await;
    sweep_removes_what_has_expired_and_nothing_else(&databases::sqlite()).await;
}

#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_guarantee_holds_on_postgres() {
    let Some(database) = databases::postgres().await else { return };
    sweep_removes_what_has_expired_and_nothing_else(&database).await;
    all(async || subject(&databases::postgres().await.unwrap()).await, 5).await;
}

#[cfg(feature = "mysql")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_guarantee_holds_on_mysql() {
    let Some(database) = databases::mysql().await else { return };
    sweep_removes_what_has_expired_and_nothing_else(&database).await;
    all(async || subject(&databases::mysql().await.unwrap()).await, 5).await;
}
