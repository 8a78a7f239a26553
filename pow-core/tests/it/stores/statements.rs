//! How often the database is asked for a request with a session: once, for the session and the user together.
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use pow_core::{
    Config,
    users::{BaseUsers, Users},
};
use pow_testing::{Database, TestApp, client::ANN, on_each_database};

on_each_database!(
    sessions_in_the_database_take_one_question_a_request,
    sessions_in_the_database_and_a_user_read_anew_take_one_question_a_request,
    sessions_in_memory_and_a_user_read_anew_take_one_question_a_request,
);

const REQUESTS: usize = 100;
/// What the outbox and the sweeper ask meanwhile.
const BESIDE: usize = 20;

static ASKED: AtomicUsize = AtomicUsize::new(0);

fn count() -> Option<Box<dyn Instrumentation>> {
    Some(Box::new(|event: InstrumentationEvent<'_>| {
        if matches!(event, InstrumentationEvent::StartQuery { .. }) {
            ASKED.fetch_add(1, Ordering::SeqCst);
        }
    }))
}

/// A user context of an application's own, which says nothing of how it reads.
#[derive(Debug)]
struct Own;

impl Users for Own {}

/// The statements that so many requests for Ann's page take.
fn asked(database: Database, reload: bool) -> usize {
    asked_with(database, reload, Arc::new(BaseUsers))
}

fn asked_with(database: Database, reload: bool, users: Arc<dyn Users>) -> usize {
    set_default_instrumentation(count).unwrap();
    // Opened again, since connections that were open before are not counted.
    let store = database.connect().unwrap();
    let config = move |config| Config { store: store.into(), reload, users, ..config };
    let app = TestApp::builder().database(database).config(config).start();
    let mut ann = app.registered(ANN);
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
    let before = ASKED.load(Ordering::SeqCst);
    for _ in 0..REQUESTS {
        assert_eq!(ann.get("/").element_text("current-user"), format!("signed in as {ANN}"));
    }
    ASKED.load(Ordering::SeqCst) - before
}

#[track_caller]
fn assert_about(asked: usize, expected: usize) {
    assert!((expected..=expected + BESIDE).contains(&asked), "{asked} questions for {REQUESTS} requests");
}

fn sessions_in_the_database_take_one_question_a_request(database: Database) {
    if !pow_testing::alone() {
        return;
    }
    assert_about(asked(database.with_cache(), false), REQUESTS);
}

fn sessions_in_the_database_and_a_user_read_anew_take_one_question_a_request(database: Database) {
    if !pow_testing::alone() {
        return;
    }
    assert_about(asked(database.with_cache(), true), REQUESTS);
}

fn sessions_in_memory_and_a_user_read_anew_take_one_question_a_request(database: Database) {
    if !pow_testing::alone() {
        return;
    }
    assert_about(asked(database, true), REQUESTS);
}

#[test]
fn sessions_and_user_in_memory_take_no_question() {
    if !pow_testing::alone() {
        return;
    }
    assert_about(asked(Database::sqlite(), false), 0);
}

#[test]
fn user_context_of_an_own_is_asked_by_itself() {
    if !pow_testing::alone() {
        return;
    }
    assert_about(asked_with(Database::sqlite(), false, Arc::new(Own)), 0);
    assert_about(asked_with(Database::sqlite(), true, Arc::new(Own)), REQUESTS);
    assert_about(asked_with(Database::sqlite().with_cache(), true, Arc::new(Own)), 2 * REQUESTS);
}
