//! Making another address the main one, and removing.

use pow_core::users::EMAIL_CONFIRMED_AT;
use pow_testing::{
    Database,
    client::{ANN, PASSWORD},
    on_each_database,
};

use crate::common::{
    INDEX, LATER, NEW, SECOND, add, app, code, enter, entry, has, mails, path_of, press, proved, remove, user_of,
    with_ann,
};

const THIRD: &str = "third@example.com";

on_each_database!(
    main_address_and_a_proved_one_change_places,
    deletion_is_told_at_each_proved_address,
    removed_address_is_no_way_in_and_free_for_others,
);

fn main_address_and_a_proved_one_change_places(database: Database) {
    let (app, mut ann) = with_ann(database);
    proved(&app, &mut ann, SECOND);
    proved(&app, &mut ann, THIRD);
    let mut phone = app.client();
    phone.sign_in(ANN, PASSWORD);
    let path = format!("{}/primary", path_of(&ann, SECOND));
    assert_eq!(press(&mut ann, &path, &[]).location(), Some(INDEX));
    assert!(ann.get(INDEX).text().contains("Your main address has been changed."));
    assert_eq!(ann.current_user().as_deref(), Some(SECOND), "this browser stays signed in");
    assert_eq!(phone.current_user(), None, "all others are signed out");
    let user = app.user(SECOND).expect("`users.email` has changed");
    assert_eq!(user.get(EMAIL_CONFIRMED_AT).unwrap(), Some(pow_core::Clock::now(&*app.clock)));
    assert!(app.user(ANN).is_none());
    let (main, old) = (entry(&ann, SECOND).unwrap(), entry(&ann, ANN).unwrap());
    assert_eq!(
        (&main["is_primary"], &old["is_primary"], &old["is_proved"]),
        (&true.into(), &false.into(), &true.into())
    );
    for typed in [ANN, SECOND] {
        assert_eq!(user_of(&app, typed).as_deref(), Some(SECOND), "{typed}");
    }
    let told = |reader| mails(&app, reader, "email_changed").len();
    assert_eq!([ANN, SECOND, THIRD].map(told), [1, 0, 1], "the old address and the others are told");
    assert_eq!(app.client().register(ANN, PASSWORD).status, 422, "the old one is not free");
    let back = format!("{}/primary", path_of(&ann, ANN));
    assert_eq!(press(&mut ann, &back, &[]).location(), Some(INDEX));
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
}

fn deletion_is_told_at_each_proved_address(database: Database) {
    let (app, mut ann) = with_ann(database);
    proved(&app, &mut ann, SECOND);
    crate::common::add(&mut ann, THIRD);
    assert_eq!(ann.account_form(&[("_method", "DELETE")]).status, 303);
    assert_eq!(app.user_count(), 0);
    assert_eq!([ANN, SECOND, THIRD].map(|to| mails(&app, to, "account_deleted").len()), [1, 1, 0]);
}

fn removed_address_is_no_way_in_and_free_for_others(database: Database) {
    let (app, mut ann) = with_ann(database);
    proved(&app, &mut ann, SECOND);
    assert_eq!(app.client().register(SECOND, PASSWORD).status, 422);
    let mut phone = app.client();
    phone.sign_in(SECOND, PASSWORD);
    let path = path_of(&ann, SECOND);
    assert_eq!(remove(&mut ann, &path).location(), Some(INDEX));
    assert_eq!(phone.current_user(), None, "another person may have signed in by it");
    assert!(ann.get(INDEX).text().contains("It has been removed"), "this browser stays signed in");
    assert!(!has(&app, &ann, SECOND));
    assert_eq!(user_of(&app, SECOND), None);
    for reader in [ANN, SECOND] {
        let told = mails(&app, reader, "identities/changed").pop().expect("both are told");
        assert!(told.text.contains(SECOND) && told.text.contains("was removed"), "{}", told.text);
    }
    assert_eq!(app.client().register(SECOND, PASSWORD).location(), Some("/"));
}

#[test]
fn main_address_stays() {
    let (app, mut ann) = with_ann(Database::sqlite());
    let path = path_of(&ann, ANN);
    assert!(entry(&ann, ANN).unwrap()["delete_path"].is_null());
    assert_eq!(remove(&mut ann, &path).location(), Some(INDEX));
    assert!(ann.get(INDEX).text().contains("Your main address can’t be removed."));
    assert_eq!(user_of(&app, ANN).as_deref(), Some(ANN));
}

#[test]
fn unproved_address_and_a_name_become_no_main_address() {
    let (app, mut ann) = with_ann(Database::sqlite());
    add(&mut ann, SECOND);
    crate::common::name(&mut ann, "ann_1");
    for value in [SECOND, "ann_1"] {
        let path = format!("{}/primary", path_of(&ann, value));
        assert_eq!(press(&mut ann, &path, &[]).location(), Some(INDEX));
        assert!(ann.get(INDEX).text().contains("Only a confirmed address"), "{value}");
    }
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
    assert!(app.user(SECOND).is_none());
}

#[test]
fn old_main_address_that_was_never_proved_counts_for_nothing() {
    let app = app(Database::sqlite());
    let mut ann = app.registered(ANN);
    proved(&app, &mut ann, SECOND);
    let path = format!("{}/primary", path_of(&ann, SECOND));
    assert_eq!(press(&mut ann, &path, &[]).location(), Some(INDEX));
    assert_eq!(entry(&ann, ANN).unwrap()["is_proved"], false);
    assert_eq!(user_of(&app, ANN), None);
    assert_eq!(app.client().register(ANN, PASSWORD).location(), Some("/"), "its owner can register");
}

#[test]
fn another_address_by_the_form_of_the_account_replaces_the_main_one() {
    let (app, mut ann) = with_ann(Database::sqlite());
    let form = [("user[email]", SECOND), ("user[current_password]", PASSWORD)];
    assert_eq!(ann.account_form(&form).status, 303);
    assert_eq!(ann.current_user().as_deref(), Some(SECOND));
    assert!(!has(&app, &ann, ANN), "the old one is free");
    assert_eq!(app.client().register(ANN, PASSWORD).location(), Some("/"));
}

#[test]
fn later_each_change_takes_the_password() {
    let (app, mut ann) = with_ann(Database::sqlite());
    proved(&app, &mut ann, SECOND);
    let path = path_of(&ann, SECOND);
    app.clock.advance(LATER);
    assert!(ann.get("/identities/new").text().contains("user[current_password]"));
    for (at, field, value) in
        [("/identities/new", "user[email]", "third@example.com"), ("/identities/username", "user[username]", "ann_1")]
    {
        let action = if field == "user[email]" { INDEX } else { at };
        for wrong in ["", "another password"] {
            let refused = ann.submit(at, action, &[(field, value), ("user[current_password]", wrong)]);
            assert_eq!(refused.status, 422, "{at}: {wrong:?}");
        }
    }
    let primary = format!("{path}/primary");
    for (action, method) in [(primary.as_str(), None), (path.as_str(), Some(("_method", "DELETE")))] {
        let asked = press(&mut ann, action, method.as_slice());
        assert!(asked.status == 422 && asked.text().contains("Confirm it’s you"), "{}", asked.text());
        assert!(!asked.text().contains("aria-invalid"), "the button has no field for it");
        let html = asked.text();
        let refused = ann.submit_form(&html, action, &[("user[current_password]", "another password")]);
        assert!(refused.status == 422 && refused.text().contains("aria-invalid"), "{}", refused.text());
    }
    assert_eq!(crate::common::listed(&ann).len(), 2);
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
    let html = remove(&mut ann, &path).text();
    let removed = ann.submit_form(&html, &path, &[("_method", "DELETE"), ("user[current_password]", PASSWORD)]);
    assert_eq!(removed.location(), Some(INDEX), "{}", removed.text());
    assert_eq!(crate::common::listed(&ann).len(), 1);
}

#[test]
fn later_another_code_takes_the_password() {
    let (app, mut ann) = with_ann(Database::sqlite());
    let page = add(&mut ann, SECOND);
    let sent = || mails(&app, SECOND, "identities/code").len();
    assert_eq!(sent(), 1);
    app.clock.advance(LATER);
    let path = format!("{page}/code");
    let asked = ann.submit(&page, &path, &[]);
    assert!(asked.status == 422 && asked.text().contains("to get another code for"), "{}", asked.text());
    assert_eq!(ann.submit_form(&asked.text(), &path, &[("user[current_password]", "wrong")]).status, 422);
    assert_eq!(sent(), 1);
    let right = ann.submit_form(&asked.text(), &path, &[("user[current_password]", PASSWORD)]);
    assert_eq!((right.location(), sent()), (Some(page.as_str()), 2));
    assert_eq!(enter(&mut ann, &page, &code(&app, SECOND)).location(), Some(INDEX));
}

#[test]
fn user_without_a_password_signs_in_again_first() {
    let (app, mut ann) = with_ann(Database::sqlite());
    proved(&app, &mut ann, SECOND);
    let path = path_of(&ann, SECOND);
    app.write(ANN, pow_core::users::PASSWORD_HASH.name(), pow_core::schema::Value::Null);
    let mut ann = app.signed_in(&app.user(ANN).unwrap());
    app.clock.advance(LATER);
    assert_eq!(remove(&mut ann, &path).location(), Some(INDEX));
    assert!(ann.get(INDEX).text().contains("sign in again"));
    let refused = ann.submit("/identities/new", INDEX, &[("user[email]", "third@example.com")]);
    assert!(refused.status == 422 && refused.text().contains("sign in again"), "{}", refused.text());
    assert_eq!(crate::common::listed(&ann).len(), 2);
}

#[test]
fn identities_go_with_the_account() {
    let (app, mut ann) = with_ann(Database::sqlite());
    proved(&app, &mut ann, SECOND);
    let user = app.user(ANN).unwrap();
    assert!(app.block_on(app.pow.users().delete(&app.pow.cx(), &user)).unwrap().is_ok());
    assert_eq!(app.user_count(), 0);
    for email in [ANN, SECOND] {
        assert_eq!(app.client().register(email, PASSWORD).location(), Some("/"), "{email}");
    }
}

#[test]
fn mistyped_address_is_questioned_once() {
    let (app, mut ann) = with_ann(Database::sqlite());
    let added = ann.questioned(NEW, INDEX, &[]);
    assert!(added.location().is_some_and(|path| path.starts_with("/identities/")), "{}", added.text());
    assert_eq!(app.mailbox().iter().filter(|mail| mail.to.to_string() == "ann@gmial.com").count(), 1);
}
