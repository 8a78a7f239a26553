//! The time of the answer does not tell who is known.

use std::time::Duration;

use pow_core::mail::MailLimits;
use pow_ext_mail_sign_in::{CODE as CODE_ACTION, CREATE};
use pow_testing::{Database, TestApp, client::ANN, client::encode, on_each_database, timing::Timing};

use crate::common::{CODE, SENT, UNKNOWN, ask, confirmed, proving, request};

on_each_database!(time_of_asking_does_not_tell_known_from_unknown);

// E9
fn time_of_asking_does_not_tell_known_from_unknown(database: Database) {
    let timing =
        Timing::of(CREATE, |email| email == ANN).and_under_load().padded().with_slow_mails(Duration::from_millis(300));
    let builder = timing.install(TestApp::with(proving().sign_up(false))).database(database);
    let app = builder.policy(|policy| policy.mail_limits = MailLimits::none()).start();
    confirmed(&app, ANN);
    let mut browser = app.client();
    let requests = [ANN, UNKNOWN].map(|email| request(&mut browser, email));
    timing.assert_alike(&app, 303, |_| requests.clone());
}

// E9
#[test]
fn time_of_a_wrong_code_does_not_tell_known_from_unknown() {
    let timing = Timing::of(CODE_ACTION, |email| email == ANN);
    let builder = timing.install(TestApp::with(proving().sign_up(false)));
    let app = builder.policy(|policy| policy.mail_limits = MailLimits::none()).start();
    confirmed(&app, ANN);
    timing.assert_alike(&app, 422, |_| {
        [ANN, UNKNOWN].map(|email| {
            let mut browser = app.client();
            ask(&mut browser, email);
            let csrf = browser.token(SENT);
            // The address is for the control alone.
            let form = [("_csrf_token", csrf.as_str()), ("user[code]", "000000"), ("user[email]", email)];
            browser.bytes("POST", CODE, Some(&encode(&form)))
        })
    });
}
