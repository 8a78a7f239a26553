//! Uses of a proved address or name: sign-in, a new password, mailed codes.

use pow_core::{
    Clock, Config, extensions,
    identifier::UserIdField,
    schema::Value,
    users::{EMAIL, EMAIL_CONFIRMED_AT},
};
use pow_ext_identities::Identities;
use pow_ext_mail_sign_in::{Existing, MailSignIn};
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Database, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};

use crate::common::{
    BOB, INDEX, SECOND, USERNAME, confirmed, entry, mails, name, path_of, proved, remove, user_of, user_with, with_ann,
    without_row,
};

on_each_database!(user_name_is_a_way_in_in_any_case);

// EZ5
fn user_name_is_a_way_in_in_any_case(database: Database) {
    let (app, mut ann) = with_ann(database);
    assert!(ann.get(INDEX).text().contains("Choose a user name"));
    assert_eq!(name(&mut ann, "Ann_1").location(), Some(INDEX));
    assert!(ann.get(INDEX).text().contains("Your user name has been saved."));
    for typed in ["ann_1", "ANN_1", " Ann_1 "] {
        assert_eq!(user_of(&app, typed).as_deref(), Some(ANN), "{typed}");
    }
    assert_eq!(mails(&app, ANN, "identities/changed").len(), 1);
    let mut bob = confirmed(&app, BOB);
    let refused = name(&mut bob, "aNN_1");
    assert!(refused.status == 422 && refused.text().contains("taken"), "{}", refused.text());
    assert!(ann.get(USERNAME).text().contains("value=\"ann_1\""), "the form begins with the present name");
    assert_eq!(name(&mut ann, "ann_2").location(), Some(INDEX), "one name, which changes");
    assert_eq!((user_of(&app, "ann_1"), user_of(&app, "ann_2").as_deref()), (None, Some(ANN)));
    assert_eq!(name(&mut bob, "ann_1").location(), Some(INDEX), "it is free again");
    let path = path_of(&ann, "ann_2");
    assert_eq!(remove(&mut ann, &path).location(), Some(INDEX));
    assert_eq!(user_of(&app, "ann_2"), None);
    let texts: Vec<_> = mails(&app, ANN, "identities/changed").into_iter().map(|mail| mail.text).collect();
    assert!(texts.len() == 3 && texts[2].contains("was removed"), "{texts:?}");
}

// EZ7
#[test]
fn bad_user_names_are_errors_of_the_field() {
    let (app, mut ann) = with_ann(Database::sqlite());
    let long = format!("a{}", "1".repeat(64));
    for typed in ["", "  ", "an", "1ann", "_ann", "a nn", "ann-1", "ann@example.com", "änn", "ann\u{0}", "admin", &long]
    {
        let refused = name(&mut ann, typed);
        assert!(refused.status == 422 && refused.text().contains("aria-invalid"), "{typed:?}");
    }
    assert_eq!(crate::common::listed(&ann).len(), 1);
    drop(app);
}

#[test]
fn wrong_password_with_a_proved_address_does_not_sign_in() {
    let (app, mut ann) = with_ann(Database::sqlite());
    proved(&app, &mut ann, SECOND);
    let mut browser = app.client();
    let unknown = browser.sign_in("unknown@example.com", PASSWORD);
    let wrong = app.client().sign_in(SECOND, "another password");
    assert_eq!((wrong.status, browser.current_user()), (unknown.status, None));
}

#[test]
fn where_users_have_names_a_main_address_is_a_way_in_once_it_is_proved() {
    let app = TestApp::with(Identities::default())
        .config(|config| Config { user_id_field: UserIdField::Username, fields: vec![EMAIL.def()], ..config })
        .start();
    let form = [
        ("user[username]", "ann"),
        ("user[email]", ANN),
        ("user[password]", PASSWORD),
        ("user[password_confirmation]", PASSWORD),
    ];
    assert_eq!(app.client().submit("/registration/new", "/registration", &form).status, 303);
    let sign_in = |typed: &str, password: &str| {
        let mut browser = app.client();
        let form = [("user[username]", typed), ("user[password]", password)];
        let status = browser.submit("/session/new", "/session", &form).status;
        (status, browser.current_user())
    };
    assert_eq!(sign_in(ANN, PASSWORD), (422, None), "a stranger may have registered the address");
    app.write("ann", EMAIL_CONFIRMED_AT.name(), Value::DateTime(app.clock.now()));
    assert_eq!(sign_in("Ann@Example.COM", PASSWORD), (303, Some("ann".to_owned())));
    assert_eq!(sign_in(ANN, "another password"), (422, None));
    assert_eq!(sign_in(BOB, PASSWORD), (422, None));
    without_row(&app, ANN);
    assert_eq!(sign_in(ANN, PASSWORD), (303, Some("ann".to_owned())), "an account from before the extension");
}

fn beside_others() -> TestApp {
    TestApp::with(Identities::default())
        .config(|mut config| {
            config.extensions.extend(extensions![ResetPassword::default(), MailSignIn::new(Existing::Prove)]);
            config
        })
        .start()
}

#[test]
fn link_for_a_new_password_is_asked_for_by_a_proved_address() {
    let app = beside_others();
    let mut ann = confirmed(&app, ANN);
    crate::common::add(&mut ann, "unproved@example.com");
    proved(&app, &mut ann, SECOND);
    let ask = |typed: &str| {
        let answer = app.client().submit("/reset-password/new", "/reset-password", &[("user[email]", typed)]);
        assert_eq!(answer.status, 303, "{typed}");
    };
    ask("unproved@example.com");
    let links = |to: &str| mails(&app, to, "reset_password/link").len();
    assert_eq!((links(ANN), links("unproved@example.com")), (0, 0));
    ask(SECOND);
    assert_eq!((links(ANN), links(SECOND)), (0, 1), "the main mailbox may be lost");
    ask(ANN);
    assert_eq!((links(ANN), links(SECOND)), (1, 1));
    let link = app.link_in(&mails(&app, SECOND, "reset_password/link")[0]);
    let new = [("user[password]", "another-test-password"), ("user[password_confirmation]", "another-test-password")];
    assert_eq!(app.client().submit(&link, &link, &[&[("_method", "PUT")], &new[..]].concat()).status, 303);
    assert_eq!(user_with(&app, SECOND, "another-test-password").as_deref(), Some(ANN));
    let told = [ANN, SECOND].map(|to| mails(&app, to, "password_changed").len());
    assert_eq!(told, [1, 1], "a notice goes to each proved address once");
    assert!(mails(&app, "unproved@example.com", "password_changed").is_empty());
}

#[test]
fn link_for_a_new_password_ends_with_the_address_that_it_was_mailed_to() {
    let app = beside_others();
    let mut ann = confirmed(&app, ANN);
    proved(&app, &mut ann, SECOND);
    app.client().submit("/reset-password/new", "/reset-password", &[("user[email]", SECOND)]);
    let link = app.link_in(&mails(&app, SECOND, "reset_password/link")[0]);
    assert!(app.opens(&link), "the control");
    let path = path_of(&ann, SECOND);
    assert_eq!(remove(&mut ann, &path).location(), Some(INDEX));
    assert!(!app.opens(&link));
}

#[test]
fn mailed_code_signs_in_by_a_proved_address_and_goes_there() {
    let app = beside_others();
    let mut ann = confirmed(&app, ANN);
    proved(&app, &mut ann, SECOND);
    let mut browser = app.client();
    browser.submit("/sign-in-by-mail/new", "/sign-in-by-mail", &[("user[email]", SECOND)]);
    let mail = mails(&app, SECOND, "mail_sign_in/code").pop().expect("a mail to the typed address");
    assert!(mails(&app, ANN, "mail_sign_in/code").is_empty());
    let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    let code = mail.text.split_whitespace().find(is_code).unwrap().to_owned();
    browser.submit("/sign-in-by-mail", "/sign-in-by-mail/code", &[("user[code]", &code)]);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    assert_eq!(app.user_count(), 1, "no second account");
}

#[test]
fn code_for_an_address_that_was_removed_meanwhile_does_not_sign_in() {
    let app = beside_others();
    let mut ann = confirmed(&app, ANN);
    proved(&app, &mut ann, SECOND);
    let mut browser = app.client();
    browser.submit("/sign-in-by-mail/new", "/sign-in-by-mail", &[("user[email]", SECOND)]);
    let mail = mails(&app, SECOND, "mail_sign_in/code").pop().unwrap();
    let path = path_of(&ann, SECOND);
    assert_eq!(remove(&mut ann, &path).location(), Some(INDEX));
    assert!(entry(&ann, SECOND).is_none());
    let link = app.link_in(&mail);
    browser.submit(&link, &link, &[]);
    assert_eq!(browser.current_user(), None);
}
