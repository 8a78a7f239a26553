//! What a server of each kind does between its start and its end. Each test starts one of its own.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::env;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use pow_testing_servers::{Kind, Server, ask, temp_folder};

fn is_reachable(url: &str) -> bool {
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
    assert!(server.is_running() && is_reachable(&url));

    server.kill().unwrap();
    assert!(!server.is_running() && !is_reachable(&url) && !is_process(first));
    assert_eq!(server.pid(), None);

    server.restart().unwrap();
    let second = server.pid().unwrap();
    assert!(server.is_running() && is_reachable(&url));
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
fn server_without_its_configuration_is_not_started() {
    let folder = temp_folder().unwrap();
    for kind in [Kind::Nginx, Kind::Caddy, Kind::Prometheus] {
        let error = Server::start(kind, folder.path()).unwrap_err().to_string();
        assert!(error.contains("start_configured"), "{error}");
    }
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

/// Says where its server is, and waits for its own death.
fn hold_a_server() {
    let folder = temp_folder().unwrap();
    let server = Server::start(Kind::Redis, folder.path()).unwrap();
    println!("\nHOLDS {} {} {}", server.pid().unwrap(), server.url(), folder.path().display());
    thread::sleep(Duration::from_secs(60));
}

#[test]
fn server_ends_and_leaves_nothing_when_its_program_is_killed() {
    let Some(_) = ask(Kind::Redis) else { return };
    if env::var_os("POW_TEST_HOLD").is_some() {
        return hold_a_server();
    }
    let test = "server_ends_and_leaves_nothing_when_its_program_is_killed";
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture"]).env("POW_TEST_HOLD", "1").stdout(Stdio::piped());
    let mut program = command.spawn().unwrap();
    let lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let line = lines.map(Result::unwrap).find(|line| line.starts_with("HOLDS ")).unwrap();
    let mut words = line.split(' ').skip(1);
    let (server, url) = (words.next().unwrap().parse().unwrap(), words.next().unwrap());
    let folder = Path::new(words.next().unwrap());
    assert!(is_process(server) && is_reachable(url) && folder.exists());

    program.kill().unwrap();
    program.wait().unwrap();
    let limit = Instant::now() + Duration::from_secs(10);
    while folder.exists() && Instant::now() < limit {
        thread::sleep(Duration::from_millis(50));
    }
    assert!(!folder.exists() && !is_reachable(url));
}
