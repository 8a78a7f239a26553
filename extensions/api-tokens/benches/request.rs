//! The cost of a request with a token: `cargo bench -p pow-ext-api-tokens`.
//!
//! One handler answers a session, a personal token and a signed token. What is measured is the CPU time of the process, the client's part
//! included, which is the same for all. The rounds alternate; the smallest of each counts.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark fails by panicking")]

use std::{sync::Arc, time::Duration};

use actix_web::web;
use pow_core::{Config, CurrentUser, clock::SystemClock, json::json};
use pow_ext_api_tokens::{ApiTokens, Jwt, JwtKey, RequireScopes};
use pow_testing::{
    Client, TestApp,
    client::{ANN, PASSWORD},
};
use rustix::time::{ClockId, clock_gettime};

const ROUNDS: usize = 500;
const EACH: u32 = 20;

async fn page(user: CurrentUser) -> String {
    user.id().unwrap().to_string()
}

fn app() -> TestApp {
    let key = JwtKey::eddsa_from_seed("bench", b"a test value, not a secret: 32 b").unwrap();
    let tokens = ApiTokens::new(["orders:read"]).jwt(Jwt::new("acme", "api", key));
    let builder = TestApp::with(tokens).config(|config| Config { clock: Arc::new(SystemClock), ..config });
    let builder = builder.routes(|config, pow| {
        let guard = RequireScopes::new(pow, ["orders:read"]);
        config.service(web::resource("/api").wrap(guard).get(page));
        config.service(web::resource("/page").wrap(pow.require_authenticated()).get(page));
    });
    builder.start()
}

fn with(app: &TestApp, token: &str) -> Client {
    let mut program = app.client();
    program.headers.push(("Authorization".to_owned(), format!("Bearer {token}")));
    program
}

fn main() {
    let app = app();
    let mut ann = app.registered(ANN);
    let form = [("user[name]", "Bench"), ("user[orders:read]", "true")];
    let personal = ann.submit("/api-tokens/new", "/api-tokens", &form).element_text("api-token");
    let mut program = app.program();
    assert_eq!(program.post("/session", &json!({"user": {"email": ANN, "password": PASSWORD}})).status, 200);
    let pair = program.post("/api-tokens/pair", &json!({})).json();
    let signed = pair["access_token"].as_str().unwrap().to_owned();
    let subjects = [
        ("session", ann, "/page"),
        ("personal token", with(&app, &personal), "/api"),
        ("signed token", with(&app, &signed), "/api"),
    ];
    let mut best = [Duration::MAX; 3];
    for _ in 0..ROUNDS {
        for (best, (_, client, path)) in best.iter_mut().zip(&subjects) {
            let bytes = client.bytes("GET", path, None);
            let before = cpu();
            for _ in 0..EACH {
                assert_eq!(client.raw(&bytes).status, 200);
            }
            *best = (*best).min((cpu() - before) / EACH);
        }
    }
    for (best, (name, ..)) in best.iter().zip(&subjects) {
        println!("{name}: {best:?}");
    }
}

fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap(), time.tv_nsec.try_into().unwrap())
}
