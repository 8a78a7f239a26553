//! The box and the message are in the language of the browser, the mail in that of who reads it.
use std::sync::Arc;

use crate::common::{ANN, app, copied};
use pow_core::{Config, messages::LOCALES, record::User, schema::Field};
use pow_ext_persistent_session::PersistentSession;
use pow_testing::{Database, TestApp, client::PASSWORD};

const EMAIL: Field<String> = Field::new("email");

// The request that notices it may be the thief's.
#[test]
fn owner_is_told_in_a_language_of_their_own_and_not_in_the_thiefs() {
    for (theirs, subject) in [("de", "Sicherheitshinweis"), ("tlh", "セキュリティ通知")] {
        let reads = move |user: &User| user.get(EMAIL).ok().filter(|email| email == ANN).and(theirs.parse().ok());
        let app = TestApp::with(PersistentSession::default())
            .config(move |config| Config { mail_language: Arc::new(reads), ..config })
            .start();
        let mail = copied(&app, &[("Accept-Language", "ja")]);
        assert!(mail.subject.starts_with(subject), "{theirs}: {}", mail.subject);
    }
}

#[test]
fn mail_in_every_language_says_everything() {
    for (language, _) in LOCALES {
        let app = app(Database::sqlite());
        let mail = copied(&app, &[("Accept-Language", language)]);
        for text in [&mail.subject, &mail.text, &mail.html] {
            let shown = text.split_once("</style>").map_or(text.as_str(), |(_, shown)| shown);
            assert!(!shown.contains("persistent-session-") && !shown.contains(['{', '$']), "{language}: {text}");
        }
        let direction = if *language == "ar" { "rtl" } else { "ltr" };
        let html = format!("<html lang=\"{language}\" dir=\"{direction}\">");
        assert!(mail.html.contains(&html) && mail.html.contains(&mail.subject), "{}", mail.html);
    }
}

#[test]
fn box_and_message_are_in_the_language_of_the_browser() {
    for (language, label, stolen) in [
        ("en", "Keep me signed in on this device", "Someone may have copied"),
        ("ar", "إبقاء جلستي مفتوحة على هذا الجهاز", "ربما نسخ أحدهم"),
    ] {
        let app = app(Database::sqlite());
        copied(&app, &[]);
        let mut browser = app.client();
        browser.headers.push(("Accept-Language".to_owned(), language.to_owned()));
        let page = browser.get("/session/new").text();
        assert!(page.contains(label), "{page}");
        assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
        let page = browser.get("/registration/edit").text();
        assert!(page.contains(stolen), "{page}");
    }
}
