//! The time of the answer does not tell whose address is taken.

use std::time::Duration;

use crate::common::{ANN, BOB, CODE, INBOX, change, confirmed};
use pow_core::controllers::registration::{CREATE, UPDATE};
use pow_ext_email_confirmation::{CODE as CODE_ACTION, EmailConfirmation, RESEND, UNCONFIRMED_EMAIL};
use pow_testing::{
    Database, TestApp,
    client::{PASSWORD, encode},
    on_each_database,
    timing::Timing,
};

on_each_database!(
    time_of_a_registration_does_not_tell_taken_from_free,
    time_of_a_change_of_address_does_not_tell_taken_from_free,
    time_of_another_mail_does_not_tell_taken_from_free,
);

const SLOW: Duration = Duration::from_millis(300);

// E11
fn time_of_a_registration_does_not_tell_taken_from_free(database: Database) {
    let timing = Timing::of(CREATE, |email| email == ANN).with_slow_mails(SLOW).and_under_load();
    let app = timing.install(TestApp::with(EmailConfirmation::default())).database(database).start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let csrf = browser.token("/registration/new");
    timing.assert_alike(&app, 303, |n| {
        [ANN.to_owned(), format!("u{n:04}@example.com")].map(|email| browser.registration(&csrf, &email, PASSWORD))
    });
}

// E12: each address is asked for once, and from a session of its own, as each change renews the session
fn time_of_a_change_of_address_does_not_tell_taken_from_free(database: Database) {
    let timing = Timing::of(UPDATE, |email| email.starts_with("taken")).with_slow_mails(SLOW).and_under_load();
    let app = timing.install(TestApp::with(EmailConfirmation::default())).database(database).start();
    drop(confirmed(&app, BOB));
    let mut last = 0;
    timing.assert_alike(&app, 303, |n| {
        last = n;
        let (taken, free) = (format!("taken-{n}@example.com"), format!("freed-{n}@example.com"));
        app.import(&taken);
        [taken, free].map(|email| {
            let mut bob = app.client();
            bob.sign_in(BOB, PASSWORD);
            let csrf = bob.token("/registration/edit");
            let form = [
                ("_csrf_token", csrf.as_str()),
                ("_method", "PATCH"),
                ("user[email]", &email),
                ("user[current_password]", PASSWORD),
            ];
            bob.bytes("POST", "/registration", Some(&encode(&form)))
        })
    });
    let waits = app.user(BOB).unwrap().get(UNCONFIRMED_EMAIL).unwrap().unwrap();
    assert!(waits.ends_with(&format!("-{last}@example.com")), "the last change was made: {waits}");
}

// E12: what waits is taken for one of two users and free for the other; the form's field is for the measurement alone
fn time_of_another_mail_does_not_tell_taken_from_free(database: Database) {
    let timing = Timing::of(RESEND, |email| email.starts_with("taken")).padded().with_slow_mails(SLOW).and_under_load();
    let app = timing.install(TestApp::with(EmailConfirmation::default())).database(database).start();
    app.import("taken@example.com");
    let requests = [(ANN, "taken@example.com"), (BOB, "freed@example.com")].map(|(user, wanted)| {
        let mut browser = confirmed(&app, user);
        change(&mut browser, wanted);
        let csrf = browser.token("/registration/edit");
        // Not the address itself: who asks for it in a form is answered evenly anyhow.
        let named = format!("{wanted}.test");
        browser.bytes("POST", "/confirm-email", Some(&encode(&[("_csrf_token", &csrf), ("user[email]", &named)])))
    });
    timing.assert_alike(&app, 303, |_| requests.clone());
}

const TTL: Duration = Duration::from_secs(600);

// E11
#[test]
fn time_of_a_registration_with_codes_does_not_tell_taken_from_free() {
    let timing = Timing::of(CREATE, |email| email == ANN).with_slow_mails(SLOW).and_under_load();
    let app = timing.install(TestApp::with(EmailConfirmation::default().code_ttl(TTL))).start();
    drop(confirmed(&app, ANN));
    let mut browser = app.client();
    let csrf = browser.token("/registration/new");
    timing.assert_alike(&app, 303, |n| {
        [ANN.to_owned(), format!("u{n:04}@example.com")].map(|email| browser.registration(&csrf, &email, PASSWORD))
    });
}

// E11, G8
#[test]
fn time_of_a_wrong_code_does_not_tell_taken_from_free() {
    let timing = Timing::of(CODE_ACTION, |email| email.starts_with("taken"));
    let app = timing.install(TestApp::with(EmailConfirmation::default().code_ttl(TTL))).start();
    timing.assert_alike(&app, 422, |n| {
        let taken = format!("taken-{n}@example.com");
        app.import(&taken);
        crate::common::confirm_now(&app, &taken);
        [taken, format!("freed-{n}@example.com")].map(|email| {
            let mut browser = app.client();
            assert_eq!(browser.register(&email, PASSWORD).status, 303);
            let csrf = browser.token(INBOX);
            // The address is for the control alone.
            let form = [("_csrf_token", csrf.as_str()), ("user[code]", "000000"), ("user[email]", email.as_str())];
            browser.bytes("POST", CODE, Some(&encode(&form)))
        })
    });
}
