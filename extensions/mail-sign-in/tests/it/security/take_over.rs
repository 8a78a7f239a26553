//! Pre-hijacking: a stranger registers the address of another person and waits for its owner.

use std::time::Duration;

use pow_core::{
    Clock,
    schema::Value,
    users::{AUTH_EPOCH, EMAIL_CONFIRMED_AT, PASSWORD_HASH},
};
use pow_ext_email_confirmation::{EmailConfirmation, UNCONFIRMED_EMAIL, UnconfirmedAccess};
use pow_ext_mail_sign_in::{Existing, MailSignIn};
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Client, Database, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};

use crate::common::{HOUR, NEW, asked, enter, names, press, proving};

on_each_database!(password_of_a_stranger_ends_with_the_proof, stranger_who_registers_meanwhile_gets_nothing);

fn sign_in(app: &TestApp, by_link: bool) -> Client {
    let mut owner = app.client();
    let (code, link) = asked(app, &mut owner, ANN);
    let answer = if by_link { press(&mut owner, &link) } else { enter(&mut owner, &code) };
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(owner.current_user().as_deref(), Some(ANN));
    owner
}

// V10, V11
fn password_of_a_stranger_ends_with_the_proof(database: Database) {
    let app = TestApp::with(proving()).extension(PersistentSession::default()).database(database).start();
    let mut stranger = app.registered(ANN);
    stranger.sign_out();
    stranger.sign_in_with(ANN, PASSWORD, &[("user[persistent_session]", "true")]);
    let mut remembered = app.copy(&stranger);
    remembered.cookies.remove("auth");
    let before = app.user(ANN).unwrap().get(AUTH_EPOCH).unwrap();
    let mut owner = app.client();
    let (code, _) = asked(&app, &mut owner, ANN);
    assert_eq!(enter(&mut owner, &code).status, 303);
    let told = owner.get("/registration/edit").text();
    assert!(told.contains("This address wasn’t confirmed before"), "{told}");
    assert_eq!(stranger.current_user(), None, "the session has ended (V11)");
    assert_eq!(remembered.current_user(), None, "so has the remembered browser");
    assert!(!app.signs_in(ANN, PASSWORD), "the password is gone (V10)");
    let user = app.user(ANN).unwrap();
    assert_eq!(user.get(PASSWORD_HASH).unwrap(), None);
    assert_eq!(user.get(AUTH_EPOCH).unwrap(), before + 1);
    assert_eq!(user.get(EMAIL_CONFIRMED_AT).unwrap(), Some(app.clock.now()));
    // From now on the address is shown, and a password that its owner chooses stays.
    let chosen = [("user[password]", "the-owners-password"), ("user[password_confirmation]", "the-owners-password")];
    assert_eq!(owner.account_form(&chosen).status, 303);
    sign_in(&app, true);
    assert!(app.signs_in(ANN, "the-owners-password"));
}

// V10
fn stranger_who_registers_meanwhile_gets_nothing(database: Database) {
    let app = TestApp::with(proving()).database(database).start();
    let mut owner = app.client();
    let (code, _) = asked(&app, &mut owner, ANN);
    let mut stranger = app.registered(ANN);
    assert_eq!(enter(&mut owner, &code).status, 303);
    assert_eq!(owner.current_user().as_deref(), Some(ANN));
    assert_eq!(stranger.current_user(), None);
    assert!(!app.signs_in(ANN, PASSWORD));
    assert_eq!(app.user_count(), 1);
}

// V12
#[test]
fn other_name_of_a_stranger_stays_no_way_in() {
    let app = TestApp::with(proving()).extension(ResetPassword::default()).start();
    let mut stranger = app.registered(ANN);
    stranger.sign_out();
    stranger.submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    let reset = app.mailed_link(ANN);
    let mut browser = app.client();
    let (waiting, waiting_link) = asked(&app, &mut browser, ANN);
    drop(sign_in(&app, true));
    assert!(!app.opens(&reset), "a link from before");
    assert_eq!(enter(&mut browser, &waiting).location(), Some(NEW), "a code from before");
    assert_eq!(browser.current_user(), None);
    assert!(!app.opens(&waiting_link));
}

// V13
#[test]
fn pending_change_of_a_stranger_ends_with_the_proof() {
    for by_link in [true, false] {
        let app = TestApp::with(EmailConfirmation::default()).extension(proving()).start();
        drop(app.registered(ANN));
        let stranger = app.user(ANN).unwrap();
        app.write(ANN, EMAIL_CONFIRMED_AT.name(), Value::DateTime(app.clock.now()));
        let mut stranger = app.signed_in(&stranger);
        stranger.account_form(&[("user[email]", "mallory@example.com"), ("user[current_password]", PASSWORD)]);
        let link = app.mailed_link("mallory@example.com");
        assert!(app.user(ANN).unwrap().get(UNCONFIRMED_EMAIL).unwrap().is_some());
        app.write(ANN, EMAIL_CONFIRMED_AT.name(), Value::Null);
        drop(sign_in(&app, by_link));
        assert_eq!(app.user(ANN).unwrap().get(UNCONFIRMED_EMAIL).unwrap(), None);
        assert!(!app.opens(&link));
    }
}

// EZ6, V14
#[test]
fn unconfirmed_account_is_its_readers_and_the_first_link_confirms_no_password() {
    let app = TestApp::with(EmailConfirmation::default()).extension(proving()).start();
    let mut stranger = app.client();
    stranger.register(ANN, PASSWORD);
    assert_eq!(stranger.current_user(), None);
    let confirmation = app.mailed_link(ANN);
    let mut owner = sign_in(&app, false);
    assert!(app.user(ANN).unwrap().get(EMAIL_CONFIRMED_AT).unwrap().is_some());
    assert!(!app.opens(&confirmation), "the link of the stranger's registration");
    assert!(!app.signs_in(ANN, PASSWORD));
    assert_eq!(owner.current_user().as_deref(), Some(ANN));
}

#[test]
fn users_from_before_are_trusted_only_if_the_application_says_so() {
    let start = |trusts: bool| {
        let app = TestApp::start();
        let before = app.clock.now() + HOUR;
        drop(app);
        let existing = if trusts { Existing::Trust { before } } else { Existing::Prove };
        TestApp::with(MailSignIn::new(existing)).start()
    };
    for trusts in [true, false] {
        let app = start(trusts);
        let mut other = app.registered(ANN);
        let owner = sign_in(&app, trusts);
        drop(owner);
        assert_eq!(app.signs_in(ANN, PASSWORD), trusts);
        assert_eq!(other.current_user().is_some(), trusts, "the session goes on");
        assert!(app.user(ANN).unwrap().get(EMAIL_CONFIRMED_AT).unwrap().is_some());
    }
    // An account that begins later is not one from before.
    let app = start(true);
    app.clock.advance(HOUR + Duration::from_secs(1));
    drop(app.registered(ANN));
    drop(sign_in(&app, true));
    assert!(!app.signs_in(ANN, PASSWORD));
}

// V10: the address was exchanged after the time until which it counts as shown
#[test]
fn user_who_changed_after_the_time_is_not_trusted() {
    const LATER: &str = "ann@later.example";
    let before = TestApp::start().clock.now() + HOUR;
    let app = TestApp::with(MailSignIn::new(Existing::Trust { before })).start();
    drop(app.registered(ANN));
    app.clock.advance(HOUR);
    let mut stranger = app.client();
    stranger.sign_in(ANN, PASSWORD);
    drop(stranger.account_form(&[("user[email]", LATER), ("user[current_password]", PASSWORD)]));
    assert!(app.user(LATER).is_some() && app.signs_in(LATER, PASSWORD), "a typed address");
    let mut owner = app.client();
    let (code, _) = asked(&app, &mut owner, LATER);
    assert_eq!(enter(&mut owner, &code).status, 303);
    assert_eq!(owner.current_user().as_deref(), Some(LATER));
    assert_eq!(stranger.current_user(), None);
    assert!(!app.signs_in(LATER, PASSWORD) && app.user_count() == 1);
}

#[test]
fn owner_is_mailed_that_the_password_was_removed() {
    let app = TestApp::with(proving()).start();
    drop(app.registered(ANN));
    drop(sign_in(&app, false));
    assert!(names(&app, ANN).contains(&"password_changed".to_owned()), "{:?}", names(&app, ANN));
}

#[test]
fn confirmed_account_keeps_its_password_and_its_sessions() {
    let app = TestApp::with(proving()).start();
    let mut other = app.registered(ANN);
    app.write(ANN, EMAIL_CONFIRMED_AT.name(), Value::DateTime(app.clock.now()));
    drop(sign_in(&app, true));
    assert!(app.signs_in(ANN, PASSWORD));
    assert_eq!(other.current_user().as_deref(), Some(ANN));
}

// V10, V11: an address that was never confirmed isn't shown, even if its user was let in
#[test]
fn user_who_was_let_in_unconfirmed_loses_the_account_to_the_owner() {
    let open = EmailConfirmation::default().access(UnconfirmedAccess::AllowWithNotice);
    let app = TestApp::with(proving()).extension(open).start();
    drop(app.registered(ANN));
    let mut stranger = app.client();
    assert_eq!(stranger.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(stranger.current_user().as_deref(), Some(ANN));
    sign_in(&app, false);
    assert_eq!(stranger.current_user(), None);
    assert!(!app.signs_in(ANN, PASSWORD));
    assert!(app.user(ANN).unwrap().get(EMAIL_CONFIRMED_AT).unwrap().is_some());
}
