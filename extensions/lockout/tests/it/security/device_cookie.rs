//! The device cookie gives places of its own, and only to the browser that it was set for.

use std::time::Duration;

use pow_ext_lockout::Lockout;
use pow_testing::{
    Client, Database, TestApp,
    client::{ANN, PASSWORD},
};

use crate::common::{QUARTER, WRONG, app, attack, is_in, stranger};

const COOKIE: &str = "known_browser";

/// A browser that is known for the account, during an attack.
fn known(app: &TestApp) -> Client {
    let mut browser = stranger(app, 60_000);
    assert!(is_in(&browser.sign_in(ANN, PASSWORD)));
    browser.sign_out();
    drop(attack(app, ANN, 0..6));
    browser
}

fn started() -> TestApp {
    app(Lockout::default().client(None), Database::sqlite()).0
}

#[test]
fn cookie_is_not_readable_by_scripts_or_sent_by_other_sites_and_is_renewed() {
    let app = started();
    let mut browser = app.client();
    let answer = browser.sign_in(ANN, PASSWORD);
    let set = answer.all("set-cookie").into_iter().find(|set| set.starts_with(COOKIE)).unwrap().to_owned();
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=15552000"] {
        assert!(set.contains(attribute), "{set}");
    }
    browser.sign_out();
    assert!(browser.cookies.contains_key(COOKIE), "signing out leaves the browser known");
    app.clock.advance(Duration::from_secs(100 * 24 * 3600));
    assert!(is_in(&browser.sign_in(ANN, PASSWORD)));
    browser.sign_out();
    app.clock.advance(Duration::from_secs(100 * 24 * 3600));
    drop(attack(&app, ANN, 0..6));
    assert!(is_in(&browser.sign_in(ANN, PASSWORD)), "renewed at each sign-in");
}

// W14
#[test]
fn known_browser_has_five_tries_and_then_those_of_strangers() {
    let app = started();
    let mut browser = known(&app);
    for _ in 0..5 {
        assert_eq!(browser.sign_in(ANN, WRONG).status, 422);
    }
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 429, "it counts as unknown, and those have no place left");
    app.clock.advance(QUARTER);
    assert!(is_in(&browser.sign_in(ANN, PASSWORD)));
}

// W14
#[test]
fn forged_foreign_expired_and_doubled_cookies_count_as_none() {
    let app = started();
    let browser = known(&app);
    let value = browser.cookies[COOKIE].clone();
    let refused = |value: &str| {
        let mut other = stranger(&app, 60_001);
        other.cookies.insert(COOKIE.to_owned(), value.to_owned());
        other.sign_in(ANN, PASSWORD).status
    };
    let mut forged = value.clone();
    forged.replace_range(0..1, if value.starts_with('B') { "C" } else { "B" });
    assert_eq!(refused(&forged), 429, "forged");
    assert_eq!(refused(&format!("{value}; {COOKIE}={value}")), 429, "doubled");
    assert_eq!(refused(""), 429);
    drop(app.registered("mallory@example.com"));
    let mut mallory = app.client();
    assert!(is_in(&mallory.sign_in("mallory@example.com", PASSWORD)));
    assert_eq!(refused(&mallory.cookies[COOKIE]), 429, "of another account");
    assert_eq!(refused(&value), 303, "the control: the cookie as it was set");
    app.clock.advance(QUARTER);
    let mut expired = known(&app);
    app.clock.advance(Duration::from_secs(180 * 24 * 3600 + 1));
    drop(attack(&app, ANN, 100..106));
    assert_eq!(expired.sign_in(ANN, PASSWORD).status, 429, "expired");
}

#[test]
fn browser_is_known_for_the_eight_accounts_that_signed_in_last() {
    let app = started();
    let mut browser = app.client();
    let account = |number: usize| format!("user-{number}@example.com");
    for number in 0..9 {
        drop(stranger(&app, 50_000 + number).register(&account(number), PASSWORD));
        assert!(is_in(&browser.sign_in(&account(number), PASSWORD)));
        browser.sign_out();
    }
    assert!(browser.cookies[COOKIE].len() < 1_000, "{}", browser.cookies[COOKIE].len());
    for (number, status) in [(0, 429), (1, 303), (8, 303)] {
        drop(attack(&app, &account(number), number * 10..number * 10 + 6));
        let mut copy = app.copy(&browser);
        assert_eq!(copy.sign_in(&account(number), PASSWORD).status, status, "account {number}");
    }
}
