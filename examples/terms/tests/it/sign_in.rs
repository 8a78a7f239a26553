//! New terms are accepted before a sign-in goes on, and no user is signed in before.

use std::time::Duration;

use pow_core::{Config, DateTime, clock::Clock, extensions};
use pow_testing::{Client, TestApp, client::PASSWORD};
use terms_accepted::{TermsAccepted, fields::TERMS_ACCEPTED_AT};

const HOUR: Duration = Duration::from_secs(3600);

/// Ann registered under the old terms; the new ones hold from an hour later on.
fn ann_before_the_new_terms() -> TestApp {
    let in_force_since = DateTime::from_timestamp(1_750_000_000 + 3600, 0);
    let app = TestApp::builder()
        .config(move |config| Config { extensions: extensions![TermsAccepted { in_force_since }], ..config })
        .start();
    let response = app.client().register_with("ann@example.com", PASSWORD, &[("user[terms_accepted]", "true")]);
    assert_eq!(response.location(), Some("/"));
    app
}

fn sign_in(app: &TestApp, page: &str) -> (Client, Option<String>) {
    let mut browser = app.client();
    let html = browser.get(page).text();
    let pairs = [("user[email]", "ann@example.com"), ("user[password]", PASSWORD)];
    let response = browser.submit_form(&html, "/session", &pairs);
    assert_eq!(response.status, 303);
    (browser, response.location().map(str::to_owned))
}

#[test]
fn who_accepted_the_current_terms_signs_in() {
    let app = ann_before_the_new_terms();
    let (mut browser, location) = sign_in(&app, "/session/new");
    assert_eq!(location.as_deref(), Some("/"));
    assert_eq!(browser.current_user().as_deref(), Some("ann@example.com"));
}

// M5
#[test]
fn who_accepted_older_terms_is_asked_and_not_signed_in() {
    let app = ann_before_the_new_terms();
    app.clock.advance(HOUR);
    let (mut browser, location) = sign_in(&app, "/session/new");
    assert_eq!(location.as_deref(), Some("/terms/accept"));
    assert_eq!(browser.current_user(), None);
    assert!(browser.get("/terms/accept").text().contains("Our terms have changed"));
    assert_eq!(browser.get("/protected").status, 303, "a guarded page stays closed");
}

#[test]
fn accepting_signs_in_and_leads_where_the_visitor_wanted_to_go() {
    let app = ann_before_the_new_terms();
    app.clock.advance(HOUR);
    let (mut browser, location) = sign_in(&app, "/session/new?request_path=%2Fprotected");
    let page = location.unwrap();
    assert_eq!(page, "/terms/accept?request_path=%2Fprotected");
    let refused = browser.submit(&page, "/terms/accept", &[]);
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("Please accept the terms"));
    assert_eq!(browser.current_user(), None);
    let response = browser.submit(&page, "/terms/accept", &[("user[terms_accepted]", "true")]);
    assert_eq!(response.location(), Some("/protected"));
    assert_eq!(browser.current_user().as_deref(), Some("ann@example.com"));
    assert_eq!(app.user("ann@example.com").unwrap().get(TERMS_ACCEPTED_AT).unwrap(), Some(app.clock.now()));
    assert_eq!(sign_in(&app, "/session/new").1.as_deref(), Some("/"), "nobody is asked twice");
}

#[test]
fn nobody_accepts_for_somebody_who_gave_no_password() {
    let app = ann_before_the_new_terms();
    app.clock.advance(HOUR);
    let mut stranger = app.client();
    assert_eq!(stranger.get("/terms/accept").location(), Some("/session/new"));
    let token = stranger.token("/session/new");
    let pairs = [("_method", "PUT"), ("_csrf_token", &token), ("user[terms_accepted]", "true")];
    assert_eq!(stranger.post("/terms/accept", &pairs).location(), Some("/session/new"));
    assert_eq!(stranger.current_user(), None);
}
