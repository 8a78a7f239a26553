//! Confirming by the code of the mail.

use std::time::Duration;

use crate::common::{
    ANN, BOB, CODE, INBOX, NEW, code_app, code_in, coded, confirm, confirmed, enter, mailed_code, row, wrong,
};
use pow_core::{identifier::UserIdField, json::json, schema::Field};
use pow_ext_email_confirmation::EmailConfirmation;
use pow_testing::{Database, TestApp, client::PASSWORD, on_each_database_and_cache};

on_each_database_and_cache!(code_confirms_in_the_browser_that_registered, link_and_code_end_with_each_other);

const TTL: Duration = Duration::from_secs(600);

fn code_confirms_in_the_browser_that_registered(database: Database) {
    let app = code_app(database);
    let mut browser = app.client();
    let (code, _) = coded(&app, &mut browser, ANN);
    let page = browser.get(INBOX).text();
    assert!(page.contains("<h1>Check your inbox</h1>") && page.contains("<bdi>ann@example.com</bdi>"), "{page}");
    assert!(page.contains(r#"inputmode="numeric""#) && page.contains(r#"autocomplete="one-time-code""#), "{page}");
    assert!(page.contains("10 minutes") && page.contains("Enter the code from the email"), "{page}");
    let mut stranger = app.client();
    assert_eq!(enter(&mut stranger, &code).location(), Some(INBOX), "another browser has asked for none");
    assert!(!row(&app, ANN).1);
    let answer = enter(&mut browser, &format!(" {}-{}", &code[..3], &code[3..]));
    assert_eq!((answer.status, answer.location()), (303, Some("/")), "{}", answer.text());
    assert!(row(&app, ANN).1);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

// G1
fn link_and_code_end_with_each_other(database: Database) {
    let app = code_app(database);
    let mut browser = app.client();
    let (code, link) = coded(&app, &mut browser, ANN);
    assert_eq!(confirm(&mut app.client(), &link).status, 303);
    let answer = enter(&mut browser, &code);
    assert_eq!((answer.status, answer.location()), (303, Some(INBOX)), "{}", answer.text());
    assert!(browser.get(INBOX).text().contains("This code no longer works"));
    assert_eq!(browser.current_user(), None);
    let mut browser = app.client();
    let (code, link) = coded(&app, &mut browser, BOB);
    assert_eq!(enter(&mut browser, &code).status, 303);
    assert!(!app.opens(&link));
    assert_eq!(enter(&mut browser, &code).status, 303, "nothing is asked for any more");
    assert!(app.client().get(&link).text().contains("Your address is confirmed"), "the link says what it has done");
}

#[test]
fn wrong_code_leads_to_the_page_of_the_code_and_so_does_the_address_of_its_form() {
    let app = code_app(Database::sqlite());
    let mut browser = app.client();
    browser.navigates = true;
    let (code, _) = coded(&app, &mut browser, ANN);
    let answer = enter(&mut browser, &wrong(&code, 1));
    assert_eq!((answer.status, answer.location()), (303, Some(INBOX)), "{}", answer.text());
    let page = browser.get(INBOX).text();
    assert!(page.contains("user_code-error") && page.contains("This code isn’t right"), "{page}");
    assert!(!browser.get(INBOX).text().contains("user_code-error"), "it is shown once");
    assert_eq!(browser.get(CODE).location(), Some(INBOX));
    assert_eq!(enter(&mut browser, &code).location(), Some("/"));
}

#[test]
fn without_the_setting_there_are_no_codes() {
    let app = TestApp::with(EmailConfirmation::default()).start();
    let mut browser = app.client();
    assert_eq!(browser.register(ANN, PASSWORD).status, 303);
    let page = browser.get(INBOX).text();
    assert!(!page.contains("one-time-code") && !page.contains("code"), "{page}");
    assert!(browser.cookies.keys().all(|name| !name.contains("code")), "{:?}", browser.cookies);
    assert!(app.mailbox().iter().all(|mail| !mail.text.contains("code")));
    let token = browser.token("/session/new");
    let answer = browser.post(CODE, &[("_csrf_token", &token), ("user[code]", "123456")]);
    assert_eq!(answer.status, 410, "it is the path of a link that never was one");
}

#[test]
fn code_confirms_the_pending_address_of_the_signed_in_user() {
    let app = code_app(Database::sqlite());
    let mut ann = confirmed(&app, ANN);
    crate::common::change(&mut ann, NEW);
    let page = ann.get("/registration/edit/email").text();
    assert!(page.contains(r#"<a href="/confirm-email">Enter the code</a>"#), "{page}");
    let page = ann.get(INBOX).text();
    assert!(page.contains("your new address") && page.contains("one-time-code"), "{page}");
    let mut elsewhere = app.signed_in(&app.user(ANN).unwrap());
    assert!(!elsewhere.get(INBOX).text().contains("one-time-code"), "another browser of the user");
    let code = mailed_code(&app, NEW);
    assert_eq!(enter(&mut elsewhere, &code).status, 303);
    assert!(app.user(NEW).is_none());
    let answer = enter(&mut ann, &code);
    assert_eq!((answer.status, answer.location()), (303, Some("/registration/edit")), "{}", answer.text());
    assert!(row(&app, NEW).1 && app.user(ANN).is_none());
    assert_eq!(ann.current_user().as_deref(), Some(NEW), "this session goes on");
    assert_eq!(elsewhere.current_user(), None, "the others end");
}

#[test]
fn code_of_a_cancelled_or_replaced_change_does_nothing() {
    let app = code_app(Database::sqlite());
    let mut ann = confirmed(&app, ANN);
    crate::common::change(&mut ann, NEW);
    let code = mailed_code(&app, NEW);
    crate::common::change(&mut ann, BOB);
    assert_ne!(enter(&mut ann, &code).location(), Some("/registration/edit"));
    assert_eq!(row(&app, ANN).2.as_deref(), Some(BOB));
    let code = mailed_code(&app, BOB);
    assert_eq!(ann.submit("/registration/edit", "/confirm-email", &[("_method", "DELETE")]).status, 303);
    enter(&mut ann, &code);
    assert!(row(&app, ANN).1 && app.user(BOB).is_none());
}

#[test]
fn a_sign_in_and_the_button_mail_codes_too() {
    let app = code_app(Database::sqlite());
    drop(app.registered(ANN));
    let mut browser = app.client();
    assert_eq!(browser.sign_in(ANN, PASSWORD).location(), Some(INBOX));
    let first = mailed_code(&app, ANN);
    let page = browser.get(INBOX).text();
    assert!(page.contains("one-time-code"), "{page}");
    assert_eq!(browser.submit(INBOX, INBOX, &[]).location(), Some(INBOX));
    assert!(browser.get(INBOX).text().contains("sent the email again"));
    let second = mailed_code(&app, ANN);
    for code in [first, second] {
        let mut copy = browser.clone();
        crate::common::unconfirm(&app, ANN);
        let answer = enter(&mut copy, &code);
        assert_eq!(answer.location(), Some("/"), "whichever mail arrives first: {}", answer.text());
        assert_eq!(copy.current_user().as_deref(), Some(ANN));
    }
}

// G8
#[test]
fn after_five_wrong_codes_the_right_one_is_not_compared_and_the_link_still_works() {
    let app = code_app(Database::sqlite());
    let mut browser = app.client();
    let (code, link) = coded(&app, &mut browser, ANN);
    for n in 1..=5 {
        let answer = enter(&mut browser, &wrong(&code, n));
        assert!(answer.status == 422 && answer.text().contains("This code isn’t right"), "{}", answer.text());
    }
    let answer = enter(&mut browser, &code);
    assert!(answer.status == 422 && answer.text().contains("This code no longer works"), "{}", answer.text());
    assert!(!row(&app, ANN).1);
    assert_eq!(confirm(&mut browser, &link).status, 303);
    assert!(row(&app, ANN).1);
}

// G8
#[test]
fn fourth_mail_is_not_sent_and_makes_no_code() {
    let app = code_app(Database::sqlite());
    let mut browser = app.client();
    coded(&app, &mut browser, ANN);
    for _ in 0..5 {
        assert_eq!(browser.submit(INBOX, INBOX, &[]).status, 303);
    }
    assert_eq!(app.mailbox().iter().filter(|mail| code_in(mail).is_some()).count(), 3);
    let live = app.pow.cx().cache().key().name("token").name("email_confirmation");
    assert_eq!(app.block_on(app.cache().scan(&live)).unwrap().len(), 3, "as many as there are mails");
}

// G8
#[test]
fn where_mails_are_not_limited_further_mails_carry_the_link_alone() {
    let app = TestApp::with(EmailConfirmation::default().code_ttl(TTL))
        .policy(|policy| policy.mail_limits = pow_core::mail::MailLimits::none())
        .start();
    let mut browser = app.client();
    coded(&app, &mut browser, ANN);
    for _ in 0..5 {
        assert_eq!(browser.submit(INBOX, INBOX, &[]).status, 303);
    }
    let mails = app.mailbox();
    assert_eq!((mails.len(), mails.iter().filter(|mail| code_in(mail).is_some()).count()), (6, 3));
    app.clock.advance(Duration::from_secs(902));
    browser.submit(INBOX, INBOX, &[]);
    assert!(code_in(&app.mailbox().pop().unwrap()).is_some(), "15 minutes later");
}

#[test]
fn invalid_form_counts_for_no_limit() {
    let app = TestApp::with(EmailConfirmation::default().code_ttl(TTL))
        .config(|mut config| {
            config.user_id_field = UserIdField::Username;
            config.fields.push(Field::<Option<String>>::new("email").def().unique().form());
            config
        })
        .start();
    let form = |name: &'static str, email: &'static str| {
        [
            ("user[username]", name),
            ("user[email]", email),
            ("user[password]", PASSWORD),
            ("user[password_confirmation]", PASSWORD),
        ]
    };
    let register = |form: &[(&str, &str)]| app.client().submit("/registration/new", "/registration", form);
    assert_eq!(register(&form("ann", BOB)).status, 303);
    for _ in 0..4 {
        assert_eq!(register(&form("ann", ANN)).status, 422, "the name is taken");
    }
    assert_eq!(register(&form("anna", ANN)).status, 303);
    assert!(code_in(&app.mailbox().pop().unwrap()).is_some());
}

#[test]
fn expired_code_confirms_nothing() {
    let app = code_app(Database::sqlite());
    let mut browser = app.client();
    let (code, link) = coded(&app, &mut browser, ANN);
    app.clock.advance(TTL);
    let answer = enter(&mut browser, &code);
    assert_eq!(answer.location(), Some(INBOX));
    let page = browser.get(INBOX).text();
    assert!(page.contains("This code no longer works") && !page.contains("one-time-code"), "{page}");
    assert!(!row(&app, ANN).1 && app.opens(&link));
}

#[test]
fn bad_input_is_an_error_of_the_field_and_no_try() {
    let app = code_app(Database::sqlite());
    let mut browser = app.client();
    let (code, _) = coded(&app, &mut browser, ANN);
    for _ in 0..2 {
        for typed in ["", " ", "12345", "1234567", "１２３４５６", "١٢٣٤٥٦", "abc def", "123\n45"] {
            let answer = enter(&mut browser, typed);
            assert!(answer.status == 422 && answer.text().contains("aria-invalid"), "{typed:?}");
        }
    }
    let token = browser.token(INBOX);
    for form in ["user[code]=1&user[code]=1", "user[code][]=123456", "user=1", "user[code]=%00", "user[code]=%ff", ""] {
        let answer = browser.request("POST", CODE, Some(&format!("_csrf_token={token}&{form}")));
        assert_eq!(answer.status, 422, "{form}");
    }
    let long = format!("_csrf_token={token}&user[code]={}", "1".repeat(50_000));
    assert_eq!(browser.request("POST", CODE, Some(&long)).status, 422);
    assert_eq!(browser.post(CODE, &[("user[code]", &code)]).status, 403, "no form token");
    assert_eq!(enter(&mut browser, &code).status, 303, "none of it was a try");
}

#[test]
fn program_confirms_by_the_code() {
    let app = code_app(Database::sqlite());
    let mut program = app.program();
    let form = json!({ "user": { "email": ANN, "password": PASSWORD, "password_confirmation": PASSWORD } });
    assert!(program.post("/registration", &form).status < 400);
    let page = program.get(INBOX).json();
    assert_eq!((page["address"].as_str(), page["code_seconds"].as_u64()), (Some(ANN), Some(600)), "{page}");
    assert_eq!(page["form"]["inputs"][0]["name"], "code", "{page}");
    let code = mailed_code(&app, ANN);
    let refused = program.post(CODE, &json!({ "user": { "code": wrong(&code, 1) } }));
    assert_eq!((refused.status, refused.json()["code"].as_str()), (401, Some("error-code-wrong")));
    for typed in [json!("12"), json!(["123456"]), json!({ "a": "123456" }), json!(null), json!(true)] {
        let refused = program.post(CODE, &json!({ "user": { "code": typed } }));
        assert_eq!(refused.status, 422, "{typed}: {}", refused.text());
    }
    let done = program.post(CODE, &json!({ "user": { "code": code } }));
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(program.get("/session").json()["user"]["email"].as_str(), Some(ANN));
    let refused = app.program().post(CODE, &json!({ "user": { "code": "123456" } }));
    assert_eq!((refused.status, refused.json()["code"].as_str()), (401, Some("error-code-ended")));
}
