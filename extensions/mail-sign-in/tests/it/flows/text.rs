//! Signing in by a code in a text message.

use pow_core::{Config, json::json};
use pow_ext_mail_sign_in::{TEXT_NEW as TEXT_NEW_ACTION, TextSignInCode, TextSignInNew};
use pow_testing::{Database, TestApp, client::ANN, on_each_database_and_cache};

use crate::common::{
    HOUR, NEW, NUMBER, TEXT_CODE, TEXT_NEW, TEXT_SENT, TTL, ask_text, asked_text, enter_text, proving, texted, texting,
    wrong,
};

on_each_database_and_cache!(code_of_a_text_signs_in_the_browser_that_asked);

// EZ5, ASVS 6.6.2
fn code_of_a_text_signs_in_the_browser_that_asked(database: Database) {
    let (app, _) = texting(database, |builder| builder);
    let mut browser = app.client();
    assert!(
        browser.get("/session/new").text().contains(r#"<a href="/sign-in-by-text/new">Sign in by text message</a>"#)
    );
    assert!(browser.get(NEW).text().contains(r#"href="/sign-in-by-text/new""#));
    let form = browser.get(TEXT_NEW).text();
    assert!(form.contains(r#"type="tel""#) && form.contains(r#"autocomplete="tel""#), "{form}");
    ask_text(&mut browser, " +44 (20) 7946-0958 ");
    let code = texted(&app, NUMBER).pop().unwrap();
    let text = app.texts().pop().unwrap();
    assert_eq!(
        (text.to.as_str(), text.text),
        (NUMBER, format!("{code} is your code to sign in to 127.0.0.1. Do not share it.\n\n@127.0.0.1 #{code}"))
    );
    let page = browser.get(TEXT_SENT).text();
    assert!(page.contains(NUMBER) && page.contains("10 minutes") && !page.contains(&code), "{page}");
    assert!(page.contains(r#"inputmode="numeric""#) && page.contains(r#"autocomplete="one-time-code""#), "{page}");
    let mut stranger = app.client();
    assert_eq!(stranger.get(TEXT_SENT).location(), Some(TEXT_NEW));
    ask_text(&mut stranger, NUMBER);
    assert_eq!(enter_text(&mut stranger, &code).status, 422, "another browser, which has asked for another code");
    assert_eq!(enter_text(&mut browser, &code).location(), Some("/"));
    assert_eq!((browser.current_user().as_deref(), stranger.current_user()), (Some(ANN), None));
    assert!(app.mailbox().iter().all(|mail| !mail.name.starts_with("mail_sign_in/")), "no mail has a code");
}

#[test]
fn another_text_is_sent_by_the_button_and_both_codes_work() {
    let (app, _) = texting(Database::sqlite(), |builder| builder);
    let mut browser = app.client();
    let first = asked_text(&app, &mut browser, NUMBER);
    assert_eq!(browser.submit(TEXT_SENT, TEXT_SENT, &[]).location(), Some(TEXT_SENT));
    assert!(browser.get(TEXT_SENT).text().contains("we’ve sent it another text message"));
    let codes = texted(&app, NUMBER);
    assert_eq!((codes.len(), &codes[0]), (2, &first));
    for code in codes {
        let mut copy = browser.clone();
        assert_eq!(enter_text(&mut copy, &code).status, 303, "whichever text arrives first");
        assert_eq!(copy.current_user().as_deref(), Some(ANN));
    }
}

#[test]
fn visitor_gets_to_the_page_that_was_wanted() {
    let (app, _) = texting(Database::sqlite(), |builder| builder);
    let mut browser = app.client();
    let (_, page) = browser.go("/protected");
    let way = page.text().split("href=\"/sign-in-by-text").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let sent = browser.submit(&format!("/sign-in-by-text{way}"), TEXT_SENT, &[("user[phone]", NUMBER)]);
    let at = sent.location().unwrap().to_owned();
    assert!(at.starts_with("/sign-in-by-text?request_path="), "{at}");
    let code = texted(&app, NUMBER).pop().unwrap();
    assert_eq!(browser.submit(&at, TEXT_CODE, &[("user[code]", &code)]).location(), Some("/protected"));
}

#[test]
fn expired_code_signs_no_user_in() {
    let (app, _) = texting(Database::sqlite(), |builder| builder);
    let mut browser = app.client();
    let code = asked_text(&app, &mut browser, NUMBER);
    let html = browser.get(TEXT_SENT).text();
    app.clock.advance(TTL);
    assert_eq!(browser.submit_form(&html, TEXT_CODE, &[("user[code]", &code)]).location(), Some(TEXT_NEW));
    assert!(browser.get(TEXT_NEW).text().contains("This code no longer works. Request a new one."));
    assert_eq!(browser.current_user(), None);
}

#[test]
fn program_signs_in_by_the_code() {
    let (app, _) = texting(Database::sqlite(), |builder| builder);
    let mut program = app.program();
    let form = program.get(TEXT_NEW);
    assert_eq!((form.status, form.header("set-cookie")), (200, None));
    assert!(form.text().contains("\"name\":\"phone\"") && form.text().contains("\"tel\""), "{}", form.text());
    for phone in [json!("020 7946"), json!([NUMBER]), json!({ "a": NUMBER }), json!(null), json!(4_420)] {
        let refused = program.post(TEXT_SENT, &json!({ "user": { "phone": phone } }));
        assert_eq!(refused.status, 422, "{phone}: {}", refused.text());
    }
    assert!(program.post(TEXT_SENT, &json!({ "user": { "phone": NUMBER } })).status < 400);
    let page = program.get(TEXT_SENT).json();
    assert_eq!((page["number"].as_str(), page["code_seconds"].as_u64()), (Some(NUMBER), Some(600)));
    let code = texted(&app, NUMBER).pop().unwrap();
    let refused = program.post(TEXT_CODE, &json!({ "user": { "code": wrong(&code, 1) } }));
    assert_eq!((refused.status, refused.json()["code"].as_str()), (401, Some("error-code-wrong")));
    assert_eq!(program.post(TEXT_CODE, &json!({ "user": { "code": code } })).status, 200);
    assert_eq!(program.get("/session").json()["user"]["email"].as_str(), Some(ANN));
    let mut other = app.program();
    let refused = other.post(TEXT_CODE, &json!({ "user": { "code": "123456" } }));
    assert_eq!((refused.status, refused.json()["code"].as_str()), (401, Some("error-code-ended-no-link")));
}

#[test]
fn text_is_in_the_language_of_the_reader() {
    let (app, _) = texting(Database::sqlite(), |builder| builder);
    for (language, begins) in [("de", "ist Ihr Code"), ("ar", "هو رمز تسجيل دخولك"), ("ja", "のログイン用コードです")]
    {
        let mut browser = app.client();
        browser.headers.push(("Accept-Language".to_owned(), language.to_owned()));
        let code = asked_text(&app, &mut browser, NUMBER);
        let text = app.texts().pop().unwrap().text;
        assert!(text.starts_with(&code) && text.contains(begins), "{text}");
        assert!(text.ends_with(&format!("\n\n@127.0.0.1 #{code}")) && !text.contains('\u{2068}'), "{text:?}");
        app.clock.advance(HOUR);
    }
}

// EZ5
#[test]
fn by_text_is_off_unless_configured() {
    let app = TestApp::with(proving()).start();
    let mut browser = app.client();
    assert_eq!(browser.get(TEXT_NEW).status, 404);
    assert!(!browser.get("/session/new").text().contains("sign-in-by-text"));
    assert!(!browser.get(NEW).text().contains("sign-in-by-text"));
    let refusal =
        TestApp::with(proving().texts(true)).config(|config| Config { text_sender: None, ..config }).refusal();
    assert!(refusal.contains("set `text_sender`"), "{refusal}");
}

// P26, P28
#[test]
fn pages_can_be_replaced_and_the_route_taken_away() {
    let (app, _) = texting(Database::sqlite(), |builder| {
        builder.config(|mut config| {
            config.pages = config
                .pages
                .replace::<TextSignInNew>(|page, _| Ok(format!("<p>to {}</p>", page.action)))
                .replace::<TextSignInCode>(|page, _| Ok(format!("<p>sent {}</p>", page.number)));
            config
        })
    });
    let mut browser = app.client();
    let token = browser.token(NEW);
    assert!(browser.get(TEXT_NEW).text().contains("<p>to /sign-in-by-text</p>"));
    browser.post(TEXT_SENT, &[("_csrf_token", &token), ("user[phone]", NUMBER)]);
    assert!(browser.get(TEXT_SENT).text().contains(&format!("<p>sent {NUMBER}</p>")));
    let (app, _) = texting(Database::sqlite(), |builder| builder.config(|config| config.without(TEXT_NEW_ACTION)));
    assert!(!app.client().get("/session/new").text().contains("Sign in by text message"));
}
