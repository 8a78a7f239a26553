//! The owner of an account under attack gets in.

use pow_core::json;
use pow_ext_lockout::Lockout;
use pow_testing::{
    Database,
    client::{ANN, PASSWORD, encode, together},
    on_each_database_and_cache,
    race::rounds,
};

use crate::common::{ATTACK, QUARTER, UNKNOWN, app, attack, builder, is_in, link_of, mails, stranger};

on_each_database_and_cache!(
    owner_signs_in_during_an_attack_from_a_known_browser_and_from_another_by_the_link,
    of_parallel_uses_of_one_unlock_link_one_works,
);

const TRIES: usize = 1000;

// W14, E14
fn owner_signs_in_during_an_attack_from_a_known_browser_and_from_another_by_the_link(database: Database) {
    let (app, hasher) = app(Lockout::default(), database);
    let mut known = stranger(&app, 60_000);
    assert!(is_in(&known.sign_in(ANN, PASSWORD)));
    known.sign_out();
    hasher.take();
    // 200 tries in each quarter of an hour: 5 of them are checked, until 100 in a row were wrong.
    for quarter in 0..5 {
        let answers = attack(&app, ANN, quarter * 200..(quarter + 1) * 200);
        assert_eq!(answers.iter().filter(|status| **status == 422).count(), 5, "quarter {quarter}");
        assert_eq!(answers.len() * 5, TRIES);
        app.clock.advance(QUARTER);
    }
    assert_eq!(hasher.take(), 25);
    drop(attack(&app, ANN, 0..10));
    assert!(is_in(&known.sign_in(ANN, PASSWORD)), "the known browser, at the first try");
    let mut new = stranger(&app, 60_001);
    assert_eq!(new.sign_in(ANN, PASSWORD).status, 429, "the right password from an unknown browser");
    let link = link_of(&app, ANN, ATTACK);
    let mut other = stranger(&app, 60_002);
    assert_eq!(new.get(&link).status, 200);
    assert_eq!(new.submit(&link, &link, &[]).location(), Some("/session/new"));
    assert!(is_in(&new.sign_in(ANN, PASSWORD)), "after the link");
    assert_eq!(other.sign_in(ANN, PASSWORD).status, 429, "others stay locked");
    assert_eq!(other.get(&link).status, 410, "the link is used up");
    // A name without an account is locked alike, and nothing is mailed.
    assert_eq!(attack(&app, UNKNOWN, 0..6), [422, 422, 422, 422, 422, 429]);
    assert_eq!(mails(&app, UNKNOWN, ATTACK), 0);
}

// K2
fn of_parallel_uses_of_one_unlock_link_one_works(database: Database) {
    let app = builder(Lockout::default(), database).0.each_form_is_new().start();
    drop(app.registered(ANN));
    for round in 0..rounds().min(20) {
        drop(attack(&app, ANN, round * 10..round * 10 + 5));
        let link = link_of(&app, ANN, ATTACK);
        let mut browser = app.client();
        let token = browser.token(&link);
        let request = browser.bytes("POST", &link, Some(&encode(&[("_csrf_token", &token)])));
        let answers = together(app.address(), &vec![request; 8]);
        let known = |answer: &pow_testing::Response| {
            answer.all("set-cookie").iter().any(|set| set.starts_with("known_browser="))
        };
        assert_eq!(answers.iter().filter(|answer| known(answer)).count(), 1, "round {round}");
        app.clock.advance(QUARTER);
        app.clock.advance(4 * QUARTER);
    }
}

// W14
#[test]
fn program_leaves_the_unlock_link_for_a_browser() {
    let (app, _) = app(Lockout::default(), Database::sqlite());
    drop(attack(&app, ANN, 0..6));
    let link = link_of(&app, ANN, ATTACK);
    let answer = app.program().post(&link, &json::json!({}));
    assert_eq!((answer.status, &answer.json()["code"]), (409, &"lockout-unlock-in-browser".into()));
    let mut browser = stranger(&app, 60_001);
    assert_eq!(browser.submit(&link, &link, &[]).location(), Some("/session/new"));
    assert!(is_in(&browser.sign_in(ANN, PASSWORD)));
}
