//! Users who are let in before their address is confirmed.

use std::time::Duration;

use crate::common::{ANN, BOB, INBOX, NEW, change, confirm, confirmed, enter, mailed_code, row, sent};
use pow_core::schema::Value;
use pow_ext_email_confirmation::{EmailConfirmation, UnconfirmedAccess};
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{Client, Database, TestApp, app::Builder, client::PASSWORD, on_each_database};

on_each_database!(
    unconfirmed_user_is_let_in_and_sees_a_notice_on_each_page,
    registration_looks_the_same_for_taken_and_free_addresses
);

const ACCOUNT: &str = "/registration/edit";
const NOTICE: &str = "Please confirm your email address. We’ve sent a link to";

fn open() -> EmailConfirmation {
    EmailConfirmation::default().access(UnconfirmedAccess::AllowWithNotice)
}

fn builder(database: Database) -> Builder {
    TestApp::with(open()).database(database)
}

/// Registers and signs in.
fn let_in(app: &TestApp, email: &str) -> Client {
    let mut browser = app.client();
    assert_eq!(browser.register(email, PASSWORD).location(), Some(INBOX));
    let answer = browser.sign_in(email, PASSWORD);
    assert_eq!((answer.status, answer.location()), (303, Some("/")), "{}", answer.text());
    assert_eq!(browser.current_user().as_deref(), Some(email));
    browser
}

fn unconfirmed_user_is_let_in_and_sees_a_notice_on_each_page(database: Database) {
    let app = builder(database).start();
    let mut ann = let_in(&app, ANN);
    assert_eq!(sent(&app).len(), 1, "the sign-in mails nothing");
    for page in [ACCOUNT, "/registration/edit/email", "/registration/edit/password"] {
        let html = ann.get(page).text();
        assert!(html.contains(NOTICE) && html.contains(ANN) && html.contains("Send the email again"), "{page}: {html}");
    }
    assert_eq!(ann.submit(ACCOUNT, INBOX, &[]).location(), Some(INBOX), "the button");
    let page = ann.get(INBOX).text();
    assert!(page.contains("sent the email again") && page.contains("Open the link in it"), "{page}");
    assert_eq!(sent(&app).len(), 2);
    assert!(!row(&app, ANN).1, "nothing was confirmed");
    let link = app.mailed_link(ANN);
    assert_eq!(confirm(&mut ann, &link).location(), Some(ACCOUNT));
    assert_eq!(ann.current_user().as_deref(), Some(ANN), "the session goes on");
    assert!(row(&app, ANN).1 && !ann.get(ACCOUNT).text().contains(NOTICE));
    assert_eq!(ann.get(INBOX).location(), Some(ACCOUNT));
}

// E11, E16
fn registration_looks_the_same_for_taken_and_free_addresses(database: Database) {
    let app = builder(database).start();
    drop(confirmed(&app, ANN));
    drop(app.registered(BOB));
    let seen = [ANN, BOB, "eve@example.com"].map(|email| {
        let mut browser = app.client();
        let answers = [browser.register(email, PASSWORD), browser.get(INBOX), browser.submit(INBOX, INBOX, &[])];
        assert_eq!(browser.current_user(), None, "{email}: a registration signs no user in");
        answers.map(|answer| {
            let (status, headers, body) = answer.observed();
            (status, headers, body.replace(email, "…"))
        })
    });
    assert_eq!(seen[0], seen[2], "taken");
    assert_eq!(seen[1], seen[2], "never confirmed");
}

#[test]
fn without_the_setting_no_page_shows_the_notice() {
    let app = TestApp::with(EmailConfirmation::default()).start();
    let mut ann = confirmed(&app, ANN);
    crate::common::unconfirm(&app, ANN);
    assert!(!ann.get(ACCOUNT).text().contains(NOTICE));
    assert_eq!(app.client().sign_in(ANN, PASSWORD).location(), Some(INBOX), "the sign-in is denied");
}

#[test]
fn where_a_taken_address_is_told_a_registration_signs_in() {
    let app = builder(Database::sqlite()).policy(|policy| policy.prevent_user_enumeration = false).start();
    let mut ann = app.client();
    assert_eq!(ann.register(ANN, PASSWORD).status, 303);
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
    assert!(ann.get(ACCOUNT).text().contains(NOTICE));
    assert_eq!(app.client().register(ANN, PASSWORD).status, 422);
}

#[test]
fn remembered_browser_is_let_in_too() {
    let app = builder(Database::sqlite()).extension(PersistentSession::default()).start();
    drop(app.registered(ANN));
    let mut ann = app.client();
    ann.sign_in_with(ANN, PASSWORD, &[("user[persistent_session]", "true")]);
    ann.cookies.remove("auth");
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
}

// V10, V11
#[test]
fn unconfirmed_user_changes_neither_address_nor_password() {
    let app = builder(Database::sqlite()).start();
    let mut ann = let_in(&app, ANN);
    let before = row(&app, ANN);
    let password = [
        ("user[password]", "another-test-password"),
        ("user[password_confirmation]", "another-test-password"),
        ("user[current_password]", PASSWORD),
    ];
    for form in [&password[..], &[("user[email]", NEW), ("user[current_password]", PASSWORD)]] {
        let answer = ann.account_form(form);
        assert!(answer.status == 303 || answer.status == 422, "{}", answer.status);
        let page = if answer.status == 422 { answer.text() } else { ann.get(answer.location().unwrap()).text() };
        assert!(page.contains("Confirm your current email address first."), "{page}");
    }
    assert_eq!(row(&app, ANN), before);
    assert!(app.signs_in(ANN, PASSWORD) && !app.signs_in(ANN, "another-test-password"));
    assert_eq!(confirm(&mut ann, &app.mailed_link(ANN)).status, 303);
    change(&mut ann, NEW);
    assert_eq!(row(&app, ANN).2.as_deref(), Some(NEW), "a confirmed user changes it");
}

// V4, V10
#[test]
fn proof_of_the_registered_address_confirms_no_pending_one() {
    let app = TestApp::with(open().code_ttl(Duration::from_secs(600))).start();
    let mut stranger = let_in(&app, ANN);
    let mut owner = app.client();
    assert_eq!(owner.register(ANN, "of-the-owner-herself").location(), Some(INBOX));
    let (link, code) = (app.mailed_link(ANN), mailed_code(&app, ANN));
    // No form can write it.
    app.write(ANN, "unconfirmed_email", Value::Text("mallory@example.com".to_owned()));
    enter(&mut owner, &code);
    for browser in [&mut owner, &mut stranger] {
        assert!(!browser.get(&link).text().contains("Confirm my address"), "the link is dead");
    }
    assert!(app.user("mallory@example.com").is_none(), "confirmed without a proof");
    assert!(!row(&app, ANN).1);
}

// V10, V11
#[test]
fn owner_of_the_address_gets_the_account_and_the_stranger_is_out() {
    let app = builder(Database::sqlite()).extension(ResetPassword::default()).start();
    let mut stranger = let_in(&app, ANN);
    let mut owner = app.client();
    assert_eq!(owner.register(ANN, "of-the-owner-herself").location(), Some(INBOX));
    assert_eq!(stranger.current_user().as_deref(), Some(ANN), "the mail alone changes nothing");
    let link = app.mailed_link(ANN);
    assert_eq!(confirm(&mut owner, &link).status, 303);
    assert_eq!(owner.current_user().as_deref(), Some(ANN));
    assert_eq!(stranger.current_user(), None);
    assert!(app.signs_in(ANN, "of-the-owner-herself") && !app.signs_in(ANN, PASSWORD));
}

#[test]
fn locked_user_is_not_let_in_and_is_mailed_nothing() {
    let app = builder(Database::sqlite()).extension(lock_users::LockUsers).start();
    let mut ann = let_in(&app, ANN);
    let user = app.user(ANN).unwrap();
    assert!(app.block_on(lock_users::lock(&app.pow.cx(), &user)).unwrap().is_ok());
    assert_eq!(ann.current_user(), None);
    let mails = sent(&app).len();
    let mut again = app.client();
    again.sign_in(ANN, PASSWORD);
    assert_eq!(again.current_user(), None);
    assert_eq!(sent(&app).len(), mails);
}

#[test]
fn code_confirms_the_address_of_a_user_who_was_let_in() {
    let extension = open().code_ttl(Duration::from_secs(600));
    let app = TestApp::with(extension).start();
    let mut ann = let_in(&app, ANN);
    ann.submit(ACCOUNT, INBOX, &[]);
    let (page, code) = (ann.get(INBOX).text(), mailed_code(&app, ANN));
    assert!(page.contains("one-time-code"), "{page}");
    let answer = enter(&mut ann, &code);
    assert_eq!(answer.location(), Some(ACCOUNT), "{} {}", answer.status, answer.text());
    assert!(row(&app, ANN).1);
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
}
