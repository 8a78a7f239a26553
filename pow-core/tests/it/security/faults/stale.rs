//! A replica that had not heard of the last moments takes the place of the server that is gone: what was deleted in
//! these moments is there again.

use std::time::Duration;

use bytes::Bytes;
use pow_core::{Config, cache::Key};
use pow_testing::{Client, TestApp, client::PASSWORD};

use crate::security::faults::kit::ANN;

const RENEWAL: Duration = Duration::from_secs(15 * 60);

/// Two processes, and a browser that both of them know.
fn processes(reload: bool) -> ([TestApp; 2], Client) {
    let with = move |config| Config { reload, ..config };
    let first = TestApp::builder().config(with).start();
    let second = first.beside().config(with).start();
    drop(first.registered(ANN));
    let mut browser = first.client();
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    for process in [&first, &second] {
        assert_eq!(process.copy(&browser).current_user().as_deref(), Some(ANN));
    }
    ([first, second], browser)
}

fn everything(app: &TestApp) -> Vec<(Key, Bytes)> {
    app.block_on(app.cache().scan(&Key::new(""))).unwrap()
}

/// What the replica has: all as it was.
fn fail_over(app: &TestApp, before: &[(Key, Bytes)]) {
    for (key, value) in before {
        app.block_on(app.cache().put(key, value.clone(), Some(RENEWAL))).unwrap();
    }
}

fn change_password(app: &TestApp) {
    let mut here = app.client();
    assert_eq!(here.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(here.change_password(PASSWORD, "another-test-password").status, 303);
}

fn users(processes: &[TestApp], browser: &Client) -> Vec<Option<String>> {
    processes.iter().map(|process| process.copy(browser).current_user()).collect()
}

// F7: the auth epoch is read from the database with the user.
#[test]
fn session_that_a_new_password_ended_never_comes_back_with_reload() {
    let (processes, browser) = processes(true);
    let before = everything(&processes[0]);
    change_password(&processes[0]);
    assert_eq!(users(&processes, &browser), [None, None]);
    fail_over(&processes[0], &before);
    assert_eq!(users(&processes, &browser), [None, None]);
}

// F7
#[test]
fn session_that_a_new_password_ended_comes_back_for_the_renewal_interval_at_most_without_reload() {
    let (processes, browser) = processes(false);
    let before = everything(&processes[0]);
    change_password(&processes[0]);
    assert_eq!(users(&processes, &browser), [None, None]);
    fail_over(&processes[0], &before);
    // The process that changed the password has forgotten the old user; the other one believes the store.
    assert_eq!(users(&processes, &browser), [None, Some(ANN.to_owned())]);
    processes[0].clock.advance(RENEWAL);
    fail_over_sessions_only(&processes[0], &before);
    assert_eq!(users(&processes, &browser), [None, None]);
}

/// Sessions live longer than what is known of their user.
fn fail_over_sessions_only(app: &TestApp, before: &[(Key, Bytes)]) {
    let users = Key::new("").name("user");
    let sessions: Vec<_> = before.iter().filter(|(key, _)| !key.starts_with(&users)).cloned().collect();
    fail_over(app, &sessions);
}

// F7: this is why guides/cache-stores.md names `RedisCache::replicas`.
#[test]
fn session_that_was_only_signed_out_in_that_moment_comes_back_until_it_runs_out() {
    let (processes, mut browser) = processes(true);
    let (before, copy) = (everything(&processes[0]), browser.clone());
    assert_eq!(browser.sign_out().status, 303);
    assert_eq!(users(&processes, &copy), [None, None]);
    fail_over(&processes[0], &before);
    assert_eq!(users(&processes, &copy), [Some(ANN.to_owned()), Some(ANN.to_owned())]);
    processes[0].clock.advance(2 * RENEWAL);
    assert_eq!(users(&processes, &copy), [None, None]);
}

// F7
#[test]
fn session_whose_renewal_the_replica_had_not_heard_of_is_signed_out_and_is_nobody_elses() {
    let (processes, mut browser) = processes(false);
    let mut bob = processes[0].registered("bob@example.com");
    let (before, old) = (everything(&processes[0]), browser.clone());
    processes[0].clock.advance(RENEWAL);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    assert_ne!(browser.cookies, old.cookies, "it is renewed");
    fail_over(&processes[0], &before);
    assert_eq!(users(&processes, &browser), [None, None]);
    assert_eq!(bob.current_user().as_deref(), Some("bob@example.com"), "nobody else is concerned");
    assert!(processes[0].mailbox().is_empty(), "no alarm");
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(users(&processes, &browser), [Some(ANN.to_owned()), Some(ANN.to_owned())]);
}
