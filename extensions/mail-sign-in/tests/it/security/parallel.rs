//! One code and its link, many requests at the same moment.

use std::sync::Arc;

use pow_core::{
    Clock, Config,
    cache::{CacheStore, DiskCache},
    clock::SystemClock,
    mail::MailLimits,
    schema::Value,
    users::EMAIL_CONFIRMED_AT,
};
use pow_ext_mail_sign_in::{CODE as CODE_ACTION, MailSignInController, USE};
use pow_store_redis::RedisCache;
use pow_testing::{
    Database, TestApp,
    app::Builder,
    client::{encode, together},
    on_each_database_and_cache,
    race::{Overlap, REQUESTS, rounds_or},
    servers,
};

use crate::common::{CODE, SENT, asked, proving};

on_each_database_and_cache!(
    of_parallel_uses_of_a_code_and_its_link_one_signs_in,
    of_parallel_proofs_of_a_new_address_one_makes_the_account,
);

fn crowded(database: Database) -> (TestApp, Overlap) {
    let (builder, overlap) = builder(database);
    (builder.start(), overlap)
}

fn builder(database: Database) -> (Builder, Overlap) {
    let (extension, overlap) = (proving(), Overlap::default());
    let controller = || overlap.around(MailSignInController::new(extension.clone()));
    let builder = TestApp::with(extension.clone())
        .each_form_is_new()
        .database(database)
        .policy(|policy| policy.mail_limits = MailLimits::none())
        .controller(CODE_ACTION, controller())
        .controller(USE, controller());
    (builder, overlap)
}

// G1, K2, ASVS 6.5.1
fn of_parallel_uses_of_a_code_and_its_link_one_signs_in(database: Database) {
    let (app, overlap) = crowded(database);
    assert_one_signs_in(&app, &overlap, rounds_or(12));
}

// G1, K2
#[test]
fn on_a_disk_and_in_redis_one_signs_in_too() {
    let folder = tempfile::tempdir().unwrap();
    let disk: Arc<dyn CacheStore> = Arc::new(DiskCache::open(folder.path().join("cache")).unwrap());
    let redis = servers::redis().map(|url| -> Arc<dyn CacheStore> {
        let prefix = format!("mail-sign-in-{}", std::process::id());
        Arc::new(RedisCache::connect(&url).unwrap().prefix(&prefix).unwrap())
    });
    for cache in std::iter::once(disk).chain(redis) {
        let (builder, overlap) = builder(Database::sqlite());
        let clock = Arc::new(SystemClock);
        let app = builder.config(move |config| Config { cache: cache.into(), clock, ..config }).start();
        assert_one_signs_in(&app, &overlap, rounds_or(6));
    }
}

fn assert_one_signs_in(app: &TestApp, overlap: &Overlap, rounds: usize) {
    let mut by_code = 0;
    for round in 0..rounds {
        let mut browser = app.client();
        // Those that are late have typed a wrong code, of which an address has 20 a day.
        let email = format!("ann{round}@example.com");
        app.import(&email);
        app.write(&email, EMAIL_CONFIRMED_AT.name(), Value::DateTime(app.clock.now()));
        let (code, link) = asked(app, &mut browser, &email);
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
    overlap.assert_reached(2, &format!("{rounds} rounds of {REQUESTS} uses, {by_code} won by the code"));
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
