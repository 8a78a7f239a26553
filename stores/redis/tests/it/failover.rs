//! A replica that takes the master's place, as Redis Sentinel decides.

use std::{
    thread,
    time::{Duration, Instant},
};

use bytes::Bytes;
use pow_core::cache::{CacheStore, Key};
use pow_store_redis::RedisCache;
use pow_testing::{client::PASSWORD, servers};
use pow_testing_servers::{Watched, temp_folder};

use crate::kit::{ANN, MINUTE, app_on, registered, run};

// F7
#[test]
fn sign_out_that_a_replica_has_outlives_the_master() {
    let Some(_) = servers::redis() else { return };
    let folder = temp_folder().unwrap();
    let mut group = Watched::start(folder.path()).unwrap();
    let cache = RedisCache::connect(&group.url()).unwrap().timeout(Duration::from_secs(1)).replicas(1).unwrap();
    let app = app_on(cache);
    let (mut ann, mut bob) = (registered(&app, ANN), registered(&app, "bob@example.com"));
    let (copy, form) = (app.copy(&ann), bob.get("/registration/edit").text());
    group.replica.pause().unwrap();
    assert_eq!(bob.submit_form(&form, "/session", &[]).status, 503, "the replica does not have it");
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 503);
    group.replica.resume().unwrap();
    assert_eq!(ann.sign_out().status, 303);
    group.master.kill().unwrap();
    group.wait_until_promoted().unwrap();
    let promoted = Instant::now();
    let home = loop {
        let home = copy.clone().get("/");
        if home.status == 200 {
            break home;
        }
        assert!(promoted.elapsed() < Duration::from_secs(5), "it does not recover");
    };
    assert_eq!(home.element_text("current-user"), "signed out");
}

// F7
#[test]
fn reads_go_on_while_writes_wait_for_a_replica() {
    let Some(_) = servers::redis() else { return };
    let folder = temp_folder().unwrap();
    let group = Watched::start(folder.path()).unwrap();
    let cache = RedisCache::connect(&group.url()).unwrap().replicas(1).unwrap();
    let key = Key::new("a");
    run(async {
        cache.put(&key, "before".into(), MINUTE).await.unwrap();
        group.replica.pause().unwrap();
        let (second, third) = (Key::new("b"), Key::new("c"));
        let mut both = std::pin::pin!(async {
            tokio::join!(cache.put(&second, "x".into(), MINUTE), cache.put(&third, "x".into(), MINUTE))
        });
        for _ in 0..3 {
            tokio::select! {
                written = &mut both => panic!("the writes had an answer before a read: {written:?}"),
                read = cache.get(&key) => assert_eq!(read.unwrap(), Some(Bytes::from("before"))),
            }
        }
        let (one, other) = both.await;
        assert!(one.is_err() && other.is_err(), "the replica does not have them");
        group.replica.resume().unwrap();
    });
}

// F1
#[test]
fn master_that_stops_answering_is_left_for_the_one_that_sentinel_names() {
    let Some(_) = servers::redis() else { return };
    let folder = temp_folder().unwrap();
    let group = Watched::start(folder.path()).unwrap();
    let cache = RedisCache::connect(&group.url()).unwrap().timeout(Duration::from_millis(700));
    let key = Key::new("a");
    run(async {
        cache.put(&key, "kept".into(), MINUTE).await.unwrap();
        group.wait_until_replicated().unwrap();
        // Its connections stay open.
        group.master.pause().unwrap();
        group.wait_until_promoted().unwrap();
        let promoted = Instant::now();
        while cache.get(&key).await.is_err() {
            assert!(promoted.elapsed() < Duration::from_secs(5), "it does not recover");
            thread::sleep(Duration::from_millis(20));
        }
        assert_eq!(cache.get(&key).await.unwrap(), Some(Bytes::from("kept")));
        cache.put(&key, "new".into(), MINUTE).await.unwrap();
    });
}
