//! How long sessions live, and what can be seen of them, through HTTP.
use std::{net::IpAddr, time::Duration};

use actix_web::{HttpRequest, HttpResponse, web};
use pow_core::{
    Pow,
    conn::Reply,
    policy::Policy,
    session::{Fingerprint, NewSession, SessionInfo},
};
use pow_testing::{
    Client, Database, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};

const MINUTE: Duration = Duration::from_secs(60);
const MILLISECOND: Duration = Duration::from_millis(1);
const DAY: Duration = Duration::from_secs(24 * 3600);

on_each_database!(list_shows_each_session_and_no_secret, session_that_is_revoked_by_its_handle_is_dead);

fn renewed(client: &mut Client) -> bool {
    let response = client.get("/");
    assert_eq!(response.element_text("current-user"), format!("signed in as {ANN}"));
    response.all("set-cookie").iter().any(|set| set.starts_with("auth="))
}

// P20, ASVS 7.3.1
#[test]
fn idle_session_ends_after_half_an_hour_and_not_before() {
    for (wait, alive) in [(30 * MINUTE - MILLISECOND, true), (30 * MINUTE, false)] {
        let app = TestApp::start();
        let mut browser = app.registered(ANN);
        app.clock.advance(wait);
        assert_eq!(browser.clone().current_user().is_some(), alive);
        assert_eq!(browser.get("/protected").status, if alive { 200 } else { 303 });
    }
}

// P20
#[test]
fn session_in_use_outlives_the_idle_timeout() {
    let app = TestApp::start();
    let mut browser = app.registered(ANN);
    for _ in 0..20 {
        app.clock.advance(29 * MINUTE);
        assert!(browser.current_user().is_some());
    }
}

// P20
#[test]
fn secret_is_renewed_after_a_quarter_of_an_hour_and_not_before() {
    let app = TestApp::start();
    let mut browser = app.registered(ANN);
    assert!(!renewed(&mut browser));
    app.clock.advance(15 * MINUTE - MILLISECOND);
    assert!(!renewed(&mut browser));
    app.clock.advance(MILLISECOND);
    let before = browser.clone();
    assert!(renewed(&mut browser));
    assert_ne!(before.cookies, browser.cookies);
    assert!(!renewed(&mut browser));
}

// P20: as Pow with `session_ttl_renewal: 0`
#[test]
fn every_request_renews_where_the_interval_is_zero() {
    let app = TestApp::builder().policy(|policy| policy.session.renewal = Duration::ZERO).start();
    let mut browser = app.registered(ANN);
    assert!((0..5).all(|_| renewed(&mut browser)));
}

// P20
#[test]
fn times_are_those_of_the_policy() {
    let second = Duration::from_secs(1);
    let app = TestApp::builder()
        .policy(|policy| (policy.session.idle, policy.session.renewal) = (20 * second, 5 * second))
        .start();
    let mut browser = app.registered(ANN);
    app.clock.advance(5 * second);
    assert!(renewed(&mut browser));
    app.clock.advance(20 * second - MILLISECOND);
    assert!(renewed(&mut browser));
    app.clock.advance(20 * second);
    assert_eq!(browser.current_user(), None);
}

// S12: the same whatever renews it, a change of the account included
#[test]
fn absolute_lifetime_ends_a_session_in_use_and_without_one_it_goes_on() {
    for (absolute, outlives) in [(Some(2 * 60 * MINUTE), false), (None, true)] {
        let app = TestApp::builder().policy(|policy| policy.session.absolute = absolute).start();
        let mut browser = app.registered(ANN);
        for round in 1..=11 {
            app.clock.advance(10 * MINUTE);
            assert!(browser.current_user().is_some(), "{round}");
            if round == 5 {
                let pairs = [("user[current_password]", PASSWORD), ("user[email]", ANN)];
                assert_eq!(browser.account_form(&pairs).status, 303);
            }
        }
        app.clock.advance(10 * MINUTE - MILLISECOND);
        assert!(browser.current_user().is_some());
        app.clock.advance(MILLISECOND);
        assert_eq!(browser.current_user().is_some(), outlives);
    }
}

// S12
#[test]
fn profiles_say_how_long_a_session_in_use_may_live() {
    for (policy, days) in [(Policy::default(), Some(30)), (Policy::pow(), None), (Policy::nist(), Some(1))] {
        assert_eq!(policy.session.absolute, days.map(|days| days * DAY));
    }
}

// ASVS 7.1.2
#[test]
fn sign_in_beyond_the_limit_signs_out_the_browser_used_longest_ago() {
    let app = TestApp::builder().policy(|policy| policy.session.max_per_user = Some(2)).start();
    let mut bob = app.registered("bob@example.com");
    let mut first = app.registered(ANN);
    app.clock.advance(MINUTE);
    let mut second = app.client();
    assert_eq!(second.sign_in(ANN, PASSWORD).status, 303);
    app.clock.advance(15 * MINUTE);
    assert!(renewed(&mut first));
    let mut third = app.client();
    assert_eq!(third.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(second.current_user(), None);
    for browser in [&mut first, &mut third] {
        assert_eq!(browser.current_user().as_deref(), Some(ANN));
    }
    assert_eq!(bob.current_user().as_deref(), Some("bob@example.com"));
    assert_eq!(second.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!((first.current_user(), second.current_user().as_deref()), (None, Some(ANN)));
}

#[test]
fn limit_of_no_session_is_refused_at_the_start() {
    let refusal = TestApp::builder().policy(|policy| policy.session.max_per_user = Some(0)).refusal();
    assert!(refusal.contains("`session.max_per_user` to at least 1"), "{refusal}");
}

/// What the session of this request says of itself.
async fn mark(pow: web::Data<Pow>, request: HttpRequest) -> HttpResponse {
    let conn = pow.conn(&request).unwrap();
    let text = match conn.session() {
        Some(session) => format!(
            "<p id=\"handle\">{}</p><p id=\"mark\">{:?}</p><p id=\"signed-in\">{}</p><p id=\"first-seen\">{:?}</p>",
            session.handle(),
            session.fingerprint().as_bytes(),
            session.created_at().timestamp_millis(),
            session.metadata().first_seen_at,
        ),
        None => "<p id=\"handle\">nobody</p>".to_owned(),
    };
    pow.respond(&request, conn, Reply::html(200, text))
}

fn marked() -> TestApp {
    let route = |config: &mut web::ServiceConfig, _: &Pow| {
        config.route("/mark", web::get().to(mark));
    };
    TestApp::builder().routes(route).start()
}

fn marks(browser: &mut Client) -> [String; 4] {
    let page = browser.get("/mark");
    ["handle", "mark", "signed-in", "first-seen"].map(|id| page.element_text(id))
}

// P21
#[test]
fn fingerprint_and_age_outlive_renewal_and_a_change_of_the_account() {
    let app = marked();
    let mut browser = app.registered(ANN);
    let first = marks(&mut browser);
    app.clock.advance(15 * MINUTE);
    assert_eq!(marks(&mut browser), first, "a renewal changes the secret alone");
    let pairs = [("user[current_password]", PASSWORD), ("user[email]", "new@example.com")];
    assert_eq!(browser.account_form(&pairs).status, 303);
    let second = marks(&mut browser);
    assert_ne!(first.first(), second.first(), "the session is another one");
    assert_eq!(first.get(1..), second.get(1..));
    let mut other = app.client();
    assert_eq!(other.sign_in("new@example.com", PASSWORD).status, 303);
    assert_ne!(marks(&mut other).get(1), second.get(1), "another browser");
    assert_eq!(marks(&mut app.client()).first().unwrap(), "nobody");
}

// P21
#[test]
fn new_session_of_the_same_client_ends_its_older_one_and_no_other() {
    let app = marked();
    let (mut browser, mut other) = (app.registered(ANN), app.client());
    assert_eq!(other.sign_in(ANN, PASSWORD).status, 303);
    let text = marks(&mut browser)[1].clone();
    let bytes: Vec<u8> = text.trim_matches(['[', ']']).split(", ").map(|byte| byte.parse().unwrap()).collect();
    let fingerprint = Some(Fingerprint::from_bytes(bytes.try_into().unwrap()));
    let user = app.user(ANN).unwrap().id().unwrap();
    let new = NewSession { fingerprint, ..NewSession::default() };
    app.clock.advance(MILLISECOND);
    let signed = app.block_on(app.pow.sessions().create(user, 0, new, None)).unwrap();
    assert_eq!(browser.clone().current_user(), None);
    assert_eq!(other.current_user().as_deref(), Some(ANN));
    browser.cookies.insert("auth".to_owned(), signed.cookie.expose().clone());
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

fn list(app: &TestApp) -> Vec<SessionInfo> {
    let user = app.user(ANN).unwrap().id().unwrap();
    app.block_on(app.pow.sessions().list(user)).unwrap()
}

// P21, P23, S19
fn list_shows_each_session_and_no_secret(database: Database) {
    let app = TestApp::builder().database(database).start();
    assert!(app.block_on(app.pow.sessions().users()).unwrap().is_empty());
    drop(app.registered("bob@example.com"));
    let mut first = app.client();
    first.headers.push(("User-Agent".to_owned(), "First/1.0".to_owned()));
    assert_eq!(first.register(ANN, PASSWORD).status, 303);
    app.clock.advance(MINUTE);
    let mut second = app.client();
    second.headers.push(("User-Agent".to_owned(), format!("Second/1.0 {}", "x".repeat(2_000))));
    assert_eq!(second.sign_in(ANN, PASSWORD).status, 303);

    let all = list(&app);
    assert_eq!(all.len(), 2);
    let agents = all.iter().map(|info| info.metadata.user_agent.clone().unwrap()).collect::<Vec<_>>();
    assert!(agents.first().unwrap().starts_with("Second/1.0"), "the newest first");
    assert!(agents.iter().all(|agent| agent.len() <= 512));
    assert_eq!(agents.last().unwrap(), "First/1.0");
    for info in &all {
        assert_eq!(info.metadata.ip, Some(IpAddr::from([127, 0, 0, 1])));
        assert_eq!(info.metadata.first_seen_at, Some(info.created_at.timestamp_millis()));
        assert_eq!(info.authenticated_at, Some(info.created_at));
    }
    assert_eq!(app.block_on(app.pow.sessions().users()).unwrap().len(), 2);
    let shown = format!("{all:?} {}", all.iter().map(|info| info.handle.to_string()).collect::<String>());
    for browser in [&first, &second] {
        let cookie = browser.cookies.get("auth").unwrap();
        assert!(cookie.split('.').filter(|part| part.len() > 8).all(|part| !shown.contains(part)));
    }
    second.sign_out();
    assert_eq!(list(&app).len(), 1);
    app.clock.advance(30 * MINUTE);
    assert!(list(&app).is_empty(), "those that have run out are not listed");
}

// P23
fn session_that_is_revoked_by_its_handle_is_dead(database: Database) {
    let app = TestApp::builder().database(database).start();
    let mut bob = app.registered("bob@example.com");
    let bob_id = app.user("bob@example.com").unwrap().id().unwrap();
    let mut first = app.registered(ANN);
    app.clock.advance(MINUTE);
    let mut second = app.client();
    assert_eq!(second.sign_in(ANN, PASSWORD).status, 303);
    let user = app.user(ANN).unwrap().id().unwrap();
    let handle = list(&app).last().unwrap().handle;
    let sessions = app.pow.sessions();
    assert!(!app.block_on(sessions.revoke(bob_id, handle)).unwrap(), "not a session of Bob's");
    assert!(first.clone().current_user().is_some());
    assert!(app.block_on(sessions.revoke(user, handle)).unwrap());
    assert!(!app.block_on(sessions.revoke(user, handle)).unwrap());
    assert_eq!(first.current_user(), None);
    assert!(second.current_user().is_some());
    assert_eq!(app.block_on(sessions.revoke_all(user, None)).unwrap(), 1);
    assert_eq!(second.current_user(), None);
    assert!(bob.current_user().is_some());
}
