//! The one door: what an extension demands at a sign-in is demanded on every way in.

use std::time::Duration;

use pow_testing::{Client, Database, TestApp, client::PASSWORD, on_each_database};

use crate::seams::extension::doors::{Answer, Door, app, pass, pending, with_token};

on_each_database!(
    denied_user_has_no_session_on_any_way_in,
    challenged_user_has_no_session_on_any_way_in,
    passed_challenge_signs_in,
    no_order_lets_a_user_past_another_extensions_no,
    every_challenge_must_be_passed_in_the_order_of_the_list,
    change_of_authority_ends_a_pending_sign_in,
    what_was_planted_before_a_challenge_is_worth_nothing_after_it,
);

const FIVE_MINUTES: Duration = Duration::from_secs(300);

/// Each way in: its name, the browser after it, and where it was sent.
fn ways(app: &TestApp) -> Vec<(&'static str, Client, Option<String>)> {
    let mut registered = app.client();
    let registration = registered.register("bea@example.com", PASSWORD);
    let mut signed_in = app.client();
    let sign_in = signed_in.sign_in("ann@example.com", PASSWORD);
    let mut named = with_token(app);
    let token = named.get("/");
    named.headers.clear();
    let location = |response: &pow_testing::Response| response.location().map(str::to_owned);
    vec![
        ("registration", registered, location(&registration)),
        ("password", signed_in, location(&sign_in)),
        ("header", named, location(&token)),
    ]
}

/// None of the browser's cookies opens anything. (M5)
fn is_nobody(way: &str, browser: &mut Client) {
    assert!(!browser.cookies.contains_key("auth"), "{way}: {:?}", browser.cookies);
    assert_eq!(browser.current_user(), None, "{way}");
    for guarded in ["/protected", "/registration/edit"] {
        assert_eq!(browser.get(guarded).status, 303, "{way}: {guarded}");
    }
    for cookie in browser.cookies.values() {
        let mut forger = browser.clone();
        forger.cookies = [("auth".to_owned(), cookie.clone())].into();
        assert_eq!(forger.current_user(), None, "{way}: a cookie in the place of the session's");
    }
}

#[test]
fn open_door_signs_in_on_every_way() {
    let door = Door::new("a", Answer::Allow);
    for (way, mut browser, _) in ways(&app(Database::sqlite(), &[(&door, Answer::Allow)])) {
        assert!(browser.current_user().is_some(), "{way}");
    }
}

fn denied_user_has_no_session_on_any_way_in(database: Database) {
    let door = Door::new("a", Answer::Allow);
    let app = app(database, &[(&door, Answer::Deny)]);
    for (way, mut browser, location) in ways(&app) {
        let expected = (way != "header").then_some("/a/denied");
        assert_eq!(location.as_deref(), expected, "{way}: who only sent a header sees the page as a visitor does");
        is_nobody(way, &mut browser);
        assert_eq!(pending(&mut browser, "a"), "nobody", "{way}");
    }
    assert_eq!(app.user_count(), 2, "registered all the same");
}

// M5
fn challenged_user_has_no_session_on_any_way_in(database: Database) {
    let door = Door::new("a", Answer::Allow);
    let app = app(database, &[(&door, Answer::Challenge)]);
    for (way, mut browser, location) in ways(&app) {
        let expected = if way == "header" { "/a/challenge?request_path=%2F" } else { "/a/challenge" };
        assert_eq!(location.as_deref(), Some(expected), "{way}");
        is_nobody(way, &mut browser);
        let email = if way == "registration" { "bea@example.com" } else { "ann@example.com" };
        assert_eq!(pending(&mut browser, "a"), email, "{way}");
    }
}

fn passed_challenge_signs_in(database: Database) {
    let door = Door::new("a", Answer::Allow);
    let app = app(database, &[(&door, Answer::Challenge)]);
    for (way, mut browser, _) in ways(&app) {
        assert_eq!(pass(&mut browser, "a").location(), Some("/"), "{way}");
        assert!(browser.current_user().is_some(), "{way}");
        assert!(!browser.cookies.contains_key("pending"), "{way}");
        let mut stranger = app.client();
        assert_eq!(pass(&mut stranger, "a").location(), Some("/session/new"));
        assert_eq!(stranger.current_user(), None);
    }
}

fn no_order_lets_a_user_past_another_extensions_no(database: Database) {
    let (a, b) = (Door::new("a", Answer::Allow), Door::new("b", Answer::Allow));
    let app = app(database, &[(&a, Answer::Challenge), (&b, Answer::Deny)]);
    let mut browser = app.client();
    assert_eq!(browser.sign_in("ann@example.com", PASSWORD).location(), Some("/b/denied"), "before any challenge");
    is_nobody("denied", &mut browser);
    assert_eq!(pass(&mut browser, "a").location(), Some("/session/new"), "there is no challenge to pass");
    b.now(Answer::Allow);
    assert_eq!(browser.sign_in("ann@example.com", PASSWORD).location(), Some("/a/challenge"));
    b.now(Answer::Deny);
    assert_eq!(pass(&mut browser, "a").location(), Some("/b/denied"));
    is_nobody("after the challenge", &mut browser);
    assert_eq!(pass(&mut browser, "a").location(), Some("/session/new"), "and the challenge is over");
    a.now(Answer::Deny);
    b.now(Answer::Challenge);
    assert_eq!(browser.sign_in("ann@example.com", PASSWORD).location(), Some("/a/denied"));
    a.now(Answer::Allow);
    assert_eq!(browser.sign_in("ann@example.com", PASSWORD).location(), Some("/b/challenge"));
    a.now(Answer::Deny);
    assert_eq!(pass(&mut browser, "b").location(), Some("/a/denied"), "who was locked meanwhile stays out");
    is_nobody("after the lock", &mut browser);
}

fn every_challenge_must_be_passed_in_the_order_of_the_list(database: Database) {
    let (a, b) = (Door::new("a", Answer::Allow), Door::new("b", Answer::Allow));
    let app = app(database, &[(&a, Answer::Challenge), (&b, Answer::Challenge)]);
    let mut browser = app.client();
    assert_eq!(browser.sign_in("ann@example.com", PASSWORD).location(), Some("/a/challenge"));
    assert_eq!(pending(&mut browser, "b"), "nobody", "not yet");
    assert_eq!(pass(&mut browser, "b").location(), Some("/session/new"));
    let before = browser.clone();
    assert_eq!(pass(&mut browser, "a").location(), Some("/b/challenge"));
    is_nobody("between the challenges", &mut browser);
    assert_eq!(pending(&mut browser, "a"), "nobody", "passed");
    assert_eq!(pass(&mut before.clone(), "b").location(), Some("/session/new"), "an older cookie has passed nothing");
    assert_eq!(pass(&mut browser, "b").location(), Some("/"));
    assert_eq!(browser.current_user().as_deref(), Some("ann@example.com"));
}

fn change_of_authority_ends_a_pending_sign_in(database: Database) {
    let door = Door::new("a", Answer::Allow);
    let app = app(database, &[(&door, Answer::Allow)]);
    let mut owner = app.client();
    assert_eq!(owner.sign_in("ann@example.com", PASSWORD).location(), Some("/"));
    door.now(Answer::Challenge);
    let mut thief = app.client();
    assert_eq!(thief.sign_in("ann@example.com", PASSWORD).location(), Some("/a/challenge"));
    let pairs = [
        ("_method", "PUT"),
        ("user[password]", "another-test-password"),
        ("user[password_confirmation]", "another-test-password"),
        ("user[current_password]", PASSWORD),
    ];
    assert_eq!(owner.account_form(&pairs).status, 303);
    assert_eq!(pending(&mut thief, "a"), "nobody");
    assert_eq!(pass(&mut thief, "a").location(), Some("/session/new"));
    is_nobody("the thief", &mut thief);
    assert_eq!(owner.current_user().as_deref(), Some("ann@example.com"));
}

fn challenged() -> (Door, TestApp, Client) {
    let door = Door::new("a", Answer::Allow);
    let app = app(Database::sqlite(), &[(&door, Answer::Challenge)]);
    let mut browser = app.client();
    assert_eq!(browser.sign_in("ann@example.com", PASSWORD).location(), Some("/a/challenge"));
    (door, app, browser)
}

#[test]
fn pending_sign_in_ends_after_five_minutes() {
    let (_, app, mut browser) = challenged();
    app.clock.advance(FIVE_MINUTES);
    assert_eq!(pending(&mut browser, "a"), "ann@example.com");
    app.clock.advance(Duration::from_millis(1));
    assert_eq!(pending(&mut browser, "a"), "nobody");
    assert_eq!(pass(&mut browser, "a").location(), Some("/session/new"));
    is_nobody("too late", &mut browser);
}

// M6
#[test]
fn pending_user_can_not_be_switched() {
    let (door, app, mut browser) = challenged();
    door.now(Answer::Allow);
    drop(app.registered("bob@example.com"));
    door.now(Answer::Challenge);
    assert_eq!(browser.sign_in("bob@example.com", "another-password").status, 422);
    assert_eq!(pending(&mut browser, "a"), "ann@example.com", "a wrong password makes nobody else pending");
    door.now(Answer::Allow);
    assert_eq!(browser.sign_in("bob@example.com", PASSWORD).location(), Some("/"));
    assert_eq!(pending(&mut browser, "a"), "nobody", "whoever signs in ends it");
    assert_eq!(pass(&mut browser, "a").location(), Some("/session/new"));
    assert_eq!(browser.current_user().as_deref(), Some("bob@example.com"));
}

// M6
#[test]
fn forged_or_foreign_pending_value_is_nobody() {
    let (_door, _app, mut browser) = challenged();
    let signed = browser.cookies["pending"].clone();
    let (_, other_app, _) = challenged();
    let mut changed = signed.clone().into_bytes();
    changed[3] ^= 1;
    for value in [String::from_utf8(changed).unwrap(), String::new(), browser.cookies["csrf"].clone()] {
        browser.cookies.insert("pending".to_owned(), value.clone());
        assert_eq!(pending(&mut browser, "a"), "nobody", "{value}");
    }
    let mut elsewhere = other_app.client();
    elsewhere.cookies.insert("pending".to_owned(), signed);
    assert_eq!(pending(&mut elsewhere, "a"), "nobody", "no such user there");
}

/// A second factor after a persistent cookie is no recent password: deleting the account asks for it.
#[test]
fn challenge_after_a_remembered_sign_in_is_no_recent_sign_in() {
    let (_, app, mut by_password) = challenged();
    assert_eq!(pass(&mut by_password, "a").location(), Some("/"));
    let asks_for_password =
        |browser: &mut Client| browser.get("/registration/delete").text().contains("id=\"user_current_password\"");
    assert!(!asks_for_password(&mut by_password));
    let mut remembered = with_token(&app);
    assert_eq!(remembered.get("/protected").location(), Some("/a/challenge?request_path=%2Fprotected"));
    assert_eq!(pass(&mut remembered, "a").location(), Some("/"));
    assert!(asks_for_password(&mut remembered));
}

#[test]
fn who_is_sent_to_a_challenge_by_a_header_is_not_sent_there_again_and_again() {
    let door = Door::new("a", Answer::Allow);
    let app = app(Database::sqlite(), &[(&door, Answer::Challenge)]);
    let mut browser = with_token(&app);
    assert_eq!(browser.get("/").status, 303);
    assert_eq!(pending(&mut browser, "a"), "ann@example.com", "the page is shown");
    assert_eq!(browser.current_user(), None, "and others as to a visitor");
    assert_eq!(pass(&mut browser, "a").location(), Some("/"));
    assert_eq!(browser.current_user().as_deref(), Some("ann@example.com"));
}

// S3: whoever put their own cookies into the browser has nothing of what begins at the second step.
fn what_was_planted_before_a_challenge_is_worth_nothing_after_it(database: Database) {
    let door = Door::new("a", Answer::Allow);
    let app = app(database, &[(&door, Answer::Challenge)]);
    let mut mallory = app.client();
    let form = mallory.get("/session/new").text();
    let mut browser = mallory.clone();
    assert_eq!(browser.sign_in("ann@example.com", PASSWORD).location(), Some("/a/challenge"));
    let mut halfway = browser.clone();
    assert_eq!(pass(&mut browser, "a").location(), Some("/"));
    assert_eq!(browser.current_user().as_deref(), Some("ann@example.com"));
    assert_ne!(browser.cookies.get("csrf"), mallory.cookies.get("csrf"), "the form's secret is a new one");
    for planted in [&mut mallory, &mut halfway] {
        is_nobody("planted", planted);
    }
    assert_eq!(browser.submit_form(&form, "/session", &[("_method", "DELETE")]).status, 403, "a form from before");
    assert!(browser.current_user().is_some());
}
