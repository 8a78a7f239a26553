//! Strangers who come first.

use pow_core::{extensions, users::EMAIL_CONFIRMED_AT};
use pow_ext_email_confirmation::{EmailConfirmation, UnconfirmedAccess};
use pow_ext_identities::Identities;
use pow_ext_lockout::Lockout;
use pow_ext_mail_sign_in::{Existing, MailSignIn};
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Client, TestApp,
    client::{ANN, PASSWORD},
};

use crate::common::{
    INDEX, SECOND, add, confirmed, has, listed, mails, name, path_of, press, proved, user_of, user_with,
};

const EVIL: &str = "eve@example.com";

fn app() -> TestApp {
    TestApp::with(Identities::default())
        .config(|mut config| {
            config.extensions.extend(extensions![ResetPassword::default(), MailSignIn::new(Existing::Prove)]);
            config
        })
        .start()
}

/// A stranger registers Ann's address and adds other ways in.
fn trojan(app: &TestApp) {
    let mut stranger = app.registered(ANN);
    proved(app, &mut stranger, EVIL);
    name(&mut stranger, "eve_1");
    add(&mut stranger, SECOND);
    assert_eq!(user_of(app, EVIL).as_deref(), Some(ANN), "as long as it was never shown whose account it is");
    assert_eq!(user_of(app, "eve_1").as_deref(), Some(ANN));
}

// V12
#[test]
fn new_password_by_the_owner_of_the_main_address_removes_what_a_stranger_added() {
    let app = app();
    trojan(&app);
    app.client().submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    let link = app.mailed_link(ANN);
    let new = [
        ("_method", "PUT"),
        ("user[password]", "of-the-owner-herself"),
        ("user[password_confirmation]", "of-the-owner-herself"),
    ];
    assert_eq!(app.client().submit(&link, &link, &new).status, 303);
    for typed in [EVIL, "eve_1", SECOND] {
        assert_eq!(user_with(&app, typed, "of-the-owner-herself"), None, "{typed}");
    }
    assert_eq!(user_with(&app, ANN, "of-the-owner-herself").as_deref(), Some(ANN));
    let ann = app.signed_in(&app.user(ANN).unwrap());
    assert_eq!(crate::common::listed(&ann).len(), 1);
    app.client().submit("/reset-password/new", "/reset-password", &[("user[email]", EVIL)]);
    assert!(mails(&app, EVIL, "reset_password/link").is_empty());
    assert_eq!(mails(&app, ANN, "reset_password/link").len(), 1, "no further one");
}

// V12
#[test]
fn mailed_code_of_the_owner_removes_what_a_stranger_added() {
    let app = app();
    trojan(&app);
    app.client().submit("/sign-in-by-mail/new", "/sign-in-by-mail", &[("user[email]", ANN)]);
    let link = app.mailed_link(ANN);
    let mut owner = app.client();
    owner.submit(&link, &link, &[]);
    assert_eq!(owner.current_user().as_deref(), Some(ANN));
    assert_eq!(crate::common::listed(&owner).len(), 1);
    app.client().submit("/sign-in-by-mail/new", "/sign-in-by-mail", &[("user[email]", EVIL)]);
    let link = app.mailed_link(EVIL);
    let mut stranger = app.client();
    stranger.submit(&link, &link, &[]);
    assert_ne!(stranger.current_user().as_deref(), Some(ANN));
}

#[test]
fn what_the_owner_added_stays_with_a_new_password() {
    let app = app();
    let mut ann = confirmed(&app, ANN);
    proved(&app, &mut ann, SECOND);
    app.client().submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    let link = app.mailed_link(ANN);
    let new = [
        ("_method", "PUT"),
        ("user[password]", "another-test-password"),
        ("user[password_confirmation]", "another-test-password"),
    ];
    assert_eq!(app.client().submit(&link, &link, &new).status, 303);
    assert_eq!(user_with(&app, SECOND, "another-test-password").as_deref(), Some(ANN));
}

// V12
#[test]
fn new_password_by_another_address_does_not_prove_the_main_one() {
    let app = app();
    trojan(&app);
    app.client().submit("/reset-password/new", "/reset-password", &[("user[email]", EVIL)]);
    assert!(mails(&app, ANN, "reset_password/link").is_empty());
    let link = app.mailed_link(EVIL);
    let new = [
        ("_method", "PUT"),
        ("user[password]", "another-test-password"),
        ("user[password_confirmation]", "another-test-password"),
    ];
    assert_eq!(app.client().submit(&link, &link, &new).status, 303);
    assert_eq!(user_with(&app, EVIL, "another-test-password").as_deref(), Some(ANN));
    assert_eq!(app.user(ANN).unwrap().get(EMAIL_CONFIRMED_AT).unwrap(), None);
}

// V12
#[test]
fn notice_of_the_owners_password_does_not_go_to_the_addresses_of_a_stranger() {
    let app = app();
    trojan(&app);
    app.client().submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    let link = app.mailed_link(ANN);
    let new = [
        ("_method", "PUT"),
        ("user[password]", "of-the-owner-herself"),
        ("user[password_confirmation]", "of-the-owner-herself"),
    ];
    assert_eq!(app.client().submit(&link, &link, &new).status, 303);
    let told = [ANN, EVIL].map(|to| mails(&app, to, "password_changed").len());
    assert_eq!(told, [1, 0]);
}

/// A thief in the browser of Ann adds other ways in.
fn stolen(app: &TestApp, ann: &Client) -> Client {
    let mut thief = app.copy(ann);
    for email in [EVIL, SECOND] {
        proved(app, &mut thief, email);
    }
    name(&mut thief, "eve_1");
    thief
}

fn assert_regained(app: &TestApp) {
    for typed in [EVIL, SECOND, "eve_1"] {
        assert_eq!(user_of(app, typed), None, "{typed}");
    }
    let ann = app.signed_in(&app.user(ANN).unwrap());
    assert_eq!(listed(&ann).len(), 1);
}

// V22
#[test]
fn link_that_undoes_a_change_of_the_main_address_removes_what_a_thief_added() {
    let app = TestApp::with(Identities::default()).extension(EmailConfirmation::default()).start();
    app.client().register(ANN, PASSWORD);
    let link = app.mailed_link(ANN);
    app.client().submit(&link, &link, &[]);
    let mut ann = app.client();
    ann.sign_in(ANN, PASSWORD);
    let mut thief = stolen(&app, &ann);
    let path = format!("{}/primary", path_of(&thief, SECOND));
    assert_eq!(press(&mut thief, &path, &[]).location(), Some(INDEX));
    let notice = mails(&app, ANN, "email_changed").pop().unwrap();
    let link = app.link_in(&notice);
    let (path, _) = link.rsplit_once('/').unwrap();
    let other = mails(&app, EVIL, "email_changed").pop().unwrap();
    assert!(notice.text.contains(path) && !other.text.contains(path), "{}", other.text);
    assert_eq!(app.client().submit(&link, &link, &[]).location(), Some("/session/new"));
    assert_regained(&app);
    assert_eq!(thief.current_user(), None);
    assert_eq!(user_of(&app, ANN).as_deref(), Some(ANN));
}

// 6.3.5
#[test]
fn link_that_secures_the_account_removes_what_a_thief_added() {
    let app = TestApp::with(Identities::default()).extension(Lockout::default()).start();
    let ann = confirmed(&app, ANN);
    drop(stolen(&app, &ann));
    app.client().sign_in(ANN, PASSWORD);
    let link = app.link_in(&mails(&app, ANN, "lockout/new_browser").pop().unwrap());
    assert_eq!(app.client().submit(&link, &link, &[]).status, 303);
    assert_regained(&app);
}

// V13
#[test]
fn open_proof_of_a_thief_ends_with_a_new_password() {
    let app = app();
    let mut ann = confirmed(&app, ANN);
    let mut thief = app.copy(&ann);
    let page = add(&mut thief, EVIL);
    let code = crate::common::code(&app, EVIL);
    ann.change_password(PASSWORD, "another-test-password");
    let path = format!("{page}/prove");
    let token = thief.token("/session/new");
    let answer = thief.post(&path, &[("_csrf_token", &token), ("user[code]", &code)]);
    assert!(answer.location().unwrap().starts_with("/session/new"));
    thief.sign_in(ANN, "another-test-password");
    let late = crate::common::press(&mut thief, &path, &[("user[code]", &code)]);
    assert_eq!(late.status, 422, "even in a new session");
    assert_eq!(user_of(&app, EVIL), None);
}

// V14
#[test]
fn unproved_address_is_sent_no_link_and_no_code_of_the_account() {
    let app = app();
    let mut ann = confirmed(&app, ANN);
    add(&mut ann, SECOND);
    let before = app.mailbox().len();
    app.client().submit("/reset-password/new", "/reset-password", &[("user[email]", SECOND)]);
    assert_eq!(app.mailbox().len(), before);
    app.client().submit("/sign-in-by-mail/new", "/sign-in-by-mail", &[("user[email]", SECOND)]);
    let mail = mails(&app, SECOND, "mail_sign_in/code").pop().unwrap();
    let link = app.link_in(&mail);
    let mut reader = app.client();
    reader.submit(&link, &link, &[]);
    assert_eq!(reader.current_user().as_deref(), Some(SECOND), "an account for itself, not that of Ann");
    let user = app.user(ANN).unwrap();
    assert_ne!(user.id().unwrap(), app.user(SECOND).unwrap().id().unwrap());
    assert!(has(&app, &ann, SECOND));
}

// V12: the address of a user who was let in unconfirmed is free for its owner
#[test]
fn unconfirmed_user_who_was_let_in_gives_way_to_the_proof() {
    let open = EmailConfirmation::default().access(UnconfirmedAccess::AllowWithNotice);
    let app = TestApp::with(Identities::default())
        .config(|mut config| {
            config.extensions.extend(extensions![open]);
            config
        })
        .start();
    drop(app.registered(SECOND));
    let mut stranger = app.client();
    assert_eq!(stranger.sign_in(SECOND, PASSWORD).status, 303);
    assert_eq!(stranger.current_user().as_deref(), Some(SECOND));
    drop(confirmed(&app, ANN));
    let mut ann = app.signed_in(&app.user(ANN).unwrap());
    proved(&app, &mut ann, SECOND);
    assert_eq!(user_of(&app, SECOND).as_deref(), Some(ANN));
    assert_eq!(stranger.current_user(), None, "the unconfirmed account is gone");
    assert!(app.user(SECOND).is_none());
}
