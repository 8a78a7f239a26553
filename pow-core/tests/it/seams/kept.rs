//! Values that a browser keeps for a later request.

use std::{sync::Arc, time::Duration};

use pow_core::{
    Error, async_trait,
    conn::{Conn, Reply},
    controllers::{Controller, registration, session},
    extension::{Action, Outcome},
    policy::PageFlow,
};
use pow_testing::{
    Client, TestApp,
    app::Builder,
    client::{ANN, PASSWORD},
};

const HOUR: Duration = Duration::from_secs(3600);

/// Keeps, forgets and shows values as the query says.
#[derive(Debug)]
struct Keeper;

#[async_trait]
impl Controller for Keeper {
    async fn process(&self, _: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        let query = conn.request().query.clone();
        let name = query.text("name").unwrap_or("note");
        if let Some(value) = query.text("keep") {
            conn.keep(name, value, HOUR)?;
        }
        if query.text("forget").is_some() {
            conn.forget(name);
        }
        if query.text("leave").is_some() {
            conn.sign_out().await?;
        }
        Ok(Outcome::Ok(None))
    }

    async fn respond(&self, _: Action, conn: &mut Conn, _: Outcome) -> Result<Reply, Error> {
        let name = conn.request().query.text("name").unwrap_or("note").to_owned();
        Ok(Reply::html(200, conn.kept(&name).unwrap_or_else(|| "nothing".to_owned())))
    }
}

fn start(builder: Builder) -> TestApp {
    let keeper: Arc<dyn Controller> = Arc::new(Keeper);
    builder.controller(session::NEW, keeper.clone()).controller(registration::NEW, keeper).start()
}

fn ask(browser: &mut Client, query: &str) -> String {
    browser.get(&format!("/registration/new?{query}")).text()
}

fn with_both_carriers(test: fn(TestApp)) {
    test(start(TestApp::builder()));
    test(start(TestApp::builder().actix_session()));
}

// B13
#[test]
fn kept_value_comes_back_until_it_expires_is_replaced_or_forgotten() {
    with_both_carriers(|app| {
        let mut browser = app.client();
        assert_eq!(ask(&mut browser, ""), "nothing");
        assert_eq!(ask(&mut browser, "keep=one"), "one", "also in the same request");
        assert_eq!(ask(&mut browser, ""), "one");
        assert_eq!(ask(&mut browser, "name=other"), "nothing");
        assert_eq!(ask(&mut browser, "keep=two"), "two");
        assert_eq!(ask(&mut app.client(), ""), "nothing", "in another browser");
        let copy = browser.clone();
        assert_eq!(ask(&mut browser, "forget=1"), "nothing");
        assert_eq!(ask(&mut browser, ""), "nothing");
        let mut browser = copy;
        app.clock.advance(HOUR - Duration::from_millis(1));
        assert_eq!(ask(&mut browser, ""), "two");
        app.clock.advance(Duration::from_millis(1));
        assert_eq!(ask(&mut browser, ""), "nothing", "the browser may send it longer");
    });
}

// B13
#[test]
fn sign_out_removes_every_kept_value() {
    with_both_carriers(|app| {
        let mut browser = app.client();
        let _ = (ask(&mut browser, "keep=one"), ask(&mut browser, "keep=two&name=other"));
        let left = browser.get("/registration/new?leave=1");
        assert_eq!(left.text(), "nothing");
        assert!(left.header("cache-control").unwrap().contains("private"));
        assert_eq!([ask(&mut browser, ""), ask(&mut browser, "name=other")], ["nothing", "nothing"]);
    });
}

// B13
#[test]
fn kept_value_is_sealed_and_bound_to_its_name_and_set_up() {
    let app = start(TestApp::builder().second(|config| config));
    let mut browser = app.client();
    assert_eq!(ask(&mut browser, "keep=a-secret-address"), "a-secret-address");
    let sealed = browser.cookies["kept_note"].clone();
    assert!(!format!("{:?}", browser.cookies).contains("secret"));
    let sent_as = |name: &str, value: &str, path: &str| {
        let mut forger = app.client();
        forger.cookies.insert(name.to_owned(), value.to_owned());
        forger.get(path).text()
    };
    assert_eq!(sent_as("kept_note", &sealed, "/registration/new"), "a-secret-address");
    assert_eq!(sent_as("kept_other", &sealed, "/registration/new?name=other"), "nothing", "under another name");
    assert_eq!(sent_as("second_kept_note", &sealed, "/second/registration/new").matches("a-secret").count(), 0);
    for at in 0..sealed.len() {
        let mut forged = sealed.clone().into_bytes();
        forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
        let forged = String::from_utf8(forged).unwrap();
        assert_eq!(sent_as("kept_note", &forged, "/registration/new"), "nothing", "changed at {at}");
    }
    assert_eq!(sent_as("kept_note", "", "/registration/new"), "nothing");
    let raw = |cookies: &str| {
        let request = "GET /registration/new HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: ";
        app.client().raw(format!("{request}{cookies}\r\n\r\n").as_bytes()).text()
    };
    assert_eq!(raw(&format!("a=1; kept_note={sealed}")), "a-secret-address");
    assert_eq!(raw(&format!("kept_note={sealed}; a=1; kept_note={sealed}")), "nothing", "one may have been planted");
}

// B13
#[test]
fn set_ups_keep_apart_what_browsers_keep() {
    let app = start(TestApp::builder().second(|config| config));
    let mut browser = app.client();
    let _ = ask(&mut browser, "keep=one");
    browser.cookies.insert("kept_auth".to_owned(), "of the set-up kept".to_owned());
    let response = browser.get("/registration/new?leave=1");
    let removed = |name: &str| response.all("set-cookie").iter().any(|cookie| cookie.starts_with(&format!("{name}=;")));
    assert!(removed("kept_note") && !removed("kept_auth"), "{:?}", response.all("set-cookie"));
}

#[test]
fn value_that_no_cookie_can_hold_is_a_fault() {
    let app = start(TestApp::builder());
    let mut browser = app.client();
    assert_eq!(browser.get(&format!("/registration/new?keep={}", "x".repeat(1_024))).status, 200);
    assert_eq!(browser.get(&format!("/registration/new?keep={}", "x".repeat(1_025))).status, 500);
    assert_eq!(browser.get("/registration/new?keep=x&name=a;b").status, 500);
}

// E1, B13
#[test]
fn user_id_of_a_failed_sign_in_is_filled_in_until_its_time_or_a_sign_in() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let value = format!("value=\"{ANN}\"");
    assert_eq!(browser.sign_in(ANN, "wrong password").status, 422);
    assert!(browser.get("/session/new").text().contains(&value));
    assert!(!app.client().get("/session/new").text().contains(ANN), "in another browser");
    let mut late = app.copy(&browser);
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    assert!(!browser.cookies.contains_key("kept_user_id"), "{:?}", browser.cookies);
    app.clock.advance(Duration::from_secs(600));
    assert!(!late.get("/session/new").text().contains(ANN));
    // A value that can't be a user id is not kept.
    assert_eq!(late.sign_in(&"x".repeat(255), PASSWORD).status, 422);
    assert!(!late.get("/session/new").text().contains("xxx"));
}

#[test]
fn plain_flow_keeps_no_user_id() {
    let app = TestApp::builder().policy(|policy| policy.page_flow = PageFlow::Plain).start();
    let mut browser = app.client();
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 422);
    assert!(!browser.get("/session/new").text().contains(ANN));
}
