//! Beside the extension for forgotten passwords: what a reset tells, and which links a confirmation ends.

use crate::common::{ANN, BOB, NEW, change, confirm, confirmed, sent};
use pow_core::extensions;
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{Database, Response, TestApp, client::PASSWORD, on_each_database};

on_each_database!(
    reset_is_answered_alike_for_a_confirmed_an_unconfirmed_and_an_unknown_address,
    link_for_a_new_password_dies_with_the_confirmed_change_of_the_address,
);

fn app(database: Database) -> TestApp {
    TestApp::builder()
        .database(database)
        .config(|mut config| {
            config.extensions = extensions![EmailConfirmation::default(), ResetPassword::default()];
            config
        })
        .start()
}

fn ask(app: &TestApp, email: &str) -> Vec<Response> {
    let mut browser = app.client();
    let answer = browser.submit("/reset-password/new", "/reset-password", &[("user[email]", email)]);
    vec![answer, browser.get("/reset-password"), browser.get("/reset-password/new")]
}

/// Everything that a visitor sees, but what is random: the values of cookies and of forms' tokens, and the date.
fn seen(answer: &Response, typed: &str) -> (u16, Vec<(String, String)>, String) {
    let headers = answer.headers.iter().filter(|(name, _)| name != "date").map(|(name, value)| match name.as_str() {
        "set-cookie" => {
            let (pair, attributes) = value.split_once(';').unwrap();
            (name.clone(), format!("{}=…;{attributes}", pair.split('=').next().unwrap()))
        }
        _ => (name.clone(), value.clone()),
    });
    let mut headers: Vec<_> = headers.collect();
    headers.sort_unstable();
    (answer.status, headers, answer.masked().replace(typed, "…"))
}

// E8
fn reset_is_answered_alike_for_a_confirmed_an_unconfirmed_and_an_unknown_address(database: Database) {
    let app = app(database);
    drop(confirmed(&app, ANN));
    drop(app.registered(BOB));
    let mails = sent(&app).len();
    let [confirmed, unconfirmed, unknown] = [ANN, BOB, "eve@example.com"]
        .map(|email| ask(&app, email).iter().map(|answer| seen(answer, email)).collect::<Vec<_>>());
    assert_eq!(confirmed[0].0, 303);
    assert_eq!(confirmed, unconfirmed);
    assert_eq!(confirmed, unknown);
    let to: Vec<_> = sent(&app).split_off(mails).into_iter().map(|(to, _)| to).collect();
    assert_eq!(to, [ANN, BOB], "and nothing to who is unknown");
}

// K7
fn link_for_a_new_password_dies_with_the_confirmed_change_of_the_address(database: Database) {
    let app = app(database);
    let mut ann = confirmed(&app, ANN);
    drop(ask(&app, ANN));
    let link = app.mailed_link(ANN);
    change(&mut ann, NEW);
    assert_eq!(app.client().get(&link).status, 200, "the address is as it was until it is confirmed");
    let mut late = app.client();
    let page = late.get(&link).text();
    assert_eq!(confirm(&mut ann, &app.mailed_link(NEW)).status, 303);
    assert_eq!(app.client().get(&link).status, 410);
    let password =
        [("user[password]", "another-test-password"), ("user[password_confirmation]", "another-test-password")];
    assert_eq!(late.submit_form(&page, &link, &password).status, 410);
    assert_eq!(app.client().sign_in(NEW, "another-test-password").status, 422);
    let mut again = app.client();
    assert_eq!(again.sign_in(NEW, PASSWORD).status, 303);
    assert_eq!(again.current_user().as_deref(), Some(NEW));
}
