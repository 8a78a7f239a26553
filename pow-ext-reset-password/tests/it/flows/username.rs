//! Users who sign in by a name have an address too: without one no link would reach them.

use crate::common::{NEW_PASSWORD, ask, link, reset};
use pow_core::{Config, identifier::UserIdField, schema::Field};
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Client, Database, Response, TestApp,
    app::Builder,
    client::{ANN, PASSWORD},
    on_each_database,
};

on_each_database!(
    user_with_a_name_gets_a_link_by_mail,
    address_beside_the_name_follows_the_rules_of_addresses,
    new_address_ends_older_links_and_other_sessions,
);

const EMAIL: Field<Option<String>> = Field::new("email");

fn named(builder: Builder, required: bool) -> TestApp {
    let email = if required { Field::<String>::new("email").def() } else { EMAIL.def() };
    let change = move |config| Config { user_id_field: UserIdField::Username, fields: vec![email], ..config };
    builder.config(change).start()
}

fn app(database: Database) -> TestApp {
    named(TestApp::with(ResetPassword::default()).database(database), false)
}

fn register(browser: &mut Client, name: &str, email: &[(&str, &str)]) -> Response {
    let words = [("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    browser.submit("/registration/new", "/registration", &[&[("user[username]", name)], email, &words].concat())
}

fn sign_in(browser: &mut Client, name: &str, password: &str) -> u16 {
    browser.submit("/session/new", "/session", &[("user[username]", name), ("user[password]", password)]).status
}

fn stored(app: &TestApp, name: &str) -> Option<String> {
    app.user(name).unwrap().get(EMAIL).unwrap()
}

#[track_caller]
fn assert_refused(response: &Response, text: &str) {
    let html = response.text();
    let error = html.split_once("id=\"user_email-error\"").map(|(_, after)| after.split("</p>").next().unwrap());
    assert!(response.status == 422 && error.is_some_and(|error| error.contains(text)), "{}: {html}", response.status);
}

// P7, P36
fn user_with_a_name_gets_a_link_by_mail(database: Database) {
    let app = app(database);
    let mut browser = app.client();
    let page = browser.get("/registration/new").text();
    assert!(page.contains("name=\"user[username]\"") && page.contains("name=\"user[email]\" type=\"email\""), "{page}");
    assert_eq!(register(&mut browser, "ann", &[("user[email]", " Ann@Example.COM ")]).status, 303);
    assert_eq!(stored(&app, "ann").as_deref(), Some(ANN));
    assert_eq!(ask(&mut app.client(), "ANN@example.com").location(), Some("/reset-password"));
    let link = app.mailed_link(ANN);
    assert_eq!(reset(&mut app.client(), &link, NEW_PASSWORD).location(), Some("/session/new"));
    let mut browser = app.client();
    assert_eq!(sign_in(&mut browser, ANN, NEW_PASSWORD), 422, "the address is no name");
    assert_eq!(sign_in(&mut browser, "ann", PASSWORD), 422);
    assert_eq!(sign_in(&mut browser, "ann", NEW_PASSWORD), 303);
    assert_eq!(browser.current_user().as_deref(), Some("ann"));
}

// P6, N1
fn address_beside_the_name_follows_the_rules_of_addresses(database: Database) {
    let app = app(database);
    assert_eq!(register(&mut app.client(), "ann", &[("user[email]", ANN)]).status, 303);
    for (wrong, text) in [
        (("user[email]", "no address"), "name@example.com"),
        (("user[email]", "eve@example.com\r\nBcc: bob@example.com"), "name@example.com"),
        (("user[email][]", "bob@example.com"), "This isn’t valid"),
        (("user[email]", "ANN@example.com"), "already an account with this address"),
    ] {
        assert_refused(&register(&mut app.client(), "bob", &[wrong]), text);
    }
    assert_eq!(app.user_count(), 1);
    let mut bob = app.client();
    assert_eq!(register(&mut bob, "bob", &[]).status, 303, "the column may be NULL");
    assert_eq!(register(&mut app.client(), "eve", &[("user[email]", " ")]).status, 303, "and more than once");
    let change = |email| [("user[email]", email), ("user[current_password]", PASSWORD)];
    assert_refused(&bob.account_form(&change(ANN)), "already an account with this address");
    assert_refused(&bob.account_form(&change("bob")), "name@example.com");
    assert_eq!(stored(&app, "bob"), None);
    assert_eq!(bob.account_form(&change("Bob@example.com")).status, 303);
    assert_eq!(stored(&app, "bob").as_deref(), Some("bob@example.com"));
    let page = bob.get("/registration/edit/email").text();
    assert!(page.contains("value=\"bob@example.com\""), "{page}");
    let alone = [("user[username]", "bobby"), ("user[current_password]", PASSWORD)];
    assert_eq!(bob.account_form(&alone).status, 303);
    assert_eq!(stored(&app, "bobby").as_deref(), Some("bob@example.com"), "what was not sent stays");
}

// K7, S8
fn new_address_ends_older_links_and_other_sessions(database: Database) {
    let app = app(database);
    let (mut ann, mut elsewhere) = (app.client(), app.client());
    assert_eq!(register(&mut ann, "ann", &[("user[email]", ANN)]).status, 303);
    assert_eq!(sign_in(&mut elsewhere, "ann", PASSWORD), 303);
    let older = link(&app, ANN);
    let change = [("user[email]", "new@example.com"), ("user[current_password]", PASSWORD)];
    assert_eq!(ann.account_form(&change).status, 303);
    assert_eq!((ann.current_user().as_deref(), elsewhere.current_user()), (Some("ann"), None));
    assert!(!app.opens(&older));
    assert!(app.opens(&link(&app, "new@example.com")));
}

#[test]
fn column_that_may_not_be_null_makes_the_address_required() {
    let app = named(TestApp::with(ResetPassword::default()), true);
    assert_refused(&register(&mut app.client(), "ann", &[]), "Enter your email address");
    assert_refused(&register(&mut app.client(), "ann", &[("user[email]", "")]), "Enter your email address");
    let mut ann = app.client();
    assert_eq!(register(&mut ann, "ann", &[("user[email]", ANN)]).status, 303);
    let cleared = [("user[email]", ""), ("user[current_password]", PASSWORD)];
    assert_refused(&ann.account_form(&cleared), "Enter your email address");
}

#[test]
fn without_an_extension_that_needs_it_nobody_is_asked_for_an_address() {
    let app = named(TestApp::builder(), false);
    let mut browser = app.client();
    assert!(!browser.get("/registration/new").text().contains("user[email]"));
    assert_eq!(register(&mut browser, "ann", &[("user[email]", ANN)]).status, 303);
    assert_eq!(stored(&app, "ann"), None, "what is no field of the form is ignored");
    assert!(!browser.get("/registration/edit").text().contains("Email address"));
    assert_eq!(browser.get("/registration/edit/email").status, 404);
}

// P8, W6
#[test]
fn address_beside_the_name_is_no_password() {
    let app = named(TestApp::with(ResetPassword::default()), false);
    let address = "somebody-longer@example.com";
    let pairs = [
        ("user[username]", "ann"),
        ("user[email]", address),
        ("user[password]", address),
        ("user[password_confirmation]", address),
    ];
    let refused = app.client().submit("/registration/new", "/registration", &pairs);
    assert!(refused.status == 422 && refused.text().contains("easy to guess"), "{}", refused.text());
}
