//! Beside the extension that confirms addresses: a link that came by mail has shown whose the address is.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

mod common;

use common::{ANN, BEN, CHOSEN, accept, invite, link, list, opens, waits};
use pow_core::extensions;
use pow_ext_email_confirmation::{EMAIL_CONFIRMED_AT, EmailConfirmation, UNCONFIRMED_EMAIL, confirm_email};
use pow_ext_invitation::Invitation;
use pow_testing::{Client, Database, TestApp, client::PASSWORD, on_each_database};

on_each_database!(
    invited_address_is_confirmed_by_the_acceptance,
    another_address_is_to_be_confirmed_first,
    address_of_somebody_else_is_not_told_to_be_taken,
    who_registers_an_invited_address_confirms_it_as_everybody_does,
);

const OTHER: &str = "benny@example.com";

/// The application with Ann, in either order of the list.
fn app(database: Database, confirmation_first: bool) -> (TestApp, Client) {
    let app = TestApp::builder()
        .database(database)
        .config(move |mut config| {
            config.extensions = extensions![EmailConfirmation::default(), Invitation::default()];
            if !confirmation_first {
                config.extensions.reverse();
            }
            config
        })
        .start();
    let ann = confirmed(&app, ANN);
    (app, ann)
}

fn confirmed(app: &TestApp, email: &str) -> Client {
    let mut browser = app.registered(email);
    let user = app.user(email).unwrap();
    app.block_on(async { confirm_email(&app.pow.cx(), &user).await.unwrap().unwrap() });
    assert_eq!(browser.sign_in(email, PASSWORD).status, 303);
    browser
}

fn mails_to(app: &TestApp, email: &str) -> usize {
    app.mailbox().iter().filter(|mail| mail.to.to_string() == email).count()
}

// P38
fn invited_address_is_confirmed_by_the_acceptance(database: Database) {
    invited_address_is_confirmed(app(database, true));
}

// P38
#[test]
fn order_of_the_list_makes_no_difference_to_the_invited_address() {
    invited_address_is_confirmed(app(Database::sqlite(), false));
}

fn invited_address_is_confirmed((app, mut ann): (TestApp, Client)) {
    let link = link(&app, &mut ann, BEN);
    let mut ben = app.client();
    assert_eq!(accept(&mut ben, &link, &[]).location(), Some("/"));
    assert_eq!(ben.current_user().as_deref(), Some(BEN));
    assert!(app.user(BEN).unwrap().get(EMAIL_CONFIRMED_AT).unwrap().is_some());
    assert_eq!(mails_to(&app, BEN), 1, "the invitation and nothing else");
    assert!(signs_in(&app, BEN, CHOSEN));
}

// V16, P38
fn another_address_is_to_be_confirmed_first(database: Database) {
    another_address_waits(app(database, true));
}

// V16
#[test]
fn order_of_the_list_makes_no_difference_to_another_address() {
    another_address_waits(app(Database::sqlite(), false));
}

fn another_address_waits((app, mut ann): (TestApp, Client)) {
    let link = link(&app, &mut ann, BEN);
    let mut ben = app.client();
    assert_eq!(accept(&mut ben, &link, &[("user[email]", OTHER)]).status, 303);
    // The address that the link came to is theirs, the other one is not yet.
    assert!(ben.get("/registration/edit").text().contains("Please open it to confirm the change"));
    assert_eq!(ben.current_user().as_deref(), Some(BEN));
    let user = app.user(BEN).unwrap();
    assert_eq!(user.get(UNCONFIRMED_EMAIL).unwrap().as_deref(), Some(OTHER));
    assert!(app.user(OTHER).is_none() && !signs_in(&app, OTHER, CHOSEN) && signs_in(&app, BEN, CHOSEN));
    assert!(mails_to(&app, OTHER) == 1 && list(&mut ann).is_empty());
    let confirm = app.mailed_link(OTHER);
    app.client().submit(&confirm, &confirm, &[]);
    assert!(app.user(BEN).is_none() && signs_in(&app, OTHER, CHOSEN));
}

// V16, E12
fn address_of_somebody_else_is_not_told_to_be_taken(database: Database) {
    let (app, mut ann) = app(database, true);
    drop(confirmed(&app, OTHER));
    let links = [link(&app, &mut ann, BEN), link(&app, &mut ann, "cat@example.com")];
    let answers = [(&links[0], OTHER), (&links[1], "new@example.com")].map(|(link, address)| {
        let answer = accept(&mut app.client(), link, &[("user[email]", address)]);
        (answer.status, answer.location().map(str::to_owned), answer.masked())
    });
    assert_eq!(answers[0], answers[1]);
    assert!(signs_in(&app, OTHER, PASSWORD) && !signs_in(&app, OTHER, CHOSEN));
    assert!(app.user("new@example.com").is_none());
}

// E13, V10
fn who_registers_an_invited_address_confirms_it_as_everybody_does(database: Database) {
    let (app, mut ann) = app(database, true);
    let invitation = link(&app, &mut ann, BEN);
    let before = list(&mut ann);
    let look = |email: &str| {
        let mut browser = app.client();
        let answer = browser.register(email, PASSWORD);
        assert_eq!(browser.current_user(), None);
        (answer.status, answer.location().map(str::to_owned), answer.masked(), browser.get("/session/new").masked())
    };
    let (free, invited, taken) = (look("dan@example.com"), look(BEN), look(ANN));
    assert!(free == invited && free == taken);
    assert!(!waits(&app, BEN) && !opens(&app, &invitation) && list(&mut ann) == before);
    assert!(!signs_in(&app, BEN, PASSWORD), "the address is not confirmed");
    let confirm = app.mailed_link(BEN);
    app.client().submit(&confirm, &confirm, &[]);
    assert!(signs_in(&app, BEN, PASSWORD));
    assert_eq!(invite(&mut ann, BEN).status, 303);
}

/// Whether the password leads to a session.
fn signs_in(app: &TestApp, email: &str, password: &str) -> bool {
    let mut browser = app.client();
    browser.sign_in(email, password);
    browser.current_user().as_deref() == Some(email)
}
