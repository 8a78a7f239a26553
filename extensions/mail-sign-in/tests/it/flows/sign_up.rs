//! Signing up by mail: no row before the proof.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use pow_core::{
    Clock, Config, async_trait,
    changeset::Changeset,
    controllers::registration,
    cx::Cx,
    extension::{Extension, Registry},
    identifier::UserIdField,
    messages::Message,
    policy::EmailCheck,
    users::{EMAIL, EMAIL_CONFIRMED_AT, PASSWORD_HASH},
};
use pow_testing::{Database, on_each_database};

use crate::common::{NEW, TTL, UNKNOWN, app, ask, asked, builder, enter, mails, press};

on_each_database!(account_begins_with_the_code, account_begins_with_the_link);

fn account_begins_with_the_code(database: Database) {
    let app = app(database);
    let mut browser = app.client();
    let (code, link) = asked(&app, &mut browser, UNKNOWN);
    assert_eq!(app.user_count(), 0, "no row before the proof");
    assert_eq!(enter(&mut browser, &code).location(), Some("/"));
    assert_eq!(browser.current_user().as_deref(), Some(UNKNOWN));
    let user = app.user(UNKNOWN).unwrap();
    assert_eq!(user.get(PASSWORD_HASH).unwrap(), None);
    assert_eq!(user.get(EMAIL_CONFIRMED_AT).unwrap(), Some(app.clock.now()));
    assert!(!app.opens(&link));
    browser.sign_out();
    let (code, _) = asked(&app, &mut browser, UNKNOWN);
    assert_eq!(enter(&mut browser, &code).status, 303, "and then the account is there");
    assert_eq!(app.user_count(), 1);
}

// EZ6
fn account_begins_with_the_link(database: Database) {
    let app = app(database);
    let (_, link) = asked(&app, &mut app.client(), UNKNOWN);
    let mut phone = app.client();
    let page = phone.get(&link).text();
    assert!(page.contains("Create your account") && page.contains(UNKNOWN), "{page}");
    assert_eq!(app.user_count(), 0);
    assert_eq!(press(&mut phone, &link).status, 303);
    assert_eq!(phone.current_user().as_deref(), Some(UNKNOWN));
}

/// Lets no account begin at one company, once it is told so, and in `before_write` notes what it has seen.
#[derive(Clone, Debug, Default)]
struct NoCompany(Arc<AtomicBool>);

#[async_trait]
impl Extension for NoCompany {
    fn id(&self) -> &'static str {
        "no_company"
    }

    fn register(&self, _: &mut Registry) {}

    fn changeset(&self, _: &Cx, changeset: &mut Changeset) {
        let begins = changeset.begins_account() && changeset.is_proved(EMAIL.name()) && !changeset.has_form();
        if begins && self.0.load(Ordering::SeqCst) {
            changeset.error(EMAIL.name(), Message::new("error-invalid"));
        }
    }
}

#[test]
fn extension_that_refuses_new_accounts_is_asked_before_the_mail_and_after_it() {
    let refuses = NoCompany::default();
    let app = builder(Database::sqlite()).extension(refuses.clone()).start();
    let mut browser = app.client();
    let (code, _) = asked(&app, &mut browser, UNKNOWN);
    refuses.0.store(true, Ordering::SeqCst);
    assert_eq!(enter(&mut browser, &code).location(), Some(NEW));
    assert_eq!((app.user_count(), browser.current_user()), (0, None));
    ask(&mut browser, "ben@example.com");
    assert!(mails(&app, "ben@example.com").is_empty(), "no code for an account that can't begin");
}

#[test]
fn two_mails_make_one_account() {
    let app = app(Database::sqlite());
    let (mut first, mut second) = (app.client(), app.client());
    let (code, _) = asked(&app, &mut first, UNKNOWN);
    let (_, link) = asked(&app, &mut second, UNKNOWN);
    assert_eq!(enter(&mut first, &code).status, 303);
    assert_eq!(press(&mut second, &link).status, 303);
    assert_eq!((first.current_user(), second.current_user()), (Some(UNKNOWN.into()), Some(UNKNOWN.into())));
    assert_eq!(app.user_count(), 1);
}

// EZ6
#[test]
fn unproved_sign_up_leaves_nothing() {
    let app = app(Database::sqlite());
    ask(&mut app.client(), UNKNOWN);
    app.clock.advance(TTL);
    assert_eq!(app.user_count(), 0);
}

#[test]
fn sign_up_is_closed_where_registration_is_closed() {
    let app = builder(Database::sqlite()).config(|config| config.without(registration::CREATE)).start();
    ask(&mut app.client(), UNKNOWN);
    assert!(mails(&app, UNKNOWN).is_empty());
}

#[test]
fn sign_up_keeps_the_rules_for_addresses() {
    let app = builder(Database::sqlite())
        .policy(|policy| {
            policy.email_check = Some(EmailCheck::new(|address: &str| match address.ends_with("@ours.example") {
                true => Ok(()),
                false => Err(Message::new("error-email-invalid")),
            }));
        })
        .start();
    for (address, mailed) in [(UNKNOWN, 0), ("eve@ours.example", 1)] {
        ask(&mut app.client(), address);
        assert_eq!(mails(&app, address).len(), mailed, "{address}");
    }
}

#[test]
fn user_with_a_name_signs_in_by_the_address_and_no_stranger_signs_up() {
    let app = builder(Database::sqlite())
        .config(|config| Config { user_id_field: UserIdField::Username, fields: vec![EMAIL.def()], ..config })
        .start();
    let mut browser = app.client();
    let form = [
        ("user[username]", "ann"),
        ("user[email]", "ann@example.com"),
        ("user[password]", "a-test-password"),
        ("user[password_confirmation]", "a-test-password"),
    ];
    assert_eq!(browser.submit("/registration/new", "/registration", &form).status, 303);
    let mut browser = app.client();
    let (code, _) = asked(&app, &mut browser, "ann@example.com");
    assert_eq!(enter(&mut browser, &code).status, 303);
    assert_eq!(browser.current_user().as_deref(), Some("ann"));
    ask(&mut app.client(), UNKNOWN);
    assert!(mails(&app, UNKNOWN).is_empty());
}
