//! Codes tell nothing about accounts, confirm no other address, and open no second way in.

use std::time::Duration;

use crate::common::{ANN, BOB, CODE, INBOX, code_app, coded, confirm, confirmed, enter, mailed_code, row, unconfirm};
use pow_core::{mail::MailLimits, schema::Value, users::AUTH_EPOCH};
use pow_ext_email_confirmation::{CODE as CODE_ACTION, CREATE, ConfirmationController, EmailConfirmation};
use pow_testing::{
    Client, Database, TestApp,
    client::{PASSWORD, encode, together},
    on_each_database,
    race::{Overlap, REQUESTS, rounds},
};

on_each_database!(of_parallel_uses_of_a_code_and_its_link_one_confirms);

const EVE: &str = "eve@example.com";
const TTL: Duration = Duration::from_secs(600);

/// The code is right, and confirms nothing.
fn assert_ends(browser: &mut Client, code: &str) {
    let answer = enter(browser, code);
    assert_eq!((answer.status, answer.location()), (303, Some(INBOX)), "{}", answer.text());
    let page = browser.get(INBOX).text();
    assert!(page.contains("This code no longer works") && !page.contains("one-time-code"), "{page}");
}

// E11, E16, G8
#[test]
fn pages_and_wrong_codes_are_the_same_for_taken_unconfirmed_and_free_addresses() {
    let app = code_app(Database::sqlite());
    drop(confirmed(&app, ANN));
    drop(app.registered(BOB));
    let seen = [ANN, BOB, EVE].map(|email| {
        let mut browser = app.client();
        let mut answers = vec![browser.register(email, PASSWORD).observed(), browser.get(INBOX).observed()];
        answers.push(browser.submit(INBOX, INBOX, &[]).observed());
        for _ in 0..6 {
            // The same digits for each: right for one of a million.
            answers.push(enter(&mut browser, "000000").observed());
        }
        let lengths: Vec<_> = browser.cookies.iter().map(|(name, value)| (name.clone(), value.len())).collect();
        let looks = answers.into_iter().map(|(status, headers, body)| (status, headers, body.replace(email, "…")));
        (looks.collect::<Vec<_>>(), lengths)
    });
    assert_eq!(seen[0], seen[2], "taken");
    assert_eq!(seen[1], seen[2], "never confirmed");
    let statuses: Vec<_> = seen[0].0.iter().map(|(status, ..)| *status).collect();
    assert_eq!(statuses, [303, 200, 303, 422, 422, 422, 422, 422, 422], "the last ones are not compared");
    let last = &seen[0].0.last().unwrap().2;
    assert!(last.contains("This code no longer works"), "{last}");
}

// V10: a code confirms the password of its own browser, in whichever order the two register
#[test]
fn code_confirms_only_the_registration_of_its_browser() {
    for first_confirms in [true, false] {
        let app = code_app(Database::sqlite());
        let passwords = ["the-first-test-password", "the-second-test-password"];
        let mut browsers = passwords.map(|password| {
            let mut browser = app.client();
            assert_eq!(browser.register(ANN, password).status, 303);
            (browser, mailed_code(&app, ANN))
        });
        let [(_, first), (_, second)] = &browsers;
        let (first, second) = (first.clone(), second.clone());
        assert_ne!(first, second);
        // Each code in the other browser.
        assert_eq!(enter(&mut browsers[0].0, &second).status, 422);
        assert_eq!(enter(&mut browsers[1].0, &first).status, 422);
        assert!(!row(&app, ANN).1);
        let (winner, code) = if first_confirms { (0, first) } else { (1, second) };
        assert_eq!(enter(&mut browsers[winner].0, &code).location(), Some("/"));
        assert_eq!(browsers[winner].0.current_user().as_deref(), Some(ANN));
        assert!(app.signs_in(ANN, passwords[winner]) && !app.signs_in(ANN, passwords[1 - winner]));
        let (loser, code) = (1 - winner, browsers[1 - winner].1.clone());
        assert_ends(&mut browsers[loser].0, &code);
        assert!(!app.signs_in(ANN, passwords[loser]));
    }
}

// V13: a new password ends the code, like the link
#[test]
fn code_of_a_row_that_has_changed_does_nothing() {
    let app = code_app(Database::sqlite());
    let mut first = app.client();
    coded(&app, &mut first, ANN);
    let mut second = app.client();
    assert_eq!(second.register(ANN, "the-second-test-password").status, 303);
    let code = mailed_code(&app, ANN);
    let user = app.user(ANN).unwrap();
    let epoch = user.get(AUTH_EPOCH).unwrap();
    app.write(ANN, AUTH_EPOCH.name(), Value::Int(epoch + 1));
    assert_ends(&mut second, &code);
    assert!(!row(&app, ANN).1);
}

#[test]
fn code_of_a_locked_user_does_nothing() {
    let app = TestApp::with(EmailConfirmation::default().code_ttl(TTL)).extension(lock_users::LockUsers).start();
    let mut browser = app.client();
    let (code, _) = coded(&app, &mut browser, ANN);
    let user = app.user(ANN).unwrap();
    assert!(app.block_on(lock_users::lock(&app.pow.cx(), &user)).unwrap().is_ok());
    assert_ends(&mut browser, &code);
    assert!(!row(&app, ANN).1);
    assert_eq!(browser.current_user(), None);
}

// K2, G1
fn of_parallel_uses_of_a_code_and_its_link_one_confirms(database: Database) {
    let (extension, overlap) = (EmailConfirmation::default().code_ttl(TTL), Overlap::default());
    let controller = || overlap.around(ConfirmationController::new(extension.clone()));
    let app = TestApp::with(extension.clone())
        .each_form_is_new()
        .database(database)
        .policy(|policy| policy.mail_limits = MailLimits::none())
        .controller(CODE_ACTION, controller())
        .controller(CREATE, controller())
        .start();
    let (rounds, mut by_code) = (rounds(), 0);
    drop(app.registered(ANN));
    let mut address = ANN.to_owned();
    confirm(&mut app.client(), &app.mailed_link(ANN));
    for round in 0..rounds {
        let mut browser = app.client();
        // A change of the address, so that no round hashes a password. Each address has its own codes.
        let user = app.user(&address).unwrap();
        let mut ann = app.signed_in(&user);
        address = format!("ann{round}@example.com");
        crate::common::change(&mut ann, &address);
        let (code, link) = (mailed_code(&app, &address), app.mailed_link(&address));
        let csrf = ann.token(INBOX);
        let by_form = ann.bytes("POST", CODE, Some(&encode(&[("_csrf_token", &csrf), ("user[code]", &code)])));
        let token = browser.token(&link);
        let by_link = browser.bytes("POST", &link, Some(&encode(&[("_csrf_token", &token)])));
        let of_code = [REQUESTS, 5, 1][round % 3];
        let requests: Vec<_> =
            (0..REQUESTS).map(|n| if n < of_code { by_form.clone() } else { by_link.clone() }).collect();
        let before = user.get(AUTH_EPOCH).unwrap();
        let answers = together(app.address(), &requests);
        assert!(answers.iter().all(|answer| answer.status < 500), "round {round}: no faults");
        let after = app.user(&address).expect("the address is confirmed");
        assert_eq!(after.get(AUTH_EPOCH).unwrap(), before + 1, "round {round}: one change");
        assert!(!app.opens(&link));
        by_code += usize::from(answers[..of_code].iter().any(|answer| answer.location() == Some("/registration/edit")));
    }
    assert!(by_code > 0);
    overlap.assert_reached(2, &format!("{rounds} rounds of {REQUESTS} uses, {by_code} won by the code"));
}

// G8: a thousand registrations make no more codes than mails
#[test]
fn thousand_registrations_leave_three_live_codes() {
    let app = TestApp::with(EmailConfirmation::default().code_ttl(TTL)).each_form_is_new().start();
    let mut browser = app.client();
    coded(&app, &mut browser, ANN);
    let csrf = browser.token(INBOX);
    let again = browser.bytes("POST", INBOX, Some(&encode(&[("_csrf_token", &csrf)])));
    for _ in 0..20 {
        let answers = together(app.address(), &vec![again.clone(); 50]);
        assert!(answers.iter().all(|answer| answer.location() == Some(INBOX)));
    }
    let live = app.pow.cx().cache().key().name("token").name("email_confirmation");
    assert_eq!(app.block_on(app.cache().scan(&live)).unwrap().len(), 3);
    unconfirm(&app, ANN);
}
