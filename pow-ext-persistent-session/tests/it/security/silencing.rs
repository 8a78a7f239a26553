//! A thief with a copy of a cookie tries to get rid of its family before the owner comes back: the owner is told all the
//! same, and the thief's session is over.
use crate::common::{ANN, COOKIE, GRACE, app, families, holding, restarted, sessions, signed_in, ticket};
use pow_core::devices;
use pow_testing::{Client, Database, TestApp, client::PASSWORD, on_each_database_and_cache};

on_each_database_and_cache!(
    sign_out_of_another_account_with_the_owners_cookie_ends_the_session_and_leaves_the_alarm,
    sign_out_of_another_account_with_the_next_cookie_ends_the_session_and_leaves_the_alarm,
    sign_out_of_nobody_with_the_owners_cookie_ends_the_session_and_leaves_the_alarm,
    sign_out_of_nobody_with_the_next_cookie_ends_the_session_and_leaves_the_alarm,
    sign_out_of_nobody_with_a_spent_copy_raises_the_alarm,
    sign_in_to_another_account_with_a_copy_leaves_the_alarm,
    devices_page_of_a_stolen_session_leaves_the_alarm,
    browser_that_missed_the_answer_to_its_sign_out_is_no_alarm,
    device_that_was_signed_out_from_elsewhere_is_no_alarm,
);

const EVE: &str = "eve@example.com";

/// The owner's browser, and a thief's who has used a copy of its cookie once.
fn stolen(app: &TestApp) -> (Client, Client) {
    let owner = signed_in(app);
    let mut thief = holding(app, &ticket(&owner).unwrap());
    assert_eq!(thief.current_user().as_deref(), Some(ANN));
    (restarted(&owner), thief)
}

/// The owner is told, by mail and at the next sign-in, and neither is signed in any more.
fn assert_told(app: &TestApp, owner: &Client, thief: &Client) {
    app.clock.advance(GRACE);
    assert_eq!(owner.clone().current_user(), None, "whoever came second is out");
    assert_eq!(thief.clone().current_user(), None, "the thief's session has ended");
    assert_eq!(restarted(thief).current_user(), None);
    assert_eq!((families(app).len(), sessions(app)), (0, 1), "only the session of the registration is left");
    let told = app.mailbox().into_iter().filter(|mail| mail.to.to_string() == ANN).count();
    assert_eq!(told, 1, "one mail");
    let page = signed_in(app).get("/registration/edit").text();
    assert!(page.contains("may have copied"), "{page}");
    // Once.
    drop(owner.clone().get("/"));
    assert_eq!(app.mailbox().into_iter().filter(|mail| mail.to.to_string() == ANN).count(), 1);
}

/// Eve's browser, with this cookie of another user in it.
fn eve_with(app: &TestApp, cookie: &str) -> Client {
    let mut eve = app.registered(EVE);
    eve.cookies.insert(COOKIE.to_owned(), cookie.to_owned());
    eve
}

// PS1, PS6
fn sign_out_of_another_account_with_the_owners_cookie_ends_the_session_and_leaves_the_alarm(database: Database) {
    let app = app(database);
    let (owner, thief) = stolen(&app);
    let mut eve = eve_with(&app, &ticket(&owner).unwrap());
    assert_eq!(eve.sign_out().status, 303);
    assert_told(&app, &owner, &thief);
}

// PS1, PS6
fn sign_out_of_another_account_with_the_next_cookie_ends_the_session_and_leaves_the_alarm(database: Database) {
    let app = app(database);
    let (owner, thief) = stolen(&app);
    let mut eve = eve_with(&app, &ticket(&thief).unwrap());
    assert_eq!(eve.sign_out().status, 303);
    assert_told(&app, &owner, &thief);
}

/// A sign-out without any account, within the grace of the copy's use.
fn sign_out_of_nobody(app: &TestApp, cookie: &str) {
    let mut browser = app.client();
    let csrf = browser.token("/session/new");
    browser.cookies.insert(COOKIE.to_owned(), cookie.to_owned());
    let _ = browser.post("/session", &[("_csrf_token", &csrf), ("_method", "DELETE")]);
}

// PS1, PS6
fn sign_out_of_nobody_with_the_owners_cookie_ends_the_session_and_leaves_the_alarm(database: Database) {
    let app = app(database);
    let (owner, thief) = stolen(&app);
    sign_out_of_nobody(&app, &ticket(&owner).unwrap());
    assert_told(&app, &owner, &thief);
}

// PS1, PS6
fn sign_out_of_nobody_with_the_next_cookie_ends_the_session_and_leaves_the_alarm(database: Database) {
    let app = app(database);
    let (owner, thief) = stolen(&app);
    sign_out_of_nobody(&app, &ticket(&thief).unwrap());
    assert_told(&app, &owner, &thief);
}

// PS1: the grace is over, so that the sign-out itself shows the copy
fn sign_out_of_nobody_with_a_spent_copy_raises_the_alarm(database: Database) {
    let app = app(database);
    let (owner, thief) = stolen(&app);
    app.clock.advance(GRACE);
    let mut eve = eve_with(&app, &ticket(&owner).unwrap());
    assert_eq!(eve.sign_out().status, 303);
    assert_told(&app, &owner, &thief);
}

// PS1
fn sign_in_to_another_account_with_a_copy_leaves_the_alarm(database: Database) {
    let app = app(database);
    let (owner, thief) = stolen(&app);
    drop(app.registered(EVE));
    let mut eve = app.client();
    eve.get("/session/new");
    eve.cookies.insert(COOKIE.to_owned(), ticket(&thief).unwrap());
    eve.cookies.remove("auth");
    // The copy signs the thief in as Ann first; from there to an own account.
    assert_eq!(eve.current_user().as_deref(), Some(ANN));
    let copy = ticket(&eve).unwrap();
    let mut own = app.client();
    assert_eq!(own.sign_in(EVE, PASSWORD).status, 303);
    own.cookies.insert(COOKIE.to_owned(), copy);
    assert_eq!(own.sign_out().status, 303);
    assert_eq!(eve.current_user(), None);
    assert_told(&app, &owner, &thief);
}

// PS1
fn devices_page_of_a_stolen_session_leaves_the_alarm(database: Database) {
    let app = app(database);
    let (owner, thief) = stolen(&app);
    let id = app.user(ANN).unwrap().id().unwrap();
    let device = devices::DeviceHandle::of(id, families(&app)[0].client);
    assert!(app.block_on(devices::sign_out(&app.pow.cx(), id, device)).unwrap());
    assert_told(&app, &owner, &thief);
}

// PS2: closed before the answer came, the browser still has the cookie by which it signed out
fn browser_that_missed_the_answer_to_its_sign_out_is_no_alarm(database: Database) {
    let app = app(database);
    let mut browser = signed_in(&app);
    let before = browser.clone();
    assert_eq!(browser.sign_out().status, 303);
    app.clock.advance(GRACE);
    let mut back = restarted(&before);
    assert_eq!(back.current_user(), None);
    // It signs out or in once more.
    sign_out_of_nobody(&app, &ticket(&before).unwrap());
    assert_eq!(back.sign_in(ANN, PASSWORD).status, 303);
    assert!(back.current_user().is_some());
    assert_eq!(app.mailbox().len(), 0);
}

// PS2
fn device_that_was_signed_out_from_elsewhere_is_no_alarm(database: Database) {
    let app = app(database);
    let there = signed_in(&app);
    let id = app.user(ANN).unwrap().id().unwrap();
    app.block_on(devices::sign_out_others(&app.pow.cx(), id, None)).unwrap();
    app.clock.advance(GRACE);
    assert_eq!(restarted(&there).current_user(), None);
    assert_eq!((there.clone().current_user(), app.mailbox().len()), (None, 0));
}
