//! A used refresh token that comes back, and many uses at once.

use std::{collections::BTreeSet, sync::Arc, thread, time::Duration};

use lock_users::{LockUsers, lock};
use pow_core::{Config, devices, json::json};
use pow_testing::{Database, TestApp, client::ANN, on_each_database, probe::AnotherAddress, race::rounds_or};

use crate::common::{body, builder, first_pair, pair, refresh, signed_in_program, status, with_everything};

on_each_database!(
    used_refresh_token_that_comes_back_ends_its_family_and_the_owner_is_mailed_once,
    lock_and_deletion_end_pairs_at_once,
    pair_of_a_session_that_ends_meanwhile_is_void,
);

const MAIL: &str = "api_tokens/token_copied";

fn app(database: Database) -> TestApp {
    let with_locks = |mut config: Config| {
        config.extensions.push(Arc::new(LockUsers));
        config
    };
    let app = builder(with_everything(), database).config(with_locks).start();
    drop(app.registered(ANN));
    app
}

pub(super) fn alarms(app: &TestApp) -> usize {
    let mailbox = app.mailbox();
    let mine = mailbox.iter().filter(|mail| mail.name == MAIL && mail.to.to_string() == ANN);
    mine.map(|mail| mail.message_id.clone()).collect::<BTreeSet<_>>().len()
}

fn refused(app: &TestApp, token: &str) {
    let answer = refresh(app, token);
    assert_eq!((answer.status, &body(&answer)["error"]), (400, &"invalid_grant".into()), "{}", answer.text());
}

// G3, ASVS 10.4.5
fn used_refresh_token_that_comes_back_ends_its_family_and_the_owner_is_mailed_once(database: Database) {
    let app = app(database);
    let [_, first] = first_pair(&app);
    let [others_access, other] = first_pair(&app);
    let [access, second] = pair(&refresh(&app, &first));
    app.clock.advance(Duration::from_secs(11));
    refused(&app, &first);
    assert_eq!(alarms(&app), 1);
    assert_eq!(status(&app, &access, "/api/orders"), 401, "the access token ends with its family");
    for token in [&second, &first, &second] {
        refused(&app, token);
    }
    assert_eq!(alarms(&app), 1, "one mail");
    assert_eq!(status(&app, &others_access, "/api/orders"), 200, "another program goes on");
    pair(&refresh(&app, &other));
}

#[test]
fn each_proved_address_is_told_of_a_copied_refresh_token() {
    let app = builder(with_everything(), Database::sqlite()).extension(AnotherAddress).start();
    drop(app.registered(ANN));
    let [_, first] = first_pair(&app);
    pair(&refresh(&app, &first));
    app.clock.advance(Duration::from_secs(11));
    refused(&app, &first);
    let told = app.mailbox().into_iter().filter(|mail| mail.name == MAIL);
    assert_eq!(told.map(|mail| mail.to.to_string()).collect::<Vec<_>>(), [ANN, AnotherAddress::ADDRESS]);
}

/// The pair is asked for a bit later in each round: before, during and after the sign-out.
fn pair_of_a_session_that_ends_meanwhile_is_void(database: Database) {
    let app = app(database);
    let id = app.user(ANN).unwrap().id().unwrap();
    let mut issued = 0;
    for round in 0..rounds_or(40) {
        let mut program = signed_in_program(&app);
        let (app, late) = (&app, Duration::from_micros(400) * u32::try_from(round % 40).unwrap());
        let answer = thread::scope(|scope| {
            let asked = scope.spawn(move || program.post("/api-tokens/pair", &json!({})));
            thread::sleep(late);
            app.block_on(devices::sign_out_others(&app.pow.cx(), id, None)).unwrap();
            asked.join().unwrap()
        });
        if answer.status != 200 {
            continue;
        }
        let [access, token] = pair(&answer);
        assert_eq!(status(app, &access, "/api/orders"), 401, "round {round}");
        refused(app, &token);
        assert_eq!(app.block_on(devices::list(&app.pow.cx(), id)).unwrap().len(), 0, "round {round}");
        issued += 1;
    }
    assert!(issued > 0, "no pair was issued before the sign-out");
}

#[test]
fn lost_answer_within_ten_seconds_gets_the_same_successor_and_no_alarm() {
    let app = app(Database::sqlite());
    let [_, first] = first_pair(&app);
    let [_, second] = pair(&refresh(&app, &first));
    app.clock.advance(Duration::from_secs(10));
    let [access, again] = pair(&refresh(&app, &first));
    assert_eq!(again, second);
    assert_eq!(status(&app, &access, "/api/orders"), 200);
    let [_, third] = pair(&refresh(&app, &second));
    let [_, third_again] = pair(&refresh(&app, &second));
    assert_eq!((alarms(&app), &third), (0, &third_again));
}

// Y1: what the server did not sign is no used token, and raises no alarm.
#[test]
fn forged_refresh_token_ends_nothing() {
    let app = app(Database::sqlite());
    let [access, token] = first_pair(&app);
    let mut changed = token.clone().into_bytes();
    changed[10] = if changed[10] == b'A' { b'B' } else { b'A' };
    for wrong in [String::from_utf8(changed).unwrap(), token[1..].to_owned(), format!("{token}x"), access.clone()] {
        refused(&app, &wrong);
    }
    let elsewhere = app_with_another_secret();
    refused(&app, &first_pair(&elsewhere)[1]);
    assert_eq!((alarms(&app), status(&app, &access, "/api/orders")), (0, 200));
    pair(&refresh(&app, &token));
}

fn app_with_another_secret() -> TestApp {
    let secret = |config| Config {
        secret_key_base: "another test value, not a secret: 0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLM".into(),
        ..config
    };
    let app = builder(with_everything(), Database::sqlite()).config(secret).start();
    drop(app.registered(ANN));
    app
}

fn lock_and_deletion_end_pairs_at_once(database: Database) {
    let app = app(database);
    drop(app.registered("bob@example.com"));
    let [access, token] = first_pair(&app);
    let user = app.user(ANN).unwrap();
    app.block_on(lock(&app.pow.cx(), &user)).unwrap().unwrap();
    assert_eq!(status(&app, &access, "/api/orders"), 401);
    refused(&app, &token);
    let devices = app.block_on(devices::list(&app.pow.cx(), user.id().unwrap())).unwrap();
    assert!(devices.is_empty(), "{devices:?}");
    app.block_on(lock_users::unlock(&app.pow.cx(), &app.user(ANN).unwrap())).unwrap().unwrap();
    assert_eq!(status(&app, &access, "/api/orders"), 401, "also when the lock is over");
    let [access, token] = first_pair(&app);
    assert_eq!(status(&app, &access, "/api/orders"), 200);
    let user = app.user(ANN).unwrap();
    app.block_on(app.pow.users().delete(&app.pow.cx(), &user)).unwrap().unwrap();
    assert_eq!(status(&app, &access, "/api/orders"), 401);
    refused(&app, &token);
    assert_eq!(alarms(&app), 0);
}

fn with_lockout(extension: pow_ext_api_tokens::ApiTokens) -> TestApp {
    let list = |mut config: Config| {
        config.extensions.push(Arc::new(pow_ext_lockout::Lockout::default()));
        config
    };
    let app = builder(extension, Database::sqlite()).config(list).start();
    drop(app.registered(ANN));
    app
}

// W15: a lock that raises no auth epoch is asked at each refresh. The token is not spent by it.
#[test]
fn refresh_of_a_user_whom_an_extension_keeps_out_is_refused_until_that_is_over() {
    let app = with_lockout(with_everything());
    let [_, token] = first_pair(&app);
    app.write(ANN, "locked_at", pow_core::schema::Value::DateTime(app.pow.cx().now()));
    refused(&app, &token);
    app.write(ANN, "locked_at", pow_core::schema::Value::Null);
    pair(&refresh(&app, &token));
    app.write(ANN, "locked_at", pow_core::schema::Value::DateTime(app.pow.cx().now()));
    refused(&app, &token);
    assert_eq!(alarms(&app), 0);
}

// M5
#[test]
fn refresh_of_a_user_who_must_pass_another_step_is_refused() {
    use terms_accepted::{TermsAccepted, fields::TERMS_ACCEPTED_AT};
    let list = |mut config: Config| {
        config.extensions.push(Arc::new(TermsAccepted::default()));
        config
    };
    let app = builder(with_everything(), Database::sqlite()).config(list).start();
    let mut ann = app.client();
    assert_eq!(ann.register_with(ANN, pow_testing::client::PASSWORD, &[("user[terms_accepted]", "true")]).status, 303);
    let [_, token] = first_pair(&app);
    app.write(ANN, TERMS_ACCEPTED_AT.name(), pow_core::schema::Value::Null);
    refused(&app, &token);
}

#[test]
fn pair_above_the_limit_ends_the_oldest() {
    let app = with_lockout(with_everything().max_tokens(2));
    let pairs: Vec<_> = (0..3)
        .map(|_| {
            app.clock.advance(Duration::from_secs(1));
            first_pair(&app)
        })
        .collect();
    assert_eq!(pairs.iter().map(|pair| status(&app, &pair[0], "/api/orders")).collect::<Vec<_>>(), [401, 200, 200]);
    refused(&app, &pairs[0][1]);
    pair(&refresh(&app, &pairs[2][1]));
}

#[test]
fn pairs_are_devices_that_their_owner_ends() {
    let app = with_lockout(with_everything());
    let id = app.user(ANN).unwrap().id().unwrap();
    let list = || app.block_on(devices::list(&app.pow.cx(), id)).unwrap();
    let before = list().len();
    let [mut first, mut second] = [signed_in_program(&app), signed_in_program(&app)];
    let [access, token] = pair(&first.post("/api-tokens/pair", &json!({})));
    let [others_access, _] = pair(&second.post("/api-tokens/pair", &json!({})));
    assert_eq!(list().len(), before + 2, "each is one device with the session that it came from");
    assert_eq!(first.send("DELETE", "/session", None).status, 200);
    let only = list().into_iter().find(|device| !device.is_signed_in).unwrap();
    assert_eq!(status(&app, &access, "/api/orders"), 200, "a program needs no session");
    assert!(app.block_on(devices::sign_out(&app.pow.cx(), id, only.handle)).unwrap());
    assert_eq!((status(&app, &access, "/api/orders"), status(&app, &others_access, "/api/orders")), (401, 200));
    refused(&app, &token);
    app.block_on(devices::sign_out_others(&app.pow.cx(), id, None)).unwrap();
    assert_eq!(status(&app, &others_access, "/api/orders"), 401);
    assert!(list().is_empty());
}
