//! Redis over TLS, in a database of its own, and as a cluster.

use std::{
    fs,
    path::Path,
    process::Command,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use bytes::Bytes;
#[cfg(feature = "redis-sentinel")]
use futures_util::future::Either;
use pow_core::{
    Config, Error, UserId,
    cache::{CacheStore, Key, RedisCache},
};
use pow_testing::{
    TestApp,
    cache::Subject,
    client::PASSWORD,
    servers::{
        self,
        own::{Cluster, Kind, RedisSetup, Server, Watched, not_run, temp_folder},
    },
};
use tempfile::TempDir;

fn prefix() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("groups-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

#[test]
fn entries_are_in_the_database_of_the_urls_number_and_in_no_other() {
    let Some(url) = servers::redis() else { return };
    let (key, prefix) = (Key::new("a"), prefix());
    let cache = |number: &str| RedisCache::connect(&format!("{url}{number}")).unwrap().prefix(&prefix).unwrap();
    run(async {
        cache("3").put(&key, "three".into(), Some(Duration::from_secs(60))).await.unwrap();
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

/// Certificate, key and root: for 127.0.0.1, by an authority of the test's own.
fn certificate(folder: &Path) -> Option<[String; 3]> {
    let openssl = |line: &str| {
        let done = Command::new("openssl").args(line.split(' ')).current_dir(folder).output().ok()?;
        assert!(done.status.success(), "{line}: {}", String::from_utf8_lossy(&done.stderr));
        Some(())
    };
    fs::write(folder.join("ext"), "subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n").unwrap();
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    openssl(&format!("req -x509 {key} -keyout ca.key -out ca.pem -subj /CN=test -days 2"))?;
    openssl(&format!("req {key} -keyout server.key -out server.csr -subj /CN=server"))?;
    openssl("x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile ext -out server.pem")?;
    Some(["server.pem", "server.key", "ca.pem"].map(|name| fs::read_to_string(folder.join(name)).unwrap()))
}

#[test]
#[cfg(feature = "redis-tls")]
fn tls_is_spoken_with_whom_the_root_certificate_vouches_for_and_nobody_else() {
    let Some(_) = servers::redis() else { return };
    let (folder, ours, others) = (temp_folder().unwrap(), TempDir::new().unwrap(), TempDir::new().unwrap());
    let (Some(ours), Some(others)) = (certificate(ours.path()), certificate(others.path())) else {
        let place = std::panic::Location::caller();
        return not_run("the openssl program", "install openssl", "openssl", place);
    };
    let setup = RedisSetup { tls: Some(ours.clone()), ..RedisSetup::default() };
    let server = Server::start_redis(setup, folder.path()).unwrap();
    let trusting = |root: &str| RedisCache::connect(&server.url()).unwrap().root_certificate(root.as_bytes()).unwrap();
    let cache = trusting(&ours[2]);
    let app = TestApp::builder().config(|config| Config { cache: cache.into(), ..config }).start();
    let mut ann = app.registered("ann@example.com");
    assert_eq!(ann.current_user().as_deref(), Some("ann@example.com"));
    run(async {
        let plain = server.url().replace("rediss:", "redis:");
        for (why, cache) in [
            ("another authority", trusting(&others[2])),
            ("the system's authorities", RedisCache::connect(&server.url()).unwrap()),
            ("no TLS", RedisCache::connect(&plain).unwrap()),
        ] {
            let refused = cache.timeout(Duration::from_millis(500)).get(&Key::new("a")).await;
            assert!(matches!(refused, Err(Error::Unavailable { .. })), "{why}: {refused:?}");
        }
    });
    assert!(RedisCache::connect(&server.url()).unwrap().root_certificate(b"no certificate").is_err());
    let without = RedisCache::connect("redis://host").unwrap().root_certificate(ours[2].as_bytes());
    assert!(matches!(without, Err(Error::Config(_))));
}

// F7
#[cfg(feature = "redis-sentinel")]
#[test]
fn sign_out_that_counts_when_a_replica_has_it_outlives_the_master() {
    let Some(_) = servers::redis() else { return };
    let folder = temp_folder().unwrap();
    let mut group = Watched::start(folder.path()).unwrap();
    let cache = RedisCache::connect(&group.url()).unwrap().timeout(Duration::from_secs(1)).replicas(1).unwrap();
    let app = TestApp::builder().config(|config| Config { cache: cache.into(), ..config }).start();
    let (mut ann, mut bob) = (app.registered("ann@example.com"), app.registered("bob@example.com"));
    let (copy, form) = (app.copy(&ann), bob.get("/registration/edit").text());
    group.replica.pause().unwrap();
    assert_eq!(bob.submit_form(&form, "/session", &[]).status, 503, "the replica has not heard of it");
    assert_eq!(app.client().sign_in("ann@example.com", PASSWORD).status, 503);
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
    assert!(RedisCache::connect("redis-cluster://host").is_ok_and(|cluster| cluster.replicas(1).is_err()));
}

// F7
#[cfg(feature = "redis-sentinel")]
#[test]
fn reading_goes_on_while_writes_wait_for_a_replica() {
    let Some(_) = servers::redis() else { return };
    let folder = temp_folder().unwrap();
    let group = Watched::start(folder.path()).unwrap();
    let cache = RedisCache::connect(&group.url()).unwrap().replicas(1).unwrap();
    let (key, minute) = (Key::new("a"), Some(Duration::from_secs(60)));
    run(async {
        cache.put(&key, "before".into(), minute).await.unwrap();
        group.replica.pause().unwrap();
        let (second, third) = (Key::new("b"), Key::new("c"));
        let both =
            futures_util::future::join(cache.put(&second, "x".into(), minute), cache.put(&third, "x".into(), minute));
        let mut both = std::pin::pin!(both);
        for _ in 0..3 {
            let reading = std::pin::pin!(cache.get(&key));
            match futures_util::future::select(&mut both, reading).await {
                Either::Left((written, _)) => panic!("the writes had an answer before a reader: {written:?}"),
                Either::Right((read, _)) => assert_eq!(read.unwrap(), Some(Bytes::from("before"))),
            }
        }
        let (one, other) = both.await;
        assert!(one.is_err() && other.is_err(), "the replica has not heard of them");
        group.replica.resume().unwrap();
    });
}

/// One for all tests; it ends with the program.
fn cluster() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<(TempDir, Cluster)>> = OnceLock::new();
    let start = || {
        let folder = temp_folder().unwrap();
        servers::own::ask(Kind::Redis).map(|_| Cluster::start(folder.path()).unwrap()).map(|cluster| (folder, cluster))
    };
    CLUSTER.get_or_init(start).as_ref().map(|(_, cluster)| cluster)
}

#[cfg(feature = "redis-cluster")]
mod on_a_cluster {
    use super::*;

    // P24
    pow_testing::cache_store_suite!(suite, subject, rounds = pow_testing::cache::rounds_or(5));

    async fn subject() -> Option<Subject> {
        let url = cluster()?.url();
        Some(Subject::with_own_clock(Arc::new(RedisCache::connect(&url).unwrap().prefix(&prefix()).unwrap())))
    }

    // P23
    #[test]
    fn sessions_of_all_users_are_listed_and_ended_wherever_they_are() {
        let Some(cluster) = cluster() else { return };
        let cache = RedisCache::connect(&cluster.url()).unwrap().prefix(&prefix()).unwrap();
        let app = TestApp::builder().config(|config| Config { cache: cache.into(), ..config }).start();
        let mut browsers: Vec<_> = (0..12).map(|n| app.registered(&format!("user{n}@example.com"))).collect();
        let users = app.block_on(app.pow.sessions().users()).unwrap();
        assert_eq!(users.len(), 12, "on three servers");
        for user in users {
            assert_eq!(app.block_on(app.pow.sessions().list(user)).unwrap().len(), 1);
            assert_eq!(app.block_on(app.pow.sessions().revoke_all(user, None)).unwrap(), 1);
        }
        assert!(browsers.iter_mut().all(|browser| browser.current_user().is_none()));
    }

    // F1
    #[test]
    fn loss_of_one_server_is_a_503_for_its_users_and_nothing_for_the_others() {
        let Some(_) = servers::redis() else { return };
        let folder = temp_folder().unwrap();
        let mut cluster = Cluster::start(folder.path()).unwrap();
        let cache = RedisCache::connect(&cluster.url()).unwrap().timeout(Duration::from_millis(700));
        let app = TestApp::builder().config(|config| Config { cache: cache.into(), ..config }).start();
        let mut browsers: Vec<_> =
            (0..12).map(|n| format!("user{n}@example.com")).map(|user| (app.registered(&user), user)).collect();
        let mut served = || {
            let is_served = |(browser, user): &mut (pow_testing::Client, String)| {
                let home = browser.get("/");
                assert!(matches!(home.status, 200 | 503), "{}", home.status);
                home.status == 200 && home.element_text("current-user") == format!("signed in as {user}")
            };
            browsers.iter_mut().map(is_served).filter(|served| *served).count()
        };
        assert_eq!(served(), 12);
        cluster.masters[1].kill().unwrap();
        let left = served();
        assert!((1..12).contains(&left), "{left} of 12 are served");
        cluster.masters[1].restart().unwrap();
        let back = Instant::now();
        while served() < 12 {
            assert!(back.elapsed() < Duration::from_secs(10), "it does not recover");
            thread::sleep(Duration::from_millis(50));
        }
        assert_eq!(app.client().sign_in("user0@example.com", PASSWORD).status, 303);
    }

    #[test]
    fn keys_of_one_user_are_on_one_server() {
        let Some(cluster) = cluster() else { return };
        let cache = RedisCache::connect(&cluster.url()).unwrap().prefix(&prefix()).unwrap();
        run(async {
            for id in 0..50 {
                let (session, user) = (Key::new("a").name("session").id(UserId::Int(id)), Key::new("a").name("user"));
                let keys = [session.clone().bytes(b"x"), user.id(UserId::Int(id))];
                for key in &keys {
                    cache.put(key, "x".into(), Some(Duration::from_secs(60))).await.unwrap();
                }
                assert!(cache.get_many(&keys).await.unwrap().iter().all(Option::is_some));
                assert_eq!(cache.scan(&session).await.unwrap().len(), 1);
            }
        });
    }
}
