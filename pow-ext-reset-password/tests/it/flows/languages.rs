//! The pages and the mail are in the visitor's language, and tell no more about an address for that.

use std::{sync::Arc, time::Duration};

use crate::common::{NEW_PASSWORD, ask, reset};
use pow_core::{Config, messages::LOCALES, record::User, schema::Field};
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Client, TestApp,
    client::{ANN, PASSWORD},
};

const EMAIL: Field<String> = Field::new("email");

fn speaking(app: &TestApp, language: &str) -> Client {
    let mut browser = app.client();
    browser.headers.push(("Accept-Language".to_owned(), language.to_owned()));
    browser
}

fn app_where_ann_reads_german() -> TestApp {
    let reads = |user: &User| user.get(EMAIL).ok().filter(|email| email == ANN).and("de".parse().ok());
    let builder = TestApp::with(ResetPassword::default());
    let named = Some("Acme".to_owned());
    builder.config(move |config| Config { mail_language: Arc::new(reads), site_name: named, ..config }).start()
}

#[test]
fn mail_is_in_the_language_of_the_request_and_not_of_the_account() {
    let app = TestApp::with(ResetPassword::default());
    let app = app.config(|config| Config { site_name: Some("Acme".to_owned()), ..config }).start();
    drop(app.registered(ANN));
    for (language, subject) in
        [("de-AT", "Setzen Sie Ihr Passwort für Acme zurück"), ("nl", "Reset your Acme password")]
    {
        ask(&mut speaking(&app, language), ANN);
        let mails = app.mailbox();
        app.clock.advance(Duration::from_secs(3600));
        let mail = mails.last().unwrap();
        assert_eq!(mail.subject, subject);
        let lang = language.split('-').next().filter(|lang| *lang == "de").unwrap_or("en");
        assert!(mail.html.contains(&format!("<html lang=\"{lang}\" dir=\"ltr\">")), "{}", mail.html);
    }
}

#[test]
fn mail_is_in_the_language_that_its_reader_has() {
    let app = app_where_ann_reads_german();
    drop(app.registered(ANN));
    drop(app.registered("bob@example.com"));
    for (to, subject) in
        [(ANN, "Setzen Sie Ihr Passwort für Acme zurück"), ("bob@example.com", "Acme：パスワード再設定")]
    {
        ask(&mut speaking(&app, "ja"), to);
        let mails = app.mailbox();
        let mail = mails.last().unwrap();
        assert!(mail.to.to_string() == to && mail.subject.starts_with(subject), "{to}: {}", mail.subject);
    }
    // So is the notice that follows.
    let link = app.mailed_link(ANN);
    assert_eq!(reset(&mut speaking(&app, "ja"), &link, NEW_PASSWORD).location(), Some("/session/new"));
    let mails = app.mailbox();
    assert_eq!((mails.len(), mails[2].subject.as_str()), (3, "Ihr Konto bei Acme hat ein neues Passwort"));
}

#[test]
fn word_that_there_is_no_password_is_in_the_language_that_its_reader_has() {
    let app = app_where_ann_reads_german();
    for (to, subject) in [
        (ANN, "Ihr Konto bei Acme hat kein Passwort"),
        ("bob@example.com", "Acme のアカウントにパスワードはありません"),
    ] {
        app.import(to);
        ask(&mut speaking(&app, "ja"), to);
        let mails = app.mailbox();
        let mail = mails.last().unwrap();
        assert_eq!((mail.to.to_string().as_str(), mail.subject.as_str()), (to, subject));
    }
}

#[test]
fn notice_of_another_address_is_in_the_language_of_who_had_the_old_one() {
    let app = app_where_ann_reads_german();
    for (old, new, subject) in [
        (ANN, "new@example.com", "Ihre E‑Mail-Adresse bei Acme wurde geändert"),
        // Who reads the notice is still the one of before.
        ("bob@example.com", ANN, "Acme のメールアドレスが変更されました"),
    ] {
        drop(app.registered(old));
        let mut browser = speaking(&app, "ja");
        assert_eq!(browser.sign_in(old, PASSWORD).status, 303);
        let form = [("user[email]", new), ("user[current_password]", PASSWORD)];
        assert_eq!(browser.account_form(&form).status, 303);
        let mails = app.mailbox();
        let mail = mails.last().unwrap();
        assert_eq!((mail.to.to_string().as_str(), mail.subject.as_str()), (old, subject));
    }
}

#[test]
fn mail_in_every_language_says_everything_and_its_link_works() {
    for (language, _) in LOCALES {
        let app = TestApp::with(ResetPassword::default().ttl(Duration::from_secs(180))).start();
        drop(app.registered(ANN));
        let mut browser = speaking(&app, language);
        assert_eq!(ask(&mut browser, ANN).location(), Some("/reset-password"), "{language}");
        let mails = app.mailbox();
        let mail = &mails[0];
        for text in [&mail.subject, &mail.text, &mail.html] {
            assert!(!text.contains("reset-password-mail") && !text.contains("mail-footer"), "{language}: {text}");
            let shown = text.split_once("</style>").map_or(text.as_str(), |(_, shown)| shown);
            assert!(!shown.contains(['{', '$']), "{language}: {text}");
        }
        let texts = app.pow.messages().localizer(&language.parse().unwrap());
        let until = texts.date_time(app.pow.clock().now() + Duration::from_secs(180));
        assert!(mail.text.contains(&until), "{until} in {language}: {}", mail.text);
        assert!(mail.html.contains(if *language == "ar" { "dir=\"rtl\"" } else { "dir=\"ltr\"" }));
        let link = app.mailed_link(ANN);
        assert!(mail.text.lines().any(|line| line.ends_with(&link) && line.starts_with("http")), "{}", mail.text);
        let done = reset(&mut browser, &link, NEW_PASSWORD);
        assert_eq!(done.location(), Some("/session/new"), "{language}");
        let page = browser.get("/session/new").text();
        assert!(
            page.contains(&format!("<html lang=\"{language}\"")) && !page.contains("reset-password-done"),
            "{page}"
        );
    }
}

// E8
#[test]
fn answer_for_a_known_and_an_unknown_address_is_the_same_in_every_language() {
    let app = TestApp::with(ResetPassword::default()).start();
    drop(app.registered(ANN));
    for (language, _) in LOCALES {
        app.clock.advance(Duration::from_secs(3600));
        let answer = |email: &str| {
            let mut browser = speaking(&app, language);
            let answer = ask(&mut browser, email);
            let page = browser.get("/reset-password").masked().replace(email, "…");
            let mut headers: Vec<_> =
                answer.headers.iter().filter(|(name, _)| name != "set-cookie" && name != "date").cloned().collect();
            headers.sort_unstable();
            (answer.status, headers, page)
        };
        assert_eq!(answer(ANN), answer("nobody@example.com"), "{language}");
    }
}
