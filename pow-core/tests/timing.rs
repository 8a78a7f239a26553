//! The time of a sign-in does not tell who is known.

use pow_core::controllers::session::CREATE;
use pow_testing::{Database, TestApp, client::encode, on_each_database, timing::Timing};

on_each_database!(time_of_a_sign_in_does_not_tell_known_from_unknown);

const ANN: &str = "ann@example.com";
const BOB: &str = "bob@example.com";

// E4
fn time_of_a_sign_in_does_not_tell_known_from_unknown(database: Database) {
    let timing = Timing::of(CREATE, |email| email == ANN);
    let app = timing.install(TestApp::builder()).database(database).start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let csrf = browser.token("/session/new");
    let requests = [ANN, BOB].map(|email| {
        let form = [("_csrf_token", csrf.as_str()), ("user[email]", email), ("user[password]", "not-the-password")];
        browser.bytes("POST", "/session", Some(&encode(&form)))
    });
    timing.assert_alike(&app, 422, |_| requests.clone());
}
