//! The answers, without an outage.

use pow_core::{Config, extensions};
use pow_ext_health::{Health, READY};
use pow_testing::{Response, TestApp};

fn parts(answer: &Response) -> String {
    answer.json()["parts"].to_string()
}

#[test]
fn process_in_order_is_alive_and_ready() {
    let app = TestApp::with(Health::default()).start();
    for (path, word) in [("/health/alive", "alive"), ("/health/ready", "ready")] {
        let plain = app.client().get(path);
        assert_eq!((plain.status, plain.text()), (200, format!("{word}\n")));
        assert_eq!(plain.header("content-type"), Some("text/plain; charset=utf-8"));
        assert_eq!(app.client().request("HEAD", path, None).status, 200);
        let json = app.program().get(path);
        assert_eq!((json.status, json.json()["status"].as_str()), (200, Some(word)));
        assert_eq!(app.client().request("POST", path, Some("")).status, 405);
    }
    assert_eq!(parts(&app.program().get("/health/ready")), r#"{"cache":"ok","database":"ok","schema":"ok"}"#);
}

#[test]
fn answers_set_no_cookie_and_leave_the_session_alone() {
    let app = TestApp::with(Health::default()).start();
    let mut ann = app.registered("ann@example.com");
    let before = ann.cookies.clone();
    for path in ["/health/alive", "/health/ready"] {
        for browser in [&mut ann, &mut app.client()] {
            let answer = browser.get(path);
            assert!(answer.all("set-cookie").is_empty(), "{path}: {:?}", answer.headers);
            assert_eq!(answer.header("cache-control"), Some("private, no-store, no-cache"), "{path}");
            assert!(!answer.text().contains("ann@"), "{path}");
        }
    }
    assert_eq!(ann.cookies, before);
    assert_eq!(ann.current_user().as_deref(), Some("ann@example.com"));
}

#[test]
fn shutdown_is_not_ready_and_still_alive() {
    let app = TestApp::with(Health::default()).start();
    assert_eq!(app.client().get("/health/ready").status, 200);
    app.pow.begin_shutdown();
    let answer = app.client().get("/health/ready");
    assert_eq!((answer.status, answer.text().as_str()), (503, "shutting down\n"));
    assert_eq!(app.program().get("/health/ready").json()["status"], "shutting down");
    assert_eq!(app.client().get("/health/alive").status, 200);
    assert_eq!(app.client().get("/session/new").status, 200, "requests are still answered");
}

#[test]
fn document_names_the_format_of_an_answer_that_is_not_ready() {
    let app = TestApp::with(Health::default()).start();
    app.pow.begin_shutdown();
    let answer = app.program().get("/health/ready");
    assert_eq!((answer.status, answer.header("content-type")), (503, Some("application/json")));
    let document = app.block_on(app.pow.openapi());
    let responses = |path: &str| document["paths"][path]["get"]["responses"].clone();
    let documented = responses("/health/ready")["503"]["content"].clone();
    assert_eq!(documented["application/json"], responses("/health/ready")["2XX"]["content"]["application/json"]);
    assert!(documented["application/problem+json"].is_object(), "an overload answers before the action");
    let statuses = documented["application/json"]["schema"]["properties"]["status"]["enum"].clone();
    assert!(statuses.as_array().unwrap().contains(&answer.json()["status"]), "{statuses}");
    assert!(responses("/health/alive")["503"].is_null());
}

#[test]
fn path_is_configurable_and_absent_without_the_extension() {
    let moved = |config| Config {
        extensions: extensions![Health::default()],
        paths: [(READY, "/healthz".to_owned())].into(),
        ..config
    };
    let app = TestApp::builder().config(moved).start();
    assert_eq!(app.client().get("/healthz").status, 200);
    assert_eq!(app.client().get("/health/ready").status, 404);
    let app = TestApp::start();
    assert_eq!(app.client().get("/health/ready").status, 404);
    assert_eq!(app.client().get("/health/alive").status, 404);
}
