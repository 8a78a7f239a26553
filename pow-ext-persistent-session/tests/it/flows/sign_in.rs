//! Signing in: who gets a cookie, and which.
use std::{sync::Arc, time::Duration};

use crate::common::{ANN, COOKIE, DAY, app, families, set_cookie, signed_in, ticket};
use pow_core::{
    Config, Error, async_trait,
    clock::LONGEST,
    conn::{Conn, Reply},
    cookie::{CookieOptions, SameSite},
    extension::{Extension, Registry, SignIn},
    policy::Policy,
    record::User,
};
use pow_ext_persistent_session::PersistentSession;
use pow_testing::{Client, Database, Response, TestApp, client::PASSWORD, on_each_database};

on_each_database!(
    sign_in_sets_a_cookie_for_thirty_days,
    wrong_password_sets_no_cookie,
    form_that_says_no_is_obeyed,
    two_devices_have_families_of_their_own,
);

fn sign_in_with(app: &TestApp, browser: &mut Client, more: &[(&str, &str)]) -> Response {
    if app.user(ANN).is_none() {
        drop(app.registered(ANN));
    }
    browser.sign_in_with(ANN, PASSWORD, more)
}

// P37
fn sign_in_sets_a_cookie_for_thirty_days(database: Database) {
    let app = app(database);
    let response = sign_in_with(&app, &mut app.client(), &[]);
    let cookie = set_cookie(&response).unwrap();
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000"), "{cookie}");
    let families = families(&app);
    assert_eq!(families.len(), 1);
    assert_eq!((families[0].ends_at - families[0].signed_in_at).to_std().unwrap(), 30 * DAY);
}

fn wrong_password_sets_no_cookie(database: Database) {
    let app = app(database);
    drop(app.registered(ANN));
    let mut browser = app.client();
    let response = browser.sign_in(ANN, "another-password");
    assert_eq!((response.status, set_cookie(&response)), (422, None));
    assert!(families(&app).is_empty());
}

// P37
fn form_that_says_no_is_obeyed(database: Database) {
    let app = app(database);
    for (more, remembered) in [
        (&[("user[persistent_session]", "true")][..], true),
        (&[("user[persistent_session]", "on")], true),
        (&[("user[persistent_session]", "false")], false),
        (&[("user[persistent_session]", "0")], false),
        (&[("user[persistent_session]", "")], false),
        (&[("user[persistent_session]", "true"), ("user[persistent_session]", "true")], false),
        (&[("user[persistent_session][]", "true")], false),
        (&[("user[persistent_session_offered]", "1")], false),
        (&[("user[persistent_session_offered]", "1"), ("user[persistent_session]", "true")], true),
    ] {
        let mut browser = app.client();
        let response = sign_in_with(&app, &mut browser, more);
        assert_eq!(response.status, 303, "{more:?}");
        assert_eq!(ticket(&browser).is_some(), remembered, "{more:?}");
        assert_eq!(browser.current_user().as_deref(), Some(ANN));
    }
}

// PS3
fn two_devices_have_families_of_their_own(database: Database) {
    let app = app(database);
    let (mut phone, mut laptop) = (signed_in(&app), signed_in(&app));
    assert_ne!(ticket(&phone), ticket(&laptop));
    assert_eq!(families(&app).len(), 2);
    assert_eq!(phone.sign_out().status, 303);
    assert_eq!((phone.current_user(), ticket(&phone)), (None, None));
    assert_eq!(families(&app).len(), 1);
    let mut laptop_later = crate::common::restarted(&laptop);
    assert_eq!(laptop_later.current_user().as_deref(), Some(ANN));
    laptop = laptop_later;
    assert!(ticket(&laptop).is_some());
}

#[test]
fn registration_sets_no_cookie_unless_its_form_says_so() {
    let app = app(Database::sqlite());
    let browser = app.registered(ANN);
    assert_eq!(ticket(&browser), None);
    let mut other = app.client();
    let pairs = [
        ("user[email]", "bea@example.com"),
        ("user[password]", PASSWORD),
        ("user[password_confirmation]", PASSWORD),
        ("user[persistent_session]", "true"),
    ];
    assert_eq!(other.submit("/registration/new", "/registration", &pairs).status, 303);
    assert!(ticket(&other).is_some());
}

#[test]
fn sign_in_page_has_the_box_ticked_and_keeps_what_was_chosen() {
    let app = app(Database::sqlite());
    let mut browser = app.client();
    let boxes = |html: &str| {
        let start = html.find("id=\"user_persistent_session\"").unwrap();
        html[start..].split('>').next().unwrap().contains(" checked")
    };
    let page = browser.get("/session/new").text();
    assert!(page.contains("Keep me signed in on this device"));
    assert!(page.contains("name=\"user[persistent_session_offered]\""));
    assert!(boxes(&page));
    let unticked = [("user[email]", ANN), ("user[password]", "wrong"), ("user[persistent_session_offered]", "1")];
    assert!(!boxes(&browser.submit("/session/new", "/session", &unticked).text()));
    let ticked: Vec<_> = unticked.into_iter().chain([("user[persistent_session]", "true")]).collect();
    assert!(boxes(&browser.submit("/session/new", "/session", &ticked).text()));
}

#[test]
fn box_can_begin_unticked() {
    let app = TestApp::with(PersistentSession::default().by_default(false)).start();
    let mut browser = app.client();
    let response = sign_in_with(&app, &mut browser, &[]);
    assert_eq!((response.status, ticket(&browser)), (303, None));
    let page = app.client().get("/session/new").text();
    let input = page.split("id=\"user_persistent_session\"").nth(1).unwrap();
    assert!(!input.split('>').next().unwrap().contains(" checked"));
    let mut other = app.client();
    sign_in_with(&app, &mut other, &[("user[persistent_session]", "true")]);
    assert!(ticket(&other).is_some());
}

#[test]
fn cookie_has_the_names_and_attributes_that_were_asked_for() {
    let options = CookieOptions::default().same_site(SameSite::Strict).path("/account");
    let extension = PersistentSession::default().ttl(7 * DAY).cookie_name("remember").cookie(options);
    let app = TestApp::with(extension).config(|config| Config { namespace: Some("admin".into()), ..config }).start();
    let response = sign_in_with(&app, &mut app.client(), &[]);
    let cookies = response.all("set-cookie");
    let cookie = cookies.into_iter().find(|cookie| cookie.starts_with("admin_remember=")).unwrap();
    assert!(cookie.ends_with("; Path=/account; HttpOnly; SameSite=Strict; Max-Age=604800"), "{cookie}");
}

#[test]
fn times_that_cannot_be_meant_are_refused() {
    for (extension, word) in [
        (PersistentSession::default().ttl(Duration::ZERO), "ttl"),
        (PersistentSession::default().ttl(LONGEST + Duration::from_millis(1)), "ttl"),
        (PersistentSession::default().lifetime(LONGEST + Duration::from_millis(1)), "lifetime"),
        (PersistentSession::default().grace(DAY), "grace"),
    ] {
        let error = TestApp::with(extension).try_start().err().unwrap().to_string();
        assert!(error.contains("persistent_session") && error.contains(word), "{error}");
    }
    assert!(TestApp::with(PersistentSession::default().ttl(LONGEST).lifetime(LONGEST)).try_start().is_ok());
}

#[test]
fn profile_nist_remembers_for_a_day() {
    let extension: Vec<Arc<dyn Extension>> = vec![Arc::new(PersistentSession::default())];
    let app = crate::common::among(extension).policy(|policy| policy.session = Policy::nist().session).start();
    let cookie = set_cookie(&sign_in_with(&app, &mut app.client(), &[])).unwrap();
    assert!(cookie.ends_with("Max-Age=86400"), "{cookie}");
}

/// Keeps everybody out, as an unconfirmed address or a lock does.
#[derive(Debug)]
struct Closed;

#[async_trait]
impl Extension for Closed {
    fn id(&self) -> &'static str {
        "closed"
    }

    fn register(&self, _: &mut Registry) {}

    async fn before_sign_in(&self, _: &mut Conn, _: &Arc<User>) -> Result<SignIn, Error> {
        Ok(SignIn::Deny(Reply::redirect("/closed")))
    }
}

// PS9
#[test]
fn who_is_kept_out_gets_no_cookie_in_any_order() {
    let remember: Arc<dyn Extension> = Arc::new(PersistentSession::default());
    let closed: Arc<dyn Extension> = Arc::new(Closed);
    for order in [vec![remember.clone(), closed.clone()], vec![closed, remember]] {
        let app = crate::common::among(order).start();
        let mut browser = app.client();
        assert_eq!(browser.register(ANN, PASSWORD).location(), Some("/closed"));
        let response = sign_in_with(&app, &mut browser, &[("user[persistent_session]", "true")]);
        assert_eq!((response.location(), set_cookie(&response)), (Some("/closed"), None));
        assert!(!browser.cookies.contains_key(COOKIE));
        assert!(families(&app).is_empty());
    }
}
