//! The application as it runs.

use std::process::Command;

use pow_testing::{
    Client, Program, Response,
    app::TEST_SECRET,
    client::{ANN, PASSWORD},
};

/// The program with a database of its own; it ends when this drops.
fn start() -> Program {
    Program::start(Command::new(env!("CARGO_BIN_EXE_custom-controllers")), |command, address| {
        command.env("SECRET_KEY_BASE", TEST_SECRET).env("BIND", address.to_string());
    })
}

fn registered(app: &Program) -> Client {
    let mut browser = app.client();
    assert_eq!(sign_up(&mut browser, ANN, PASSWORD).status, 303);
    browser
}

fn sign_up(browser: &mut Client, email: &str, password: &str) -> Response {
    let pairs = [("user[email]", email), ("user[password]", password), ("user[password_confirmation]", password)];
    browser.submit("/sign-up", "/sign-up", &pairs)
}

fn sign_in(browser: &mut Client, page: &str, password: &str) -> Response {
    let html = browser.get(page).text();
    browser.submit_form(&html, "/sign-in", &[("user[email]", ANN), ("user[password]", password)])
}

// P14
#[test]
fn own_pages_register_sign_out_and_in() {
    let app = start();
    let mut browser = registered(&app);
    assert_eq!(browser.get("/").text(), "Hello, ann@example.com!");
    let page = browser.get("/account").text();
    assert_eq!(browser.submit_form(&page, "/sign-out", &[]).location(), Some("/sign-in"));
    assert_eq!(browser.get("/").text(), "Hello, visitor!");
    assert_eq!(sign_in(&mut browser, "/sign-in", PASSWORD).location(), Some("/"));
    assert_eq!(browser.get("/").text(), "Hello, ann@example.com!");
}

// P14
#[test]
fn own_pages_say_what_is_wrong_and_do_nothing() {
    let app = start();
    let refused = sign_up(&mut app.client(), "no address", "short");
    assert_eq!(refused.status, 422);
    assert!(
        refused.text().contains("value=\"no address\"") && refused.text().contains("email: "),
        "{}",
        refused.text()
    );
    assert!(!refused.text().contains("short\""), "a password is never shown again");
    let mut browser = registered(&app);
    let taken = sign_up(&mut app.client(), ANN, PASSWORD);
    assert_eq!(taken.status, 422);
    let mut other = app.client();
    let failed = sign_in(&mut other, "/sign-in", "another password");
    assert_eq!((failed.status, other.get("/").text().as_str()), (422, "Hello, visitor!"));
    assert!(failed.text().contains("flash-error"));
    let page = browser.get("/account").text();
    let unproved = browser.submit_form(&page, "/account", &[("user[email]", "bea@example.com")]);
    assert_eq!((unproved.status, browser.get("/").text().as_str()), (422, "Hello, ann@example.com!"));
}

// P14, P22
#[test]
fn own_account_page_changes_and_deletes() {
    let app = start();
    let mut browser = registered(&app);
    let before = browser.clone();
    let page = browser.get("/account").text();
    let pairs = [("user[email]", "bea@example.com"), ("user[current_password]", PASSWORD)];
    assert_eq!(browser.submit_form(&page, "/account", &pairs).location(), Some("/account"));
    assert_eq!(browser.get("/").text(), "Hello, bea@example.com!");
    assert_eq!(before.clone().get("/").text(), "Hello, visitor!", "the session has a new id");
    let page = browser.get("/account").text();
    assert!(page.contains("flash-info"));
    assert_eq!(browser.submit_form(&page, "/account/delete", &[]).location(), Some("/sign-in"));
    assert_eq!(browser.get("/").text(), "Hello, visitor!");
}

// P15, P5
#[test]
fn guards_lead_people_to_the_own_page_and_programs_nowhere() {
    let app = start();
    let mut browser = registered(&app);
    assert_eq!(browser.get("/sign-in").location(), Some("/"), "who is in needs not come in");
    let mut guest = app.client();
    assert_eq!(guest.get("/account").location(), Some("/sign-in?request_path=%2Faccount"));
    assert!(guest.get("/sign-in").text().contains("Please sign in first."));
    assert_eq!(sign_in(&mut guest, "/sign-in?request_path=%2Faccount", PASSWORD).location(), Some("/account"));
    let refused = app.client().get("/api/me");
    assert_eq!((refused.status, refused.text().as_str()), (401, "sign in first"));
    assert_eq!(browser.get("/api/me").text(), ANN);
}

// P2, CS1
#[test]
fn frameworks_pages_are_gone_and_forms_need_their_token() {
    let app = start();
    for path in ["/session/new", "/registration/new", "/registration/edit"] {
        assert_eq!(app.client().get(path).status, 404, "{path}");
    }
    let mut browser = registered(&app);
    for path in ["/account", "/account/delete", "/sign-out"] {
        assert_eq!(browser.post(path, &[]).status, 403, "{path}");
    }
    assert_eq!(browser.get("/").text(), "Hello, ann@example.com!");
}

// P14, P17
#[test]
fn signed_link_works_and_a_changed_one_does_not() {
    let app = start();
    let page = registered(&app).get("/account").text();
    let link = page.split("href=\"/unsubscribe/").nth(1).unwrap().split('"').next().unwrap();
    let answer = app.client().get(&format!("/unsubscribe/{link}"));
    assert!(answer.status == 200 && answer.text().ends_with(" is unsubscribed from the newsletter."));
    assert_eq!(app.client().get(&format!("/unsubscribe/{link}A")).status, 404);
}
