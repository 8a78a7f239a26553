//! Locks, deletion and other changes of the account end its tokens.

use std::sync::Arc;

use lock_users::{LockUsers, lock};
use pow_core::schema::Value;
use pow_ext_email_confirmation::{EMAIL_CONFIRMED_AT, EmailConfirmation};
use pow_ext_lockout::Lockout;
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Client, Database, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};
use terms_accepted::{TermsAccepted, fields::TERMS_ACCEPTED_AT};

use crate::common::{app, beside, made, status};

on_each_database!(
    lock_ends_all_tokens_at_once,
    deletion_ends_all_tokens_and_leaves_no_row,
    new_password_ends_the_tokens_that_a_stranger_made,
);

const OTHER: &str = "the-password-of-the-owner";

fn rows(app: &TestApp) -> usize {
    app.block_on(async {
        let table = app.pow.schema().table("users_api_tokens").unwrap();
        let all = pow_core::store::Select::new(pow_core::store::Filter::all());
        app.pow.store().select(app.pow.cx().prefix(), table, all).await.unwrap().len()
    })
}

/// A user with two tokens.
fn with_tokens(app: &TestApp) -> (Client, [String; 2]) {
    let mut ann = app.registered(ANN);
    let tokens = [made(&mut ann, &["orders:read"], &[]), made(&mut ann, &["profile:read"], &[])];
    assert_eq!(tokens.each_ref().map(|token| status(app, token, "/api/any")), [200, 200]);
    (ann, tokens)
}

fn assert_ended(app: &TestApp, tokens: &[String]) {
    for token in tokens {
        assert_eq!(status(app, token, "/api/any"), 401);
    }
}

fn lock_ends_all_tokens_at_once(database: Database) {
    let app = beside(database, vec![Arc::new(LockUsers)]);
    let (_, tokens) = with_tokens(&app);
    let mut bob = app.registered("bob@example.com");
    let others = made(&mut bob, &["orders:read"], &[]);
    let user = app.user(ANN).unwrap();
    app.block_on(lock(&app.pow.cx(), &user)).unwrap().unwrap();
    assert_ended(&app, &tokens);
    assert_eq!((status(&app, &others, "/api/orders"), rows(&app)), (200, 1), "those of others go on");
}

// W15: a lock that ends no session by itself is asked at each request.
#[test]
fn token_of_a_user_whom_an_extension_keeps_out_opens_nothing_until_that_is_over() {
    let app = beside(Database::sqlite(), vec![Arc::new(Lockout::default())]);
    let (_, tokens) = with_tokens(&app);
    app.write(ANN, "locked_at", Value::DateTime(app.pow.cx().now()));
    assert_ended(&app, &tokens);
    app.write(ANN, "locked_at", Value::Null);
    assert_eq!(status(&app, &tokens[0], "/api/any"), 200);
}

// M5
#[test]
fn token_of_a_user_who_must_pass_another_step_opens_nothing() {
    let list = vec![Arc::new(TermsAccepted::default()) as Arc<dyn pow_core::extension::Extension>];
    let app = beside(Database::sqlite(), list);
    let mut ann = app.client();
    assert_eq!(ann.register_with(ANN, PASSWORD, &[("user[terms_accepted]", "true")]).status, 303);
    let token = made(&mut ann, &["orders:read"], &[]);
    assert_eq!(status(&app, &token, "/api/orders"), 200);
    app.write(ANN, TERMS_ACCEPTED_AT.name(), Value::Null);
    assert_eq!(status(&app, &token, "/api/orders"), 401);
}

fn deletion_ends_all_tokens_and_leaves_no_row(database: Database) {
    let (app, _) = app(database);
    let mut ann = app.client();
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
    let token = made(&mut ann, &["orders:read"], &[]);
    let user = app.user(ANN).unwrap();
    app.block_on(app.pow.users().delete(&app.pow.cx(), &user)).unwrap().unwrap();
    assert_ended(&app, &[token]);
    assert_eq!(rows(&app), 0);
}

// V12
fn new_password_ends_the_tokens_that_a_stranger_made(database: Database) {
    let others: Vec<Arc<dyn pow_core::extension::Extension>> =
        vec![Arc::new(PersistentSession::default()), Arc::new(ResetPassword::default())];
    let app = beside(database, others);
    let (_, tokens) = with_tokens(&app);
    let mut owner = app.client();
    owner.submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    let link = app.mailed_link(ANN);
    let form = [("user[password]", OTHER), ("user[password_confirmation]", OTHER)];
    assert_eq!(owner.submit(&link, &link, &form).status, 303);
    assert_ended(&app, &tokens);
    assert_eq!(rows(&app), 0);
    let mut owner = app.client();
    assert_eq!(owner.sign_in(ANN, OTHER).status, 303);
    let again = made(&mut owner, &["orders:read"], &[]);
    assert_eq!(status(&app, &again, "/api/orders"), 200);
}

// V12
#[test]
fn token_from_before_the_address_was_confirmed_opens_nothing_and_ends_with_the_confirmation() {
    let others: Vec<Arc<dyn pow_core::extension::Extension>> =
        vec![Arc::new(EmailConfirmation::default()), Arc::new(ResetPassword::default())];
    let app = beside(Database::sqlite(), others);
    drop(app.registered(ANN));
    let confirmed = |at: Value| app.write(ANN, EMAIL_CONFIRMED_AT.name(), at);
    confirmed(Value::DateTime(app.pow.cx().now()));
    let mut stranger = app.client();
    assert_eq!(stranger.sign_in(ANN, PASSWORD).status, 303);
    let token = made(&mut stranger, &["orders:read"], &[]);
    confirmed(Value::Null);
    assert_eq!(status(&app, &token, "/api/orders"), 401);
    let mut owner = app.client();
    owner.submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    let link = app.mailed_link(ANN);
    let form = [("user[password]", OTHER), ("user[password_confirmation]", OTHER)];
    assert_eq!(owner.submit(&link, &link, &form).status, 303);
    assert_eq!(status(&app, &token, "/api/orders"), 401);
}
