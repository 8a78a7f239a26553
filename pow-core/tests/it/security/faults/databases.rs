//! PostgreSQL and MariaDB, killed under the sessions that are kept in them, and under `reload`.

use std::{
    thread,
    time::{Duration, Instant},
};

use pow_core::{
    Config,
    config::{CacheHandle, StoreHandle},
    store::{MysqlStore, PostgresStore},
};
use pow_testing::{Database, TestApp, client::PASSWORD, servers};
use pow_testing_servers::{Kind, Server, ask, temp_folder};
use tempfile::TempDir;

use crate::security::faults::kit::{
    ANN, is_refused_with_session_and_public_without, nobody_is_taken_for_another, recovers,
};

/// A server of the test's own, if one of its kind may be used.
fn own_server(kind: Kind) -> Option<(TempDir, Server)> {
    ask(kind)?;
    let folder = temp_folder().unwrap();
    let server = Server::start(kind, folder.path()).unwrap();
    servers::keep_what_is_acknowledged(&server.url()).unwrap();
    Some((folder, server))
}

fn restart(server: &mut Server) {
    server.restart().unwrap();
    servers::keep_what_is_acknowledged(&server.url()).unwrap();
}

/// An application with its sessions in the database, and one with them in memory that reads the user anew each time.
fn apps(server: &Server) -> [TestApp; 2] {
    let fresh = || Database::on(&server.url()).unwrap();
    let reload = |config| Config { reload: true, ..config };
    [
        TestApp::builder().database(fresh().with_cache()).start(),
        TestApp::builder().database(fresh()).config(reload).start(),
    ]
}

/// F1, F3, F5
fn killed(kind: Kind) {
    let Some((_folder, mut server)) = own_server(kind) else { return };
    let apps = apps(&server);
    let mut anns = apps.each_ref().map(|app| app.registered(ANN));
    let id = apps[0].user(ANN).unwrap().id().unwrap();
    let edit = anns[0].get("/registration/edit").text();
    let mut other = anns[0].clone();
    server.kill().unwrap();
    for (app, ann) in apps.iter().zip(&mut anns) {
        is_refused_with_session_and_public_without(app, ann);
    }
    // Nobody is told that a session has ended which may be alive.
    let mut leaving = anns[0].clone();
    assert_eq!(leaving.submit_form(&edit, "/session", &[]).status, 503);
    assert!(apps[0].block_on(apps[0].pow.sessions().revoke_all(id, None)).is_err());
    assert!(apps[0].block_on(apps[0].pow.sessions().list(id)).is_err());
    restart(&mut server);
    recovers(&mut other, ANN);
    for (app, ann) in apps.iter().zip(&mut anns) {
        recovers(ann, ANN);
        assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
    }
    nobody_is_taken_for_another(&apps[0], || {
        nobody_is_taken_for_another(&apps[1], || {
            thread::sleep(Duration::from_millis(200));
            server.kill().unwrap();
            thread::sleep(Duration::from_millis(200));
            restart(&mut server);
        });
    });
}

#[test]
fn killed_postgres_means_503_until_it_is_back() {
    killed(Kind::Postgres);
}

#[test]
fn killed_mariadb_means_503_until_it_is_back() {
    killed(Kind::MariaDb);
}

/// F1: connections stay open, and nothing is answered.
fn frozen(kind: Kind) {
    let Some((_folder, server)) = own_server(kind) else { return };
    let store = impatient(&server);
    let app = TestApp::builder()
        .database(Database::on(&server.url()).unwrap())
        .config(move |config| Config { store, cache: CacheHandle::default(), ..config })
        .start();
    let mut ann = app.registered(ANN);
    server.pause().unwrap();
    let begin = Instant::now();
    is_refused_with_session_and_public_without(&app, &mut ann);
    assert!(begin.elapsed() < 3 * LIMIT + Duration::from_secs(3), "three questions, each within the limit");
    server.resume().unwrap();
    recovers(&mut ann, ANN);
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
}

const LIMIT: Duration = Duration::from_secs(1);

fn impatient(server: &Server) -> StoreHandle {
    match server.kind() {
        Kind::Postgres => PostgresStore::connect(&server.url()).unwrap().timeout(LIMIT).into(),
        _ => MysqlStore::connect(&server.url()).unwrap().timeout(LIMIT).into(),
    }
}

#[test]
fn frozen_postgres_means_503_within_the_limit_until_it_goes_on() {
    frozen(Kind::Postgres);
}

#[test]
fn frozen_mariadb_means_503_within_the_limit_until_it_goes_on() {
    frozen(Kind::MariaDb);
}

// F3: a registration that the crash cut short is there whole or not at all.
#[test]
fn registration_cut_short_by_a_crash_is_whole_or_not_there() {
    let Some((_folder, mut server)) = own_server(Kind::Postgres) else { return };
    let database = Database::on(&server.url()).unwrap().with_cache();
    let app = TestApp::builder().database(database).start();
    let form = app.client().get("/registration/new");
    let outcomes: Vec<u16> = thread::scope(|scope| {
        let registering = (0..8).map(|n| {
            let (mut browser, html) = (app.client(), form.text());
            browser.keep(&form);
            scope.spawn(move || {
                let email = format!("new{n}@example.com");
                thread::sleep(Duration::from_millis(n * 4));
                let pairs = [
                    ("user[email]", email.as_str()),
                    ("user[password]", PASSWORD),
                    ("user[password_confirmation]", PASSWORD),
                ];
                browser.submit_form(&html, "/registration", &pairs).status
            })
        });
        let registering: Vec<_> = registering.collect();
        thread::sleep(Duration::from_millis(12));
        server.kill().unwrap();
        registering.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    restart(&mut server);
    for (n, status) in outcomes.iter().enumerate() {
        assert!(matches!(status, 303 | 503), "{outcomes:?}");
        let email = format!("new{n}@example.com");
        let is_there = app.user(&email).is_some();
        assert!(is_there || *status == 503, "{email} was told that the account is there: {outcomes:?}");
        assert_eq!(app.client().sign_in(&email, PASSWORD).status == 303, is_there, "{email}");
    }
}
