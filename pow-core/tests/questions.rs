//! How often the database is asked for a request with a session: once, for the session and the user together.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use pow_core::Config;
use pow_testing::{Database, TestApp, on_each_database};

on_each_database!(
    sessions_in_the_database_take_one_question_a_request,
    sessions_in_the_database_and_a_user_read_anew_take_one_question_a_request,
    sessions_in_memory_and_a_user_read_anew_take_one_question_a_request,
);

const ANN: &str = "ann@example.com";
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

/// The statements that so many requests for Ann's page take.
fn asked(database: Database, reload: bool) -> usize {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    set_default_instrumentation(count).unwrap();
    let app = TestApp::builder().database(database).config(move |config| Config { reload, ..config }).start();
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
    assert_about(asked(database.with_cache(), false), REQUESTS);
}

fn sessions_in_the_database_and_a_user_read_anew_take_one_question_a_request(database: Database) {
    assert_about(asked(database.with_cache(), true), REQUESTS);
}

fn sessions_in_memory_and_a_user_read_anew_take_one_question_a_request(database: Database) {
    assert_about(asked(database, true), REQUESTS);
}

#[test]
fn sessions_and_user_in_memory_take_no_question() {
    assert_about(asked(Database::sqlite(), false), 0);
}
