//! What an outage leaves in the log. Each test has a process, since the log is shared by all tests of a program.
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use actix_web::web;
use pow_core::{
    Config, CurrentUser, Error, MaybeUser,
    conn::{Conn, Reply},
    controllers::{Controller, registration, session},
    extension::{Action, Outcome},
};
use pow_store_redis::RedisCache;
use pow_testing::{Builder, Client, Database, TestApp, client::PASSWORD};
use pow_testing_servers::{Kind, Server, ask, temp_folder};
use tracing::{Event, Level, Metadata, Subscriber, span};

static LINES: AtomicUsize = AtomicUsize::new(0);

/// Counts what tells of trouble; that an action was asked for is told each time, as in an access log.
struct Count;

impl Subscriber for Count {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::WARN
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, _: &Event<'_>) {
        LINES.fetch_add(1, Ordering::Relaxed);
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

/// An action of the application's that never works.
#[derive(Debug)]
struct Broken;

#[async_trait::async_trait]
impl Controller for Broken {
    async fn process(&self, _: Action, _: &mut Conn) -> Result<Outcome, Error> {
        Err(Error::other("broken"))
    }

    async fn respond(&self, _: Action, _: &mut Conn, _: Outcome) -> Result<Reply, Error> {
        Err(Error::other("broken"))
    }
}

/// Counts the lines of this process from here on.
fn count() {
    tracing::subscriber::set_global_default(Count).unwrap();
}

fn start(builder: Builder) -> TestApp {
    let app = builder.routes(|config, _| {
        config.route("/must", web::get().to(|_: CurrentUser| async { "somebody" }));
        config.route("/maybe", web::get().to(|_: MaybeUser| async { "anybody" }));
    });
    app.start()
}

/// Thirty seconds in which every request of a signed-in user fails, and so does every sign-in.
fn outage(app: &TestApp, ann: &Client, form: &str, statuses: &[u16]) {
    let before = LINES.load(Ordering::Relaxed);
    for n in 0..300 {
        app.clock.advance(Duration::from_millis(100));
        for path in ["/", "/must", "/maybe"] {
            assert!(statuses.contains(&ann.clone().get(path).status), "{path}");
        }
        // Each time another browser that signs out.
        assert!(statuses.contains(&ann.clone().submit_form(form, "/session", &[]).status));
        // A password to hash takes its time.
        if n % 30 == 0 {
            assert!(statuses.contains(&app.client().sign_in("ann@example.com", PASSWORD).status));
        }
    }
    let lines = LINES.load(Ordering::Relaxed) - before;
    assert!((1..=12).contains(&lines), "{lines} lines in thirty seconds of 1,210 failures");
}

// F1
#[test]
fn outage_writes_a_line_in_ten_seconds_and_not_one_for_each_request() {
    if !pow_testing::alone() {
        return;
    }
    let Some(_) = ask(Kind::Redis) else { return };
    count();
    let folder = temp_folder().unwrap();
    let mut server = Server::start(Kind::Redis, folder.path()).unwrap();
    let cache = RedisCache::connect(&server.url()).unwrap();
    let app = start(TestApp::builder().config(|config| Config { cache: cache.into(), ..config }));
    let mut ann = app.registered("ann@example.com");
    let form = ann.get("/registration/edit").text();
    server.kill().unwrap();
    assert_eq!(ann.get("/must").header("retry-after"), Some("5"));
    outage(&app, &ann, &form, &[503]);
}

// F1
#[cfg(feature = "postgres")]
#[test]
fn outage_of_the_database_that_keeps_the_sessions_does_neither() {
    if !pow_testing::alone() {
        return;
    }
    let Some(_) = ask(Kind::Postgres) else { return };
    count();
    let folder = temp_folder().unwrap();
    let mut server = Server::start(Kind::Postgres, folder.path()).unwrap();
    let app = start(TestApp::builder().database(Database::on(&server.url()).unwrap().with_cache()));
    let mut ann = app.registered("ann@example.com");
    let form = ann.get("/registration/edit").text();
    server.kill().unwrap();
    outage(&app, &ann, &form, &[503]);
}

// F1
#[cfg(feature = "sqlite")]
#[test]
fn database_that_refuses_each_statement_does_neither() {
    use diesel::{Connection, connection::SimpleConnection};

    if !pow_testing::alone() {
        return;
    }
    count();
    // Each request asks for the user.
    let app = start(TestApp::builder().database(Database::sqlite()).config(|config| Config { reload: true, ..config }));
    let mut ann = app.registered("ann@example.com");
    let form = ann.get("/registration/edit").text();
    let file = app.database().url().trim_start_matches("sqlite://");
    let mut database = diesel::SqliteConnection::establish(file).unwrap();
    database.batch_execute("DROP TABLE users").unwrap();
    outage(&app, &ann, &form, &[500, 503]);
}

// F1
#[cfg(feature = "sqlite")]
#[test]
fn fault_of_one_route_does_not_hide_that_of_another() {
    if !pow_testing::alone() {
        return;
    }
    count();
    let broken = Arc::new(Broken);
    let app = TestApp::builder().controller(session::NEW, broken.clone()).controller(registration::NEW, broken).start();
    let lines = |path: &str| {
        let before = LINES.load(Ordering::Relaxed);
        assert_eq!(app.client().get(path).status, 500);
        LINES.load(Ordering::Relaxed) - before
    };
    let (one, other) = ("/session/new", "/registration/new");
    assert_eq!([one, one, other, one, other].map(lines), [1, 0, 1, 0, 0]);
}
