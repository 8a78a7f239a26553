//! The page "Check your inbox" after a link was asked for, and the addresses that forms have filled in.

use std::time::Duration;

use crate::common::{NEW_PASSWORD, app, ask, link, reset};
use pow_core::policy::PageFlow;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Client, Database, Response, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};

on_each_database!(button_sends_a_link_again_within_the_limit);

const INBOX: &str = "/reset-password";
const KEPT: &str = "kept_reset_password_inbox";

fn resend(browser: &mut Client) -> Response {
    browser.submit(INBOX, INBOX, &[])
}

fn with_ann(database: Database) -> TestApp {
    let app = app(database);
    drop(app.registered(ANN));
    app
}

// E8
#[test]
fn page_names_the_address_and_a_reload_shows_it_again() {
    let app = with_ann(Database::sqlite());
    let mut browser = app.client();
    assert_eq!(browser.get(INBOX).location(), Some("/reset-password/new"), "before");
    assert_eq!(ask(&mut browser, " Ann@Gmail.com ").location(), Some(INBOX));
    let page = browser.get(INBOX);
    let html = page.text();
    assert!(html.contains("<bdi>Ann@Gmail.com</bdi>") && html.contains("Open Gmail"), "{html}");
    assert!(html.contains("works once, for one hour") && !html.contains("email again"), "{html}");
    assert!(html.contains("href=\"/reset-password/new\">Wrong address? Change it"), "{html}");
    assert_eq!(browser.get(INBOX).masked(), page.masked(), "a reload");
    assert!(browser.get("/reset-password/new").text().contains("value=\"Ann@Gmail.com\""), "to correct it");
    assert_eq!(browser.get(INBOX).masked(), page.masked(), "and back");
    app.clock.advance(Duration::from_secs(3600));
    assert_eq!(browser.get(INBOX).location(), Some("/reset-password/new"), "once the link is over");
}

// E8, E14, E16: known and unknown, below and above the limit
fn button_sends_a_link_again_within_the_limit(database: Database) {
    let app = with_ann(database);
    let look = |email: &str| {
        let mut browser = app.client();
        let mut answers = vec![ask(&mut browser, email), browser.get(INBOX)];
        for _ in 0..4 {
            answers.extend([resend(&mut browser), browser.get(INBOX)]);
        }
        let looks = answers.into_iter().map(|answer| {
            let look = answer.observed();
            (look.0, look.1, look.2.replace(email, "…"))
        });
        (looks.collect::<Vec<_>>(), browser.cookies[KEPT].len())
    };
    let (known, unknown) = (look(ANN), look("nob@example.com"));
    assert_eq!(known, unknown);
    assert!(known.0[2].0 == 303 && known.0[3].2.contains("sent the email again"), "{:?}", known.0[3]);
    assert_eq!(app.links_to(ANN).len(), 3);
    assert!(app.links_to("nob@example.com").is_empty());
}

// E8: the button of a browser that has asked for nothing, and forged values
#[test]
fn button_without_a_kept_address_is_an_empty_form() {
    let app = with_ann(Database::sqlite());
    let mut asked = app.client();
    ask(&mut asked, ANN);
    let mut stranger = app.client();
    let token = stranger.token("/reset-password/new");
    let form = [("_csrf_token", token.as_str())];
    assert_eq!(stranger.post(INBOX, &form).status, 422);
    let mut forged = asked.cookies[KEPT].clone();
    let other = if forged.as_bytes()[40] == b'A' { "B" } else { "A" };
    forged.replace_range(40..41, other);
    stranger.cookies.insert(KEPT.to_owned(), forged);
    assert_eq!(stranger.post(INBOX, &form).status, 422);
    assert_eq!(stranger.post(INBOX, &[]).status, 403, "without the form's token");
    assert_eq!(app.links_to(ANN).len(), 1);
}

#[test]
fn address_of_a_failed_sign_in_and_of_a_reset_is_filled_in() {
    let app = with_ann(Database::sqlite());
    let mut browser = app.client();
    assert_eq!(browser.sign_in(ANN, "wrong password").status, 422);
    assert!(browser.get("/reset-password/new").text().contains(&format!("value=\"{ANN}\"")));
    assert!(!app.client().get("/reset-password/new").text().contains(ANN), "in this browser only");
    let mut other = app.client();
    assert_eq!(reset(&mut other, &link(&app, ANN), NEW_PASSWORD).location(), Some("/session/new"));
    let page = other.get("/session/new").text();
    assert!(page.contains(&format!("value=\"{ANN}\"")) && page.contains("Your new password is saved."), "{page}");
    assert_eq!(other.sign_in(ANN, NEW_PASSWORD).status, 303);
    assert!(!other.cookies.keys().any(|name| name.starts_with("kept_")), "{:?}", other.cookies);
    app.clock.advance(Duration::from_secs(600));
    assert!(!browser.get("/session/new").text().contains(ANN), "ten minutes later");
}

// The flows of Pow: redirects with messages.
#[test]
fn plain_flow_has_no_pages_of_its_own() {
    let app = TestApp::with(ResetPassword::default()).policy(|policy| policy.page_flow = PageFlow::Plain).start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    assert_eq!(ask(&mut browser, ANN).location(), Some("/session/new"));
    assert!(browser.get("/session/new").text().contains("flash flash-info"));
    assert!(!browser.cookies.keys().any(|name| name.starts_with("kept_")), "{:?}", browser.cookies);
    assert_eq!(browser.get(INBOX).location(), Some("/reset-password/new"));
    let link = app.mailed_link(ANN);
    assert_eq!(reset(&mut browser, &link, NEW_PASSWORD).location(), Some("/session/new"));
    assert!(!browser.get("/session/new").text().contains(ANN));
    assert_eq!(browser.get(&link).location(), Some("/reset-password/new"));
    assert!(browser.get("/reset-password/new").text().contains("flash flash-error"));
    assert!(app.signs_in(ANN, NEW_PASSWORD) && !app.signs_in(ANN, PASSWORD));
}
