//! Accounts that a stranger prepares before the owner of the address signs up (Sudhodanan and Paverd).

use pow_core::{
    Clock,
    schema::Value,
    users::{EMAIL_CONFIRMED_AT, PASSWORD_HASH},
};
use pow_ext_email_confirmation::{EmailConfirmation, UnconfirmedAccess};
use pow_ext_lockout::{LOCKED_AT, Lockout, lock};
use pow_ext_reset_password::ResetPassword;
use pow_ext_signup::Signup;
use pow_testing::{
    Client, Database, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};

use crate::common::{BOB, CODE_MAIL, EVE, EXISTS_MAIL, ask, code, enter, finish, mails, proved, signed_up};

on_each_database!(
    account_that_was_never_confirmed_gives_way,
    sign_up_of_the_owner_ends_what_a_stranger_has_begun,
    confirmed_account_never_gives_way,
    pending_change_of_a_stranger_does_not_take_the_address,
);

const CHOSEN: &str = "the owner's long password";

fn app(database: Database) -> TestApp {
    let builder = TestApp::with(EmailConfirmation::default()).extension(ResetPassword::default());
    builder.extension(Signup::default()).database(database).start()
}

fn chosen(browser: &mut Client) -> Option<String> {
    let answer = finish(browser, &[("user[password]", CHOSEN), ("user[password_confirmation]", CHOSEN)]);
    answer.location().map(str::to_owned)
}

// V10, V11
fn account_that_was_never_confirmed_gives_way(database: Database) {
    let app = app(database);
    let mut stranger = app.client();
    drop(stranger.register(EVE, PASSWORD));
    let theirs = app.user(EVE).unwrap();
    let link = app.mailed_link(EVE);
    let mut owner = proved(&app, EVE);
    assert_eq!((mails(&app, EVE, CODE_MAIL), mails(&app, EVE, EXISTS_MAIL)), (1, 0));
    assert_eq!(chosen(&mut owner).as_deref(), Some("/"));
    let mine = app.user(EVE).unwrap();
    assert!(mine.id().unwrap() != theirs.id().unwrap() && app.user_count() == 1, "another row");
    assert!(app.signs_in(EVE, CHOSEN) && !app.signs_in(EVE, PASSWORD));
    assert!(!app.opens(&link), "the stranger's link is dead");
    assert_eq!(stranger.current_user(), None);
}

// V10
fn sign_up_of_the_owner_ends_what_a_stranger_has_begun(database: Database) {
    let app = app(database);
    // The stranger begins with the address of the owner, and never proves it.
    let mut stranger = app.client();
    drop(ask(&mut stranger, EVE));
    let mut owner = proved(&app, EVE);
    // A registration in between does not help.
    drop(app.client().register(EVE, PASSWORD));
    assert_eq!(chosen(&mut owner).as_deref(), Some("/"));
    assert!(app.signs_in(EVE, CHOSEN) && !app.signs_in(EVE, PASSWORD));
    assert_eq!(enter(&mut stranger, &code(&app, EVE)).status, 422, "the code works in the owner's browser only");
    assert_eq!(stranger.get("/signup/details").location(), Some("/signup/code"));
}

// V10: with a confirmed account nothing begins
fn confirmed_account_never_gives_way(database: Database) {
    let app = app(database);
    drop(signed_up(&app, EVE));
    let before = app.user(EVE).unwrap();
    let mut other = app.client();
    drop(ask(&mut other, EVE));
    assert_eq!(mails(&app, EVE, EXISTS_MAIL), 1);
    assert_eq!(mails(&app, EVE, CODE_MAIL), 1, "only the one of the sign-up before");
    let after = app.user(EVE).unwrap();
    assert_eq!(after.id().unwrap(), before.id().unwrap());
    assert_eq!(after.get(PASSWORD_HASH).unwrap(), before.get(PASSWORD_HASH).unwrap());
    assert_eq!(after.get(EMAIL_CONFIRMED_AT).unwrap(), before.get(EMAIL_CONFIRMED_AT).unwrap());
}

// V13
fn pending_change_of_a_stranger_does_not_take_the_address(database: Database) {
    let app = app(database);
    let mut stranger = signed_up(&app, BOB);
    drop(stranger.account_form(&[("user[email]", EVE), ("user[current_password]", PASSWORD)]));
    let pending = app.mailed_link(EVE);
    let mut owner = proved(&app, EVE);
    assert_eq!(chosen(&mut owner).as_deref(), Some("/"));
    drop(stranger.submit(&pending, &pending, &[]));
    assert!(app.user(BOB).is_some() && app.user_count() == 2, "the stranger's account keeps its address");
    assert!(app.signs_in(EVE, CHOSEN) && !app.signs_in(EVE, PASSWORD));
}

// V10: two proofs at one address, the second learns of the first after its own proof
#[test]
fn second_proof_learns_that_the_address_is_taken() {
    let app = app(Database::sqlite());
    let (mut first, mut second) = (proved(&app, EVE), proved(&app, EVE));
    assert_eq!(chosen(&mut first).as_deref(), Some("/"));
    let answer = finish(&mut second, &[]);
    assert_eq!(answer.location(), Some("/session/new"));
    assert!(second.get("/session/new").text().contains("already an account"));
    assert_eq!(second.get("/signup/details").location(), Some("/signup"), "the flow has ended");
    assert!(app.signs_in(EVE, CHOSEN) && !app.signs_in(EVE, PASSWORD));
}

#[test]
fn no_way_past_a_lock() {
    let app = TestApp::with(Lockout::default()).extension(Signup::default()).start();
    drop(app.registered(ANN));
    let (pow, ann) = (app.pow.clone(), app.user(ANN).unwrap());
    assert!(app.block_on(async move { lock(&pow.cx(), &ann, None, "test").await.unwrap().is_ok() }));
    let mut browser = app.client();
    assert_eq!(ask(&mut browser, ANN).location(), Some("/signup/code"));
    assert_eq!(mails(&app, ANN, CODE_MAIL), 0);
    assert_eq!((app.user_count(), app.signs_in(ANN, PASSWORD)), (1, false));
}

// W15: neither a proof that came before the lock nor one after it removes the account
#[test]
fn locked_account_that_was_never_confirmed_gives_no_way() {
    let app = TestApp::with(EmailConfirmation::default()).extension(Lockout::default()).extension(Signup::default());
    let app = app.start();
    drop(app.client().register(EVE, PASSWORD));
    let mut early = proved(&app, EVE);
    let id = app.user(EVE).unwrap().id().unwrap();
    // Written by a program of its own: the link of the registration stays.
    app.write(EVE, LOCKED_AT.name(), Value::DateTime(app.clock.now()));
    assert_eq!(finish(&mut early, &[]).location(), Some("/session/new"));
    let mut late = app.client();
    assert_eq!(ask(&mut late, EVE).location(), Some("/signup/code"));
    assert_eq!(mails(&app, EVE, CODE_MAIL), 1, "the one from before the lock");
    assert_eq!((app.user(EVE).unwrap().id().unwrap(), app.user_count()), (id, 1));
}

#[test]
fn column_of_confirmed_addresses_is_kept_by_this_extension_alone() {
    let app = TestApp::with(Signup::default()).start();
    drop(signed_up(&app, EVE));
    assert!(app.user(EVE).unwrap().get(EMAIL_CONFIRMED_AT).unwrap().is_some());
}

#[test]
fn limits_of_a_client_hold() {
    let app = TestApp::with(Signup::default()).extension(Lockout::default()).start();
    let mut browser = app.client();
    let statuses: Vec<_> = (0..5).map(|number| ask(&mut browser, &format!("u{number}@example.com")).status).collect();
    assert_eq!(statuses, [303, 303, 303, 429, 429], "three mails in a quarter of an hour");
}

// ASVS 6.6.2
#[test]
fn code_of_one_address_does_not_prove_another() {
    let app = app(Database::sqlite());
    let mut browser = app.client();
    drop(ask(&mut browser, EVE));
    let mine = code(&app, EVE);
    let old = browser.cookies.clone();
    drop(ask(&mut browser, BOB));
    assert_eq!(enter(&mut browser, &mine).status, 422);
    // The kept code of the first address beside the flow of the second one.
    for (name, value) in &old {
        if name.contains("code_signup") {
            browser.cookies.insert(name.clone(), value.clone());
        }
    }
    assert_eq!(enter(&mut browser, &mine).status, 422, "the code is right, and of another sign-up");
    assert_eq!(browser.get("/signup/details").location(), Some("/signup/code"));
}

// V10, V11
#[test]
fn stranger_who_was_let_in_unconfirmed_is_signed_out_by_the_sign_up_of_the_owner() {
    let open = EmailConfirmation::default().access(UnconfirmedAccess::AllowWithNotice);
    let app = TestApp::with(open).extension(Signup::default()).start();
    let mut stranger = app.client();
    drop(stranger.register(EVE, PASSWORD));
    assert_eq!(stranger.sign_in(EVE, PASSWORD).status, 303);
    assert_eq!(stranger.current_user().as_deref(), Some(EVE));
    let mut owner = proved(&app, EVE);
    assert_eq!(mails(&app, EVE, CODE_MAIL), 1, "the address counts as free");
    assert_eq!(chosen(&mut owner).as_deref(), Some("/"));
    assert_eq!(stranger.current_user(), None);
    assert!(app.signs_in(EVE, CHOSEN) && !app.signs_in(EVE, PASSWORD));
}
