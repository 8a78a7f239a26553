//! The owner is told of unusual sign-ins, and can secure the account.

use std::{net::IpAddr, sync::Arc, time::Duration};

use pow_core::{
    Config,
    changeset::{Changeset, Operation},
    session::{Place, Places},
    users,
};
use pow_ext_lockout::Lockout;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Database, FaultyCache, Logs,
    client::{ANN, PASSWORD, encode, together},
    on_each_database,
    race::rounds,
};

use terms_accepted::TermsAccepted;

use crate::common::{GUESSED, NEW_SIGN_IN, WRONG, app, attack, builder, client_at, is_in, link_of, mails, stranger};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0";

// 6.3.5
#[test]
fn sign_in_from_an_unknown_browser_is_mailed_and_from_a_known_one_is_not() {
    let (app, _) = app(Lockout::default(), Database::sqlite());
    assert_eq!(mails(&app, ANN, NEW_SIGN_IN), 0, "the account's first sign-in");
    let mut browser = client_at(&app, "203.0.113.7");
    browser.headers.push(("User-Agent".to_owned(), FIREFOX.to_owned()));
    assert!(is_in(&browser.sign_in(ANN, PASSWORD)));
    assert_eq!(mails(&app, ANN, NEW_SIGN_IN), 1);
    let mail = app.mailbox().into_iter().find(|mail| mail.name == NEW_SIGN_IN).unwrap();
    for part in ["Firefox on Linux", "203.0.113.7", " UTC", "secure your account"] {
        assert!(mail.text.contains(part) && mail.html.contains(part), "{part}: {}", mail.text);
    }
    browser.sign_out();
    assert!(is_in(&browser.sign_in(ANN, PASSWORD)));
    assert_eq!(mails(&app, ANN, NEW_SIGN_IN), 1, "the browser is known now");
}

#[test]
fn sign_in_after_five_wrong_passwords_is_mailed_with_their_number() {
    let (app, _) = app(Lockout::default(), Database::sqlite());
    for number in 0..4 {
        assert_eq!(stranger(&app, number).sign_in(ANN, WRONG).status, 422);
    }
    app.clock.advance(crate::common::QUARTER);
    for number in 4..6 {
        assert_eq!(stranger(&app, number).sign_in(ANN, WRONG).status, 422);
    }
    assert!(is_in(&stranger(&app, 7).sign_in(ANN, PASSWORD)));
    let mail = app.mailbox().into_iter().find(|mail| mail.name == GUESSED).unwrap();
    assert!(mail.text.contains("after 6 wrong passwords"), "{}", mail.text);
    // The count in a row has begun again.
    assert!(is_in(&stranger(&app, 8).sign_in(ANN, PASSWORD)));
    assert_eq!(mails(&app, ANN, GUESSED), 1);
}

#[test]
fn sign_in_after_wrong_passwords_is_mailed_also_behind_a_challenge() {
    let (app, _) = app(Lockout::default().client(None), Database::sqlite());
    let with = app
        .beside()
        .extension(Lockout::default().client(None))
        .extension(TermsAccepted::default())
        .config(|config| Config { trusted_proxies: 1, ..config })
        .start();
    drop(attack(&with, ANN, 0..5));
    app.clock.advance(crate::common::QUARTER);
    let mut browser = stranger(&with, 7);
    assert_eq!(browser.sign_in(ANN, PASSWORD).location(), Some("/terms/accept"));
    assert_eq!(mails(&with, ANN, GUESSED), 0);
    browser.submit("/terms/accept", "/terms/accept", &[("user[terms_accepted]", "true")]);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    assert_eq!(mails(&with, ANN, GUESSED), 1);
}

#[test]
fn known_browser_with_five_wrong_passwords_is_told_of_too() {
    let (app, _) = app(Lockout::default().client(None), Database::sqlite());
    let mut browser = stranger(&app, 1);
    assert!(is_in(&browser.sign_in(ANN, PASSWORD)));
    browser.sign_out();
    for _ in 0..5 {
        assert_eq!(browser.sign_in(ANN, WRONG).status, 422);
    }
    assert!(is_in(&browser.sign_in(ANN, PASSWORD)));
    assert_eq!(mails(&app, ANN, GUESSED), 1);
}

#[test]
fn old_account_whose_last_sign_in_is_not_known_is_told_of_a_new_browser() {
    let (app, _) = app(Lockout::default(), Database::sqlite());
    app.clock.advance(Duration::from_secs(8 * 24 * 3600));
    let keys = app.block_on(app.cache().scan(&pow_core::cache::Key::new("users"))).unwrap();
    for (key, _) in keys {
        app.block_on(app.cache().delete(&key)).unwrap();
    }
    assert!(is_in(&stranger(&app, 1).sign_in(ANN, PASSWORD)));
    assert_eq!(mails(&app, ANN, NEW_SIGN_IN), 1);
}

#[test]
fn link_of_a_notice_signs_out_everywhere_and_voids_the_password() {
    let (builder, _) = builder(Lockout::default().client(None), Database::sqlite());
    let app = builder.extension(ResetPassword::default()).start();
    let mut owner = app.registered(ANN);
    let mut thief = stranger(&app, 1);
    assert!(is_in(&thief.sign_in(ANN, PASSWORD)));
    let link = link_of(&app, ANN, NEW_SIGN_IN);
    assert_eq!(owner.get(&link).status, 200);
    assert_eq!(thief.current_user().as_deref(), Some(ANN), "a GET changes nothing");
    assert_eq!(owner.submit(&link, &link, &[]).location(), Some("/reset-password/new"));
    assert_eq!((thief.current_user(), owner.current_user()), (None, None));
    assert!(!app.signs_in(ANN, PASSWORD), "the password that the thief knows is void");
    assert_eq!(owner.get(&link).status, 410, "the link works once");
    // The owner goes on by mail.
    owner.submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    let reset = link_of(&app, ANN, "reset_password/link");
    let new = "another-test-password";
    owner.submit(&reset, &reset, &[("user[password]", new), ("user[password_confirmation]", new)]);
    assert!(app.signs_in(ANN, new));
    // The thief's browser is a stranger again: its own places are gone.
    assert!(is_in(&thief.sign_in(ANN, new)));
    assert_eq!(mails(&app, ANN, NEW_SIGN_IN), 3, "the thief's first, the owner's test, and the thief's second");
}

// CS12: the session ends with the first click.
#[test]
fn second_click_of_the_signed_in_owner_gets_the_first_outcome() {
    let (builder, _) = builder(Lockout::default().client(None), Database::sqlite());
    let app = builder.extension(ResetPassword::default()).start();
    let mut owner = app.registered(ANN);
    assert!(is_in(&stranger(&app, 1).sign_in(ANN, PASSWORD)));
    let link = link_of(&app, ANN, NEW_SIGN_IN);
    let token = owner.token(&link);
    let form = owner.bytes("POST", &link, Some(&encode(&[("_csrf_token", &token)])));
    for click in ["first", "second"] {
        let answer = owner.raw(&form);
        assert_eq!((answer.status, answer.location()), (303, Some("/reset-password/new")), "{click} click");
    }
}

#[test]
fn thiefs_browser_is_unknown_after_the_owner_regains_the_account_by_another_link() {
    let (app, _) = app(Lockout::default().client(None), Database::sqlite());
    let mut thief = stranger(&app, 1);
    assert!(is_in(&thief.sign_in(ANN, PASSWORD)));
    thief.sign_out();
    assert!(is_in(&thief.sign_in(ANN, PASSWORD)));
    assert_eq!(mails(&app, ANN, NEW_SIGN_IN), 1, "the browser is known");
    let mut changeset = Changeset::new(Operation("regain"), app.user(ANN), Arc::default());
    changeset.regain_account();
    assert!(app.block_on(users::write(&app.pow.cx(), changeset)).unwrap().is_ok());
    assert_eq!(thief.current_user(), None);
    assert!(is_in(&thief.sign_in(ANN, PASSWORD)));
    assert_eq!(mails(&app, ANN, NEW_SIGN_IN), 2, "and now it is not");
}

/// Each call of the cache fails once, until the account is secured.
#[test]
fn fault_leaves_the_link_of_a_notice_as_it_was() {
    let cache = FaultyCache::default();
    let for_app = cache.clone();
    let (builder, _) = builder(Lockout::default().client(None), Database::sqlite());
    let app = builder
        .extension(ResetPassword::default())
        .each_form_is_new()
        .config(move |config| Config { cache: for_app.into(), ..config })
        .start();
    drop(app.registered(ANN));
    assert!(is_in(&stranger(&app, 1).sign_in(ANN, PASSWORD)));
    let link = link_of(&app, ANN, NEW_SIGN_IN);
    let mut owner = app.client();
    let page = owner.get(&link).text();
    let mut faults = 0;
    loop {
        let failing = faults;
        cache.fail(move |call, _| call == failing);
        let answer = owner.submit_form(&page, &link, &[]);
        cache.heal();
        if answer.location() == Some("/reset-password/new") {
            break;
        }
        assert_eq!(answer.status, 503, "call {failing}: {:?}", answer.location());
        faults += 1;
    }
    assert!(faults > 1, "calls that can fail before the account is secured: {faults}");
    assert!(!app.signs_in(ANN, PASSWORD));
    let asking = owner.get("/reset-password/new").text();
    assert!(asking.contains(&format!("value=\"{ANN}\"")), "the address is filled in: {asking}");
    assert!(app.mailbox().iter().all(|mail| mail.name != "password_changed"), "the owner has chosen no password");
}

#[test]
fn expired_foreign_and_forged_links_change_nothing() {
    let (app, _) = app(Lockout::default(), Database::sqlite());
    assert!(is_in(&stranger(&app, 1).sign_in(ANN, PASSWORD)));
    let link = link_of(&app, ANN, NEW_SIGN_IN);
    let unlock = link.replace("/secure-account/", "/unlock/");
    let mut forged = link.clone();
    forged.replace_range(forged.len() - 1.., if link.ends_with('A') { "Q" } else { "A" });
    for bad in [&unlock, &forged] {
        assert!(!app.opens(bad), "{bad}");
    }
    app.clock.advance(Duration::from_secs(7 * 24 * 3600));
    assert!(!app.opens(&link), "after seven days");
}

#[derive(Debug)]
struct World;

impl Places for World {
    fn place(&self, address: IpAddr) -> Option<Place> {
        let place = |name: &str, latitude, longitude| Place { name: name.to_owned(), latitude, longitude };
        Some(if address.to_string().starts_with("203.") {
            place("Tokyo, Japan", 35.68, 139.69)
        } else {
            place("Lyon, France", 45.76, 4.84)
        })
    }
}

#[test]
fn place_is_named_and_two_places_at_once_are_marked() {
    if !pow_testing::alone() {
        return;
    }
    let logs = Logs::capture();
    let (app, _) = app(Lockout::default().places(World), Database::sqlite());
    assert!(is_in(&stranger(&app, 1).sign_in(ANN, PASSWORD)));
    assert_eq!(mails(&app, ANN, NEW_SIGN_IN), 1);
    app.clock.advance(Duration::from_secs(3600));
    assert!(is_in(&client_at(&app, "203.0.113.7").sign_in(ANN, PASSWORD)));
    let texts: Vec<_> =
        app.mailbox().into_iter().filter(|mail| mail.name == NEW_SIGN_IN).map(|mail| mail.text).collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts[0].contains("Lyon, France") && !texts[0].contains("traveled"));
    assert!(texts[1].contains("Tokyo, Japan") && texts[1].contains("traveled"));
    assert_eq!(logs.of("pow::lockout::too_fast").len(), 1);
}

// W14: the thief knows the password, and must not void the owner's link by choosing another.
#[test]
fn link_of_a_notice_works_after_the_thief_has_changed_the_password() {
    let (builder, _) = builder(Lockout::default().client(None), Database::sqlite());
    let app = builder.extension(ResetPassword::default()).start();
    let mut owner = app.registered(ANN);
    let mut thief = stranger(&app, 1);
    assert!(is_in(&thief.sign_in(ANN, PASSWORD)));
    let link = link_of(&app, ANN, NEW_SIGN_IN);
    let new = "another-test-password";
    assert_eq!(thief.change_password(PASSWORD, new).status, 303);
    assert_eq!(owner.submit(&link, &link, &[]).location(), Some("/reset-password/new"));
    assert_eq!(thief.current_user(), None);
    assert!(!app.signs_in(ANN, new));
    let used = owner.get(&link);
    assert_eq!(used.status, 410);
    assert!(used.text().contains("It was already used"), "{}", used.text());
}

// K2
fn of_parallel_uses_of_one_link_of_a_notice_one_works(database: Database) {
    let app = builder(Lockout::default().client(None), database).0.each_form_is_new().start();
    drop(app.registered(ANN));
    for round in 0..rounds().min(10) {
        assert!(is_in(&stranger(&app, round).sign_in(ANN, PASSWORD)));
        let link = link_of(&app, ANN, NEW_SIGN_IN);
        let mut browser = app.client();
        let token = browser.token(&link);
        let request = browser.bytes("POST", &link, Some(&encode(&[("_csrf_token", &token)])));
        let answers = together(app.address(), &vec![request; 10]);
        assert_eq!(answers.iter().filter(|answer| answer.status == 303).count(), 1, "round {round}");
    }
}

on_each_database!(of_parallel_uses_of_one_link_of_a_notice_one_works);
