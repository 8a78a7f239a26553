//! Where the middleware, the guards and the routes must stand, and what happens where they don't.

use std::sync::Arc;

use actix_web::{App, dev::ServiceResponse, rt::System, test as actix, web};
use pow_core::{Config, CurrentUser, Pow, password::Argon2id, policy::Policy};
use pow_testing::{Database, app::TEST_SECRET};

fn set_up(database: &Database, path_prefix: &str) -> Pow {
    let mut policy = Policy::default();
    policy.password.hasher = Arc::new(Argon2id::weakest_for_tests());
    let config = Config {
        secret_key_base: TEST_SECRET.into(),
        base_url: "http://localhost".into(),
        store: database.store().into(),
        path_prefix: path_prefix.to_owned(),
        policy,
        ..Config::default()
    };
    Pow::new(config).unwrap()
}

/// The status of a GET.
macro_rules! get {
    ($app:expr, $path:expr) => {
        System::new().block_on(async {
            let app = actix::init_service($app).await;
            let response: ServiceResponse<_> =
                actix::call_service(&app, actix::TestRequest::get().uri($path).to_request()).await;
            response.status().as_u16()
        })
    };
}

// P3
#[test]
fn routes_stand_in_the_app_or_in_a_scope_without_a_path() {
    let database = Database::sqlite();
    let pow = set_up(&database, "");
    assert_eq!(get!(App::new().wrap(pow.middleware()).configure(pow.routes()), "/session/new"), 200);
    let scope = || web::scope("").wrap(pow.middleware()).configure(pow.routes());
    assert_eq!(get!(App::new().service(scope()), "/session/new"), 200);
    let admins = set_up(&database, "/admin");
    let app = || App::new().wrap(admins.middleware()).configure(admins.routes());
    assert_eq!((get!(app(), "/admin/session/new"), get!(app(), "/session/new")), (200, 404));
}

// P3
#[test]
fn routes_inside_of_a_scope_with_a_path_are_an_error() {
    let database = Database::sqlite();
    let pow = set_up(&database, "");
    let app = || App::new().wrap(pow.middleware()).service(web::scope("/admin").configure(pow.routes()));
    assert_eq!((get!(app(), "/admin/session/new"), get!(app(), "/session/new")), (500, 404));
}

#[test]
fn routes_without_the_middleware_are_an_error() {
    let database = Database::sqlite();
    let pow = set_up(&database, "");
    assert_eq!(get!(App::new().configure(pow.routes()), "/session/new"), 500);
}

// P15: a guard that can't know lets nobody through.
#[test]
fn guards_without_the_middleware_let_nobody_through() {
    let database = Database::sqlite();
    let pow = set_up(&database, "");
    let page = || web::get().to(|| async { "inside" });
    let users = || web::resource("/users").wrap(pow.require_authenticated()).route(page());
    let guests = || web::resource("/guests").wrap(pow.require_not_authenticated()).route(page());
    let bare = || App::new().service(users()).service(guests());
    assert_eq!((get!(bare(), "/users"), get!(bare(), "/guests")), (500, 500));
    let whole = || App::new().wrap(pow.middleware()).service(users()).service(guests());
    assert_eq!((get!(whole(), "/users"), get!(whole(), "/guests")), (303, 200));
    // The middleware of another set-up is not this one's.
    let other = set_up(&database, "/other");
    let foreign = || App::new().wrap(other.middleware()).service(users()).service(guests());
    assert_eq!((get!(foreign(), "/users"), get!(foreign(), "/guests")), (500, 500));
}

#[test]
fn current_user_without_the_middleware_is_an_error() {
    let database = Database::sqlite();
    let pow = set_up(&database, "");
    let page = || web::get().to(|_: CurrentUser| async { "inside" });
    assert_eq!(get!(App::new().route("/", page()), "/"), 500);
    assert_eq!(get!(App::new().wrap(pow.middleware()).route("/", page()), "/"), 401);
}

/// Each would take the other's cookies. `two_setups.rs` shows two that differ.
#[test]
fn two_set_ups_of_one_namespace_around_a_page_are_an_error() {
    let database = Database::sqlite();
    let (users, admins) = (set_up(&database, ""), set_up(&database, "/admin"));
    let page = || web::get().to(|| async { "inside" });
    let app = || App::new().wrap(users.middleware()).wrap(admins.middleware()).route("/", page());
    assert_eq!(get!(app(), "/"), 500);
    let twice = || App::new().wrap(users.middleware()).wrap(users.middleware()).route("/", page());
    assert_eq!(get!(twice(), "/"), 200, "one set-up is no namesake of itself");
}
