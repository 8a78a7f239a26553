//! Phone numbers: added, proved by a code in a text message, a way in, removed.

use pow_core::{Config, extensions, json::json};
use pow_ext_identities::Identities;
use pow_ext_mail_sign_in::{Existing, MailSignIn};
use pow_testing::{Database, TestApp, client::ANN, on_each_database_and_cache};

use crate::common::{
    INDEX, NEW, NEW_PHONE, NUMBER, SECOND, TTL, add_phone, confirmed, enter, entry, has, listed, mails, path_of, press,
    proved, remove, texted, user_of, with_ann, with_phones, wrong,
};

on_each_database_and_cache!(proved_number_is_a_way_in_until_it_is_removed);

fn proved_number_is_a_way_in_until_it_is_removed(database: Database) {
    let (app, mut ann) = with_phones(database);
    proved(&app, &mut ann, SECOND);
    assert!(ann.get(INDEX).text().contains(r#"<a href="/identities/phone">Add a phone number</a>"#));
    let form = ann.get(NEW_PHONE).text();
    assert!(form.contains(r#"type="tel""#) && form.contains(r#"autocomplete="tel""#), "{form}");
    let page = add_phone(&mut ann, "+44 (20) 7946-0958");
    let html = ann.get(&page).text();
    assert!(html.contains(NUMBER) && html.contains("10 minutes") && html.contains("by text message"), "{html}");
    assert!(html.contains(r#"autocomplete="one-time-code""#) && !html.contains("spam"), "{html}");
    assert!(ann.get(INDEX).text().contains("Confirm this number"));
    assert_eq!((entry(&ann, NUMBER).unwrap()["is_proved"].clone(), user_of(&app, NUMBER)), (json!(false), None));
    let code = texted(&app, NUMBER).pop().unwrap();
    let text = app.texts().pop().unwrap().text;
    let words = format!("{code} is your code to add this number to your 127.0.0.1 account. Do not share it.");
    assert_eq!(text, format!("{words}\n\n@127.0.0.1 #{code}"));
    assert_eq!(enter(&mut ann, &page, &code).location(), Some(INDEX));
    assert!(ann.get(INDEX).text().contains("The number is confirmed."));
    let proved = entry(&ann, NUMBER).unwrap();
    assert_eq!((proved["kind"].as_str(), proved["is_proved"].as_bool()), (Some("phone"), Some(true)));
    assert!(proved["primary_path"].is_null(), "mails can't go there: {proved}");
    for typed in [NUMBER, " +44 20 7946 0958 ", "+44 (20) 7946-0958"] {
        assert_eq!(user_of(&app, typed).as_deref(), Some(ANN), "{typed}");
    }
    assert_eq!(user_of(&app, "020 7946 0958"), None);
    for reader in [ANN, SECOND] {
        let told = mails(&app, reader, "identities/changed").pop().unwrap().text;
        assert!(told.contains("A phone number was added") && told.contains(NUMBER), "{told}");
    }
    let path = path_of(&ann, NUMBER);
    assert_eq!(press(&mut ann, &format!("{path}/primary"), &[]).location(), Some(INDEX));
    assert_eq!(app.user(ANN).unwrap().get(pow_core::users::EMAIL).unwrap().as_deref(), Some(ANN));
    assert_eq!(remove(&mut ann, &path).location(), Some(INDEX));
    assert_eq!((user_of(&app, NUMBER), has(&app, &ann, NUMBER)), (None, false));
    for reader in [ANN, SECOND] {
        let told = mails(&app, reader, "identities/changed").pop().unwrap().text;
        assert!(told.contains("A phone number was removed") && told.contains(NUMBER), "{told}");
    }
}

fn by_text() -> TestApp {
    TestApp::with(Identities::default().phones(true))
        .config(|mut config| {
            config.extensions.extend(extensions![MailSignIn::new(Existing::Prove).texts(true)]);
            config
        })
        .start()
}

#[test]
fn proved_number_signs_in_by_a_text_and_an_unproved_one_does_not() {
    let app = by_text();
    let mut ann = confirmed(&app, ANN);
    let page = add_phone(&mut ann, NUMBER);
    let ask = |browser: &mut pow_testing::Client| {
        browser.submit("/sign-in-by-text/new", "/sign-in-by-text", &[("user[phone]", NUMBER)]);
    };
    let mut phone = app.client();
    ask(&mut phone);
    assert_eq!(texted(&app, NUMBER).len(), 1, "only the text that proves it");
    assert_eq!(enter(&mut ann, &page, &texted(&app, NUMBER)[0]).location(), Some(INDEX));
    ask(&mut phone);
    let code = texted(&app, NUMBER).pop().unwrap();
    let answer = phone.submit("/sign-in-by-text", "/sign-in-by-text/code", &[("user[code]", &code)]);
    assert_eq!((answer.location(), phone.current_user().as_deref()), (Some("/"), Some(ANN)));
    ask(&mut app.client());
    assert_eq!(texted(&app, NUMBER).len(), 3, "proofs and sign-ins count together");
    ask(&mut app.client());
    assert_eq!(texted(&app, NUMBER).len(), 3);
}

#[test]
fn another_text_is_sent_by_the_button() {
    let (app, mut ann) = with_phones(Database::sqlite());
    let page = add_phone(&mut ann, NUMBER);
    assert_eq!(press(&mut ann, &format!("{page}/code"), &[]).location(), Some(page.as_str()));
    assert!(ann.get(&page).text().contains("sent another code"));
    assert_eq!(add_phone(&mut ann, NUMBER), page, "another code for the same entry");
    assert_eq!(texted(&app, NUMBER).len(), 3);
    press(&mut ann, &format!("{page}/code"), &[]);
    let codes = texted(&app, NUMBER);
    assert_eq!(codes.len(), 3, "three an hour");
    assert_eq!(enter(&mut ann, &page, &wrong(&codes[2], 1)).status, 422);
    assert_eq!(enter(&mut ann, &page, &codes[2]).location(), Some(INDEX));
    let refused = ann.submit(NEW_PHONE, NEW_PHONE, &[("user[phone]", NUMBER)]);
    assert!(refused.status == 422 && refused.text().contains("already has this number"), "{}", refused.text());
    assert!(press(&mut ann, &format!("{page}/code"), &[]).location() == Some(INDEX));
    assert!(ann.get(INDEX).text().contains("This number is already confirmed."));
}

#[test]
fn expired_code_proves_nothing() {
    let (app, mut ann) = with_phones(Database::sqlite());
    let page = add_phone(&mut ann, NUMBER);
    let code = texted(&app, NUMBER).pop().unwrap();
    app.clock.advance(TTL);
    assert_eq!(enter(&mut ann, &page, &code).status, 422);
    assert_eq!(user_of(&app, NUMBER), None);
}

#[test]
fn program_adds_and_proves_a_number() {
    let (app, _) = with_phones(Database::sqlite());
    let mut program = app.program();
    let signed_in =
        program.post("/session", &json!({ "user": { "email": ANN, "password": pow_testing::client::PASSWORD } }));
    assert_eq!(signed_in.status, 200, "{}", signed_in.text());
    assert!(program.get(NEW_PHONE).text().contains("\"name\":\"phone\""));
    for phone in [json!("020 7946"), json!([NUMBER]), json!({ "a": NUMBER }), json!(null), json!(4_420)] {
        let refused = program.post(INDEX, &json!({ "user": { "phone": phone } }));
        assert_eq!(refused.status, 422, "{phone}: {}", refused.text());
    }
    assert!(program.post(INDEX, &json!({ "user": { "phone": NUMBER } })).status < 400, "by the route of addresses too");
    let list = program.get(INDEX).json();
    let entry = list["identities"].as_array().unwrap().iter().find(|entry| entry["value"] == NUMBER).unwrap();
    let page = format!("{INDEX}/{}", entry["id"].as_str().unwrap());
    let data = program.get(&page).json();
    assert_eq!((data["kind"].as_str(), data["address"].as_str()), (Some("phone"), Some(NUMBER)));
    let code = texted(&app, NUMBER).pop().unwrap();
    let refused = program.post(&format!("{page}/prove"), &json!({ "user": { "code": wrong(&code, 1) } }));
    assert_eq!((refused.status, refused.json()["code"].as_str()), (401, Some("error-code-wrong")));
    assert!(program.post(&format!("{page}/prove"), &json!({ "user": { "code": code } })).status < 400);
    assert_eq!(user_of(&app, NUMBER).as_deref(), Some(ANN));
}

#[test]
fn numbers_are_off_unless_configured() {
    let (app, mut ann) = with_ann(Database::sqlite());
    assert!(!ann.get(INDEX).text().contains("phone"));
    let refused = ann.submit(NEW, INDEX, &[("user[phone]", NUMBER)]);
    assert_eq!((refused.status, app.texts().len(), listed(&ann).len()), (422, 0, 1));
    let refusal = TestApp::with(Identities::default().phones(true))
        .config(|config| Config { text_sender: None, ..config })
        .refusal();
    assert!(refusal.contains("set `text_sender`"), "{refusal}");
}
