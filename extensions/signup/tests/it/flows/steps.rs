//! Address, code, details.

use std::time::Duration;

use pow_core::{
    Config,
    users::{EMAIL_CONFIRMED_AT, NewPassword, PASSWORD_HASH},
};
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_invitation::Invitation;
use pow_ext_signup::{AskName, NAME, Signup};
use pow_testing::{
    Database, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};
use terms_accepted::TermsAccepted;

use crate::common::{
    BOB, CODE_MAIL, DETAILS, EVE, EXISTS_MAIL, app, ask, code, enter, finish, mails, other_than, proved, signed_up,
};

on_each_database!(
    account_is_created_in_three_steps,
    no_step_can_be_skipped,
    back_and_reload_lose_nothing,
    proved_address_cannot_be_exchanged,
    known_address_gets_the_same_page_and_another_mail,
    link_of_the_mail_does_what_the_code_does,
);

const HOUR: Duration = Duration::from_secs(3600);

// ZS1, ZS3 to ZS6
fn account_is_created_in_three_steps(database: Database) {
    let app = app(database);
    let mut browser = app.client();
    let html = browser.get("/signup").text();
    assert!(html.contains("<h1>Create your account</h1>") && html.contains("name=\"user[email]\""), "{html}");
    assert_eq!(ask(&mut browser, " Eve@Example.com ").location(), Some("/signup/code"));
    let html = browser.get("/signup/code").text();
    assert!(html.contains("inputmode=\"numeric\"") && html.contains("autocomplete=\"one-time-code\""), "{html}");
    assert!(html.contains(EVE) && html.contains("10 minutes"), "{html}");
    let code = code(&app, EVE);
    let spaced = format!(" {}-{} ", &code[..3], &code[3..]);
    assert_eq!(enter(&mut browser, &spaced).location(), Some("/signup/details"));
    let html = browser.get("/signup/details").text();
    assert!(html.contains(EVE) && html.contains("name=\"user[name]\""), "{html}");
    assert!(!html.contains("name=\"user[email]\""), "the proved address is no input: {html}");
    assert_eq!(app.user_count(), 0, "no row before the proof and the details");
    let answer = finish(&mut browser, &[]);
    assert_eq!(answer.location(), Some("/"), "{}", answer.text());
    assert_eq!(browser.current_user().as_deref(), Some(EVE));
    let user = app.user(EVE).unwrap();
    assert_eq!(user.get(NAME).unwrap().as_deref(), Some("Eve Lee"));
    assert!(app.signs_in(EVE, PASSWORD));
    assert_eq!(browser.get("/signup").location(), Some("/"), "a signed-in visitor is led away");
    assert_eq!(enter_again(&app, &code), 303, "the code is used up, and belonged to a sign-up that has ended");
}

fn enter_again(app: &TestApp, code: &str) -> u16 {
    let mut other = app.client();
    let token = other.token("/signup");
    other.post("/signup/code", &[("_csrf_token", &token), ("user[code]", code)]).status
}

// ZS4, ZS5, ASVS 2.3.1
fn no_step_can_be_skipped(database: Database) {
    let app = app(database);
    let mut browser = app.client();
    for page in ["/signup/code", "/signup/details"] {
        assert_eq!(browser.get(page).location(), Some("/signup"), "{page} without an address");
    }
    // A token for each form: the same form again would get its first answer.
    let send = |browser: &mut pow_testing::Client, path: &str, pairs: &[(&str, &str)]| {
        let token = browser.token("/signup");
        let answer = browser.post(path, &[&[("_csrf_token", token.as_str())], pairs].concat());
        answer.location().map(str::to_owned)
    };
    for (path, pairs) in [("/signup/code", &[("user[code]", "123456")][..]), ("/signup/details", &DETAILS[..])] {
        assert_eq!(send(&mut browser, path, pairs).as_deref(), Some("/signup"), "{path} without an address");
    }
    assert_eq!(ask(&mut browser, EVE).location(), Some("/signup/code"));
    assert_eq!(browser.get("/signup/details").location(), Some("/signup/code"));
    assert_eq!(send(&mut browser, "/signup/details", &DETAILS).as_deref(), Some("/signup/code"));
    let wrong = enter(&mut browser, &other_than(&code(&app, EVE)));
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("aria-invalid=\"true\""), "{}", wrong.text());
    assert_eq!(send(&mut browser, "/signup/details", &DETAILS).as_deref(), Some("/signup/code"));
    assert_eq!(app.user_count(), 0);
}

fn back_and_reload_lose_nothing(database: Database) {
    let app = app(database);
    let mut browser = app.client();
    assert_eq!(ask(&mut browser, EVE).location(), Some("/signup/code"));
    assert!(browser.get("/signup").text().contains(EVE), "the address is filled in");
    assert_eq!(enter(&mut browser, &code(&app, EVE)).location(), Some("/signup/details"));
    assert_eq!(browser.get("/signup/code").location(), Some("/signup/details"), "the code is behind us");
    // The same address again needs no second code.
    assert_eq!(ask(&mut browser, EVE).location(), Some("/signup/details"));
    assert_eq!(mails(&app, EVE, CODE_MAIL), 1);
    let refused = finish(&mut browser, &[("user[name]", "Eve Typed"), ("user[password]", "short")]);
    assert_eq!(refused.status, 422);
    let reloaded = browser.get("/signup/details").text();
    assert!(reloaded.contains("value=\"Eve Typed\""), "{reloaded}");
    assert!(!reloaded.contains("short\"") && !reloaded.contains(PASSWORD), "never a password: {reloaded}");
    assert_eq!(finish(&mut browser, &[]).location(), Some("/"));
}

// V16
fn proved_address_cannot_be_exchanged(database: Database) {
    let app = app(database);
    let mut browser = proved(&app, EVE);
    let answer = finish(&mut browser, &[("user[email]", BOB)]);
    assert_eq!(answer.location(), Some("/"), "{}", answer.text());
    assert!(app.user(EVE).is_some() && app.user(BOB).is_none());
    // Another address on the way ends the proof.
    let mut browser = proved(&app, "dan@example.com");
    assert_eq!(ask(&mut browser, BOB).location(), Some("/signup/code"));
    assert_eq!(browser.get("/signup/details").location(), Some("/signup/code"));
    assert!(app.user(BOB).is_none() && app.user("dan@example.com").is_none());
}

// E11
fn known_address_gets_the_same_page_and_another_mail(database: Database) {
    let app = app(database);
    drop(app.registered(ANN));
    let (mut one, mut other) = (app.client(), app.client());
    let (known, unknown) = (ask(&mut one, ANN), ask(&mut other, EVE));
    assert_eq!((known.status, known.location()), (unknown.status, unknown.location()));
    let page =
        |browser: &mut pow_testing::Client, email: &str| browser.get("/signup/code").masked().replace(email, "someone");
    assert_eq!(page(&mut one, ANN), page(&mut other, EVE));
    assert_eq!((mails(&app, ANN, CODE_MAIL), mails(&app, ANN, EXISTS_MAIL)), (0, 1));
    assert_eq!((mails(&app, EVE, CODE_MAIL), mails(&app, EVE, EXISTS_MAIL)), (1, 0));
    let (known, unknown) = (enter(&mut one, "123456"), enter(&mut other, &other_than(&code(&app, EVE))));
    assert_eq!((known.status, unknown.status), (422, 422));
    assert_eq!(known.masked().replace(ANN, "someone"), unknown.masked().replace(EVE, "someone"));
}

// V10
fn link_of_the_mail_does_what_the_code_does(database: Database) {
    let app = app(database);
    let mut browser = app.client();
    drop(ask(&mut browser, EVE));
    let link = app.mailed_link(EVE);
    assert_eq!(browser.get(&link).status, 200);
    assert_eq!(browser.get("/signup/details").location(), Some("/signup/code"), "opening it does nothing");
    assert_eq!(browser.submit(&link, &link, &[]).location(), Some("/signup/details"));
    assert_eq!(browser.get(&link).status, 410, "it works once");
    let late = enter_late(&mut browser, &code(&app, EVE));
    assert_eq!(late, Some("/signup/details".to_owned()), "the code ended with it");
    assert_eq!(finish(&mut browser, &[]).location(), Some("/"));
    // In another browser it begins a sign-up with the address alone.
    let mut stranger = app.client();
    drop(ask(&mut stranger, BOB));
    let link = app.mailed_link(BOB);
    let mut owner = app.client();
    assert_eq!(owner.submit(&link, &link, &[]).location(), Some("/signup/details"));
    assert_eq!(stranger.get("/signup/details").location(), Some("/signup/code"), "nothing is proved for the stranger");
    assert_eq!(finish(&mut owner, &[("user[name]", "Bob")]).location(), Some("/"));
    assert_eq!(app.user(BOB).unwrap().get(NAME).unwrap().as_deref(), Some("Bob"));
}

fn enter_late(browser: &mut pow_testing::Client, code: &str) -> Option<String> {
    let token = browser.token("/signup");
    let answer = browser.post("/signup/code", &[("_csrf_token", &token), ("user[code]", code)]);
    answer.location().map(str::to_owned)
}

#[test]
fn code_and_flow_end_by_their_time() {
    let app = app(Database::sqlite());
    let mut browser = app.client();
    drop(ask(&mut browser, EVE));
    let code = code(&app, EVE);
    app.clock.advance(Duration::from_secs(10 * 60));
    assert_eq!(enter(&mut browser, &code).status, 422, "the code has expired");
    drop(browser.submit("/signup/code", "/signup", &[]));
    assert_eq!(mails(&app, EVE, CODE_MAIL), 2, "a new one was mailed to the same address");
    assert_eq!(enter(&mut browser, &crate::common::code(&app, EVE)).location(), Some("/signup/details"));
    app.clock.advance(HOUR);
    assert_eq!(browser.get("/signup/details").location(), Some("/signup"), "the flow has expired");
    let page = browser.get("/signup");
    assert!(page.text().contains("Please start again"), "{}", page.text());
}

#[test]
fn code_of_the_mail_before_still_works() {
    let app = app(Database::sqlite());
    let mut browser = app.client();
    drop(ask(&mut browser, EVE));
    let first = code(&app, EVE);
    drop(browser.submit("/signup/code", "/signup", &[]));
    assert_eq!(mails(&app, EVE, CODE_MAIL), 2);
    assert_eq!(enter(&mut browser, &first).location(), Some("/signup/details"));
}

// ASVS 6.6.2
#[test]
fn code_of_another_browser_proves_nothing() {
    let app = app(Database::sqlite());
    let (mut one, mut other) = (app.client(), app.client());
    drop(ask(&mut one, EVE));
    let code = code(&app, EVE);
    drop(ask(&mut other, EVE));
    assert_eq!(enter(&mut other, &code).status, 422);
    assert_eq!(enter(&mut one, &code).location(), Some("/signup/details"));
}

// ASVS 6.6.3
#[test]
fn five_wrong_codes_end_the_code() {
    let app = app(Database::sqlite());
    let mut browser = app.client();
    drop(ask(&mut browser, EVE));
    let code = code(&app, EVE);
    for _ in 0..5 {
        assert_eq!(enter(&mut browser, &other_than(&code)).status, 422);
    }
    let late = enter(&mut browser, &code);
    assert_eq!(late.status, 422, "the sixth try is not compared");
    assert!(late.text().contains("no longer works"), "{}", late.text());
}

#[test]
fn request_path_leads_on_after_the_last_step() {
    let app = app(Database::sqlite());
    let mut browser = app.client();
    let page = "/signup?request_path=%2Fprotected";
    assert_eq!(browser.submit(page, "/signup", &[("user[email]", EVE)]).location(), Some("/signup/code"));
    drop(enter(&mut browser, &code(&app, EVE)));
    assert_eq!(finish(&mut browser, &[]).location(), Some("/protected"));
}

#[test]
fn name_and_password_are_asked_for_as_configured() {
    let start = |extension: Signup| TestApp::with(extension).start();
    let app = start(Signup::default());
    let mut browser = proved(&app, EVE);
    for (name, status) in
        [("", 422), ("  ", 422), ("Eve\nLee", 422), (&*"n".repeat(201), 422), (&*"n".repeat(200), 303)]
    {
        assert_eq!(finish(&mut browser, &[("user[name]", name)]).status, status, "{name:?}");
    }
    let app = start(Signup::default().name(AskName::No));
    let mut browser = proved(&app, EVE);
    assert!(!browser.get("/signup/details").text().contains("user[name]"));
    assert_eq!(finish(&mut browser, &[("user[name]", "")]).status, 303);
    let app = start(Signup::default().name(AskName::Optional).password(NewPassword::Optional));
    let mut browser = proved(&app, EVE);
    let empty = [("user[name]", ""), ("user[password]", ""), ("user[password_confirmation]", "")];
    assert_eq!(finish(&mut browser, &empty).status, 303);
    assert_eq!(app.user(EVE).unwrap().get(PASSWORD_HASH).unwrap(), None);
    let app = start(Signup::default());
    assert_eq!(finish(&mut proved(&app, EVE), &empty).status, 422, "a password is required by default");
}

#[test]
fn account_counts_as_confirmed() {
    for confirmation_first in [true, false] {
        let builder = match confirmation_first {
            true => TestApp::with(EmailConfirmation::default()).extension(Signup::default()),
            false => TestApp::with(Signup::default()).extension(EmailConfirmation::default()),
        };
        let app = builder.start();
        let mut browser = signed_up(&app, EVE);
        assert_eq!(browser.current_user().as_deref(), Some(EVE));
        assert!(app.user(EVE).unwrap().get(EMAIL_CONFIRMED_AT).unwrap().is_some());
        assert_eq!(mails(&app, EVE, "email_confirmation/confirm"), 0);
    }
}

#[test]
fn terms_are_asked_for_with_the_details() {
    let app = TestApp::with(Signup::default()).extension(TermsAccepted::default()).start();
    let mut browser = proved(&app, EVE);
    assert!(browser.get("/signup/details").text().contains("user[terms_accepted]"));
    let refused = finish(&mut browser, &[]);
    assert_eq!((refused.status, app.user_count()), (422, 0));
    assert_eq!(finish(&mut browser, &[("user[terms_accepted]", "true")]).location(), Some("/"));
    assert_eq!(browser.current_user().as_deref(), Some(EVE), "without a further question");
}

#[test]
fn terms_are_asked_for_on_the_page_of_an_invitation() {
    let app = TestApp::with(Invitation::default()).extension(TermsAccepted::default()).start();
    let mut ann = app.client();
    drop(ann.register_with(ANN, PASSWORD, &[("user[terms_accepted]", "true")]));
    drop(ann.submit("/invitations/new", "/invitations", &[("user[email]", BOB)]));
    let link = app.mailed_link(BOB);
    let mut bob = app.client();
    let html = bob.get(&link).text();
    assert!(html.contains("user[terms_accepted]"), "{html}");
    let action = link.trim_end_matches("/edit").to_owned();
    let passwords = [("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    assert_eq!(bob.submit(&link, &action, &passwords).status, 422);
    let accepted = [&passwords[..], &[("user[terms_accepted]", "true")]].concat();
    assert_eq!(bob.submit(&link, &action, &accepted).location(), Some("/"));
    assert_eq!(bob.current_user().as_deref(), Some(BOB));
}

#[test]
fn invited_user_gets_the_invitation_again() {
    let app = TestApp::with(Signup::default()).extension(Invitation::default()).start();
    let mut ann = app.registered(ANN);
    drop(ann.submit("/invitations/new", "/invitations", &[("user[email]", BOB)]));
    let before = app.mailbox().len();
    let mut bob = app.client();
    assert_eq!(ask(&mut bob, BOB).location(), Some("/signup/code"));
    let mailbox = app.mailbox();
    assert_eq!(mailbox.len(), before + 1);
    assert!(mailbox.last().unwrap().name.starts_with("invitation/"), "{}", mailbox.last().unwrap().name);
}

#[test]
fn address_beside_a_user_name_is_proved_too() {
    let fields = || vec![pow_core::users::EMAIL.def()];
    let user_id_field = pow_core::identifier::UserIdField::Username;
    let app = TestApp::with(Signup::default())
        .config(move |config| Config { user_id_field, fields: fields(), ..config })
        .start();
    let mut browser = proved(&app, EVE);
    assert_eq!(finish(&mut browser, &[]).status, 422, "a user name is required");
    let answer = finish(&mut browser, &[("user[username]", "eve"), ("user[email]", BOB)]);
    assert_eq!(answer.location(), Some("/"), "{}", answer.text());
    let user = app.user("eve").unwrap();
    assert_eq!(user.get(pow_core::users::EMAIL).unwrap().as_deref(), Some(EVE));
}

#[test]
fn sign_in_page_leads_to_the_sign_up_where_there_is_no_registration() {
    let app = app(Database::sqlite());
    assert!(!app.client().get("/session/new").text().contains("href=\"/signup"));
    let app = TestApp::with(Signup::default())
        .config(|config| config.without(pow_core::controllers::registration::NEW))
        .start();
    assert!(app.client().get("/session/new").text().contains("href=\"/signup"));
}

#[test]
fn mistyped_address_is_questioned_once() {
    let app = app(Database::sqlite());
    let asked = app.client().questioned("/signup", "/signup", &[]);
    assert_eq!(asked.location(), Some("/signup/code"));
    assert_eq!(mails(&app, "ann@gmial.com", CODE_MAIL), 1);
}

#[test]
fn page_of_the_code_opens_the_inbox_and_has_the_cursor_in_its_field() {
    let app = app(Database::sqlite());
    let page = |email: &str| {
        let mut browser = app.client();
        ask(&mut browser, email);
        browser.get("/signup/code").text()
    };
    let known = page("eve@gmail.com");
    assert!(known.contains(r#"target="_blank" rel="noreferrer">Open Gmail</a>"#), "{known}");
    assert!(known.contains(" autofocus") && !page(EVE).contains("_blank"), "{known}");
}
