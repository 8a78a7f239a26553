//! A server that is killed, paused, full or not honest: what is answered meanwhile, and that it recovers without a restart.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU8, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use pow_core::{
    Error,
    session::{Fetched, NewSession},
    users::AUTH_EPOCH,
};
use pow_testing::{client::PASSWORD, servers};

use crate::kit::{
    ANN, admin, app, app_on, cache, in_time, is_served, own_server, recovers, registered,
    session_is_refused_and_public_pages_are_served,
};

// F1
#[test]
fn killed_server_means_503_until_it_is_back() {
    let Some((_folder, mut server)) = own_server() else { return };
    let app = app(&server);
    let mut ann = registered(&app, ANN);
    assert!(is_served(&mut ann, ANN));
    server.kill().unwrap();
    session_is_refused_and_public_pages_are_served(&app, &mut ann);
    server.restart().unwrap();
    recovers(&mut ann, ANN);
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
}

// F1
#[test]
fn paused_server_means_503_within_the_timeout() {
    let Some((_folder, server)) = own_server() else { return };
    let app = app(&server);
    let mut ann = registered(&app, ANN);
    assert!(is_served(&mut ann, ANN));
    let (form, mut leaves) = (ann.get("/registration/edit").text(), ann.clone());
    server.pause().unwrap();
    let is_long = std::env::var("POW_TEST_LONG").is_ok_and(|long| long == "1");
    let begin = Instant::now();
    session_is_refused_and_public_pages_are_served(&app, &mut ann);
    assert_eq!(in_time(|| leaves.submit_form(&form, "/session", &[])).status, 503);
    while is_long && begin.elapsed() < Duration::from_secs(10) {
        assert!(!is_served(&mut ann, "no user"));
    }
    server.resume().unwrap();
    recovers(&mut ann, ANN);
}

// F5
#[test]
fn sign_out_without_the_server_is_not_claimed() {
    let Some((_folder, mut server)) = own_server() else { return };
    let app = app(&server);
    let mut ann = registered(&app, ANN);
    let edit = ann.get("/registration/edit").text();
    let mut other = ann.clone();
    server.kill().unwrap();
    assert_eq!(ann.submit_form(&edit, "/session", &[]).status, 503);
    server.restart().unwrap();
    recovers(&mut other, ANN);
}

// F1
#[test]
fn crash_under_load_gives_no_user_a_wrong_answer() {
    let Some((_folder, mut server)) = own_server() else { return };
    let app = app(&server);
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        for n in 0..4 {
            let user = format!("user{n}@example.com");
            let (mut browser, stop) = (registered(&app, &user), &stop);
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
fn full_server_refuses_new_entries_and_keeps_those_that_live() {
    let Some((_folder, server)) = own_server() else { return };
    let app = app(&server);
    let mut ann = registered(&app, ANN);
    assert!(is_served(&mut ann, ANN));
    let user = app.user(ANN).unwrap();
    let (id, epoch) = (user.id().unwrap(), user.get(AUTH_EPOCH).unwrap());
    let signed = app.block_on(app.pow.sessions().create(id, epoch, NewSession::default(), None)).unwrap();
    let old = *signed.session.reference();
    admin(&server, redis::cmd("CONFIG").arg("SET").arg("maxmemory").arg("1"));
    let mut bob = app.client();
    assert_eq!(bob.sign_in(ANN, PASSWORD).status, 503);
    assert_eq!(bob.get("/").element_text("current-user"), "signed out");
    assert!(is_served(&mut ann, ANN), "a read needs no memory");
    // A full server still deletes. An entry that can't be replaced must not be deleted first.
    let replaced = app.block_on(app.pow.sessions().create(id, epoch, NewSession::default(), Some(&old)));
    assert!(matches!(replaced, Err(Error::Unavailable { .. })), "{replaced:?}");
    let carried_on = app.block_on(app.pow.sessions().regenerate(&old, epoch));
    assert!(matches!(carried_on, Err(Error::Unavailable { .. })), "{carried_on:?}");
    let fetched = app.block_on(app.pow.sessions().fetch(signed.cookie.expose())).unwrap();
    assert!(matches!(fetched, Fetched::Active { .. }), "{fetched:?}");
    admin(&server, redis::cmd("CONFIG").arg("SET").arg("maxmemory").arg("0"));
    assert_eq!(bob.sign_in(ANN, PASSWORD).status, 303);
    assert!(is_served(&mut bob, ANN));
}

const HONEST: u8 = 0;
const SILENT: u8 = 1;
const JUNK: u8 = 2;
const CLOSING: u8 = 3;

/// A proxy that can be told to misbehave, also on connections that are open already.
fn dishonest_proxy(server: String, mode: Arc<AtomicU8>) -> u16 {
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
    let _ = to.shutdown(Shutdown::Both);
}

// F1, Y5
#[test]
fn silence_junk_and_a_lost_connection_mean_503_until_they_end() {
    let Some(url) = servers::redis() else { return };
    let (mode, real) = (Arc::new(AtomicU8::new(HONEST)), url::Url::parse(&url).unwrap());
    let port = dishonest_proxy(format!("127.0.0.1:{}", real.port().unwrap()), mode.clone());
    let mut to_proxy = real.clone();
    to_proxy.set_port(Some(port)).unwrap();
    let app = app_on(cache(to_proxy.as_str()).timeout(Duration::from_millis(300)));
    let mut ann = registered(&app, ANN);
    for fault in [SILENT, JUNK, CLOSING] {
        assert!(is_served(&mut ann, ANN));
        mode.store(fault, Ordering::SeqCst);
        let begin = Instant::now();
        session_is_refused_and_public_pages_are_served(&app, &mut ann);
        assert!(begin.elapsed() < Duration::from_secs(5), "three of these wait for the timeout, no longer");
        mode.store(HONEST, Ordering::SeqCst);
        recovers(&mut ann, ANN);
    }
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
}
