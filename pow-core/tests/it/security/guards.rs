//! Who gets through to a page, and where everybody else is sent, through HTTP.
use actix_web::{
    HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    middleware::{Next, from_fn},
    web,
};
use pow_core::{
    Config, CurrentUser, MaybeUser, Pow,
    conn::{Conn, Reply},
    plug::ErrorHandler,
};
use pow_testing::{
    Client, Database, FaultyCache, Response, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};

on_each_database!(
    guest_is_sent_to_the_sign_in_page_and_back,
    request_path_survives_a_failed_attempt_and_the_way_over_the_registration,
    pages_of_the_account_need_a_sign_in,
    pages_for_guests_lead_who_is_signed_in_away,
    guards_stand_before_scopes_of_the_application,
    guards_take_an_error_handler_of_their_own,
);

/// Sends the form of a page that was opened with the same query.
fn sign_in_at(browser: &mut Client, page: &str) -> Response {
    browser.submit(page, "/session", &[("user[email]", ANN), ("user[password]", PASSWORD)])
}

// P4, P15
fn guest_is_sent_to_the_sign_in_page_and_back(database: Database) {
    let app = TestApp::builder().database(database).start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let response = browser.get("/protected?page=2&sort=a%2Fb");
    assert_eq!(response.status, 303);
    assert!(response.body.is_empty(), "nothing of the page is shown");
    let sign_in = response.location().unwrap().to_owned();
    assert_eq!(sign_in, "/session/new?request_path=%2Fprotected%3Fpage%3D2%26sort%3Da%252Fb");
    // P5
    let response = sign_in_at(&mut browser, &sign_in);
    assert_eq!((response.status, response.location()), (303, Some("/protected?page=2&sort=a%2Fb")));
    assert!(browser.get("/protected").text().contains("protected: ann@example.com"));
}

// P5
fn request_path_survives_a_failed_attempt_and_the_way_over_the_registration(database: Database) {
    let app = TestApp::builder().database(database).start();
    drop(app.registered(ANN));
    let sign_in = "/session/new?request_path=%2Fprotected";
    let mut browser = app.client();
    let failed = browser.submit(sign_in, "/session", &[("user[email]", ANN), ("user[password]", "wrong")]);
    assert_eq!(failed.status, 422);
    let typed = [("user[email]", ANN), ("user[password]", PASSWORD)];
    assert_eq!(browser.submit_form(&failed.text(), "/session", &typed).location(), Some("/protected"));
    let mut visitor = app.client();
    let html = visitor.get(sign_in).text();
    assert!(html.contains("href=\"/registration/new?request_path=%2Fprotected\""), "{html}");
    let registration = "/registration/new?request_path=%2Fprotected";
    assert!(visitor.get(registration).text().contains("href=\"/session/new?request_path=%2Fprotected\""));
    let typed =
        [("user[email]", "bob@example.com"), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    assert_eq!(visitor.submit(registration, "/registration", &typed).location(), Some("/protected"));
}

// P5, R9: only a GET can be gone back to, and nothing is remembered.
#[test]
fn request_path_is_only_for_get_and_not_remembered() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    assert_eq!(browser.post("/protected", &[]).location(), Some("/session/new"));
    let token = browser.token("/session/new");
    for method in ["PUT", "DELETE"] {
        let response = browser.post("/registration", &[("_csrf_token", &token), ("_method", method)]);
        assert_eq!((response.status, response.location()), (303, Some("/session/new")), "{method}");
    }
    browser.get("/protected");
    assert_eq!(sign_in_at(&mut browser, "/session/new").location(), Some("/"));
    browser.sign_out();
    assert_eq!(sign_in_at(&mut browser, "/session/new").location(), Some("/"));
}

// P4
fn pages_of_the_account_need_a_sign_in(database: Database) {
    let app = TestApp::builder().database(database).start();
    let response = app.client().get("/registration/edit");
    assert_eq!(response.location(), Some("/session/new?request_path=%2Fregistration%2Fedit"));
    assert_eq!(app.registered(ANN).get("/registration/edit").status, 200);
}

// P4
fn pages_for_guests_lead_who_is_signed_in_away(database: Database) {
    let app = TestApp::builder().database(database).start();
    let mut browser = app.registered(ANN);
    for path in ["/session/new", "/registration/new", "/session/new?request_path=%2Fregistration%2Fnew"] {
        let response = browser.get(path);
        assert_eq!((response.status, response.location()), (303, Some("/")), "{path}");
        assert_eq!(app.client().get(path).status, 200, "{path}");
    }
    assert_eq!(browser.get("/session/new?request_path=%2Fprotected").location(), Some("/protected"));
    let token = browser.token("/registration/edit");
    for path in ["/session", "/registration"] {
        let typed = [("_csrf_token", &*token), ("user[email]", "bob@example.com"), ("user[password]", PASSWORD)];
        assert_eq!(browser.post(path, &typed).location(), Some("/"), "{path}");
    }
    assert_eq!((app.user_count(), browser.current_user().as_deref()), (1, Some(ANN)));
}

// MO2, P15
#[test]
fn head_is_guarded_as_get_is() {
    let app = TestApp::start();
    let mut signed_in = app.registered(ANN);
    let mut guest = app.client();
    for path in ["/protected", "/registration/edit"] {
        let response = guest.request("HEAD", path, None);
        assert_eq!(response.status, 303, "{path}");
        assert!(response.location().unwrap().starts_with("/session/new?request_path="), "{path}");
    }
    assert_eq!(signed_in.request("HEAD", "/session/new", None).status, 303);
    let get = guest.get("/session/new");
    let head = guest.request("HEAD", "/session/new", None);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), get.header("content-length"));
    let edit = signed_in.request("HEAD", "/registration/edit", None);
    assert_eq!((edit.status, edit.body.len()), (200, 0));
}

// MO3
#[test]
fn other_spellings_of_a_path_pass_no_guard() {
    let app = TestApp::start();
    let mut guest = app.client();
    for path in [
        "//registration/edit",
        "/registration//edit",
        "/registration/edit/",
        "/REGISTRATION/edit",
        "/%72egistration/edit",
        "/registration%2fedit",
        "/registration/edit%00",
        "/registration/edit;x",
        "/./registration/edit",
        "/x/../registration/edit",
        "/registration/edit/a.css",
        "/protected/",
        "//protected",
        "/%70rotected",
        "/protected/..",
        "/protected%00",
    ] {
        let response = guest.get(path);
        assert!(matches!(response.status, 303 | 400 | 404), "{path}: {}", response.status);
    }
}

/// An error handler of the application's own.
#[derive(Debug)]
struct Api;

impl ErrorHandler for Api {
    fn not_authenticated(&self, _: &mut Conn) -> Reply {
        Reply::html(401, "sign in first".to_owned())
    }

    fn already_authenticated(&self, _: &mut Conn) -> Reply {
        Reply::html(409, "you are in already".to_owned())
    }
}

fn own_scopes(database: Database) -> TestApp {
    TestApp::builder().database(database).routes(own_routes).start()
}

/// A guard of the application's that answers by an error.
async fn members_only(
    user: Option<CurrentUser>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    match user {
        Some(_) => next.call(request).await.map(ServiceResponse::map_into_boxed_body),
        None => Err(actix_web::error::ErrorForbidden("members only")),
    }
}

fn own_routes(config: &mut web::ServiceConfig, pow: &Pow) {
    let text = |text: &'static str| web::to(move || async move { text });
    let inside = web::scope("/inside").wrap(pow.require_authenticated()).route("/a", text("inside"));
    let outside = web::scope("/outside").wrap(pow.require_not_authenticated()).route("/a", text("outside"));
    let api = web::scope("/api").wrap(pow.require_authenticated().error_handler(Api)).route("/a", text("api"));
    let guests = web::scope("/guests").wrap(pow.require_not_authenticated().error_handler(Api));
    let maybe = |MaybeUser(user): MaybeUser| async move { if user.is_some() { "somebody" } else { "nobody" } };
    config.service(inside).service(outside).service(api).service(guests.route("/a", text("guests")));
    config.route("/maybe", web::get().to(maybe));
    let option = |user: Option<CurrentUser>| async move { if user.is_some() { "somebody" } else { "nobody" } };
    let answer = |status: u16, _: Option<CurrentUser>| async move {
        let status = actix_web::http::StatusCode::from_u16(status).unwrap();
        HttpResponse::build(status).insert_header(("x-of-the-page", "yes")).body("own")
    };
    config.route("/option", web::get().to(option));
    config.route("/option/404", web::get().to(move |user| answer(404, user)));
    config.route("/option/502", web::get().to(move |user| answer(502, user)));
    let conn = |conn: Option<Conn>| async move { if conn.is_some() { "a form" } else { "no form" } };
    config.route("/option/conn", web::get().to(conn));
    let members = web::resource("/option/guard").wrap(from_fn(members_only));
    config.service(members.get(async || "for members"));
    config.route("/plain", web::get().to(|| async { "plain" }));
    config.route("/must", web::get().to(|_: CurrentUser| async { "somebody" }));
    let cached = |_: MaybeUser| async { HttpResponse::Ok().insert_header(("cache-control", "max-age=60")).body("own") };
    config.route("/cached", web::get().to(cached));
    let varied = |_: MaybeUser| async { HttpResponse::Ok().insert_header(("vary", "Accept, cookie")).body("own") };
    config.route("/varied", web::get().to(varied));
}

// P15
fn guards_stand_before_scopes_of_the_application(database: Database) {
    let app = own_scopes(database);
    let (mut guest, mut ann) = (app.client(), app.registered(ANN));
    assert_eq!((ann.get("/inside/a").text(), guest.get("/outside/a").text()), ("inside".into(), "outside".into()));
    assert_eq!(guest.get("/inside/a").location(), Some("/session/new?request_path=%2Finside%2Fa"));
    assert_eq!(guest.post("/inside/a", &[]).location(), Some("/session/new"));
    assert_eq!(ann.get("/outside/a").location(), Some("/"));
    // A page that is not there is no secret, but the guard answers first.
    assert_eq!((guest.get("/inside/nothing").status, ann.get("/inside/nothing").status), (303, 404));
    assert_eq!(guest.request("HEAD", "/inside/a", None).status, 303);
    assert_eq!(guest.request("OPTIONS", "/inside/a", None).status, 303);
}

// P15
fn guards_take_an_error_handler_of_their_own(database: Database) {
    let app = own_scopes(database);
    let (mut guest, mut ann) = (app.client(), app.registered(ANN));
    let refused = guest.get("/api/a");
    assert_eq!((refused.status, refused.text()), (401, "sign in first".into()));
    assert_eq!(ann.get("/api/a").text(), "api");
    let refused = ann.get("/guests/a");
    assert_eq!((refused.status, refused.text()), (409, "you are in already".into()));
    assert_eq!(guest.get("/guests/a").text(), "guests");
}

#[test]
fn current_user_is_demanded_or_optional() {
    let app = own_scopes(Database::sqlite());
    let (mut guest, mut ann) = (app.client(), app.registered(ANN));
    assert_eq!((guest.get("/maybe").text(), ann.get("/maybe").text()), ("nobody".into(), "somebody".into()));
    assert_eq!((guest.get("/option").text(), ann.get("/option").text()), ("nobody".into(), "somebody".into()));
    assert_eq!((guest.get("/must").status, ann.get("/must").status), (401, 200));
    let refused = app.program().get("/must");
    assert_eq!((refused.status, &refused.json()["code"]), (401, &"not-signed-in".into()), "a program reads JSON");
    assert_eq!(refused.header("content-type"), Some("application/problem+json"));
    assert_eq!(app.program().get("/maybe").text(), "nobody");
    let guarded = guest.get("/option/guard");
    assert_eq!((guarded.status, guarded.text()), (403, "members only".into()));
    assert_eq!(ann.get("/option/guard").text(), "for members");
}

// B9
#[test]
fn page_for_the_signed_in_user_is_kept_by_no_cache() {
    let app = own_scopes(Database::sqlite());
    let (mut guest, mut ann) = (app.client(), app.registered(ANN));
    let caching = |answer: &Response| (answer.all("cache-control").join("; "), answer.all("vary").join("; "));
    for path in ["/inside/a", "/api/a", "/maybe", "/option", "/option/404", "/option/guard", "/must", "/inside/nothing"]
    {
        assert_eq!(caching(&ann.get(path)), ("private, no-store, no-cache".into(), "Cookie".into()), "{path}");
    }
    assert_eq!(caching(&ann.get("/varied")), ("private, no-store, no-cache".into(), "Accept, cookie".into()));
    // The handler's own decision stays.
    assert_eq!(caching(&ann.get("/cached")), ("max-age=60".into(), "Cookie".into()));
    // A page that depends on no user, and a visitor's, may be cached; the latter for visitors only.
    assert_eq!(caching(&ann.get("/plain")), (String::new(), String::new()));
    for path in ["/outside/a", "/maybe", "/option"] {
        assert_eq!(caching(&guest.get(path)), (String::new(), "Cookie".into()), "{path}");
    }
}

/// What Ann gets at each of these pages while the sessions can't be read.
fn while_sessions_can_not_be_read<const N: usize>(paths: [&str; N]) -> [Response; N] {
    let (cache, routes) = (FaultyCache::default(), own_routes);
    let own = cache.clone();
    let app = TestApp::builder().config(move |config| Config { cache: own.into(), ..config }).routes(routes).start();
    let mut ann = app.registered(ANN);
    cache.fail(|_, _| true);
    let answers = paths.map(|path| ann.get(path));
    cache.heal();
    assert_eq!(ann.get("/option").text(), "somebody", "still signed in");
    answers
}

/// The page without the address of the button "Try again".
fn without_path(page: &Response) -> String {
    let (before, after) = (page.text(), ">Try again</a>");
    let (start, end) = before.split_once(after).unwrap();
    let (start, _) = start.rsplit_once("href=").unwrap();
    format!("{start}{end}")
}

// F1: actix makes `None` of every fault.
#[test]
fn while_sessions_can_not_be_read_nobody_is_a_visitor() {
    let [must, others @ ..] =
        while_sessions_can_not_be_read(["/must", "/maybe", "/option", "/option/404", "/option/conn", "/option/guard"]);
    for other in &others {
        assert_eq!(
            (other.status, without_path(other)),
            (503, without_path(&must)),
            "nothing of the page, and nobody is nobody"
        );
        assert_eq!(other.header("retry-after"), must.header("retry-after"));
        assert!(other.header("retry-after").is_some());
        assert_eq!(
            (other.header("x-of-the-page"), other.header("cache-control")),
            (None, Some("private, no-store, no-cache"))
        );
    }
}

#[test]
fn while_sessions_can_not_be_read_what_asks_for_nobody_is_served_and_a_fault_is_left_as_it_is() {
    let [plain, own_fault] = while_sessions_can_not_be_read(["/plain", "/option/502"]);
    assert_eq!((plain.status, plain.text()), (200, "plain".into()));
    assert_eq!((own_fault.status, own_fault.text()), (502, "own".into()));
}

// P4, S21, B9
#[test]
fn pages_with_forms_are_never_stored() {
    let app = own_scopes(Database::sqlite());
    let (mut guest, mut ann) = (app.client(), app.registered(ANN));
    let answers = [
        guest.get("/session/new"),
        guest.get("/registration/new"),
        guest.get("/registration/edit"),
        guest.get("/protected"),
        ann.get("/registration/edit"),
        ann.get("/session/new"),
        guest.get("/must"),
    ];
    for answer in answers {
        assert_eq!(answer.header("cache-control"), Some("private, no-store, no-cache"));
    }
    assert_eq!(guest.get("/maybe").header("cache-control"), None, "pages of the application are its own business");
}
