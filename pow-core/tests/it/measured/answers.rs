//! The time of a sign-in does not tell who is known.

use pow_core::{controllers::session::CREATE, policy::Policy};
use pow_testing::{Database, TestApp, app::Builder, client::ANN, client::encode, on_each_database, timing::Timing};

on_each_database!(time_of_a_sign_in_does_not_tell_known_from_unknown);

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
