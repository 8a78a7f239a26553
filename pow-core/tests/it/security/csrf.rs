//! Requests that other sites make in a visitor's name.
use std::{
    collections::HashSet,
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use pow_core::{
    Config, Error, async_trait,
    conn::{Conn, Reply},
    extension::{Action, Extension, Registry},
    extensions,
};
use pow_testing::{
    Client, TestApp,
    client::{ANN, PASSWORD},
};

/// Every unsafe action of the core, as its form sends it.
const GUEST_FORMS: [(&str, &[(&str, &str)]); 2] = [
    ("/session", &[("user[email]", ANN), ("user[password]", PASSWORD)]),
    (
        "/registration",
        &[("user[email]", "bob@example.com"), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)],
    ),
];
const USER_FORMS: [(&str, &[(&str, &str)]); 3] = [
    ("/session", &[("_method", "DELETE")]),
    ("/registration", &[("_method", "PUT"), ("user[email]", "evil@example.com"), ("user[current_password]", PASSWORD)]),
    ("/registration", &[("_method", "DELETE")]),
];

fn post(browser: &mut Client, (path, pairs): (&str, &[(&str, &str)]), token: Option<&str>) -> u16 {
    let token = token.map(|token| ("_csrf_token", token));
    let all: Vec<_> = token.into_iter().chain(pairs.iter().copied()).collect();
    browser.post(path, &all).status
}

fn untouched(app: &TestApp, ann: &mut Client) {
    assert_eq!((app.user_count(), ann.current_user().as_deref()), (1, Some(ANN)));
}

// CS1, CS2
#[test]
fn forms_need_the_token_of_their_own_browser() {
    let app = TestApp::start();
    let mut ann = app.registered(ANN);
    let (mut guest, mut other) = (app.client(), app.client());
    let (own, foreign) = (guest.token("/session/new"), other.token("/session/new"));
    let mut changed = own.clone().into_bytes();
    changed[50] = if changed[50] == b'A' { b'B' } else { b'A' };
    let changed = String::from_utf8(changed).unwrap();
    for form in GUEST_FORMS {
        for wrong in [None, Some(""), Some("x"), Some(&*foreign), Some(&*changed), Some(&own[1..])] {
            assert_eq!(post(&mut guest, form, wrong), 403, "{form:?} {wrong:?}");
            assert_eq!(guest.current_user(), None);
        }
        let mut without_cookie = app.client();
        assert_eq!(post(&mut without_cookie, form, Some(&own)), 403, "{form:?} without its cookie");
    }
    untouched(&app, &mut ann);
    assert_eq!(post(&mut guest, GUEST_FORMS[0], Some(&own)), 303);
}

// CS1
#[test]
fn forms_of_a_user_need_the_token_of_that_user() {
    let app = TestApp::start();
    let mut ann = app.registered(ANN);
    let mut elsewhere = app.client();
    elsewhere.sign_in(ANN, PASSWORD);
    let (own, foreign) = (ann.token("/registration/edit"), elsewhere.token("/registration/edit"));
    for form in USER_FORMS {
        for wrong in [None, Some(""), Some(&*foreign)] {
            assert_eq!(post(&mut ann, form, wrong), 403, "{form:?}");
            untouched(&app, &mut ann);
        }
    }
    assert_eq!(post(&mut ann, USER_FORMS[0], Some(&own)), 303);
}

// CS1: a list in the place of the token, the token twice, in the query, or in a header.
#[test]
fn token_counts_only_once_and_only_in_the_form() {
    let app = TestApp::start();
    let mut ann = app.registered(ANN);
    let token = ann.token("/registration/edit");
    let delete = ("_method", "DELETE");
    assert_eq!(ann.post("/session", &[delete, ("_csrf_token[]", &token)]).status, 403);
    assert_eq!(ann.post("/session", &[delete, ("_csrf_token", &token), ("_csrf_token", &token)]).status, 403);
    assert_eq!(ann.post(&format!("/session?_csrf_token={token}"), &[delete]).status, 403);
    ann.headers.push(("X-CSRF-Token".to_owned(), token));
    assert_eq!(ann.post("/session", &[delete]).status, 403);
    untouched(&app, &mut ann);
}

// CS3
#[test]
fn token_from_before_the_sign_in_is_dead_after_it() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let (before, planted) = (browser.token("/session/new"), browser.cookies["csrf"].clone());
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(post(&mut browser, USER_FORMS[2], Some(&before)), 403);
    // Not even with the secret that somebody planted before.
    let signed_in = browser.cookies.insert("csrf".to_owned(), planted).unwrap();
    assert_eq!(post(&mut browser, USER_FORMS[2], Some(&before)), 403);
    browser.cookies.insert("csrf".to_owned(), signed_in);
    let during = browser.token("/registration/edit");
    browser.sign_out();
    assert_eq!(post(&mut browser, GUEST_FORMS[0], Some(&during)), 403, "nor the other way round");
    assert_eq!(app.user_count(), 1);
}

/// Counts how often any action begins.
#[derive(Debug)]
struct Counter(Arc<AtomicUsize>);

#[async_trait]
impl Extension for Counter {
    fn id(&self) -> &'static str {
        "counter"
    }

    fn register(&self, _: &mut Registry) {}

    async fn before_process(&self, _: Action, _: &mut Conn) -> Result<ControlFlow<Reply>, Error> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Ok(ControlFlow::Continue(()))
    }
}

// CS5
#[test]
fn token_is_looked_at_before_any_hook() {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Counter(count.clone());
    let app = TestApp::builder().config(|config| Config { extensions: extensions![counter], ..config }).start();
    let mut ann = app.registered(ANN);
    let token = ann.token("/registration/edit");
    count.store(0, Ordering::SeqCst);
    for form in USER_FORMS {
        assert_eq!(post(&mut ann, form, Some("wrong")), 403);
    }
    assert_eq!(count.load(Ordering::SeqCst), 0);
    assert_eq!(post(&mut ann, USER_FORMS[0], Some(&token)), 303);
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

// CS6
#[test]
fn other_origins_are_refused_even_with_the_token() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let port = app.address().port();
    let own = format!("http://127.0.0.1:{port}");
    let status = |headers: &[(&str, &str)]| {
        let mut browser = app.client();
        let token = browser.token("/session/new");
        browser.headers.extend(headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        post(&mut browser, GUEST_FORMS[0], Some(&token))
    };
    let evil = [
        "null".to_owned(),
        "https://evil.test".to_owned(),
        format!("https://127.0.0.1:{port}"),
        format!("http://localhost:{port}"),
        "http://127.0.0.1".to_owned(),
        format!("{own}.evil.test"),
        format!("{own}/"),
        format!("http://evil@127.0.0.1:{port}"),
        String::new(),
    ];
    for origin in &evil {
        assert_eq!(status(&[("Origin", origin)]), 403, "{origin:?}");
    }
    for site in ["cross-site", "same-site", "", "SAME-ORIGIN", "\u{ff}"] {
        assert_eq!(status(&[("Sec-Fetch-Site", site)]), 403, "{site:?}");
        assert_eq!(status(&[("Sec-Fetch-Site", site), ("Origin", &own)]), 403, "{site:?}");
    }
    for fine in [
        &[("Origin", own.as_str())] as &[_],
        &[("Sec-Fetch-Site", "same-origin")],
        &[("Sec-Fetch-Site", "same-origin"), ("Origin", "null")],
        &[("Sec-Fetch-Site", "none")],
        &[],
    ] {
        assert_eq!(status(fine), 303, "{fine:?}");
    }
    // The right origin alone is not enough.
    let mut browser = app.client();
    browser.headers.push(("Sec-Fetch-Site".to_owned(), "same-origin".to_owned()));
    assert_eq!(post(&mut browser, GUEST_FORMS[0], None), 403);
}

// CS8, CS10
#[test]
fn tokens_differ_by_browser_and_by_response() {
    let app = TestApp::start();
    let mut browser = app.client();
    let tokens: HashSet<String> = (0..5).map(|_| browser.token("/session/new")).collect();
    assert_eq!(tokens.len(), 5, "each response has its own mask");
    for token in &tokens {
        assert_eq!(post(&mut browser.clone(), ("/session", &[("user[email]", ANN)]), Some(token)), 422);
    }
    let secret = browser.cookies["csrf"].clone();
    browser.get("/registration/new");
    assert_eq!(browser.cookies["csrf"], secret, "the secret stays as long as nobody signs in");
    let mut other = app.client();
    other.get("/session/new");
    assert_ne!(other.cookies["csrf"], secret);
}

// CS9, T3, ASVS 3.5.2
#[test]
fn other_formats_do_not_pass_for_a_form() {
    let app = TestApp::start();
    let mut ann = app.registered(ANN);
    let token = ann.token("/registration/edit");
    for kind in ["application/jsonp", "text/plain", "multipart/form-data; boundary=x", "", "x"] {
        let mut browser = ann.clone();
        browser.headers.push(("Content-Type".to_owned(), kind.to_owned()));
        let form = format!("_csrf_token={token}&_method=DELETE");
        assert_eq!(browser.request("POST", "/session", Some(&form)).status, 415, "{kind:?}");
        let json = format!("{{\"_csrf_token\":\"{token}\"}}");
        assert_eq!(browser.request("DELETE", "/session", Some(&json)).status, 415, "{kind:?}");
    }
    assert_eq!(ann.request("DELETE", "/session", None).status, 403);
    untouched(&app, &mut ann);
}

#[test]
fn refused_form_says_what_to_do() {
    let app = TestApp::start();
    let response = app.client().post("/session", &[]);
    assert_eq!(response.status, 403);
    assert!(response.text().contains("reload the page"));
    assert_eq!(response.header("content-type"), Some("text/html; charset=utf-8"));
}

// CS5: where nobody is signed in who should be, the guard answers, and that needs no token; else the token comes first.
#[test]
fn form_of_a_session_that_is_over_leads_to_the_sign_in_and_changes_nothing() {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Counter(count.clone());
    let app = TestApp::builder().config(|config| Config { extensions: extensions![counter], ..config }).start();
    let mut ann = app.registered(ANN);
    let token = ann.token("/registration/edit");
    assert_eq!(post(&mut ann, USER_FORMS[1], Some("wrong")), 403, "as long as she is signed in");
    let mut same_session = ann.clone();
    assert_eq!(same_session.sign_out().status, 303);
    count.store(0, Ordering::SeqCst);
    for (path, pairs) in USER_FORMS {
        for token in [&token, "wrong", ""] {
            let pairs: Vec<_> = [("_csrf_token", token)].into_iter().chain(pairs.iter().copied()).collect();
            let response = ann.post(path, &pairs);
            assert_eq!((response.status, response.location()), (303, Some("/session/new")), "{pairs:?}");
        }
    }
    assert_eq!((count.load(Ordering::SeqCst), app.user_count()), (0, 1), "no hook has run");
    let page = ann.get("/session/new").text();
    assert!(page.contains("class=\"flash flash-error\"") && page.contains("Your session has ended"), "{page}");
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303, "address and password are the old ones");
    for form in GUEST_FORMS {
        assert_eq!(post(&mut ann, form, Some(&token)), 403, "what visitors may send needs their token");
    }
    ann.headers.push(("Sec-Fetch-Site".to_owned(), "cross-site".to_owned()));
    assert_eq!(post(&mut ann, USER_FORMS[1], Some(&token)), 403, "and no other site gets as far as the guard");
}
