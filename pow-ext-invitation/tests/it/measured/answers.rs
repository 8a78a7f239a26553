//! The time of the answer to an invitation does not tell who has an account.

use std::time::Duration;

use crate::common::{ANN, BEN, CHOSEN, action, invite, link_of, started};
use pow_core::controllers::registration;
use pow_ext_email_confirmation::{EmailConfirmation, confirm_email};
use pow_ext_invitation::{CREATE, DELETE, Invitation, UPDATE, is_open};
use pow_testing::{
    Database, TestApp,
    client::{PASSWORD, encode},
    on_each_database,
    timing::Timing,
};

on_each_database!(
    time_does_not_tell_taken_from_free,
    time_of_accepting_with_another_address_does_not_tell_taken_from_free,
    time_of_a_registration_does_not_tell_invited_from_free,
);

const SLOW: Duration = Duration::from_millis(300);

// E13: each address is invited for the first time
fn time_does_not_tell_taken_from_free(database: Database) {
    let timing = Timing::of(CREATE, |email| email.starts_with("taken")).padded().with_slow_mails(SLOW).and_under_load();
    let (app, mut ann) =
        started(timing.install(TestApp::with(Invitation::default().max_open(u32::MAX))).database(database));
    let csrf = ann.token("/invitations/new");
    timing.assert_alike(&app, 303, |n| {
        let (taken, free) = (format!("taken-{n}@example.com"), format!("freed-{n}@example.com"));
        app.import(&taken);
        [taken, free].map(|email| {
            let form = encode(&[("_csrf_token", &csrf), ("user[email]", &email)]);
            ann.bytes("POST", "/invitations", Some(&form))
        })
    });
}

// E13: behind one there is a row of the users' table, behind the other a note
#[test]
fn time_of_taking_back_does_not_tell_taken_from_free() {
    let timing = Timing::of(DELETE, |email| email.starts_with("taken")).padded().with_slow_mails(SLOW).and_under_load();
    let (app, mut ann) = started(timing.install(TestApp::with(Invitation::default().max_open(u32::MAX))));
    let csrf = ann.token("/invitations/new");
    timing.assert_alike(&app, 303, |n| {
        let (taken, free) = (format!("taken-{n}@example.com"), format!("freed-{n}@example.com"));
        app.import(&taken);
        [taken, free].map(|email| {
            assert_eq!(invite(&mut ann, &email).status, 303);
            let form = encode(&[("_csrf_token", &csrf), ("_method", "DELETE"), ("user[email]", &email)]);
            ann.bytes("POST", "/invitations", Some(&form))
        })
    });
}

// E13: each link is followed once
fn time_of_accepting_with_another_address_does_not_tell_taken_from_free(database: Database) {
    let timing = Timing::of(UPDATE, |email| email.starts_with("taken")).with_slow_mails(SLOW).and_under_load();
    let invitation = Invitation::default().max_open(u32::MAX);
    let setup = timing.install(TestApp::with(invitation)).database(database);
    let (app, mut ann) = started(setup.extension(EmailConfirmation::default()));
    let user = app.user(ANN).unwrap();
    app.block_on(async { confirm_email(&app.pow.cx(), &user).await.unwrap().unwrap() });
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
    timing.assert_alike(&app, 303, |n| {
        let (taken, free) = (format!("taken-{n}@example.com"), format!("freed-{n}@example.com"));
        app.import(&taken);
        [taken, free].map(|email| {
            let invited = format!("invited-{email}");
            assert_eq!(invite(&mut ann, &invited).status, 303);
            let link = link_of(&app, &invited);
            let mut guest = app.client();
            let csrf = guest.token(&link);
            let form = [
                ("_csrf_token", csrf.as_str()),
                ("_method", "PUT"),
                ("user[email]", &email),
                ("user[password]", CHOSEN),
                ("user[password_confirmation]", CHOSEN),
            ];
            guest.bytes("POST", &action(&link), Some(&encode(&form)))
        })
    });
}

// E11, V10: the invitation is mailed once more, or an account is made
fn time_of_a_registration_does_not_tell_invited_from_free(database: Database) {
    let timing = Timing::of(registration::CREATE, |email| email == BEN).with_slow_mails(SLOW).and_under_load();
    let setup = timing.install(TestApp::with(Invitation::default())).database(database);
    let app = setup.extension(EmailConfirmation::default()).start();
    drop(app.registered(ANN));
    let user = app.user(ANN).unwrap();
    app.block_on(async { confirm_email(&app.pow.cx(), &user).await.unwrap().unwrap() });
    let mut ann = app.client();
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(invite(&mut ann, BEN).status, 303);
    let mut browser = app.client();
    let csrf = browser.token("/registration/new");
    timing.assert_alike(&app, 303, |n| {
        [BEN.to_owned(), format!("u{n:04}@example.com")].map(|email| browser.registration(&csrf, &email, PASSWORD))
    });
    assert!(app.user(BEN).is_some_and(|user| is_open(&user).unwrap()), "no account is made of it");
}
