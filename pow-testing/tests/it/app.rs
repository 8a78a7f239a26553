//! What an application under test hands out is what a browser would have: sessions, and the links of mails.

use pow_core::{Config, id::IdKind};
use pow_testing::{
    TestApp,
    client::{ANN, PASSWORD},
};

const BOB: &str = "bob@example.com";

#[test]
fn user_without_a_password_is_signed_in_and_nobody_else() {
    let app = TestApp::start();
    app.import(ANN);
    app.import(BOB);
    assert!(!app.signs_in(ANN, PASSWORD), "no form would let them in");
    let mut ann = app.signed_in(&app.user(ANN).unwrap());
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
    assert_eq!(ann.get("/protected").text(), format!("protected: {ANN}"));
    assert_eq!(app.signed_in(&app.user(BOB).unwrap()).current_user().as_deref(), Some(BOB));
    assert_eq!(app.client().current_user(), None);
}

#[test]
fn its_forms_work_and_it_signs_out() {
    let app = TestApp::start();
    app.import(ANN);
    let user = app.user(ANN).unwrap();
    let (mut ann, mut phone) = (app.signed_in(&user), app.signed_in(&user));
    assert_eq!(ann.sign_out().status, 303);
    assert_eq!(ann.current_user(), None);
    assert_eq!(phone.current_user().as_deref(), Some(ANN), "each has a session of its own");
}

#[test]
fn integer_ids_and_a_namespace_are_those_of_the_set_up() {
    let namespace = || Some("members".to_owned());
    let app = TestApp::builder()
        .config(move |config| Config { id_kind: IdKind::Int, namespace: namespace(), ..config })
        .start();
    app.import(ANN);
    let mut ann = app.signed_in(&app.user(ANN).unwrap());
    assert_eq!(ann.cookies.keys().collect::<Vec<_>>(), ["members_auth"]);
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
}

#[test]
fn session_of_the_first_set_up_is_none_of_the_second() {
    let app = TestApp::builder().second(|config| config).start();
    app.import(ANN);
    let mut ann = app.signed_in(&app.user(ANN).unwrap());
    assert_eq!(ann.get("/registration/edit").status, 200);
    assert_eq!(ann.get("/second/registration/edit").status, 303);
}

#[test]
fn user_who_was_read_before_a_change_is_signed_in_as_they_are_now() {
    let app = TestApp::start();
    let mut browser = app.registered(ANN);
    let before = app.user(ANN).unwrap();
    let mut held = app.signed_in(&before);
    assert_eq!(browser.change_password(PASSWORD, "another-test-password").status, 303);
    assert_eq!(held.current_user(), None, "it ends like any other");
    assert_eq!(app.signed_in(&before).current_user().as_deref(), Some(ANN));
}

#[test]
fn session_ends_with_its_user() {
    let app = TestApp::start();
    app.import(ANN);
    let user = app.user(ANN).unwrap();
    let mut ann = app.signed_in(&user);
    app.block_on(async { app.pow.users().delete(&app.pow.cx(), &user).await.unwrap().unwrap() });
    assert_eq!(ann.current_user(), None);
}

#[test]
#[should_panic(expected = "the user is still there")]
fn deleted_user_gets_no_session() {
    let app = TestApp::start();
    app.import(ANN);
    let user = app.user(ANN).unwrap();
    app.block_on(async { app.pow.users().delete(&app.pow.cx(), &user).await.unwrap().unwrap() });
    drop(app.signed_in(&user));
}

#[test]
#[should_panic(expected = "/nowhere is answered by 404")]
fn link_to_nowhere_neither_opens_nor_leads_away() {
    let _ = TestApp::start().opens("/nowhere");
}
