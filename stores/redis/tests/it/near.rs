//! The near copy: what ended on one node is served by no other after Redis has told it, nor after the bound.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use bytes::Bytes;
use pow_core::{
    Error, UserId,
    cache::{CacheStore, Key},
};
use pow_store_redis::RedisCache;
use pow_testing::{cache::Subject, servers};
#[cfg(feature = "sentinel")]
use pow_testing_servers::Watched;
use pow_testing_servers::temp_folder;

use crate::kit::{
    ANN, MINUTE, REQUESTS, UNRELATED, admin, app_on, commands, connection, is_served, own_server, prefix, registered,
    requests, run,
};

// P24
pow_testing::cache_store_suite!(suite, subject);

/// Longer than any test waits for word of Redis, so that the bound hides nothing.
const LONG: Duration = Duration::from_secs(30);
const SHORT: Duration = Duration::from_millis(500);
/// For a busy machine.
const MARGIN: Duration = Duration::from_millis(500);

async fn subject() -> Option<Subject> {
    let (url, prefix) = (servers::redis()?, prefix());
    let connect = move || -> Arc<dyn CacheStore> { Arc::new(node(&url, &prefix, LONG)) };
    Some(Subject::with_own_clock(connect()).durable(move || std::future::ready(connect())))
}

fn node(url: &str, prefix: &str, bound: Duration) -> RedisCache {
    RedisCache::connect(url).unwrap().prefix(prefix).unwrap().near_copy(bound).unwrap()
}

/// The keys of a session and its user.
fn keys() -> [Key; 2] {
    let user = Key::new("near").name("session").id(UserId::Int(7));
    [user.clone().bytes(b"session"), user]
}

/// The session's value if the node has it in its copy.
fn held(node: &RedisCache) -> Option<Bytes> {
    let [session, user] = keys();
    let mut value = None;
    node.visit_pair([&session, &user], &mut |[session, _]| value = session.map(Bytes::copy_from_slice));
    value
}

/// Reads the session until the node has it in its copy.
async fn keeps(node: &RedisCache, value: &str) {
    let begin = Instant::now();
    while held(node).as_deref() != Some(value.as_bytes()) {
        assert!(begin.elapsed() < Duration::from_secs(10), "it keeps nothing");
        let _ = node.get_many(&keys()).await;
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// How long the node still serves the session from its copy.
async fn serves_for(node: &RedisCache, since: Instant) -> Duration {
    while held(node).is_some() {
        assert!(since.elapsed() < LONG, "it is served for ever");
        tokio::time::sleep(Duration::from_micros(100)).await;
    }
    since.elapsed()
}

async fn sign_in(node: &RedisCache, value: &str) {
    for key in keys() {
        node.put(&key, value.to_owned().into(), MINUTE).await.unwrap();
    }
}

fn rounds(long: usize) -> usize {
    if std::env::var_os("POW_TEST_SHORT").is_some() { long / 10 } else { long }
}

// S4: three nodes, a thousand rounds.
#[test]
fn session_that_ended_on_one_node_ends_on_the_others_by_word_of_redis() {
    let Some(url) = servers::redis() else { return };
    let prefix = prefix();
    let nodes = [(); 3].map(|()| node(&url, &prefix, LONG));
    run(async {
        for round in 0..rounds(1_000) {
            let (value, by) = (round.to_string(), &nodes[round % 3]);
            sign_in(by, &value).await;
            for node in &nodes {
                keeps(node, &value).await;
            }
            assert!(by.delete(&keys()[0]).await.unwrap());
            assert_eq!(held(by), None, "the node that ended it knows");
            let ended = Instant::now();
            for node in &nodes {
                let took = serves_for(node, ended).await;
                assert!(took < MARGIN, "{took:?}");
                assert_eq!(node.get_many(&keys()).await.unwrap()[0], None);
            }
        }
    });
}

#[test]
fn change_by_this_process_is_seen_by_all_its_threads_at_once() {
    let Some(url) = servers::redis() else { return };
    let node = node(&url, &prefix(), LONG);
    let (written, shown) = (AtomicU64::new(0), AtomicU64::new(0));
    run(sign_in(&node, "0"));
    run(keeps(&node, "0"));
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                run(async {
                    loop {
                        let least = written.load(Ordering::SeqCst);
                        if least == u64::MAX {
                            return;
                        }
                        let value = match held(&node) {
                            Some(value) => value,
                            None => node.get_many(&keys()).await.unwrap()[0].clone().unwrap(),
                        };
                        let value: u64 = String::from_utf8(value.to_vec()).unwrap().parse().unwrap();
                        assert!(value >= least, "{value} was shown after {least} was written");
                        shown.fetch_add(1, Ordering::SeqCst);
                    }
                });
            });
        }
        run(async {
            for value in 1..=u64::try_from(rounds(3_000)).unwrap() {
                node.put(&keys()[0], value.to_string().into(), MINUTE).await.unwrap();
                written.store(value, Ordering::SeqCst);
                if value % 10 == 0 {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
            }
        });
        written.store(u64::MAX, Ordering::SeqCst);
    });
    assert!(shown.load(Ordering::SeqCst) > 100);
}

// F1
#[test]
fn copy_is_used_no_longer_than_the_bound_while_the_server_is_paused() {
    let Some((_folder, server)) = own_server() else { return };
    let node = node(&server.url(), &prefix(), SHORT).timeout(SHORT);
    run(async {
        sign_in(&node, "x").await;
        keeps(&node, "x").await;
        server.pause().unwrap();
        let took = serves_for(&node, Instant::now()).await;
        assert!(took < SHORT + MARGIN, "{took:?}");
        assert!(matches!(node.get_many(&keys()).await, Err(Error::Unavailable { .. })));
        server.resume().unwrap();
        keeps(&node, "x").await;
    });
}

#[test]
fn server_that_became_a_replica_ends_the_copy_and_a_master_begins_it_again() {
    let Some((_folder, server)) = own_server() else { return };
    let node = node(&server.url(), &prefix(), SHORT);
    run(async {
        sign_in(&node, "x").await;
        keeps(&node, "x").await;
        // Nothing listens there, so it keeps its data.
        admin(&server, redis::cmd("REPLICAOF").arg("127.0.0.1").arg("1"));
        let took = serves_for(&node, Instant::now()).await;
        assert!(took < SHORT + MARGIN, "{took:?}");
        let begin = Instant::now();
        while begin.elapsed() < SHORT * 2 {
            assert_eq!(node.get_many(&keys()).await.unwrap()[0].as_deref(), Some(&b"x"[..]));
            assert_eq!(held(&node), None, "what a replica says is not kept");
        }
        admin(&server, redis::cmd("REPLICAOF").arg("NO").arg("ONE"));
        keeps(&node, "x").await;
    });
}

// F1: what changed while nothing was heard is not served afterwards.
#[test]
fn killed_server_ends_the_copy_at_once_and_another_begins_empty() {
    let Some((_folder, mut server)) = own_server() else { return };
    let prefix = prefix();
    let node = node(&server.url(), &prefix, LONG).timeout(SHORT);
    run(async {
        sign_in(&node, "old").await;
        keeps(&node, "old").await;
        server.kill().unwrap();
        let took = serves_for(&node, Instant::now()).await;
        assert!(took < MARGIN, "{took:?}");
        server.restart().unwrap();
        let other = RedisCache::connect(&server.url()).unwrap().prefix(&prefix).unwrap();
        sign_in(&other, "new").await;
        assert_ne!(held(&node).as_deref(), Some(&b"old"[..]));
        let begin = Instant::now();
        while held(&node).is_none() {
            let read = node.get_many(&keys()).await;
            assert!(read.is_err() || read.unwrap()[0].as_deref() == Some(b"new"));
            assert!(begin.elapsed() < LONG, "it does not recover");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(held(&node).as_deref(), Some(&b"new"[..]));
    });
}

#[test]
fn lost_connection_of_the_listener_ends_the_copy_at_once() {
    let Some((_folder, server)) = own_server() else { return };
    let node = node(&server.url(), &prefix(), LONG);
    run(async {
        for _ in 0..rounds(30) {
            // A write whose connection was killed is not sent again.
            let _ = node.delete(&keys()[0]).await;
            sign_in(&node, "x").await;
            keeps(&node, "x").await;
            admin(&server, redis::cmd("CLIENT").arg("KILL").arg("TYPE").arg("normal").arg("SKIPME").arg("yes"));
            let took = serves_for(&node, Instant::now()).await;
            assert!(took < MARGIN, "{took:?}");
        }
    });
}

/// Ends the session as soon as the node has found the new master.
#[cfg(feature = "sentinel")]
async fn sign_out_on_the_new_master(node: &RedisCache) {
    let promoted = Instant::now();
    while node.delete(&keys()[0]).await.is_err() {
        assert!(promoted.elapsed() < Duration::from_secs(10), "it does not recover");
    }
}

// F7
#[cfg(feature = "sentinel")]
#[test]
fn session_that_ended_on_a_new_master_is_served_no_longer_than_the_bound() {
    let Some(_) = servers::redis() else { return };
    let folder = temp_folder().unwrap();
    let group = Watched::start(folder.path()).unwrap();
    let bound = Duration::from_secs(2);
    let [node, other] =
        [(); 2].map(|()| RedisCache::connect(&group.url()).unwrap().timeout(SHORT).near_copy(bound).unwrap());
    run(async {
        sign_in(&node, "x").await;
        group.wait_until_replicated().unwrap();
        keeps(&node, "x").await;
        // Its connections stay open.
        group.master.pause().unwrap();
        let paused = Instant::now();
        let took = serves_for(&node, paused).await;
        assert!(took < bound + MARGIN, "{took:?}");
        group.wait_until_promoted().unwrap();
        sign_out_on_the_new_master(&other).await;
        let ended = Instant::now();
        while ended.elapsed() < bound * 2 {
            assert_eq!(held(&node), None);
            if let Ok(read) = node.get_many(&keys()).await {
                assert_eq!(read[0], None);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        sign_in(&other, "y").await;
        keeps(&node, "y").await;
    });
}

// F7: it still answers on the connections that were open.
#[cfg(feature = "sentinel")]
#[test]
fn old_master_that_comes_back_fills_no_copy() {
    let Some(_) = servers::redis() else { return };
    let folder = temp_folder().unwrap();
    let group = Watched::start(folder.path()).unwrap();
    let bound = Duration::from_secs(2);
    let [node, other] =
        [(); 2].map(|()| RedisCache::connect(&group.url()).unwrap().timeout(SHORT).near_copy(bound).unwrap());
    let worker = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (first, second) = (worker(), worker());
    first.block_on(async {
        sign_in(&node, "x").await;
        group.wait_until_replicated().unwrap();
        keeps(&node, "x").await;
    });
    // It opens its own connection, and is idle while the master changes.
    let read = second.block_on(async { node.get(&keys()[0]).await });
    assert_eq!(read.unwrap().as_deref(), Some(&b"x"[..]));
    first.block_on(async {
        group.master.pause().unwrap();
        group.wait_until_promoted().unwrap();
        sign_out_on_the_new_master(&other).await;
        sign_in(&other, "y").await;
        keeps(&node, "y").await;
        assert!(other.delete(&keys()[0]).await.unwrap());
        serves_for(&node, Instant::now()).await;
    });
    group.master.resume().unwrap();
    let resumed = Instant::now();
    while resumed.elapsed() < bound * 2 {
        let _ = second.block_on(async { node.get_many(&keys()).await });
        assert_eq!(held(&node), None, "{:?} after it came back", resumed.elapsed());
    }
}

#[test]
fn changes_of_other_programs_are_heard_and_an_emptied_server_empties_the_copy() {
    let Some((_folder, server)) = own_server() else { return };
    let node = node(&server.url(), "pow", LONG);
    run(async {
        for flush in [false, true] {
            sign_in(&node, "x").await;
            keeps(&node, "x").await;
            let mut raw = connection(&server.url());
            match flush {
                true => redis::cmd("FLUSHALL").exec(&mut raw).unwrap(),
                false => {
                    let names: Vec<Vec<u8>> = redis::cmd("KEYS").arg("pow:*").query(&mut raw).unwrap();
                    assert_eq!(names.len(), 2);
                    redis::cmd("DEL").arg(names).exec(&mut raw).unwrap();
                }
            }
            assert!(serves_for(&node, Instant::now()).await < MARGIN);
        }
    });
}

#[test]
fn entry_leaves_the_copy_when_its_time_is_over() {
    let Some(url) = servers::redis() else { return };
    let node = node(&url, &prefix(), LONG);
    run(async {
        let [session, user] = keys();
        node.put(&user, "u".into(), None).await.unwrap();
        node.put(&session, "s".into(), Some(Duration::from_millis(1_500))).await.unwrap();
        let put = Instant::now();
        keeps(&node, "s").await;
        let took = serves_for(&node, put).await;
        assert!((Duration::from_millis(1_400)..Duration::from_millis(1_600)).contains(&took), "{took:?}");
    });
}

#[test]
fn requests_of_a_signed_in_user_cost_no_command() {
    let Some((_folder, server)) = own_server() else { return };
    let app = app_on(node(&server.url(), "pow", LONG));
    let mut ann = registered(&app, ANN);
    for _ in 0..20 {
        assert!(is_served(&mut ann, ANN));
        thread::sleep(Duration::from_millis(10));
    }
    let before = commands(&server);
    requests(&mut ann);
    let cost = commands(&server) - before;
    assert!(cost < UNRELATED, "{cost} commands for {REQUESTS} requests");
}

// S4: two applications on one server.
#[test]
fn sign_out_on_one_node_signs_the_browser_out_on_the_other() {
    let Some(url) = servers::redis() else { return };
    let prefix = prefix();
    let one = app_on(node(&url, &prefix, LONG));
    let mut ann = registered(&one, ANN);
    for _ in 0..5 {
        assert!(is_served(&mut ann, ANN));
        thread::sleep(Duration::from_millis(10));
    }
    let mut copy = one.copy(&ann);
    assert_eq!(ann.sign_out().status, 303);
    assert_eq!(copy.get("/").element_text("current-user"), "signed out", "at once on this node");
}

#[test]
fn bound_out_of_range_is_a_fault_of_the_configuration() {
    for bound in [Duration::ZERO, Duration::from_millis(99), Duration::from_secs(61)] {
        let error = RedisCache::connect("redis://host").unwrap().near_copy(bound).unwrap_err();
        assert!(matches!(&error, Error::Config(text) if text.contains("100 ms to 60 s")), "{error:?}");
    }
    #[cfg(feature = "cluster")]
    {
        let error = RedisCache::connect("redis-cluster://host").unwrap().near_copy(SHORT).unwrap_err();
        assert!(matches!(&error, Error::Config(text) if text.contains("Redis Cluster")), "{error:?}");
    }
}
