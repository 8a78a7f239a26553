//! Redis: the suite, and a server that is killed, paused or full.

use std::{
    process,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use pow_core::{
    Config, Error, UserId,
    cache::{CacheStore, Key, RedisCache},
    session::{Fetched, NewSession},
    users::AUTH_EPOCH,
};
use pow_testing::{Client, TestApp, cache::Subject, client::PASSWORD, servers};
use pow_testing_servers::{Kind, Server, temp_folder};
use tempfile::TempDir;

// P24
pow_testing::cache_store_suite!(suite, subject);

async fn subject() -> Option<Subject> {
    Some(Subject::with_own_clock(Arc::new(cache(&servers::redis()?))))
}

/// A store in a corner of its own.
fn cache(url: &str) -> RedisCache {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let prefix = format!("test-{}-{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    RedisCache::connect(url).unwrap().prefix(&prefix).unwrap()
}

/// A server of the test's own that keeps its data over a crash, and a store on it.
fn own_server() -> Option<(TempDir, Server)> {
    servers::redis()?;
    let folder = temp_folder().unwrap();
    let server = Server::start(Kind::Redis, folder.path()).unwrap();
    for setting in [["appendonly", "yes"], ["appendfsync", "always"]] {
        admin(&server, redis::cmd("CONFIG").arg("SET").arg(&setting));
    }
    admin(&server, redis::cmd("CONFIG").arg("REWRITE"));
    // What is written before the log's first version is complete is not in it.
    let persistence = || format!("{:?}", admin(&server, redis::cmd("INFO").arg("persistence")));
    while ["aof_rewrite_in_progress:1", "aof_rewrite_scheduled:1"].iter().any(|busy| persistence().contains(busy)) {
        thread::sleep(Duration::from_millis(10));
    }
    Some((folder, server))
}

fn admin(server: &Server, command: &redis::Cmd) -> redis::Value {
    let mut connection = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
    command.query(&mut connection).unwrap()
}

/// How long the server may take for an answer.
const LIMIT: Duration = Duration::from_millis(700);
/// What a request may take besides, on a busy machine. No request waits for the server twice.
const MARGIN: Duration = Duration::from_millis(1_500);

fn app(server: &Server) -> TestApp {
    let cache = cache(&server.url()).timeout(LIMIT);
    TestApp::builder().config(|config| Config { cache: cache.into(), ..config }).start()
}

/// Whether tests take their time.
fn long() -> bool {
    std::env::var("POW_TEST_LONG").is_ok_and(|long| long == "1")
}

/// A page for this user, or the page that says "later": never another user's, never an anonymous one.
fn is_served(browser: &mut Client, user: &str) -> bool {
    let home = in_time(|| browser.get("/"));
    if home.status == 503 {
        assert_eq!(home.header("retry-after"), Some("5"));
        assert!(!home.text().contains("signed"), "{}", home.text());
        return false;
    }
    assert_eq!((home.status, home.element_text("current-user")), (200, format!("signed in as {user}")));
    true
}

fn in_time<T>(ask: impl FnOnce() -> T) -> T {
    let begin = Instant::now();
    let answer = ask();
    let took = begin.elapsed();
    assert!(took < LIMIT + MARGIN, "it hangs: {took:?}");
    answer
}

fn recovers(browser: &mut Client, user: &str) {
    let back = Instant::now();
    while !is_served(browser, user) {
        assert!(back.elapsed() < Duration::from_secs(5), "it does not recover");
        thread::sleep(Duration::from_millis(20));
    }
}

fn is_refused_with_session_and_public_without(app: &TestApp, browser: &mut Client) {
    assert!(!is_served(browser, "nobody"));
    assert_eq!(in_time(|| browser.get("/protected")).status, 503);
    assert_eq!(browser.get("/bare").text(), "bare");
    let mut stranger = app.client();
    assert_eq!(stranger.get("/").element_text("current-user"), "signed out");
    assert_eq!(stranger.get("/session/new").status, 200);
    assert_eq!(stranger.get("/protected").status, 303);
    // Two pages: the form, and what comes of it.
    assert_eq!(in_time(|| stranger.sign_in("ann@example.com", PASSWORD)).status, 503);
    assert_eq!(stranger.get("/").element_text("current-user"), "signed out");
}

// F1
#[test]
fn killed_server_means_503_and_everybody_is_back_when_it_is() {
    let Some((_folder, mut server)) = own_server() else { return };
    let app = app(&server);
    let mut ann = app.registered("ann@example.com");
    assert!(is_served(&mut ann, "ann@example.com"));
    server.kill().unwrap();
    is_refused_with_session_and_public_without(&app, &mut ann);
    server.restart().unwrap();
    recovers(&mut ann, "ann@example.com");
    assert_eq!(app.client().sign_in("ann@example.com", PASSWORD).status, 303);
}

// F1
#[test]
fn paused_server_means_503_within_the_time_out() {
    let Some((_folder, server)) = own_server() else { return };
    let app = app(&server);
    let mut ann = app.registered("ann@example.com");
    assert!(is_served(&mut ann, "ann@example.com"));
    let (form, mut leaves) = (ann.get("/registration/edit").text(), ann.clone());
    server.pause().unwrap();
    let begin = Instant::now();
    is_refused_with_session_and_public_without(&app, &mut ann);
    assert_eq!(in_time(|| leaves.submit_form(&form, "/session", &[])).status, 503);
    while long() && begin.elapsed() < Duration::from_secs(10) {
        assert!(!is_served(&mut ann, "nobody"));
    }
    server.resume().unwrap();
    recovers(&mut ann, "ann@example.com");
}

// F5
#[test]
fn sign_out_and_sign_in_without_the_server_are_not_claimed() {
    let Some((_folder, mut server)) = own_server() else { return };
    let app = app(&server);
    let mut ann = app.registered("ann@example.com");
    let edit = ann.get("/registration/edit").text();
    let mut other = ann.clone();
    server.kill().unwrap();
    assert_eq!(ann.submit_form(&edit, "/session", &[]).status, 503);
    server.restart().unwrap();
    recovers(&mut other, "ann@example.com");
}

// F1
#[test]
fn under_load_a_crash_gives_nobody_a_wrong_answer() {
    let Some((_folder, mut server)) = own_server() else { return };
    let app = app(&server);
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        for n in 0..4 {
            let user = format!("user{n}@example.com");
            let (mut browser, stop) = (app.registered(&user), &stop);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    is_served(&mut browser, &user);
                }
                recovers(&mut browser, &user);
            });
        }
        for _ in 0..3 {
            thread::sleep(Duration::from_millis(200));
            server.kill().unwrap();
            thread::sleep(Duration::from_millis(200));
            server.restart().unwrap();
        }
        stop.store(true, Ordering::Relaxed);
    });
}

#[test]
fn full_server_refuses_what_is_new_and_keeps_what_lives() {
    let Some((_folder, server)) = own_server() else { return };
    let app = app(&server);
    let mut ann = app.registered("ann@example.com");
    assert!(is_served(&mut ann, "ann@example.com"));
    let user = app.user("ann@example.com").unwrap();
    let (id, epoch) = (user.id().unwrap(), user.get(AUTH_EPOCH).unwrap());
    let signed = app.block_on(app.pow.sessions().create(id, epoch, NewSession::default(), None)).unwrap();
    let old = *signed.session.reference();
    admin(&server, redis::cmd("CONFIG").arg("SET").arg("maxmemory").arg("1"));
    let mut bob = app.client();
    assert_eq!(bob.sign_in("ann@example.com", PASSWORD).status, 503);
    assert_eq!(bob.get("/").element_text("current-user"), "signed out");
    assert!(is_served(&mut ann, "ann@example.com"), "reading needs no room");
    // A full server deletes all the same: what can't be replaced must not be deleted first.
    let replaced = app.block_on(app.pow.sessions().create(id, epoch, NewSession::default(), Some(&old)));
    assert!(matches!(replaced, Err(Error::Unavailable { .. })), "{replaced:?}");
    let carried_on = app.block_on(app.pow.sessions().regenerate(&old, epoch));
    assert!(matches!(carried_on, Err(Error::Unavailable { .. })), "{carried_on:?}");
    let fetched = app.block_on(app.pow.sessions().fetch(signed.cookie.expose())).unwrap();
    assert!(matches!(fetched, Fetched::Active { .. }), "{fetched:?}");
    admin(&server, redis::cmd("CONFIG").arg("SET").arg("maxmemory").arg("0"));
    assert_eq!(bob.sign_in("ann@example.com", PASSWORD).status, 303);
    assert!(is_served(&mut bob, "ann@example.com"));
}

// Y5
#[test]
fn junk_under_our_keys_signs_nobody_in_and_breaks_nothing() {
    let Some((_folder, server)) = own_server() else { return };
    let app = app(&server);
    let mut ann = app.registered("ann@example.com");
    let mut connection = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
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

/// How many commands the server has executed so far, those inside of scripts among them, and this question.
pub(crate) fn commands(server: &Server) -> u64 {
    let mut connection = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
    let stats: String = redis::cmd("INFO").arg("stats").query(&mut connection).unwrap();
    let line = stats.lines().find_map(|line| line.strip_prefix("total_commands_processed:"));
    line.unwrap().trim().parse().unwrap()
}

/// So many requests of a signed-in user.
pub(crate) const REQUESTS: u64 = 100;
/// What the count itself costs, and what the server and its client say to each other now and then.
pub(crate) const UNRELATED: u64 = 30;

pub(crate) fn served(browser: &mut Client) {
    for _ in 0..REQUESTS {
        assert_eq!(browser.get("/").element_text("current-user"), "signed in as ann@example.com");
    }
}

#[test]
fn request_of_who_is_signed_in_costs_one_command() {
    let Some((_folder, server)) = own_server() else { return };
    let app = app(&server);
    let mut ann = app.registered("ann@example.com");
    assert!(is_served(&mut ann, "ann@example.com"));
    let before = commands(&server);
    served(&mut ann);
    let cost = commands(&server) - before;
    assert!((REQUESTS..REQUESTS + UNRELATED).contains(&cost), "{cost} commands for {REQUESTS} requests");
    // Who has no session costs nothing.
    let (before, mut stranger) = (commands(&server), app.client());
    for _ in 0..REQUESTS {
        assert_eq!(stranger.get("/").element_text("current-user"), "signed out");
    }
    let cost = commands(&server) - before;
    assert!(cost < UNRELATED, "{cost} commands for {REQUESTS} strangers");
}

#[test]
fn renewal_costs_a_few_commands_once() {
    let Some((_folder, server)) = own_server() else { return };
    let app = app(&server);
    let mut ann = app.registered("ann@example.com");
    assert!(is_served(&mut ann, "ann@example.com"));
    app.clock.advance(app.pow.policy().session.renewal);
    let (before, cookie) = (commands(&server), ann.cookies["auth"].clone());
    served(&mut ann);
    assert_ne!(ann.cookies["auth"], cookie, "it is renewed");
    let cost = commands(&server) - before;
    assert!((REQUESTS + 1..REQUESTS + UNRELATED).contains(&cost), "{cost} commands for {REQUESTS} requests");
}

#[test]
fn wrong_url_is_named_and_its_password_is_not_shown() {
    for wrong in ["", "http://host", "redis://:secret@host:port/", "redis://:secret@host/x"] {
        let error = RedisCache::connect(wrong).unwrap_err();
        assert!(matches!(error, Error::Config(_)) && !error.to_string().contains("secret"), "{error}");
    }
    assert!(!format!("{:?}", RedisCache::connect("redis://:secret@host/").unwrap()).contains("secret"));
}

#[test]
fn entries_of_one_user_are_found_by_an_index_that_expires_with_them() {
    let Some((_folder, server)) = own_server() else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
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
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let found = runtime.block_on(async {
            cache.put(&Key::new("a"), round.to_string().into(), None).await.unwrap();
            cache.get(&Key::new("a")).await.unwrap()
        });
        assert_eq!(found, Some(round.to_string().into()));
    }
}
