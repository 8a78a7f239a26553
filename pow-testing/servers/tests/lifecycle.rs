//! What a server of each kind does between its start and its end. Each test starts one of its own.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::net::TcpStream;
use std::path::Path;

use pow_testing_servers::{Kind, Server, ask, temp_folder};

fn answers(server: &Server) -> bool {
    let url = server.url();
    let address = url.rsplit(['@', '/']).find(|part| part.contains(':')).unwrap();
    TcpStream::connect(address).is_ok()
}

fn is_process(pid: u32) -> bool {
    Path::new(&format!("/proc/{pid}")).exists()
}

fn survives_a_crash_and_ends_with_its_guard(kind: Kind) {
    let folder = temp_folder().unwrap();
    let mut server = Server::start(kind, folder.path()).unwrap();
    let (first, url) = (server.pid().unwrap(), server.url());
    assert!(server.is_running() && answers(&server));

    server.kill().unwrap();
    assert!(!server.is_running() && !answers(&server) && !is_process(first));
    assert_eq!(server.pid(), None);

    server.restart().unwrap();
    let second = server.pid().unwrap();
    assert!(server.is_running() && answers(&server));
    assert_eq!(server.url(), url);
    assert_ne!(first, second);

    drop(server);
    assert!(!is_process(second));
}

#[test]
fn postgres_survives_a_crash_and_ends_with_its_guard() {
    let Some(_) = ask(Kind::Postgres) else { return };
    survives_a_crash_and_ends_with_its_guard(Kind::Postgres);
}

#[test]
fn mariadb_survives_a_crash_and_ends_with_its_guard() {
    let Some(_) = ask(Kind::MariaDb) else { return };
    survives_a_crash_and_ends_with_its_guard(Kind::MariaDb);
}

#[test]
fn redis_survives_a_crash_and_ends_with_its_guard() {
    let Some(_) = ask(Kind::Redis) else { return };
    survives_a_crash_and_ends_with_its_guard(Kind::Redis);
}

#[test]
fn chromedriver_survives_a_crash_and_ends_with_its_guard() {
    let Some(_) = ask(Kind::Browser) else { return };
    survives_a_crash_and_ends_with_its_guard(Kind::Browser);
}

#[test]
fn failed_start_tells_the_end_of_the_log() {
    let Some(_) = ask(Kind::Redis) else { return };
    let folder = temp_folder().unwrap();
    let mut server = Server::start(Kind::Redis, folder.path()).unwrap();
    server.stop().unwrap();
    let home = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
    std::fs::write(home.join("redis.conf"), "no-such-setting yes\n").unwrap();
    let error = server.restart().unwrap_err().to_string();
    assert!(error.contains("Redis ended at its start") && error.contains("no-such-setting"), "{error}");
    assert!(!server.is_running());
}
