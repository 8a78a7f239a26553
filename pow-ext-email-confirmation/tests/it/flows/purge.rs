//! Accounts that were never confirmed.

use std::{sync::Arc, time::Duration};

use crate::common::{ANN, BOB, NEW, app, change, confirm, confirmed, row, unconfirm};
use lock_users::{LockUsers, lock, unlock};
use pow_core::{
    Error, async_trait,
    changeset::{Changeset, Operation},
    cx::Cx,
    extension::{Extension, ExtensionId, Registry},
    params::Params,
    policy::{Policy, Profile},
    schema::Value,
    store::Transaction,
    users::{self, EMAIL},
};
use pow_ext_email_confirmation::{
    EMAIL_CONFIRMATION_TOKEN, EmailConfirmation, Lifetime, PurgeUnconfirmed, purge_unconfirmed,
};
use pow_testing::{Database, TestApp, client::PASSWORD, on_each_database};

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
    app.clock.advance(30 * DAY);
    assert_eq!(purged(&app), 0, "not before its time");
    app.clock.advance(Duration::from_millis(1));
    drop(app.registered("late@example.com"));
    assert_eq!(purged(&app), 1);
    assert!(app.user(ANN).is_none());
    assert!(["old@example.com", "late@example.com", BOB].iter().all(|email| app.user(email).is_some()));
    assert_eq!(row(&app, BOB).2.as_deref(), Some(NEW));
    assert_eq!(purged(&app), 0);
    // Ann's own registration, with her own password; the link from before is worth nothing.
    let mut ann = app.client();
    let hers = "her-own-test-password";
    let form = [("user[email]", ANN), ("user[password]", hers), ("user[password_confirmation]", hers)];
    assert_eq!(ann.submit("/registration/new", "/registration", &form).status, 303);
    assert_eq!(app.client().get(&squatted).status, 410);
    assert_eq!(confirm(&mut ann, &app.mailed_link(ANN)).status, 303);
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 422);
    assert!(app.signs_in(ANN, "her-own-test-password"));
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

/// Deletes what is older than 30 days, and says how many those were.
fn purged(app: &TestApp) -> usize {
    app.block_on(async { purge_unconfirmed(&app.pow.cx(), 30 * DAY).await.unwrap() })
}

// An account that somebody used is never deleted: neither when a program writes another address ...
#[test]
fn account_that_was_confirmed_once_stays_whatever_its_address_is_now() {
    let app = app(Database::sqlite());
    drop(confirmed(&app, ANN));
    app.clock.advance(400 * DAY);
    let mut changeset = Changeset::new(Operation("import"), app.user(ANN), Arc::default());
    changeset.put(EMAIL, Some(NEW.to_owned()));
    app.block_on(async { users::write(&app.pow.cx(), changeset).await.unwrap().unwrap() });
    assert_eq!(app.client().sign_in(NEW, PASSWORD).status, 303);
    assert!(matches!(row(&app, NEW), (Some(_), false, None)), "a link is out");
    app.clock.advance(400 * DAY);
    assert_eq!(purged(&app), 0);
    assert!(app.user(NEW).is_some());
}

// ... nor when it is older than the extension and its user has tried to sign in since.
#[test]
fn account_of_before_the_extension_stays_with_a_link_too() {
    let app = app(Database::sqlite());
    drop(app.registered(ANN));
    app.write(ANN, EMAIL_CONFIRMATION_TOKEN.name(), Value::Null);
    app.clock.advance(400 * DAY);
    for _ in 0..2 {
        assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
        assert!(row(&app, ANN).0.is_some());
        assert_eq!(purged(&app), 0);
        app.clock.advance(400 * DAY);
        assert_eq!(purged(&app), 0);
    }
    // The control: the same, but registered with a link.
    drop(app.registered(BOB));
    app.clock.advance(31 * DAY);
    assert_eq!(purged(&app), 1);
    assert!(app.user(ANN).is_some() && app.user(BOB).is_none());
}

// V21, V10
#[test]
fn lock_leaves_an_account_what_it_was_and_no_purge_removes_the_lock() {
    let app = TestApp::with(EmailConfirmation::default()).extension(LockUsers).start();
    drop(app.registered(ANN));
    let squatted = app.mailed_link(ANN);
    let cx = app.pow.cx();
    let ann = app.user(ANN).unwrap();
    let locked = app.block_on(async { lock(&cx, &ann).await.unwrap().unwrap() });
    assert_eq!(app.client().get(&squatted).status, 410, "its links have ended");
    app.clock.advance(61 * DAY);
    assert_eq!(purged(&app), 0);
    app.block_on(async { unlock(&cx, &locked).await.unwrap().unwrap() });
    // The owner of the address registers it, and the stranger's password is worth nothing.
    let (mut owner, hers) = (app.client(), "her-own-test-password");
    assert_eq!(owner.register(ANN, hers).status, 303);
    assert_eq!(confirm(&mut owner, &app.mailed_link(ANN)).status, 303);
    assert!(app.signs_in(ANN, hers) && !app.signs_in(ANN, PASSWORD));
    // Without that, its time is over.
    drop(app.registered(BOB));
    let bob = app.user(BOB).unwrap();
    let bob = app.block_on(async { lock(&cx, &bob).await.unwrap().unwrap() });
    app.block_on(async { unlock(&cx, &bob).await.unwrap().unwrap() });
    app.clock.advance(61 * DAY);
    assert_eq!((purged(&app), app.user(BOB).is_some(), app.user(ANN).is_some()), (1, false, true));
}

// V21: asking for a new link gives time, and not for ever
#[test]
fn who_asks_for_another_link_has_as_long_again_and_no_longer() {
    let app = app(Database::sqlite());
    drop(app.registered(ANN));
    for (days, left) in [(20, true), (20, true), (10, true), (11, false)] {
        app.clock.advance(days * DAY);
        assert_eq!(purged(&app), usize::from(!left));
        assert_eq!(app.user(ANN).is_some(), left);
        let _ = app.client().sign_in(ANN, PASSWORD);
    }
}

// More than one batch, and what is between them stays.
#[test]
fn many_are_deleted_and_those_between_them_stay() {
    let app = app(Database::sqlite());
    let register = |email: &str| {
        let password = "user[password]=test-password-of-nobody&user[password_confirmation]=test-password-of-nobody";
        let form = format!("user[email]={email}&{password}");
        let params = Arc::new(Params::parse(form.as_bytes()).unwrap());
        app.block_on(async { app.pow.users().create(&app.pow.cx(), &params).await.unwrap().unwrap() })
    };
    for number in 0..205 {
        let email = format!("u{number}@example.com");
        drop(register(&email.replace('@', "%40")));
        if number % 2 == 0 {
            app.write(&email, EMAIL_CONFIRMATION_TOKEN.name(), Value::Null);
            let user = app.user(&email).unwrap();
            let extension = EmailConfirmation::default();
            app.block_on(async { extension.send_confirmation_email(&app.pow.cx(), &user).await.unwrap() });
        }
    }
    app.clock.advance(31 * DAY);
    assert_eq!(purged(&app), 102);
    assert_eq!(app.user_count(), 103);
}

/// Fails the deletion of Ann, as a foreign key of the application's tables does.
#[derive(Debug)]
struct Referenced;

#[async_trait]
impl Extension for Referenced {
    fn id(&self) -> ExtensionId {
        "referenced"
    }

    fn register(&self, _: &mut Registry) {}

    async fn before_write(&self, _: &Cx, _: &mut dyn Transaction, changeset: &mut Changeset) -> Result<(), Error> {
        let email = changeset.data().map(|user| user.get(EMAIL)).transpose()?.flatten();
        match changeset.operation() {
            Operation::DELETE if email.as_deref() == Some(ANN) => {
                Err(Error::database("a foreign key refers to the row"))
            }
            _ => Ok(()),
        }
    }
}

#[test]
fn account_that_can_not_be_deleted_does_not_keep_the_accounts_behind_it() {
    let app = TestApp::with(EmailConfirmation::default()).extension(Referenced).start();
    drop(app.registered(ANN));
    app.clock.advance(Duration::from_secs(1));
    drop(app.registered(BOB));
    app.clock.advance(31 * DAY);
    assert_eq!((purged(&app), app.user(ANN).is_some(), app.user(BOB).is_some()), (1, true, false));
}

// V21
#[test]
fn ticker_deletes_after_30_days_unless_the_configuration_says_otherwise() {
    let as_pow = |policy: &mut Policy| policy.profile = Profile::Pow;
    let usual = EmailConfirmation::default;
    let cases = [
        (TestApp::with(usual()), 30, 1),
        (TestApp::with(usual()), 31, 0),
        (TestApp::with(usual()).policy(as_pow), 400, 1),
        (TestApp::with(usual().ttl(300 * DAY)), 299, 1),
        (TestApp::with(usual().ttl(300 * DAY)), 301, 0),
        (TestApp::with(usual().ttl(Lifetime::Unlimited)), 400, 1),
        (TestApp::with(usual().purge(PurgeUnconfirmed::After(5 * DAY))).policy(as_pow), 6, 0),
        (TestApp::with(usual().purge(PurgeUnconfirmed::Never)), 400, 1),
    ];
    for (number, (builder, days, left)) in cases.into_iter().enumerate() {
        let app = builder.start();
        drop(app.registered(ANN));
        app.clock.advance(days * DAY);
        app.block_on(app.pow.tick());
        assert_eq!(app.user_count(), left, "case {number}");
    }
}
