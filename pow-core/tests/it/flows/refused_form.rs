//! A refused form leads a browser to the form's page, whose address can be opened, reloaded and left by *Back*.

use std::time::Duration;

use pow_core::{
    Config,
    pages::{Layout, Page as _, Pages},
    policy::Policy,
};
use pow_testing::{
    Client, FaultyCache, Response, TestApp,
    client::{ANN, PASSWORD},
};

const BEN: &str = "ben@example.com";
const FAILED: &str = "role=\"alert\"";
const WRONG: &[(&str, &str)] = &[("user[email]", ANN), ("user[password]", "not-her-password")];

/// A browser that says that it navigates, as current ones do.
fn browser(app: &TestApp) -> Client {
    navigating(app.client())
}

fn navigating(mut client: Client) -> Client {
    client.navigates = true;
    client
}

fn refused(browser: &mut Client) -> Response {
    let refused = browser.submit("/session/new", "/session", WRONG);
    assert_eq!((refused.status, refused.location()), (303, Some("/session/new")));
    refused
}

#[test]
fn refused_form_leads_to_its_page_with_what_was_typed_once() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let mut browser = browser(&app);
    let plain = browser.get("/session/new").masked();
    refused(&mut browser);
    let page = browser.get("/session/new");
    assert_eq!(page.status, 200);
    assert!(page.text().contains(ANN) && page.text().contains(FAILED), "{}", page.text());
    assert!(!page.text().contains("not-her-password"));
    let again = browser.get("/session/new");
    assert!(!again.text().contains(FAILED), "it is shown once: {}", again.text());
    // The address stays filled in, as after every failed sign-in.
    assert!(again.text().contains(ANN) && !plain.contains(ANN));
    let accepted = browser.submit_form(&page.text(), "/session", &[("user[email]", ANN), ("user[password]", PASSWORD)]);
    assert_eq!(accepted.status, 303);
    assert_eq!(browser.current_user().as_deref(), Some(ANN), "the form of the page works");
}

#[test]
fn page_keeps_its_errors_and_the_way_back() {
    let app = TestApp::start();
    let mut browser = browser(&app);
    let typed = [("user[email]", BEN), ("user[password]", "short"), ("request_path", "/protected?tab=2")];
    let sent = browser.submit("/registration/new", "/registration", &typed);
    let path = sent.location().unwrap().to_owned();
    assert!(sent.status == 303 && path.starts_with("/registration/new?request_path="), "{path}");
    let page = browser.get(&path).text();
    assert!(
        page.contains("aria-invalid=\"true\"") && page.contains(BEN) && !page.contains("value=\"short\""),
        "{page}"
    );
    assert!(page.contains("name=\"request_path\" value=\"/protected?tab=2"), "{page}");
    assert!(app.user(BEN).is_none());
    let mut ann = navigating(app.registered(ANN));
    let part = [("_method", "PUT"), ("part", "password"), ("user[current_password]", "wrong"), ("user[password]", "x")];
    let sent = ann.submit("/registration/edit/password", "/registration", &part);
    assert_eq!((sent.status, sent.location()), (303, Some("/registration/edit/password")));
    assert!(ann.get("/registration/edit/password").text().contains("aria-invalid=\"true\""));
}

// CS13
#[test]
fn page_is_shown_to_the_browser_that_sent_the_form_and_to_no_other() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let mut ann = browser(&app);
    refused(&mut ann);
    let mut other = browser(&app);
    other.get("/session/new");
    for (name, value) in ann.cookies.iter().filter(|(name, _)| name.contains("kept_refused")) {
        other.cookies.insert(name.clone(), value.clone());
    }
    let page = other.get("/session/new").text();
    assert!(!page.contains(FAILED) && !page.contains(ANN), "{page}");
    // A sign-in gives the browser another secret. Its page for signed-in users has precedence.
    let mut in_between = ann.clone();
    in_between.sign_in(ANN, PASSWORD);
    assert_eq!(in_between.get("/session/new").status, 303);
    // After the sign-out nothing of it is left, even with the cookie from before.
    let cookies = ann.cookies.clone();
    in_between.sign_out();
    in_between.cookies.extend(cookies.into_iter().filter(|(name, _)| name.contains("kept_refused")));
    assert!(!in_between.get("/session/new").text().contains(FAILED));
}

#[test]
fn page_waits_for_twenty_seconds() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    for (seconds, is_shown) in [(19, true), (20, false)] {
        let mut browser = browser(&app);
        refused(&mut browser);
        app.clock.advance(Duration::from_secs(seconds));
        assert_eq!(browser.get("/session/new").text().contains(FAILED), is_shown, "after {seconds} s");
    }
}

// CS12
#[test]
fn second_click_shows_the_same_page_although_it_was_shown() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let mut browser = browser(&app);
    let html = browser.get("/session/new").text();
    for _ in 0..2 {
        let mut sent = browser.submit_form(&html, "/session", WRONG);
        assert_eq!(sent.location(), Some("/session/new"));
        sent = browser.get("/session/new");
        assert!(sent.text().contains(FAILED), "{}", sent.text());
    }
}

/// Headers of Safari before 16.4, which says neither that it navigates nor where a request comes from.
fn older(app: &TestApp) -> Client {
    let mut browser = app.client();
    browser.headers = vec![
        ("Accept".into(), "text/html,application/xhtml+xml,*/*;q=0.8".into()),
        ("Origin".into(), format!("http://{}", app.address())),
    ];
    browser
}

#[test]
fn older_browser_is_led_to_the_page_and_a_text_browser_sees_it_at_once() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let mut browser = older(&app);
    refused(&mut browser);
    assert!(browser.get("/session/new").text().contains(FAILED));
    for unlike in ["Origin", "Accept"] {
        let mut browser = older(&app);
        browser.headers.retain(|(name, _)| name != unlike);
        let shown = browser.submit("/session/new", "/session", WRONG);
        assert!(shown.status == 422 && shown.text().contains(FAILED), "without {unlike}: {}", shown.status);
    }
}

// The controls: other clients see the status, and the profile `pow` answers as Pow does.
#[test]
fn scripts_programs_and_plain_page_flow_keep_the_status() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    assert_eq!(app.client().submit("/session/new", "/session", WRONG).status, 422);
    let mut script = browser(&app);
    script.navigates = false;
    script.headers = vec![("Sec-Fetch-Mode".into(), "cors".into()), ("Sec-Fetch-Site".into(), "same-origin".into())];
    assert_eq!(script.submit("/session/new", "/session", WRONG).status, 422);
    let pow = TestApp::builder().policy(|policy| *policy = Policy::pow()).start();
    drop(pow.registered(ANN));
    assert_eq!(browser(&pow).submit("/session/new", "/session", WRONG).status, 422);
}

// F5
#[test]
fn refused_form_is_the_answer_while_the_cache_is_away() {
    let cache = FaultyCache::default();
    let own = cache.clone();
    let app = TestApp::builder().config(move |config| Config { cache: own.into(), ..config }).start();
    drop(app.registered(ANN));
    let mut browser = browser(&app);
    let html = browser.get("/session/new").text();
    cache.fail(|_, name| name == "put");
    let sent = browser.submit_form(&html, "/session", WRONG);
    cache.heal();
    assert_eq!(sent.status, 422);
    assert!(sent.text().contains(ANN));
    // The other half: the page is gone when the browser comes for it.
    refused(&mut browser);
    cache.fail(|_, name| name == "get");
    let page = browser.get("/session/new");
    cache.heal();
    assert_eq!(page.status, 200);
    assert!(!page.text().contains(FAILED));
}

// CS1
#[test]
fn outdated_form_leads_to_its_page_too() {
    let app = TestApp::start();
    let mut client = browser(&app);
    client.get("/registration/new");
    let sent = client.post("/registration", &[("user[email]", BEN), ("_csrf_token", "outdated")]);
    assert_eq!((sent.status, sent.location()), (303, Some("/registration/new")));
    let page = client.get("/registration/new").text();
    assert!(page.contains("Your session has changed since") && page.contains(BEN), "{page}");
    // A browser without cookies would lose the sentence on the way.
    let sent = browser(&app).post("/registration", &[("_csrf_token", "outdated")]);
    assert_eq!(sent.status, 403);
    assert!(sent.text().contains("doesn\u{2019}t keep cookies"));
}

// CS14: the address of a page doesn't choose its place in the cache.
#[test]
fn refused_forms_of_one_browser_have_one_place() {
    let app = TestApp::start();
    let mut browser = browser(&app);
    for n in 0..20 {
        let path = format!("/p{n}");
        let fields = [WRONG, &[("request_path", path.as_str())]].concat();
        let refused = browser.submit("/session/new", "/session", &fields);
        assert_eq!(refused.location(), Some(format!("/session/new?request_path=%2Fp{n}").as_str()));
    }
    let key = app.pow.cx().cache().key().name("refused");
    assert_eq!(app.block_on(app.cache().scan(&key)).unwrap().len(), 1);
}

#[test]
fn long_page_waits_for_a_user_and_not_for_a_visitor() {
    let long = |config: Config| {
        let pages = Pages::default().replace::<Layout>(|page, view| {
            Ok(format!("{}<!--{}-->", page.render_default(view)?, "x".repeat(100 * 1024)))
        });
        Config { pages, ..config }
    };
    let app = TestApp::builder().config(long).start();
    let mut user = navigating(app.registered(ANN));
    let wrong = [("_method", "PATCH"), ("user[email]", BEN), ("user[current_password]", "wrong")];
    let answer = user.submit("/registration/edit/email", "/registration", &wrong);
    assert_eq!((answer.status, answer.location()), (303, Some("/registration/edit/email")));
    let page = user.get("/registration/edit/email").text();
    assert!(page.contains(BEN) && page.contains("aria-invalid"), "{page}");
    let answer = browser(&app).submit("/session/new", "/session", WRONG);
    assert_eq!((answer.status, answer.location()), (422, None));
}
