//! The time of the answer does not tell who is known.

mod common;

use std::time::Duration;

use common::{builder, request};
use pow_ext_reset_password::{CREATE, ResetPassword};
use pow_testing::{Database, on_each_database, timing::Timing};

on_each_database!(time_does_not_tell_known_from_unknown);

const ANN: &str = "ann@example.com";
const BOB: &str = "bob@example.com";

// E9
fn time_does_not_tell_known_from_unknown(database: Database) {
    let timing = Timing::of(CREATE, |email| email == ANN).with_slow_mails(Duration::from_millis(300));
    let app = timing.install(builder(ResetPassword::default())).database(database).start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let requests = [ANN, BOB].map(|email| request(&mut browser, email));
    timing.assert_alike(&app, 303, |_| requests.clone());
}
