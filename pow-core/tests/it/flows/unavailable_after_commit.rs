//! What is done stays done and is said so, also when the cache store is out of reach right afterwards.

use pow_core::Config;
use pow_testing::{
    Client, FaultyCache, Logs, Response, TestApp,
    client::{ANN, PASSWORD},
};

const SESSION: &str = "auth";

fn app() -> (TestApp, FaultyCache) {
    let cache = FaultyCache::default();
    let own = cache.clone();
    (TestApp::builder().config(move |config| Config { cache: own.into(), ..config }).start(), cache)
}

fn removes(response: &Response, cookie: &str) -> bool {
    let gone = |set: &&str| set.starts_with(&format!("{cookie}=;")) && set.contains("Max-Age=0");
    response.all("set-cookie").iter().any(gone)
}

// F3
#[test]
fn who_registered_and_can_not_be_signed_in_is_told_so_and_signs_in_later() {
    if !pow_testing::alone() {
        return;
    }
    let (logs, (app, cache)) = (Logs::capture(), app());
    let mut browser = app.client();
    let html = browser.get("/registration/new").text();
    let pairs = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    cache.fail(|_, _| true);
    let done = browser.submit_form(&html, "/registration", &pairs);
    cache.heal();
    assert_eq!((done.status, done.location()), (303, Some("/session/new")));
    assert!(browser.get("/session/new").text().contains("Your account is ready."));
    assert_eq!(browser.current_user(), None);
    assert!(logs.events().iter().any(|event| event.target == "pow::sign_in::missed"));
    assert_eq!(browser.sign_in(ANN, PASSWORD).location(), Some("/"));
}

/// Sends a change of the account with the store broken for one operation from then on.
fn changed(app: &TestApp, cache: &FaultyCache, broken: &'static str, pairs: &[(&str, &str)]) -> (Client, Response) {
    let mut ann = app.registered(ANN);
    let html = ann.get("/registration/edit").text();
    cache.fail(move |_, name| name == broken);
    let done = ann.account_form_from(&html, pairs);
    cache.heal();
    (ann, done)
}

// F3
#[test]
fn who_changed_the_password_and_can_not_stay_signed_in_is_told_so() {
    let new = "another-test-password";
    let pairs = [("user[password]", new), ("user[password_confirmation]", new), ("user[current_password]", PASSWORD)];
    for broken in ["put", "put_if_absent", "take", "delete"] {
        let (app, cache) = app();
        let (mut ann, done) = changed(&app, &cache, broken, &pairs);
        assert_eq!(done.status, 303, "{broken}: {}", done.text());
        let page = ann.get(done.location().unwrap()).text();
        assert!(page.contains("Your changes are saved."), "{broken}: {page}");
        assert_eq!(page.contains("You can sign in again"), ann.current_user().is_none(), "{broken}: {page}");
        assert!(app.signs_in(ANN, new) && !app.signs_in(ANN, PASSWORD), "{broken}");
    }
}

// F3
#[test]
fn session_that_can_not_be_renewed_after_a_small_change_goes_on() {
    let pairs = [("user[email]", ANN), ("user[current_password]", PASSWORD)];
    for broken in ["put", "put_if_absent"] {
        let (app, cache) = app();
        let (mut ann, done) = changed(&app, &cache, broken, &pairs);
        assert_eq!((done.status, done.location()), (303, Some("/registration/edit")), "{broken}: {}", done.text());
        assert!(ann.get("/registration/edit").text().contains("Your changes are saved."), "{broken}");
        assert_eq!(ann.current_user().as_deref(), Some(ANN), "{broken}");
    }
}

#[test]
fn who_deleted_the_account_is_told_so_whatever_becomes_of_the_session() {
    let (app, cache) = app();
    let mut ann = app.registered(ANN);
    let html = ann.get("/registration/edit").text();
    cache.fail(|_, name| name == "delete");
    let done = ann.account_form_from(&html, &[("_method", "DELETE")]);
    cache.heal();
    assert_eq!((done.status, done.location()), (303, Some("/session/new")), "{}", done.text());
    assert!(removes(&done, SESSION));
    assert!(app.user(ANN).is_none());
    assert_eq!(ann.current_user(), None);
}

/// Signs out while the store is out of reach: from the first call on, or only when the session is to be ended.
fn sign_out_without_the_store(app: &TestApp, cache: &FaultyCache, all: bool) -> (Client, Client) {
    let mut ann = app.registered(ANN);
    let html = ann.get("/registration/edit").text();
    let copy = ann.clone();
    cache.fail(move |_, name| all || name == "delete");
    let page = ann.submit_form(&html, "/session", &[]);
    cache.heal();
    assert_eq!(page.status, 503);
    assert!(removes(&page, SESSION), "{:?}", page.all("set-cookie"));
    assert!(page.text().contains("finish signing you out"), "{}", page.text());
    assert!(page.text().contains("may stay open there"), "{}", page.text());
    (ann, copy)
}

// F5
#[test]
fn sign_out_without_the_store_is_forgotten_by_the_browser_and_not_claimed() {
    for all in [true, false] {
        let (app, cache) = app();
        let (mut ann, mut copy) = sign_out_without_the_store(&app, &cache, all);
        assert!(!ann.cookies.contains_key(SESSION));
        assert_eq!(ann.current_user(), None);
        assert_eq!(copy.current_user().as_deref(), Some(ANN), "what the page says of the session is true");
    }
}

// F5, CS2: another site can't make a browser forget its session by that way.
#[test]
fn form_from_elsewhere_signs_nobody_out_while_the_store_is_away() {
    let (app, cache) = app();
    let mut ann = app.registered(ANN);
    cache.fail(|_, _| true);
    for (name, value) in [("Origin", "https://evil.test"), ("Sec-Fetch-Site", "cross-site")] {
        ann.headers = vec![(name.to_owned(), value.to_owned())];
        let page = ann.post("/session", &[("_method", "DELETE")]);
        assert_eq!((page.status, removes(&page, SESSION)), (503, false), "{name}");
    }
    ann.headers.clear();
    // Nor does any other form.
    for (path, method) in [("/session", "PUT"), ("/registration", "DELETE")] {
        let page = ann.post(path, &[("_method", method)]);
        assert_eq!((page.status, removes(&page, SESSION)), (503, false), "{method} {path}");
    }
    cache.heal();
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
}
