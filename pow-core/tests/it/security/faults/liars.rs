//! Servers that accept a connection and then don't keep to any protocol, and values that were changed.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicU8, AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use pow_core::{Config, cache::RedisCache};
use pow_testing::{TestApp, client::PASSWORD, servers};

use crate::security::faults::kit::{ANN, is_refused_with_session_and_public_without, is_served, recovers};

const HONEST: u8 = 0;
const SILENT: u8 = 1;
const JUNK: u8 = 2;
const CLOSING: u8 = 3;

/// A way to the server that can be told to misbehave, on connections that are open already as well.
fn liar(server: String, mode: Arc<AtomicU8>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            let Ok(upstream) = TcpStream::connect(&server) else { continue };
            for (from, to, is_answer) in
                [(client.try_clone().unwrap(), upstream.try_clone().unwrap(), false), (upstream, client, true)]
            {
                let mode = mode.clone();
                thread::spawn(move || pass_on(from, to, is_answer, &mode));
            }
        }
    });
    port
}

fn pass_on(mut from: TcpStream, mut to: TcpStream, is_answer: bool, mode: &AtomicU8) {
    let mut buffer = [0; 8192];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        let bytes = match (mode.load(Ordering::SeqCst), is_answer) {
            (SILENT, true) => continue,
            (JUNK, true) => b"$-7\r\n\xff\xfe*9999999999\r\n:x\r\n+OK\r\n".as_slice(),
            (CLOSING, _) => break,
            _ => buffer.split_at(read).0,
        };
        if to.write_all(bytes).is_err() {
            break;
        }
    }
    let _ = to.shutdown(std::net::Shutdown::Both);
}

// F1, Y5
#[test]
fn server_that_is_silent_talks_junk_or_hangs_up_means_503_until_it_is_honest_again() {
    let Some(url) = servers::redis() else { return };
    let (mode, real) = (Arc::new(AtomicU8::new(HONEST)), url::Url::parse(&url).unwrap());
    let port = liar(format!("127.0.0.1:{}", real.port().unwrap()), mode.clone());
    let mut crooked = real.clone();
    crooked.set_port(Some(port)).unwrap();
    let cache = RedisCache::connect(crooked.as_str()).unwrap().prefix(&prefix()).unwrap();
    let cache = cache.timeout(Duration::from_millis(300));
    let app = TestApp::builder().config(|config| Config { cache: cache.into(), ..config }).start();
    let mut ann = app.registered(ANN);
    for lie in [SILENT, JUNK, CLOSING] {
        assert!(is_served(&mut ann, ANN));
        mode.store(lie, Ordering::SeqCst);
        let begin = Instant::now();
        is_refused_with_session_and_public_without(&app, &mut ann);
        assert!(begin.elapsed() < Duration::from_secs(5), "three of these wait for the time-out, no longer");
        mode.store(HONEST, Ordering::SeqCst);
        recovers(&mut ann, ANN);
    }
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
}

fn prefix() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("liar-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

// Y5, Y6
#[test]
fn changed_bits_and_exchanged_values_sign_nobody_in_as_another() {
    let Some(url) = servers::redis() else { return };
    let prefix = prefix();
    let cache = RedisCache::connect(&url).unwrap().prefix(&prefix).unwrap();
    let app = TestApp::builder().config(|config| Config { cache: cache.into(), ..config }).start();
    let (mut ann, mut bob) = (app.registered(ANN), app.registered("bob@example.com"));
    assert!(is_served(&mut ann, ANN) && is_served(&mut bob, "bob@example.com"));
    let mut connection = redis::Client::open(url).unwrap().get_connection().unwrap();
    let mut names: Vec<Vec<u8>> = redis::cmd("KEYS").arg(format!("{prefix}:*")).query(&mut connection).unwrap();
    names.sort();
    let get = |connection: &mut redis::Connection, name: &[u8]| -> Vec<u8> {
        redis::cmd("GET").arg(name).query(connection).unwrap()
    };
    let values: Vec<Vec<u8>> = names.iter().map(|name| get(&mut connection, name)).collect();
    assert!(names.len() >= 4, "two sessions and two users");
    let set = |connection: &mut redis::Connection, name: &[u8], value: &[u8]| {
        let _: () = redis::cmd("SET").arg(name).arg(value).query(connection).unwrap();
    };
    let is_nobody_else = |browser: &mut pow_testing::Client, user: &str| {
        let home = browser.clone().get("/");
        let text = home.element_text("current-user");
        assert!(home.status == 200 && (text == "signed out" || text == format!("signed in as {user}")), "{text}");
    };
    for (name, value) in names.iter().zip(&values) {
        for at in (0..value.len()).step_by(3) {
            let mut changed = value.clone();
            changed[at] ^= 1 << (at % 8);
            set(&mut connection, name, &changed);
            is_nobody_else(&mut ann, ANN);
            is_nobody_else(&mut bob, "bob@example.com");
            set(&mut connection, name, value);
        }
        for other in &values {
            set(&mut connection, name, other);
            is_nobody_else(&mut ann, ANN);
            is_nobody_else(&mut bob, "bob@example.com");
        }
        set(&mut connection, name, value);
    }
    assert!(is_served(&mut ann, ANN) && is_served(&mut bob, "bob@example.com"));
}
