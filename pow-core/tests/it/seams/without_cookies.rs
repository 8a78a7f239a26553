//! A route that neither reads nor writes what a browser sends by itself.

use std::sync::Arc;

use pow_core::{
    Error, async_trait,
    conn::{Conn, Reply},
    controllers::Controller,
    cookie::SetCookie,
    extension::{Access, Action, Extension, Method, Outcome, Recognised, Registry, Route},
    json::json,
    pages::Flash,
    schema::Value,
    users::EMAIL,
};
use pow_testing::{
    Client, TestApp,
    client::{ANN, PASSWORD},
};

const BEN: &str = "ben@example.com";
const CREATE: Action = Action::new("inbound", "inbound", "create");

/// Tells who sends, and tries to keep something with the client.
#[derive(Clone, Copy, Debug)]
struct Inbound;

#[async_trait]
impl Controller for Inbound {
    async fn process(&self, _: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        conn.flash(Flash::info("account-updated"));
        conn.keep("inbound", "x", std::time::Duration::from_secs(60))?;
        let cookie: SetCookie = conn.pow().cookie("inbound")?;
        conn.set_cookie(cookie.set("x", None)?);
        Ok(Outcome::Ok(conn.user().cloned()))
    }

    async fn respond(&self, _: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        let Outcome::Ok(user) = outcome else { return Ok(Reply::redirect("/")) };
        let name = user.and_then(|user| conn.user_id_of(&user)).unwrap_or_default();
        Ok(Reply::html(200, format!("{name}, cookies: {}", conn.request().cookies.len())))
    }
}

#[async_trait]
impl Extension for Inbound {
    fn id(&self) -> &'static str {
        "inbound"
    }

    fn register(&self, registry: &mut Registry) {
        registry.authenticates();
        let route = |path: &str| Route::new(&[Method::Post], path, CREATE, Access::Anyone, Inbound);
        registry.route(route("/inbound").without_cookies());
        let own = route("/inbound/own").without_cookies();
        registry.route(own.failures(json!({ "type": "object", "required": ["ok"] }), failed));
    }

    async fn authenticate(&self, conn: &mut Conn) -> Result<Option<Recognised>, Error> {
        let Some(name) = conn.request().authorization.as_deref().and_then(|text| text.strip_prefix("Bearer ")) else {
            return Ok(None);
        };
        let user = conn.pow().users().get_by(conn.cx(), EMAIL.name(), Value::Text(name.to_owned())).await?;
        Ok(user.map(Recognised::ForThisRequest))
    }
}

fn failed(status: u16) -> Reply {
    Reply::html(status, json!({ "ok": false }).to_string()).header("content-type", "application/json")
}

fn app() -> TestApp {
    let app = TestApp::builder().config(|mut config| {
        config.extensions.push(Arc::new(Inbound));
        config
    });
    app.start()
}

fn send(browser: &mut Client) -> String {
    let answer = browser.post("/inbound", &[]);
    assert_eq!((answer.status, answer.all("set-cookie").len()), (200, 0), "{}", answer.text());
    answer.text()
}

// CS1, CS6: what is accepted from everywhere has no authority of the browser's.
#[test]
fn form_of_another_site_is_taken_and_the_browsers_cookies_are_not() {
    let app = app();
    let mut ann = app.registered(ANN);
    drop(app.registered(BEN));
    assert_eq!(send(&mut ann), ", cookies: 0");
    ann.headers.push(("Sec-Fetch-Site".to_owned(), "cross-site".to_owned()));
    assert_eq!(send(&mut ann), ", cookies: 0");
    ann.headers.push(("Authorization".to_owned(), format!("Bearer {BEN}")));
    assert_eq!(send(&mut ann), format!("{BEN}, cookies: 0"), "the header is judged alone");
    ann.headers.clear();
    assert_eq!(ann.current_user().as_deref(), Some(ANN), "the session is as it was");
    assert_eq!(ann.post("/session", &[("_method", "DELETE")]).status, 403, "other routes need the token");
}

#[test]
fn program_is_who_it_is_on_such_a_route() {
    let app = app();
    drop(app.registered(ANN));
    let mut program = app.program();
    let body = json!({"user": {"email": ANN, "password": PASSWORD}});
    assert_eq!(program.post("/session", &body).status, 200);
    let answer = program.post("/inbound", &json!({}));
    assert_eq!((answer.status, &answer.json()["meta"]["signed_in"]), (200, &true.into()), "{}", answer.text());
}

#[test]
fn route_gives_failures_before_its_action_its_own_form() {
    let app = app();
    let mut sender = app.client();
    let mut refused = |path: &str, kind: &str, body: &str| {
        sender.headers = vec![("Content-Type".to_owned(), kind.to_owned())];
        let answer = sender.request("POST", path, Some(body));
        let kind = answer.header("content-type").unwrap_or_default().to_owned();
        (answer.status, kind, answer.text() == r#"{"ok":false}"#)
    };
    let json = "application/json";
    let large = format!("{{\"text\": \"{}\"}}", "x".repeat(70_000));
    for (kind, body, status) in [("text/plain", "x", 415), (json, "[]", 400), (json, &large, 413)] {
        assert_eq!(refused("/inbound/own", kind, body), (status, json.to_owned(), true));
        let other = refused("/inbound", kind, body);
        assert!(other.0 == status && other.1 != json && !other.2, "{other:?}");
    }
    let document = app.block_on(app.pow.openapi());
    let schema = &document["paths"]["/inbound/own"]["post"]["responses"]["4XX"]["content"][json]["schema"];
    assert_eq!(schema["required"], json!(["ok"]));
}
