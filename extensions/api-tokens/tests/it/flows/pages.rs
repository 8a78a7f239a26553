//! A user makes, sees and ends tokens.

use std::time::Duration;

use pow_core::{extensions, json::json};
use pow_ext_api_tokens::{NewToken, Scopes};
use pow_testing::{
    Client, Database, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
    probe::AnotherAddress,
};

use crate::common::{app, beside, builder, extension, listed, made, make, signed_in_program, status};

on_each_database!(user_makes_a_token_sees_it_once_and_ends_it, program_makes_and_ends_a_token_without_a_browser,);

const DAY: Duration = Duration::from_secs(24 * 3600);

fn ids(browser: &mut Client) -> Vec<String> {
    let html = browser.get("/api-tokens").text();
    let paths = html.split("action=\"/api-tokens/").skip(1);
    paths.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

// G3
fn user_makes_a_token_sees_it_once_and_ends_it(database: Database) {
    let (app, mut ann) = app(database);
    assert!(ann.get("/api-tokens").text().contains("You have no API tokens."));
    let token = made(&mut ann, &["orders:read"], &[]);
    assert!(token.starts_with("acme_sk_") && token.len() == 57, "{token}");
    assert_eq!(status(&app, &token, "/api/orders"), 200);
    let list = ann.get("/api-tokens").text();
    assert!(list.contains("Backup") && list.contains("orders:read") && !list.contains(&token));
    assert!(ann.get("/registration/edit").text().contains("You have one API token."));
    let second = made(&mut ann, &["orders:read"], &[("user[name]", "Second")]);
    let all = ids(&mut ann);
    assert_eq!(all.len(), 2);
    let path = format!("/api-tokens/{}", all[0]);
    assert_eq!(ann.submit("/api-tokens", &path, &[]).location(), Some("/api-tokens"));
    assert_eq!(ids(&mut ann), all[1..]);
    let live = [token, second].map(|token| status(&app, &token, "/api/orders"));
    assert_eq!(live.iter().filter(|status| **status == 200).count(), 1, "the other one goes on");
}

fn program_makes_and_ends_a_token_without_a_browser(database: Database) {
    let (app, _) = app(database);
    let mut program = signed_in_program(&app);
    let body = json!({"user": {"name": "CI", "scope": "orders:read orders:write", "expires_in": 7}});
    let answer = program.post("/api-tokens", &body);
    assert_eq!(answer.status, 201, "{}", answer.text());
    let token = answer.json()["token"].as_str().unwrap().to_owned();
    assert_eq!(answer.json()["scope"], "orders:read orders:write");
    assert_eq!(status(&app, &token, "/api/both"), 200);
    let all = listed(&mut program);
    assert_eq!((all.len(), &all[0]["name"]), (1, &"CI".into()));
    let path = all[0]["path"].as_str().unwrap().to_owned();
    assert_eq!(program.send("DELETE", &path, None).status, 200);
    assert_eq!(program.send("DELETE", &path, None).status, 404, "there is none any more");
    assert_eq!(status(&app, &token, "/api/both"), 401);
}

#[test]
fn each_proved_address_is_told_of_a_token() {
    let app = beside(Database::sqlite(), extensions![AnotherAddress]);
    made(&mut app.registered(ANN), &["orders:read"], &[]);
    let told = app.mailbox().into_iter().filter(|mail| mail.name == "api_tokens/token_created");
    assert_eq!(told.map(|mail| mail.to.to_string()).collect::<Vec<_>>(), [ANN, AnotherAddress::ADDRESS]);
}

#[test]
fn owner_is_told_of_a_token_that_a_session_makes() {
    let told = |app: &TestApp| {
        let mails = app.mailbox().into_iter().filter(|mail| mail.name == "api_tokens/token_created");
        mails.filter(|mail| mail.to.to_string() == ANN).collect::<Vec<_>>()
    };
    let (app, mut ann) = app(Database::sqlite());
    assert_eq!(make(&mut ann, &[], &[]).status, 422);
    assert!(told(&app).is_empty(), "there is no token");
    let token = made(&mut ann, &["orders:read"], &[("user[name]", "Buy at evil.example")]);
    let mails = told(&app);
    assert!(mails.len() == 1 && mails[0].text.contains("/api-tokens"), "{mails:?}");
    assert!(!mails[0].text.contains(&token) && !mails[0].text.contains("evil") && !mails[0].html.contains("evil"));
    // The application's own code decides on its own tokens.
    let user = app.user(ANN).unwrap();
    let new = NewToken { name: "First steps".to_owned(), scopes: Scopes::parse("orders:read"), expires_at: None };
    app.block_on(extension().issue(&app.pow.cx(), &user, new)).unwrap().unwrap();
    assert_eq!(told(&app).len(), 1);
    let silent = builder(extension(), Database::sqlite()).policy(|policy| policy.notices = false).start();
    made(&mut silent.registered(ANN), &["orders:read"], &[]);
    assert!(told(&silent).is_empty());
}

#[test]
fn form_that_is_not_right_makes_no_token_and_says_what_is_wrong() {
    let (app, mut ann) = app(Database::sqlite());
    let long = "x".repeat(101);
    for (scopes, more, said) in [
        (&["orders:read"][..], &[("user[name]", "")][..], "Enter a name."),
        (&["orders:read"], &[("user[name]", long.as_str())], "Use at most 100 characters"),
        (&[], &[], "Choose at least one."),
        (&["orders:delete"], &[], "There’s no such scope."),
        (&[], &[("user[scope]", "orders:read admin:all")], "There’s no such scope."),
        (&["orders:read"], &[("user[expires_in]", "0")], "Enter a number from 1 to 366."),
        (&["orders:read"], &[("user[expires_in]", "367")], "Enter a number from 1 to 366."),
        (&["orders:read"], &[("user[expires_in]", "")], "Enter a number from 1 to 366."),
        (&["orders:read"], &[("user[expires_in]", "a week")], "Enter a number from 1 to 366."),
    ] {
        let answer = make(&mut ann, scopes, more);
        assert!(answer.status == 422 && answer.text().contains(said), "{scopes:?} {more:?}: {}", answer.text());
    }
    assert!(listed(&mut signed_in_program(&app)).is_empty());
}

#[test]
fn form_with_the_marks_of_its_checkboxes_makes_a_token() {
    let (_app, mut ann) = app(Database::sqlite());
    assert!(ann.get("/api-tokens/new").text().contains("name=\"user[orders:read_offered]\""));
    // The test client leaves these marks out, but a browser sends them.
    let marks = [("user[orders:read_offered]", "1"), ("user[orders:write_offered]", "1")];
    made(&mut ann, &["orders:read"], &marks);
    let answer = make(&mut ann, &["orders:read"], &[("user[orders:delete_offered]", "1")]);
    assert!(answer.status == 422 && answer.text().contains("There’s no such scope."), "{}", answer.text());
}

#[test]
fn token_expires_when_its_user_said_and_never_where_that_is_allowed() {
    let (app, mut ann) = app(Database::sqlite());
    let week = made(&mut ann, &["orders:read"], &[("user[expires_in]", "7")]);
    app.clock.advance(7 * DAY - Duration::from_secs(1));
    assert_eq!(status(&app, &week, "/api/orders"), 200);
    app.clock.advance(Duration::from_secs(1));
    assert_eq!(status(&app, &week, "/api/orders"), 401);
    assert!(listed(&mut signed_in_program(&app)).is_empty(), "an expired token is not in the list");
    let app = builder(extension().max_lifetime(None), Database::sqlite()).start();
    let endless = made(&mut app.registered(ANN), &["orders:read"], &[("user[expires_in]", "")]);
    app.clock.advance(3660 * DAY);
    assert_eq!(status(&app, &endless, "/api/orders"), 200);
    assert!(app.client().sign_in(ANN, PASSWORD).location().is_some());
    assert!(listed(&mut signed_in_program(&app))[0]["expires_at"].is_null());
}

#[test]
fn use_is_noted_every_five_minutes_at_most() {
    let (app, mut ann) = app(Database::sqlite());
    let token = made(&mut ann, &["orders:read"], &[]);
    let mut program = signed_in_program(&app);
    let mut noted = || listed(&mut program)[0]["last_used_at"].as_str().map(str::to_owned);
    assert_eq!(noted(), None);
    assert_eq!(status(&app, &token, "/api/orders"), 200);
    let first = noted();
    assert!(first.is_some());
    app.clock.advance(Duration::from_secs(299));
    assert_eq!(status(&app, &token, "/api/orders"), 200);
    assert_eq!(noted(), first);
    app.clock.advance(Duration::from_secs(1));
    assert_eq!(status(&app, &token, "/api/orders"), 200);
    assert!(noted() > first);
}

#[test]
fn expired_tokens_are_swept_and_others_stay() {
    let (app, mut ann) = app(Database::sqlite());
    made(&mut ann, &["orders:read"], &[("user[expires_in]", "1")]);
    let kept = made(&mut ann, &["orders:read"], &[("user[expires_in]", "30")]);
    app.clock.advance(2 * DAY);
    let rows = || {
        app.block_on(async {
            let table = app.pow.schema().table("users_api_tokens").unwrap();
            let all = pow_core::store::Select::new(pow_core::store::Filter::all());
            app.pow.store().select(app.pow.cx().prefix(), table, all).await.unwrap().len()
        })
    };
    assert_eq!(rows(), 2);
    let ticker = app.block_on(async {
        let ticker = app.pow.start_ticker();
        for _ in 0..100 {
            tokio_sleep().await;
        }
        ticker
    });
    drop(ticker);
    assert_eq!(rows(), 1);
    assert_eq!(status(&app, &kept, "/api/orders"), 200);
}

async fn tokio_sleep() {
    actix_web::rt::time::sleep(Duration::from_millis(10)).await;
}

/// Whether the page of the form has the name, the lifetime and the tick that were typed, and no other tick.
fn has_typed(html: &str) -> bool {
    let tag = |name: &str| {
        let mark = format!("name=\"user[{name}]\"");
        let mut tags = html.split("<input ").filter_map(|rest| rest.split('>').next());
        tags.find(|tag| tag.contains(&mark)).unwrap_or_default()
    };
    tag("name").contains("value=\"Backup\"")
        && tag("expires_in").contains("value=\"7\"")
        && tag("orders:read").contains(" checked")
        && !tag("orders:write").contains(" checked")
}

const TYPED: [(&str, &str); 3] = [("user[name]", "Backup"), ("user[orders:read]", "true"), ("user[expires_in]", "7")];

// CS1
#[test]
fn form_with_an_outdated_token_comes_back_with_what_was_typed() {
    let (_app, mut ann) = app(Database::sqlite());
    assert!(ann.get("/api-tokens/new").text().contains("value=\"90\""), "the proposed lifetime");
    ann.headers.push(("Sec-Fetch-Site".to_owned(), "same-origin".to_owned()));
    let answer = ann.post("/api-tokens", &[&TYPED[..], &[("_csrf_token", "outdated")]].concat());
    let html = answer.text();
    assert!(answer.status == 403 && html.contains("Your session has changed since"), "{html}");
    assert!(has_typed(&html), "{html}");
    assert!(ids(&mut ann).is_empty(), "it was not processed");
}

// CS1
#[test]
fn form_left_open_beyond_the_session_comes_back_after_the_sign_in() {
    let (app, mut ann) = app(Database::sqlite());
    ann.navigates = true;
    let html = ann.get("/api-tokens/new").text();
    app.clock.advance(40 * DAY);
    let sent = ann.submit_form(&html, "/api-tokens", &[&TYPED[..], &[("user[current_password]", PASSWORD)]].concat());
    let sign_in = sent.location().unwrap_or_else(|| panic!("{}", sent.text())).to_owned();
    let pairs = [("user[email]", ANN), ("user[password]", PASSWORD)];
    assert_eq!(ann.submit(&sign_in, "/session", &pairs).location(), Some("/api-tokens/new"));
    let html = ann.get("/api-tokens/new").text();
    assert!(has_typed(&html) && !html.contains(PASSWORD), "{html}");
    assert!(!ann.get("/api-tokens/new").text().contains("value=\"Backup\""), "it is shown once");
}

// WCAG 2.2, 1.3.1: a form with a name is a landmark, and two landmarks of one kind need different names
#[test]
fn forms_of_two_tokens_with_one_name_have_different_names() {
    let (_app, mut ann) = app(Database::sqlite());
    for _ in 0..2 {
        made(&mut ann, &["orders:read"], &[]);
    }
    let list = ann.get("/api-tokens").text();
    assert!(list.contains("aria-label=\"1. Backup\"") && list.contains("aria-label=\"2. Backup\""), "{list}");
}
