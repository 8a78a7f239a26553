//! What hooks and handlers say, and what arrives.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc::{Sender, channel},
    },
    time::{Duration, Instant},
};

use actix_web::{HttpRequest, HttpResponse, web};
use pow_core::{
    Config, Error, Pow, async_trait,
    conn::{Conn, Reply, SignedIn},
    extension::{Extension, Recognised, Registry, SignIn},
    plug,
    record::User,
    schema::Value,
};
use pow_testing::{TestApp, client::ANN};

use crate::seams::extension::recorder::Log;

/// Names the user of the header `Authorization: WAY EMAIL`, and queues an effect in each hook around the sign-in.
#[derive(Clone, Debug)]
struct Teller(Log);

impl Teller {
    fn queue(&self, conn: &Conn, what: &'static str) {
        let log = self.0.clone();
        conn.cx().after_commit(async move {
            log.note(what.to_owned());
            Ok(())
        });
    }
}

#[async_trait]
impl Extension for Teller {
    fn id(&self) -> &'static str {
        "teller"
    }

    fn register(&self, registry: &mut Registry) {
        registry.authenticates();
    }

    async fn authenticate(&self, conn: &mut Conn) -> Result<Option<Recognised>, Error> {
        let text = conn.request().authorization.clone().unwrap_or_default();
        let Some((_, email)) = text.split_once(' ') else { return Ok(None) };
        let user = conn.pow().users().get_by(conn.cx(), "email", Value::Text(email.to_owned())).await?;
        Ok(user.map(Recognised::Remembered))
    }

    async fn before_sign_in(&self, conn: &mut Conn, _: &Arc<User>) -> Result<SignIn, Error> {
        self.queue(conn, "before");
        Ok(SignIn::Allow)
    }

    async fn after_sign_in(&self, conn: &mut Conn, _: &Arc<User>, _: &SignedIn) -> Result<(), Error> {
        self.queue(conn, "after");
        match &conn.request().authorization {
            Some(text) if text.starts_with("Fault") => Err(Error::other("a fault of the test")),
            _ => Ok(()),
        }
    }
}

#[test]
fn effects_of_hooks_happen_when_a_remembered_user_is_let_in() {
    let log = Log::default();
    let extensions: Vec<Arc<dyn Extension>> = vec![Arc::new(Teller(log.clone()))];
    let app = TestApp::builder().config(|config| Config { extensions, ..config }).start();
    drop(app.registered(ANN));
    assert_eq!(log.take(), ["before", "after"], "by the form");
    let as_ann = |way: &str| {
        let mut browser = app.client();
        browser.headers.push(("Authorization".to_owned(), format!("{way} {ANN}")));
        browser.get("/").status
    };
    assert_eq!((as_ann("Remembered"), log.take()), (200, vec!["before".to_owned(), "after".to_owned()]));
    assert_eq!((as_ann("Fault"), log.take()), (503, Vec::new()), "nobody was let in");
}

fn answering() -> TestApp {
    async fn header(pow: web::Data<Pow>, request: HttpRequest, path: web::Path<String>) -> HttpResponse {
        let (mut conn, mut reply) = (pow.conn(&request).unwrap(), Reply::redirect("/"));
        match path.as_str() {
            "upper" => reply = reply.header("X-Robots-Tag", "noindex"),
            "name" => reply = reply.header("no name", "x"),
            "value" => reply = Reply::redirect("/a\r\nX-Evil: yes"),
            _ => conn.set_cookie("a=secret\nb; Path=/".to_owned()),
        }
        pow.respond(&request, conn, reply)
    }
    async fn shown(pow: web::Data<Pow>, request: HttpRequest) -> HttpResponse {
        let mut conn = pow.conn(&request).unwrap();
        let user = conn.pow().users().get_by(conn.cx(), "email", Value::Text(ANN.to_owned())).await.unwrap().unwrap();
        assert!(matches!(conn.sign_in(&user).await, Ok(SignedIn::Established)));
        conn.set_cookie("remembered=hush; Path=/".to_owned());
        let reply = Reply::redirect("/?token=hush");
        let text = format!("{conn:?} {reply:?}");
        pow.respond(&request, conn, Reply::html(200, text))
    }
    let app = TestApp::builder().routes(|config, _| {
        config.route("/header/{which}", web::get().to(header)).route("/shown/{token}", web::get().to(shown));
    });
    app.start()
}

#[test]
fn header_is_sent_or_the_answer_is_a_fault() {
    let app = answering();
    let answer = app.client().get("/header/upper");
    assert_eq!((answer.status, answer.header("x-robots-tag")), (303, Some("noindex")));
    for which in ["name", "value", "cookie"] {
        let answer = app.client().get(&format!("/header/{which}"));
        assert_eq!((answer.status, answer.header("x-evil")), (500, None), "{which}");
    }
}

#[test]
fn debug_of_a_request_shows_no_secret() {
    let app = answering();
    let mut browser = app.registered(ANN);
    browser.headers.push(("Authorization".to_owned(), "Bearer hush".to_owned()));
    let before: Vec<String> = browser.cookies.values().cloned().collect();
    let shown = browser.get("/shown/hush?token=hush").text();
    assert!(shown.contains("remembered") && shown.contains("location") && shown.contains("Get"), "{shown}");
    assert!(!shown.contains("hush"), "{shown}");
    for value in before.iter().chain(browser.cookies.values()) {
        assert!(!shown.contains(value), "{value} in {shown}");
    }
}

// V1
#[test]
fn public_token_of_any_purpose_opens_no_cookie() {
    let app = answering();
    let ann = app.registered(ANN);
    for (purpose, cookie) in [("csrf", "csrf"), ("flash", "flash"), ("pending", "pending"), ("session", "auth")] {
        let token = plug::sign_token(&app.pow, purpose, "chosen by a visitor");
        assert!(plug::verify_token(&app.pow, purpose, &token).is_some());
        assert!(app.pow.signer(purpose).verify(&token).is_none(), "an extension's keys are others");
        let ours = ann.cookies.get(cookie).cloned().unwrap_or_default();
        assert_eq!(plug::verify_token(&app.pow, purpose, &ours), None);
        assert!(app.pow.signer(purpose).verify(&ours).is_none(), "and so are the core's: {cookie}");
    }
}

#[test]
fn set_up_does_not_take_the_name_of_the_unnamed_one() {
    let named = |name: &str| {
        let name = Some(name.to_owned());
        TestApp::builder().config(|config| Config { namespace: name, ..config }).try_start().err()
    };
    assert!(named("members").is_none());
    assert!(matches!(named("users"), Some(Error::Config(_))));
}

/// Periodic work that panics, then fails, then succeeds, and each time queues an effect.
#[derive(Clone, Debug)]
struct Chores(Sender<usize>);

#[async_trait]
impl Extension for Chores {
    fn id(&self) -> &'static str {
        "chores"
    }

    fn register(&self, registry: &mut Registry) {
        let (runs, told) = (Arc::new(AtomicUsize::new(0)), self.0.clone());
        registry.periodic("chores", Duration::from_millis(1), move |cx| {
            let (run, told) = (runs.fetch_add(1, Ordering::SeqCst), told.clone());
            Box::pin(async move {
                cx.after_commit(async move { told.send(run).map_err(Error::other) });
                match run {
                    0 => panic!("the first time"),
                    1 => Err(Error::other("the second time")),
                    _ => Ok(()),
                }
            })
        });
    }
}

#[test]
fn periodic_work_goes_on_after_a_panic_and_what_it_queued_is_done_if_it_went_well() {
    let (told, done) = channel();
    let extensions: Vec<Arc<dyn Extension>> = vec![Arc::new(Chores(told))];
    let app = TestApp::builder().config(|config| Config { extensions, ..config }).start();
    let ticker = app.block_on(async { app.pow.start_ticker() });
    let limit = Instant::now() + Duration::from_secs(30);
    let first = loop {
        assert!(Instant::now() < limit, "the third run was not done");
        // The lease of the run before expires.
        app.clock.advance(Duration::from_millis(100));
        if let Ok(run) = done.recv_timeout(Duration::from_millis(20)) {
            break run;
        }
    };
    assert_eq!(first, 2, "the effects of runs that did not go well are forgotten");
    drop(ticker);
}
