//! Quick rounds on a clock that ticks: what is a millisecond apart on it is the same moment on a clock that stands.
use std::sync::Arc;

use crate::common::{ANN, restarted, sessions, signed_in};
use pow_core::clock::SystemClock;
use pow_ext_persistent_session::PersistentSession;
use pow_testing::{Database, TestApp, on_each_database_and_cache, race::rounds};

on_each_database_and_cache!(browser_that_comes_back_at_once_has_one_session);

// S1, PS1
fn browser_that_comes_back_at_once_has_one_session(database: Database) {
    let app = TestApp::with(PersistentSession::default()).database(database);
    let app = app
        .config(|mut config| {
            config.clock = Arc::new(SystemClock);
            config
        })
        .start();
    drop(signed_in(&app));
    app.block_on(app.pow.sessions().revoke_all(app.user(ANN).unwrap().id().unwrap(), None)).unwrap();
    for round in 0..rounds() {
        let mut browser = restarted(&signed_in(&app));
        assert_eq!(browser.current_user().as_deref(), Some(ANN));
        assert_eq!(sessions(&app), 1, "round {round}: an earlier session of the same browser lives on");
        assert_eq!(browser.sign_out().status, 303);
        assert_eq!(sessions(&app), 0);
    }
}
