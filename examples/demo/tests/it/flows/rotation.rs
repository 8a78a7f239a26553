//! The secret is changed: whatever the old one signed goes on, and no user is signed out.

use std::time::Duration;

use pow_core::{Config, extensions, plug};
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_invitation::Invitation;
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Client, TestApp,
    app::TEST_SECRET,
    client::{ANN, PASSWORD},
};
use terms_accepted::TermsAccepted;

const NEW: &str = "another test value, not a secret: 9876543210 zyxwvutsrqponmlkjihgfedcba ZYXWVUTSRQPO";
const NEWEST: &str = "a third test value, not a secret: 4567890123 mlkjihgfedcbazyxwvutsrqpon MLKJIHGFEDCBAZYXWVUT";
const MINUTE: Duration = Duration::from_secs(60);

/// Before, during and after: three processes on the same data.
struct Rotation {
    old: TestApp,
    both: TestApp,
    new: TestApp,
}

fn extended(config: Config) -> Config {
    // Terms hold from tomorrow on, so that nobody is asked at the beginning.
    let terms = TermsAccepted { in_force_since: Some(config.clock.now() + Duration::from_secs(24 * 3600)) };
    let extensions = extensions![ResetPassword::default(), PersistentSession::default(), terms];
    Config { extensions, ..config }
}

fn rotation() -> Rotation {
    rotation_with(extended)
}

fn rotation_with(extended: fn(Config) -> Config) -> Rotation {
    let old = TestApp::builder().config(extended).start();
    let changed = move |config: Config| Config { secret_key_base: NEW.into(), ..extended(config) };
    let both = move |config: Config| {
        let previous_secrets = vec![config.secret_key_base.clone()];
        Config { previous_secrets, ..changed(config) }
    };
    let (both, new) = (old.beside().config(both).start(), old.beside().config(changed).start());
    Rotation { old, both, new }
}

fn register(app: &TestApp) -> Client {
    let mut browser = app.client();
    assert_eq!(browser.register_with(ANN, PASSWORD, &[("user[terms_accepted]", "true")]).status, 303);
    browser
}

fn sign_in(app: &TestApp, remember: &str) -> Client {
    let mut browser = app.client();
    let pairs = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[persistent_session]", remember)];
    assert_eq!(browser.submit("/session/new", "/session", &pairs).status, 303);
    browser
}

fn only(app: &TestApp, browser: &Client, cookie: &str) -> Client {
    let mut copy = app.copy(browser);
    copy.cookies.retain(|name, _| name == cookie);
    copy
}

// Y4, P17
#[test]
fn sessions_go_on_and_are_signed_anew_at_their_renewal() {
    let apps = rotation();
    drop(register(&apps.old));
    let browsers: Vec<Client> = (0..5).map(|_| sign_in(&apps.old, "false")).collect();
    apps.old.clock.advance(15 * MINUTE);
    for browser in &browsers {
        assert_eq!(apps.new.copy(browser).current_user(), None, "without the old secret it would have ended");
        let mut during = apps.both.copy(browser);
        assert_eq!(during.current_user().as_deref(), Some(ANN));
        assert_eq!(apps.new.copy(&during).current_user().as_deref(), Some(ANN), "whoever came by stays signed in");
    }
}

// Y4, P37
#[test]
fn remembered_browser_comes_back() {
    let apps = rotation();
    drop(register(&apps.old));
    let browser = sign_in(&apps.old, "true");
    assert_eq!(only(&apps.new, &browser, "persistent_session").current_user(), None);
    let mut during = only(&apps.both, &browser, "persistent_session");
    assert_eq!(during.current_user().as_deref(), Some(ANN));
    assert_eq!(only(&apps.new, &during, "persistent_session").current_user().as_deref(), Some(ANN));
}

// Y4
#[test]
fn form_that_is_open_can_be_sent() {
    let apps = rotation();
    drop(register(&apps.old));
    let mut browser = apps.old.client();
    let page = browser.get("/session/new").text();
    let pairs = [("user[email]", ANN), ("user[password]", PASSWORD)];
    assert_eq!(apps.new.copy(&browser).submit_form(&page, "/session", &pairs).status, 403);
    assert_eq!(apps.both.copy(&browser).submit_form(&page, "/session", &pairs).status, 303);
}

// Y4
#[test]
fn message_that_waits_is_shown() {
    let apps = rotation();
    let mut browser = register(&apps.old);
    let page = browser.get("/registration/edit").text();
    browser.account_form_from(&page, &[("user[current_password]", PASSWORD)]);
    let flash = |app: &TestApp| app.copy(&browser).get("/registration/edit").text().contains("flash-info");
    assert!(flash(&apps.both) && !flash(&apps.new));
}

// Y4, P36
#[test]
fn link_in_a_mail_works() {
    let apps = rotation();
    drop(register(&apps.old));
    let pairs = [("user[email]", ANN)];
    apps.old.client().submit("/reset-password/new", "/reset-password", &pairs);
    let link = apps.old.mailed_link(ANN);
    assert_eq!(apps.new.client().get(&link).status, 410, "a dead link");
    let mut browser = apps.both.client();
    let page = browser.get(&link).text();
    let password = "another test password of nobody";
    let pairs = [("user[password]", password), ("user[password_confirmation]", password)];
    assert_eq!(browser.submit_form(&page, &link, &pairs).location(), Some("/session/new"));
    assert_eq!(apps.new.client().sign_in(ANN, password).status, 303);
}

// Y4, P35
#[test]
fn link_that_confirms_an_address_works() {
    let apps = rotation_with(|config| Config { extensions: extensions![EmailConfirmation::default()], ..config });
    assert_eq!(apps.old.client().register(ANN, PASSWORD).status, 303);
    let link = apps.old.mailed_link(ANN);
    assert_eq!(apps.new.client().get(&link).status, 410, "a dead link");
    assert_eq!(apps.both.client().submit(&link, &link, &[]).status, 303);
    assert!(apps.new.signs_in(ANN, PASSWORD));
}

// Y4, P38
#[test]
fn invitation_can_be_accepted() {
    let apps = rotation_with(|config| Config { extensions: extensions![Invitation::default()], ..config });
    let ben = [("user[email]", "ben@example.com")];
    assert_eq!(apps.old.registered(ANN).submit("/invitations/new", "/invitations", &ben).status, 303);
    let link = apps.old.mailed_link("ben@example.com");
    assert_eq!(apps.new.client().get(&link).status, 410, "a dead link");
    let password = [("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    let accepted = apps.both.client().submit(&link, link.strip_suffix("/edit").unwrap(), &password);
    assert_eq!(accepted.location(), Some("/"));
    assert!(apps.new.signs_in("ben@example.com", PASSWORD));
}

// Y4: what the first of three secrets signed is good as long as that one is in the list
#[test]
fn second_rotation_keeps_what_the_first_secret_signed() {
    let old = TestApp::builder().config(extended).start();
    drop(register(&old));
    let (browser, token) = (sign_in(&old, "true"), plug::sign_token(&old.pow, "unsubscribe", "42"));
    old.client().submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    let link = old.mailed_link(ANN);
    for (previous, is_good) in [(vec![NEW], false), (vec![NEW, TEST_SECRET], true)] {
        let rotated = move |config: Config| Config {
            secret_key_base: NEWEST.into(),
            previous_secrets: previous.into_iter().map(Into::into).collect(),
            ..extended(config)
        };
        let app = old.beside().config(rotated).start();
        assert_eq!(app.copy(&browser).current_user().is_some(), is_good);
        assert_eq!(plug::verify_token(&app.pow, "unsubscribe", &token).is_some(), is_good);
        assert_eq!(app.client().get(&link).status == 200, is_good);
        assert_eq!(only(&app, &browser, "persistent_session").current_user().is_some(), is_good);
    }
}

// Y4, M5
#[test]
fn sign_in_that_is_half_way_can_be_finished() {
    let apps = rotation();
    drop(register(&apps.old));
    apps.old.clock.advance(2 * 24 * 60 * MINUTE);
    let waiting = sign_in(&apps.old, "false");
    assert_eq!(apps.new.copy(&waiting).get("/terms/accept").location(), Some("/session/new"));
    let mut during = apps.both.copy(&waiting);
    let accept = [("user[terms_accepted]", "true")];
    assert_eq!(during.submit("/terms/accept", "/terms/accept", &accept).location(), Some("/"));
    assert_eq!(apps.new.copy(&during).current_user().as_deref(), Some(ANN));
}

// Y4, P17
#[test]
fn public_token_is_good() {
    let apps = rotation();
    let token = plug::sign_token(&apps.old.pow, "unsubscribe", "42");
    assert_eq!(plug::verify_token(&apps.both.pow, "unsubscribe", &token).as_deref(), Some("42"));
    assert_eq!(plug::verify_token(&apps.new.pow, "unsubscribe", &token), None);
    let token = plug::sign_token(&apps.both.pow, "unsubscribe", "42");
    assert_eq!(plug::verify_token(&apps.new.pow, "unsubscribe", &token).as_deref(), Some("42"));
}
