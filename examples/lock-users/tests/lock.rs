//! Who is locked out, and from where.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use lock_users::{LOCKED_AT, LockUsers, lock, unlock};
use pow_core::{Clock, Config, Error, Pow, extensions, schema::Value};
use pow_ext_persistent_session::PersistentSession;
use pow_testing::{Client, Database, TestApp, client::PASSWORD, on_each_database};

on_each_database!(
    locked_user_is_signed_out_everywhere_and_gets_in_by_no_way,
    unlocked_user_signs_in_again,
    others_are_not_concerned,
);

const ANN: &str = "ann@example.com";
const BOB: &str = "bob@example.com";

fn with_locks(config: Config) -> Config {
    Config { extensions: extensions![PersistentSession::default(), LockUsers], ..config }
}

async fn lock_by_address(pow: &Pow, email: &str) -> Result<bool, Error> {
    let cx = pow.cx();
    let found = pow.users().get_by(&cx, "email", Value::Text(email.to_owned())).await?;
    let Some(user) = found else { return Ok(false) };
    Ok(lock(&cx, &user).await?.is_ok())
}

fn app(database: Database) -> TestApp {
    TestApp::builder().database(database).config(with_locks).start()
}

fn locked(app: &TestApp, user_id: &str) {
    assert!(app.block_on(lock_by_address(&app.pow, user_id)).unwrap());
    assert!(!app.block_on(lock_by_address(&app.pow, "nobody@example.com")).unwrap());
}

fn remembered(app: &TestApp) -> Client {
    let mut browser = app.client();
    let pairs = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[persistent_session]", "true")];
    assert_eq!(browser.submit("/session/new", "/session", &pairs).status, 303);
    browser
}

// P30
fn locked_user_is_signed_out_everywhere_and_gets_in_by_no_way(database: Database) {
    let app = app(database);
    let mut first = app.registered(ANN);
    let mut second = remembered(&app);
    locked(&app, ANN);
    assert_eq!(app.user(ANN).unwrap().get(LOCKED_AT).unwrap(), Some(app.clock.now()));
    assert_eq!((first.current_user(), second.current_user()), (None, None), "neither by a session nor by its cookie");
    let mut browser = app.client();
    assert_eq!(browser.sign_in(ANN, PASSWORD).location(), Some("/session/new"));
    assert!(browser.get("/session/new").text().contains("This account is locked."));
    assert_eq!(browser.current_user(), None);
}

// P30
fn unlocked_user_signs_in_again(database: Database) {
    let app = app(database);
    drop(app.registered(ANN));
    locked(&app, ANN);
    let user = app.user(ANN).unwrap();
    app.block_on(unlock(&app.pow.cx(), &user)).unwrap().unwrap();
    let mut browser = app.client();
    assert_eq!(browser.sign_in(ANN, PASSWORD).location(), Some("/"));
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

// P30, E7
fn others_are_not_concerned(database: Database) {
    let app = app(database);
    drop(app.registered(ANN));
    let mut bob = app.registered(BOB);
    locked(&app, ANN);
    assert_eq!(bob.current_user().as_deref(), Some(BOB));
    assert_eq!(app.client().sign_in(BOB, PASSWORD).location(), Some("/"));
    let wrong = app.client().sign_in(ANN, "another password");
    assert_eq!(wrong.status, 422);
    assert!(!wrong.text().contains("locked"), "without the password nobody learns of it");
}
