//! The settings of a store.

use bytes::Bytes;
use pow_core::{
    Error,
    cache::{CacheStore, Key},
};
use pow_store_redis::RedisCache;
use pow_testing::{Logs, servers};

use crate::kit::{MINUTE, admin, cache, own_server, prefix, run};

#[test]
fn password_is_not_shown() {
    assert!(!format!("{:?}", RedisCache::connect("redis://:secret@host/").unwrap()).contains("secret"));
}

#[test]
fn entries_are_in_the_database_that_the_url_names_and_in_no_other() {
    let Some(url) = servers::redis() else { return };
    let (key, prefix) = (Key::new("a"), prefix());
    let cache = |number: &str| RedisCache::connect(&format!("{url}{number}")).unwrap().prefix(&prefix).unwrap();
    run(async {
        cache("3").put(&key, "three".into(), MINUTE).await.unwrap();
        assert_eq!(cache("3").get(&key).await.unwrap(), Some(Bytes::from("three")));
        assert_eq!(cache("0").get(&key).await.unwrap(), None);
        assert_eq!(cache("").get(&key).await.unwrap(), None);
    });
}

#[test]
fn wrong_password_is_a_fault_that_does_not_repeat_it() {
    let Some(url) = servers::redis() else { return };
    let wrong = format!("redis://:wrong-test-password@{}", url.rsplit('@').next().unwrap());
    let error = run(RedisCache::connect(&wrong).unwrap().get(&Key::new("a"))).unwrap_err();
    assert!(matches!(error, Error::Unavailable { .. }) && !error.to_string().contains("wrong-test"), "{error}");
}

#[test]
fn fault_says_what_the_operating_system_said() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let error = run(RedisCache::connect(&format!("redis://127.0.0.1:{port}")).unwrap().get(&Key::new("a")));
    assert!(error.unwrap_err().to_string().starts_with("Redis is unavailable: Connection refused"));
}

#[test]
fn server_that_evicts_is_named_in_the_log() {
    let Some((_folder, server)) = own_server() else { return };
    let logs = Logs::capture();
    for setting in [["maxmemory", "100mb"], ["maxmemory-policy", "allkeys-lru"]] {
        admin(&server, redis::cmd("CONFIG").arg("SET").arg(&setting));
    }
    let cache = cache(&server.url());
    for _ in 0..3 {
        assert_eq!(run(cache.get(&Key::new("a"))).unwrap(), None);
    }
    assert_eq!(warnings(&logs, "allkeys-lru"), 1, "once for a store");
}

/// How many lines name this policy. The log is that of all tests of the program.
pub(crate) fn warnings(logs: &Logs, policy: &str) -> usize {
    logs.of("pow::cache::evicts").iter().filter(|line| line.field("policy") == Some(policy)).count()
}

#[cfg(feature = "cluster")]
#[test]
fn cluster_has_no_replicas_to_wait_for() {
    let refused = RedisCache::connect("redis-cluster://host").unwrap().replicas(1);
    assert!(matches!(refused, Err(Error::Config(_))), "{refused:?}");
}
