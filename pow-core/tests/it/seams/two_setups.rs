//! Users and admins in one application: two set-ups that don't meet.
use std::{
    net::{SocketAddr, TcpListener},
    sync::{Arc, mpsc},
    thread,
};

use actix_web::{App, HttpServer, web};
use pow_core::{
    Config, CurrentUser, Pow,
    cache::{CacheStore, MemoryCache, MemoryLimits},
    clock::SystemClock,
    id::IdKind,
    password::Argon2id,
    plug,
    policy::Policy,
    record::User,
    schema::Value,
    store::{Filter, Prefix, Select},
};
use pow_testing::{Client, Database, app::TEST_SECRET, client::PASSWORD, on_each_database};

on_each_database!(
    signing_in_to_one_does_not_open_the_other,
    cookies_and_tokens_of_one_are_worth_nothing_for_the_other,
    each_has_its_own_table_and_its_own_ends,
);

/// Both set-ups over one database, one cache and one secret: only their names keep them apart.
struct Two {
    users: Pow,
    admins: Pow,
    address: SocketAddr,
    runtime: tokio::runtime::Runtime,
    server: actix_web::dev::ServerHandle,
    _database: Database,
}

impl Drop for Two {
    fn drop(&mut self) {
        self.runtime.block_on(self.server.stop(false));
    }
}

fn set_up(database: &Database, cache: &Arc<dyn CacheStore>, address: SocketAddr, admins: bool) -> Pow {
    let mut policy = Policy::default();
    policy.password.hasher = Arc::new(Argon2id::weakest_for_tests());
    let config = Config {
        secret_key_base: TEST_SECRET.into(),
        base_url: format!("http://{address}"),
        store: database.store().into(),
        cache: cache.clone().into(),
        id_kind: IdKind::Int,
        policy,
        ..Config::default()
    };
    Pow::new(if admins { for_admins(config) } else { config }).unwrap()
}

/// The second set-up: a name for its cookies, a prefix for its paths, and its own table.
fn for_admins(config: Config) -> Config {
    Config {
        namespace: Some("admin".to_owned()),
        path_prefix: "/admin".to_owned(),
        users_table: "admins".to_owned(),
        ..config
    }
}

fn two(database: Database) -> Two {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let cache: Arc<dyn CacheStore> = Arc::new(MemoryCache::new(Arc::new(SystemClock), MemoryLimits::default()));
    let (users, admins) = (set_up(&database, &cache, address, false), set_up(&database, &cache, address, true));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    for pow in [&users, &admins] {
        runtime.block_on(pow.migrate()).unwrap();
        runtime.block_on(pow.verify()).unwrap();
    }
    let server = serve(users.clone(), admins.clone(), listener);
    Two { users, admins, address, runtime, server, _database: database }
}

fn serve(users: Pow, admins: Pow, listener: TcpListener) -> actix_web::dev::ServerHandle {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let app = move || App::new().configure(|config| configure(config, &users, &admins));
            let server = HttpServer::new(app).workers(1).disable_signals().listen(listener).unwrap().run();
            sender.send(server.handle()).unwrap();
            server.await.unwrap();
        });
    });
    receiver.recv().unwrap()
}

/// Both middlewares around everything; each guard asks its own.
fn configure(config: &mut web::ServiceConfig, users: &Pow, admins: &Pow) {
    let page = |pow: &Pow, path: &str| web::resource(path).wrap(pow.require_authenticated()).get(email);
    let admin_pages = web::scope("")
        .wrap(admins.middleware())
        .service(page(admins, "/admin/home"))
        .service(page(users, "/both"))
        .configure(admins.routes());
    let all = web::scope("")
        .wrap(users.middleware())
        .service(page(users, "/home"))
        .configure(users.routes())
        .service(admin_pages);
    config.service(all);
}

async fn email(user: CurrentUser) -> String {
    text(&user)
}

fn text(user: &User) -> String {
    match user.value("email") {
        Some(Value::Text(email)) => email.clone(),
        _ => String::new(),
    }
}

fn register(browser: &mut Client, prefix: &str, email: &str) {
    let pairs = [("user[email]", email), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    let (page, action) = (format!("{prefix}/registration/new"), format!("{prefix}/registration"));
    let response = browser.submit(&page, &action, &pairs);
    assert_eq!(response.status, 303, "{}", response.text());
}

fn emails(app: &Two, pow: &Pow) -> Vec<String> {
    let select = Select::new(Filter::all());
    let rows = app.runtime.block_on(pow.store().select(&Prefix::default(), pow.schema().users(), select)).unwrap();
    rows.iter().map(text).collect()
}

// P18, S20
fn signing_in_to_one_does_not_open_the_other(database: Database) {
    let app = two(database);
    let mut browser = Client::new(app.address);
    register(&mut browser, "", "ann@example.com");
    assert_eq!(browser.get("/home").text(), "ann@example.com");
    assert_eq!(browser.get("/admin/home").location(), Some("/admin/session/new?request_path=%2Fadmin%2Fhome"));
    assert_eq!(browser.get("/admin/registration/edit").status, 303);
    register(&mut browser, "/admin", "root@example.com");
    assert_eq!(browser.get("/admin/home").text(), "root@example.com");
    assert_eq!(browser.get("/home").text(), "ann@example.com", "in one browser at once");
    assert_eq!(browser.submit("/registration/edit", "/session", &[]).status, 303);
    assert_eq!(browser.get("/home").status, 303);
    assert_eq!(browser.get("/admin/home").text(), "root@example.com", "signing out of one leaves the other");
    let mut admin = Client::new(app.address);
    let pairs = [("user[email]", "ann@example.com"), ("user[password]", PASSWORD)];
    assert_eq!(admin.submit("/admin/session/new", "/admin/session", &pairs).status, 422, "a user is no admin");
}

// P18, S20
fn cookies_and_tokens_of_one_are_worth_nothing_for_the_other(database: Database) {
    let app = two(database);
    let mut browser = Client::new(app.address);
    register(&mut browser, "", "ann@example.com");
    let mut admin = Client::new(app.address);
    register(&mut admin, "/admin", "root@example.com");
    let mut names: Vec<&String> = browser.cookies.keys().chain(admin.cookies.keys()).collect();
    names.sort();
    assert_eq!(names, ["admin_auth", "admin_csrf", "auth", "csrf"]);
    let renamed = |from: &Client, change: fn(&str) -> String| {
        let mut forger = from.clone();
        forger.cookies = from.cookies.iter().map(|(name, value)| (change(name), value.clone())).collect();
        forger
    };
    let mut forger = renamed(&browser, |name| format!("admin_{name}"));
    assert_eq!(forger.get("/admin/home").status, 303, "the same id, 1, and still another set-up");
    let mut forger = renamed(&admin, |name| name.trim_start_matches("admin_").to_owned());
    assert_eq!(forger.get("/home").status, 303);
    let token = browser.token("/registration/edit");
    let pairs = [("_method", "DELETE"), ("_csrf_token", &token)];
    assert_eq!(admin.post("/admin/session", &pairs).status, 403, "a form's token of the other set-up");
    let token = plug::sign_token(&app.users, "unsubscribe", "1");
    assert_eq!(plug::verify_token(&app.users, "unsubscribe", &token).as_deref(), Some("1"));
    assert_eq!(plug::verify_token(&app.admins, "unsubscribe", &token), None);
    assert_eq!(plug::prepend_with_namespace(&app.admins, "x"), "admin_x");
}

// P18
fn each_has_its_own_table_and_its_own_ends(database: Database) {
    let app = two(database);
    let (mut browser, mut admin) = (Client::new(app.address), Client::new(app.address));
    register(&mut browser, "", "ann@example.com");
    register(&mut admin, "/admin", "ann@example.com");
    assert_eq!((emails(&app, &app.users).len(), emails(&app, &app.admins).len()), (1, 1), "the same address twice");
    let (users, admins) = (app.users.sessions(), app.admins.sessions());
    let id = pow_core::UserId::Int(1);
    assert_eq!(app.runtime.block_on(users.list(id)).unwrap().len(), 1, "the lists don't mix");
    app.runtime.block_on(users.revoke_all(id, None)).unwrap();
    assert_eq!(browser.get("/home").status, 303);
    assert_eq!(admin.get("/admin/home").text(), "ann@example.com", "of the same id, and it lives on");
    assert_eq!(app.runtime.block_on(admins.list(id)).unwrap().len(), 1);
    let delete = [("_method", "DELETE")];
    assert_eq!(admin.submit("/admin/registration/delete", "/admin/registration", &delete).status, 303);
    assert_eq!((emails(&app, &app.users).len(), emails(&app, &app.admins).len()), (1, 0));
}

// P18
#[test]
fn guard_of_one_inside_of_both_gives_the_handler_its_own_user() {
    let app = two(Database::sqlite());
    let (mut browser, mut admin) = (Client::new(app.address), Client::new(app.address));
    register(&mut browser, "", "ann@example.com");
    register(&mut admin, "/admin", "root@example.com");
    assert_eq!(admin.get("/both").status, 303, "an admin is no user");
    assert_eq!(browser.get("/both").text(), "ann@example.com");
    register(&mut browser, "/admin", "root2@example.com");
    assert_eq!(browser.get("/both").text(), "ann@example.com", "and not the admin of the innermost middleware");
}
