//! One code and its link, many requests at the same moment.

use pow_core::mail::MailLimits;
use pow_ext_mail_sign_in::{CODE as CODE_ACTION, MailSignInController, USE};
use pow_testing::{
    Database, TestApp,
    client::{ANN, encode, together},
    on_each_database_and_cache,
    race::{Overlap, REQUESTS, rounds_or},
};

use crate::common::{CODE, SENT, asked, confirmed, proving};

on_each_database_and_cache!(
    of_parallel_uses_of_a_code_and_its_link_one_signs_in,
    of_parallel_proofs_of_a_new_address_one_makes_the_account,
);

fn crowded(database: Database) -> (TestApp, Overlap) {
    let (extension, overlap) = (proving(), Overlap::default());
    let controller = || overlap.around(MailSignInController::new(extension.clone()));
    let app = TestApp::with(extension.clone())
        .database(database)
        .policy(|policy| policy.mail_limits = MailLimits::none())
        .controller(CODE_ACTION, controller())
        .controller(USE, controller())
        .start();
    (app, overlap)
}

// K2
fn of_parallel_uses_of_a_code_and_its_link_one_signs_in(database: Database) {
    let (app, overlap) = crowded(database);
    confirmed(&app, ANN);
    let rounds = rounds_or(12);
    let mut by_code = 0;
    for round in 0..rounds {
        let mut browser = app.client();
        let (code, link) = asked(&app, &mut browser, ANN);
        let csrf = browser.token(SENT);
        let by_form = browser.bytes("POST", CODE, Some(&encode(&[("_csrf_token", &csrf), ("user[code]", &code)])));
        let by_link = browser.bytes("POST", &link, Some(&encode(&[("_csrf_token", &csrf)])));
        // A code has five tries: alone, the link alone, and both.
        let of_code = [REQUESTS, 0, 5][round % 3];
        let requests: Vec<_> =
            (0..REQUESTS).map(|n| if n < of_code { by_form.clone() } else { by_link.clone() }).collect();
        let answers = together(app.address(), &requests);
        let won: Vec<_> = (0..REQUESTS).filter(|n| answers[*n].status == 303).collect();
        assert_eq!(won.len(), 1, "round {round}: {:?}", answers.iter().map(|a| a.status).collect::<Vec<_>>());
        assert!(answers.iter().all(|answer| [303, 410, 422].contains(&answer.status)), "round {round}");
        by_code += usize::from(won[0] < of_code);
        let sessions = answers.iter().filter(|answer| sets_session(answer)).count();
        assert_eq!(sessions, 1, "round {round}");
    }
    assert!(by_code > 0);
    overlap.assert_reached(5, &format!("{rounds} rounds of {REQUESTS} uses, {by_code} won by the code"));
}

fn sets_session(answer: &pow_testing::Response) -> bool {
    answer.all("set-cookie").iter().any(|cookie| cookie.starts_with("auth=") && !cookie.contains("Max-Age=0"))
}

// V10
fn of_parallel_proofs_of_a_new_address_one_makes_the_account(database: Database) {
    let (app, overlap) = crowded(database);
    for round in 0..rounds_or(6) {
        let email = format!("new{round}@example.com");
        let requests: Vec<_> = (0..10)
            .map(|n| {
                let mut browser = app.client();
                let (code, link) = asked(&app, &mut browser, &email);
                let csrf = browser.token(SENT);
                match n % 2 {
                    0 => browser.bytes("POST", CODE, Some(&encode(&[("_csrf_token", &csrf), ("user[code]", &code)]))),
                    _ => browser.bytes("POST", &link, Some(&encode(&[("_csrf_token", &csrf)]))),
                }
            })
            .collect();
        let answers = together(app.address(), &requests);
        assert!(answers.iter().all(|answer| answer.status < 500), "no faults");
        assert!(answers.iter().any(|answer| answer.status == 303));
        assert_eq!(app.user_count(), round + 1, "one account");
    }
    overlap.assert_reached(2, "sign-ups at once");
}
