//! One link, many requests at the same moment.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

mod common;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use common::{ask, builder, opens, signs_in};
use pow_core::{
    Error, async_trait,
    conn::{Conn, Reply},
    controllers::Controller,
    extension::{Action, Outcome},
    mail::MailLimits,
    users::{AUTH_EPOCH, PASSWORD_HASH},
};
use pow_ext_reset_password::{ResetPassword, ResetPasswordController, UPDATE};
use pow_testing::{
    Database,
    client::{encode, together},
    on_each_database_and_cache,
    probe::CountingHasher,
};

on_each_database_and_cache!(of_parallel_uses_of_one_link_exactly_one_sets_its_password);

const ANN: &str = "ann@example.com";
const ROUNDS: usize = 100;
const REQUESTS: usize = 50;

/// The extension's own controller, and how many requests were in it at once.
#[derive(Debug)]
struct Crowd {
    inner: ResetPasswordController,
    inside: AtomicUsize,
    most: AtomicUsize,
}

#[async_trait]
impl Controller for Crowd {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        let inside = self.inside.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(inside, Ordering::SeqCst);
        let outcome = self.inner.process(action, conn).await;
        self.inside.fetch_sub(1, Ordering::SeqCst);
        outcome
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        self.inner.respond(action, conn, outcome).await
    }
}

// K2
fn of_parallel_uses_of_one_link_exactly_one_sets_its_password(database: Database) {
    let extension = ResetPassword::default();
    let crowd = Arc::new(Crowd {
        inner: ResetPasswordController::new(extension.clone()),
        inside: AtomicUsize::new(0),
        most: AtomicUsize::new(0),
    });
    let (controller, hasher): (Arc<dyn Controller>, _) = (crowd.clone(), CountingHasher::new());
    let counted = hasher.clone();
    let app = builder(extension)
        .database(database)
        .policy(move |policy| {
            policy.password.hasher = counted;
            policy.mail_limits = MailLimits::none();
        })
        .config(move |mut config| {
            config.controllers.insert(UPDATE, controller);
            config
        })
        .start();
    drop(app.registered(ANN));
    let (begin, mut past_the_check) = (Instant::now(), Vec::with_capacity(ROUNDS));
    for round in 0..ROUNDS {
        let mut browser = app.client();
        assert_eq!(ask(&mut browser, ANN).status, 303);
        let link = app.mailed_link(ANN);
        let csrf = browser.token(&link);
        let before = app.user(ANN).unwrap();
        let password = |n: usize| format!("password-{round}-of-request-{n}");
        let requests: Vec<_> = (0..REQUESTS)
            .map(|n| {
                let (password, csrf) = (password(n), csrf.as_str());
                let form = [
                    ("_csrf_token", csrf),
                    ("_method", "PUT"),
                    ("user[password]", &password),
                    ("user[password_confirmation]", &password),
                ];
                browser.bytes("POST", &link, Some(&encode(&form)))
            })
            .collect();
        hasher.take();
        let answers = together(app.address(), &requests);
        past_the_check.push(hasher.take());
        let won: Vec<usize> = (0..REQUESTS).filter(|n| answers[*n].location() == Some("/session/new")).collect();
        let lost = answers.iter().filter(|answer| answer.location() == Some("/reset-password/new")).count();
        assert_eq!((won.len(), lost), (1, REQUESTS - 1), "round {round}");
        let after = app.user(ANN).unwrap();
        assert_eq!(after.get(AUTH_EPOCH).unwrap(), before.get(AUTH_EPOCH).unwrap() + 1, "one change");
        assert_ne!(after.get(PASSWORD_HASH).unwrap(), before.get(PASSWORD_HASH).unwrap());
        if round % 10 == 0 {
            assert!(signs_in(&app, ANN, &password(won[0])));
            assert!(!signs_in(&app, ANN, &password((won[0] + 1) % REQUESTS)));
            assert!(!opens(&app, &link));
        }
    }
    let most = crowd.most.load(Ordering::SeqCst);
    let (least, sum) = (past_the_check.iter().min().unwrap(), past_the_check.iter().sum::<usize>());
    println!(
        "{ROUNDS} rounds of {REQUESTS}: at most {most} in the action at once; past the check of the link: \
         {} passwords hashed or compared on average, at least {least}; {:?}",
        sum / ROUNDS,
        begin.elapsed()
    );
    // Each request past the check compares the new password with the old one and hashes it.
    assert!(most > 5 && sum > 2 * 5 * ROUNDS, "the requests did not meet: {most} at once, {sum} past the check");
}
