//! What an account's owner is told. (ASVS 6.3.7)

use std::sync::Arc;

use pow_core::{
    Config, Error, async_trait,
    cx::Cx,
    extension::{Extension, ExtensionId, Registry},
    identifier::UserIdField,
    mail::{MailBody, MailLayout, RenderedMail},
    policy::Policy,
    record::User,
    schema::{Field, Value},
    store::RowReader,
    users::{self, EmailChanged, PasswordChanged},
};
use pow_testing::{Client, Database, TestApp, app::Builder, client::PASSWORD, on_each_database};

use crate::stores::outbox::kit::{ANN, BOB};

const OTHER: &str = "another-test-password";

on_each_database!(old_address_is_told_of_a_new_address_and_a_new_password, nobody_is_told_of_what_did_not_change,);

fn change(browser: &mut Client, field: &str, value: &str, password: &str) -> u16 {
    let mut pairs = vec![("_method", "PATCH"), (field, value), ("user[current_password]", password)];
    if field == "user[password]" {
        pairs.push(("user[password_confirmation]", value));
    }
    browser.account_form(&pairs).status
}

fn told(app: &TestApp) -> Vec<(String, String)> {
    let named = |mail: RenderedMail| (mail.name.into_owned(), mail.to.to_string());
    app.mailbox().into_iter().map(named).collect()
}

fn note(name: &str, to: &str) -> (String, String) {
    (name.to_owned(), to.to_owned())
}

fn old_address_is_told_of_a_new_address_and_a_new_password(database: Database) {
    let app = TestApp::builder().database(database).start();
    let mut ann = app.registered(ANN);
    assert_eq!(change(&mut ann, "user[password]", OTHER, PASSWORD), 303);
    assert_eq!(told(&app), [note("password_changed", ANN)]);
    assert_eq!(change(&mut ann, "user[email]", BOB, OTHER), 303);
    assert_eq!(told(&app)[1..], [note("email_changed", ANN)]);
    let mails = app.mailbox();
    for mail in &mails {
        assert!(mail.text.contains("If it wasn’t you") && mail.html.contains("If it wasn’t you"), "{}", mail.text);
        assert!(!mail.text.contains(BOB) && !mail.text.contains(OTHER) && !mail.html.contains(BOB));
    }
    // Both at once: whoever did it can't silence either.
    let both = [
        ("_method", "PATCH"),
        ("user[email]", "eve@example.com"),
        ("user[password]", PASSWORD),
        ("user[password_confirmation]", PASSWORD),
        ("user[current_password]", OTHER),
    ];
    assert_eq!(ann.account_form(&both).status, 303);
    assert_eq!(told(&app)[2..], [note("password_changed", BOB), note("email_changed", BOB)]);
}

fn nobody_is_told_of_what_did_not_change(database: Database) {
    let app = TestApp::builder().database(database).start();
    let mut ann = app.registered(ANN);
    drop(app.registered(BOB));
    assert_eq!(change(&mut ann, "user[email]", ANN, PASSWORD), 303);
    assert_eq!(change(&mut ann, "user[password]", OTHER, "wrong"), 422);
    assert_eq!(change(&mut ann, "user[email]", BOB, PASSWORD), 422);
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(told(&app), []);
}

#[test]
fn first_password_and_a_deletion_are_told() {
    let app = TestApp::start();
    let mut ann = app.registered(ANN);
    app.write(ANN, "password_hash", Value::Null);
    assert_eq!(change(&mut ann, "user[password]", OTHER, ""), 303);
    assert_eq!(ann.account_form(&[("_method", "DELETE")]).status, 303);
    assert_eq!(app.user_count(), 0);
    assert_eq!(told(&app), [note("password_changed", ANN), note("account_deleted", ANN)]);
    let mail = app.mailbox().pop().unwrap();
    assert!(mail.text.contains("someone else was signed in") && mail.text.contains("Account: ann"), "{}", mail.text);
    assert!(!mail.text.contains("/registration"), "no link leads to the account: {}", mail.text);
}

#[test]
fn deletion_by_a_program_is_not_told() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let user = app.user(ANN).unwrap();
    drop(app.block_on(app.pow.users().delete(&app.pow.cx(), &user)).unwrap().unwrap());
    assert_eq!((app.user_count(), told(&app)), (0, Vec::new()));
}

#[test]
fn policy_switches_notices_off_and_pow_has_none() {
    assert!(!Policy::pow().notices && Policy::nist().notices && Policy::default().notices);
    let app = TestApp::builder().policy(|policy| policy.notices = false).start();
    let mut ann = app.registered(ANN);
    assert_eq!(change(&mut ann, "user[password]", OTHER, PASSWORD), 303);
    assert_eq!(ann.account_form(&[("_method", "DELETE")]).status, 303);
    assert_eq!((app.user_count(), told(&app)), (0, Vec::new()));
}

fn with_user_names() -> Builder {
    TestApp::builder().config(|config| Config { user_id_field: UserIdField::Username, ..config })
}

#[test]
fn users_with_names_are_told_if_they_have_an_address() {
    let without = with_user_names().start();
    let form = |name: &'static str| {
        [("user[username]", name), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)]
    };
    let mut ann = without.client();
    assert_eq!(ann.submit("/registration/new", "/registration", &form("ann")).status, 303);
    assert_eq!(change(&mut ann, "user[password]", OTHER, PASSWORD), 303);
    assert_eq!(told(&without), []);

    let app = with_user_names().config(|mut config| {
        config.fields.push(Field::<Option<String>>::new("email").def().unique().form());
        config
    });
    let app = app.start();
    let mut ann = app.client();
    assert_eq!(ann.submit("/registration/new", "/registration", &form("ann")).status, 303);
    app.write("ann", "email", Value::Text(ANN.into()));
    assert_eq!(change(&mut ann, "user[password]", OTHER, PASSWORD), 303);
    assert_eq!(told(&app), [note("password_changed", ANN)]);
    // An address that no mail can go to keeps nobody from a better password.
    app.write("ann", "email", Value::Text("not an address".into()));
    assert_eq!(change(&mut ann, "user[password]", PASSWORD, OTHER), 303);
    assert_eq!(told(&app).len(), 1);
}

/// Knows further addresses of every user: one twice, the main one, and one that no mail can go to.
#[derive(Debug)]
struct Further;

#[async_trait]
impl Extension for Further {
    fn id(&self) -> ExtensionId {
        "further"
    }

    fn register(&self, _: &mut Registry) {}

    async fn notice_addresses(&self, _: &Cx, _: &mut RowReader<'_>, _: &User) -> Result<Vec<String>, Error> {
        Ok([BOB, ANN, "not an address", BOB].map(str::to_owned).to_vec())
    }
}

#[test]
fn each_further_address_is_told_once_after_the_main_one() {
    let app = TestApp::with(Further).start();
    let mut ann = app.registered(ANN);
    let user = app.user(ANN).unwrap();
    let recipients = app.block_on(users::notice_recipients(&app.pow.cx(), &user)).unwrap();
    assert_eq!(recipients.iter().map(ToString::to_string).collect::<Vec<_>>(), [ANN, BOB]);
    assert_eq!(change(&mut ann, "user[password]", OTHER, PASSWORD), 303);
    assert_eq!(ann.account_form(&[("_method", "DELETE")]).status, 303);
    let all = ["password_changed", "account_deleted"].map(|name| [note(name, ANN), note(name, BOB)]);
    assert_eq!(told(&app), all.concat());
}

#[test]
fn further_addresses_are_told_nothing_without_notices() {
    let app = TestApp::with(Further).policy(|policy| policy.notices = false).start();
    let mut ann = app.registered(ANN);
    assert_eq!(change(&mut ann, "user[password]", OTHER, PASSWORD), 303);
    assert_eq!(told(&app), []);
}

/// Says something in every mail, and something more in one.
#[derive(Debug)]
struct Talkative;

impl Extension for Talkative {
    fn id(&self) -> ExtensionId {
        "talkative"
    }

    fn register(&self, registry: &mut Registry) {
        registry
            .messages("en", "talkative-footer = P. S.: <b>we</b> love you\ntalkative-remedy = Call 112.")
            .mail_slot::<MailLayout>("footer", |slot| {
                MailBody::default().paragraph(&slot.view.t("talkative-footer")).map(Some)
            })
            .mail_slot::<PasswordChanged>("remedies", |slot| {
                let url = slot.cx.pow().base_url().origin();
                MailBody::default().button(&slot.view.t("talkative-remedy"), url).map(Some)
            })
            .mail_slot::<EmailChanged>("remedies", |_| Ok(None));
    }
}

#[test]
fn extensions_fill_the_slots_of_mails_in_both_forms() {
    let app = TestApp::builder().config(|mut config| {
        config.extensions.push(Arc::new(Talkative));
        config
    });
    let app = app.start();
    let mut ann = app.registered(ANN);
    assert_eq!(change(&mut ann, "user[password]", OTHER, PASSWORD), 303);
    assert_eq!(change(&mut ann, "user[email]", BOB, OTHER), 303);
    let mails = app.mailbox();
    for mail in &mails {
        assert!(mail.text.trim_end().ends_with("P. S.: <b>we</b> love you"), "{}", mail.text);
        assert!(mail.html.contains("P. S.: &#60;b&#62;we&#60;/b&#62; love you"), "X2: {}", mail.html);
    }
    assert!(mails[0].text.contains(&format!("Call 112.:\n{}", app.pow.base_url().origin())));
    assert!(!mails[1].text.contains("Call 112."));
}

/// Fills a slot that doesn't exist.
#[derive(Debug)]
struct Confused;

impl Extension for Confused {
    fn id(&self) -> ExtensionId {
        "confused"
    }

    fn register(&self, registry: &mut Registry) {
        registry.mail_slot::<MailLayout>("header", |_| Ok(None));
    }
}

#[test]
fn unknown_slot_of_a_mail_stops_the_start() {
    let app = TestApp::builder().config(|mut config| {
        config.extensions.push(Arc::new(Confused));
        config
    });
    let error = app.try_start().err().unwrap().to_string();
    assert!(error.contains("`confused`") && error.contains("`header`") && error.contains("footer"), "{error}");
}
