//! Input that no form sends.

use pow_ext_signup::Signup;
use pow_testing::{Client, Database, Response, TestApp, client::encode};

use crate::common::{DETAILS, EVE, app, ask, code, proved};

/// Sends a body with the token in front of it.
fn send(browser: &mut Client, path: &str, body: &str) -> Response {
    let token = browser.token("/signup");
    let body = format!("{}&{body}", encode(&[("_csrf_token", &token)]));
    browser.request("POST", path, Some(&body))
}

fn field(name: &str) -> Vec<String> {
    let long = "1".repeat(20_000);
    vec![
        String::new(),
        "user=a".to_owned(),
        "user[]=a".to_owned(),
        format!("user[{name}]="),
        format!("user[{name}]=%20%20"),
        format!("user[{name}]=a&user[{name}]=b"),
        format!("user[{name}][]=a"),
        format!("user[{name}][x]=a"),
        format!("user[{name}]=%00"),
        format!("user[{name}]=%zz"),
        format!("user[{name}]=%ff"),
        format!("user[{name}]=a%0d%0aBcc%3A%20b"),
        format!("user[{name}]={long}"),
    ]
}

#[test]
fn address_that_is_none_is_refused_and_mails_nothing() {
    let app = app(Database::sqlite());
    let mut browser = app.client();
    for body in field("email") {
        let answer = send(&mut browser, "/signup", &body);
        assert_eq!(answer.status, 422, "{}", &body[..body.len().min(60)]);
        assert!(answer.text().contains("aria-invalid=\"true\""), "{}", &body[..body.len().min(60)]);
    }
    assert!(app.mailbox().is_empty());
}

#[test]
fn code_that_is_none_is_refused_and_is_no_try() {
    let app = app(Database::sqlite());
    let mut browser = app.client();
    drop(ask(&mut browser, EVE));
    let digits = ["user[code]=١٢٣٤٥٦", "user[code]=１２３４５６", "user[code]=12345", "user[code]=1234567"];
    for body in field("code").iter().map(String::as_str).chain(digits) {
        let answer = send(&mut browser, "/signup/code", body);
        assert_eq!(answer.status, 422, "{}", body.chars().take(60).collect::<String>());
    }
    let code = code(&app, EVE);
    assert_eq!(send(&mut browser, "/signup/code", &format!("user[code]={code}")).location(), Some("/signup/details"));
}

#[test]
fn details_that_are_malformed_are_refused_at_their_field() {
    let app = app(Database::sqlite());
    for name in ["name", "password", "password_confirmation"] {
        for bad in field(name) {
            let mut browser = proved_once(&app);
            let rest: Vec<_> = DETAILS.iter().filter(|(other, _)| *other != format!("user[{name}]")).copied().collect();
            let body = format!("{}&{bad}", encode(&rest));
            let answer = send(&mut browser, "/signup/details", &body);
            assert_eq!(answer.status, 422, "{}", &bad[..bad.len().min(60)]);
        }
    }
    assert_eq!(app.user_count(), 0);
}

/// A browser that has proved an address of its own.
fn proved_once(app: &TestApp) -> Client {
    static COUNT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    proved(app, &format!("user{number}@example.com"))
}

#[test]
fn address_in_the_details_is_ignored_however_it_is_sent() {
    let app = app(Database::sqlite());
    for (number, bad) in field("email").into_iter().enumerate() {
        let email = format!("mine{number}@example.com");
        let mut browser = proved(&app, &email);
        // `user=a` takes the other fields with it.
        let is_broken = bad.starts_with("user=") || bad.starts_with("user[]");
        let answer = send(&mut browser, "/signup/details", &format!("{}&{bad}", encode(&DETAILS)));
        assert_eq!(answer.status, if is_broken { 422 } else { 303 }, "{}", &bad[..bad.len().min(60)]);
        assert_eq!(app.user(&email).is_some(), !is_broken);
    }
}

#[test]
fn kept_value_of_another_set_up_or_kind_is_no_flow() {
    let app = TestApp::with(Signup::default()).start();
    let other = TestApp::with(Signup::default()).start();
    let mut browser = proved(&app, EVE);
    let mut foreign = other.client();
    foreign.cookies.clone_from(&browser.cookies);
    assert_eq!(foreign.get("/signup/details").location(), Some("/signup"), "of another set-up");
    let flow =
        browser.cookies.iter().find(|(name, _)| name.contains("signup_flow")).map(|(n, v)| (n.clone(), v.clone()));
    let (name, value) = flow.unwrap();
    browser.cookies.insert(name.replace("signup_flow", "signup_browser"), value.clone());
    browser.cookies.insert(name, value.chars().rev().collect());
    assert_eq!(browser.get("/signup/details").location(), Some("/signup"), "a forged one");
}

#[test]
fn form_of_a_hundred_kilobytes_is_not_read() {
    let app = app(Database::sqlite());
    let mut browser = proved(&app, EVE);
    for path in ["/signup", "/signup/code", "/signup/details"] {
        assert_eq!(send(&mut browser, path, &format!("user[email]={}", "1".repeat(100_000))).status, 413, "{path}");
    }
    assert_eq!(browser.get("/signup/details").status, 200, "the sign-up goes on");
}
