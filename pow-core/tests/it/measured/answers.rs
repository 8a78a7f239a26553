//! The time of a sign-in does not tell who is known.

use std::sync::Arc;

use pow_core::{
    controllers::session::CREATE,
    json::json,
    password::{Argon2id, Memory, PasswordHasher as _},
    policy::Policy,
    schema::Value,
    users::PASSWORD_HASH,
};
use pow_testing::{Database, TestApp, app::Builder, client::ANN, client::encode, on_each_database, timing::Timing};

on_each_database!(
    time_of_a_sign_in_does_not_tell_known_from_unknown,
    time_of_a_programs_sign_in_does_not_tell_known_from_unknown,
);

const BOB: &str = "bob@example.com";

// E4
fn time_of_a_sign_in_does_not_tell_known_from_unknown(database: Database) {
    measure(database, TestApp::builder(), Timing::of(CREATE, |email| email == ANN).and_under_load());
}

// E4: the hash of an application, which leaves nothing of the request in the processor's caches
#[test]
fn time_of_a_sign_in_with_the_default_hash_does_not_tell_known_from_unknown() {
    let builder = TestApp::builder().policy(|policy| policy.password.hasher = Policy::default().password.hasher);
    measure(Database::sqlite(), builder, Timing::of(CREATE, |email| email == ANN));
}

// E4
fn time_of_a_programs_sign_in_does_not_tell_known_from_unknown(database: Database) {
    let timing = Timing::of(CREATE, |email| email == ANN).and_under_load();
    let app = timing.install(TestApp::builder()).database(database).start();
    drop(app.registered(ANN));
    measure_program(&app, timing);
}

// E5: Ann's hash took a quarter of the time of one made today
#[test]
fn time_of_a_programs_sign_in_does_not_tell_who_has_a_cheaper_hash() {
    let timing = Timing::of(CREATE, |email| email == ANN);
    let today = Arc::new(Argon2id::new(16 * 1024, 2, 1).unwrap());
    let builder = TestApp::builder().policy(|policy| policy.password.hasher = today);
    let app = timing.install(builder).start();
    app.import(ANN);
    let cheaper = Argon2id::new(4 * 1024, 2, 1).unwrap().hash(b"correct horse", &mut Memory::new()).unwrap();
    app.write(ANN, PASSWORD_HASH.name(), Value::Text(cheaper));
    measure_program(&app, timing);
}

fn measure_program(app: &TestApp, timing: Timing) {
    let program = app.program();
    let requests = [ANN, BOB].map(|email| {
        let body = json!({"user": {"email": email, "password": "not-the-password"}});
        program.bytes("POST", "/session", Some(&body))
    });
    timing.assert_alike(app, 401, |_| requests.clone());
}

fn measure(database: Database, builder: Builder, timing: Timing) {
    let app = timing.install(builder).database(database).start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let csrf = browser.token("/session/new");
    let requests = [ANN, BOB].map(|email| {
        let form = [("_csrf_token", csrf.as_str()), ("user[email]", email), ("user[password]", "not-the-password")];
        browser.bytes("POST", "/session", Some(&encode(&form)))
    });
    timing.assert_alike(&app, 422, |_| requests.clone());
}
