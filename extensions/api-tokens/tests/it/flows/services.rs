//! A service account gets a token for an hour and acts for no user.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use pow_ext_api_tokens::ServiceAccount;
use pow_testing::{Database, Response, TestApp, client::encode, on_each_database};

use crate::common::{
    NEXT_SECRET, SECRET, body, builder, extension, jwt, mounted, status, token_request, with, with_everything,
};

on_each_database!(service_account_gets_a_token_and_uses_it,);

/// The id that a user may have.
const UUID: &str = "0190a4b2-7c11-7000-8000-000000000001";

fn app(database: Database) -> TestApp {
    builder(with_everything(), database).start()
}

fn ask(app: &TestApp, more: &[(&str, &str)]) -> Response {
    token_request(app, &[&[("grant_type", "client_credentials")], more].concat())
}

/// Asks with HTTP Basic.
fn basic(app: &TestApp, id: &str, secret: &str) -> Response {
    let mut client = app.client();
    let encoded = |text: &str| encode(&[("", text)]).trim_start_matches('=').to_owned();
    let credentials = STANDARD.encode(format!("{}:{}", encoded(id), encoded(secret)));
    client.headers.push(("Authorization".to_owned(), format!("Basic {credentials}")));
    client.post("/oauth/token", &[("grant_type", "client_credentials")])
}

fn access(answer: &Response) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text());
    body(answer)["access_token"].as_str().unwrap().to_owned()
}

fn service_account_gets_a_token_and_uses_it(database: Database) {
    let app = app(database);
    let answer = ask(&app, &[("client_id", "reports"), ("client_secret", SECRET)]);
    let token = access(&answer);
    let said = body(&answer);
    assert_eq!((&said["expires_in"], &said["scope"]), (&3600.into(), &"orders:read profile:read".into()));
    assert!(said.get("refresh_token").is_none());
    let used = with(&app, &token).get("/api/whoever");
    assert_eq!((used.status, used.text()), (200, "service reports orders:read profile:read".to_owned()));
    assert_eq!(status(&app, &token, "/api/both"), 403);
    assert_eq!(status(&app, &token, "/api/orders"), 401, "a handler that wants a user");
    assert_eq!(status(&app, &token, "/inside"), 303);
    app.clock.advance(Duration::from_secs(3600));
    assert_eq!(status(&app, &token, "/api/whoever"), 401);
}

#[test]
fn both_secrets_are_valid_by_basic_and_by_the_form_until_one_is_removed() {
    let app = app(Database::sqlite());
    for secret in [SECRET, NEXT_SECRET] {
        access(&ask(&app, &[("client_id", "reports"), ("client_secret", secret)]));
        access(&basic(&app, "reports", secret));
    }
    let token = access(&basic(&app, "reports", SECRET));
    let only_next =
        extension().jwt(jwt()).service_account(ServiceAccount::new("reports", NEXT_SECRET, ["orders:read"]));
    let list = |config| pow_core::Config { extensions: pow_core::extensions![only_next], ..config };
    let later = app.beside().config(list).routes(mounted).start();
    assert_eq!(basic(&later, "reports", SECRET).status, 401);
    access(&basic(&later, "reports", NEXT_SECRET));
    let used = with(&later, &token).get("/api/whoever").text();
    assert_eq!(used, "service reports orders:read", "it lost the scope that the account lost");
    let none = |config| pow_core::Config { extensions: pow_core::extensions![extension().jwt(jwt())], ..config };
    let gone = app.beside().config(none).routes(mounted).start();
    assert_eq!(status(&gone, &token, "/api/whoever"), 401, "the account is gone");
}

#[test]
fn scope_can_be_narrowed_and_not_widened() {
    let app = app(Database::sqlite());
    let own = [("client_id", "reports"), ("client_secret", SECRET)];
    let with_scope = |scope| ask(&app, &[&own[..], &[("scope", scope)]].concat());
    let narrowed = with_scope("orders:read");
    assert_eq!(body(&narrowed)["scope"], "orders:read");
    let used = with(&app, &access(&narrowed)).get("/api/whoever").text();
    assert_eq!(used, "service reports orders:read");
    for wide in ["orders:write", "orders:read admin:all"] {
        let refused = with_scope(wide);
        assert_eq!((refused.status, &body(&refused)["error"]), (400, &"invalid_scope".into()), "{wide}");
    }
}

// Every `+` of a secret in Base64 is a space if it is form-decoded, and `curl -u` doesn't encode it.
#[test]
fn basic_credentials_are_accepted_as_they_are_and_form_encoded() {
    let secret = "a+test/value+of+32+bytes+in+base64==";
    let account = ServiceAccount::new("reports", secret, ["orders:read"]);
    let app = builder(extension().jwt(jwt()).service_account(account), Database::sqlite()).start();
    let raw = |secret: &str| {
        let mut client = app.client();
        let credentials = STANDARD.encode(format!("reports:{secret}"));
        client.headers.push(("Authorization".to_owned(), format!("Basic {credentials}")));
        client.post("/oauth/token", &[("grant_type", "client_credentials")])
    };
    access(&raw(secret));
    access(&basic(&app, "reports", secret));
    assert_eq!(raw(&secret.replace('+', " ")).status, 401, "another secret");
}

// G3
#[test]
fn parameter_that_is_sent_twice_or_is_no_text_grants_nothing() {
    let app = app(Database::sqlite());
    let own = [("client_id", "reports"), ("client_secret", SECRET)];
    for more in [
        &[("scope", "orders:read"), ("scope", "orders:read")][..],
        &[("scope[]", "orders:read")],
        &[("scope", "orders:read\u{0}")],
        &[("client_id", "reports")],
        &[("client_secret", SECRET)],
    ] {
        let refused = ask(&app, &[&own[..], more].concat());
        assert_eq!((refused.status, &body(&refused)["error"]), (400, &"invalid_request".into()), "{more:?}");
    }
    let list = pow_core::json::json!({
        "grant_type": "client_credentials", "client_id": "reports", "client_secret": SECRET, "scope": ["orders:read"],
    });
    let refused = app.program().post("/oauth/token", &list);
    assert_eq!((refused.status, &refused.json()["error"]), (400, &"invalid_request".into()));
    let without_value = ask(&app, &[&own[..], &[("scope", "")]].concat());
    assert_eq!(body(&without_value)["scope"], "orders:read profile:read", "no value counts as no word");
}

// G3
#[test]
fn unknown_wrong_missing_malformed_and_empty_credentials_get_one_answer() {
    let app = app(Database::sqlite());
    let mut malformed = app.client();
    malformed.headers.push(("Authorization".to_owned(), "Basic !".to_owned()));
    let answers = [
        ask(&app, &[("client_id", "nobody"), ("client_secret", SECRET)]),
        ask(&app, &[("client_id", "reports"), ("client_secret", "a-wrong-test-value-of-32-bytes-xx")]),
        ask(&app, &[("client_id", "reports")]),
        ask(&app, &[]),
        malformed.post("/oauth/token", &[("grant_type", "client_credentials")]),
        basic(&app, "nobody", SECRET),
        basic(&app, "reports", ""),
        basic(&app, "", ""),
    ];
    for answer in &answers {
        assert_eq!((answer.status, answer.text().as_str()), (401, "{\"error\":\"invalid_client\"}"));
        assert_eq!(answer.header("www-authenticate"), Some("Basic realm=\"token\""));
        assert_eq!(answer.headers.len(), answers[0].headers.len());
    }
    let mut both = app.client();
    both.headers.push(("Authorization".to_owned(), "Basic cmVwb3J0czp4".to_owned()));
    let twice = [("grant_type", "client_credentials"), ("client_id", "reports"), ("client_secret", SECRET)];
    let refused = both.post("/oauth/token", &twice);
    assert_eq!((refused.status, &body(&refused)["error"]), (400, &"invalid_request".into()), "two ways at once");
}

#[test]
fn account_that_can_not_work_is_refused_at_the_start() {
    let own = || ServiceAccount::new("reports", SECRET, ["orders:read"]);
    for (extension, said) in [
        (extension().service_account(own()), "need signed tokens"),
        (extension().jwt(jwt()).service_account(own()).service_account(own()), "two service accounts"),
        (extension().jwt(jwt()).service_account(ServiceAccount::new("a b", SECRET, ["orders:read"])), "the id of"),
        (extension().jwt(jwt()).service_account(ServiceAccount::new("7", SECRET, ["orders:read"])), "is reserved"),
        (extension().jwt(jwt()).service_account(ServiceAccount::new("user", SECRET, ["orders:read"])), "is reserved"),
        (extension().jwt(jwt()).service_account(ServiceAccount::new(UUID, SECRET, ["orders:read"])), "is reserved"),
        (extension().jwt(jwt()).service_account(ServiceAccount::new("x", "short", ["orders:read"])), "16 bytes"),
        (extension().jwt(jwt()).service_account(own().and_secret(SECRET).and_secret(SECRET)), "one or two"),
        (extension().jwt(jwt()).service_account(ServiceAccount::new("x", SECRET, ["admin:all"])), "only those"),
        (extension().jwt(jwt()).service_account(ServiceAccount::new("x", SECRET, [""; 0])), "must have scopes"),
    ] {
        let refusal = TestApp::with(extension).refusal();
        assert!(refusal.contains(said), "{said}: {refusal}");
    }
}
