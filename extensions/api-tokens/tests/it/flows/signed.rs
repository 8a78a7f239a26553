//! A program signs in, gets a pair of tokens, and refreshes it.

use std::time::Duration;

use pow_core::json::json;
use pow_ext_api_tokens::{Jwt, JwtKey};
use pow_testing::{
    Client, Database, Response, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};

use crate::common::{
    body, builder, extension, first_pair, jwt, pair, refresh, signed_in_program, status, token_request, with_everything,
};

on_each_database!(program_gets_a_pair_uses_it_and_refreshes_it,);

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 3600);

fn app(database: Database) -> TestApp {
    let app = builder(with_everything(), database).start();
    drop(app.registered(ANN));
    app
}

fn program_gets_a_pair_uses_it_and_refreshes_it(database: Database) {
    let app = app(database);
    let mut program = signed_in_program(&app);
    let answer = program.post("/api-tokens/pair", &json!({"scope": "orders:read"}));
    let [access, token] = pair(&answer);
    let said = answer.json();
    assert_eq!((&said["token_type"], &said["expires_in"]), (&"Bearer".into(), &900.into()));
    assert_eq!(said["scope"], "orders:read");
    assert_eq!(status(&app, &access, "/api/orders"), 200);
    assert_eq!(status(&app, &access, "/api/both"), 403, "the scope was narrowed");
    app.clock.advance(15 * MINUTE);
    assert_eq!(status(&app, &access, "/api/orders"), 401, "expired");
    let [second, next] = pair(&refresh(&app, &token));
    assert_ne!(next, token);
    assert_eq!((status(&app, &second, "/api/orders"), status(&app, &second, "/api/both")), (200, 403));
}

#[test]
fn first_pair_takes_a_recent_sign_in_or_the_password_and_no_token() {
    let app = app(Database::sqlite());
    let mut program = signed_in_program(&app);
    let [access, _] = pair(&program.post("/api-tokens/pair", &json!({})));
    app.clock.advance(20 * MINUTE);
    let old = program.post("/api-tokens/pair", &json!({}));
    assert_eq!((old.status, &old.json()["error"]), (403, &"access_denied".into()));
    let wrong = program.post("/api-tokens/pair", &json!({"user": {"current_password": "wrong-password"}}));
    assert_eq!(wrong.status, 403);
    pair(&program.post("/api-tokens/pair", &json!({"user": {"current_password": PASSWORD}})));
    assert_eq!(app.program().post("/api-tokens/pair", &json!({})).status, 401, "a visitor");
    let mut with_token = crate::common::with(&app, &access);
    assert_eq!(with_token.post("/api-tokens/pair", &[]).status, 303, "a token is no sign-in");
    let wide = signed_in_program(&app).post("/api-tokens/pair", &json!({"scope": "admin:all"}));
    assert_eq!((wide.status, &wide.json()["error"]), (400, &"invalid_scope".into()));
}

#[test]
fn scope_that_is_sent_twice_or_is_no_text_widens_nothing() {
    let app = app(Database::sqlite());
    let mut program = signed_in_program(&app);
    for wrong in [
        json!({"scope": ["orders:read"]}),
        json!({"scope": "orders:read\u{0}"}),
        json!({"scopes": ["orders:read"]}),
        json!({"user": {"scope": ["orders:read"]}}),
        json!({"user": {"scopes": {"orders:read": "true"}}}),
    ] {
        let refused = program.post("/api-tokens/pair", &wrong);
        assert_eq!((refused.status, &refused.json()["error"]), (400, &"invalid_request".into()), "{wrong}");
    }
    for wrong in [json!({"scope": " "}), json!({"user": {"orders:read": false}}), json!({"user": {"admin:all": true}})]
    {
        let refused = program.post("/api-tokens/pair", &wrong);
        assert_eq!((refused.status, &refused.json()["error"]), (400, &"invalid_scope".into()), "{wrong}");
    }
    for right in [
        json!({"scopes": "orders:read"}),
        json!({"user": {"scopes": "orders:read"}}),
        json!({"user": {"orders:read": true, "orders:write": false}}),
    ] {
        assert_eq!(body(&program.post("/api-tokens/pair", &right))["scope"], "orders:read", "{right}");
    }
    let [_, token] = pair(&program.post("/api-tokens/pair", &json!({"scope": "orders:read profile:read"})));
    let own = [("grant_type", "refresh_token"), ("refresh_token", token.as_str())];
    for more in [[("scope", "orders:read"), ("scope", "orders:read")], [("scope[]", "orders:read"), ("x", "x")]] {
        let refused = token_request(&app, &[&own[..], &more].concat());
        assert_eq!((refused.status, &body(&refused)["error"]), (400, &"invalid_request".into()), "{more:?}");
    }
    let twice = token_request(&app, &[own[0], own[1], own[1]]);
    assert_eq!((twice.status, &body(&twice)["error"]), (400, &"invalid_request".into()));
    pair(&refresh(&app, &token));
}

#[test]
fn refresh_can_narrow_the_scope_and_not_widen_it() {
    let app = app(Database::sqlite());
    let [_, token] =
        pair(&signed_in_program(&app).post("/api-tokens/pair", &json!({"scope": "orders:read profile:read"})));
    let with = |token: &str, scope: &str| {
        token_request(&app, &[("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope)])
    };
    let refused = with(&token, "orders:read admin:all");
    assert_eq!((refused.status, &body(&refused)["error"]), (400, &"invalid_scope".into()));
    let narrowed = with(&token, "orders:read");
    assert_eq!(body(&narrowed)["scope"], "orders:read");
    let [access, next] = pair(&narrowed);
    assert_eq!(status(&app, &access, "/api/orders"), 200);
    assert_eq!(body(&with(&next, ""))["scope"], "orders:read profile:read", "the pair itself keeps its scopes");
    let wider = with(&next, "orders:write");
    assert!(wider.status == 400, "{}", wider.text());
}

#[test]
fn refresh_token_expires_unused_after_30_days_and_at_last_after_180() {
    let app = app(Database::sqlite());
    let [_, unused] = first_pair(&app);
    let [_, mut used] = first_pair(&app);
    for _ in 0..6 {
        app.clock.advance(30 * DAY - MINUTE);
        [_, used] = pair(&refresh(&app, &used));
    }
    assert_eq!(refresh(&app, &unused).status, 400);
    app.clock.advance(6 * MINUTE);
    assert_eq!(refresh(&app, &used).status, 400, "180 days are over");
}

#[test]
fn errors_of_the_endpoint_are_those_of_rfc_6749() {
    let app = app(Database::sqlite());
    for (form, error) in [
        (&[][..], "invalid_request"),
        (&[("grant_type", "refresh_token")], "invalid_request"),
        (&[("grant_type", "refresh_token"), ("refresh_token", "")], "invalid_request"),
        (&[("grant_type", "refresh_token"), ("refresh_token", "x")], "invalid_grant"),
        (&[("grant_type", "password"), ("username", ANN), ("password", PASSWORD)], "unsupported_grant_type"),
        (&[("grant_type", "authorization_code"), ("code", "x")], "unsupported_grant_type"),
    ] {
        let answer = token_request(&app, form);
        assert_eq!((answer.status, &body(&answer)["error"]), (400, &error.into()), "{form:?}");
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
    assert_eq!(app.client().get("/oauth/token").status, 405);
}

/// A client that sends a form, and accepts JSON alone as most libraries do.
fn accepting_json(app: &TestApp) -> Client {
    let mut client = app.client();
    client.headers.push(("Accept".to_owned(), "application/json".to_owned()));
    client
}

// RFC 6749, sections 5.1 and 5.2; RFC 7517, section 8.5.
#[test]
fn documents_of_standards_are_the_same_for_a_client_that_reads_json() {
    let app = app(Database::sqlite());
    let is_document = |answer: &Response| {
        assert_eq!(answer.header("content-type"), Some("application/json"), "{}", answer.text());
        body(answer)
    };
    let wrong = [("grant_type", "client_credentials"), ("client_id", "x"), ("client_secret", "x")];
    for (form, status, error) in [
        (&[][..], 400, "invalid_request"),
        (&[("grant_type", "password")], 400, "unsupported_grant_type"),
        (&[("grant_type", "refresh_token"), ("refresh_token", "x")], 400, "invalid_grant"),
        (&wrong, 401, "invalid_client"),
    ] {
        let answer = accepting_json(&app).post("/oauth/token", form);
        assert_eq!((answer.status, is_document(&answer)), (status, json!({ "error": error })));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("www-authenticate").is_some(), status == 401);
        assert_eq!(answer.body, token_request(&app, form).body);
    }
    let sent = json!({"grant_type": "refresh_token", "refresh_token": "x"});
    let answer = app.program().post("/oauth/token", &sent);
    assert_eq!((answer.status, is_document(&answer)), (400, json!({ "error": "invalid_grant" })), "sent as JSON");
    let [_, token] = first_pair(&app);
    let pair = accepting_json(&app).post("/oauth/token", &[("grant_type", "refresh_token"), ("refresh_token", &token)]);
    let names: Vec<_> = is_document(&pair).as_object().unwrap().keys().cloned().collect();
    assert_eq!(names, ["access_token", "expires_in", "refresh_token", "scope", "token_type"]);
    let keys = accepting_json(&app).get("/.well-known/jwks.json");
    assert_eq!(is_document(&keys), jwt().key_set());
    assert_eq!(keys.header("cache-control"), Some("public, max-age=3600"));
    let refused = signed_in_program(&app).post("/api-tokens/pair", &json!({"scope": "admin:all"}));
    assert_eq!(
        (&refused.json()["error"], &refused.json()["code"]),
        (&"invalid_scope".into(), &"api-tokens-invalid-scope".into())
    );
}

#[test]
fn public_keys_are_served_and_a_rotated_key_goes_on_verifying() {
    let app = app(Database::sqlite());
    let answer = app.client().get("/.well-known/jwks.json");
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    assert_eq!(answer.header("cache-control"), Some("public, max-age=3600"));
    let keys = body(&answer)["keys"].clone();
    assert_eq!((keys.as_array().unwrap().len(), &keys[0]["kid"]), (1, &"first".into()));
    assert!(keys[0].get("d").is_none(), "no private part");
    let [access, _] = first_pair(&app);
    let next = || JwtKey::eddsa_from_seed("second", b"another test value of 32 bytes: ").unwrap();
    let rotated = |with_old: bool| {
        let jwt = Jwt::new(jwt().issuer, jwt().audience, next());
        let jwt = if with_old { jwt.and_key(jwt_key()) } else { jwt };
        let list = move |config| pow_core::Config { extensions: pow_core::extensions![extension().jwt(jwt)], ..config };
        app.beside().config(list).routes(crate::common::mounted).start()
    };
    let (with_old, without_old) = (rotated(true), rotated(false));
    assert_eq!(status(&with_old, &access, "/api/orders"), 200);
    assert_eq!(status(&without_old, &access, "/api/orders"), 401);
    let [newer, _] = first_pair(&with_old);
    assert_eq!(status(&without_old, &newer, "/api/orders"), 200);
    assert_eq!(status(&app, &newer, "/api/orders"), 401, "an unknown kid");
}

fn jwt_key() -> JwtKey {
    JwtKey::eddsa_from_seed("first", b"a test value, not a secret: 32 b").unwrap()
}

#[test]
fn without_signed_tokens_their_routes_are_not_there() {
    let app = builder(extension(), Database::sqlite()).start();
    assert_eq!(app.client().get("/.well-known/jwks.json").status, 404);
    assert_eq!(token_request(&app, &[]).status, 404);
}
