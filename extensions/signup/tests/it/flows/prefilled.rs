//! Prefilled sign-ups.

use std::time::Duration;

use pow_core::{
    Error, async_trait,
    conn::{Conn, Reply},
    controllers::Controller,
    extension::{Access, Action, Extension, Method, Outcome, Registry, Route},
    path::LocalPath,
};
use pow_ext_signup::{Identity, NAME, Prefilled, Signup, signup_url};
use pow_testing::{Client, Database, TestApp, client::ANN, on_each_database};

use crate::{
    common::{BOB, EVE, ask, code, enter, finish},
    company::Company,
    flows::own_extension::subjects,
};

on_each_database!(
    proved_identity_skips_the_code_in_its_own_browser_only,
    values_of_the_link_count_more_than_typed_ones,
);

const VISIT: Action = Action::new("provider", "visit", "show");

/// A provider that knows the visitor: `/provider/{who}`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Provider;

#[async_trait]
impl Extension for Provider {
    fn id(&self) -> &'static str {
        "provider"
    }

    fn register(&self, registry: &mut Registry) {
        registry.route(Route::new(&[Method::Get], "/provider/{who}", VISIT, Access::Anyone, *self));
    }
}

#[async_trait]
impl Controller for Provider {
    async fn process(&self, _: Action, _: &mut Conn) -> Result<Outcome, Error> {
        Ok(Outcome::Ok(None))
    }

    async fn respond(&self, _: Action, conn: &mut Conn, _: Outcome) -> Result<Reply, Error> {
        let ready = LocalPath::parse("/protected", conn.pow().base_url()).unwrap();
        let known = Prefilled::new().value(NAME, "Eve Known").ready_path(&ready);
        let known = match conn.request().path_param("who").unwrap_or_default() {
            "proved" => known.identity(Identity::proved_email(EVE)).identity(Identity::proved("github", "7")),
            "github" => known.identity(Identity::proved("github", "10")),
            "trojan" => known.identity(Identity::claimed("email", EVE)).identity(Identity::proved("github", "9")),
            "claimed" => known.identity(Identity::claimed("email", EVE)).identity(Identity::claimed("github", "8")),
            _ => known.value(NAME, "x".repeat(100_000)),
        };
        signup_url(conn, known).await.map(Reply::redirect)
    }
}

fn app(database: Database) -> TestApp {
    TestApp::with(Signup::default()).extension(Company).extension(Provider).database(database).start()
}

/// The link, as a path.
pub(crate) fn link(app: &TestApp, browser: &mut Client, who: &str) -> String {
    let answer = browser.get(&format!("/provider/{who}"));
    let url = answer.location().unwrap().to_owned();
    url.strip_prefix(app.pow.base_url().origin()).unwrap().to_owned()
}

// ZS2, V10
fn proved_identity_skips_the_code_in_its_own_browser_only(database: Database) {
    let app = app(database);
    let mut browser = app.client();
    let link = link(&app, &mut browser, "proved");
    let mut foreign = app.client();
    let page = foreign.get(&link);
    assert_eq!(page.status, 200);
    assert!(!page.text().contains(EVE) && !page.text().contains("Eve Known"), "{}", page.text());
    assert_eq!(foreign.get("/signup/details").location(), Some("/signup"));
    assert_eq!(browser.get(&link).location(), Some("/signup/details"));
    let html = browser.get("/signup/details").text();
    assert!(html.contains("value=\"Eve Known\"") && html.contains(EVE), "{html}");
    assert_eq!(finish(&mut browser, &[]).location(), Some("/protected"), "the path of the link");
    assert_eq!(app.user(EVE).unwrap().get(NAME).unwrap().as_deref(), Some("Eve Known"));
    assert_eq!(subjects(&app).len(), 1);
}

// ZS2, V14
fn values_of_the_link_count_more_than_typed_ones(database: Database) {
    let app = app(database);
    let mut browser = app.client();
    let link = link(&app, &mut browser, "claimed");
    let mut other = app.client();
    assert_eq!(other.get(&link).location(), Some("/signup"), "without a proved identity it works anywhere");
    assert!(other.get("/signup").text().contains(EVE));
    assert_eq!(other.get("/signup/details").location(), Some("/signup"), "a claimed address is not proved");
    assert_eq!(ask(&mut other, BOB).location(), Some("/signup/code"));
    assert_eq!(enter(&mut other, &code(&app, EVE)).location(), Some("/signup/details"));
    assert_eq!(finish(&mut other, &[("user[name]", "Typed")]).location(), Some("/protected"));
    assert_eq!(app.user(EVE).unwrap().get(NAME).unwrap().as_deref(), Some("Eve Known"));
    assert!(app.user(BOB).is_none() && subjects(&app).is_empty(), "a claimed identity is not stored");
}

// V12
#[test]
fn identity_of_a_stranger_is_not_in_the_account_of_the_owner() {
    let app = app(Database::sqlite());
    let mut stranger = app.client();
    let link = link(&app, &mut stranger, "trojan");
    assert_eq!(stranger.get(&link).location(), Some("/signup"));
    assert_eq!(ask(&mut stranger, EVE).location(), Some("/signup/code"));
    let mailed = app.mailed_link(EVE);
    let mut owner = app.client();
    assert_eq!(owner.submit(&mailed, &mailed, &[]).location(), Some("/signup/details"));
    assert_eq!(finish(&mut owner, &[]).location(), Some("/"));
    assert!(app.user(EVE).is_some() && subjects(&app).is_empty(), "the stranger's identity opens nothing");
    assert_eq!(stranger.get("/signup/details").location(), Some("/signup/code"));
}

#[test]
fn link_that_is_missing_unknown_or_expired_leads_to_the_empty_form() {
    let app = app(Database::sqlite());
    let mut browser = app.client();
    let good = link(&app, &mut browser, "proved");
    let (long, doubled) = (format!("/signup?xs={}", "A".repeat(5_000)), format!("{good}&xs=AAAA"));
    let unknown = format!("/signup?xs={}", "A".repeat(43));
    for path in ["/signup?xs=", "/signup?xs=%00", "/signup?xs[a]=b", "/signup?xs=%C3%84", &long, &doubled, &unknown] {
        let page = browser.get(path);
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.text().contains(EVE), "{path}");
    }
    app.clock.advance(Duration::from_secs(3600));
    let page = browser.get(&good);
    assert!(page.status == 200 && !page.text().contains(EVE), "{}", page.text());
}

#[test]
fn link_of_too_much_is_refused_to_the_program() {
    let app = app(Database::sqlite());
    assert_eq!(app.client().get("/provider/much").status, 500, "a fault of the application, which the log names");
}

#[test]
fn taken_address_of_a_provider_leads_to_the_sign_in() {
    let app = app(Database::sqlite());
    drop(app.registered(EVE));
    drop(app.registered(ANN));
    let mut browser = app.client();
    let link = link(&app, &mut browser, "proved");
    drop(browser.get(&link));
    let answer = finish(&mut browser, &[]);
    assert_eq!(answer.location(), Some("/session/new"));
    assert!(browser.get("/session/new").text().contains("already an account"));
    assert_eq!((app.user_count(), browser.current_user()), (2, None));
}
