//! What hooks learn after a sign-in and a sign-out, and what a user is who is named for one request.

use std::{ops::ControlFlow, sync::Arc, time::Duration};

use actix_web::{HttpRequest, HttpResponse, web};
use pow_core::{
    Config, Error, Pow, async_trait,
    conn::{Conn, Reply, SignInNote, SignedIn},
    controllers::session,
    extension::{Action, Extension, Recognised, Registry, SignIn},
    record::User,
    schema::Value,
    session::{Fingerprint, Session},
};
use pow_testing::{Client, Database, TestApp, client::PASSWORD, on_each_database};

use crate::seams::extension::{
    doors::{Answer, Door, pass, pending},
    recorder::Log,
};

/// What the form said, for the end of the sign-in.
struct Noted(String);

impl SignInNote for Noted {
    const NAME: &'static str = "witness";

    fn encode(&self) -> String {
        self.0.clone()
    }

    fn decode(text: &str) -> Option<Self> {
        Some(Self(text.to_owned()))
    }
}

on_each_database!(
    hooks_learn_what_came_of_a_sign_in,
    hooks_learn_of_a_sign_out,
    note_lasts_until_the_end_of_its_sign_in,
    user_for_one_request_has_no_session,
    challenge_keeps_out_who_is_named_for_one_request_and_leaves_nothing_to_go_on_with,
    challenge_beside_another_request_leaves_that_ones_challenge_alone,
);

/// Notes what comes of sign-ins, and names the user of the header `Authorization: WAY EMAIL`.
#[derive(Clone, Debug)]
struct Witness(Log);

#[async_trait]
impl Extension for Witness {
    fn id(&self) -> &'static str {
        "witness"
    }

    fn register(&self, registry: &mut Registry) {
        registry.authenticates();
    }

    async fn authenticate(&self, conn: &mut Conn) -> Result<Option<Recognised>, Error> {
        let text = conn.request().authorization.clone().unwrap_or_default();
        let Some((way, email)) = text.split_once(' ') else { return Ok(None) };
        conn.set_cookie("used=yes; Path=/".to_owned());
        if way == "Fault" {
            return Err(Error::other("a fault of the test"));
        }
        let user = conn.pow().users().get_by(conn.cx(), "email", Value::Text(email.to_owned())).await?;
        conn.next_session().fingerprint = Some(Fingerprint::from_bytes([7; 16]));
        conn.next_session().metadata.app.insert("from".into(), "the test".into());
        let log = self.0.clone();
        conn.cx().after_commit(async move {
            log.note("effect of authenticate".to_owned());
            Ok(())
        });
        Ok(user.map(if way == "Request" { Recognised::ForThisRequest } else { Recognised::Remembered }))
    }

    async fn before_process(&self, action: Action, conn: &mut Conn) -> Result<ControlFlow<Reply>, Error> {
        if action == session::CREATE
            && let Some(noted) = conn.params().text("noted").map(str::to_owned)
        {
            conn.put_sign_in_note(&Noted(noted));
        }
        Ok(ControlFlow::Continue(()))
    }

    async fn before_sign_in(&self, conn: &mut Conn, _: &Arc<User>) -> Result<SignIn, Error> {
        self.0.note(format!("before {:?}", conn.auth_method()));
        Ok(SignIn::Allow)
    }

    async fn after_sign_in(&self, conn: &mut Conn, user: &Arc<User>, outcome: &SignedIn) -> Result<(), Error> {
        user.id()?;
        let outcome = match outcome {
            SignedIn::Established => "yes",
            SignedIn::Denied(_) => "no",
            SignedIn::Challenged(_) => "challenge",
        };
        self.0.note(format!(
            "after {:?} {outcome} {}",
            conn.auth_method(),
            conn.sign_in_note::<Noted>().map_or("-".to_owned(), |noted| noted.0)
        ));
        Ok(())
    }

    async fn after_sign_out(&self, conn: &mut Conn, ended: Option<&Session>) -> Result<(), Error> {
        assert!(conn.user().is_none());
        self.0.note(format!("signed out, {} session", if ended.is_some() { "one" } else { "no" }));
        Ok(())
    }
}

fn app(database: Database) -> (TestApp, Log, Door) {
    async fn sign_out(pow: web::Data<Pow>, request: HttpRequest) -> HttpResponse {
        let mut conn = pow.conn(&request).unwrap();
        conn.set_cookie("used=no; Path=/".to_owned());
        match conn.sign_out().await {
            Ok(()) => pow.respond(&request, conn, Reply::html(200, String::new())),
            Err(error) => pow.fault(&request, &error),
        }
    }
    let (log, door) = (Log::default(), Door::new("a", Answer::Allow));
    let extensions: Vec<Arc<dyn Extension>> = vec![Arc::new(Witness(log.clone())), Arc::new(door.clone())];
    let app = TestApp::builder()
        .database(database)
        .config(|config| Config { extensions, ..config })
        .routes(|config, _| {
            config.route("/sign-out", web::get().to(sign_out));
        })
        .start();
    drop(app.registered("ann@example.com"));
    log.take();
    (app, log, door)
}

fn with_header(app: &TestApp, way: &str) -> Client {
    let mut browser = app.client();
    browser.headers.push(("Authorization".to_owned(), format!("{way} ann@example.com")));
    browser
}

fn sign_in(browser: &mut Client, noted: &[(&str, &str)]) -> Option<String> {
    let pairs = [("user[email]", "ann@example.com"), ("user[password]", PASSWORD)];
    let pairs: Vec<_> = pairs.into_iter().chain(noted.iter().copied()).collect();
    browser.submit("/session/new", "/session", &pairs).location().map(str::to_owned)
}

fn hooks_learn_what_came_of_a_sign_in(database: Database) {
    let (app, log, door) = app(database);
    assert_eq!(app.client().sign_in("ann@example.com", "wrong").status, 422);
    assert_eq!(log.take(), Vec::<String>::new(), "nobody came to the door");
    for (answer, outcome) in [(Answer::Allow, "yes"), (Answer::Deny, "no"), (Answer::Challenge, "challenge")] {
        door.now(answer);
        assert_eq!(app.client().sign_in("ann@example.com", PASSWORD).status, 303);
        assert_eq!(log.take(), ["before Some(Proved)".to_owned(), format!("after Some(Proved) {outcome} -")]);
        let _ = with_header(&app, "Remembered").get("/");
        let expected =
            ["effect of authenticate", "before Some(Remembered)", &format!("after Some(Remembered) {outcome} -")];
        assert_eq!(log.take(), expected);
    }
}

fn hooks_learn_of_a_sign_out(database: Database) {
    let (app, log, _) = app(database);
    let mut browser = app.client();
    assert_eq!(browser.sign_in("ann@example.com", PASSWORD).status, 303);
    log.take();
    assert_eq!(browser.sign_out().status, 303);
    assert_eq!(log.take(), ["signed out, one session"]);
    assert_eq!(app.client().get("/sign-out").status, 200);
    assert_eq!(log.take(), ["signed out, no session"]);
    assert_eq!(browser.sign_in("ann@example.com", PASSWORD).status, 303);
    log.take();
    assert_eq!(browser.account_form(&[("_method", "DELETE")]).status, 303);
    assert_eq!(log.take(), ["signed out, one session"]);
}

fn note_lasts_until_the_end_of_its_sign_in(database: Database) {
    let (app, log, door) = app(database);
    door.now(Answer::Challenge);
    let mut browser = app.client();
    assert_eq!(sign_in(&mut browser, &[("noted", "tick")]).as_deref(), Some("/a/challenge"));
    assert_eq!(log.take().pop().as_deref(), Some("after Some(Proved) challenge tick"));
    let pending = browser.clone();
    assert_eq!(pass(&mut browser, "a").location(), Some("/"));
    assert_eq!(log.take().pop().as_deref(), Some("after Some(Proved) yes tick"));
    // Another sign-in of the same browser knows nothing of the one that was given up.
    let mut other = pending;
    assert_eq!(sign_in(&mut other, &[]).as_deref(), Some("/a/challenge"));
    assert_eq!(log.take().pop().as_deref(), Some("after Some(Proved) challenge -"));
}

fn user_for_one_request_has_no_session(database: Database) {
    let (app, log, door) = app(database);
    let mut browser = with_header(&app, "Request");
    let response = browser.get("/protected");
    assert_eq!(response.text(), "protected: ann@example.com");
    assert!(!browser.cookies.contains_key("auth"));
    assert_eq!(
        log.take(),
        ["effect of authenticate", "before Some(ForThisRequest)", "after Some(ForThisRequest) yes -"]
    );
    browser.headers.clear();
    assert_eq!(browser.current_user(), None);
    // What keeps others out keeps this one out, too.
    door.now(Answer::Deny);
    assert_eq!(with_header(&app, "Request").current_user(), None);
    door.now(Answer::Challenge);
    assert_eq!(with_header(&app, "Request").get("/protected").status, 303);
}

// M5: a bearer token is no way to a session
fn challenge_keeps_out_who_is_named_for_one_request_and_leaves_nothing_to_go_on_with(database: Database) {
    let (app, log, door) = app(database);
    door.now(Answer::Challenge);
    let mut program = with_header(&app, "Request");
    let page = program.get("/");
    assert_eq!((page.status, page.element_text("current-user").as_str()), (200, "signed out"), "as a visitor");
    assert_eq!(log.take().pop().as_deref(), Some("after Some(ForThisRequest) challenge -"));
    assert_eq!(program.get("/protected").location(), Some("/session/new?request_path=%2Fprotected"));
    assert_eq!(program.cookies.get("pending"), None);
    for keeps_header in [true, false] {
        if !keeps_header {
            program.headers.clear();
        }
        assert_eq!(pending(&mut program, "a"), "nobody");
        assert_eq!(pass(&mut program, "a").location(), Some("/session/new"));
    }
    door.now(Answer::Allow);
    assert_eq!(program.current_user(), None);
    assert!(!program.cookies.contains_key("auth"));
    // The twin: who was remembered may answer, and then has a session.
    door.now(Answer::Challenge);
    let mut browser = with_header(&app, "Remembered");
    assert_eq!(browser.get("/").location(), Some("/a/challenge?request_path=%2F"));
    browser.headers.clear();
    assert_eq!(pass(&mut browser, "a").location(), Some("/"));
    assert_eq!(browser.current_user().as_deref(), Some("ann@example.com"));
}

// A browser sends many requests at once, and one of them began a sign-in.
fn challenge_beside_another_request_leaves_that_ones_challenge_alone(database: Database) {
    let (app, _, door) = app(database);
    door.now(Answer::Challenge);
    let beside = with_header(&app, "Request").get("/");
    let mut browser = with_header(&app, "Remembered");
    assert_eq!(browser.get("/").status, 303);
    browser.headers.clear();
    browser.keep(&beside);
    assert_eq!(pass(&mut browser, "a").location(), Some("/"));
    assert_eq!(browser.current_user().as_deref(), Some("ann@example.com"));
}

#[test]
fn session_begins_with_what_an_extension_knows_of_the_client() {
    let (app, _, _) = app(Database::sqlite());
    for _ in 0..3 {
        assert_eq!(with_header(&app, "Remembered").current_user().as_deref(), Some("ann@example.com"));
        app.clock.advance(Duration::from_millis(1));
    }
    let user = app.user("ann@example.com").unwrap().id().unwrap();
    let sessions = app.block_on(app.pow.sessions().list(user)).unwrap();
    let marked = sessions.iter().filter(|info| info.metadata.app.contains_key("from")).count();
    assert_eq!((sessions.len(), marked), (2, 1), "that of the registration, and the last of the three of one client");
    let client = Fingerprint::from_bytes([7; 16]);
    assert_eq!(app.block_on(app.pow.sessions().revoke_client(user, client)).unwrap(), 1);
    assert_eq!(app.block_on(app.pow.sessions().revoke_client(user, client)).unwrap(), 0);
}

#[test]
fn cookie_of_authenticate_arrives_whatever_comes_of_the_request() {
    let (app, _, door) = app(Database::sqlite());
    let used = |way: &str, path: &str| {
        let mut browser = with_header(&app, way);
        let status = browser.get(path).status;
        (status, browser.cookies.get("used").cloned())
    };
    let yes = Some("yes".to_owned());
    assert_eq!(used("Remembered", "/protected"), (200, yes.clone()));
    assert_eq!(used("Request", "/protected"), (200, yes.clone()));
    assert_eq!(used("Fault", "/protected"), (500, yes.clone()));
    assert_eq!(used("Remembered", "/sign-out"), (200, Some("no".to_owned())), "the action's word is the last");
    door.now(Answer::Deny);
    assert_eq!(used("Remembered", "/protected"), (303, yes.clone()));
    door.now(Answer::Challenge);
    assert_eq!(used("Remembered", "/protected"), (303, yes));
}
