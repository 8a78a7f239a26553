//! A password that is over is replaced at the sign-in.

use std::time::Duration;

use pow_core::{extensions, schema::Value, users::EMAIL_CONFIRMED_AT};
use pow_ext_mail_sign_in::{Existing, MailSignIn};
use pow_ext_password_expiry::{PASSWORD_CHANGED_AT, PasswordExpiry, force_password_change};
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Client, Database, Response, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};

const DAY: Duration = Duration::from_secs(24 * 3600);
const NEW: &str = "another-test-password";
const EDIT: &str = "/expired-password";

on_each_database!(password_beyond_its_age_is_replaced_at_the_sign_in, administrator_asks_one_user_for_a_new_password,);

fn app(database: Database) -> TestApp {
    let app = TestApp::with(PasswordExpiry::default().max_age(90 * DAY)).database(database).start();
    drop(app.registered(ANN));
    app
}

/// Replaces the password of the registration.
fn choose(browser: &mut Client, password: &str) -> Response {
    replace(browser, PASSWORD, password)
}

fn replace(browser: &mut Client, current: &str, password: &str) -> Response {
    let form =
        [("user[current_password]", current), ("user[password]", password), ("user[password_confirmation]", password)];
    browser.submit(EDIT, EDIT, &form)
}

fn password_beyond_its_age_is_replaced_at_the_sign_in(database: Database) {
    let app = app(database);
    app.clock.advance(90 * DAY - Duration::from_secs(1));
    assert!(app.signs_in(ANN, PASSWORD));
    app.clock.advance(Duration::from_secs(1));
    let mut browser = app.client();
    assert_eq!(browser.sign_in(ANN, PASSWORD).location(), Some(EDIT));
    assert_eq!(browser.current_user(), None, "no session before the new password");
    let answer = choose(&mut browser, PASSWORD);
    assert_eq!(answer.status, 422, "the old password is refused");
    assert_eq!(choose(&mut browser, "short").status, 422);
    assert_eq!(browser.current_user(), None);
    assert_eq!(choose(&mut browser, NEW).status, 303);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    assert!(app.signs_in(ANN, NEW) && !app.signs_in(ANN, PASSWORD));
    app.clock.advance(90 * DAY);
    assert_eq!(app.client().sign_in(ANN, NEW).location(), Some(EDIT), "and again");
}

fn administrator_asks_one_user_for_a_new_password(database: Database) {
    let app = app(database);
    drop(app.registered("bob@example.com"));
    let mut browser = app.client();
    browser.sign_in(ANN, PASSWORD);
    let user = app.user(ANN).unwrap();
    assert!(app.block_on(force_password_change(&app.pow.cx(), &user)).unwrap().is_ok());
    assert_eq!(browser.current_user(), None, "the session has ended");
    assert_eq!(browser.sign_in(ANN, PASSWORD).location(), Some(EDIT));
    assert_eq!(choose(&mut browser, NEW).status, 303);
    assert!(app.signs_in(ANN, NEW), "asked for once");
    assert!(app.signs_in("bob@example.com", PASSWORD), "no other user");
}

#[test]
fn nobody_but_the_user_who_has_just_signed_in_sees_the_form() {
    let app = app(Database::sqlite());
    assert_eq!(app.client().get(EDIT).location(), Some("/session/new"));
    let mut other = app.client();
    let token = other.token("/session/new");
    let form = [("_csrf_token", token.as_str()), ("_method", "PUT"), ("user[password]", NEW)];
    assert_eq!(other.post(EDIT, &form).location(), Some("/session/new"));
    assert!(app.signs_in(ANN, PASSWORD));
}

#[test]
fn copy_of_the_waiting_browser_sets_no_second_password() {
    let app = app(Database::sqlite());
    app.clock.advance(90 * DAY);
    let mut browser = app.client();
    browser.sign_in(ANN, PASSWORD);
    let mut copy = app.copy(&browser);
    let page = copy.get(EDIT).text();
    assert_eq!(choose(&mut browser, NEW).status, 303);
    let late = [
        ("user[current_password]", PASSWORD),
        ("user[password]", "a-third-test-password"),
        ("user[password_confirmation]", "a-third-test-password"),
    ];
    assert_eq!(copy.submit_form(&page, EDIT, &late).location(), Some("/session/new"));
    assert!(app.signs_in(ANN, NEW));
}

/// A browser in which Ann has signed in by mail when her password was over.
fn by_mail(app: &TestApp) -> Client {
    drop(app.registered(ANN));
    app.write(ANN, EMAIL_CONFIRMED_AT.name(), Value::DateTime(app.pow.cx().now()));
    app.clock.advance(90 * DAY);
    let mut browser = app.client();
    browser.submit("/sign-in-by-mail/new", "/sign-in-by-mail", &[("user[email]", ANN)]);
    let link = app.mailed_link(ANN);
    assert_eq!(browser.submit(&link, &link, &[]).location(), Some(EDIT));
    browser
}

#[test]
fn sign_in_by_mail_sets_no_password_without_the_current_one() {
    let app = TestApp::with(PasswordExpiry::default().max_age(90 * DAY))
        .config(|mut config| {
            config.extensions.extend(extensions![MailSignIn::new(Existing::Prove), ResetPassword::default()]);
            config
        })
        .start();
    let mut browser = by_mail(&app);
    for wrong in ["", "not the password", NEW] {
        let answer = replace(&mut browser, wrong, NEW);
        assert_eq!(answer.status, 422, "{wrong}");
        assert!(answer.text().contains("user_current_password-error"), "{}", answer.text());
    }
    assert_eq!(browser.current_user(), None);
    assert!(browser.get(EDIT).text().contains(r#"href="/reset-password/new""#), "the way of those who don't know it");
    assert_eq!(choose(&mut browser, NEW).status, 303);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

// A user who signs in by mail would be locked out for good.
#[test]
fn without_a_page_for_a_forgotten_password_the_current_one_is_not_asked_for() {
    let app =
        TestApp::with(PasswordExpiry::default().max_age(90 * DAY)).extension(MailSignIn::new(Existing::Prove)).start();
    let mut browser = by_mail(&app);
    assert!(!browser.get(EDIT).text().contains("current_password"));
    let form = [("user[password]", NEW), ("user[password_confirmation]", NEW)];
    assert_eq!(browser.submit(EDIT, EDIT, &form).status, 303);
    assert!(app.signs_in(ANN, NEW));
}

#[test]
fn sessions_of_the_old_password_end_under_every_policy() {
    let app = TestApp::with(PasswordExpiry::default().max_age(90 * DAY))
        .policy(|policy| {
            policy.end_other_sessions_on_password_change = false;
            policy.session.idle = 30 * DAY;
            policy.session.absolute = None;
        })
        .start();
    let mut open = app.registered(ANN);
    for _ in 0..4 {
        app.clock.advance(23 * DAY);
        assert_eq!(open.current_user().as_deref(), Some(ANN));
    }
    let mut browser = app.client();
    assert_eq!(browser.sign_in(ANN, PASSWORD).location(), Some(EDIT));
    assert_eq!(choose(&mut browser, NEW).status, 303);
    assert_eq!((open.current_user(), browser.current_user().as_deref()), (None, Some(ANN)));
}

#[test]
fn remembered_browser_is_not_enough_to_choose_a_password() {
    let app = TestApp::with(PasswordExpiry::default().max_age(DAY)).extension(PersistentSession::default()).start();
    let mut browser = app.registered(ANN);
    browser.sign_out();
    browser.sign_in_with(ANN, PASSWORD, &[("user[persistent_session]", "true")]);
    app.clock.advance(DAY);
    browser.cookies.remove("auth");
    assert_eq!(browser.current_user(), None);
    assert_eq!(browser.get(EDIT).location(), Some("/session/new"));
    assert_eq!(browser.sign_in(ANN, PASSWORD).location(), Some(EDIT));
}

#[test]
fn reset_begins_the_time_again_and_users_from_before_count_from_their_registration() {
    let app = TestApp::with(PasswordExpiry::default().max_age(10 * DAY)).extension(ResetPassword::default()).start();
    drop(app.registered(ANN));
    app.write(ANN, PASSWORD_CHANGED_AT.name(), Value::Null);
    app.clock.advance(9 * DAY);
    assert!(app.signs_in(ANN, PASSWORD));
    app.clock.advance(DAY);
    assert_eq!(app.client().sign_in(ANN, PASSWORD).location(), Some(EDIT));
    let mut browser = app.client();
    browser.submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    let link = app.mailed_link(ANN);
    browser.submit(&link, &link, &[("user[password]", NEW), ("user[password_confirmation]", NEW)]);
    assert!(app.signs_in(ANN, NEW));
}

#[test]
fn without_a_limit_no_password_is_over_and_one_of_an_hour_is_refused() {
    let app = TestApp::with(PasswordExpiry::default()).start();
    drop(app.registered(ANN));
    app.clock.advance(3_000 * DAY);
    assert!(app.signs_in(ANN, PASSWORD));
    let hour = Duration::from_secs(3600);
    assert!(TestApp::with(PasswordExpiry::default().max_age(hour)).refusal().contains("`max_age` is out of range"));
}

#[test]
fn account_shows_when_the_password_was_set() {
    let app = TestApp::with(PasswordExpiry::default()).start();
    let mut browser = app.registered(ANN);
    let said = |html: String| {
        let (_, time) = html.split_once("Last changed ")?;
        Some(time.split('<').next()?.replace(['\u{2068}', '\u{2069}'], ""))
    };
    let before = said(browser.get("/registration/edit").text()).expect("a time");
    app.clock.advance(Duration::from_secs(600));
    assert_eq!(browser.change_password(PASSWORD, NEW).status, 303);
    let after = said(browser.get("/registration/edit").text()).expect("a time");
    assert!(
        before.starts_with("15 June 2025") && after.starts_with("15 June 2025") && before != after,
        "{before} {after}"
    );
    app.write(ANN, PASSWORD_CHANGED_AT.name(), Value::Null);
    app.clock.advance(Duration::from_secs(16 * 60));
    assert_eq!(said(browser.get("/registration/edit").text()), None, "a password from before");
}
