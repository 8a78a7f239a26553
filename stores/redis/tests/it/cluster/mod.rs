//! A cluster of three servers.

mod lossy;

use std::{
    sync::{Arc, OnceLock},
    thread,
    time::{Duration, Instant},
};

use bytes::Bytes;
use pow_core::{
    Error, UserId,
    cache::{CacheStore, Key},
};
use pow_store_redis::RedisCache;
use pow_testing::{Client, Logs, TestApp, cache::Subject, client::PASSWORD, servers};
use pow_testing_servers::{Cluster, temp_folder};
use tempfile::TempDir;

use self::lossy::Lossy;
use crate::kit::{ANN, MINUTE, REQUESTS, UNRELATED, admin, app_on, cache, commands, registered, requests, run};
use crate::settings::warnings;

/// One for several tests. It ends with the program.
fn shared_cluster() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<(TempDir, Cluster)>> = OnceLock::new();
    CLUSTER.get_or_init(own_cluster).as_ref().map(|(_, cluster)| cluster)
}

fn own_cluster() -> Option<(TempDir, Cluster)> {
    servers::redis()?;
    let folder = temp_folder().unwrap();
    let cluster = Cluster::start(folder.path()).unwrap();
    Some((folder, cluster))
}

// P24
pow_testing::cache_store_suite!(suite, subject, rounds = pow_testing::cache::rounds_or(5));

async fn subject() -> Option<Subject> {
    Some(Subject::with_own_clock(Arc::new(cache(&shared_cluster()?.url()))))
}

// P23
#[test]
fn sessions_of_all_users_are_listed_and_ended_on_every_server() {
    let Some(cluster) = shared_cluster() else { return };
    let app = app_on(cache(&cluster.url()));
    let mut browsers: Vec<_> = (0..12).map(|n| app.registered(&format!("user{n}@example.com"))).collect();
    let users = app.block_on(app.pow.sessions().users()).unwrap();
    assert_eq!(users.len(), 12, "on three servers");
    for user in users {
        assert_eq!(app.block_on(app.pow.sessions().list(user)).unwrap().len(), 1);
        assert_eq!(app.block_on(app.pow.sessions().revoke_all(user, None)).unwrap(), 1);
    }
    assert!(browsers.iter_mut().all(|browser| browser.current_user().is_none()));
}

#[test]
fn request_of_a_signed_in_user_costs_one_command_on_one_server() {
    let Some((_folder, cluster)) = own_cluster() else { return };
    let app = app_on(cache(&cluster.url()));
    let mut ann = app.registered(ANN);
    let each = || cluster.masters.iter().map(commands).collect::<Vec<_>>();
    let before = each();
    requests(&mut ann);
    let mut costs: Vec<u64> = each().iter().zip(before).map(|(now, before)| now - before).collect();
    costs.sort_unstable();
    assert!(costs[1] < UNRELATED, "the other servers are not asked: {costs:?}");
    assert!((REQUESTS..REQUESTS + UNRELATED).contains(&costs[2]), "{costs:?}");
}

/// An application on the cluster, and twelve users who are signed in.
fn with_users(cluster: &Cluster) -> (TestApp, Vec<(Client, String)>) {
    let app = app_on(cache(&cluster.url()).timeout(Duration::from_millis(700)));
    let signed_in = |user: String| (registered(&app, &user), user);
    let browsers = (0..12).map(|n| format!("user{n}@example.com")).map(signed_in).collect();
    (app, browsers)
}

/// How many users are served. The others get a 503: no user is signed out, or taken for another.
fn served(browsers: &mut [(Client, String)]) -> usize {
    let is_served = |(browser, user): &mut (Client, String)| {
        let home = browser.get("/");
        match home.status {
            200 => assert_eq!(home.element_text("current-user"), format!("signed in as {user}")),
            other => assert_eq!((other, home.header("retry-after")), (503, Some("5")), "{user}"),
        }
        home.status == 200
    };
    browsers.iter_mut().map(is_served).filter(|served| *served).count()
}

fn all_are_served_again(app: &TestApp, browsers: &mut [(Client, String)]) {
    let back = Instant::now();
    let wait = || {
        assert!(back.elapsed() < Duration::from_secs(5), "it does not recover");
        thread::sleep(Duration::from_millis(50));
    };
    while served(browsers) < browsers.len() {
        wait();
    }
    // A write is sent once: the first one may find that its connection was lost.
    while app.client().sign_in("user0@example.com", PASSWORD).status == 503 {
        wait();
    }
    assert_eq!(app.client().sign_in("user0@example.com", PASSWORD).status, 303);
}

// F1
#[test]
fn loss_of_one_server_is_a_503_for_its_users_only() {
    let Some((_folder, mut cluster)) = own_cluster() else { return };
    let (app, mut browsers) = with_users(&cluster);
    assert_eq!(served(&mut browsers), 12);
    cluster.masters[1].kill().unwrap();
    let left = served(&mut browsers);
    assert!((1..12).contains(&left), "{left} of 12 are served");
    cluster.masters[1].restart().unwrap();
    all_are_served_again(&app, &mut browsers);
}

#[test]
fn server_that_evicts_is_named_in_the_log() {
    let Some((_folder, cluster)) = own_cluster() else { return };
    let logs = Logs::capture();
    for setting in [["maxmemory", "100mb"], ["maxmemory-policy", "volatile-lru"]] {
        admin(&cluster.masters[2], redis::cmd("CONFIG").arg("SET").arg(&setting));
    }
    run(async { cache(&cluster.url()).get(&Key::new("a")).await.unwrap() });
    assert_eq!(warnings(&logs, "volatile-lru"), 1);
}

// F1
#[test]
fn silence_of_one_server_is_a_503_for_its_users_only() {
    let Some((_folder, cluster)) = own_cluster() else { return };
    let (app, mut browsers) = with_users(&cluster);
    assert_eq!(served(&mut browsers), 12);
    cluster.masters[1].pause().unwrap();
    let left = served(&mut browsers);
    assert!((1..12).contains(&left), "{left} of 12 are served");
    assert_eq!(served(&mut browsers), left, "again");
    run(async {
        let (cache, mut stored) = (cache(&cluster.url()), 0);
        for n in 0..12 {
            let key = Key::new("a").name("user").id(UserId::Int(n));
            stored += i32::from(cache.put(&key, "x".into(), MINUTE).await.is_ok());
        }
        assert!((1..12).contains(&stored), "a store that connects now stores {stored} of 12");
    });
    cluster.masters[1].resume().unwrap();
    all_are_served_again(&app, &mut browsers);
}

// F1
#[test]
fn command_whose_answer_was_lost_is_not_sent_again() {
    let Some(_) = servers::redis() else { return };
    let lossy = Lossy::start();
    for url in [lossy.url.clone(), lossy.url.replace("redis-cluster:", "redis:")] {
        run(answers_are_lost(&lossy, &cache(&url)));
    }
}

async fn answers_are_lost(lossy: &Lossy, cache: &RedisCache) {
    let (token, spent) = (Key::new("token"), Key::new("spent"));
    let lost = |answer: Result<bool, Error>| assert!(matches!(answer, Err(Error::Unavailable { .. })), "{answer:?}");
    // From now on the server knows the scripts.
    cache.put(&token, "a".into(), MINUTE).await.unwrap();
    assert!(cache.compare_and_swap(&token, b"a", "b".into(), MINUTE).await.unwrap());
    assert_eq!(cache.take(&token).await.unwrap(), Some(Bytes::from("b")));
    cache.put(&token, "a".into(), MINUTE).await.unwrap();

    lossy.lose_answer_to("EVALSHA");
    lost(cache.compare_and_swap(&token, b"a", "b".into(), MINUTE).await);
    assert_eq!(cache.get(&token).await.unwrap(), Some(Bytes::from("b")), "it was executed");

    lossy.lose_answer_to("EVALSHA");
    lost(cache.take(&token).await.map(|taken| taken.is_some()));
    assert_eq!(cache.get(&token).await.unwrap(), None, "it was executed");

    lossy.lose_answer_to("NX");
    lost(cache.put_if_absent(&spent, "x".into(), MINUTE).await);
    assert_eq!(cache.get(&spent).await.unwrap(), Some(Bytes::from("x")), "it was executed");

    lossy.lose_answer_to("MGET");
    assert_eq!(cache.get(&spent).await.unwrap(), Some(Bytes::from("x")), "a read is sent again");
    assert!(!lossy.is_waiting(), "each of the four answers was lost");
}

#[test]
fn keys_are_found_while_their_slot_moves_and_afterwards() {
    let Some((_folder, cluster)) = own_cluster() else { return };
    let cache = RedisCache::connect(&cluster.url()).unwrap();
    let key = Key::new("moves");
    let ask = |n: usize, words: &[&str]| admin(&cluster.masters[n], redis::cmd("CLUSTER").arg(words));
    let ids = [0, 1, 2].map(|n| text(&ask(n, &["MYID"])));
    run(async {
        cache.put(&key, "before".into(), MINUTE).await.unwrap();
        let has_it = |n: &usize| admin(&cluster.masters[*n], &redis::cmd("DBSIZE")) == redis::Value::Int(1);
        let from = (0..3).find(has_it).unwrap();
        let to = (from + 1) % 3;
        let name = text(&admin(&cluster.masters[from], &redis::cmd("RANDOMKEY")));
        let redis::Value::Int(slot) = ask(from, &["KEYSLOT", &name]) else { panic!("no slot") };
        let slot = slot.to_string();
        assert!(cache.delete(&key).await.unwrap());

        ask(to, &["SETSLOT", &slot, "IMPORTING", &ids[from]]);
        ask(from, &["SETSLOT", &slot, "MIGRATING", &ids[to]]);
        assert!(cache.put_if_absent(&key, "moving".into(), MINUTE).await.unwrap());
        assert!(!cache.put_if_absent(&key, "twice".into(), MINUTE).await.unwrap());
        assert!(has_it(&to) && !has_it(&from), "the new server has it");
        assert_eq!(cache.get(&key).await.unwrap(), Some(Bytes::from("moving")));
        assert!(cache.compare_and_swap(&key, b"moving", "still".into(), MINUTE).await.unwrap());

        for n in [to, from, 3 - to - from] {
            ask(n, &["SETSLOT", &slot, "NODE", &ids[to]]);
        }
        assert_eq!(cache.take(&key).await.unwrap(), Some(Bytes::from("still")));
        assert!(cache.put_if_absent(&key, "moved".into(), MINUTE).await.unwrap());
        assert!(has_it(&to) && !has_it(&from));
    });
}

fn text(value: &redis::Value) -> String {
    redis::from_redis_value(value.clone()).unwrap()
}

#[test]
fn keys_of_a_user_are_on_one_server() {
    let Some(cluster) = shared_cluster() else { return };
    let cache = cache(&cluster.url());
    run(async {
        for id in 0..50 {
            let (session, user) = (Key::new("a").name("session").id(UserId::Int(id)), Key::new("a").name("user"));
            let keys = [session.clone().bytes(b"x"), user.id(UserId::Int(id))];
            for key in &keys {
                cache.put(key, "x".into(), MINUTE).await.unwrap();
            }
            assert!(cache.get_many(&keys).await.unwrap().iter().all(Option::is_some));
            assert_eq!(cache.scan(&session).await.unwrap().len(), 1);
        }
    });
}
