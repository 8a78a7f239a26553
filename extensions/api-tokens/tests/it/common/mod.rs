//! Helpers of the tests of this crate.

use actix_web::web;
use pow_core::{
    Config, CurrentUser, Pow,
    extension::Extension,
    json::{Value, json},
};
use pow_ext_api_tokens::{ApiTokens, Caller, Jwt, JwtKey, RequireScopes, ServiceAccount, Subject};
use pow_testing::{
    Client, Database, Response, TestApp,
    app::Builder,
    client::{ANN, PASSWORD, Program},
};

pub(crate) fn extension() -> ApiTokens {
    ApiTokens::new(["orders:read", "orders:write", "profile:read"]).prefix("acme")
}

/// The first secret of the service account `reports`; a test value.
pub(crate) const SECRET: &str = "a-test-value-of-32-bytes-and-more";
/// The second one; a test value, with characters that a form encodes.
pub(crate) const NEXT_SECRET: &str = "another test-value: 100% of 32 bytes & more";

pub(crate) fn jwt() -> Jwt {
    let key = JwtKey::eddsa_from_seed("first", b"a test value, not a secret: 32 b").unwrap();
    Jwt::new("https://acme.example", "https://acme.example/api", key)
}

/// With signed tokens and a service account.
pub(crate) fn with_everything() -> ApiTokens {
    let reports = ServiceAccount::new("reports", SECRET, ["orders:read", "profile:read"]).and_secret(NEXT_SECRET);
    extension().jwt(jwt()).service_account(reports)
}

async fn who(user: CurrentUser, caller: Caller) -> String {
    format!("{} {}", user.id().unwrap(), caller.scopes)
}

/// For users and for service accounts.
async fn whoever(user: pow_core::MaybeUser, caller: Caller) -> String {
    match (&caller.subject, user.0) {
        (Subject::User(id), Some(user)) if user.id().unwrap() == *id => format!("user {}", caller.scopes),
        (Subject::Service(id), None) => format!("service {id} {}", caller.scopes),
        other => format!("{other:?}"),
    }
}

async fn anyone(user: pow_core::MaybeUser) -> String {
    user.0.map_or("guest".to_owned(), |user| user.id().unwrap().to_string())
}

/// An API, and a page that is not a part of it.
pub(crate) fn mounted(config: &mut web::ServiceConfig, pow: &Pow) {
    let needs = |scopes: &[&'static str]| RequireScopes::new(pow, scopes.iter().copied());
    let reads = web::resource("/api/orders").wrap(needs(&["orders:read"]));
    let writes = web::resource("/api/both").wrap(needs(&["orders:read", "orders:write"]));
    config
        .service(reads.get(who).post(who))
        .service(writes.get(who))
        .service(web::resource("/api/whoever").wrap(needs(&["orders:read"])).get(whoever))
        .service(web::resource("/api/any").wrap(needs(&[])).get(who))
        .service(web::resource("/inside").wrap(pow.require_authenticated()).get(anyone))
        .route("/open", web::get().to(anyone));
}

pub(crate) fn builder(extension: ApiTokens, database: Database) -> Builder {
    TestApp::with(extension).database(database).routes(mounted)
}

/// An application with the extension and a registered user.
pub(crate) fn app(database: Database) -> (TestApp, Client) {
    let app = builder(extension(), database).start();
    let ann = app.registered(ANN);
    (app, ann)
}

pub(crate) fn beside(database: Database, others: Vec<std::sync::Arc<dyn Extension>>) -> TestApp {
    let more = move |mut config: Config| {
        config.extensions.extend(others);
        config
    };
    builder(extension(), database).config(more).start()
}

/// Makes a token by the form, and returns it.
pub(crate) fn made(browser: &mut Client, scopes: &[&str], more: &[(&str, &str)]) -> String {
    let answer = make(browser, scopes, more);
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.element_text("api-token")
}

/// Sends the form of a new token.
pub(crate) fn make(browser: &mut Client, scopes: &[&str], more: &[(&str, &str)]) -> Response {
    let scopes: Vec<_> = scopes.iter().map(|scope| format!("user[{scope}]")).collect();
    let mut form = vec![("user[name]", "Backup")];
    form.extend(scopes.iter().map(|scope| (scope.as_str(), "true")));
    form.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    form.extend_from_slice(more);
    browser.submit("/api-tokens/new", "/api-tokens", &form)
}

/// A program with this token.
pub(crate) fn with(app: &TestApp, token: &str) -> Client {
    let mut program = app.client();
    program.headers.push(("Authorization".to_owned(), format!("Bearer {token}")));
    program
}

pub(crate) fn status(app: &TestApp, token: &str, path: &str) -> u16 {
    with(app, token).get(path).status
}

/// A program that is signed in.
pub(crate) fn signed_in_program(app: &TestApp) -> Program {
    let mut program = app.program();
    let answer = program.post("/session", &json!({"user": {"email": ANN, "password": PASSWORD}}));
    assert_eq!(answer.status, 200, "{}", answer.text());
    program
}

/// The entries of the list.
pub(crate) fn listed(program: &mut Program) -> Vec<Value> {
    program.get("/api-tokens").json()["tokens"].as_array().unwrap().clone()
}

/// A request to the token endpoint, as a form without a word about JSON.
pub(crate) fn token_request(app: &TestApp, form: &[(&str, &str)]) -> Response {
    app.client().post("/oauth/token", form)
}

pub(crate) fn body(answer: &Response) -> Value {
    pow_core::json::from_slice(&answer.body).unwrap()
}

/// Access token and refresh token of an answer.
pub(crate) fn pair(answer: &Response) -> [String; 2] {
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.header("cache-control").unwrap().contains("no-store"));
    let body = body(answer);
    ["access_token", "refresh_token"].map(|name| body[name].as_str().unwrap().to_owned())
}

/// The first pair of a program that signs in.
pub(crate) fn first_pair(app: &TestApp) -> [String; 2] {
    pair(&signed_in_program(app).post("/api-tokens/pair", &json!({})))
}

pub(crate) fn refresh(app: &TestApp, token: &str) -> Response {
    token_request(app, &[("grant_type", "refresh_token"), ("refresh_token", token)])
}
