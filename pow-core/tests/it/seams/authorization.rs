//! A request that is judged by `Authorization` alone, and a user that a guard has to let in.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{self, Data},
};
use pow_core::{
    CurrentUser, Error, MaybeUser, Pow, async_trait,
    conn::Conn,
    extension::{Extension, Recognised, Registry},
    schema::Value,
    users::EMAIL,
};
use pow_testing::{Client, TestApp, client::ANN};

const BEN: &str = "ben@example.com";

/// Names the user of `Authorization: Key EMAIL`, and leaves the address for the guard.
#[derive(Debug)]
struct Keys;

struct Key(String);

#[async_trait]
impl Extension for Keys {
    fn id(&self) -> &'static str {
        "keys"
    }

    fn register(&self, registry: &mut Registry) {
        registry.authenticates_by("Key");
    }

    async fn authenticate(&self, conn: &mut Conn) -> Result<Option<Recognised>, Error> {
        let sent = conn.request().authorization.clone();
        let Some(email) = sent.as_deref().and_then(|text| text.strip_prefix("Key ")) else { return Ok(None) };
        conn.state().put(Key(email.to_owned()));
        let user = conn.pow().users().get_by(conn.cx(), EMAIL.name(), Value::Text(email.to_owned())).await?;
        Ok(user.map(Recognised::Limited))
    }
}

fn name(pow: &Pow, user: Option<CurrentUser>) -> String {
    user.and_then(|user| user.get(EMAIL).unwrap()).unwrap_or_else(|| format!("guest of {}", pow.home_path()))
}

async fn open(pow: Data<Pow>, MaybeUser(user): MaybeUser) -> String {
    name(&pow, user)
}

/// A handler that does what a guard does.
async fn guarded(pow: Data<Pow>, request: HttpRequest) -> HttpResponse {
    let state = match pow.request_state(&request) {
        Ok(state) => state,
        Err(error) => return pow.fault(&request, &error),
    };
    let key = state.get::<Key>().map(|key| key.0.clone()).unwrap_or_default();
    let is_in = pow.admit(&request);
    let conn = pow.conn(&request).unwrap();
    let user = conn.user().and_then(|user| conn.user_id_of(user)).unwrap_or_default();
    HttpResponse::Ok().body(format!("{key} {is_in} {user} {}", conn.session().is_some()))
}

fn app() -> TestApp {
    let builder = TestApp::builder().config(|mut config| {
        config.extensions.push(Arc::new(Keys));
        config
    });
    let builder = builder.routes(|config, pow| {
        let protected = web::resource("/closed").wrap(pow.require_authenticated()).get(open);
        config.service(protected).route("/open", web::get().to(open)).route("/guarded", web::get().to(guarded));
    });
    let app = builder.start();
    drop(app.registered(BEN));
    app
}

fn with(browser: &Client, keys: &[&str]) -> Client {
    let mut browser = browser.clone();
    browser.headers.extend(keys.iter().map(|key| ("Authorization".to_owned(), (*key).to_owned())));
    browser
}

fn text(mut browser: Client, path: &str) -> (u16, String) {
    let answer = browser.get(path);
    (answer.status, answer.text())
}

#[test]
fn limited_user_is_a_visitor_until_a_guard_lets_the_user_in() {
    let app = app();
    let key = format!("Key {BEN}");
    let ben = with(&app.client(), &[&key]);
    assert_eq!(text(ben.clone(), "/open"), (200, "guest of /".to_owned()));
    assert_eq!(text(ben.clone(), "/closed").0, 303);
    assert_eq!(text(ben.clone(), "/registration/edit").0, 303);
    assert_eq!(text(ben.clone(), "/guarded"), (200, format!("{BEN} true {BEN} false")));
    let answer = ben.clone().get("/guarded");
    assert_eq!(answer.header("cache-control"), Some("private, no-store, no-cache"));
    assert_eq!(text(with(&app.client(), &["Key eve@example.com"]), "/guarded").1, "eve@example.com false  false");
    assert_eq!(text(app.client(), "/guarded").1, " false  false");
}

// CS11
#[test]
fn request_is_judged_by_the_scheme_alone_whatever_the_browser_sends() {
    let app = app();
    let ann = app.registered(ANN);
    let key = format!("key {BEN}");
    assert_eq!(text(ann.clone(), "/open").1, ANN);
    assert_eq!(
        text(with(&ann, &["Key nobody"]), "/open").1,
        "guest of /",
        "a wrong key is no reason to ask the session"
    );
    assert_eq!(text(with(&ann, &[&key]), "/guarded").1, " false  false", "this extension takes no other case");
    let twice = [format!("Key {BEN}"), format!("Key {ANN}")];
    assert_eq!(text(with(&ann, &[&twice[0], &twice[1]]), "/guarded").1, " false  false", "sent twice");
    assert_eq!(text(with(&ann, &["Basic eDp5"]), "/open").1, ANN, "another scheme decides nothing");
    assert_eq!(text(with(&ann, &["Key"]), "/open").1, "guest of /");
    let answer = with(&ann, &[&twice[0]]).get("/session/new");
    assert!(answer.status == 200 && answer.all("set-cookie").is_empty(), "{}", answer.status);
}
