//! A passed challenge signs in once: what the browser held in between is worth nothing to a copy of it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use pow_core::{Clock, Config, cache::CacheStore, clock::FixedClock};
use pow_testing::{
    Client, Database, TestApp,
    client::{PASSWORD, encode, together},
    on_each_database_and_cache,
    probe::CountingCache,
    race::{REQUESTS, rounds},
};

use crate::seams::extension::doors::{Answer, Door, app, pass, pending};

on_each_database_and_cache!(passed_challenge_can_not_be_replayed, of_parallel_answers_to_one_challenge_one_signs_in);

/// A browser that has given the password and waits at the challenge.
fn waiting(app: &TestApp) -> Client {
    let mut browser = app.client();
    assert_eq!(browser.sign_in("ann@example.com", PASSWORD).status, 303);
    assert!(pending(&mut browser, "a").contains("ann"));
    browser
}

// M12
fn passed_challenge_can_not_be_replayed(database: Database) {
    let door = Door::new("a", Answer::Challenge);
    let app = app(database, &[(&door, Answer::Challenge)]);
    let mut browser = waiting(&app);
    let mut copy = browser.clone();
    assert_eq!(pass(&mut browser, "a").status, 303);
    assert_eq!(browser.current_user().as_deref(), Some("ann@example.com"));
    let replayed = pass(&mut copy, "a");
    assert_eq!((replayed.status, replayed.location()), (303, Some("/session/new")));
    assert_eq!(copy.current_user(), None);
    // The twin: another sign-in has a challenge of its own.
    let mut again = waiting(&app);
    assert_eq!(pass(&mut again, "a").status, 303);
    assert_eq!(again.current_user().as_deref(), Some("ann@example.com"));
}

// M12
fn of_parallel_answers_to_one_challenge_one_signs_in(database: Database) {
    let door = Door::new("a", Answer::Challenge);
    let app = app(database, &[(&door, Answer::Challenge)]);
    for round in 0..rounds().div_ceil(10) {
        let mut browser = waiting(&app);
        let csrf = browser.token("/a/challenge");
        let request = browser.bytes("POST", "/a/challenge", Some(&encode(&[("_csrf_token", &csrf)])));
        let answers = together(app.address(), &vec![request; REQUESTS]);
        let signed_in = answers.iter().filter(|answer| answer.all("set-cookie").iter().any(|c| c.starts_with("auth=")));
        assert_eq!(signed_in.count(), 1, "round {round}");
    }
}

/// The clock of the node that answers.
#[derive(Debug)]
struct NodeClock(AtomicI64);

impl Clock for NodeClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

// M12, Z1: the cache counts by a clock that both nodes share, as Redis does
#[test]
fn challenge_that_was_passed_at_a_node_with_a_fast_clock_can_not_be_replayed_at_another() {
    const START: i64 = 1_700_000_000_000;
    const MINUTE: i64 = 60_000;
    let (clock, of_cache) = (Arc::new(NodeClock(AtomicI64::new(START))), Arc::new(FixedClock::at_ms(START)));
    let door = Door::new("a", Answer::Allow);
    let (extension, node, cache) = (door.clone(), clock.clone(), CountingCache::new(of_cache.clone()));
    let app = TestApp::builder().config(move |config| Config {
        extensions: vec![Arc::new(extension)],
        clock: node,
        cache: (cache as Arc<dyn CacheStore>).into(),
        ..config
    });
    let app = app.start();
    drop(app.registered("ann@example.com"));
    door.now(Answer::Challenge);
    let mut browser = waiting(&app);
    let mut copy = browser.clone();
    clock.0.store(START + 4 * MINUTE, Ordering::SeqCst);
    assert_eq!(pass(&mut browser, "a").status, 303);
    assert_eq!(browser.current_user().as_deref(), Some("ann@example.com"));
    // Two minutes later, at a node whose clock is right.
    clock.0.store(START + 2 * MINUTE, Ordering::SeqCst);
    of_cache.advance(Duration::from_secs(120));
    assert_eq!(pass(&mut copy, "a").location(), Some("/session/new"));
    assert_eq!(copy.current_user(), None);
}
