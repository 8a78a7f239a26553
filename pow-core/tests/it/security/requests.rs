//! Requests of every shape: whatever a client sends is answered, and never by a fault.
use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use proptest::{
    prelude::*,
    test_runner::{Config as Runs, TestRunner},
};

use pow_core::{
    Config,
    identifier::UserIdField,
    json::{Value, json},
    schema::Field,
};
use pow_testing::{
    Client, Database, Logs, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};

on_each_database!(
    fields_that_no_form_sends_are_refused,
    user_id_is_compared_as_the_text_that_it_is,
    random_forms_are_never_a_fault,
    random_json_is_never_a_fault,
);

/// A POST of a raw form with the right token.
fn post(browser: &mut Client, path: &str, form: &str) -> u16 {
    let page = if path == "/session" { "/session/new" } else { "/registration/new" };
    let token = browser.token(page);
    browser.request("POST", path, Some(&format!("_csrf_token={token}&{form}"))).status
}

// T1, T5, N11, N12
fn fields_that_no_form_sends_are_refused(database: Database) {
    let app = TestApp::builder().database(database).start();
    let mut browser = app.client();
    for form in [
        "",
        "user=x",
        "user[]=x",
        "user[email]=a",
        "user[email][]=ann@example.com",
        "user[email][a]=ann@example.com",
        "user[email][][]=x",
        "user[email]=ann@example.com&user=x",
        "user[email]=ann@example.com&user[email]=bob@example.com",
        "user[email]=ann@example.com&user[email]=ann@example.com",
        "user[email]=ann%00@example.com",
        "user[email]=%ff@example.com",
        "user[email]=%c0%ae@example.com",
        "user[email]=%ed%a0%80@example.com",
        "user[email]=ann%zz@example.com",
        "[]=x",
        "user[=x",
        "user]=x",
        "user[email=ann@example.com",
        "user[999999999]=x",
        "user[email]",
        "=",
        "&&&",
        "user[email]=0",
        "user[email]=true",
        "user[__proto__]=x",
        "user.email=ann@example.com",
        "User[email]=ann@example.com",
    ] {
        for path in ["/session", "/registration"] {
            assert_eq!(post(&mut browser, path, &format!("{form}&user[password]={PASSWORD}")), 422, "{path} {form}");
        }
    }
    assert_eq!((app.user_count(), browser.current_user()), (0, None));
    let right = format!(
        "user%5Bemail%5D=ann%40example.com&user%5bpassword%5d={PASSWORD}&user%5Bpassword_confirmation%5D={PASSWORD}"
    );
    assert_eq!(post(&mut browser, "/registration", &right), 303, "T7: escaped brackets are brackets");
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

// N15, Q1, Q3
fn user_id_is_compared_as_the_text_that_it_is(database: Database) {
    let named = |config| Config { user_id_field: UserIdField::Username, ..config };
    let app = TestApp::builder().database(database).config(named).start();
    let mut browser = app.client();
    let token = browser.token("/registration/new");
    let words = [("user[username]", "ann"), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    let form = [&[("_csrf_token", &*token)][..], &words].concat();
    assert_eq!(browser.post("/registration", &form).status, 303);
    let sign_in = |name: &str| {
        let typed = [("user[username]", name), ("user[password]", PASSWORD)];
        app.client().submit("/session/new", "/session", &typed).status
    };
    for name in ["0", "1", "true", "false", "null", "%", "a%", "_nn", "ann' --", "' OR '1'='1", "ann\\", "ann\";", "*"]
    {
        assert_eq!(sign_in(name), 422, "{name}");
    }
    assert_eq!(sign_in("ann"), 303);
}

// T7
#[test]
fn semicolon_separates_nothing_and_plus_is_a_space() {
    let app = TestApp::start();
    let mut browser = app.client();
    let form = format!("user[email]=ann@example.com;user[password]={PASSWORD}");
    assert_eq!(post(&mut browser, "/registration", &form), 422);
    let words = "user[password]=with+one+space&user[password_confirmation]=with%20one+space";
    assert_eq!(post(&mut browser, "/registration", &format!("user[email]=ann@example.com&{words}")), 303);
    assert_eq!(app.client().sign_in(ANN, "with one space").status, 303);
    assert_eq!(app.client().sign_in(ANN, "with+one+space").status, 422);
}

// T6, W16
#[test]
fn account_is_never_read_from_the_query() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let query = format!("user[email]={ANN}&user[password]={PASSWORD}");
    let mut browser = app.client();
    let token = browser.token("/session/new");
    assert_eq!(browser.post(&format!("/session?{query}"), &[("_csrf_token", &token)]).status, 422);
    let html = browser.get(&format!("/session/new?{query}")).text();
    assert!(!html.contains(PASSWORD) && !html.contains(ANN), "{html}");
    let html = browser.get("/registration/new?user[email]=typed-elsewhere").text();
    assert!(!html.contains("typed-elsewhere"));
    assert_eq!(browser.current_user(), None);
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
}

// T4, N13, Q2
#[test]
fn too_much_is_refused() {
    let app = TestApp::start();
    let mut browser = app.client();
    let pairs = |count: usize| (0..count).map(|index| format!("a{index}=1")).collect::<Vec<_>>().join("&");
    assert_eq!(post(&mut browser, "/session", &pairs(255)), 422);
    assert_eq!(post(&mut browser, "/session", &pairs(256)), 413);
    assert_eq!(post(&mut browser, "/session", &pairs(5_000)), 413);
    let deep = format!("user{}=x", "[a]".repeat(1_000));
    assert_eq!(post(&mut browser, "/registration", &deep), 422);
    let endless = format!("user[email]={}@example.com", "a".repeat(1_000_000));
    assert_eq!(browser.request("POST", "/registration", Some(&endless)).status, 413);
    assert_eq!(browser.get(&format!("/session/new?{}", pairs(300))).status, 413);
    // Announced, but never sent; and sent, but never announced.
    let huge = "POST /session HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 18446744073709551615\r\n\r\n";
    assert!(matches!(browser.raw(huge.as_bytes()).status, 400 | 413));
    let chunk = format!("{:x}\r\n{}\r\n", 40_000, "x".repeat(40_000));
    let head = "POST /session HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
    assert_eq!(browser.raw(format!("{head}{chunk}{chunk}0\r\n\r\n").as_bytes()).status, 413);
    let broken = format!("{head}zz\r\nx\r\n0\r\n\r\n");
    assert_eq!(browser.raw(broken.as_bytes()).status, 400);
}

// T2, T3
#[test]
fn only_forms_and_json_are_read() {
    let app = TestApp::start();
    for kind in ["application/jsonp", "text/plain", "multipart/form-data; boundary=x", "application/xml", "\u{ff}", ""]
    {
        let mut browser = app.client();
        browser.headers.push(("Content-Type".to_owned(), kind.to_owned()));
        let json = format!("{{\"user\":{{\"email\":\"{ANN}\",\"password\":\"{PASSWORD}\"}}}}");
        assert_eq!(browser.request("POST", "/registration", Some(&json)).status, 415, "{kind:?}");
    }
    let mut browser = app.client();
    let token = browser.token("/registration/new");
    let passwords = format!("user[password]={PASSWORD}&user[password_confirmation]={PASSWORD}");
    let form = format!("_csrf_token={token}&user[email]={ANN}&{passwords}");
    let mut zipped = browser.clone();
    zipped.headers.push(("Content-Encoding".to_owned(), "gzip".to_owned()));
    assert_eq!(zipped.request("POST", "/registration", Some(&form)).status, 415);
    assert_eq!(app.user_count(), 0);
    let kind = "Application/X-WWW-Form-Urlencoded; charset=UTF-8";
    browser.headers.push(("Content-Type".to_owned(), kind.to_owned()));
    assert_eq!(browser.request("POST", "/registration", Some(&form)).status, 303);
}

// MO1
#[test]
fn method_is_only_overridden_by_a_form_and_only_to_what_changes() {
    let app = TestApp::start();
    let mut browser = app.registered(ANN);
    let token = browser.token("/registration/edit");
    for path in ["/registration?_method=DELETE", "/registration/edit?_method=DELETE"] {
        browser.get(path);
        assert_eq!(app.user_count(), 1, "{path}");
    }
    let mut by_header = browser.clone();
    for name in ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"] {
        by_header.headers.push((name.to_owned(), "DELETE".to_owned()));
    }
    let query = "/registration?_method=DELETE";
    // A POST is a registration, which somebody who is signed in is led away from.
    assert_eq!(by_header.post(query, &[("_csrf_token", &token)]).location(), Some("/"));
    for method in ["GET", "HEAD", "POST", "TRACE", "CONNECT", "", "DELETE ", "DELETE,PUT", "\u{17f}"] {
        let response = browser.post("/registration", &[("_csrf_token", &token), ("_method", method)]);
        assert_eq!(response.status, 400, "{method:?}");
    }
    for shape in ["_method[]=DELETE", "_method=DELETE&_method=DELETE", "_method=%ff"] {
        let form = format!("_csrf_token={token}&{shape}");
        assert_eq!(browser.request("POST", "/registration", Some(&form)).status, 400, "{shape}");
    }
    // What is not a POST is not overridden.
    let form = format!("_csrf_token={token}&_method=DELETE&user[current_password]={PASSWORD}");
    assert_eq!(browser.request("PUT", "/registration", Some(&form)).status, 303);
    assert_eq!(app.user_count(), 1);
    let token = browser.token("/registration/edit");
    assert_eq!(browser.post("/registration", &[("_csrf_token", &token), ("_method", "Delete")]).status, 303);
    assert_eq!(app.user_count(), 0);
}

#[test]
fn methods_that_a_path_does_not_have_are_named() {
    let app = TestApp::start();
    let mut browser = app.client();
    for (method, path, allow) in [
        ("POST", "/session/new", "GET, HEAD"),
        ("PUT", "/session", "GET, POST, DELETE, HEAD"),
        ("PROPFIND", "/session", "GET, POST, DELETE, HEAD"),
        ("M-SEARCH", "/registration", "POST, PATCH, PUT, DELETE"),
        ("get", "/session/new", "GET, HEAD"),
        ("DELETE", "/registration/edit", "GET, HEAD"),
    ] {
        let response = browser.request(method, path, None);
        assert_eq!((response.status, response.header("allow")), (405, Some(allow)), "{method} {path}");
    }
    assert_eq!(browser.get("/session/new").header("allow"), None);
}

// MO3
#[test]
fn other_spellings_of_a_path_are_not_found_or_the_same() {
    let app = TestApp::start();
    let mut browser = app.client();
    for path in ["//session/new", "/SESSION/new", "/session/new%00", "/session//new", "/session%2fnew"] {
        assert_eq!(browser.get(path).status, 404, "{path}");
    }
    assert_eq!(browser.get("/%73ession/new").status, 200);
    assert_eq!(browser.request("GET", "/session/new?", None).status, 200);
}

/// The session cookie as a raw header.
fn protected(app: &TestApp, cookies: &[&str]) -> u16 {
    let lines: String = cookies.iter().map(|line| format!("Cookie: {line}\r\n")).collect();
    let request = format!("GET /protected HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{lines}\r\n");
    app.client().raw(request.as_bytes()).status
}

// B2, B3, B5
#[test]
fn session_cookie_is_believed_once_and_under_its_own_name() {
    let app = TestApp::start();
    let value = app.registered(ANN).cookies["auth"].clone();
    let cookie = |text: &str| text.replace('$', &value);
    for fine in ["auth=$", "a=b; auth=$; c=d", "  auth=$ ;", "a=\"; auth=$; b=\""] {
        assert_eq!(protected(&app, &[&cookie(fine)]), 200, "{fine}");
    }
    assert_eq!(protected(&app, &[&format!("$Version=1; auth={value}; $Path=/")]), 200);
    for planted in [
        "auth=$; auth=evil",
        "auth=evil; auth=$",
        "auth=$; auth=$",
        "auth=$; auth=",
        "=auth=$",
        "a%75th=$",
        "Auth=$",
        "__Host-auth=$",
        "auth =$",
        "auth=\"$\"",
        "x=auth=$",
        "auth=$,",
        "auth=$\u{a0}",
        "\u{2000}auth=$",
        "auth",
    ] {
        assert_eq!(protected(&app, &[&cookie(planted)]), 303, "{planted}");
    }
    let real = cookie("auth=$");
    assert_eq!(protected(&app, &[&real, "auth=evil"]), 303);
    assert_eq!(protected(&app, &["a=b", &real]), 200);
}

// B3
#[test]
fn second_session_cookie_is_noted_once_in_ten_seconds() {
    if !pow_testing::alone() {
        return;
    }
    let logs = Logs::capture();
    let namespace = Some("several".to_owned());
    let app = TestApp::builder().config(|config| Config { namespace, ..config }).start();
    let noted = || -> Vec<_> {
        let lines = logs.of("pow::session::several");
        lines.iter().filter(|line| line.field("cookie") == Some("several_auth")).cloned().collect()
    };
    protected(&app, &["several_auth=a"]);
    assert_eq!(noted().len(), 0);
    for _ in 0..3 {
        protected(&app, &["several_auth=a; several_auth=b"]);
    }
    assert_eq!(noted().len(), 1);
    app.clock.advance(Duration::from_secs(10));
    protected(&app, &["several_auth=a", "several_auth=b"]);
    assert_eq!(noted().len(), 2);
    assert_eq!(noted()[1].field("held_back"), Some("2"));
}

// B4
#[test]
fn oversized_cookies_lock_nobody_out_for_good() {
    let app = TestApp::start();
    let mut browser = app.registered(ANN);
    let big = format!("x={}", "y".repeat(8_000));
    let many = (0..200).map(|index| format!("c{index}=v")).collect::<Vec<_>>().join("; ");
    let real = format!("auth={}", browser.cookies["auth"]);
    for line in [&big, &many] {
        assert_eq!(protected(&app, &[line]), 303);
        assert_eq!(protected(&app, &[&format!("{line}; {real}")]), 200);
        // Whoever is not signed in gets in beside them.
        let mut burdened = app.client();
        burdened.headers.push(("Cookie".to_owned(), (*line).clone()));
        assert_eq!(burdened.get("/session/new").status, 200);
        assert_eq!(burdened.sign_in(ANN, PASSWORD).status, 303);
        assert_eq!(burdened.current_user().as_deref(), Some(ANN));
    }
    let lines: Vec<String> = (0..500).map(|index| format!("c{index}=v")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    assert!(matches!(protected(&app, &lines), 303 | 400 | 431));
    let bomb = format!("x={}", "y".repeat(300_000));
    assert!(matches!(protected(&app, &[&bomb]), 400 | 413 | 431));
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

// B6
#[test]
fn forged_flash_is_not_shown() {
    let app = TestApp::start();
    let mut browser = app.registered(ANN);
    browser.account_form(&[("user[current_password]", PASSWORD)]);
    let real = browser.cookies["flash"].clone();
    assert!(browser.clone().get("/session/new").status < 500);
    let forged = [real[1..].to_owned(), "eA".repeat(2_000), "<script>".to_owned(), "%00".to_owned(), String::new()];
    for forged in forged {
        let mut browser = app.client();
        browser.cookies.insert("flash".to_owned(), forged);
        let html = browser.get("/session/new").text();
        assert!(!html.contains("class=\"flash") && !html.contains("<script"), "{html}");
    }
    assert!(browser.get("/registration/edit").text().contains("class=\"flash"), "{real}");
}

// N11: headers that say something about the visitor.
#[test]
fn odd_headers_are_no_fault() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let long = "x".repeat(20_000);
    for (name, value) in [
        ("User-Agent", long.as_str()),
        ("User-Agent", "\u{1f600}\u{202e}"),
        ("Accept-Language", &long),
        ("Accept-Language", "*;q=-1, ,;;, xx-\u{ff}, en;q=nan"),
        ("Authorization", "Basic \u{ff}"),
        ("Referer", "http://[::1"),
        ("X-Forwarded-For", "' OR 1=1 --"),
        ("X-Forwarded-Host", "evil.test"),
        ("Forwarded", "for=\"_gazonk\";host=evil.test"),
        ("Content-Length", "0"),
        ("Accept", "\u{ff}"),
        ("Range", "bytes=0-0"),
        ("If-None-Match", "*"),
    ] {
        let mut browser = app.client();
        browser.headers.push((name.to_owned(), value.to_owned()));
        assert_eq!(browser.get("/session/new").status, 200, "{name}: {value:.40}");
        if name != "Content-Length" {
            let response = browser.sign_in(ANN, PASSWORD);
            assert_eq!((response.status, response.location()), (303, Some("/")), "{name}: {value:.40}");
            assert_eq!(browser.current_user().as_deref(), Some(ANN));
        }
    }
    let nul = app.client().raw(b"GET /session/new HTTP/1.1\r\nHost: x\r\nUser-Agent: a\0b\r\n\r\n");
    assert_eq!(nul.status, 400);
}

// The Host header names nothing of ours.
#[test]
fn host_header_is_never_used() {
    let app = TestApp::start();
    let raw = |request: &str| app.client().raw(request.as_bytes());
    let evil = raw("GET /protected HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n");
    assert_eq!((evil.status, evil.location()), (303, Some("/session/new?request_path=%2Fprotected")));
    let absolute = raw("GET http://evil.test/protected HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert!(!absolute.text().contains("evil.test") && !absolute.location().unwrap_or_default().contains("evil.test"));
    assert!(absolute.status < 500);
    let page = raw("GET /session/new HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n");
    assert!(!page.text().contains("evil.test"));
}

fn start(database: Database) -> TestApp {
    let fields = || {
        vec![
            Field::<Option<String>>::new("nickname").def().form(),
            Field::<Option<String>>::new("code").def().form().unique(),
            Field::<Option<i64>>::new("age").def().form(),
            Field::<Option<bool>>::new("wants_news").def().form(),
            Field::<Option<pow_core::DateTime>>::new("born_at").def().form(),
        ]
    };
    TestApp::builder().database(database).config(move |config| Config { fields: fields(), ..config }).start()
}

/// `POW_TEST_FUZZ=50` runs fifty times as many cases.
fn runner(cases: u32) -> TestRunner {
    let factor = std::env::var("POW_TEST_FUZZ").ok().and_then(|factor| factor.parse::<u32>().ok()).unwrap_or(1);
    let cases = cases * factor;
    TestRunner::new(Runs { cases, failure_persistence: None, max_shrink_iters: 200, ..Runs::default() })
}

/// Text as attackers and databases like it: control characters, other scripts, long runs.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-z]{1,8}@[a-z]{1,8}\\.(com|example)",
        "\\PC{0,40}",
        "[\u{0}-\u{20}%'\"\\\\;<>&+=\\[\\]]{0,20}",
        "[0-9TZ:.+-]{1,30}",
        (1_usize..5_000, any::<char>()).prop_map(|(count, c)| c.to_string().repeat(count)),
        prop::sample::select(vec![
            "1",
            "true",
            "-1",
            "1e9",
            "9999-12-31T23:59:59Z",
            "0000-01-01T00:00:00+23:59",
            PASSWORD
        ])
        .prop_map(str::to_owned),
    ]
}

fn key() -> impl Strategy<Value = String> {
    let known = [
        "user[email]",
        "user[password]",
        "user[password_confirmation]",
        "user[current_password]",
        "user[nickname]",
        "user[code]",
        "user[age]",
        "user[wants_news]",
        "user[born_at]",
        "user[id]",
        "user",
        "user[]",
        "_method",
        "request_path",
        "_csrf_token",
        "user[email][]",
    ];
    prop_oneof![4 => prop::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => text()]
}

// Fuzz: forms with a good token, so that they reach the database.
fn random_forms_are_never_a_fault(database: Database) {
    let app = start(database);
    let (user, written) = (RefCell::new(app.registered(ANN)), Cell::new(0));
    let pairs = prop::collection::vec((key(), text()), 0..8);
    let paths = prop::sample::select(vec![("/session", "POST"), ("/registration", "POST"), ("/registration", "PUT")]);
    let run = runner(120).run(&(pairs, paths), |(pairs, (path, method))| {
        let mut guest = app.client();
        let mut user = user.borrow_mut();
        let (browser, page) =
            if method == "PUT" { (&mut *user, "/registration/edit") } else { (&mut guest, "/session/new") };
        let token = browser.token(page);
        // What is not fuzzed is right, so that the rest gets as far as the database. An address and a password that are
        // the account's own or another's would be refused before.
        let right: &[(&str, &str)] = match method {
            "PUT" => &[("user[current_password]", PASSWORD)],
            _ => &[
                ("user[email]", "fuzz@example.com"),
                ("user[password]", PASSWORD),
                ("user[password_confirmation]", PASSWORD),
            ],
        };
        let right = right.iter().copied().chain([("_csrf_token", &*token)]);
        let right = right.filter(|(name, _)| !pairs.iter().any(|(key, _)| key == name));
        let all: Vec<_> = right.chain(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str()))).collect();
        let form = pow_testing::client::encode(&all);
        let response = browser.request(method, path, Some(&form));
        prop_assert!(response.status < 500, "{method} {path}: {} for {form}", response.status);
        written.set(written.get() + usize::from(method == "PUT" && response.location() == Some("/registration/edit")));
        prop_assert!(method == "POST" || browser.current_user().is_some(), "signed out by {form}");
        Ok(())
    });
    run.unwrap();
    println!("{} of the forms changed the account", written.get());
    assert!(written.get() > 0, "no form got as far as the database");
    assert_eq!(app.client().get("/").status, 200);
}

/// JSON of every shape; what is plain is like the values of a form.
fn json_value() -> impl Strategy<Value = Value> {
    let plain = prop_oneof![
        4 => text().prop_map(Value::from),
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
    ];
    plain.prop_recursive(3, 12, 4, |inner| {
        let fields = prop::collection::btree_map(text(), inner.clone(), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            fields.prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

// Fuzz: JSON of programs, with the fields that there are and values of every shape.
fn random_json_is_never_a_fault(database: Database) {
    let app = start(database);
    drop(app.registered(ANN));
    let right = json!({"user": {"email": ANN, "password": PASSWORD}});
    let (user, written) = (RefCell::new(app.program()), Cell::new(0));
    assert_eq!(user.borrow_mut().post("/session", &right).status, 200);
    let fields = ["nickname", "code", "age", "wants_news", "born_at", "email", "password", "id"];
    let fields = prop::collection::btree_map(prop::sample::select(fields.to_vec()), json_value(), 0..4);
    let paths = prop::sample::select(vec![("/session", "POST"), ("/registration", "POST"), ("/registration", "PUT")]);
    let whole = prop_oneof![1 => json_value().prop_map(Some), 6 => Just(None)];
    let run = runner(120).run(&(fields, paths, whole), |(fields, (path, method), whole)| {
        let (mut guest, mut user) = (app.program(), user.borrow_mut());
        let program = if method == "PUT" { &mut *user } else { &mut guest };
        let mut sent = match method {
            "PUT" => json!({"user": {"current_password": PASSWORD}}),
            _ => {
                json!({"user": {"email": "fuzz@example.com", "password": PASSWORD, "password_confirmation": PASSWORD}})
            }
        };
        for (name, value) in fields {
            sent["user"][name] = value;
        }
        let sent = whole.unwrap_or(sent);
        let answer = program.send(method, path, Some(&sent));
        prop_assert!(answer.status < 500, "{} {}: {} for {}", method, path, answer.status, sent);
        written.set(written.get() + usize::from(method == "PUT" && answer.status == 200));
        Ok(())
    });
    run.unwrap();
    println!("{} of the bodies changed the account", written.get());
    assert!(written.get() > 0, "no body got as far as the database");
    assert_eq!(app.client().get("/").status, 200);
}

// Fuzz: bytes of any kind in every place of a request.
#[test]
fn random_requests_are_never_a_fault() {
    let app = TestApp::start();
    let real = app.registered(ANN).cookies["auth"].clone();
    let bytes = |max: usize| prop::collection::vec(any::<u8>(), 0..max);
    let path = prop_oneof![
        prop::sample::select(vec![
            "/",
            "/session",
            "/session/new",
            "/registration",
            "/registration/edit",
            "/protected"
        ])
        .prop_map(|path| path.as_bytes().to_vec()),
        "/[!-~]{0,60}".prop_map(String::into_bytes),
        "/session/new\\?[!-~]{0,200}".prop_map(String::into_bytes),
        "/session/new\\?request_path=[%0-9a-f/:.]{0,60}".prop_map(String::into_bytes),
        bytes(40),
    ];
    let method = prop_oneof![
        prop::sample::select(vec!["GET", "HEAD", "POST", "PUT", "DELETE"]).prop_map(str::to_owned),
        "[A-Za-z!#-]{1,12}"
    ];
    let name = prop::sample::select(vec![
        "Cookie",
        "Origin",
        "Sec-Fetch-Site",
        "Accept-Language",
        "User-Agent",
        "Content-Encoding",
        "Host",
    ]);
    let value = prop_oneof![
        bytes(80),
        "auth=[!-~]{0,60}".prop_map(String::into_bytes),
        "csrf=[!-~]{0,60}; flash=[A-Za-z0-9_-]{0,200}; pending=[A-Za-z0-9_-]{0,60}".prop_map(String::into_bytes),
        (0..real.len(), any::<u8>()).prop_map(move |(at, byte)| {
            let mut forged = format!("auth={real}").into_bytes();
            forged[at + 5] = byte;
            forged
        }),
    ];
    let headers = prop::collection::vec((name, value), 0..4);
    let run = runner(400).run(&(method, path, headers, bytes(300)), |(method, path, headers, body)| {
        let mut request = [method.as_bytes(), b" ", &path, b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"].concat();
        for (name, value) in &headers {
            request.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
        }
        let length = body.len();
        let kind = "Content-Type: application/x-www-form-urlencoded";
        request.extend(format!("{kind}\r\nContent-Length: {length}\r\n\r\n").into_bytes());
        request.extend(&body);
        let response = app.client().raw(&request);
        prop_assert!(response.status < 500, "{} for {}", response.status, request.escape_ascii());
        Ok(())
    });
    run.unwrap();
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303, "and the application still works");
}
