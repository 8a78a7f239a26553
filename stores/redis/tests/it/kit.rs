//! Stores, servers and applications of the tests, and what a user sees in an outage.

use std::{
    process,
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

use pow_core::Config;
use pow_store_redis::RedisCache;
pub(crate) use pow_testing::client::ANN;
use pow_testing::{Client, TestApp, client::PASSWORD, servers};
use pow_testing_servers::{Kind, Server, temp_folder};
use tempfile::TempDir;

pub(crate) const MINUTE: Option<Duration> = Some(Duration::from_secs(60));
/// How long a store of these tests waits for an answer.
const LIMIT: Duration = Duration::from_millis(700);
/// The time of a request besides, on a busy machine. No request waits for the server twice.
const MARGIN: Duration = Duration::from_millis(1_500);

pub(crate) fn prefix() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("test-{}-{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// A store with keys that no other test uses.
pub(crate) fn cache(url: &str) -> RedisCache {
    RedisCache::connect(url).unwrap().prefix(&prefix()).unwrap()
}

pub(crate) fn app_on(cache: RedisCache) -> TestApp {
    TestApp::builder().config(|config| Config { cache: cache.into(), ..config }).start()
}

/// An application that waits for an answer of the server for less than a second.
pub(crate) fn app(server: &Server) -> TestApp {
    app_on(cache(&server.url()).timeout(LIMIT))
}

/// A server for one test, which keeps its data over a crash.
pub(crate) fn own_server() -> Option<(TempDir, Server)> {
    servers::redis()?;
    let folder = temp_folder().unwrap();
    let server = Server::start(Kind::Redis, folder.path()).unwrap();
    for setting in [["appendonly", "yes"], ["appendfsync", "always"]] {
        admin(&server, redis::cmd("CONFIG").arg("SET").arg(&setting));
    }
    admin(&server, redis::cmd("CONFIG").arg("REWRITE"));
    // The first version of the log lacks what is written before it is complete.
    let persistence = || format!("{:?}", admin(&server, redis::cmd("INFO").arg("persistence")));
    while ["aof_rewrite_in_progress:1", "aof_rewrite_scheduled:1"].iter().any(|busy| persistence().contains(busy)) {
        thread::sleep(Duration::from_millis(10));
    }
    Some((folder, server))
}

/// A user who is signed in. On a busy machine the registration may have met the timeout.
pub(crate) fn registered(app: &TestApp, user: &str) -> Client {
    let mut browser = app.registered(user);
    while browser.current_user().as_deref() != Some(user) {
        browser.sign_in(user, PASSWORD);
    }
    browser
}

pub(crate) fn connection(url: &str) -> redis::Connection {
    redis::Client::open(url).unwrap().get_connection().unwrap()
}

pub(crate) fn admin(server: &Server, command: &redis::Cmd) -> redis::Value {
    command.query(&mut connection(&server.url())).unwrap()
}

pub(crate) fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// Whether the page is that of this user. Otherwise it must be the 503, and never that of another user or of a visitor.
pub(crate) fn is_served(browser: &mut Client, user: &str) -> bool {
    let home = in_time(|| browser.get("/"));
    if home.status == 503 {
        assert_eq!(home.header("retry-after"), Some("5"));
        assert!(!home.text().contains("signed"), "{}", home.text());
        return false;
    }
    assert_eq!((home.status, home.element_text("current-user")), (200, format!("signed in as {user}")));
    true
}

pub(crate) fn in_time<T>(ask: impl FnOnce() -> T) -> T {
    let begin = Instant::now();
    let answer = ask();
    let took = begin.elapsed();
    assert!(took < LIMIT + MARGIN, "it hangs: {took:?}");
    answer
}

pub(crate) fn recovers(browser: &mut Client, user: &str) {
    let back = Instant::now();
    while !is_served(browser, user) {
        assert!(back.elapsed() < Duration::from_secs(5), "it does not recover");
        thread::sleep(Duration::from_millis(20));
    }
}

pub(crate) fn session_is_refused_and_public_pages_are_served(app: &TestApp, browser: &mut Client) {
    assert!(!is_served(browser, "no user"));
    assert_eq!(in_time(|| browser.get("/protected")).status, 503);
    assert_eq!(browser.get("/bare").text(), "bare");
    let mut visitor = app.client();
    assert_eq!(visitor.get("/").element_text("current-user"), "signed out");
    assert_eq!(visitor.get("/session/new").status, 200);
    assert_eq!(visitor.get("/protected").status, 303);
    // Two pages: the form, and the answer to it.
    assert_eq!(in_time(|| visitor.sign_in(ANN, PASSWORD)).status, 503);
    assert_eq!(visitor.get("/").element_text("current-user"), "signed out");
}

/// The number of requests whose commands are counted.
pub(crate) const REQUESTS: u64 = 100;
/// At most this many commands are of the count itself, the server and the client.
pub(crate) const UNRELATED: u64 = 30;

/// How many commands the server has executed so far, with those in scripts and this question.
pub(crate) fn commands(server: &Server) -> u64 {
    let stats: String = redis::cmd("INFO").arg("stats").query(&mut connection(&server.url())).unwrap();
    let line = stats.lines().find_map(|line| line.strip_prefix("total_commands_processed:"));
    line.unwrap().trim().parse().unwrap()
}

pub(crate) fn requests(browser: &mut Client) {
    for _ in 0..REQUESTS {
        assert_eq!(browser.get("/").element_text("current-user"), format!("signed in as {ANN}"));
    }
}
