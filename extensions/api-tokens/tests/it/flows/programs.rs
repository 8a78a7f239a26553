//! A program uses its token.

use pow_core::json::{Value, from_slice};
use pow_testing::{Client, Database, Response, client::ANN, on_each_database};

use crate::common::{app, builder, extension, made, status, with};

on_each_database!(token_opens_what_its_scopes_say_and_the_answer_names_what_is_missing,);

fn json(answer: &Response) -> Value {
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    from_slice(&answer.body).unwrap()
}

// ASVS 10.3.2
fn token_opens_what_its_scopes_say_and_the_answer_names_what_is_missing(database: Database) {
    let (app, mut ann) = app(database);
    let token = made(&mut ann, &["orders:read"], &[]);
    let id = app.user(ANN).unwrap().id().unwrap();
    let answer = with(&app, &token).get("/api/orders");
    assert_eq!((answer.status, answer.text()), (200, format!("{id} orders:read")));
    assert_eq!(answer.header("cache-control"), Some("private, no-store, no-cache"));
    assert!(answer.all("set-cookie").is_empty());
    assert_eq!(with(&app, &token).post("/api/orders", &[]).status, 200, "no form token is needed");
    let refused = with(&app, &token).get("/api/both");
    let problem = json(&refused);
    assert_eq!(
        (refused.status, &problem["code"], &problem["missing"]),
        (403, &"api-tokens-scope-missing".into(), &"orders:write".into())
    );
    assert_eq!(problem["detail"], "The token lacks a scope: orders:write.");
    let said = refused.header("www-authenticate").unwrap();
    assert_eq!(said, "Bearer error=\"insufficient_scope\", scope=\"orders:read orders:write\"");
    assert_eq!(status(&app, &token, "/api/any"), 200);
}

#[test]
fn write_includes_read_only_where_the_application_says_so() {
    for (extension, expected) in [(extension(), 403), (extension().write_implies_read(true), 200)] {
        let app = builder(extension, Database::sqlite()).start();
        let mut ann = app.registered(ANN);
        let token = made(&mut ann, &["orders:write"], &[]);
        assert_eq!(status(&app, &token, "/api/orders"), expected);
        let other = made(&mut ann, &["profile:read"], &[]);
        assert_eq!(status(&app, &other, "/api/orders"), 403);
    }
}

#[test]
fn scope_that_was_taken_from_the_configuration_grants_nothing_more() {
    let (app, mut ann) = app(Database::sqlite());
    let token = made(&mut ann, &["orders:read", "profile:read"], &[]);
    let less = pow_ext_api_tokens::ApiTokens::new(["profile:read"]).prefix("acme");
    let list = |config| pow_core::Config { extensions: pow_core::extensions![less], ..config };
    let later = app.beside().config(list).routes(crate::common::mounted).start();
    assert_eq!((status(&later, &token, "/api/orders"), status(&later, &token, "/api/any")), (403, 200));
}

// CS11
#[test]
fn token_opens_no_page_and_a_session_opens_no_api() {
    let (app, mut ann) = app(Database::sqlite());
    let token = made(&mut ann, &["orders:read", "orders:write", "profile:read"], &[]);
    let mut program = with(&app, &token);
    for page in ["/inside", "/registration/edit", "/api-tokens", "/api-tokens/new"] {
        assert_eq!(program.get(page).status, 303, "{page}");
    }
    assert_eq!(program.get("/open").text(), "guest");
    assert_eq!(ann.get("/api/orders").status, 401, "a browser's session is no token");
    assert_eq!(ann.get("/inside").status, 200);
    let mut both = ann.clone();
    let judged = |both: &mut Client, token: &str| {
        both.headers = vec![("Authorization".to_owned(), format!("Bearer {token}"))];
        (both.get("/inside").status, both.get("/api/orders").status)
    };
    assert_eq!(judged(&mut both, &token), (303, 200), "the header is judged alone");
    assert_eq!(judged(&mut both, "acme_sk_wrong"), (303, 401));
    assert_eq!(ann.get("/inside").status, 200, "the session is as it was");
}

#[test]
fn answer_without_a_valid_token_is_a_401_in_the_readers_language() {
    let (app, _) = app(Database::sqlite());
    let guest = app.client().get("/api/orders");
    assert_eq!((guest.status, guest.header("www-authenticate")), (401, Some("Bearer")));
    assert_eq!(json(&guest)["code"], "api-tokens-unauthorized");
    let mut german = with(&app, "x");
    german.headers.push(("Accept-Language".to_owned(), "de".to_owned()));
    let refused = german.get("/api/orders");
    assert_eq!(refused.header("www-authenticate"), Some("Bearer error=\"invalid_token\""));
    assert_eq!(refused.header("content-language"), Some("de"));
    assert_ne!(json(&refused)["detail"], json(&guest)["detail"]);
}
