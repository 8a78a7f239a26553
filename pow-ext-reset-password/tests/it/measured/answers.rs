//! The time of the answer does not tell who is known.

use std::time::Duration;

use crate::common::request;
use pow_core::{
    Error,
    cx::Cx,
    extension::{Extension, Registry},
    json::json,
    limit::Limit,
    mail::MailLimits,
    record::User,
    users::EMAIL,
};
use pow_ext_reset_password::{CREATE, ResetPassword};
use pow_testing::{Database, TestApp, client::ANN, on_each_database, timing::Timing};

on_each_database!(
    time_does_not_tell_known_from_unknown,
    time_does_not_tell_a_program_known_from_unknown,
    time_does_not_tell_known_from_unknown_where_links_are_counted,
    time_does_not_tell_known_from_unknown_where_there_were_enough,
    time_does_not_tell_who_has_no_password,
    time_does_not_tell_who_is_kept_out,
);

const BOB: &str = "bob@example.com";
const SECOND: Duration = Duration::from_secs(1);
const KEPT_OUT: &str = "kit@example.com";

// E9
fn time_does_not_tell_known_from_unknown(database: Database) {
    let timing = Timing::of(CREATE, |email| email == ANN).and_under_load();
    assert_alike(database, timing, |app| drop(app.registered(ANN)));
}

// E9
fn time_does_not_tell_a_program_known_from_unknown(database: Database) {
    let timing = Timing::of(CREATE, |email| email == ANN).padded().with_slow_mails(Duration::from_millis(300));
    let app = timing.install(TestApp::with(ResetPassword::default())).database(database).start();
    drop(app.registered(ANN));
    let program = app.program();
    let requests =
        [ANN, BOB].map(|email| program.bytes("POST", "/reset-password", Some(&json!({"user": {"email": email}}))));
    timing.assert_alike(&app, 200, |_| requests.clone());
}

// E9
fn time_does_not_tell_known_from_unknown_where_links_are_counted(database: Database) {
    counted(database, Limit::new(255, SECOND), SECOND);
}

// E9
fn time_does_not_tell_known_from_unknown_where_there_were_enough(database: Database) {
    counted(database, Limit::new(3, Duration::from_secs(3600)), Duration::ZERO);
}

/// So much time goes by between two pairs of requests.
fn counted(database: Database, limit: Limit, between: Duration) {
    let timing = Timing::of(CREATE, |email| email == ANN).padded().with_slow_mails(Duration::from_millis(300));
    let builder = timing.install(TestApp::with(ResetPassword::default()));
    let app = builder.policy(move |policy| policy.mail_limits = MailLimits::all(limit)).database(database).start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let requests = [ANN, BOB].map(|email| request(&mut browser, email));
    timing.assert_alike(&app, 303, |_| {
        app.clock.advance(between);
        requests.clone()
    });
}

// E9: such a user is mailed another text, and no link is made
fn time_does_not_tell_who_has_no_password(database: Database) {
    assert_alike(database, Timing::of(CREATE, |email| email == ANN), |app| app.import(ANN));
}

// E9: nobody is mailed anything
fn time_does_not_tell_who_is_kept_out(database: Database) {
    let timing = Timing::of(CREATE, |email| email == KEPT_OUT);
    measure(database, timing, [KEPT_OUT, BOB], |app| {
        drop(app.registered(KEPT_OUT));
        // Somebody who is sent a mail, so that one is under way.
        drop(app.registered(ANN));
        assert_eq!(app.client().raw(&request(&mut app.client(), ANN)).status, 303);
    });
}

/// Lets no link do anything for one user.
#[derive(Debug)]
struct KeepsOut;

impl Extension for KeepsOut {
    fn id(&self) -> &'static str {
        "keeps_out"
    }

    fn register(&self, _: &mut Registry) {}

    fn may_recover(&self, _: &Cx, user: &User) -> Result<bool, Error> {
        Ok(user.get(EMAIL)?.as_deref() != Some(KEPT_OUT))
    }
}

fn assert_alike(database: Database, timing: Timing, prepare: impl FnOnce(&TestApp)) {
    measure(database, timing, [ANN, BOB], prepare);
}

/// The time of the answer for the one address and for the other, which is unknown.
fn measure(database: Database, timing: Timing, addresses: [&str; 2], prepare: impl FnOnce(&TestApp)) {
    let timing = timing.padded().with_slow_mails(Duration::from_millis(300));
    let builder = TestApp::with(ResetPassword::default()).extension(KeepsOut);
    let app = timing.install(builder).database(database).start();
    prepare(&app);
    let mut browser = app.client();
    let requests = addresses.map(|email| request(&mut browser, email));
    timing.assert_alike(&app, 303, |_| requests.clone());
}
