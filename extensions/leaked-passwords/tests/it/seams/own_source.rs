//! A list of the application's own, and what it is asked for.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use crate::common::{FOUND, LEAKED, UNCHECKED, UNKNOWN, assert_rejected, sha1};
use pow_core::{
    Error, async_trait,
    changeset::Changeset,
    cx::Cx,
    extension::{Extension, Registry},
    messages::Message,
};
use pow_ext_leaked_passwords::{LeakedPasswords, Source, TIMEOUT};
use pow_testing::{
    TestApp,
    client::{ANN, PASSWORD},
};

/// A list in memory that notes what it is asked for.
#[derive(Clone, Debug, Default)]
struct Noted(Arc<Mutex<Vec<[u8; 20]>>>);

impl Noted {
    fn take(&self) -> Vec<[u8; 20]> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

#[async_trait]
impl Source for Noted {
    async fn contains(&self, hash: &[u8; 20]) -> Result<bool, Error> {
        self.0.lock().unwrap().push(*hash);
        Ok(*hash == sha1(LEAKED))
    }
}

#[test]
fn source_of_the_application_is_asked_for_the_sha1_of_each_valid_new_password() {
    let noted = Noted::default();
    let app = TestApp::with(LeakedPasswords::new(noted.clone())).start();
    let mut ann = app.client();
    assert_rejected(&ann.register(ANN, LEAKED), FOUND);
    assert_eq!(noted.take(), [sha1(LEAKED)]);
    assert_eq!(ann.register(ANN, PASSWORD).status, 303);
    assert_eq!(noted.take(), [sha1(PASSWORD)]);
    assert_eq!(ann.change_password(PASSWORD, UNKNOWN).status, 303);
    assert_eq!(noted.take(), [sha1(UNKNOWN)]);
}

#[test]
fn source_is_not_asked_without_a_valid_new_password() {
    let noted = Noted::default();
    let app = TestApp::with(LeakedPasswords::new(noted.clone())).start();
    let mut ann = app.registered(ANN);
    assert_eq!(noted.take().len(), 1);
    assert_eq!(app.client().register("ben@example.com", "short").status, 422);
    assert_eq!(app.client().register("no address", UNKNOWN).status, 422);
    let mismatch = app.client().register_with("ben@example.com", UNKNOWN, &[("user[password_confirmation]", LEAKED)]);
    assert_eq!(mismatch.status, 422);
    assert_eq!(ann.change_password("not the password", UNKNOWN).status, 422);
    let moved = [("user[email]", "new@example.com"), ("user[current_password]", PASSWORD)];
    assert_eq!(ann.account_form(&moved).status, 303);
    assert!(app.signs_in("new@example.com", PASSWORD) && !app.signs_in("new@example.com", UNKNOWN));
    assert!(noted.take().is_empty());
}

/// Rejects each user id in its own check.
#[derive(Debug)]
struct Rejecting;

#[async_trait]
impl Extension for Rejecting {
    fn id(&self) -> &'static str {
        "rejecting"
    }

    fn register(&self, registry: &mut Registry) {
        registry.messages("en", "rejecting-no = Not today.");
    }

    async fn check(&self, _: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
        changeset.error("email", Message::new("rejecting-no"));
        Ok(())
    }
}

#[test]
fn source_is_not_asked_about_a_form_that_an_earlier_check_rejected() {
    let noted = Noted::default();
    let app = TestApp::with(Rejecting).extension(LeakedPasswords::new(noted.clone())).start();
    assert!(app.client().register(ANN, LEAKED).text().contains("Not today."));
    assert!(noted.take().is_empty());
}

/// Never answers.
#[derive(Debug)]
struct Silent;

#[async_trait]
impl Source for Silent {
    async fn contains(&self, _: &[u8; 20]) -> Result<bool, Error> {
        std::future::pending().await
    }
}

#[test]
fn silent_source_delays_a_form_by_two_seconds_and_no_more() {
    for strict in [false, true] {
        let mut extension = LeakedPasswords::new(Silent);
        extension.strict = strict;
        let app = TestApp::with(extension).start();
        let start = Instant::now();
        let answer = app.client().register(ANN, UNKNOWN);
        let took = start.elapsed();
        match strict {
            true => assert_rejected(&answer, UNCHECKED),
            false => assert_eq!(answer.status, 303, "{}", answer.text()),
        }
        assert!(TIMEOUT <= took && took < Duration::from_secs(4), "{took:?}");
        assert_eq!(app.user_count(), usize::from(!strict));
    }
}
