//! The application's own page and mail, as a browser and a reader get them.

use std::time::Duration;

use look::parts::{longer_sign_in, own_mail, own_sign_in, texts};
use pow_core::{Config, extensions, pages::Pages};
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Client, TestApp,
    client::{ANN, PASSWORD},
};

const NEW_PASSWORD: &str = "a quite different password";

fn app(pages: Pages) -> TestApp {
    let app = TestApp::builder().config(|config| Config {
        pages,
        mails: own_mail(),
        messages: texts(),
        extensions: extensions![ResetPassword::default()],
        ..config
    });
    app.start()
}

/// Requests a mail, and returns the path of its link.
fn link(app: &TestApp, browser: &mut Client) -> String {
    browser.submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    app.mailed_link(ANN)
}

#[test]
fn own_page_signs_in_and_keeps_what_extensions_add() {
    let app = app(own_sign_in());
    drop(app.registered(ANN));
    let mut browser = app.client();
    let page = browser.get("/session/new").text();
    assert!(page.contains("<h1>Good to see you</h1>") && page.contains("href=\"/reset-password/new\""), "{page}");
    let refused = browser.sign_in(ANN, "another password");
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("role=\"alert\""));
    assert_eq!(browser.sign_in(ANN, PASSWORD).location(), Some("/"));
    assert!(!browser.get("/registration/edit").text().contains("Good to see you"), "on no other page");
}

#[test]
fn line_is_added_to_the_page_of_the_framework() {
    let page = app(longer_sign_in()).client().get("/session/new").text();
    assert!(page.contains("<h1>Sign in</h1>") && page.contains("<p>Our shop is open from 9 to 17.</p>"), "{page}");
}

#[test]
fn own_mail_has_the_link_as_text_and_as_html() {
    let app = app(Pages::default());
    drop(app.registered(ANN));
    let link = link(&app, &mut app.client());
    let mail = app.mailbox().pop().unwrap();
    assert_eq!(mail.subject, "Your new password");
    for part in [&mail.text, &mail.html] {
        assert!(part.contains("Choose a new password for the shop:") && part.contains(&link), "{part}");
    }
}

#[test]
fn mailed_link_sets_a_new_password_once() {
    let app = app(Pages::default());
    drop(app.registered(ANN));
    let mut browser = app.client();
    let link = link(&app, &mut browser);
    let password = [("user[password]", NEW_PASSWORD), ("user[password_confirmation]", NEW_PASSWORD)];
    assert_eq!(browser.submit(&link, &link, &password).status, 303);
    assert!(app.signs_in(ANN, NEW_PASSWORD) && !app.signs_in(ANN, PASSWORD));
    assert!(!app.opens(&link), "it works once");
}

#[test]
fn mailed_link_expires_after_an_hour() {
    let app = app(Pages::default());
    drop(app.registered(ANN));
    let link = link(&app, &mut app.client());
    app.clock.advance(Duration::from_secs(3599));
    assert!(app.opens(&link));
    app.clock.advance(Duration::from_secs(1));
    assert!(!app.opens(&link));
}
