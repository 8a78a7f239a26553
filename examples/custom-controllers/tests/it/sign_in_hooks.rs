//! Whatever an extension demands at a sign-in is demanded by the own pages, too.

use lock_users::{LockUsers, lock};
use pow_core::{Config, extensions, schema::Value};
use pow_testing::{
    Client, Response, TestApp,
    client::{ANN, PASSWORD},
};
use terms_accepted::{TermsAccepted, fields::TERMS_ACCEPTED_AT};

/// Ann has registered and signed out again.
fn app() -> TestApp {
    let extensions = |config| Config { extensions: extensions![TermsAccepted::default(), LockUsers], ..config };
    let app = TestApp::builder().config(extensions).routes(custom_controllers::routes).start();
    let pairs = [
        ("user[email]", ANN),
        ("user[password]", PASSWORD),
        ("user[password_confirmation]", PASSWORD),
        ("user[terms_accepted]", "true"),
    ];
    let mut ann = app.client();
    assert_eq!(ann.submit("/sign-up", "/sign-up", &pairs).location(), Some("/"));
    assert_eq!(ann.get("/account").status, 200, "who owes nothing is let in at once");
    app
}

fn sign_in(browser: &mut Client, page: &str) -> Response {
    let html = browser.get(page).text();
    browser.submit_form(&html, "/sign-in", &[("user[email]", ANN), ("user[password]", PASSWORD)])
}

// P14
#[test]
fn one_more_step_is_asked_for_and_leads_to_where_the_visitor_wanted_to_go() {
    let app = app();
    app.write(ANN, TERMS_ACCEPTED_AT.name(), Value::Null);
    let mut browser = app.client();
    let step = sign_in(&mut browser, "/sign-in?request_path=%2Faccount");
    let page = "/terms/accept?request_path=%2Faccount";
    assert_eq!(step.location(), Some(page));
    assert_eq!(browser.get("/account").status, 303, "not signed in before it is taken");
    let taken = browser.submit(page, "/terms/accept", &[("user[terms_accepted]", "true")]);
    assert_eq!(taken.location(), Some("/account"), "{}", taken.text());
    assert_eq!(browser.get("/account").status, 200);
}

// P14
#[test]
fn who_is_kept_out_reads_why() {
    let app = app();
    let user = app.user(ANN).unwrap();
    app.block_on(lock(&app.pow.cx(), &user)).unwrap().unwrap();
    let mut browser = app.client();
    assert_eq!(sign_in(&mut browser, "/sign-in").location(), Some("/session/new"));
    assert!(browser.get("/session/new").text().contains("This account is locked."));
    assert_eq!(browser.get("/account").status, 303);
}
