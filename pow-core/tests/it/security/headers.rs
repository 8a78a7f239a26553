//! Every route and every status: where it leads, which cookies it sets, and the headers that all answers have.
use std::fmt::Write as _;

use actix_web::{HttpResponse, web};
use pow_core::Config;
use pow_testing::{
    Client, Response, TestApp,
    client::{ANN, PASSWORD},
};

const KEPT_FOR_A_YEAR: &str = "public, max-age=31536000, immutable";

/// What every answer of the framework's own routes carries.
const ALWAYS: [(&str, &str); 7] = [
    ("cache-control", "private, no-store, no-cache"),
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("referrer-policy", "same-origin"),
    ("vary", "Cookie, Accept-Language, Accept"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
];

/// Route, status, where it leads, content type, other headers, cookies set (+) and removed (-).
const GOLDEN: &str = "\
guest GET /session/new: 200 | content-language: en | content-type: text/html; charset=utf-8 | +csrf
guest GET /session/new again: 200 | content-language: en | content-type: text/html; charset=utf-8 |
guest HEAD /session/new: 200 | content-language: en | content-type: text/html; charset=utf-8 |
guest GET /registration/new: 200 | content-language: en | content-type: text/html; charset=utf-8 |
guest GET /registration/edit: 303 | location: /session/new?request_path=%2Fregistration%2Fedit |
guest GET /protected: 303 | location: /session/new?request_path=%2Fprotected |
guest POST /session, no token: 403 | content-language: en | content-type: text/html; charset=utf-8 |
guest DELETE /session: 303 | location: /session/new | +flash
guest PUT /registration: 303 | location: /session/new | +flash
guest POST /session, wrong: 422 | content-language: en | content-type: text/html; charset=utf-8 | +kept_user_id
guest POST /registration, wrong: 422 | content-language: en | content-type: text/html; charset=utf-8 |
guest PATCH /session/new: 405 | allow: GET, HEAD | content-language: en | content-type: text/html; charset=utf-8 |
guest OPTIONS /session: 405 | allow: GET, POST, DELETE, HEAD | content-language: en | content-type: text/html; charset=utf-8 |
guest TRACE /registration: 405 | allow: POST, PATCH, PUT, DELETE | content-language: en | content-type: text/html; charset=utf-8 |
guest POST /session, other method: 400 | content-language: en | content-type: text/html; charset=utf-8 |
guest POST /session, JSON: 403 | content-language: en | content-type: application/problem+json |
guest POST /session, 70 kB: 413 | content-language: en | content-type: text/html; charset=utf-8 |
guest POST /session: 303 | location: / | +auth +csrf -kept_user_id
user GET /session/new: 303 | location: / |
user GET /registration/edit: 200 | content-language: en | content-type: text/html; charset=utf-8 |
user PUT /registration, wrong: 422 | content-language: en | content-type: text/html; charset=utf-8 |
user PUT /registration: 303 | location: /registration/edit | +auth +csrf +flash
user GET /registration/edit, flash: 200 | content-language: en | content-type: text/html; charset=utf-8 | -flash
user DELETE /session: 303 | location: /session/new | +csrf -auth
guest with an ended session: 200 | content-language: en | content-type: text/html; charset=utf-8 |
guest POST /registration: 303 | location: / | +auth +csrf
user DELETE /registration: 303 | location: /session/new | +csrf +flash -auth
guest GET /session/new, flash: 200 | content-language: en | content-type: text/html; charset=utf-8 | -flash
";

/// One line of the table, after the headers that all have were checked.
fn line(label: &str, response: &Response, secure: bool) -> String {
    for (name, value) in ALWAYS {
        assert_eq!(response.all(name), [value], "{label}: {name}");
    }
    let hsts = secure.then_some("max-age=31536000");
    assert_eq!(response.header("strict-transport-security"), hsts, "{label}");
    let mut line = format!("{label}: {}", response.status);
    let common = |name: &str| ALWAYS.iter().any(|(known, _)| *known == name);
    let boring = ["connection", "content-length", "date", "strict-transport-security", "set-cookie"];
    let mut others: Vec<_> = response.headers.iter().filter(|(name, _)| !common(name)).collect();
    others.retain(|(name, _)| !boring.contains(&name.as_str()));
    others.sort();
    for (name, value) in others {
        let _ = write!(line, " | {name}: {value}");
    }
    let mut cookies: Vec<_> =
        response.all("set-cookie").into_iter().map(|header| cookie(label, header, secure)).collect();
    cookies.sort();
    line + " |" + &cookies.concat()
}

/// B1: the attributes are the same whether a cookie is set or removed.
fn cookie(label: &str, header: &str, secure: bool) -> String {
    let (pair, attributes) = header.split_once("; ").unwrap();
    let (name, value) = pair.split_once('=').unwrap();
    let expected = if secure { "Path=/; HttpOnly; SameSite=Lax; Secure" } else { "Path=/; HttpOnly; SameSite=Lax" };
    let removed = value.is_empty();
    let expected = match (removed, name.contains("kept_")) {
        (true, _) => format!("{expected}; Max-Age=0"),
        (false, true) => format!("{expected}; Max-Age=600"),
        (false, false) => expected.to_owned(),
    };
    assert_eq!(attributes, expected, "{label}: {header}");
    let name = match secure {
        true => name.strip_prefix("__Host-").unwrap_or_else(|| panic!("{label}: {name} has no prefix")),
        false => name,
    };
    assert!(removed || value.len() < 1_500, "{label}: {} bytes", value.len());
    format!(" {}{name}", if removed { '-' } else { '+' })
}

/// Every row, in an order in which each state comes from the one before.
fn table(app: &TestApp, secure: bool) -> String {
    let mut table = String::new();
    let mut row = |label: &str, response: Response| {
        table.push_str(&line(label, &response, secure));
        table.push('\n');
        response
    };
    drop(app.registered(ANN));
    let mut guest = app.client();
    row("guest GET /session/new", guest.get("/session/new"));
    row("guest GET /session/new again", guest.get("/session/new"));
    row("guest HEAD /session/new", guest.request("HEAD", "/session/new", None));
    row("guest GET /registration/new", guest.get("/registration/new"));
    row("guest GET /registration/edit", guest.get("/registration/edit"));
    row("guest GET /protected", guest.get("/protected"));
    row("guest POST /session, no token", guest.post("/session", &[]));
    row("guest DELETE /session", with_token(&mut guest, "/session", &[("_method", "DELETE")]));
    row("guest PUT /registration", with_token(&mut guest, "/registration", &[("_method", "PUT")]));
    row("guest POST /session, wrong", guest.sign_in(ANN, "wrong"));
    row("guest POST /registration, wrong", guest.register(ANN, "short"));
    row("guest PATCH /session/new", guest.request("PATCH", "/session/new", None));
    row("guest OPTIONS /session", guest.request("OPTIONS", "/session", None));
    row("guest TRACE /registration", guest.request("TRACE", "/registration", None));
    row("guest POST /session, other method", guest.post("/session", &[("_method", "TRACE")]));
    row("guest POST /session, JSON", json(&guest));
    row("guest POST /session, 70 kB", guest.post("/session", &[("x", &"x".repeat(70_000))]));
    row("guest POST /session", guest.sign_in(ANN, PASSWORD));
    row("user GET /session/new", guest.get("/session/new"));
    row("user GET /registration/edit", guest.get("/registration/edit"));
    let form = [("user[email]", ANN)];
    row("user PUT /registration, wrong", guest.account_form(&form));
    let form = [("user[email]", ANN), ("user[current_password]", PASSWORD)];
    row("user PUT /registration", guest.account_form(&form));
    row("user GET /registration/edit, flash", guest.get("/registration/edit"));
    let mut ended = guest.clone();
    row("user DELETE /session", guest.sign_out());
    row("guest with an ended session", ended.get("/session/new"));
    row("guest POST /registration", guest.register("bob@example.com", PASSWORD));
    let form = [("_method", "DELETE")];
    row("user DELETE /registration", guest.account_form(&form));
    row("guest GET /session/new, flash", guest.get("/session/new"));
    table
}

fn with_token(browser: &mut Client, path: &str, pairs: &[(&str, &str)]) -> Response {
    let token = browser.token("/session/new");
    let all: Vec<_> = [("_csrf_token", token.as_str())].into_iter().chain(pairs.iter().copied()).collect();
    browser.post(path, &all)
}

fn json(browser: &Client) -> Response {
    let mut browser = browser.clone();
    browser.headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
    browser.request("POST", "/session", Some("{}"))
}

// B1, B9, B11, P4, S21
#[test]
fn every_route_and_status_over_http() {
    assert_eq!(table(&TestApp::start(), false), GOLDEN);
}

// B1, B9: a proxy ends the TLS, so the listener is plain and the base URL is not.
#[test]
fn every_route_and_status_over_https() {
    let app = TestApp::builder().config(|config| Config { base_url: "https://app.example".to_owned(), ..config });
    assert_eq!(table(&app.start(), true), GOLDEN);
}

#[test]
fn https_cookies_have_the_host_prefix_and_plain_ones_are_not_taken_for_them() {
    let app =
        TestApp::builder().config(|config| Config { base_url: "https://app.example".to_owned(), ..config }).start();
    let mut browser = app.registered(ANN);
    assert!(browser.cookies.keys().all(|name| name.starts_with("__Host-")));
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    let value = browser.cookies.remove("__Host-auth").unwrap();
    browser.cookies.insert("auth".to_owned(), value);
    assert_eq!(browser.current_user(), None);
}

// B9: what may be kept by everybody is the style sheet alone, and it is of nobody.
#[test]
fn style_sheet_is_kept_and_sets_no_cookie() {
    let app = TestApp::start();
    let mut browser = app.registered(ANN);
    let path = app.pow.stylesheet_path();
    assert!(browser.get("/registration/edit").text().contains(&format!("href=\"{path}\"")));
    let response = browser.get(&path);
    assert_eq!(response.header("content-type"), Some("text/css; charset=utf-8"));
    assert_eq!(response.header("cache-control"), Some(KEPT_FOR_A_YEAR));
    assert_eq!((response.all("set-cookie").len(), response.header("x-content-type-options")), (0, Some("nosniff")));
}

// B9: a renewal may come with any page of the application's, and with the style sheet, whatever they say of caches.
#[test]
fn renewed_cookie_is_not_for_shared_caches() {
    let public = async || HttpResponse::Ok().insert_header(("cache-control", "public, max-age=60")).body("about us");
    let app = TestApp::builder().routes(move |config, _| {
        config.route("/about", web::get().to(public));
    });
    let app = app.start();
    let style_sheet = app.pow.stylesheet_path();
    let kept = [
        ("/protected", Some("private, no-store, no-cache")),
        ("/about", Some("public, max-age=60")),
        (&style_sheet, Some(KEPT_FOR_A_YEAR)),
    ];
    let mut browser = app.registered(ANN);
    for (path, kept) in kept {
        assert_eq!(browser.get(path).header("cache-control"), kept, "{path}");
        app.clock.advance(std::time::Duration::from_secs(15 * 60 + 1));
        let response = browser.get(path);
        assert!(response.header("set-cookie").unwrap().starts_with("auth="), "{path}");
        assert_eq!(response.all("cache-control"), ["private, no-store, no-cache"], "{path}");
        assert_eq!(browser.get(path).header("cache-control"), kept, "{path}");
    }
}

// B10
#[test]
fn paths_below_a_page_are_not_the_page() {
    let app = TestApp::start();
    let mut browser = app.registered(ANN);
    let with_slash = browser.get("/registration/edit/");
    assert_eq!((with_slash.status, with_slash.location()), (303, Some("/registration/edit")));
    assert!(!with_slash.text().contains(ANN));
    for path in ["/registration/edit/a.css", "/registration/edit;a.css", "/registration/edit%2Fa.css"] {
        let response = browser.get(path);
        assert_eq!(response.status, 404, "{path}");
        assert!(!response.text().contains(ANN), "{path}");
    }
}

// X1: a value that was typed is text, wherever it is shown.
#[test]
fn markup_is_shown_as_text() {
    let app = TestApp::start();
    let mut browser = app.client();
    for evil in ["\"><svg/onload=alert(1)>", "'-alert(1)-'", "{{7*7}}", "${7*7}", "<script>alert(1)</script>"] {
        for response in [browser.register(evil, evil), browser.sign_in(evil, evil)] {
            let html = response.masked();
            assert_eq!(response.status, 422, "{evil}");
            assert!(!html.contains("<svg") && !html.contains("<script") && !html.contains("value=\"\">"), "{html}");
            let html = html.replace(&app.pow.stylesheet_path(), "");
            assert!(!html.contains("49"), "X3: {html}");
        }
    }
}
