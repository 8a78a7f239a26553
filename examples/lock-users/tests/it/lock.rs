//! Who is locked out, and from where.
use lock_users::{LOCKED_AT, LockUsers, lock, unlock};
use pow_core::{Clock, Config, Error, Pow, extensions, schema::Value};
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Client, Database, Response, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};

on_each_database!(
    locked_user_is_signed_out_everywhere_and_gets_in_by_no_way,
    unlocked_user_signs_in_again,
    others_are_not_concerned,
    wrong_password_of_a_locked_user_is_answered_as_an_unknown_user,
    locked_user_gets_no_new_password,
);

const BOB: &str = "bob@example.com";

fn with_locks(config: Config) -> Config {
    Config { extensions: extensions![PersistentSession::default(), ResetPassword::default(), LockUsers], ..config }
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
    assert_eq!(browser.sign_in_with(ANN, PASSWORD, &[("user[persistent_session]", "true")]).status, 303);
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

// P30
fn others_are_not_concerned(database: Database) {
    let app = app(database);
    drop(app.registered(ANN));
    let mut bob = app.registered(BOB);
    locked(&app, ANN);
    assert_eq!(bob.current_user().as_deref(), Some(BOB));
    assert_eq!(app.client().sign_in(BOB, PASSWORD).location(), Some("/"));
}

/// Everything of an answer but what is random by design.
fn seen(answer: &Response, typed: &str) -> (u16, Vec<(String, String)>, String) {
    let mut headers: Vec<_> = answer.headers.iter().filter(|(name, _)| name != "date").cloned().collect();
    for (name, value) in &mut headers {
        if name == "set-cookie" {
            let (cookie, attributes) = value.split_once(';').unwrap_or((value, ""));
            *value = format!("{};{attributes}", cookie.split('=').next().unwrap_or_default());
        }
    }
    headers.sort_unstable();
    (answer.status, headers, answer.masked().replace(typed, "typed"))
}

// E7
fn wrong_password_of_a_locked_user_is_answered_as_an_unknown_user(database: Database) {
    let app = app(database);
    drop(app.registered(ANN));
    locked(&app, ANN);
    let nobody = "nob@example.com";
    let of = |email: &str| seen(&app.client().sign_in(email, "another password"), email);
    assert_eq!(of(ANN), of(nobody));
    assert_eq!(of(ANN).0, 422);
}

fn ask(browser: &mut Client, email: &str) -> Response {
    browser.submit("/reset-password/new", "/reset-password", &[("user[email]", email)])
}

// W15, E8, K8: neither by a link from before the lock nor by a new one, and the answer tells nobody.
fn locked_user_gets_no_new_password(database: Database) {
    let app = app(database);
    drop(app.registered(ANN));
    assert_eq!(ask(&mut app.client(), ANN).status, 303);
    let older = app.mailed_link(ANN);
    let mut early = app.client();
    let form = early.get(&older).text();
    locked(&app, ANN);
    let new = [("user[password]", "a-new-test-password"), ("user[password_confirmation]", "a-new-test-password")];
    assert_eq!(early.submit_form(&form, &older, &new).status, 410);
    assert_eq!(app.client().get(&older).status, 410);
    let before = app.mailbox().len();
    let of = |email: &str| {
        let mut browser = app.client();
        let answer = ask(&mut browser, email);
        (seen(&answer, email), browser.get("/reset-password").masked().replace(email, "…"))
    };
    assert_eq!(of(ANN), of("nob@example.com"));
    assert_eq!(app.mailbox().len(), before);
    // A lock that a program set without raising the epoch leaves no way around it either.
    let user = app.user(ANN).unwrap();
    app.block_on(unlock(&app.pow.cx(), &user)).unwrap().unwrap();
    assert_eq!(ask(&mut app.client(), ANN).status, 303);
    let link = app.mailed_link(ANN);
    assert_eq!(app.client().get(&link).status, 200);
    app.write(ANN, LOCKED_AT.name(), Value::DateTime(app.clock.now()));
    assert_eq!(app.client().get(&link).status, 410);
}
