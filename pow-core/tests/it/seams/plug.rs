//! The plug functions: a complete set of controllers of an application's own that uses nothing else.
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use actix_web::{HttpRequest, HttpResponse, web};
use pow_core::{
    Config, Error, Pow, async_trait,
    changeset::SCOPE,
    conn::{Conn, Reply, SignedIn},
    controllers::registration,
    extension::{Extension, Registry, SignIn},
    extensions, plug,
    record::User,
    schema::Value,
    session::Session,
};
use pow_testing::{Client, Database, TestApp, client::PASSWORD, on_each_database};

on_each_database!(
    own_controllers_register_sign_in_update_and_delete,
    own_controllers_refuse_what_the_frameworks_own_refuse,
);

/// A page with a token for its forms.
async fn form(pow: web::Data<Pow>, request: HttpRequest, conn: Conn) -> HttpResponse {
    let user = plug::current_user(&conn).map(|user| format!("{:?}", user.id())).unwrap_or_default();
    let changeset = plug::change_user(&conn);
    let token = conn.csrf_token().unwrap();
    let html = format!(
        "<p id=\"current-user\">{user}</p><p id=\"valid\">{}</p>\
         <form method=\"post\" action=\"/own\"><input type=\"hidden\" name=\"_csrf_token\" value=\"{token}\"></form>",
        changeset.is_valid()
    );
    pow.respond(&request, conn, Reply::html(200, html))
}

async fn act(pow: web::Data<Pow>, request: HttpRequest, mut conn: Conn) -> HttpResponse {
    let done: Result<Result<bool, Reply>, Error> = async {
        let what = conn.params().text("do").unwrap_or_default().to_owned();
        Ok(Ok(match what.as_str() {
            "register" => match plug::create_user(&mut conn).await? {
                Ok((_, SignedIn::Established)) => true,
                Ok((_, other)) => return other.reply(&conn).map(Err),
                Err(_) => false,
            },
            "sign-in" => match plug::authenticate_user(&mut conn).await? {
                Some(SignedIn::Established) => true,
                Some(other) => return other.reply(&conn).map(Err),
                None => false,
            },
            "update" => plug::update_user(&mut conn).await?.is_ok(),
            "delete" => plug::delete_user(&mut conn).await?.is_ok(),
            "sign-out" => plug::delete(&mut conn).await.map(|()| true)?,
            _ => false,
        }))
    }
    .await;
    match done {
        Ok(Err(reply)) => pow.respond(&request, conn, reply),
        Ok(Ok(true)) => pow.respond(&request, conn, Reply::redirect("/own")),
        Ok(Ok(false)) => pow.respond(&request, conn, Reply::html(422, "no".to_owned())),
        Err(error) => pow.fault(&request, &error),
    }
}

fn app(database: Database) -> TestApp {
    let routes = |config: &mut web::ServiceConfig, _: &Pow| {
        config.service(web::resource("/own").route(web::get().to(form)).route(web::post().to(act)));
    };
    TestApp::builder().database(database).routes(routes).start()
}

fn send(browser: &mut Client, what: &str, pairs: &[(&str, &str)]) -> u16 {
    let all: Vec<_> = [("do", what)].into_iter().chain(pairs.iter().copied()).collect();
    browser.submit("/own", "/own", &all).status
}

const ANN: [(&str, &str); 3] =
    [("user[email]", "ann@example.com"), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];

// P14
fn own_controllers_register_sign_in_update_and_delete(database: Database) {
    let app = app(database);
    let mut browser = app.client();
    assert_eq!(send(&mut browser, "register", &ANN), 303);
    assert_eq!(browser.current_user().as_deref(), Some("ann@example.com"));
    let first = browser.clone();
    assert_eq!(send(&mut browser, "sign-out", &[]), 303);
    assert_eq!(first.clone().current_user(), None, "the session has ended in the store");
    assert_eq!(send(&mut browser, "sign-in", &ANN), 303);
    let before = browser.clone();
    let update = [("user[email]", "bea@example.com"), ("user[current_password]", PASSWORD)];
    assert_eq!(send(&mut browser, "update", &update), 303);
    assert_eq!(browser.current_user().as_deref(), Some("bea@example.com"));
    assert_eq!(before.clone().current_user(), None, "the session goes on under a new id");
    assert_eq!(send(&mut browser, "delete", &[]), 303);
    assert_eq!(browser.current_user(), None);
    assert_eq!(app.user_count(), 0);
}

// P14
fn own_controllers_refuse_what_the_frameworks_own_refuse(database: Database) {
    let app = app(database);
    let mut browser = app.client();
    assert_eq!(send(&mut browser, "register", &[("user[email]", "ann"), ANN[1], ANN[2]]), 422);
    assert_eq!(app.user_count(), 0);
    assert_eq!(send(&mut browser, "register", &ANN), 303);
    assert_eq!(send(&mut browser, "update", &[("user[email]", "bea@example.com")]), 422, "no current password");
    assert_eq!(send(&mut browser, "sign-out", &[]), 303);
    assert_eq!(send(&mut browser, "sign-in", &[("user[email]", "ann@example.com"), ("user[password]", "x")]), 422);
    assert_eq!(send(&mut browser, "update", &ANN), 422, "nobody is signed in");
    assert_eq!(send(&mut browser, "delete", &[]), 422, "nobody is signed in");
    assert_eq!(app.user_count(), 1);
    let without_token = browser.post("/own", &[("do", "sign-in"), ANN[0], ANN[1]]);
    assert_eq!(without_token.status, 403);
    assert_eq!(browser.current_user(), None);
}

// P14
#[test]
fn another_user_can_be_assigned_for_one_request_only() {
    async fn assign(pow: web::Data<Pow>, request: HttpRequest, mut conn: Conn) -> HttpResponse {
        plug::assign_current_user(&mut conn, None);
        let text = format!("{:?}", plug::current_user(&conn).is_some());
        pow.respond(&request, conn, Reply::html(200, text))
    }
    let routes = |config: &mut web::ServiceConfig, _: &Pow| {
        config.route("/assign", web::get().to(assign));
    };
    let app = TestApp::builder().routes(routes).start();
    let mut browser = app.registered("ann@example.com");
    assert_eq!(browser.get("/assign").text(), "false");
    assert_eq!(browser.current_user().as_deref(), Some("ann@example.com"));
}

/// Keeps everybody out whose address begins with `denied`.
#[derive(Debug)]
struct Doors;

#[async_trait]
impl Extension for Doors {
    fn id(&self) -> &'static str {
        "doors"
    }

    fn register(&self, _: &mut Registry) {}

    async fn before_sign_in(&self, _: &mut Conn, user: &Arc<User>) -> Result<SignIn, Error> {
        let denied = matches!(user.value("email"), Some(Value::Text(email)) if email.starts_with("denied"));
        Ok(if denied { SignIn::Deny(Reply::redirect("/denied")) } else { SignIn::Allow })
    }
}

/// Signs in the user that the form names: for ways in of an application's own.
async fn let_in(pow: web::Data<Pow>, request: HttpRequest, mut conn: Conn) -> HttpResponse {
    let email = Value::Text(conn.params().text("email").unwrap_or_default().to_owned());
    let user = pow.users().get_by(conn.cx(), "email", email).await.unwrap().unwrap();
    let signed_in = plug::create(&mut conn, &user).await.unwrap();
    let reply = signed_in.reply(&conn).unwrap();
    pow.respond(&request, conn, reply)
}

// P14
#[test]
fn session_can_be_made_for_a_user_and_the_extensions_are_asked() {
    let routes = |config: &mut web::ServiceConfig, _: &Pow| {
        config.service(web::resource("/own").route(web::get().to(form)).route(web::post().to(let_in)));
    };
    let doors = |config: Config| Config { extensions: extensions![Doors], ..config };
    let app = TestApp::builder().config(doors).routes(routes).start();
    for email in ["ann@example.com", "denied@example.com"] {
        app.client().register(email, PASSWORD);
    }
    let mut browser = app.client();
    assert_eq!(browser.submit("/own", "/own", &[("email", "ann@example.com")]).location(), Some("/"));
    assert_eq!(browser.current_user().as_deref(), Some("ann@example.com"));
    let before = browser.clone();
    assert_eq!(browser.submit("/own", "/own", &[("email", "denied@example.com")]).location(), Some("/denied"));
    assert_eq!(browser.current_user(), None);
    assert_eq!(before.clone().current_user(), None, "the session that was there has ended");
}

// P14
#[test]
fn who_registers_by_an_own_controller_and_is_kept_out_gets_the_extensions_answer() {
    let routes = |config: &mut web::ServiceConfig, _: &Pow| {
        config.service(web::resource("/own").route(web::get().to(form)).route(web::post().to(act)));
    };
    let doors = |config: Config| Config { extensions: extensions![Doors], ..config };
    let app = TestApp::builder().config(doors).routes(routes).start();
    for (email, to, user) in
        [("ann@example.com", "/own", Some("ann@example.com")), ("denied@example.com", "/denied", None)]
    {
        let mut browser = app.client();
        let pairs = [("do", "register"), ("user[email]", email), ANN[1], ANN[2]];
        assert_eq!(browser.submit("/own", "/own", &pairs).location(), Some(to));
        assert_eq!(browser.current_user().as_deref(), user);
    }
    assert_eq!(app.user_count(), 2);
}

/// How often what was queued has run: in the hook of a sign-in, and in the handler itself.
#[derive(Clone, Debug, Default)]
struct Ran(Arc<AtomicUsize>);

impl Ran {
    fn queue(&self, conn: &Conn) {
        let ran = self.0.clone();
        conn.cx().after_commit(async move {
            ran.fetch_add(1, Ordering::SeqCst);
            Ok(())
        });
    }

    /// How often by now. What is behind an answer takes a moment.
    fn times(&self, expected: usize) -> usize {
        for _ in 0..200 {
            if self.0.load(Ordering::SeqCst) == expected {
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        std::thread::sleep(Duration::from_millis(50));
        self.0.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Extension for Ran {
    fn id(&self) -> &'static str {
        "ran"
    }

    fn register(&self, _: &mut Registry) {}

    async fn before_sign_in(&self, conn: &mut Conn, _: &Arc<User>) -> Result<SignIn, Error> {
        self.queue(conn);
        match conn.params().text("fail") {
            Some(_) => Err(Error::other("a hook failed")),
            None => Ok(SignIn::Allow),
        }
    }

    async fn after_sign_out(&self, conn: &mut Conn, _: Option<&Session>) -> Result<(), Error> {
        self.queue(conn);
        Ok(())
    }
}

/// Asks the function that the form names, and answers past `pow.respond`, so that nothing runs but by the function.
async fn ask(mut conn: Conn) -> HttpResponse {
    let user = conn.pow().users().get_by(conn.cx(), "email", Value::Text("ann@example.com".into())).await.unwrap();
    let done = match conn.params().text("do") {
        Some("create") => plug::create(&mut conn, &user.unwrap()).await.map(drop),
        Some("delete") => plug::delete(&mut conn).await,
        Some("authenticate") => plug::authenticate_user(&mut conn).await.map(drop),
        Some("register") => plug::create_user(&mut conn).await.map(drop),
        _ => plug::delete_user(&mut conn).await.map(drop),
    };
    match done {
        Ok(()) => HttpResponse::Ok().finish(),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}

fn asked(what: &str, form: &[(&str, &str)]) -> (u16, usize) {
    let ran = Ran::default();
    let routes = |config: &mut web::ServiceConfig, _: &Pow| {
        config.service(web::resource("/own").route(web::get().to(self::form)).route(web::post().to(ask)));
    };
    let hook = ran.clone();
    let app = TestApp::builder().routes(routes);
    let app = app.config(move |config| Config { extensions: extensions![hook], ..config }).start();
    let mut ann = app.registered("ann@example.com");
    assert_eq!(ran.0.swap(0, Ordering::SeqCst), 1, "the framework's own action");
    let status = send(&mut ann, what, form);
    (status, ran.0.load(Ordering::SeqCst))
}

// P14
#[test]
fn what_hooks_have_queued_runs_before_a_plug_function_returns() {
    let bob = [("user[email]", "bob@example.com"), ANN[1], ANN[2]];
    for (what, form) in
        [("create", &[][..]), ("delete", &[]), ("authenticate", &ANN), ("register", &bob), ("delete-user", &[])]
    {
        assert_eq!(asked(what, form), (200, 1), "{what}");
    }
}

// P14
#[test]
fn what_hooks_have_queued_never_runs_after_a_plug_function_that_fails() {
    let [email, password, confirmation] = ANN;
    let [ann, bob] =
        [email, ("user[email]", "bob@example.com")].map(|who| [who, password, confirmation, ("fail", "1")]);
    for (what, form) in [("create", &ann), ("authenticate", &ann), ("register", &bob)] {
        assert_eq!(asked(what, form), (500, 0), "{what}");
    }
}

/// Queues by itself, and answers or fails.
async fn queueing(pow: web::Data<Pow>, ran: web::Data<Ran>, request: HttpRequest, conn: Conn) -> HttpResponse {
    ran.queue(&conn);
    match conn.request().query.text("fail") {
        Some(_) => pow.fault(&request, &Error::other("the handler failed")),
        None => pow.respond(&request, conn, Reply::html(200, "done".to_owned())),
    }
}

// P14
#[test]
fn what_a_handler_has_queued_itself_runs_behind_its_answer_and_never_after_a_fault() {
    let ran = Ran::default();
    let own = ran.clone();
    let routes = move |config: &mut web::ServiceConfig, _: &Pow| {
        config.app_data(web::Data::new(own.clone())).route("/queueing", web::get().to(queueing));
    };
    let app = TestApp::builder().routes(routes).start();
    assert_eq!(app.client().get("/queueing").status, 200);
    assert_eq!(ran.times(1), 1);
    assert_eq!(app.client().get("/queueing?fail").status, 500);
    assert_eq!(ran.times(2), 1);
}

// P14, P17, V1, V2
#[test]
fn tokens_are_good_for_their_purpose_and_set_up_only() {
    let app = TestApp::start();
    let token = plug::sign_token(&app.pow, "unsubscribe", "42");
    assert_eq!(plug::verify_token(&app.pow, "unsubscribe", &token).as_deref(), Some("42"));
    assert_eq!(plug::verify_token(&app.pow, "download", &token), None);
    assert_eq!(plug::verify_token(&app.pow, "unsubscribe", &format!("{token}A")), None);
    let admins = |config: pow_core::Config| pow_core::Config { namespace: Some("admin".into()), ..config };
    let other = TestApp::builder().config(admins).start();
    assert_eq!(plug::verify_token(&other.pow, "unsubscribe", &token), None);
    let secret = |config: pow_core::Config| {
        let secret = "another test value, not a secret: 0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJ";
        pow_core::Config { secret_key_base: secret.into(), ..config }
    };
    let foreign = TestApp::builder().config(secret).start();
    assert_eq!(plug::verify_token(&foreign.pow, "unsubscribe", &token), None);
}

// P14, P18
#[test]
fn names_carry_the_namespace_of_their_set_up() {
    let app = TestApp::start();
    assert_eq!(plug::prepend_with_namespace(&app.pow, "cart"), "cart");
    let admins = |config: pow_core::Config| pow_core::Config { namespace: Some("admin".into()), ..config };
    let other = TestApp::builder().config(admins).start();
    assert_eq!(plug::prepend_with_namespace(&other.pow, "cart"), "admin_cart");
    assert!(!app.pow.extension_enabled("reset_password"));
}

/// Keeps everybody out, in one way or the other; the registration page stands for a second factor's.
#[derive(Debug)]
struct Door;

#[async_trait]
impl Extension for Door {
    fn id(&self) -> &'static str {
        "door"
    }

    fn register(&self, _: &mut Registry) {}

    async fn before_sign_in(&self, conn: &mut Conn, _: &Arc<User>) -> Result<SignIn, Error> {
        Ok(match conn.params().scope(SCOPE).text("password_confirmation") {
            Some("challenge") => SignIn::Challenge(registration::NEW),
            _ => SignIn::Deny(Reply::redirect("/denied")),
        })
    }
}

// P14: whoever signs in by a controller of one's own is shown the challenge, too.
#[test]
fn own_controller_learns_of_a_challenge_and_of_a_refusal() {
    let routes = |config: &mut web::ServiceConfig, _: &Pow| {
        config.service(web::resource("/own").route(web::get().to(form)).route(web::post().to(act)));
    };
    let app = TestApp::builder().routes(routes);
    let app = app.config(|config| Config { extensions: extensions![Door], ..config }).start();
    assert_eq!(send(&mut app.client(), "register", &ANN), 303);
    let sign_in = |word: &str| {
        let mut browser = app.client();
        let all = [("do", "sign-in"), ANN[0], ANN[1], ("user[password_confirmation]", word)];
        let response = browser.submit("/own", "/own", &all);
        assert_eq!(browser.current_user(), None);
        response.location().map(str::to_owned)
    };
    assert_eq!(sign_in("challenge").as_deref(), Some("/registration/new"));
    assert_eq!(sign_in("").as_deref(), Some("/denied"));
    let wrong = app.client().submit("/own", "/own", &[("do", "sign-in"), ANN[0], ("user[password]", "wrong")]);
    assert_eq!(wrong.status, 422);
}
