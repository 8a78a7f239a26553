//! The time of the answer does not tell who is known.

use std::time::Duration;

use pow_core::mail::MailLimits;
use pow_ext_signup::{CHECK, CREATE, Mode, Signup};
use pow_testing::{
    Client, Database, TestApp,
    client::{ANN, encode},
    on_each_database,
    timing::Timing,
};

use crate::common::{BOB, DETAILS, ask};

on_each_database!(time_of_asking_does_not_tell_known_from_unknown);

fn request(browser: &mut Client, path: &str, pairs: &[(&str, &str)]) -> Vec<u8> {
    let csrf = browser.token("/signup");
    let pairs = [&[("_csrf_token", csrf.as_str())], pairs].concat();
    browser.bytes("POST", path, Some(&encode(&pairs)))
}

fn start(timing: &Timing, extension: Signup, database: Database) -> TestApp {
    let builder = timing.install(TestApp::with(extension)).database(database);
    let app = builder.policy(|policy| policy.mail_limits = MailLimits::none()).start();
    drop(app.registered(ANN));
    app
}

// E9
fn time_of_asking_does_not_tell_known_from_unknown(database: Database) {
    let timing =
        Timing::of(CREATE, |email| email == ANN).and_under_load().padded().with_slow_mails(Duration::from_millis(300));
    let app = start(&timing, Signup::default(), database);
    let mut browser = app.client();
    let requests = [ANN, BOB].map(|email| request(&mut browser, "/signup", &[("user[email]", email)]));
    timing.assert_alike(&app, 303, |_| requests.clone());
}

// E9
#[test]
fn time_of_the_whole_form_does_not_tell_known_from_unknown() {
    let timing = Timing::of(CREATE, |email| email == ANN).padded();
    let app = start(&timing, Signup::default().mode(Mode::FormFirst), Database::sqlite());
    let mut browser = app.client();
    let requests = [ANN, BOB].map(|email| {
        let pairs = [&[("user[email]", email)], &DETAILS[..]].concat();
        request(&mut browser, "/signup", &pairs)
    });
    timing.assert_alike(&app, 303, |_| requests.clone());
}

// E9
#[test]
fn time_of_a_wrong_code_does_not_tell_known_from_unknown() {
    let timing = Timing::of(CHECK, |email| email == ANN);
    let app = start(&timing, Signup::default(), Database::sqlite());
    timing.assert_alike(&app, 422, |_| {
        [(ANN, "000001"), (BOB, "000002")].map(|(email, code)| {
            let mut browser = app.client();
            drop(ask(&mut browser, email));
            request(&mut browser, "/signup/code", &[("user[code]", code), ("user[email]", email)])
        })
    });
}
