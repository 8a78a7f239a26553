//! Coming back with the cookie alone.
use std::{sync::Arc, time::Duration};

use crate::common::{ANN, DAY, GRACE, SESSION, app, families, holding, restarted, set_cookie, signed_in, ticket};
use actix_web::{
    HttpRequest, HttpResponse,
    body::BoxBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::{Next, from_fn},
    web,
};
use pow_core::{
    Config, Error, Pow,
    cache::{MemoryCache, MemoryLimits},
    clock::FixedClock,
    config::CacheHandle,
    conn::{Conn, Reply},
    plug,
};
use pow_ext_persistent_session::{Lifetime, PersistentSession};
use pow_testing::{Database, TestApp, client::PASSWORD, on_each_database};

on_each_database!(
    cookie_begins_a_session_and_is_followed_by_another,
    cookie_is_followed_by_another_with_a_page_that_fails_and_with_one_for_everybody,
    cookie_that_nobody_set_is_nobody,
    remembered_user_must_prove_who_it_is_before_deleting_the_account,
);

// P37
fn cookie_begins_a_session_and_is_followed_by_another(database: Database) {
    let app = app(database);
    let browser = signed_in(&app);
    let mut later = restarted(&browser);
    let response = later.get("/protected");
    assert_eq!(response.text(), format!("protected: {ANN}"));
    let cookie = set_cookie(&response).unwrap();
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000"), "{cookie}");
    assert_eq!(response.header("cache-control"), Some("private, no-store, no-cache"));
    assert_ne!(ticket(&later), ticket(&browser));
    assert!(later.cookies.contains_key(SESSION));
    // The session carries on by itself now.
    let response = later.get("/protected");
    assert_eq!((response.status, set_cookie(&response)), (200, None));
    assert_eq!(families(&app).len(), 1);
}

// PS5, B9: any site can have a browser open such a page, and the next value must not be lost to it, nor to a shared cache.
fn cookie_is_followed_by_another_with_a_page_that_fails_and_with_one_for_everybody(database: Database) {
    // A guard of the application's, between the framework and the handler.
    let guard = async |_: ServiceRequest, _: Next<BoxBody>| {
        Err::<ServiceResponse<BoxBody>, _>(actix_web::error::ErrorForbidden("members only"))
    };
    let public = async || HttpResponse::Ok().insert_header(("cache-control", "public, max-age=60")).body("about us");
    let routes = move |config: &mut web::ServiceConfig, _: &Pow| {
        config.service(web::resource("/refused").wrap(from_fn(guard)).get(HttpResponse::Ok));
        config.route("/about", web::get().to(public));
    };
    let app = TestApp::with(PersistentSession::default()).database(database).routes(routes).start();
    for (path, status) in [("/refused", 403), ("/about", 200)] {
        let mut later = restarted(&signed_in(&app));
        let response = later.get(path);
        assert_eq!(
            (response.status, response.all("cache-control")),
            (status, vec!["private, no-store, no-cache"]),
            "{path}"
        );
        assert!(set_cookie(&response).is_some() && later.cookies.contains_key(SESSION), "{path}");
        let again = later.get(path);
        assert_eq!((again.status, again.all("set-cookie").len()), (status, 0), "{path}");
        // By its next value it is nobody's copy.
        app.clock.advance(GRACE);
        assert_eq!(restarted(&later).current_user().as_deref(), Some(ANN), "{path}");
        assert!(app.mailbox().is_empty(), "{path}");
    }
}

// PS5
fn cookie_that_nobody_set_is_nobody(database: Database) {
    let app = app(database);
    let mut bea = app.registered("bea@example.com");
    let (browser, session) = (signed_in(&app), bea.cookies[SESSION].clone());
    let good = ticket(&browser).unwrap();
    let own_session = browser.cookies[SESSION].clone();
    assert_eq!(bea.current_user().as_deref(), Some("bea@example.com"));
    // V1: a session's or a CSRF cookie is no persistent one, and the reverse.
    let mut bad =
        vec![session, own_session, browser.cookies["csrf"].clone(), String::new(), "null".into(), "A".repeat(4000)];
    for at in (0..good.len()).step_by(5) {
        let mut bytes = good.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        bad.push(String::from_utf8(bytes).unwrap());
        bad.push(good[..at].to_owned());
    }
    for value in bad {
        let mut client = holding(&app, &value);
        let response = client.get("/");
        assert_eq!((response.status, response.element_text("current-user")), (200, "signed out".into()), "{value}");
        assert_eq!(set_cookie(&response), None);
    }
    let mut as_session = app.client();
    as_session.cookies.insert(SESSION.to_owned(), good.clone());
    assert_eq!(as_session.current_user(), None);
    assert_eq!(families(&app).len(), 1);
    assert_eq!(holding(&app, &good).current_user().as_deref(), Some(ANN));
}

// PS10
fn remembered_user_must_prove_who_it_is_before_deleting_the_account(database: Database) {
    let app = app(database);
    let mut browser = signed_in(&app);
    let page = browser.get("/registration/edit").text();
    assert!(page.contains("Delete my account"));
    let mut later = restarted(&browser);
    assert_eq!(later.current_user().as_deref(), Some(ANN));
    let response = later.account_form(&[("_method", "DELETE")]);
    assert_eq!(response.status, 422);
    let change = [("_method", "PATCH"), ("user[email]", "evil@example.com")];
    assert_eq!(later.account_form(&change).status, 422);
    assert!(app.user(ANN).is_some());
    let proof = [("_method", "DELETE"), ("user[current_password]", PASSWORD)];
    assert_eq!(later.account_form(&proof).status, 303);
    assert!(app.user(ANN).is_none());
}

// P37: "30 days, and after each use 30 more"; the lifetime of the policy holds all the same (ASVS 7.3.2).
#[test]
fn each_use_counts_anew_until_the_policys_lifetime_is_over() {
    let extension = || PersistentSession::default().ttl(10 * DAY);
    for (lifetime, last) in
        [(Lifetime::Policy, None), (Lifetime::Unlimited, Some(ANN)), (Lifetime::Of(40 * DAY), Some(ANN))]
    {
        let app = TestApp::with(extension().lifetime(lifetime)).start();
        let mut browser = signed_in(&app);
        for _ in 0..3 {
            app.clock.advance(9 * DAY);
            browser = restarted(&browser);
            assert_eq!(browser.current_user().as_deref(), Some(ANN));
        }
        app.clock.advance(4 * DAY);
        assert_eq!(restarted(&browser).current_user().as_deref(), last, "day 31, {lifetime:?}");
    }
}

#[test]
fn session_of_a_remembered_user_ends_with_the_lifetime_of_the_sign_in() {
    let app = app(Database::sqlite());
    let mut browser = signed_in(&app);
    app.clock.advance(30 * DAY - Duration::from_secs(60));
    browser = restarted(&browser);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    app.clock.advance(Duration::from_secs(59));
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    app.clock.advance(Duration::from_secs(1));
    assert_eq!(browser.current_user(), None);
}

// PS3
#[test]
fn cookie_that_was_not_used_for_its_time_is_worth_nothing() {
    for (ms, user) in [(1, Some(ANN)), (0, None)] {
        let app = TestApp::with(PersistentSession::default().ttl(7 * DAY)).start();
        let browser = signed_in(&app);
        app.clock.advance(7 * DAY - Duration::from_millis(ms));
        assert_eq!(restarted(&browser).current_user().as_deref(), user);
    }
}

// P37
#[test]
fn new_session_is_the_same_client_first_seen_when_it_was() {
    async fn note(pow: web::Data<Pow>, request: HttpRequest) -> HttpResponse {
        let done: Result<(), Error> = async {
            let conn = pow.conn(&request)?;
            let session = conn.session().unwrap().clone();
            let set = |metadata: &mut pow_core::session::Metadata| {
                metadata.app.insert("device".into(), "phone".into());
            };
            pow.sessions().update_metadata(session.reference(), set).await.map(drop)
        }
        .await;
        done.map_or_else(|error| pow.fault(&request, &error), |()| HttpResponse::Ok().finish())
    }
    async fn remember(pow: web::Data<Pow>, request: HttpRequest) -> HttpResponse {
        let mut conn = pow.conn(&request).unwrap();
        match PersistentSession::default().remember(&mut conn).await {
            Ok(()) => pow.respond(&request, conn, Reply::html(200, String::new())),
            Err(error) => pow.fault(&request, &error),
        }
    }
    let routes = |config: &mut web::ServiceConfig, _: &Pow| {
        config.route("/note", web::get().to(note)).route("/remember", web::get().to(remember));
    };
    let app = TestApp::with(PersistentSession::default()).routes(routes).start();
    let mut browser = app.registered(ANN);
    assert_eq!(browser.get("/note").status, 200);
    assert_eq!(browser.get("/remember").status, 200);
    let list = |app: &TestApp| app.block_on(app.pow.sessions().list(crate::common::ann(app))).unwrap();
    let first = list(&app).remove(0);
    app.clock.advance(DAY);
    let mut later = restarted(&browser);
    later.headers.push(("User-Agent".into(), "another browser".into()));
    assert_eq!(later.current_user().as_deref(), Some(ANN));
    let second = list(&app).remove(0);
    assert_ne!(second.handle, first.handle);
    assert_eq!(second.metadata.first_seen_at, first.metadata.first_seen_at);
    assert_eq!(second.metadata.app, [("device".to_owned(), "phone".to_owned())].into());
    assert_eq!(second.metadata.user_agent.as_deref(), Some("another browser"));
    assert_eq!((second.created_at, second.authenticated_at), (first.created_at, None));
    // The same client: with the next session the last one is over.
    app.clock.advance(Duration::from_millis(1));
    let mut again = restarted(&later);
    assert_eq!(again.current_user().as_deref(), Some(ANN));
    assert_eq!(list(&app).len(), 1);
}

#[test]
fn restart_of_the_process_forgets_nobody_if_the_cache_does_not() {
    let clock = Arc::new(FixedClock::at_ms(1_750_000_000_000));
    let cache: Arc<dyn pow_core::cache::CacheStore> = Arc::new(MemoryCache::new(clock, MemoryLimits::default()));
    let keep = cache.clone();
    let before = TestApp::with(PersistentSession::default())
        .config(move |config| Config { cache: keep.into(), ..config })
        .start();
    let value = ticket(&signed_in(&before)).unwrap();
    let store = before.database().store();
    let after = move |cache: CacheHandle| {
        TestApp::with(PersistentSession::default())
            .config(move |config| Config { store: store.into(), cache, ..config })
            .start()
    };
    let same = after.clone()(cache.into());
    assert_eq!(holding(&same, &value).current_user().as_deref(), Some(ANN));
    let fresh = after(CacheHandle::default());
    assert_eq!(holding(&fresh, &value).current_user(), None);
}

// S3: whoever planted a session's or a form's cookie in the browser before has nothing of what begins by the cookie.
#[test]
fn session_that_begins_by_the_cookie_has_a_new_id_and_a_new_form_secret() {
    let app = app(Database::sqlite());
    let browser = signed_in(&app);
    let mut mallory = app.registered("mallory@example.com");
    let form = mallory.get("/registration/edit").text();
    // The planted session has ended, so that the cookie counts.
    let user = app.user("mallory@example.com").unwrap().id().unwrap();
    app.block_on(app.pow.sessions().revoke_all(user, None)).unwrap();
    let mut later = mallory.clone();
    later.cookies.insert(crate::common::COOKIE.into(), ticket(&browser).unwrap());
    assert_eq!(later.current_user().as_deref(), Some(ANN));
    assert_ne!(later.cookies[SESSION], mallory.cookies[SESSION]);
    assert_eq!(mallory.current_user(), None);
    let pairs = [("_method", "DELETE")];
    assert_eq!(later.account_form_from(&form, &pairs).status, 403, "a form from before is of no use");
    assert!(app.user(ANN).is_some());
}

#[test]
fn another_set_ups_cookie_is_nobody() {
    // V2
    let app = app(Database::sqlite());
    let value = ticket(&signed_in(&app)).unwrap();
    let store = app.database().store();
    let admins = move |config: Config| Config { namespace: Some("admin".into()), store: store.into(), ..config };
    let other = TestApp::with(PersistentSession::default()).config(admins).start();
    let mut client = other.client();
    client.cookies.insert("admin_persistent_session".into(), value);
    assert_eq!(client.current_user(), None);
}

#[test]
fn application_can_forget_the_browser_and_keep_the_session() {
    async fn forget(pow: web::Data<Pow>, request: HttpRequest, mut conn: Conn) -> HttpResponse {
        PersistentSession::default().forget(&mut conn).await.unwrap();
        assert!(plug::current_user(&conn).is_some());
        pow.respond(&request, conn, Reply::html(200, String::new()))
    }
    let routes = |config: &mut web::ServiceConfig, _: &Pow| {
        config.route("/forget", web::get().to(forget));
    };
    let app = TestApp::with(PersistentSession::default()).routes(routes).start();
    let mut browser = signed_in(&app);
    let value = ticket(&browser).unwrap();
    assert_eq!(browser.get("/forget").status, 200);
    assert_eq!((ticket(&browser), browser.current_user().as_deref()), (None, Some(ANN)));
    assert_eq!(holding(&app, &value).current_user(), None);
    assert!(families(&app).is_empty());
}

#[test]
fn form_of_the_page_that_brought_the_session_back_is_good() {
    let app = TestApp::with(PersistentSession::default()).each_form_is_new().start();
    for keeps_csrf in [false, true] {
        let browser = signed_in(&app);
        let mut later = restarted(&browser);
        if keeps_csrf {
            later.cookies.insert("csrf".to_owned(), browser.cookies["csrf"].clone());
        }
        let page = later.get("/registration/edit").text();
        let old = later.clone();
        assert_eq!(later.submit_form(&page, "/session", &[]).status, 303, "kept the cookie: {keeps_csrf}");
        assert_eq!(later.current_user(), None);
        // The token is that session's: another one's form is none.
        let mut other = restarted(&signed_in(&app));
        assert_eq!(other.current_user().as_deref(), Some(ANN));
        other.cookies.insert("csrf".to_owned(), old.cookies["csrf"].clone());
        assert_eq!(other.submit_form(&page, "/session", &[]).status, 403);
    }
}

// CS1
#[test]
fn form_of_the_session_before_is_good_in_the_one_that_the_cookie_begins() {
    let app = app(Database::sqlite());
    let mut browser = signed_in(&app);
    let page = browser.get("/registration/edit/email").text();
    app.clock.advance(3 * DAY);
    let new = "new@example.com";
    let change = [("user[email]", new), ("user[current_password]", PASSWORD)];
    assert_eq!(browser.submit_form(&page, "/registration", &change).status, 303);
    assert!(app.user(new).is_some());
    // CS3: the form of another user of the same browser is not.
    let mut mallory = app.registered("mallory@example.com");
    let form = mallory.get("/registration/edit/email").text();
    mallory.sign_out();
    let mut bea = mallory.clone();
    bea.sign_in_with(new, PASSWORD, &[("user[persistent_session]", "true")]);
    app.clock.advance(3 * DAY);
    let other = [("user[email]", "other@example.com"), ("user[current_password]", PASSWORD)];
    assert_eq!(bea.submit_form(&form, "/registration", &other).status, 403);
    assert_eq!(bea.current_user().as_deref(), Some(new));
}
