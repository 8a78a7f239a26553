//! A form that was left open until its session had ended.

use std::time::Duration;

use pow_core::policy::{PageFlow, Policy};
use pow_testing::{
    Client, TestApp,
    client::{ANN, PASSWORD},
};

const BEN: &str = "ben@example.com";
const NEW: &str = "new@example.com";
const PAGE: &str = "/registration/edit/email";
const DAY: Duration = Duration::from_secs(24 * 3600);
const CHANGE: &[(&str, &str)] = &[("user[email]", NEW), ("user[current_password]", PASSWORD)];

/// A browser that sends a form of the account after its session has ended.
fn left_open(app: &TestApp) -> (Client, String) {
    let mut ann = app.registered(ANN);
    ann.navigates = true;
    let page = ann.get(PAGE).text();
    app.clock.advance(40 * DAY);
    let sent = ann.submit_form(&page, "/registration", CHANGE);
    assert_eq!(sent.status, 303);
    let sign_in = sent.location().unwrap().to_owned();
    (ann, sign_in)
}

fn sign_in(browser: &mut Client, page: &str, email: &str) -> Option<String> {
    let answer = browser.submit(page, "/session", &[("user[email]", email), ("user[password]", PASSWORD)]);
    answer.location().map(str::to_owned)
}

// CS1
#[test]
fn form_left_open_beyond_the_session_is_shown_again_after_the_sign_in() {
    let app = TestApp::start();
    let (mut ann, page) = left_open(&app);
    assert_eq!(page, "/session/new?request_path=%2Fregistration%2Fedit%2Femail");
    assert!(ann.get(&page).text().contains("Your session has ended"));
    assert!(app.user(NEW).is_none(), "it was not processed");
    assert_eq!(sign_in(&mut ann, &page, ANN).as_deref(), Some(PAGE));
    let form = ann.get(PAGE).text();
    assert!(form.contains(NEW) && !form.contains(PASSWORD), "{form}");
    assert!(form.contains("Your session has changed since you opened this form"), "{form}");
    assert!(!ann.get(PAGE).text().contains(NEW), "it is shown once");
    assert_eq!(ann.submit_form(&form, "/registration", CHANGE).status, 303);
    assert!(app.user(NEW).is_some());
}

// CS6: the next user of the browser gets nothing of it.
#[test]
fn form_waits_for_its_user_alone() {
    let app = TestApp::start();
    drop(app.registered(BEN));
    let (mut browser, page) = left_open(&app);
    assert_eq!(sign_in(&mut browser, &page, BEN).as_deref(), Some(PAGE));
    assert!(!browser.get(PAGE).text().contains(NEW));
    browser.sign_out();
    assert!(sign_in(&mut browser, &page, ANN).is_some());
    assert!(!browser.get(PAGE).text().contains(NEW), "nor does its user after another one");
}

#[test]
fn form_waits_for_ten_minutes() {
    let app = TestApp::start();
    let (mut ann, page) = left_open(&app);
    app.clock.advance(Duration::from_secs(10 * 60));
    assert!(sign_in(&mut ann, &page, ANN).is_some());
    assert!(!ann.get(PAGE).text().contains(NEW));
}

// CS6: another site can't have a form wait, and a forged session cookie names no user.
#[test]
fn form_of_another_site_or_without_a_session_does_not_wait() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let fields = [CHANGE, &[("_method", "PUT"), ("part", "email"), ("_csrf_token", "x")]].concat();
    let mut none = app.client();
    assert_eq!(none.post("/registration", &fields).location(), Some("/session/new"));
    let mut forged = app.client();
    forged.headers.push(("Sec-Fetch-Site".to_owned(), "same-origin".to_owned()));
    forged.cookies.insert("session".to_owned(), "AAAA.AAAA".to_owned());
    assert_eq!(forged.post("/registration", &fields).location(), Some("/session/new"));
    let mut crossing = app.registered(BEN);
    app.clock.advance(40 * DAY);
    crossing.headers.push(("Sec-Fetch-Site".to_owned(), "cross-site".to_owned()));
    assert_eq!(crossing.post("/registration", &fields).status, 403);
}

#[test]
fn plain_page_flow_keeps_no_form() {
    let app = TestApp::builder().policy(|policy: &mut Policy| policy.page_flow = PageFlow::Plain).start();
    let mut ann = app.registered(ANN);
    let page = ann.get("/registration/edit").text();
    app.clock.advance(40 * DAY);
    assert_eq!(ann.submit_form(&page, "/registration", CHANGE).location(), Some("/session/new"));
}
