//! Many requests at once.

use std::sync::Arc;

use pow_core::{
    Config,
    cache::{CacheStore, DiskCache},
    clock::SystemClock,
    mail::MailLimits,
};
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_signup::{Mode, Signup};
use pow_store_redis::RedisCache;
use pow_testing::{
    Database, Response, TestApp,
    app::Builder,
    client::{PASSWORD, encode, together},
    on_each_database_and_cache,
    race::{REQUESTS, rounds, rounds_or},
    servers,
};

use crate::common::{DETAILS, EVE, ask, code, proved};

on_each_database_and_cache!(
    of_many_who_prove_one_address_one_wins,
    of_parallel_uses_of_one_code_one_counts,
    of_parallel_uses_of_a_code_and_its_link_one_proves_the_address,
    of_parallel_uses_of_the_link_of_a_form_one_makes_the_account,
);

const PEOPLE: usize = 20;

fn app(database: Database) -> TestApp {
    start(Signup::default(), database)
}

fn start(extension: Signup, database: Database) -> TestApp {
    builder(extension, database).start()
}

fn builder(extension: Signup, database: Database) -> Builder {
    TestApp::with(EmailConfirmation::default())
        .each_form_is_new()
        .extension(extension)
        .policy(|policy| policy.mail_limits = MailLimits::none())
        .database(database)
}

// V10, V15
fn of_many_who_prove_one_address_one_wins(database: Database) {
    let app = app(database);
    // A stranger's account is in the way as well.
    drop(app.client().register(EVE, "a stranger's password"));
    let requests: Vec<_> = (0..PEOPLE)
        .map(|_| {
            let mut browser = proved(&app, EVE);
            let token = browser.token("/signup/details");
            let pairs = [&[("_csrf_token", token.as_str())], &DETAILS[..]].concat();
            browser.bytes("POST", "/signup/details", Some(&encode(&pairs)))
        })
        .collect();
    let answers = together(app.address(), &requests);
    let went = |to: &str| answers.iter().filter(|answer| answer.location() == Some(to)).count();
    let faults: Vec<_> = answers.iter().filter(|answer| answer.status >= 500).map(Response::text).collect();
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!((went("/"), went("/session/new")), (1, PEOPLE - 1));
    assert_eq!(app.user_count(), 1);
}

// K2
fn of_parallel_uses_of_one_code_one_counts(database: Database) {
    let app = app(database);
    for round in 0..rounds().min(10) {
        // Late ones count as wrong codes of their address.
        let email = format!("eve{round}@example.com");
        let mut browser = app.client();
        drop(ask(&mut browser, &email));
        let token = browser.token("/signup/code");
        let code = code(&app, &email);
        let pairs = [("_csrf_token", token.as_str()), ("user[code]", &code)];
        let request = browser.bytes("POST", "/signup/code", Some(&encode(&pairs)));
        let answers = together(app.address(), &vec![request; 4]);
        // One spends the code. The others come too late for it, or find that the step is done.
        assert!(answers.iter().all(|answer| answer.status == 422 || answer.location() == Some("/signup/details")));
        assert!(answers.iter().any(|answer| answer.location() == Some("/signup/details")));
    }
}

// G1, K2
fn of_parallel_uses_of_a_code_and_its_link_one_proves_the_address(database: Database) {
    assert_one_proves(&app(database), rounds_or(6));
}

// G1, K2
#[test]
fn of_parallel_uses_one_proves_the_address_on_a_disk_and_in_redis_too() {
    let folder = tempfile::tempdir().unwrap();
    let disk: Arc<dyn CacheStore> = Arc::new(DiskCache::open(folder.path().join("cache")).unwrap());
    let redis = servers::redis().map(|url| -> Arc<dyn CacheStore> {
        let prefix = format!("signup-{}", std::process::id());
        Arc::new(RedisCache::connect(&url).unwrap().prefix(&prefix).unwrap())
    });
    for cache in std::iter::once(disk).chain(redis) {
        let clock = Arc::new(SystemClock);
        let builder = builder(Signup::default(), Database::sqlite());
        let app = builder.config(move |config| Config { cache: cache.into(), clock, ..config }).start();
        assert_one_proves(&app, rounds_or(6));
    }
}

/// The code in the browser that asked, and the link in others, at the same moment. A link that is used elsewhere begins a sign-up
/// there, so that two proofs would be two sign-ups with one address.
fn assert_one_proves(app: &TestApp, rounds: usize) {
    let mut by_code = 0;
    for round in 0..rounds {
        // Late ones count as wrong codes of their address, of which it has 20 a day.
        let email = format!("eve{round}@example.com");
        let mut browser = app.client();
        drop(ask(&mut browser, &email));
        let csrf = browser.token("/signup/code");
        let form = [("_csrf_token", csrf.as_str()), ("user[code]", &code(app, &email))];
        let of_code = [2, 5, 0][round % 3];
        let mut requests = vec![browser.bytes("POST", "/signup/code", Some(&encode(&form))); of_code];
        let link = app.mailed_link(&email);
        requests.extend((of_code..REQUESTS).map(|_| {
            let mut other = app.client();
            let csrf = other.token(&link);
            other.bytes("POST", &link, Some(&encode(&[("_csrf_token", &csrf)])))
        }));
        let answers = together(app.address(), &requests);
        assert!(answers.iter().all(|answer| [303, 410, 422].contains(&answer.status)), "round {round}");
        let goes_on = |answer: &&Response| answer.location() == Some("/signup/details");
        let (codes, links) = answers.split_at(of_code);
        // After the first right code, the others find that the step is done.
        let (by_codes, by_links) = (codes.iter().any(|answer| goes_on(&answer)), links.iter().filter(goes_on).count());
        assert_eq!(usize::from(by_codes) + by_links, 1, "round {round}: by the code: {by_codes}, by links: {by_links}");
        by_code += usize::from(by_codes);
    }
    println!("{rounds} rounds of {REQUESTS} uses, {by_code} won by the code");
}

// K2, V15
fn of_parallel_uses_of_the_link_of_a_form_one_makes_the_account(database: Database) {
    let app = start(Signup::default().mode(Mode::FormFirst), database);
    for round in 0..rounds().min(10) {
        let email = format!("eve{round}@example.com");
        // A stranger's account is in the way as well.
        drop(app.client().register(&email, "a stranger's password"));
        let mut browser = app.client();
        let form = [&[("user[email]", email.as_str())], &DETAILS[..]].concat();
        assert_eq!(browser.submit("/signup", "/signup", &form).location(), Some("/signup/sent"));
        let link = app.mailed_link(&email);
        let csrf = browser.token(&link);
        let request = browser.bytes("POST", &link, Some(&encode(&[("_csrf_token", &csrf)])));
        let answers = together(app.address(), &vec![request; 8]);
        let made = answers.iter().filter(|answer| answer.location() == Some("/")).count();
        let late = |answer: &&Response| answer.status == 410 || answer.location() == Some("/session/new");
        assert_eq!((made, answers.iter().filter(late).count()), (1, 7), "round {round}");
        assert_eq!(app.user_count(), round + 1);
        assert!(app.signs_in(&email, PASSWORD));
    }
}
