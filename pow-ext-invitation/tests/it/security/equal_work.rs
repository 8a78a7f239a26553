//! A form that must not tell who has an account begins the same number of transactions for every address: each of them
//! waits for the others, so one more tells when the database is busy.

use std::{sync::Arc, time::Duration};

use crate::common::{ANN, BEN, CHOSEN, action, invite, link_of};
use pow_core::{clock::SystemClock, mail::Mailer, users::EMAIL};
use pow_ext_email_confirmation::{EmailConfirmation, confirm_email};
use pow_ext_invitation::Invitation;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Client, Database, Sink, TestApp,
    client::{PASSWORD, encode},
    on_each_database,
    probe::CountingStore,
};

on_each_database!(each_form_begins_as_many_transactions_for_every_address);

const UNCONFIRMED: &str = "eve@example.com";
/// A row without a password.
const IMPORTED: &str = "ida@example.com";
const FREE: &str = "zoe@example.com";

struct World {
    app: TestApp,
    store: CountingStore,
    ann: Client,
}

impl World {
    fn new(database: Database) -> Self {
        let sink = Sink::start(Duration::ZERO);
        let store = CountingStore::new(database.store());
        let counting = store.clone();
        let app = TestApp::with(Invitation::default())
            .extension(EmailConfirmation::default())
            .extension(ResetPassword::default())
            .policy(|policy| policy.response_padding = Duration::ZERO)
            .each_form_is_new()
            .database(database.with_cache())
            .config(move |mut config| {
                config.store = counting.into();
                config.clock = Arc::new(SystemClock);
                config.mailer = Mailer::smtp(&sink.url(), "Acme <no-reply@acme.example>").unwrap();
                config
            })
            .start();
        drop(app.registered(UNCONFIRMED));
        app.import(IMPORTED);
        let mut ann = confirmed(&app, ANN);
        assert_eq!(invite(&mut ann, BEN).status, 303);
        Self { app, store, ann }
    }

    /// How many transactions the answer takes.
    fn count(&self, browser: &Client, path: &str, form: &[(&str, &str)], status: u16) -> usize {
        let request = browser.bytes("POST", path, Some(&encode(form)));
        self.store.take();
        let answer = browser.raw(&request);
        assert_eq!(answer.status, status, "{path} {form:?}: {}", answer.text());
        self.store.take()
    }
}

fn confirmed(app: &TestApp, email: &str) -> Client {
    drop(app.registered(email));
    let user = app.user(email).unwrap();
    app.block_on(async { confirm_email(&app.pow.cx(), &user).await.unwrap().unwrap() });
    app.signed_in(&user)
}

#[track_caller]
fn assert_equal(what: &str, counts: &[(&str, usize)]) {
    println!("{what}: {counts:?}");
    assert!(counts.iter().all(|(_, count)| *count == counts[0].1), "{what}: {counts:?}");
}

// E9, E11, E12, E13, E16
fn each_form_begins_as_many_transactions_for_every_address(database: Database) {
    let world = World::new(database);
    resetting(&world);
    registering(&world);
    signing_in(&world);
    inviting(&world);
    taking_back(&world);
    accepting(&world);
    changing_the_address(&world);
}

fn resetting(world: &World) {
    let mut browser = world.app.client();
    let csrf = browser.token("/reset-password/new");
    let ask = |email| world.count(&browser, "/reset-password", &[("_csrf_token", &csrf), ("user[email]", email)], 303);
    let counts = [ANN, UNCONFIRMED, IMPORTED, BEN, FREE].map(|email| (email, ask(email)));
    assert_equal("a link for a new password", &counts);
    // Above the limit of mails, too.
    (0..8).for_each(|_| assert!(ask(ANN) > 0));
    assert_equal("the same, many times", &[(ANN, ask(ANN)), (FREE, ask(FREE)), (IMPORTED, ask(IMPORTED))]);
    assert!(counts[0].1 > 0);
}

fn registering(world: &World) {
    let register = |email: &str| {
        let mut browser = world.app.client();
        let csrf = browser.token("/registration/new");
        let form = [
            ("_csrf_token", csrf.as_str()),
            ("user[email]", email),
            ("user[password]", PASSWORD),
            ("user[password_confirmation]", PASSWORD),
        ];
        world.count(&browser, "/registration", &form, 303)
    };
    let counts = ["a@example.com", ANN, UNCONFIRMED, BEN, "b@example.com"].map(|email| (email, register(email)));
    assert_equal("a registration", &counts);
    assert!(counts[0].1 > 0);
}

fn signing_in(world: &World) {
    let mut browser = world.app.client();
    let csrf = browser.token("/session/new");
    let form = |email| [("_csrf_token", csrf.as_str()), ("user[email]", email), ("user[password]", "another password")];
    let counts = [ANN, UNCONFIRMED, IMPORTED, BEN, FREE]
        .map(|email| (email, world.count(&browser, "/session", &form(email), 422)));
    assert_equal("a sign-in", &counts);
}

fn inviting(world: &World) {
    let mut browser = world.app.copy(&world.ann);
    let csrf = browser.token("/invitations/new");
    let form = |email| [("_csrf_token", csrf.as_str()), ("user[email]", email)];
    let counts = ["c@example.com", UNCONFIRMED, IMPORTED, "d@example.com"]
        .map(|email| (email, world.count(&browser, "/invitations", &form(email), 303)));
    assert_equal("an invitation", &counts);
    assert!(counts[0].1 > 0);
}

/// Of the invitations that [`inviting`] made.
fn taking_back(world: &World) {
    let mut browser = world.app.copy(&world.ann);
    let csrf = browser.token("/invitations/new");
    let form = |email| [("_csrf_token", csrf.as_str()), ("_method", "DELETE"), ("user[email]", email)];
    let counts = ["c@example.com", UNCONFIRMED, IMPORTED, "d@example.com"]
        .map(|email| (email, world.count(&browser, "/invitations", &form(email), 303)));
    assert_equal("taking an invitation back", &counts);
    assert!(counts[0].1 > 0);
}

/// An invitation is accepted, and the user types another address than it was mailed to.
fn accepting(world: &World) {
    let mut ann = world.app.copy(&world.ann);
    let mut accept = |invited: &str, typed: &str| {
        assert_eq!(invite(&mut ann, invited).status, 303);
        let link = link_of(&world.app, invited);
        let mut guest = world.app.client();
        let csrf = guest.token(&link);
        let form = [
            ("_csrf_token", csrf.as_str()),
            ("_method", "PUT"),
            ("user[email]", typed),
            ("user[password]", CHOSEN),
            ("user[password_confirmation]", CHOSEN),
        ];
        world.count(&guest, &action(&link), &form, 303)
    };
    let counts = [
        ("g@example.com", accept("invited-1@example.com", "g@example.com")),
        (ANN, accept("invited-2@example.com", ANN)),
        (UNCONFIRMED, accept("invited-3@example.com", UNCONFIRMED)),
        (IMPORTED, accept("invited-4@example.com", IMPORTED)),
        (BEN, accept("invited-5@example.com", BEN)),
        ("h@example.com", accept("invited-6@example.com", "h@example.com")),
    ];
    assert_equal("an invitation accepted with another address", &counts);
    assert!(counts[0].1 > 0);
}

fn changing_the_address(world: &World) {
    let (app, pow) = (&world.app, &world.app.pow);
    let mut counts = Vec::new();
    for email in ["e@example.com", UNCONFIRMED, IMPORTED, BEN, "f@example.com"] {
        let user = app.user(ANN).unwrap();
        let mut browser = app.signed_in(&user);
        let csrf = browser.token("/registration/edit");
        let change = [
            ("_csrf_token", csrf.as_str()),
            ("_method", "PATCH"),
            ("user[email]", email),
            ("user[current_password]", PASSWORD),
        ];
        counts.push((email, world.count(&browser, "/registration", &change, 303)));
        let user = app.block_on(pow.users().get(&pow.cx(), user.id().unwrap())).unwrap().unwrap();
        assert_eq!(user.get(EMAIL).unwrap().as_deref(), Some(ANN));
        // The mail once more.
        let mut browser = app.signed_in(&user);
        let csrf = browser.token("/registration/edit");
        counts.push((email, 100 + world.count(&browser, "/confirm-email", &[("_csrf_token", &csrf)], 303)));
    }
    let (again, first): (Vec<_>, Vec<_>) = counts.into_iter().partition(|(_, count)| *count >= 100);
    assert_equal("another address", &first);
    assert_equal("its mail once more", &again);
}
