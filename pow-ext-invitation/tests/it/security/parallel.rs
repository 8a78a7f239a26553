//! One link, many acceptances at the same moment.

use crate::common::{action, invite, started};
use pow_core::users::AUTH_EPOCH;
use pow_ext_invitation::{Invitation, InvitationController, SendLimit, UPDATE};
use pow_testing::{
    Database, TestApp,
    client::{encode, together},
    on_each_database,
    probe::CountingHasher,
    race::{Overlap, REQUESTS, rounds},
};

on_each_database!(of_parallel_acceptances_exactly_one_gets_the_account);

// V15
fn of_parallel_acceptances_exactly_one_gets_the_account(database: Database) {
    let extension = Invitation::default().send_limit(SendLimit::Unlimited);
    let (overlap, hasher) = (Overlap::default(), CountingHasher::new());
    let (controller, counted) = (overlap.around(InvitationController::new(extension.clone())), hasher.clone());
    let builder = TestApp::with(extension).database(database).controller(UPDATE, controller);
    let (app, mut ann) = started(builder.policy(move |policy| policy.password.hasher = counted));
    let (rounds, mut past_the_check) = (rounds(), 0);
    for round in 0..rounds {
        let invited = format!("guest-{round}@example.com");
        assert_eq!(invite(&mut ann, &invited).status, 303);
        let link = app.mailed_link(&invited);
        let mut browser = app.client();
        let csrf = browser.token(&link);
        let (email, password) =
            (|n: usize| format!("guest-{round}-{n}@example.com"), |n: usize| format!("chosen-by-{n}"));
        let requests: Vec<_> = (0..REQUESTS)
            .map(|n| {
                let (email, password) = (email(n), password(n));
                let form = [
                    ("_csrf_token", csrf.as_str()),
                    ("_method", "PUT"),
                    ("user[email]", &email),
                    ("user[password]", &password),
                    ("user[password_confirmation]", &password),
                ];
                browser.bytes("POST", &action(&link), Some(&encode(&form)))
            })
            .collect();
        let (before, count) = (app.user(&invited).unwrap(), app.user_count());
        hasher.take();
        let answers = together(app.address(), &requests);
        past_the_check += hasher.take();
        let won: Vec<usize> = (0..REQUESTS).filter(|n| answers[*n].location() == Some("/")).collect();
        let lost = answers.iter().filter(|answer| answer.status == 410).count();
        assert_eq!((won.len(), lost), (1, REQUESTS - 1), "round {round}");
        let user = app.user(&email(won[0])).unwrap();
        assert_eq!(user.id().unwrap(), before.id().unwrap());
        assert_eq!(user.get(AUTH_EPOCH).unwrap(), before.get(AUTH_EPOCH).unwrap() + 1, "one change");
        assert_eq!(app.user_count(), count);
        if round % 10 == 0 {
            assert!(app.signs_in(&email(won[0]), &password(won[0])));
            assert!(app.user(&email((won[0] + 1) % REQUESTS)).is_none() && !app.opens(&link));
        }
    }
    overlap.assert_reached(
        5,
        &format!(
            "{rounds} rounds of {REQUESTS} acceptances, {} past the check of the link on average",
            past_the_check / rounds
        ),
    );
    assert!(past_the_check > 5 * rounds, "the requests did not meet: {past_the_check} past the check");
}
