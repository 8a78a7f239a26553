//! A user that an administrator has locked can't sign in by any method.

use std::{sync::Arc, time::Duration};

use pow_core::DateTime;
use pow_ext_invitation::Invitation;
use pow_ext_lockout::{Lockout, lock, status, unlock};
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Database, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};

on_each_database!(locked_user_is_signed_out_and_gets_in_by_no_way, lock_ends_by_itself_and_by_hand);

fn locked(app: &TestApp, until: Option<DateTime>) {
    let user = app.user(ANN).unwrap();
    let written = app.block_on(lock(&app.pow.cx(), &user, until, "reported for spam")).unwrap();
    assert!(written.is_ok());
}

// W15
fn locked_user_is_signed_out_and_gets_in_by_no_way(database: Database) {
    let app = TestApp::with(Lockout::default())
        .extension(ResetPassword::default())
        .extension(PersistentSession::default())
        .extension(Invitation::default())
        .database(database)
        .start();
    let mut browser = app.registered(ANN);
    browser.sign_out();
    browser.sign_in_with(ANN, PASSWORD, &[("user[persistent_session]", "true")]);
    app.client().submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    let reset = app.mailed_link(ANN);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    locked(&app, None);
    let reason = status(&app.pow.cx(), &app.user(ANN).unwrap()).unwrap().unwrap().reason;
    assert_eq!(reason.as_deref(), Some("reported for spam"));
    assert_eq!(browser.current_user(), None, "the session has ended");
    let mut remembered = app.copy(&browser);
    remembered.cookies.remove("auth");
    assert_eq!(remembered.current_user(), None, "the remembered browser is forgotten");
    assert!(!app.opens(&reset), "the link that was mailed before is void");
    let mails = app.mailbox().len();
    app.client().submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    assert_eq!(app.mailbox().len(), mails, "no new link is mailed");
    let mut other = app.client();
    let answer = other.sign_in(ANN, PASSWORD);
    assert_eq!(answer.location(), Some("/session/new"));
    assert!(other.get("/session/new").text().contains("This account is locked"));
    assert_eq!(other.current_user(), None);
    // A wrong password tells nothing of the lock.
    assert_eq!(app.client().sign_in(ANN, "wrong-test-password").status, 422);
}

// W15
#[test]
fn locked_invitation_is_not_accepted() {
    let app = TestApp::with(Lockout::default()).extension(Invitation::default()).start();
    let mut ann = app.registered(ANN);
    ann.submit("/invitations/new", "/invitations", &[("user[email]", "bob@example.com")]);
    let link = app.mailed_link("bob@example.com");
    assert!(app.opens(&link));
    let bob = app.user("bob@example.com").unwrap();
    assert!(app.block_on(lock(&app.pow.cx(), &bob, None, "")).unwrap().is_ok());
    let mut browser = app.client();
    let form = [("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    let html = browser.get(&link).text();
    if html.contains("<form") && html.contains(&link) {
        browser.submit_form(&html, &link, &form);
    }
    assert_eq!(browser.current_user(), None);
    assert!(!app.signs_in("bob@example.com", PASSWORD));
}

fn lock_ends_by_itself_and_by_hand(database: Database) {
    let app = TestApp::with(Lockout::default().client(None)).database(database).start();
    drop(app.registered(ANN));
    let hour = Duration::from_secs(3600);
    locked(&app, Some(app.pow.cx().now() + hour));
    app.clock.advance(hour - Duration::from_millis(1));
    assert!(!app.signs_in(ANN, PASSWORD));
    app.clock.advance(Duration::from_millis(1));
    assert!(app.signs_in(ANN, PASSWORD));
    locked(&app, None);
    app.clock.advance(100 * 24 * hour);
    assert!(!app.signs_in(ANN, PASSWORD));
    let user: Arc<_> = app.user(ANN).unwrap();
    assert!(app.block_on(unlock(&app.pow.cx(), &user)).unwrap().is_ok());
    assert!(app.signs_in(ANN, PASSWORD));
    assert_eq!(status(&app.pow.cx(), &app.user(ANN).unwrap()).unwrap(), None);
}
