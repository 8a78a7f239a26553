//! What the tests of this crate share.

use actix_web::web;
use pow_core::{
    Config, CurrentUser, Pow,
    extension::Extension,
    json::{Value, json},
};
use pow_ext_api_tokens::{ApiTokens, Caller, RequireScopes};
use pow_testing::{
    Client, Database, Response, TestApp,
    app::Builder,
    client::{ANN, PASSWORD, Program},
};

pub(crate) fn extension() -> ApiTokens {
    ApiTokens::new(["orders:read", "orders:write", "profile:read"]).prefix("acme")
}

async fn who(user: CurrentUser, caller: Caller) -> String {
    format!("{} {}", user.id().unwrap(), caller.scopes)
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
