//! A passed challenge signs in once: what the browser held in between is worth nothing to a copy of it.

use pow_testing::{
    Client, Database, TestApp,
    client::{PASSWORD, encode, together},
    on_each_database_and_cache,
    race::{REQUESTS, rounds},
};

use crate::seams::extension::doors::{Answer, Door, app, pass, pending};

on_each_database_and_cache!(passed_challenge_can_not_be_replayed, of_parallel_answers_to_one_challenge_one_signs_in);

/// A browser that has given the password and waits at the challenge.
fn waiting(app: &TestApp) -> Client {
    let mut browser = app.client();
    assert_eq!(browser.sign_in("ann@example.com", PASSWORD).status, 303);
    assert!(pending(&mut browser, "a").contains("ann"));
    browser
}

// M12
fn passed_challenge_can_not_be_replayed(database: Database) {
    let door = Door::new("a", Answer::Challenge);
    let app = app(database, &[(&door, Answer::Challenge)]);
    let mut browser = waiting(&app);
    let mut copy = browser.clone();
    assert_eq!(pass(&mut browser, "a").status, 303);
    assert_eq!(browser.current_user().as_deref(), Some("ann@example.com"));
    let replayed = pass(&mut copy, "a");
    assert_eq!((replayed.status, replayed.location()), (303, Some("/session/new")));
    assert_eq!(copy.current_user(), None);
    // The twin: another sign-in has a challenge of its own.
    let mut again = waiting(&app);
    assert_eq!(pass(&mut again, "a").status, 303);
    assert_eq!(again.current_user().as_deref(), Some("ann@example.com"));
}

// M12
fn of_parallel_answers_to_one_challenge_one_signs_in(database: Database) {
    let door = Door::new("a", Answer::Challenge);
    let app = app(database, &[(&door, Answer::Challenge)]);
    for round in 0..rounds().div_ceil(10) {
        let mut browser = waiting(&app);
        let csrf = browser.token("/a/challenge");
        let request = browser.bytes("POST", "/a/challenge", Some(&encode(&[("_csrf_token", &csrf)])));
        let answers = together(app.address(), &vec![request; REQUESTS]);
        let signed_in = answers.iter().filter(|answer| answer.all("set-cookie").iter().any(|c| c.starts_with("auth=")));
        assert_eq!(signed_in.count(), 1, "round {round}");
    }
}
