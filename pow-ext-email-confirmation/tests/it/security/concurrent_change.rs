//! A new password and a lock end every address that waits, also one that is asked for while they are under way.

use std::{sync::Arc, thread};

use crate::common::{ANN, NEW, change, confirm, confirmed, row, sent, unconfirm};
use lock_users::{LOCKED_AT, LockUsers, lock, unlock};
use pow_core::{Clock, extensions, schema::Value, users::AUTH_EPOCH};
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Client, Database, HeldHasher, Response, TestApp,
    client::{PASSWORD, encode},
    held::Step,
    on_each_database,
};

on_each_database!(
    address_asked_for_while_a_reset_is_hashed_never_comes_about,
    address_asked_for_while_a_new_password_is_hashed_never_comes_about,
    address_asked_for_in_place_of_another_while_a_password_is_hashed_never_comes_about,
    address_asked_for_after_a_reset_waits_as_ever,
    lock_ends_the_change_that_waits_and_its_link,
    no_link_confirms_while_an_account_is_locked,
);

const EVIL: &str = "evil@example.com";
const HERS: &str = "her-own-test-password";

fn app(database: Database, hasher: &HeldHasher) -> TestApp {
    let hasher = Arc::new(hasher.clone());
    TestApp::builder()
        .database(database)
        .policy(|policy| policy.password.hasher = hasher)
        .config(|mut config| {
            config.extensions = extensions![EmailConfirmation::default(), ResetPassword::default(), LockUsers];
            config.hashing.threads = 2;
            config
        })
        .start()
}

/// The link for a new password.
fn link(app: &TestApp) -> String {
    let mut browser = app.client();
    assert_eq!(browser.submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]).status, 303);
    app.mailed_link(ANN)
}

/// The browser's form, sent by hand, so that the page is fetched before anything is held.
fn bytes(browser: &mut Client, page: &str, path: &str, method: &str, fields: &[(&str, &str)]) -> Vec<u8> {
    let csrf = browser.token(page);
    let password = [("user[password]", HERS), ("user[password_confirmation]", HERS)];
    let form = [&[("_csrf_token", csrf.as_str()), ("_method", method)][..], &password, fields].concat();
    browser.bytes("POST", path, Some(&encode(&form)))
}

/// Sends what sets a new password, and lets the thief ask for an address of their own while it is hashed.
fn overtaken(held: &HeldHasher, browser: &Client, request: &[u8], mut thief: impl FnMut()) -> Response {
    held.hold(Step::Hash, 1);
    thread::scope(|scope| {
        let answer = scope.spawn(|| browser.raw(request));
        held.wait_until_held();
        thief();
        held.release();
        answer.join().unwrap()
    })
}

/// The thief's wish came to nothing: no address waits, and the link that was good confirms nothing.
fn assert_ended(app: &TestApp, evil: &str) {
    assert!(matches!(row(app, ANN), (None, true, None)), "{:?}", row(app, ANN));
    assert!(!app.opens(evil));
    assert_eq!(app.client().sign_in(ANN, HERS).status, 303);
    assert!(app.user(EVIL).is_none());
}

// V13
fn address_asked_for_while_a_reset_is_hashed_never_comes_about(database: Database) {
    let held = HeldHasher::new();
    let app = app(database, &held);
    let mut thief = confirmed(&app, ANN);
    let link = link(&app);
    let mut ann = app.client();
    let request = bytes(&mut ann, &link, &link, "PUT", &[]);
    let mut evil = None;
    let answer = overtaken(&held, &ann, &request, || {
        change(&mut thief, EVIL);
        evil = Some(app.mailed_link(EVIL));
        assert!(app.opens(evil.as_ref().unwrap()), "so far it is good");
        assert_eq!(row(&app, ANN).2.as_deref(), Some(EVIL));
    });
    assert_eq!(answer.location(), Some("/session/new"));
    assert_ended(&app, &evil.unwrap());
    assert_eq!(thief.current_user(), None);
}

// V13
fn address_asked_for_while_a_new_password_is_hashed_never_comes_about(database: Database) {
    let held = HeldHasher::new();
    let app = app(database, &held);
    let (mut thief, mut ann) = (confirmed(&app, ANN), app.client());
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
    // The page sends the present address along.
    let fields = [("user[email]", ANN), ("user[current_password]", PASSWORD)];
    let request = bytes(&mut ann, "/registration/edit", "/registration", "PATCH", &fields);
    let mut evil = None;
    let answer = overtaken(&held, &ann, &request, || {
        change(&mut thief, EVIL);
        evil = Some(app.mailed_link(EVIL));
    });
    assert_eq!(answer.status, 303);
    assert_ended(&app, &evil.unwrap());
    assert_eq!(thief.current_user(), None);
    ann.keep(&answer);
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
}

// V13: Ann's own wish waits, and her form names it once more; the thief's takes its place meanwhile.
fn address_asked_for_in_place_of_another_while_a_password_is_hashed_never_comes_about(database: Database) {
    let held = HeldHasher::new();
    let app = app(database, &held);
    let (mut thief, mut ann) = (confirmed(&app, ANN), app.client());
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
    change(&mut ann, NEW);
    let fields = [("user[email]", NEW), ("user[current_password]", PASSWORD)];
    let request = bytes(&mut ann, "/registration/edit", "/registration", "PATCH", &fields);
    let mut evil = None;
    let answer = overtaken(&held, &ann, &request, || {
        change(&mut thief, EVIL);
        evil = Some(app.mailed_link(EVIL));
    });
    assert_eq!(answer.status, 303);
    assert_ended(&app, &evil.unwrap());
}

// The other side of it: what is asked for later is hers.
fn address_asked_for_after_a_reset_waits_as_ever(database: Database) {
    let held = HeldHasher::new();
    let app = app(database, &held);
    drop(confirmed(&app, ANN));
    let link = link(&app);
    let mut ann = app.client();
    let request = bytes(&mut ann, &link, &link, "PUT", &[]);
    assert_eq!(ann.raw(&request).location(), Some("/session/new"));
    assert_eq!(ann.sign_in(ANN, HERS).status, 303);
    let wish = [("user[email]", NEW), ("user[current_password]", HERS)];
    assert_eq!(ann.account_form(&wish).status, 303);
    assert_eq!(confirm(&mut ann, &app.mailed_link(NEW)).status, 303);
    assert_eq!(ann.current_user().as_deref(), Some(NEW));
}

fn locked(app: &TestApp) {
    let user = app.user(ANN).unwrap();
    app.block_on(lock(&app.pow.cx(), &user)).unwrap().unwrap();
}

fn unlocked(app: &TestApp) {
    let user = app.user(ANN).unwrap();
    app.block_on(unlock(&app.pow.cx(), &user)).unwrap().unwrap();
}

// W15, V13
fn lock_ends_the_change_that_waits_and_its_link(database: Database) {
    let app = app(database, &HeldHasher::new());
    let mut ann = confirmed(&app, ANN);
    change(&mut ann, NEW);
    let link = app.mailed_link(NEW);
    assert!(app.opens(&link));
    let mut early = app.client();
    let page = early.get(&link).text();
    locked(&app);
    assert!(matches!(row(&app, ANN), (None, true, None)), "{:?}", row(&app, ANN));
    assert!(!app.opens(&link));
    assert_eq!(early.submit_form(&page, &link, &[]).status, 410);
    unlocked(&app);
    assert!(!app.opens(&link), "it stays dead");
    assert!(app.user(NEW).is_none());
    // Who is let in again may ask again.
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
    change(&mut ann, NEW);
    assert_eq!(confirm(&mut ann, &app.mailed_link(NEW)).status, 303);
    assert_eq!(ann.current_user().as_deref(), Some(NEW));
}

// W15: also where a program locked without raising the epoch, so that the link is in the row still
fn no_link_confirms_while_an_account_is_locked(database: Database) {
    let app = app(database, &HeldHasher::new());
    drop(confirmed(&app, ANN));
    unconfirm(&app, ANN);
    assert_eq!(app.client().sign_in(ANN, PASSWORD).location(), Some("/confirm-email"));
    let link = app.mailed_link(ANN);
    let mut early = app.client();
    let page = early.get(&link).text();
    let epoch = app.user(ANN).unwrap().get(AUTH_EPOCH).unwrap();
    app.write(ANN, LOCKED_AT.name(), Value::DateTime(app.clock.now()));
    assert!(!app.opens(&link));
    assert_eq!(early.submit_form(&page, &link, &[]).status, 410);
    let (token, is_confirmed, _) = row(&app, ANN);
    assert!(token.is_some() && !is_confirmed);
    // The right password brings no mail with a link that would open nothing.
    let mails = sent(&app).len();
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(sent(&app).len(), mails);
    app.write(ANN, LOCKED_AT.name(), Value::Null);
    assert_eq!(app.user(ANN).unwrap().get(AUTH_EPOCH).unwrap(), epoch);
    assert_eq!(confirm(&mut app.client(), &link).location(), Some("/session/new"));
    assert!(row(&app, ANN).1, "it is good again with the account");
}
