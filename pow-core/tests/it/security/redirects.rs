//! `request_path`: where a sign-in may lead, and where it never does.
use pow_testing::{
    Client, Response, TestApp,
    client::{self, ANN, PASSWORD},
};

/// Signs in with a `request_path` in the form, as it would be typed into it.
fn sign_in_to(app: &TestApp, request_path: &str) -> Response {
    let typed = [("user[email]", ANN), ("user[password]", PASSWORD), ("request_path", request_path)];
    app.client().submit("/session/new", "/session", &typed)
}

/// Signs in with a raw query.
fn sign_in_by_query(app: &TestApp, query: &str) -> Response {
    let mut browser: Client = app.client();
    let token = browser.token("/session/new");
    let typed = [("_csrf_token", &*token), ("user[email]", ANN), ("user[password]", PASSWORD)];
    browser.post(&format!("/session?{query}"), &typed)
}

#[track_caller]
fn assert_leads_home(response: &Response, tried: &str) {
    assert_eq!((response.status, response.location()), (303, Some("/")), "{tried:?}");
    assert_eq!(response.all("location").len(), 1, "{tried:?}");
    assert_eq!(response.header("x-evil"), None, "{tried:?}");
}

fn start() -> TestApp {
    let app = TestApp::start();
    drop(app.registered(ANN));
    app
}

// P5, P26
#[test]
fn path_of_our_own_is_followed() {
    let app = start();
    for path in ["/protected", "/notes?page=2&q=a%20b", "/a/b/c", "/@ann", "/registration/edit", "/session/newer"] {
        assert_eq!(sign_in_to(&app, path).location(), Some(path));
    }
    assert_eq!(sign_in_by_query(&app, "request_path=%2Fprotected").location(), Some("/protected"));
    assert_eq!(sign_in_to(&app, "/notes#part").location(), Some("/notes"), "a fragment is dropped");
}

// R1, R2
#[test]
fn other_hosts_are_not_followed() {
    let app = start();
    for evil in [
        "//evil.test",
        "///evil.test",
        "/////evil.test",
        "/\\evil.test",
        "\\/evil.test",
        "\\\\evil.test",
        "\\evil.test",
        "evil.test",
        "//evil.test/..",
        "/\\/evil.test",
        "@evil.test",
        "//@evil.test",
        ":80//evil.test",
        "",
    ] {
        assert_leads_home(&sign_in_to(&app, evil), evil);
        let query = client::encode(&[("request_path", evil)]);
        assert_leads_home(&sign_in_by_query(&app, &query), evil);
    }
}

// R3
#[test]
fn control_characters_split_no_header() {
    let app = start();
    for evil in [
        "/\t/evil.test",
        "/\t//evil.test",
        "/\n/evil.test",
        "/a\r\nX-Evil: 1",
        "/a\r\n\r\n<h1>evil</h1>",
        "/a\0b",
        "/ /evil",
        " //evil.test",
        "\t//evil.test",
        "/a\u{b}b",
        "/a\u{7f}b",
        "/%09/evil.test",
        "/%0d%0aX-Evil:1",
        "/%250d%250aX-Evil:1",
        "/%25250d%25250aX-Evil:1",
        "/a%00b",
        "/%5cevil.test",
        "/%2fevil.test",
        "/%2f%2fevil.test",
        "/%252fevil.test",
    ] {
        assert_leads_home(&sign_in_to(&app, evil), evil);
    }
}

// R4
#[test]
fn schemes_are_not_followed() {
    let app = start();
    for evil in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "https:evil.test",
        "https://evil.test",
        "http:///evil.test",
        "https:/evil.test",
        "vbscript:x",
        "file:///etc/passwd",
        "mailto:a@b",
    ] {
        assert_leads_home(&sign_in_to(&app, evil), evil);
    }
    // Not even with our own name in front.
    let own = format!("http://{}/protected", app.address());
    assert_leads_home(&sign_in_to(&app, &own), &own);
}

// R5
#[test]
fn letters_of_other_scripts_are_not_followed() {
    let app = start();
    for evil in ["/\u{ff0f}evil.test", "\u{ff0f}\u{ff0f}evil.test", "/\u{2044}evil.test", "/\u{202e}evil", "/caf\u{e9}"]
    {
        assert_leads_home(&sign_in_to(&app, evil), evil);
    }
    assert_eq!(sign_in_to(&app, "/caf%C3%A9").location(), Some("/caf%C3%A9"));
}

// R6
#[test]
fn dot_segments_are_resolved_before_they_are_judged() {
    let app = start();
    for evil in ["/..//evil.test", "/.//evil.test", "/a/..//evil.test", "/%2e%2e//evil.test", "/a/%2e%2e//evil.test"] {
        assert_leads_home(&sign_in_to(&app, evil), evil);
    }
    assert_eq!(sign_in_to(&app, "/a/../protected").location(), Some("/protected"));
}

// R7
#[test]
fn what_can_not_be_read_is_no_fault() {
    let app = start();
    let long = format!("/{}", "a".repeat(3_000));
    assert_leads_home(&sign_in_to(&app, &long), "3,000 bytes");
    for query in [
        "request_path=%",
        "request_path=%zz",
        "request_path=%ff%fe",
        "request_path",
        "request_path[]=/a",
        "request_path[a]=/a",
        "request_path=/%",
        "request_path=/a%2",
        "request_path=%00",
    ] {
        assert_leads_home(&sign_in_by_query(&app, query), query);
        assert_eq!(app.client().get(&format!("/session/new?{query}")).status, 200, "{query}");
    }
    let endless = format!("request_path=/{}", "a".repeat(60_000));
    assert!(app.client().get(&format!("/session/new?{endless}")).status < 500);
}

// R8
#[test]
fn referer_is_never_followed() {
    let app = start();
    let mut browser = app.client();
    browser.headers.push(("Referer".to_owned(), "https://evil.test/".to_owned()));
    assert_leads_home(&browser.sign_in(ANN, PASSWORD), "Referer");
    assert_eq!(browser.sign_out().location(), Some("/session/new"));
    assert_eq!(browser.get("/protected").location(), Some("/session/new?request_path=%2Fprotected"));
    // The form of a session that is over: neither the Referer nor the form's own path is a way back.
    let mut signed_in = app.client();
    signed_in.headers.push(("Referer".to_owned(), "https://evil.test/".to_owned()));
    assert_eq!(signed_in.sign_in(ANN, PASSWORD).status, 303);
    let page = signed_in.get("/registration/edit").text();
    let user = app.user(ANN).unwrap().id().unwrap();
    app.block_on(app.pow.sessions().revoke_all(user, None)).unwrap();
    assert_eq!(signed_in.account_form_from(&page, &[]).location(), Some("/session/new"));
}

// R10
#[test]
fn pages_that_lead_away_again_are_not_followed() {
    let app = start();
    for path in [
        "/session",
        "/session?_method=delete",
        "/session/new",
        "/session/new?request_path=%2Fsession%2Fnew",
        "/registration",
        "/registration/new",
        "/registration/../session/new",
    ] {
        assert_leads_home(&sign_in_to(&app, path), path);
    }
}

// R11
#[test]
fn form_goes_before_the_query_and_both_are_judged() {
    let app = start();
    let both = |query: &str, body: &[&str]| {
        let mut browser = app.client();
        let token = browser.token("/session/new");
        let mut typed = vec![("_csrf_token", &*token), ("user[email]", ANN), ("user[password]", PASSWORD)];
        typed.extend(body.iter().map(|path| ("request_path", *path)));
        let location = browser.post(&format!("/session?request_path={query}"), &typed);
        location.location().unwrap().to_owned()
    };
    assert_eq!(both("/a", &["/b"]), "/b");
    assert_eq!(both("/a", &["//evil.test"]), "/");
    assert_eq!(both("//evil.test", &[]), "/");
    assert_eq!(both("/a", &["/b", "/b"]), "/", "two values are none");
    assert_eq!(both("/a&request_path=/b", &[]), "/");
}

// X4
#[test]
fn request_path_is_escaped_in_the_form() {
    let app = start();
    let html = app.client().get("/session/new?request_path=/%22onmouseover=alert(1)%2F%22").text();
    assert!(!html.contains("\"onmouseover"), "{html}");
    let html = app.client().get("/session/new?request_path=/a%3Fb%3D%22%3E%3Cscript%3E").text();
    assert!(!html.contains("<script"), "{html}");
}
