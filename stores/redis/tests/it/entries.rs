//! The entries on the server: the suite, the index of a group, and values that another program has changed.

use std::{sync::Arc, time::Duration};

use pow_core::{
    UserId,
    cache::{CacheStore, Key},
};
use pow_store_redis::RedisCache;
use pow_testing::{Client, cache::Subject, servers};

use crate::kit::{ANN, admin, app, app_on, cache, connection, is_served, own_server, prefix, run};

// P24
pow_testing::cache_store_suite!(suite, subject);

async fn subject() -> Option<Subject> {
    let (url, prefix) = (servers::redis()?, prefix());
    let connect =
        move || -> Arc<dyn CacheStore> { Arc::new(RedisCache::connect(&url).unwrap().prefix(&prefix).unwrap()) };
    // The server runs on: a process that starts again finds all that it wrote.
    Some(Subject::with_own_clock(connect()).durable(move || std::future::ready(connect())))
}

#[test]
fn entries_of_a_user_are_found_by_an_index_that_expires_with_them() {
    let Some((_folder, server)) = own_server() else { return };
    run(async {
        let cache = RedisCache::connect(&server.url()).unwrap();
        let user = Key::new("a").name("session").id(UserId::Int(7));
        let put = async |n: u8, ttl| cache.put(&user.clone().bytes(&[n]), "x".into(), Some(ttl)).await.unwrap();
        put(1, Duration::from_millis(200)).await;
        put(2, Duration::from_millis(400)).await;
        assert_eq!(cache.scan(&user).await.unwrap().len(), 2);
        tokio::time::sleep(Duration::from_millis(250)).await;
        assert_eq!(cache.scan(&user).await.unwrap().len(), 1);
        tokio::time::sleep(Duration::from_millis(250)).await;
        assert_eq!(format!("{:?}", admin(&server, &redis::cmd("DBSIZE"))), "int(0)", "nothing is left behind");
    });
}

#[test]
fn store_outlives_the_runtimes_that_used_it() {
    let Some(url) = servers::redis() else { return };
    let cache = cache(&url);
    for round in 0..20 {
        let found = run(async {
            cache.put(&Key::new("a"), round.to_string().into(), None).await.unwrap();
            cache.get(&Key::new("a")).await.unwrap()
        });
        assert_eq!(found, Some(round.to_string().into()));
    }
}

// Y5
#[test]
fn corrupt_entry_signs_no_user_in_and_breaks_nothing() {
    let Some((_folder, server)) = own_server() else { return };
    let app = app(&server);
    let mut ann = app.registered(ANN);
    let mut connection = connection(&server.url());
    let names: Vec<Vec<u8>> = redis::cmd("KEYS").arg("test-*session*").query(&mut connection).unwrap();
    let entry = names.iter().find(|name| !name.windows(6).any(|six| six == b"-index")).unwrap();
    for junk in [vec![0xff; 200], Vec::new(), vec![b'x'; 2_000_000]] {
        let _: () = redis::cmd("SET").arg(entry).arg(junk).query(&mut connection).unwrap();
        assert_eq!(ann.get("/").element_text("current-user"), "signed out");
    }
    let _: () = redis::cmd("DEL").arg(entry).query(&mut connection).unwrap();
    let _: () = redis::cmd("LPUSH").arg(entry).arg("a list").query(&mut connection).unwrap();
    assert_eq!(ann.get("/").element_text("current-user"), "signed out");
}

// Y5, Y6
#[test]
fn changed_bits_and_exchanged_values_sign_no_user_in_as_another() {
    let Some(url) = servers::redis() else { return };
    let prefix = prefix();
    let app = app_on(RedisCache::connect(&url).unwrap().prefix(&prefix).unwrap());
    let (mut ann, mut bob) = (app.registered(ANN), app.registered("bob@example.com"));
    assert!(is_served(&mut ann, ANN) && is_served(&mut bob, "bob@example.com"));
    let mut connection = connection(&url);
    let mut names: Vec<Vec<u8>> = redis::cmd("KEYS").arg(format!("{prefix}:*")).query(&mut connection).unwrap();
    names.sort();
    assert!(names.len() >= 4, "two sessions and two users");
    let get = |connection: &mut redis::Connection, name: &[u8]| -> Vec<u8> {
        redis::cmd("GET").arg(name).query(connection).unwrap()
    };
    let values: Vec<Vec<u8>> = names.iter().map(|name| get(&mut connection, name)).collect();
    let set = |connection: &mut redis::Connection, name: &[u8], value: &[u8]| {
        let _: () = redis::cmd("SET").arg(name).arg(value).query(connection).unwrap();
    };
    let is_no_other_user = |browser: &mut Client, user: &str| {
        let home = browser.clone().get("/");
        let text = home.element_text("current-user");
        assert!(home.status == 200 && (text == "signed out" || text == format!("signed in as {user}")), "{text}");
    };
    for (name, value) in names.iter().zip(&values) {
        for at in (0..value.len()).step_by(3) {
            let mut changed = value.clone();
            changed[at] ^= 1 << (at % 8);
            set(&mut connection, name, &changed);
            is_no_other_user(&mut ann, ANN);
            is_no_other_user(&mut bob, "bob@example.com");
            set(&mut connection, name, value);
        }
        for other in &values {
            set(&mut connection, name, other);
            is_no_other_user(&mut ann, ANN);
            is_no_other_user(&mut bob, "bob@example.com");
        }
        set(&mut connection, name, value);
    }
    assert!(is_served(&mut ann, ANN) && is_served(&mut bob, "bob@example.com"));
}
