//! Accounts that nobody ever confirmed.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

mod common;

use std::time::Duration;

use common::{ANN, BOB, NEW, app, builder, change, confirm, confirmed, row, unconfirm};
use pow_core::schema::Value;
use pow_ext_email_confirmation::{EMAIL_CONFIRMATION_TOKEN, EmailConfirmation, purge_unconfirmed};
use pow_testing::{Database, client::PASSWORD, on_each_database};

on_each_database!(account_that_was_never_confirmed_is_deleted_and_its_address_is_free_again);

const DAY: Duration = Duration::from_secs(24 * 3600);

// V21, V10
fn account_that_was_never_confirmed_is_deleted_and_its_address_is_free_again(database: Database) {
    let app = app(database);
    // Somebody registers Ann's address; Bob confirms his and asks for another; an account is older than the extension.
    drop(app.registered(ANN));
    let squatted = app.mailed_link(ANN);
    let mut bob = confirmed(&app, BOB);
    change(&mut bob, NEW);
    drop(app.registered("old@example.com"));
    unconfirm(&app, "old@example.com");
    app.write("old@example.com", EMAIL_CONFIRMATION_TOKEN.name(), Value::Null);
    let purge = || app.block_on(async { purge_unconfirmed(&app.pow.cx(), 30 * DAY).await.unwrap() });
    app.clock.advance(30 * DAY);
    assert_eq!(purge(), 0, "not before its time");
    app.clock.advance(Duration::from_millis(1));
    drop(app.registered("late@example.com"));
    assert_eq!(purge(), 1);
    assert!(app.user(ANN).is_none());
    assert!(["old@example.com", "late@example.com", BOB].iter().all(|email| app.user(email).is_some()));
    assert_eq!(row(&app, BOB).2.as_deref(), Some(NEW));
    assert_eq!(purge(), 0);
    // Ann's own registration, with her own password; the link from before is worth nothing.
    let mut ann = app.client();
    let hers = "her-own-test-password";
    let form = [("user[email]", ANN), ("user[password]", hers), ("user[password_confirmation]", hers)];
    assert_eq!(ann.submit("/registration/new", "/registration", &form).status, 303);
    assert_eq!(app.client().get(&squatted).location(), Some("/session/new"));
    assert_eq!(confirm(&mut ann, &app.mailed_link(ANN)).status, 303);
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 422);
    assert_eq!(ann.sign_in(ANN, "her-own-test-password").status, 303);
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
}

#[test]
fn who_confirms_while_the_old_are_deleted_stays() {
    let app = app(Database::sqlite());
    drop(app.registered(ANN));
    let read_before = app.user(ANN).unwrap();
    assert_eq!(confirm(&mut app.client(), &app.mailed_link(ANN)).status, 303);
    let deleted = app.block_on(async { app.pow.users().delete(&app.pow.cx(), &read_before).await.unwrap() });
    assert!(deleted.is_err() && app.user(ANN).is_some());
}

#[test]
fn ticker_deletes_what_the_configuration_says_and_nothing_by_itself() {
    for (extension, left) in
        [(EmailConfirmation::default(), 1), (EmailConfirmation::default().purge_after(30 * DAY), 0)]
    {
        let app = builder(extension).start();
        drop(app.registered(ANN));
        app.clock.advance(31 * DAY);
        app.block_on(async {
            let _ticker = app.pow.start_ticker();
            a_moment(&app).await;
        });
        assert_eq!(app.user_count(), left);
    }
}

/// Long enough for the first round of the ticker, which is at its start.
async fn a_moment(app: &pow_testing::TestApp) {
    app.pow.cx().evenly(Duration::from_millis(500), async {}).await;
}
