//! Servers that end, hang and come back.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use pow_core::{Config, health::TIME_OUT};
use pow_ext_health::Health;
use pow_store_redis::RedisCache;
use pow_testing::{Database, TestApp, servers};
use pow_testing_servers::{Kind, Server, temp_folder};

/// Asks until the answer has the status, as a load balancer does. Returns the words for database, schema and cache.
fn wait_for(app: &TestApp, status: u16) -> [String; 3] {
    let limit = Instant::now() + Duration::from_secs(30);
    loop {
        let answer = app.program().get("/health/ready");
        let json = answer.json();
        let parts = ["database", "schema", "cache"].map(|part| json["parts"][part].as_str().unwrap().to_owned());
        if answer.status == status {
            return parts;
        }
        assert!(Instant::now() < limit, "{}: {}", answer.status, answer.text());
        sleep(Duration::from_millis(200));
    }
}

fn on(server: &Server) -> Database {
    Database::on(&server.url()).unwrap()
}

fn is_alive(app: &TestApp) -> bool {
    app.client().get("/health/alive").status == 200
}

/// The shortest time of three answers, of which none is of another's report.
fn shortest(app: &TestApp) -> Duration {
    let asked = (0..3).map(|_| {
        sleep(Duration::from_millis(1_100));
        let start = Instant::now();
        assert_eq!(app.client().get("/health/ready").status, 503);
        start.elapsed()
    });
    asked.min().unwrap()
}

fn database_ends_and_comes_back(kind: Kind) {
    let folder = temp_folder().unwrap();
    let mut server = Server::start(kind, folder.path()).unwrap();
    servers::keep_what_is_acknowledged(&server.url()).unwrap();
    let app = TestApp::with(Health::default()).database(on(&server)).start();
    let [ok, failed] = ["ok", "failed"].map(str::to_owned);
    assert_eq!(wait_for(&app, 200), [&ok; 3].map(Clone::clone));
    server.kill().unwrap();
    assert_eq!(wait_for(&app, 503), [failed.clone(), ok.clone(), ok.clone()], "the others are in order");
    assert!(is_alive(&app));
    server.restart().unwrap();
    assert_eq!(wait_for(&app, 200), [&ok; 3].map(Clone::clone));
    server.pause().unwrap();
    assert_eq!(wait_for(&app, 503), [failed, ok.clone(), ok.clone()]);
    let took = shortest(&app);
    assert!(took < 2 * TIME_OUT, "{took:?}");
    assert!(is_alive(&app));
    server.resume().unwrap();
    assert_eq!(wait_for(&app, 200), [&ok; 3].map(Clone::clone));
}

#[test]
fn process_is_not_ready_without_postgresql() {
    if servers::postgres().is_some() {
        database_ends_and_comes_back(Kind::Postgres);
    }
}

#[test]
fn process_is_not_ready_without_mysql() {
    if servers::mysql().is_some() {
        database_ends_and_comes_back(Kind::MariaDb);
    }
}

#[test]
fn process_is_not_ready_without_redis() {
    if servers::redis().is_none() {
        return;
    }
    let folder = temp_folder().unwrap();
    let mut server = Server::start(Kind::Redis, folder.path()).unwrap();
    let cache = RedisCache::connect(&server.url()).unwrap();
    let app = TestApp::with(Health::default()).config(move |config| Config { cache: cache.into(), ..config }).start();
    assert_eq!(wait_for(&app, 200), ["ok"; 3]);
    server.kill().unwrap();
    assert_eq!(wait_for(&app, 503), ["ok", "ok", "failed"]);
    server.restart().unwrap();
    assert_eq!(wait_for(&app, 200), ["ok"; 3]);
    server.pause().unwrap();
    assert_eq!(wait_for(&app, 503), ["ok", "ok", "failed"]);
    assert!(shortest(&app) < 2 * TIME_OUT);
    server.resume().unwrap();
    assert_eq!(wait_for(&app, 200), ["ok"; 3]);
}

#[test]
fn schema_without_a_column_is_not_ready() {
    let Some(database) = Database::postgres() else { return };
    let app = TestApp::with(Health::default()).database(database).start();
    assert_eq!(wait_for(&app, 200), ["ok"; 3]);
    servers::run(app.database().url(), &["ALTER TABLE users RENAME COLUMN auth_epoch TO other".to_owned()]).unwrap();
    assert_eq!(wait_for(&app, 503), ["ok", "failed", "ok"]);
    servers::run(app.database().url(), &["ALTER TABLE users RENAME COLUMN other TO auth_epoch".to_owned()]).unwrap();
    assert_eq!(wait_for(&app, 200), ["ok"; 3]);
}

#[test]
fn answer_and_log_name_no_secret() {
    if !pow_testing::alone() {
        return;
    }
    let logs = pow_testing::Logs::capture();
    if servers::postgres().is_none() {
        return;
    }
    let folder = temp_folder().unwrap();
    let mut server = Server::start(Kind::Postgres, folder.path()).unwrap();
    let password = server.url().split(['/', ':', '@']).nth(4).unwrap().to_owned();
    assert!(password.len() > 8, "{password}");
    let app = TestApp::with(Health::default()).database(on(&server)).start();
    server.kill().unwrap();
    wait_for(&app, 503);
    let (plain, json) = (app.client().get("/health/ready"), app.program().get("/health/ready"));
    assert_eq!(plain.text(), "not ready\n");
    for text in [json.text(), logs.text()] {
        assert!(!text.contains(&password), "{text}");
    }
    assert!(!json.text().contains(&server.port().to_string()), "{}", json.text());
    assert!(logs.text().contains("pow::health::unready"), "{}", logs.text());
}
