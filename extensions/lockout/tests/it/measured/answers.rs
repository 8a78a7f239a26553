//! The time of a sign-in that is counted, or refused, does not tell who is known.

use std::{env, time::Duration};

use pow_core::{controllers::session::CREATE, limit::Limit};
use pow_ext_lockout::Lockout;
use pow_testing::{
    Client, Database, TestApp,
    client::{ANN, encode},
    on_each_database,
    timing::Timing,
};

use crate::common::{ATTACK, QUARTER, UNKNOWN, WRONG, attack, builder, mails, stranger};

on_each_database!(
    time_of_a_counted_sign_in_does_not_tell_known_from_unknown,
    time_of_a_refused_sign_in_does_not_tell_known_from_unknown,
    time_of_the_sign_in_that_locks_does_not_tell_known_from_unknown,
);

/// Between two pairs: every place is free again, and the wrong passwords in a row stay far from their limit.
const DAY: Duration = Duration::from_secs(24 * 3600);

/// The counts are in the database, where each of them is a transaction. The short form has them in memory, where an attempt
/// under load takes a fraction of the time.
fn start(timing: &Timing, extension: Lockout, database: Database) -> TestApp {
    let (builder, _) = builder(extension, if is_short() { database } else { database.with_cache() });
    let app = timing.install(builder).start();
    drop(app.registered(ANN));
    app
}

fn is_short() -> bool {
    env::var_os("POW_TEST_SHORT").is_some()
}

/// Wrong passwords for the known and the unknown name, each from an address of its own.
struct Strangers {
    browser: Client,
    token: String,
    count: usize,
}

impl Strangers {
    fn new(app: &TestApp) -> Self {
        let mut browser = app.client();
        let token = browser.token("/session/new");
        // The first addresses have sent other requests.
        Self { browser, token, count: 1000 }
    }

    fn pair(&mut self, app: &TestApp) -> [Vec<u8>; 2] {
        [ANN, UNKNOWN].map(|email| {
            self.count += 1;
            self.browser.headers = stranger(app, self.count).headers;
            let form = [("_csrf_token", self.token.as_str()), ("user[email]", email), ("user[password]", WRONG)];
            self.browser.bytes("POST", "/session", Some(&encode(&form)))
        })
    }
}

// E4, E14
fn time_of_a_counted_sign_in_does_not_tell_known_from_unknown(database: Database) {
    let timing = Timing::of(CREATE, |email| email == ANN).and_under_load();
    let app = start(&timing, Lockout::default(), database);
    timing.assert_alike(&app, 422, |_| {
        app.clock.advance(DAY);
        Strangers::new(&app).pair(&app)
    });
    assert_eq!(mails(&app, ANN, ATTACK), 0, "the account was never locked");
}

// E14
fn time_of_a_refused_sign_in_does_not_tell_known_from_unknown(database: Database) {
    let timing = Timing::of(CREATE, |email| email == ANN).and_under_load();
    let app = start(&timing, Lockout::default(), database);
    for email in [ANN, UNKNOWN] {
        assert_eq!(attack(&app, email, 0..6), [422, 422, 422, 422, 422, 429], "{email}");
    }
    assert_eq!(mails(&app, ANN, ATTACK), 1);
    let mut strangers = Strangers::new(&app);
    timing.assert_alike(&app, 429, |_| strangers.pair(&app));
    assert_eq!(mails(&app, ANN, ATTACK), 1);
}

// E14: the owner is mailed the unlock link, and the answer is padded from the hash on. The control comes before the hash.
fn time_of_the_sign_in_that_locks_does_not_tell_known_from_unknown(database: Database) {
    let timing = Timing::of(CREATE, |email| email == ANN);
    // Most of the time is padding, so the short form is idle only.
    let timing = if is_short() { timing } else { timing.and_under_load() };
    let app = start(&timing, Lockout::default().account(Limit::new(1, QUARTER)), database);
    let mut locks = 0;
    timing.assert_alike(&app, 422, |_| {
        assert_eq!(mails(&app, ANN, ATTACK), locks);
        locks += 1;
        app.clock.advance(DAY);
        Strangers::new(&app).pair(&app)
    });
}
