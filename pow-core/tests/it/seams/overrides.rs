//! Everything that an application can replace, each alone: the default, and the override beside it.
use std::{ops::ControlFlow, sync::Arc};

use actix_web::web;
use pow_core::{
    Config, Error, Pow, async_trait,
    clock::SystemClock,
    config::CacheHandle,
    conn::{Conn, Reply},
    controllers::{Controller, SessionController, registration, session},
    cx::Cx,
    extension::{Access, Action, Extension, Method, Outcome, Registry, Route},
    extensions,
    messages::{LanguageIdentifier, Message, MessageBackend, MessagesBuilder, keys},
    pages::{Flash, Layout, Page, Pages, RegistrationNew, SessionNew},
    params::Params,
    plug::ErrorHandler,
    redirects::Redirects,
    users::{BaseUsers, Users, Written},
};
use pow_testing::{
    Client, Database, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};

on_each_database!(
    routes_can_be_left_out,
    route_that_the_application_defines_first_wins,
    page_can_be_replaced_alone,
    layout_can_be_replaced,
);

fn with(change: impl FnOnce(Config) -> Config + 'static) -> TestApp {
    on(Database::sqlite(), change)
}

fn on(database: Database, change: impl FnOnce(Config) -> Config + 'static) -> TestApp {
    TestApp::builder().database(database).config(change).start()
}

fn english(texts: &str) -> MessagesBuilder {
    MessagesBuilder::default().override_resource("en".parse().unwrap(), texts)
}

/// The text of the one flash on a page.
fn flash(html: &str) -> Option<String> {
    // The message of a failed sign-in is above its form.
    let mark = if html.contains("id=\"sign-in-failure\"") { "role=\"alert\">\n<p" } else { "class=\"flash" };
    let (_, after) = html.split_once(mark)?;
    Some(after.split_once('>')?.1.split('<').next()?.replace("&#39;", "'"))
}

/// What a visitor reads at each step, by the key of the message.
fn flashes(app: &TestApp) -> Vec<(&'static str, Option<String>)> {
    let mut seen = Vec::new();
    let mut browser = app.client();
    let mut see = |key, browser: &mut Client, page: &str| seen.push((key, flash(&browser.get(page).text())));
    browser.get("/protected");
    see(keys::SIGN_IN_REQUIRED, &mut browser, "/session/new");
    browser.register(ANN, PASSWORD);
    see(keys::ACCOUNT_CREATED, &mut browser, "/");
    browser.get("/session/new");
    see(keys::ALREADY_SIGNED_IN, &mut browser, "/");
    browser.account_form(&[("user[current_password]", PASSWORD)]);
    see(keys::ACCOUNT_UPDATED, &mut browser, "/registration/edit");
    browser.sign_out();
    see(keys::SIGNED_OUT, &mut browser, "/session/new");
    let failed = browser.sign_in(ANN, "wrong").text();
    browser.sign_in(ANN, PASSWORD);
    see(keys::SIGNED_IN, &mut browser, "/");
    browser.account_form(&[("_method", "DELETE")]);
    see(keys::ACCOUNT_DELETED, &mut browser, "/session/new");
    seen.push((keys::SIGN_IN_FAILED, flash(&failed)));
    seen
}

// P27
#[test]
fn messages_are_pows_by_default() {
    let optional =
        [keys::SIGN_IN_REQUIRED, keys::ACCOUNT_CREATED, keys::ALREADY_SIGNED_IN, keys::SIGNED_OUT, keys::SIGNED_IN];
    for (key, text) in flashes(&TestApp::start()) {
        assert_eq!(text.is_none(), optional.contains(&key), "{key}: {text:?}");
        assert!(text.is_none_or(|text| text.len() > 10 && !text.contains(key)), "{key}");
    }
}

// P27
#[test]
fn each_message_can_be_replaced_alone() {
    for replaced in [
        keys::SIGN_IN_REQUIRED,
        keys::ACCOUNT_CREATED,
        keys::ALREADY_SIGNED_IN,
        keys::ACCOUNT_UPDATED,
        keys::SIGNED_OUT,
        keys::SIGNED_IN,
        keys::ACCOUNT_DELETED,
        keys::SIGN_IN_FAILED,
    ] {
        let own = with(move |config| Config { messages: english(&format!("{replaced} = Own words")), ..config });
        let default = flashes(&TestApp::start());
        for ((key, text), (_, default)) in flashes(&own).into_iter().zip(default) {
            if key == replaced {
                assert_eq!(text.as_deref(), Some("Own words"), "{key}");
            } else {
                assert_eq!(text, default, "{key} stays while {replaced} is replaced");
            }
        }
    }
}

/// Messages made by code, as Pow's `messages_backend`.
struct Shouting;

impl MessageBackend for Shouting {
    fn message(&self, _: &LanguageIdentifier, message: &Message) -> Option<String> {
        (message.key == keys::SIGN_IN_FAILED).then(|| "NO!".to_owned())
    }
}

// P27
#[test]
fn messages_can_come_from_code_or_in_another_language() {
    let app = with(|config| Config { messages: MessagesBuilder::default().backend(Shouting), ..config });
    assert_eq!(flash(&app.client().sign_in(ANN, "wrong").text()).as_deref(), Some("NO!"));
    let italian = || "session-new-title = Accedi";
    let messages = move || MessagesBuilder::default().resource("core", "it".parse().unwrap(), italian());
    let app = with(move |config| Config { messages: messages(), ..config });
    let mut browser = app.client();
    assert!(browser.get("/session/new").text().contains("<title>Sign in</title>"));
    browser.headers.push(("Accept-Language".to_owned(), "it-CH, en;q=0.5".to_owned()));
    assert!(browser.get("/session/new").text().contains("<title>Accedi</title>"));
}

// P2
fn routes_can_be_left_out(database: Database) {
    let app = on(database, |config| {
        [registration::NEW, registration::CREATE].into_iter().fold(config, |config, action| config.without(action))
    });
    let mut browser = app.client();
    assert_eq!(browser.get("/registration/new").status, 404);
    assert_eq!(browser.post("/registration", &[]).status, 405);
    let html = browser.get("/session/new").text();
    assert!(!html.contains("/registration"), "no link leads to it: {html}");
    assert_eq!(app.pow.path(registration::NEW), None);
    let whole = TestApp::start();
    assert_eq!(whole.client().get("/registration/new").status, 200);
    assert!(whole.client().get("/session/new").text().contains("href=\"/registration/new\""));
}

// P2: without the deletion the account's page is whole, and has no button for it.
#[test]
fn page_offers_only_what_has_a_route() {
    let app = with(|config| config.without(registration::DELETE));
    let mut browser = app.registered(ANN);
    let html = browser.get("/registration/edit").text();
    assert!(html.contains("href=\"/registration/edit/password\"") && !html.contains("class=\"danger\""));
    let form = [("_method", "DELETE")];
    assert_eq!(browser.account_form(&form).status, 405);
    assert_eq!(app.user_count(), 1);
    let app = with(|config| config.without(registration::EDIT).without(registration::UPDATE));
    let mut browser = app.registered(ANN);
    assert!(!browser.get("/").text().contains("/registration/edit"), "the menu doesn't name it");
}

#[test]
fn action_that_nobody_has_is_refused_at_start() {
    let nothing = Action::new("core", "nothing", "at_all");
    let error = TestApp::builder().config(move |config| config.without(nothing)).try_start().err().unwrap();
    assert!(error.to_string().contains("core/nothing#at_all"), "{error}");
}

// P3
fn route_that_the_application_defines_first_wins(database: Database) {
    let own = || web::get().to(|| async { "my own page" });
    let app = TestApp::builder().database(database).routes(move |config, _| {
        config.route("/registration/new", own());
    });
    let app = app.start();
    assert_eq!(app.client().get("/registration/new").text(), "my own page");
    let mut browser = app.client();
    let token = browser.token("/session/new");
    let passwords = [("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    let typed = [&[("_csrf_token", &*token), ("user[email]", ANN)], &passwords[..]].concat();
    assert_eq!(browser.post("/registration", &typed).status, 303, "the others stay");
    let default = TestApp::start();
    assert!(default.client().get("/registration/new").text().contains("user[email]"));
}

// P26
#[test]
fn path_and_prefix_can_be_changed() {
    let app = with(|mut config| {
        config.paths.insert(session::NEW, "/sign-in".to_owned());
        Config { path_prefix: "/account".to_owned(), ..config }
    });
    let mut browser = app.client();
    assert_eq!(browser.get("/account/session/new").status, 404);
    assert_eq!(browser.get("/session/new").status, 404);
    assert_eq!(browser.get("/protected").location(), Some("/account/sign-in?request_path=%2Fprotected"));
    let html = browser.get("/account/sign-in").text();
    assert!(html.contains("action=\"/account/session\"") && html.contains("href=\"/account/registration/new\""));
    let typed = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    browser.submit("/account/registration/new", "/account/registration", &typed);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    assert_eq!(
        browser.submit("/account/registration/edit", "/account/session", &[]).location(),
        Some("/account/sign-in")
    );
    let style = html.split("rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(style.starts_with("/account/") && browser.get(&style).status == 200);
    // Wherever the page is, it is no target.
    let typed = [("user[email]", ANN), ("user[password]", PASSWORD), ("request_path", "/account/sign-in")];
    assert_eq!(browser.submit("/account/sign-in", "/account/session", &typed).location(), Some("/"));
}

/// Other targets for every step.
#[derive(Debug)]
struct Elsewhere;

impl Redirects for Elsewhere {
    fn user_not_authenticated(&self, _: &Conn) -> String {
        "/not-authenticated".to_owned()
    }

    fn user_already_authenticated(&self, _: &Conn) -> String {
        "/already-authenticated".to_owned()
    }

    fn after_sign_in(&self, _: &Conn) -> String {
        "/after-sign-in".to_owned()
    }

    fn after_sign_out(&self, _: &Conn) -> String {
        "/after-sign-out".to_owned()
    }

    fn after_registration(&self, _: &Conn) -> String {
        "/after-registration".to_owned()
    }

    fn after_user_updated(&self, _: &Conn) -> String {
        "/after-user-updated".to_owned()
    }

    fn after_user_deleted(&self, _: &Conn) -> String {
        "/after-user-deleted".to_owned()
    }
}

/// Only one target is another.
#[derive(Debug)]
struct Welcome;

impl Redirects for Welcome {
    fn after_registration(&self, conn: &Conn) -> String {
        format!("/welcome?signed_in={}", conn.user().is_some())
    }
}

fn journey(app: &TestApp) -> Vec<String> {
    let mut browser = app.client();
    let answers = [
        browser.get("/protected"),
        browser.register(ANN, PASSWORD),
        browser.get("/session/new"),
        browser.account_form(&[("user[current_password]", PASSWORD)]),
        browser.sign_out(),
        browser.sign_in(ANN, PASSWORD),
        browser.account_form(&[("_method", "DELETE")]),
    ];
    answers.iter().map(|answer| answer.location().unwrap_or_default().to_owned()).collect()
}

// P26
#[test]
fn redirects_are_pows_by_default_and_each_can_be_replaced() {
    let sign_in = "/session/new?request_path=%2Fprotected";
    let default = [sign_in, "/", "/", "/registration/edit", "/session/new", "/", "/session/new"];
    assert_eq!(journey(&TestApp::start()), default);
    let app = with(|config| Config { redirects: Arc::new(Welcome), ..config });
    let mut expected = default.map(str::to_owned);
    expected[1] = "/welcome?signed_in=true".to_owned();
    assert_eq!(journey(&app), expected);
    let app = with(|config| Config { redirects: Arc::new(Elsewhere), ..config });
    let expected = [
        "/not-authenticated",
        "/after-registration",
        "/already-authenticated",
        "/after-user-updated",
        "/after-sign-out",
        "/after-sign-in",
        "/after-user-deleted",
    ];
    assert_eq!(journey(&app), expected);
}

// P28
fn page_can_be_replaced_alone(database: Database) {
    let app = on(database, |config| {
        let pages = Pages::default().replace::<SessionNew>(|page, view| {
            let built_in = page.render_default(view)?;
            Ok(format!("<h1>Come in</h1><!-- {} -->{built_in}", page.action))
        });
        Config { pages, ..config }
    });
    let html = app.client().get("/session/new").text();
    assert!(html.contains("<h1>Come in</h1><!-- /session -->") && html.contains("</html>"));
    drop(app.registered(ANN));
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303, "and its form works");
    assert!(!app.client().get("/registration/new").text().contains("Come in"));
    assert!(!TestApp::start().client().get("/session/new").text().contains("Come in"));
}

// P28
fn layout_can_be_replaced(database: Database) {
    let app = on(database, |config| {
        let layout = |layout: &Layout, _: &pow_core::pages::View<'_>| {
            Ok(format!("<body class=own>{}</body>", layout.body.as_str()))
        };
        Config { pages: Pages::default().replace::<Layout>(layout), ..config }
    });
    let mut browser = app.client();
    for path in ["/", "/session/new", "/registration/new"] {
        let html = browser.get(path).text();
        assert!(html.starts_with("<body class=own>") && html.ends_with("</body>"), "{path}: {html}");
    }
    assert!(browser.post("/session", &[]).text().starts_with("<body class=own>"), "the error pages too");
}

// L3: a page that can't be rendered is a fault, and says nothing of it.
#[test]
fn page_that_fails_is_a_plain_error() {
    let app = with(|config| {
        let pages = Pages::default()
            .replace::<RegistrationNew>(|_, _| Err(Error::other("the secret reason")))
            .replace::<SessionNew>(|_, _| Err(Error::other("quite another one, of another length")));
        Config { pages, ..config }
    });
    let response = app.client().get("/registration/new");
    assert_eq!(response.status, 500);
    assert!(!response.text().contains("secret reason"));
    let other = app.client().get("/session/new");
    assert_eq!((other.status, other.masked()), (500, response.masked()), "the reason makes no difference");
    assert_eq!(app.client().get("/").status, 200);
}

/// The user context with one method of its own.
#[derive(Debug)]
struct ByInvitationOnly;

#[async_trait]
impl Users for ByInvitationOnly {
    async fn create(&self, cx: &Cx, params: &Arc<Params>) -> Result<Written, Error> {
        let invited = params.scope("user").text("email").is_some_and(|email| email.ends_with("@example.com"));
        if invited {
            return BaseUsers.create(cx, params).await;
        }
        let mut changeset =
            pow_core::changeset::Changeset::new(pow_core::changeset::Operation::CREATE, None, params.clone());
        changeset.error("email", Message::new("own-not-invited"));
        Ok(Err(changeset))
    }
}

// P12, P10
#[test]
fn user_context_can_have_one_method_of_its_own() {
    let messages = || english("own-not-invited = You are not invited");
    let app = with(move |config| Config { users: Arc::new(ByInvitationOnly), messages: messages(), ..config });
    let response = app.client().register("bob@elsewhere.example", PASSWORD);
    assert_eq!(response.status, 422);
    assert!(response.text().contains("You are not invited"));
    drop(app.registered(ANN));
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303, "the other methods are the default's");
    assert_eq!(TestApp::start().client().register("bob@elsewhere.example", PASSWORD).status, 303);
}

/// Answers guests by a page instead of a redirect.
#[derive(Debug)]
struct Closed;

impl ErrorHandler for Closed {
    fn not_authenticated(&self, conn: &mut Conn) -> Reply {
        conn.flash(Flash::error(Message::new(keys::SIGN_IN_FAILED)));
        Reply::html(401, "closed".to_owned())
    }

    fn already_authenticated(&self, _: &mut Conn) -> Reply {
        Reply::redirect("/already")
    }
}

// P15
#[test]
fn error_handler_can_be_replaced() {
    let app = with(|config| Config { error_handler: Arc::new(Closed), ..config });
    let mut guest = app.client();
    for path in ["/protected", "/registration/edit"] {
        let response = guest.get(path);
        assert_eq!((response.status, response.text().as_str()), (401, "closed"), "{path}");
    }
    assert_eq!(app.registered(ANN).get("/session/new").location(), Some("/already"));
    assert_eq!(TestApp::start().client().get("/registration/edit").status, 303);
}

/// Signs in as the core does, and greets in a header.
#[derive(Debug)]
struct Greeting;

#[async_trait]
impl Controller for Greeting {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        SessionController.process(action, conn).await
    }

    async fn update_session(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        SessionController.update_session(action, conn, outcome).await
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        Ok(SessionController.respond(action, conn, outcome).await?.header("x-greeting", "hello"))
    }
}

// P25: logic and response are two steps, and each can be another's.
#[test]
fn controller_of_an_action_can_be_replaced() {
    let app = with(|mut config| {
        config.controllers.insert(session::CREATE, Arc::new(Greeting));
        config
    });
    drop(app.registered(ANN));
    let mut browser = app.client();
    assert_eq!(browser.get("/session/new").header("x-greeting"), None);
    let response = browser.sign_in(ANN, PASSWORD);
    assert_eq!((response.status, response.header("x-greeting")), (303, Some("hello")));
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    assert_eq!(browser.sign_out().header("x-greeting"), None);
}

/// Lets browsers keep a page.
#[derive(Debug)]
struct Kept;

#[async_trait]
impl Controller for Kept {
    async fn process(&self, _: Action, _: &mut Conn) -> Result<Outcome, Error> {
        Ok(Outcome::Ok(None))
    }

    async fn respond(&self, _: Action, _: &mut Conn, _: Outcome) -> Result<Reply, Error> {
        Ok(Reply::html(200, "kept".to_owned()).header("cache-control", "private, max-age=60"))
    }
}

// P4: unless the application says otherwise.
#[test]
fn application_can_let_a_page_be_kept() {
    let app = with(|mut config| {
        config.controllers.insert(session::NEW, Arc::new(Kept));
        config
    });
    assert_eq!(app.client().get("/session/new").all("cache-control"), ["private, max-age=60"]);
    assert_eq!(app.client().get("/registration/new").all("cache-control"), ["private, no-store, no-cache"]);
}

#[test]
fn clock_can_be_replaced() {
    let app = TestApp::start();
    let mut browser = app.registered(ANN);
    app.clock.advance(std::time::Duration::from_secs(31 * 60));
    assert_eq!(browser.current_user(), None, "half an hour of the clock, not of the machine");
    let app = with(|config| Config { clock: Arc::new(SystemClock), cache: CacheHandle::default(), ..config });
    let mut browser = app.registered(ANN);
    app.clock.advance(std::time::Duration::from_secs(31 * 60));
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

/// Halts where its form says so, and has a page of its own.
#[derive(Debug)]
struct Halting;

const PING: Action = Action::new("halting", "ping", "show");

#[async_trait]
impl Extension for Halting {
    fn id(&self) -> &'static str {
        "halting"
    }

    fn register(&self, registry: &mut Registry) {
        registry.messages("en", "halting-pong = Pong").route(Route::new(
            &[Method::Get],
            "/ping",
            PING,
            Access::Anyone,
            Ping,
        ));
    }

    async fn before_process(&self, action: Action, conn: &mut Conn) -> Result<ControlFlow<Reply>, Error> {
        let halts = conn.params().text("halt") == Some("before_process") && action == registration::CREATE;
        Ok(if halts {
            ControlFlow::Break(Reply::redirect("/halted-before-process"))
        } else {
            ControlFlow::Continue(())
        })
    }

    async fn before_respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        let halts = conn.params().text("halt") == Some("before_respond");
        Ok(match (action, outcome) {
            (registration::CREATE, _) if halts => Outcome::Halt(Reply::redirect("/halted-before-respond")),
            // Failures are seen too.
            (session::CREATE, Outcome::Invalid(_)) if halts => Outcome::Halt(Reply::redirect("/failure-was-seen")),
            (_, outcome) => outcome,
        })
    }
}

#[derive(Debug)]
struct Ping;

#[async_trait]
impl Controller for Ping {
    async fn process(&self, _: Action, _: &mut Conn) -> Result<Outcome, Error> {
        Ok(Outcome::Ok(None))
    }

    async fn respond(&self, _: Action, conn: &mut Conn, _: Outcome) -> Result<Reply, Error> {
        Ok(Reply::html(200, conn.cx().localizer().t("halting-pong")))
    }
}

/// Comes after the halting one, and must not run then.
#[derive(Debug)]
struct Marking;

#[async_trait]
impl Extension for Marking {
    fn id(&self) -> &'static str {
        "marking"
    }

    fn register(&self, _: &mut Registry) {}

    async fn before_respond(&self, _: Action, conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        conn.set_cookie("marked=1; Path=/".to_owned());
        Ok(outcome)
    }
}

fn hooked() -> TestApp {
    with(|config| Config { extensions: extensions![Halting, Marking], ..config })
}

fn register_and_halt(app: &TestApp, halt: &str) -> (Client, pow_testing::Response) {
    let mut browser = app.client();
    let typed =
        [("user[email]", ANN), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD), ("halt", halt)];
    let response = browser.submit("/registration/new", "/registration", &typed);
    (browser, response)
}

// P25
#[test]
fn hook_before_the_logic_can_halt() {
    let app = hooked();
    let (mut browser, response) = register_and_halt(&app, "before_process");
    assert_eq!((response.status, response.location()), (303, Some("/halted-before-process")));
    assert_eq!((app.user_count(), browser.current_user()), (0, None), "the logic never ran");
    assert!(!response.all("set-cookie").iter().any(|cookie| cookie.starts_with("marked")));
}

// P25
#[test]
fn hook_before_the_response_can_halt() {
    let app = hooked();
    let (mut browser, response) = register_and_halt(&app, "before_respond");
    assert_eq!((response.status, response.location()), (303, Some("/halted-before-respond")));
    assert_eq!((app.user_count(), browser.current_user()), (1, None), "the logic ran, the response didn't");
    assert!(!response.all("set-cookie").iter().any(|cookie| cookie.starts_with("marked")), "nor the hooks behind");
    let typed = [("user[email]", ANN), ("user[password]", "wrong"), ("halt", "before_respond")];
    assert_eq!(app.client().submit("/session/new", "/session", &typed).location(), Some("/failure-was-seen"));
}

// P25
#[test]
fn hooks_that_do_not_halt_change_nothing() {
    let app = hooked();
    let (mut browser, response) = register_and_halt(&app, "");
    assert_eq!((response.status, response.location()), (303, Some("/")));
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    assert!(response.all("set-cookie").contains(&"marked=1; Path=/"));
}

// P30, P14
#[test]
fn extension_brings_a_route_and_its_messages() {
    let app = hooked();
    assert_eq!(app.client().get("/ping").text(), "Pong");
    assert_eq!(app.pow.path(PING).as_deref(), Some("/ping"));
    assert!(app.pow.extension_enabled("halting"));
    let own = with(|config| Config {
        extensions: extensions![Halting],
        messages: english("halting-pong = Own pong"),
        ..config
    });
    assert_eq!(own.client().get("/ping").text(), "Own pong", "P27: an extension's messages are replaced as the core's");
    let plain: Pow = TestApp::start().pow.clone();
    assert!(!plain.extension_enabled("halting") && plain.path(PING).is_none());
}
