//! Redis over TLS, in a database of its own, and as a cluster.

use std::{
    fs,
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    path::Path,
    process::Command,
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicBool, AtomicU32, Ordering},
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
use pow_testing::{TestApp, cache::Subject, client::PASSWORD, servers};
use pow_testing_servers::{Cluster, RedisSetup, Server, Watched, not_run, temp_folder};
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
        servers::redis().map(|_| Cluster::start(folder.path()).unwrap()).map(|cluster| (folder, cluster))
    };
    CLUSTER.get_or_init(start).as_ref().map(|(_, cluster)| cluster)
}

#[cfg(feature = "redis-cluster")]
mod on_a_cluster {
    use super::*;
    use crate::stores::cache::redis::{REQUESTS, UNRELATED, commands, served};

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

    #[test]
    fn request_of_who_is_signed_in_costs_one_command_on_one_server() {
        let Some(_) = servers::redis() else { return };
        let folder = temp_folder().unwrap();
        let cluster = Cluster::start(folder.path()).unwrap();
        let cache = RedisCache::connect(&cluster.url()).unwrap();
        let app = TestApp::builder().config(|config| Config { cache: cache.into(), ..config }).start();
        let mut ann = app.registered("ann@example.com");
        let each = || cluster.masters.iter().map(commands).collect::<Vec<_>>();
        let before = each();
        served(&mut ann);
        let mut costs: Vec<u64> = each().iter().zip(before).map(|(now, before)| now - before).collect();
        costs.sort_unstable();
        assert!(costs[1] < UNRELATED, "the others are not asked: {costs:?}");
        assert!((REQUESTS..REQUESTS + UNRELATED).contains(&costs[2]), "{costs:?}");
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
        // Each is this very user, or is told to come back: nobody is signed out, and nobody is taken for another.
        let mut served = || {
            let is_served = |(browser, user): &mut (pow_testing::Client, String)| {
                let home = browser.get("/");
                match home.status {
                    200 => assert_eq!(home.element_text("current-user"), format!("signed in as {user}")),
                    other => assert_eq!((other, home.header("retry-after")), (503, Some("5")), "{user}"),
                }
                home.status == 200
            };
            browsers.iter_mut().map(is_served).filter(|served| *served).count()
        };
        assert_eq!(served(), 12);
        cluster.masters[1].kill().unwrap();
        let left = served();
        assert!((1..12).contains(&left), "{left} of 12 are served");
        cluster.masters[1].restart().unwrap();
        let back = Instant::now();
        let wait = || {
            assert!(back.elapsed() < Duration::from_secs(5), "it does not recover");
            thread::sleep(Duration::from_millis(50));
        };
        while served() < 12 {
            wait();
        }
        // A write is sent once: the first one may find out that its connection is of before the restart.
        while app.client().sign_in("user0@example.com", PASSWORD).status == 503 {
            wait();
        }
        assert_eq!(app.client().sign_in("user0@example.com", PASSWORD).status, 303);
    }

    // F1
    #[test]
    fn command_whose_answer_was_lost_is_not_sent_again() {
        let Some(_) = servers::redis() else { return };
        let lossy = Lossy::start();
        let cache = RedisCache::connect(&lossy.url).unwrap();
        let (token, spent, minute) = (Key::new("token"), Key::new("spent"), Some(Duration::from_secs(60)));
        let lost =
            |answer: Result<bool, Error>| assert!(matches!(answer, Err(Error::Unavailable { .. })), "{answer:?}");
        run(async {
            // From now on the server knows the scripts.
            cache.put(&token, "a".into(), minute).await.unwrap();
            assert!(cache.compare_and_swap(&token, b"a", "b".into(), minute).await.unwrap());
            assert_eq!(cache.take(&token).await.unwrap(), Some(Bytes::from("b")));
            cache.put(&token, "a".into(), minute).await.unwrap();

            lossy.lose_answer_to("EVALSHA");
            lost(cache.compare_and_swap(&token, b"a", "b".into(), minute).await);
            assert_eq!(cache.get(&token).await.unwrap(), Some(Bytes::from("b")), "it was done");

            lossy.lose_answer_to("EVALSHA");
            lost(cache.take(&token).await.map(|taken| taken.is_some()));
            assert_eq!(cache.get(&token).await.unwrap(), None, "it was done");

            lossy.lose_answer_to("NX");
            lost(cache.put_if_absent(&spent, "x".into(), minute).await);
            assert_eq!(cache.get(&spent).await.unwrap(), Some(Bytes::from("x")), "it was done");

            lossy.lose_answer_to("MGET");
            assert_eq!(cache.get(&spent).await.unwrap(), Some(Bytes::from("x")), "what only reads is asked again");
            assert!(!lossy.is_waiting(), "each of the four answers was lost");
        });
    }

    #[test]
    fn keys_are_found_while_they_move_and_where_they_are_then() {
        let Some(_) = servers::redis() else { return };
        let folder = temp_folder().unwrap();
        let cluster = Cluster::start(folder.path()).unwrap();
        let cache = RedisCache::connect(&cluster.url()).unwrap();
        let (key, minute) = (Key::new("moves"), Some(Duration::from_secs(60)));
        let ask = |n: usize, words: &[&str]| admin(&cluster.masters[n], redis::cmd("CLUSTER").arg(words));
        let ids = [0, 1, 2].map(|n| text(&ask(n, &["MYID"])));
        run(async {
            cache.put(&key, "before".into(), minute).await.unwrap();
            let has_it = |n: &usize| admin(&cluster.masters[*n], &redis::cmd("DBSIZE")) == redis::Value::Int(1);
            let from = (0..3).find(has_it).unwrap();
            let to = (from + 1) % 3;
            let name = text(&admin(&cluster.masters[from], &redis::cmd("RANDOMKEY")));
            let redis::Value::Int(slot) = ask(from, &["KEYSLOT", &name]) else { panic!("no slot") };
            let slot = slot.to_string();
            assert!(cache.delete(&key).await.unwrap());

            ask(to, &["SETSLOT", &slot, "IMPORTING", &ids[from]]);
            ask(from, &["SETSLOT", &slot, "MIGRATING", &ids[to]]);
            assert!(cache.put_if_absent(&key, "moving".into(), minute).await.unwrap());
            assert!(!cache.put_if_absent(&key, "twice".into(), minute).await.unwrap());
            assert!(has_it(&to) && !has_it(&from), "the new server has it");
            assert_eq!(cache.get(&key).await.unwrap(), Some(Bytes::from("moving")));
            assert!(cache.compare_and_swap(&key, b"moving", "still".into(), minute).await.unwrap());

            for n in [to, from, 3 - to - from] {
                ask(n, &["SETSLOT", &slot, "NODE", &ids[to]]);
            }
            assert_eq!(cache.take(&key).await.unwrap(), Some(Bytes::from("still")));
            assert!(cache.put_if_absent(&key, "moved".into(), minute).await.unwrap());
            assert!(has_it(&to) && !has_it(&from));
        });
    }

    fn admin(server: &Server, command: &redis::Cmd) -> redis::Value {
        let mut connection = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
        command.query(&mut connection).unwrap()
    }

    fn text(value: &redis::Value) -> String {
        redis::from_redis_value(value.clone()).unwrap()
    }

    /// A cluster of one server that shows its clients a way on which answers get lost.
    struct Lossy {
        url: String,
        /// The answer to the next command with this word is lost, and its connection with it.
        word: Arc<Mutex<Option<&'static str>>>,
        _server: Server,
        _folder: TempDir,
    }

    impl Lossy {
        fn start() -> Self {
            let folder = temp_folder().unwrap();
            let listen = || TcpListener::bind("127.0.0.1:0").unwrap();
            let port_of = |listener: &TcpListener| listener.local_addr().unwrap().port();
            let (way, bus) = (listen(), port_of(&listen()));
            let port = port_of(&way);
            let settings = [
                "cluster-enabled yes".to_owned(),
                format!("cluster-port {bus}"),
                format!("cluster-announce-port {port}"),
            ];
            let setup = RedisSetup { settings: settings.to_vec(), ..RedisSetup::default() };
            let server = Server::start_redis(setup, folder.path()).unwrap();
            admin(&server, redis::cmd("CLUSTER").arg(&["ADDSLOTSRANGE", "0", "16383"]));
            let begin = Instant::now();
            while !text(&admin(&server, redis::cmd("CLUSTER").arg("INFO"))).contains("cluster_state:ok") {
                assert!(begin.elapsed() < Duration::from_secs(30), "it does not become a cluster");
                thread::sleep(Duration::from_millis(20));
            }
            let real = server.url();
            let (before, _) = real.rsplit_once(':').unwrap();
            let url = format!("{}:{port}", before.replace("redis:", "redis-cluster:"));
            let (word, server_port) = (Arc::default(), server.port());
            let lossy = Self { url, word: Arc::clone(&word), _server: server, _folder: folder };
            thread::spawn(move || {
                for client in way.incoming().map_while(Result::ok) {
                    let server = TcpStream::connect(("127.0.0.1", server_port)).unwrap();
                    carry(client, server, &word);
                }
            });
            lossy
        }

        fn lose_answer_to(&self, word: &'static str) {
            assert!(self.word.lock().unwrap().replace(word).is_none(), "the last one was not lost yet");
        }

        fn is_waiting(&self) -> bool {
            self.word.lock().unwrap().is_some()
        }
    }

    /// Both ways, each on a thread of its own.
    fn carry(client: TcpStream, server: TcpStream, word: &Arc<Mutex<Option<&'static str>>>) {
        let (word, loses) = (word.clone(), Arc::new(AtomicBool::new(false)));
        let (from, to, is_meant) = (client.try_clone().unwrap(), server.try_clone().unwrap(), loses.clone());
        let has = |bytes: &[u8], word: &str| bytes.windows(word.len()).any(|part| part == word.as_bytes());
        thread::spawn(move || {
            pass_on(from, to, |bytes| {
                if word.lock().unwrap().take_if(|word| has(bytes, word)).is_some() {
                    is_meant.store(true, Ordering::SeqCst);
                }
                true
            });
        });
        thread::spawn(move || pass_on(server, client, |_| !loses.load(Ordering::SeqCst)));
    }

    fn pass_on(mut from: TcpStream, mut to: TcpStream, may_pass: impl Fn(&[u8]) -> bool) {
        let mut buffer = [0; 8192];
        while let Ok(read @ 1..) = from.read(&mut buffer) {
            let bytes = buffer.split_at(read).0;
            if !may_pass(bytes) || to.write_all(bytes).is_err() {
                break;
            }
        }
        for side in [from, to] {
            let _ = side.shutdown(Shutdown::Both);
        }
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
