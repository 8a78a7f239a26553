//! A stranger asks for links on many connections at once: the mails of others go out, and nothing is left behind.

use std::{
    env,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::common::ask;
use pow_core::{clock::SystemClock, mail::Mailer};
use pow_ext_reset_password::ResetPassword;
use pow_testing::{Client, Database, Sink, TestApp, client::encode, on_each_database};

on_each_database!(flood_of_requests_for_unknown_addresses_delays_no_mail_and_leaves_nothing);

/// So many requests are answered at any time.
const CONNECTIONS: usize = 60;
/// A mail must arrive within this time.
const SOON: Duration = Duration::from_secs(2);
/// The database may grow by so much, in bytes. InnoDB extends its files by several MiB at once. In the 300 s of the proof, a row of
/// 200 bytes that each request leaves is more.
const GROWTH: u64 = 16 * 1024 * 1024;
/// A mail of each user is waited for.
const USERS: usize = 10;

/// How long it lasts: 300 s are the proof, the short form finds what is lost or left at once.
fn duration() -> Duration {
    let seconds = env::var("POW_TEST_FLOOD").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(seconds.unwrap_or(10))
}

// E9, K18: real time, the outbox and the links in the database, and a real mail server
fn flood_of_requests_for_unknown_addresses_delays_no_mail_and_leaves_nothing(database: Database) {
    let sink = Sink::start(Duration::ZERO);
    let url = sink.url();
    let app = TestApp::with(ResetPassword::default()).database(database.with_cache()).workers(2);
    let app = app
        .config(move |mut config| {
            config.clock = Arc::new(SystemClock);
            config.mailer = Mailer::smtp(&url, "Acme <no-reply@acme.example>").unwrap();
            config
        })
        .start();
    let _ticker = app.block_on(async { app.pow.start_ticker() });
    let users: Vec<String> = (0..USERS).map(|n| format!("ann{n}@example.com")).collect();
    users.iter().for_each(|user| drop(app.registered(user)));
    // What the first mail of all makes room for is not counted.
    drop(app.registered("zoe@example.com"));
    ask(&mut app.client(), "zoe@example.com");
    let mut mails = sink.received(1).len();

    let flood = Flood::begin(&app);
    thread::sleep(Duration::from_secs(2));
    let (begin, before) = (Instant::now(), app.database().size());
    let mut slowest = Duration::ZERO;
    for user in users.iter().cycle() {
        // Three mails an hour are the limit of each.
        if begin.elapsed() > duration() || mails == 3 * USERS {
            break;
        }
        let asked = Instant::now();
        assert_eq!(ask(&mut app.client(), user).status, 303);
        mails = sink.received(mails + 1).len();
        slowest = slowest.max(asked.elapsed());
        thread::sleep(duration() / (3 * u32::try_from(USERS).unwrap()));
    }
    thread::sleep(duration().saturating_sub(begin.elapsed()));
    let (growth, requests) = (app.database().size().saturating_sub(before), flood.end());
    println!("{requests} requests in {:?}: slowest mail {slowest:?}, {growth} bytes more", begin.elapsed());
    assert!(requests > CONNECTIONS * 5, "no flood: {requests} requests");
    assert!(slowest < SOON, "a mail took {slowest:?}");
    assert!(growth < GROWTH, "{growth} bytes more");
    assert_eq!(app.block_on(app.pow.outbox().unwrap().waiting()).unwrap(), 0);
}

/// Requests for links, each for another unknown address.
struct Flood {
    made: Arc<AtomicUsize>,
    is_over: Arc<AtomicBool>,
    connections: Vec<thread::JoinHandle<()>>,
}

impl Flood {
    fn begin(app: &TestApp) -> Self {
        let (made, is_over) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        let connections = (0..CONNECTIONS).map(|connection| {
            let (mut browser, made, is_over) = (app.client(), made.clone(), is_over.clone());
            let csrf = browser.token("/reset-password/new");
            thread::spawn(move || {
                for n in 0.. {
                    if is_over.load(Ordering::SeqCst) {
                        break;
                    }
                    flood_once(&browser, &csrf, &format!("x{connection}-{n}@example.com"));
                    made.fetch_add(1, Ordering::SeqCst);
                }
            })
        });
        Self { connections: connections.collect(), made, is_over }
    }

    fn end(self) -> usize {
        self.is_over.store(true, Ordering::SeqCst);
        self.connections.into_iter().for_each(|connection| connection.join().unwrap());
        self.made.load(Ordering::SeqCst)
    }
}

fn flood_once(browser: &Client, csrf: &str, email: &str) {
    let form = encode(&[("_csrf_token", csrf), ("user[email]", email)]);
    let answer = browser.raw(&browser.bytes("POST", "/reset-password", Some(&form)));
    assert_eq!(answer.status, 303, "{}", answer.text());
}
