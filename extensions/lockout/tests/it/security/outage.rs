//! While the cache store is away, guesses are counted all the same.

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use pow_core::{
    Config,
    cache::{CacheStore, Key},
};
use pow_ext_lockout::Lockout;
use pow_store_redis::RedisCache;
use pow_testing::{
    Database, FaultyCache, TestApp,
    client::{ANN, together},
    probe::CountingHasher,
    servers,
};
use pow_testing_servers::{Kind, Server, ask, temp_folder};
use tempfile::TempDir;

use crate::common::{UNKNOWN, WRONG, app, attack, builder, sign_in_bytes, stranger};

/// A server of the test's own, if one of its kind may be used. A database loses nothing that it has acknowledged.
fn own_server(kind: Kind) -> Option<(TempDir, Server)> {
    ask(kind)?;
    let folder = temp_folder().unwrap();
    let server = Server::start(kind, folder.path()).unwrap();
    if kind != Kind::Redis {
        servers::keep_what_is_acknowledged(&server.url()).unwrap();
    }
    Some((folder, server))
}

/// Three wrong passwords, then the end of the server, then 27 more at once. Returns the statuses of those.
fn kill_in_the_middle(app: &TestApp, hasher: &CountingHasher, server: &mut Server) -> Vec<u16> {
    let mut forms: Vec<_> = (0..30).map(|number| sign_in_bytes(&mut stranger(app, number), ANN, WRONG)).collect();
    let rest = forms.split_off(3);
    for form in &forms {
        assert_eq!(app.client().raw(form).status, 422);
    }
    assert_eq!(hasher.take(), 3);
    server.kill().unwrap();
    together(app.address(), &rest).iter().map(|answer| answer.status).collect()
}

/// The users are in another database, so that sign-ins go on.
fn assert_half_is_checked(cache: Arc<dyn CacheStore>, server: &mut Server) -> (TestApp, Arc<CountingHasher>) {
    let (builder, hasher) = builder(Lockout::default(), Database::sqlite());
    let app = builder.config(move |config| Config { cache: cache.into(), ..config }).start();
    drop(app.registered(ANN));
    hasher.take();
    let statuses = kill_in_the_middle(&app, &hasher, server);
    assert_eq!(hasher.take(), 2, "half of five places, counted in the process");
    assert!(statuses.iter().all(|status| matches!(status, 422 | 429)), "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 422).count(), 2);
    (app, hasher)
}

// F2
#[test]
fn with_redis_killed_in_the_middle_of_an_attack_no_guess_is_unlimited() {
    let Some((_folder, mut server)) = own_server(Kind::Redis) else { return };
    let cache = RedisCache::connect(&server.url()).unwrap().timeout(Duration::from_millis(200));
    assert_half_is_checked(Arc::new(cache), &mut server);
}

/// With the cache in a database that holds nothing else, which comes back with the counts that it had.
fn cache_is_killed(kind: Kind) {
    let Some((_folder, mut server)) = own_server(kind) else { return };
    // Makes the table.
    let owner = TestApp::builder().database(Database::on(&server.url()).unwrap().with_cache()).start();
    let (app, hasher) = assert_half_is_checked(Arc::clone(owner.cache()), &mut server);
    server.restart().unwrap();
    let key = Key::new("users").name("test");
    until(|| owner.block_on(owner.cache().get(&key)).is_ok());
    assert_two_are_left(&app, &hasher);
}

/// Waits until the server is back.
fn until(is_back: impl Fn() -> bool) {
    let limit = Instant::now() + Duration::from_secs(30);
    while !is_back() {
        assert!(Instant::now() < limit, "the server did not come back");
        thread::sleep(Duration::from_millis(50));
    }
}

fn assert_two_are_left(app: &TestApp, hasher: &CountingHasher) {
    hasher.take();
    assert_eq!(attack(app, ANN, 40..45), [422, 422, 429, 429, 429], "three of five places were taken before");
    assert_eq!(hasher.take(), 2);
}

// F2
#[test]
fn with_the_cache_in_postgres_killed_in_the_middle_of_an_attack_no_guess_is_unlimited() {
    cache_is_killed(Kind::Postgres);
}

// F2
#[test]
fn with_the_cache_in_mariadb_killed_in_the_middle_of_an_attack_no_guess_is_unlimited() {
    cache_is_killed(Kind::MariaDb);
}

/// With one database for users and cache, as an application has that names no cache.
fn database_is_killed(kind: Kind) {
    let Some((_folder, mut server)) = own_server(kind) else { return };
    let (app, hasher) = app(Lockout::default(), Database::on(&server.url()).unwrap().with_cache());
    let statuses = kill_in_the_middle(&app, &hasher, &mut server);
    assert_eq!(hasher.take(), 0, "without users nothing is checked");
    assert!(statuses.iter().all(|status| matches!(status, 503 | 429)), "{statuses:?}");
    server.restart().unwrap();
    until(|| stranger(&app, 99).sign_in(UNKNOWN, WRONG).status != 503);
    assert_two_are_left(&app, &hasher);
}

// F2
#[test]
fn with_postgres_killed_in_the_middle_of_an_attack_the_counts_are_kept() {
    database_is_killed(Kind::Postgres);
}

// F2
#[test]
fn with_mariadb_killed_in_the_middle_of_an_attack_the_counts_are_kept() {
    database_is_killed(Kind::MariaDb);
}

/// The cache fails at some calls, also in the middle of an attempt. An attacker then has the places of the cache and those of the
/// process, and no others.
// F2
#[test]
fn with_a_cache_that_fails_now_and_then_no_guess_is_unlimited() {
    for every in 2..12 {
        let cache = FaultyCache::default();
        let own = cache.clone();
        let (builder, hasher) = builder(Lockout::default(), Database::sqlite());
        let app = builder.config(move |config| Config { cache: own.into(), ..config }).start();
        drop(app.registered(ANN));
        let forms: Vec<_> = (0..40).map(|number| sign_in_bytes(&mut stranger(&app, number), ANN, WRONG)).collect();
        hasher.take();
        cache.fail(move |call, _| call % every == 0);
        let statuses: Vec<u16> = forms.iter().map(|form| app.client().raw(form).status).collect();
        assert!(cache.heal() > 0);
        assert!(statuses.iter().all(|status| matches!(status, 422 | 429 | 503)), "{every}: {statuses:?}");
        let checked = hasher.take();
        assert!((1..=7).contains(&checked), "five places, and half of them in the process; every {every}: {checked}");
    }
}
