//! One link, many requests at the same moment.

use std::{sync::Arc, thread, time::Duration};

use crate::common::{NEW_PASSWORD, ask, link, request, reset};
use pow_core::{
    mail::MailLimits,
    users::{AUTH_EPOCH, PASSWORD_HASH},
};
use pow_ext_reset_password::{CREATE, ResetPassword, ResetPasswordController, UPDATE};
use pow_testing::{
    Database, TestApp,
    client::{ANN, PASSWORD, encode, together},
    held::{HeldHasher, Step},
    on_each_database_and_cache,
    probe::CountingHasher,
    race::{Overlap, REQUESTS, rounds},
};

on_each_database_and_cache!(
    of_parallel_uses_of_one_link_exactly_one_sets_its_password,
    sign_in_that_overlaps_a_reset_leaves_no_session,
    of_parallel_requests_for_a_link_three_are_mailed,
);

// K2
fn of_parallel_uses_of_one_link_exactly_one_sets_its_password(database: Database) {
    let (extension, overlap, hasher) = (ResetPassword::default(), Overlap::default(), CountingHasher::new());
    let (controller, counted) = (overlap.around(ResetPasswordController::new(extension.clone())), hasher.clone());
    let app = TestApp::with(extension)
        .database(database)
        .policy(move |policy| {
            policy.password.hasher = counted;
            policy.mail_limits = MailLimits::none();
        })
        .controller(UPDATE, controller)
        .each_form_is_new()
        .start();
    drop(app.registered(ANN));
    let (rounds, mut past_the_check) = (rounds(), 0);
    for round in 0..rounds {
        let mut browser = app.client();
        assert_eq!(ask(&mut browser, ANN).status, 303);
        let link = app.mailed_link(ANN);
        let csrf = browser.token(&link);
        let (before, mails) = (app.user(ANN).unwrap(), names(&app).len());
        let password = |n: usize| format!("password-{round}-of-request-{n}");
        let request = |n: usize| {
            let password = password(n);
            let form = [
                ("_csrf_token", csrf.as_str()),
                ("_method", "PUT"),
                ("user[password]", &password),
                ("user[password_confirmation]", &password),
            ];
            browser.bytes("POST", &link, Some(&encode(&form)))
        };
        let requests: Vec<_> = (0..REQUESTS).map(request).collect();
        hasher.take();
        let answers = together(app.address(), &requests);
        past_the_check += hasher.take();
        let won: Vec<usize> = (0..REQUESTS).filter(|n| answers[*n].location() == Some("/session/new")).collect();
        let lost = answers.iter().filter(|answer| answer.status == 410).count();
        assert_eq!((won.len(), lost), (1, REQUESTS - 1), "round {round}");
        let after = app.user(ANN).unwrap();
        assert_eq!(after.get(AUTH_EPOCH).unwrap(), before.get(AUTH_EPOCH).unwrap() + 1, "one change");
        assert_ne!(after.get(PASSWORD_HASH).unwrap(), before.get(PASSWORD_HASH).unwrap());
        assert_eq!(names(&app)[mails..], ["password_changed"], "one notice");
        if round % 10 == 0 {
            assert!(app.signs_in(ANN, &password(won[0])));
            assert!(!app.signs_in(ANN, &password((won[0] + 1) % REQUESTS)));
            assert!(!app.opens(&link));
        }
    }
    overlap.assert_reached(
        5,
        &format!(
            "{rounds} rounds of {REQUESTS} resets, {} passwords hashed or compared on average",
            past_the_check / rounds
        ),
    );
    // Each request past the check of the link compares the new password with the old one and hashes it.
    assert!(past_the_check > 2 * 5 * rounds, "the requests did not meet: {past_the_check} past the check");
}

/// What Ann was told by mail so far.
fn names(app: &TestApp) -> Vec<String> {
    app.mailbox().into_iter().map(|mail| mail.name.into_owned()).collect()
}

// K18, E14
fn of_parallel_requests_for_a_link_three_are_mailed(database: Database) {
    let (extension, overlap) = (ResetPassword::default(), Overlap::default());
    let controller = overlap.around(ResetPasswordController::new(extension.clone()));
    let app = TestApp::with(extension).each_form_is_new().database(database).controller(CREATE, controller).start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let mails = names(&app).len();
    let asked = request(&mut browser, ANN);
    let answers = together(app.address(), &vec![asked.clone(); REQUESTS]);
    assert!(answers.iter().all(|answer| answer.location() == Some("/reset-password")), "{answers:?}");
    overlap.assert_reached(5, &format!("{REQUESTS} requests for a link"));
    assert_eq!(names(&app).len(), mails + 3);
    // Each that was sent is good, and there are none of the others to be guessed.
    let links = app.links_to(ANN);
    assert!(links.len() == 3 && links.iter().all(|link| app.opens(link)), "{links:?}");
    // The other side of it: an hour later there is room for three more.
    app.clock.advance(Duration::from_secs(3601));
    let request = request(&mut app.client(), ANN);
    drop(together(app.address(), &vec![request; 5]));
    assert_eq!(names(&app).len(), mails + 6);
}

// D3
fn sign_in_that_overlaps_a_reset_leaves_no_session(database: Database) {
    let held = HeldHasher::new();
    let hasher = held.clone();
    let app = TestApp::with(ResetPassword::default())
        .database(database)
        .policy(|policy| policy.password.hasher = Arc::new(hasher))
        .config(|mut config| {
            config.hashing.threads = 2;
            config
        })
        .start();
    drop(app.registered(ANN));
    let link = link(&app, ANN);
    let mut late = app.client();
    let form =
        [("_csrf_token", late.token("/session/new")), ("user[email]", ANN.into()), ("user[password]", PASSWORD.into())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let request = late.bytes("POST", "/session", Some(&encode(&form)));
    held.hold(Step::Verify, 1);
    let response = thread::scope(|scope| {
        let sign_in = scope.spawn(|| late.raw(&request));
        held.wait_until_held();
        let done = reset(&mut app.client(), &link, NEW_PASSWORD);
        held.release();
        assert_eq!(done.location(), Some("/session/new"));
        sign_in.join().unwrap()
    });
    late.keep(&response);
    assert_eq!(
        late.current_user(),
        None,
        "{}: the old password was right when it was typed, and is not any more",
        response.status
    );
    assert_eq!(late.get("/protected").status, 303);
    assert!(app.signs_in(ANN, NEW_PASSWORD));
}
