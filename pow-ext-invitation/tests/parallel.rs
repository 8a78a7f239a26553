//! One link, many acceptances at the same moment.
//!
//! `POW_TEST_ROUNDS` says how many rounds; 5 unless it is set.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

mod common;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use common::{action, builder, invite, opens, signs_in, started};
use pow_core::{
    Error, async_trait,
    conn::{Conn, Reply},
    controllers::Controller,
    extension::{Action, Outcome},
    users::AUTH_EPOCH,
};
use pow_ext_invitation::{Invitation, InvitationController, UPDATE};
use pow_testing::{
    Database,
    client::{encode, together},
    on_each_database,
    probe::CountingHasher,
};

on_each_database!(of_parallel_acceptances_exactly_one_gets_the_account);

const REQUESTS: usize = 50;

/// The extension's own controller, and how many requests were in it at once.
#[derive(Debug)]
struct Crowd {
    inner: InvitationController,
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

fn rounds() -> usize {
    std::env::var("POW_TEST_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(5)
}

// V15
fn of_parallel_acceptances_exactly_one_gets_the_account(database: Database) {
    let (extension, rounds) = (Invitation::default(), rounds());
    let inner = InvitationController::new(extension.clone());
    let crowd = Arc::new(Crowd { inner, inside: AtomicUsize::new(0), most: AtomicUsize::new(0) });
    let (controller, hasher): (Arc<dyn Controller>, _) = (crowd.clone(), CountingHasher::new());
    let counted = hasher.clone();
    let (app, mut ann) =
        started(builder(extension).database(database).policy(move |policy| policy.password.hasher = counted).config(
            move |mut config| {
                config.controllers.insert(UPDATE, controller);
                config
            },
        ));
    let (begin, mut past_the_check) = (Instant::now(), Vec::with_capacity(rounds));
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
        past_the_check.push(hasher.take());
        let won: Vec<usize> = (0..REQUESTS).filter(|n| answers[*n].location() == Some("/")).collect();
        let lost = answers.iter().filter(|answer| answer.location() == Some("/session/new")).count();
        assert_eq!((won.len(), lost), (1, REQUESTS - 1), "round {round}");
        let user = app.user(&email(won[0])).unwrap();
        assert_eq!(user.id().unwrap(), before.id().unwrap());
        assert_eq!(user.get(AUTH_EPOCH).unwrap(), before.get(AUTH_EPOCH).unwrap() + 1, "one change");
        assert_eq!(app.user_count(), count);
        if round % 10 == 0 {
            assert!(signs_in(&app, &email(won[0]), &password(won[0])));
            assert!(app.user(&email((won[0] + 1) % REQUESTS)).is_none() && !opens(&app, &link));
        }
    }
    let most = crowd.most.load(Ordering::SeqCst);
    let (least, sum) = (past_the_check.iter().min().unwrap(), past_the_check.iter().sum::<usize>());
    println!(
        "{rounds} rounds of {REQUESTS}: at most {most} in the action at once; past the check of the link: {} on average, \
         at least {least}; {:?}",
        sum / rounds,
        begin.elapsed()
    );
    assert!(most > 5 && sum > 5 * rounds, "the requests did not meet: {most} at once, {sum} past the check");
}
