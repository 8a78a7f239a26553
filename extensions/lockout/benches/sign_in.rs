//! What the extension adds to a sign-in: `cargo bench -p pow-ext-lockout`.
//!
//! A known browser signs in by the form, with the default hash, in an application with the extension and in one without. What
//! is measured is the CPU time of the process, the client's part included, which is the same in both. The rounds alternate;
//! the smallest of each counts.
#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::{sync::Arc, time::Duration};

use pow_core::{Config, clock::SystemClock, password::Argon2id};
use pow_ext_lockout::Lockout;
use pow_testing::{
    Client, Database, TestApp,
    app::Builder,
    client::{ANN, PASSWORD, encode},
};
use rustix::time::{ClockId, clock_gettime};

const ROUNDS: usize = 60;

/// An application and a browser that has signed in before.
struct Subject {
    app: TestApp,
    browser: Client,
    best: Duration,
}

impl Subject {
    fn new(builder: Builder, database: Database) -> Self {
        let app = builder
            .database(database)
            .policy(|policy| policy.password.hasher = Arc::new(Argon2id::default()))
            .config(|config| Config { trusted_proxies: 1, clock: Arc::new(SystemClock), ..config })
            .start();
        drop(app.registered(ANN));
        let mut browser = app.client();
        browser.sign_in(ANN, PASSWORD);
        Self { app, browser, best: Duration::MAX }
    }

    fn sign_in(&mut self, round: usize) {
        let mut browser = self.app.copy(&self.browser);
        browser.cookies.remove("auth");
        // Or the client's limit would end the measurement.
        browser.headers.push(("X-Forwarded-For".to_owned(), format!("10.0.{}.{}", round / 250, round % 250)));
        let token = browser.token("/session/new");
        let form = [("_csrf_token", token.as_str()), ("user[email]", ANN), ("user[password]", PASSWORD)];
        let bytes = browser.bytes("POST", "/session", Some(&encode(&form)));
        let before = cpu();
        let answer = browser.raw(&bytes);
        self.best = self.best.min(cpu() - before);
        assert_eq!(answer.status, 303);
    }
}

fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap(), time.tv_nsec.try_into().unwrap())
}

fn main() {
    for (name, database) in
        [("memory", Database::sqlite as fn() -> Database), ("SQLite", || Database::sqlite().with_cache())]
    {
        let mut without = Subject::new(TestApp::builder(), database());
        let mut with = Subject::new(TestApp::with(Lockout::default()), database());
        for round in 0..ROUNDS {
            without.sign_in(round);
            with.sign_in(round);
        }
        let ratio = with.best.as_secs_f64() / without.best.as_secs_f64();
        println!("cache in {name}: {:?} without, {:?} with the limits: {ratio:.3}", without.best, with.best);
    }
}
