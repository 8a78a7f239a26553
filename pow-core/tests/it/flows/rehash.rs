//! Hashes of other schemes sign in and are replaced, through HTTP.
use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use pow_core::{
    password::{Argon2id, Memory, PasswordHasher, Pbkdf2},
    policy::Policy,
    schema::{ID, Value},
    store::Filter,
    users::{AUTH_EPOCH, PASSWORD_HASH},
};
use pow_testing::{
    Client, Database, HeldHasher, TestApp,
    client::{ANN, PASSWORD, encode},
    held::Step,
    on_each_database,
};

on_each_database!(
    hash_of_another_scheme_signs_in_and_is_replaced,
    wrong_password_replaces_nothing,
    password_that_changed_meanwhile_stays_changed,
);

/// Made as Pow makes it (PBKDF2-SHA512, 100,000 rounds), of `secret1234`, by Python's hashlib.
const OF_POW: &str = "$pbkdf2-sha512$100000$8PHy8/T19vf4+fr7/P3+/w==$ULJm4nkfC/3QYRFty07hXS9fz2x7r6HlX2Ti7TDu7u3qdI9wIUDwcJ/j3DDdrTbt+r91dk9e2Qof94Z34zN7/g==";
const OLD_PASSWORD: &str = "secret1234";
/// Made by the C implementation of OpenBSD, of `correct horse`.
const OF_BCRYPT: &str = "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e";

fn stored(app: &TestApp) -> String {
    app.user(ANN).unwrap().get(PASSWORD_HASH).unwrap().unwrap()
}

/// Writes the hash past the framework, as an import would.
fn store(app: &TestApp, hash: &str) {
    let table = app.pow.schema().users().clone();
    let filter = Filter::eq(ID.name(), Value::Id(app.user(ANN).unwrap().id().unwrap()));
    app.block_on(async {
        let mut tx = app.pow.store().begin(&Default::default()).await.unwrap();
        let changes = vec![(PASSWORD_HASH.name(), Value::Text(hash.to_owned()))];
        assert_eq!(tx.update(&table, filter, changes).await.unwrap(), Ok(1));
        tx.commit().await.unwrap();
    });
}

/// The same with one round, of a password beyond ASCII.
const OF_ONE_ROUND: &str = "$pbkdf2-sha512$1$8PHy8/T19vf4+fr7/P3+/w==$QSCMGGgXLiZk6uwILSp0JWIcu3rFrYufcd7dDk+jsfRgnx3rHg1ftJJ4KzylEcAJ5L1SCkSgBW9tocbTiO8qUg==";

/// Hashes that are not of the default scheme and cost, with their passwords.
fn imported() -> Vec<(String, &'static str)> {
    let strong = Argon2id::new(64, 2, 1).unwrap().hash(OLD_PASSWORD.as_bytes(), &mut Memory::new()).unwrap();
    vec![(OF_ONE_ROUND.to_owned(), "pässwörd 😀"), (OF_BCRYPT.to_owned(), "correct horse"), (strong, OLD_PASSWORD)]
}

// P11
fn hash_of_another_scheme_signs_in_and_is_replaced(database: Database) {
    let app = TestApp::builder().database(database).start();
    let mut elsewhere = app.registered(ANN);
    for (hash, password) in imported().into_iter().chain([(OF_POW.to_owned(), OLD_PASSWORD)]) {
        store(&app, &hash);
        assert_eq!(app.client().sign_in(ANN, password).status, 303, "{hash}");
        let new = stored(&app);
        assert!(Argon2id::weakest_for_tests().is_current(&new), "{hash} became {new}");
        assert_eq!(app.client().sign_in(ANN, password).status, 303);
        assert_eq!(stored(&app), new, "a current hash is left alone");
        assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 422);
    }
    assert_eq!(app.user(ANN).unwrap().get(AUTH_EPOCH).unwrap(), 0, "no change of authority");
    assert_eq!(elsewhere.current_user().as_deref(), Some(ANN));
}

// P11
fn wrong_password_replaces_nothing(database: Database) {
    let app = TestApp::builder().database(database).start();
    drop(app.registered(ANN));
    for (hash, password) in imported() {
        store(&app, &hash);
        let (longer, shorter, upper) = (format!("{password} "), password.split_at(4).0, password.to_uppercase());
        for wrong in [&longer, shorter, &upper, PASSWORD] {
            assert_eq!(app.client().sign_in(ANN, wrong).status, 422, "{hash}");
            assert_eq!(stored(&app), hash);
        }
    }
}

fn password_that_changed_meanwhile_stays_changed(database: Database) {
    let held = HeldHasher::new();
    let hasher = held.clone();
    let app = TestApp::builder().database(database).policy(|policy| policy.password.hasher = Arc::new(hasher)).start();
    drop(app.registered(ANN));
    store(&app, OF_POW);
    let mut browser = app.client();
    let token = browser.token("/session/new");
    let form = encode(&[("_csrf_token", &token), ("user[email]", ANN), ("user[password]", OLD_PASSWORD)]);
    let request = browser.bytes("POST", "/session", Some(&form));
    let other = Argon2id::weakest_for_tests().hash(b"another-password", &mut Memory::new()).unwrap();
    held.hold(Step::Hash, 1);
    let response = thread::scope(|scope| {
        let sign_in = scope.spawn(|| browser.raw(&request));
        held.wait_until_held();
        store(&app, &other);
        held.release();
        sign_in.join().unwrap()
    });
    assert_eq!(response.status, 303, "it was the password when it was typed");
    assert_eq!(stored(&app), other);
    assert_eq!(app.client().sign_in(ANN, OLD_PASSWORD).status, 422);
    assert_eq!(app.client().sign_in(ANN, "another-password").status, 303);
}

// F8: SQLite has one writer, and another one holds it.
#[test]
fn sign_in_works_while_its_hash_cannot_be_replaced() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    store(&app, OF_BCRYPT);
    let writer = app.block_on(app.pow.store().begin(&Default::default())).unwrap();
    let mut browser = app.client();
    assert_eq!(browser.sign_in(ANN, "correct horse").status, 303);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    drop(writer);
    assert_eq!(stored(&app), OF_BCRYPT);
    assert_eq!(app.client().sign_in(ANN, "correct horse").status, 303);
    assert_ne!(stored(&app), OF_BCRYPT, "the next one did it");
}

// P11: Pow's own scheme as the default, for sites that come from there
#[test]
fn profile_pow_writes_hashes_as_pow_does() {
    let app = TestApp::builder()
        .policy(|policy| {
            *policy = Policy::pow();
        })
        .start();
    drop(app.registered(ANN));
    assert!(stored(&app).starts_with("$pbkdf2-sha512$100000$"));
    assert!(Pbkdf2::default().is_current(&stored(&app)));
    store(&app, OF_POW);
    assert_eq!(app.client().sign_in(ANN, OLD_PASSWORD).status, 303);
    assert_eq!(stored(&app), OF_POW, "it is current there");
}

fn sign_in_timed(app: &TestApp) -> (u16, Duration) {
    let mut browser: Client = app.client();
    let since = Instant::now();
    (browser.sign_in(ANN, OLD_PASSWORD).status, since.elapsed())
}

// W4
#[test]
fn hash_that_asks_for_too_much_work_or_is_none_verifies_nothing_and_costs_little() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let salt_and_output = "c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let rest = OF_POW.rsplit_once("100000$").unwrap().1;
    for hash in [
        format!("$argon2id$v=19$m=4194304,t=4,p=1${salt_and_output}"),
        format!("$argon2id$v=19$m=8,t=4294967295,p=1${salt_and_output}"),
        format!("$argon2id$v=19$m=262144,t=64,p=16${salt_and_output}"),
        format!("$pbkdf2-sha512$4294967295${rest}"),
        OF_BCRYPT.replacen("$04$", "$31$", 1),
        OF_BCRYPT.replacen("$04$", "$99$", 1),
        "$argon2id$".to_owned(),
        "$2b$".to_owned(),
        "$2b$04$äöü".to_owned(),
        "\u{1F600}".to_owned(),
        "x".to_owned(),
    ] {
        store(&app, &hash);
        let (status, took) = sign_in_timed(&app);
        assert_eq!(status, 422, "{hash}");
        assert!(took < Duration::from_secs(3), "{hash} took {took:?}");
        assert_eq!(stored(&app), hash);
    }
    store(&app, OF_POW);
    assert_eq!(sign_in_timed(&app).0, 303, "an ordinary hash is read as before");
}
