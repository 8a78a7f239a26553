//! Signing in by the code.

use pow_core::users::{AUTH_EPOCH, PASSWORD_HASH};
use pow_testing::{
    Database, TestApp,
    client::{ANN, PASSWORD},
    on_each_database_and_cache,
};

use crate::common::{CODE, HOUR, NEW, SENT, TTL, UNKNOWN, app, ask, asked, confirmed, enter, mailed, mails, wrong};

on_each_database_and_cache!(code_signs_in_the_browser_that_asked, link_and_code_end_with_each_other);

// EZ5
fn code_signs_in_the_browser_that_asked(database: Database) {
    let app = app(database);
    confirmed(&app, ANN);
    let mut browser = app.client();
    assert!(browser.get("/session/new").text().contains(r#"<a href="/sign-in-by-mail/new">Sign in by email</a>"#));
    let (code, _) = asked(&app, &mut browser, ANN);
    let page = browser.get(SENT).text();
    assert!(page.contains(ANN) && page.contains("10 minutes"), "{page}");
    assert!(page.contains(r#"inputmode="numeric""#) && page.contains(r#"autocomplete="one-time-code""#), "{page}");
    let mut stranger = app.client();
    assert_eq!(stranger.get(SENT).location(), Some(NEW));
    ask(&mut stranger, ANN);
    assert_eq!(enter(&mut stranger, &code).status, 422, "another browser, which has asked for another code");
    assert_eq!(stranger.current_user(), None);
    let before = app.user(ANN).unwrap();
    assert_eq!(enter(&mut browser, &format!("{} {}", &code[..3], &code[3..])).location(), Some("/"));
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    let after = app.user(ANN).unwrap();
    assert_eq!(after.get(AUTH_EPOCH).unwrap(), before.get(AUTH_EPOCH).unwrap(), "nothing has changed");
    assert_eq!(after.get(PASSWORD_HASH).unwrap(), before.get(PASSWORD_HASH).unwrap());
    assert!(app.signs_in(ANN, PASSWORD), "the password still works");
}

// EZ4, ASVS 6.5.1
fn link_and_code_end_with_each_other(database: Database) {
    let app = app(database);
    confirmed(&app, ANN);
    let mut browser = app.client();
    let (code, link) = asked(&app, &mut browser, ANN);
    let mut phone = app.client();
    assert_eq!(phone.submit(&link, &link, &[]).location(), Some("/"));
    assert_eq!(phone.current_user().as_deref(), Some(ANN), "the link works elsewhere too");
    let answer = enter(&mut browser, &code);
    assert!(answer.status == 422 && answer.text().contains("This code isn’t right"), "{}", answer.text());
    let (code, link) = asked(&app, &mut browser, ANN);
    assert_eq!(enter(&mut browser, &code).status, 303);
    assert!(!app.opens(&link));
}

#[test]
fn international_domain_is_shown_in_its_own_script() {
    let app = app(Database::sqlite());
    let mut browser = app.client();
    ask(&mut browser, "eve@münchen.example");
    let (_, link) = mailed(&app, "eve@xn--mnchen-3ya.example");
    for page in [SENT, &link] {
        let html = browser.get(page).text();
        assert!(html.contains("<bdi>eve@münchen.example</bdi>") && !html.contains("xn--"), "{html}");
    }
}

#[test]
fn visitor_gets_to_the_page_that_was_wanted() {
    let app = app(Database::sqlite());
    confirmed(&app, ANN);
    let mut browser = app.client();
    let (at, page) = browser.go("/protected");
    let way = page.text().split("href=\"/sign-in-by-mail").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(way.contains("request_path"), "{at}: {way}");
    let form = format!("/sign-in-by-mail{way}");
    let sent = browser.submit(&form, SENT, &[("user[email]", ANN)]);
    let at = sent.location().unwrap().to_owned();
    assert!(at.starts_with("/sign-in-by-mail?request_path="), "{at}");
    let (code, _) = crate::common::mailed(&app, ANN);
    assert_eq!(browser.submit(&at, CODE, &[("user[code]", &code)]).location(), Some("/protected"));
}

#[test]
fn another_code_is_sent_by_the_button_and_both_work() {
    let app = app(Database::sqlite());
    confirmed(&app, ANN);
    let mut browser = app.client();
    let (first, _) = asked(&app, &mut browser, ANN);
    let again = browser.submit(SENT, SENT, &[]);
    assert_eq!(again.location(), Some(SENT));
    assert!(browser.get(SENT).text().contains("we’ve sent it another email"));
    assert_eq!(mails(&app, ANN).len(), 2);
    let (second, _) = crate::common::mailed(&app, ANN);
    for code in [first, second] {
        let mut copy = browser.clone();
        assert_eq!(enter(&mut copy, &code).status, 303, "whichever mail arrives first");
        assert_eq!(copy.current_user().as_deref(), Some(ANN));
    }
}

#[test]
fn expired_code_and_link_sign_no_user_in() {
    let app = app(Database::sqlite());
    confirmed(&app, ANN);
    let mut browser = app.client();
    let (code, link) = asked(&app, &mut browser, ANN);
    let html = browser.get(SENT).text();
    app.clock.advance(TTL);
    let answer = browser.submit_form(&html, CODE, &[("user[code]", &code)]);
    assert_eq!(answer.location(), Some(NEW));
    assert!(browser.get(NEW).text().contains("This code no longer works"));
    let page = app.client().get(&link);
    assert!(page.status == 410 && page.text().contains("This link no longer works"), "{}", page.text());
    assert_eq!(browser.current_user(), None);
}

// EZ4, G8, ASVS 6.6.3
#[test]
fn after_five_wrong_codes_the_right_one_is_not_compared_and_the_link_still_works() {
    let app = app(Database::sqlite());
    confirmed(&app, ANN);
    let mut browser = app.client();
    let (code, link) = asked(&app, &mut browser, ANN);
    for n in 1..=5 {
        let answer = enter(&mut browser, &wrong(&code, n));
        assert!(answer.status == 422 && answer.text().contains("This code isn’t right"), "{}", answer.text());
    }
    let answer = enter(&mut browser, &code);
    assert!(answer.status == 422 && answer.text().contains("This code no longer works"), "{}", answer.text());
    assert_eq!(browser.current_user(), None);
    assert_eq!(crate::common::press(&mut browser, &link).location(), Some("/"));
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

// G8, K19, ASVS 6.6.3
#[test]
fn twenty_first_wrong_code_of_a_day_is_not_checked_and_only_links_work() {
    let app = crate::common::builder(Database::sqlite())
        .policy(|policy| policy.mail_limits = pow_core::mail::MailLimits::none())
        .start();
    confirmed(&app, ANN);
    for _ in 0..4 {
        let mut stranger = app.client();
        let (code, _) = asked(&app, &mut stranger, ANN);
        for n in 1..=5 {
            assert!(enter(&mut stranger, &wrong(&code, n)).text().contains("This code isn’t right"));
        }
    }
    let mut browser = app.client();
    let (code, link) = asked(&app, &mut browser, ANN);
    assert!(enter(&mut browser, &wrong(&code, 1)).text().contains("This code no longer works"), "the 21st");
    assert_eq!(enter(&mut browser, &code).status, 422);
    assert_eq!(browser.current_user(), None);
    assert_eq!(crate::common::press(&mut browser, &link).status, 303);
    assert_eq!(browser.current_user().as_deref(), Some(ANN), "the owner is not kept out");
    app.clock.advance(24 * HOUR);
    let mut browser = app.client();
    let (code, _) = asked(&app, &mut browser, ANN);
    assert_eq!(enter(&mut browser, &code).status, 303, "a day later");
}

#[test]
fn bad_input_is_an_error_of_the_field_and_no_try() {
    let app = app(Database::sqlite());
    confirmed(&app, ANN);
    let mut browser = app.client();
    let (code, _) = asked(&app, &mut browser, ANN);
    for _ in 0..3 {
        for typed in ["", " ", "12345", "1234567", "１２３４５６", "١٢٣٤٥٦", "abc def", "123\n45"] {
            let answer = enter(&mut browser, typed);
            assert_eq!(answer.status, 422, "{typed:?}");
            assert!(answer.text().contains("aria-invalid"), "{typed:?}");
        }
    }
    let token = browser.token(SENT);
    for form in ["user[code]=1&user[code]=1", "user[code][]=123456", "user=1", "user[code]=%00", "user[code]=%ff", ""] {
        let answer = browser.request("POST", CODE, Some(&format!("_csrf_token={token}&{form}")));
        assert_eq!(answer.status, 422, "{form}");
    }
    for address in ["", "no address", "a@b\n@c", "a\0@example.com"] {
        assert_eq!(browser.submit(NEW, SENT, &[("user[email]", address)]).status, 422, "{address:?}");
    }
    let long = format!("_csrf_token={token}&user[code]={}", "1".repeat(50_000));
    assert_eq!(browser.request("POST", CODE, Some(&long)).status, 422);
    let too_long = format!("_csrf_token={token}&user[code]={}", "1".repeat(100_000));
    assert_eq!(browser.request("POST", CODE, Some(&too_long)).status, 413);
    assert_eq!(enter(&mut browser, &code).status, 303, "none of it was a try");
}

#[test]
fn form_without_a_token_does_nothing() {
    let app = app(Database::sqlite());
    confirmed(&app, ANN);
    let mut browser = app.client();
    assert_eq!(browser.post(SENT, &[("user[email]", ANN)]).status, 403);
    let (code, link) = asked(&app, &mut browser, ANN);
    assert_eq!(browser.post(CODE, &[("user[code]", &code)]).status, 403);
    assert_eq!(app.client().post(&link, &[]).status, 403);
    assert_eq!(mails(&app, ANN).len(), 1);
    assert_eq!(browser.current_user(), None);
}

#[test]
fn without_sign_up_an_unknown_address_is_mailed_nothing() {
    let app = TestApp::with(crate::common::proving().sign_up(false)).start();
    let mut browser = app.client();
    ask(&mut browser, UNKNOWN);
    assert!(app.mailbox().is_empty());
    assert_eq!(enter(&mut browser, "123456").status, 422);
    assert_eq!(app.user_count(), 0);
}
