//! What an outage leaves in the log. Alone in its program: the log is that of the whole process.
#![cfg(feature = "redis")]

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use actix_web::web;
use pow_core::{Config, CurrentUser, MaybeUser, cache::RedisCache};
use pow_testing::{
    TestApp,
    client::PASSWORD,
    servers::own::{Kind, Server, ask, temp_folder},
};
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

// F1
#[test]
fn outage_writes_a_line_in_ten_seconds_and_not_one_for_each_request() {
    let Some(_) = ask(Kind::Redis) else { return };
    tracing::subscriber::set_global_default(Count).unwrap();
    let folder = temp_folder().unwrap();
    let mut server = Server::start(Kind::Redis, folder.path()).unwrap();
    let cache = RedisCache::connect(&server.url()).unwrap();
    let app = TestApp::builder().config(|config| Config { cache: cache.into(), ..config }).routes(|config, _| {
        config.route("/must", web::get().to(|_: CurrentUser| async { "somebody" }));
        config.route("/maybe", web::get().to(|_: MaybeUser| async { "anybody" }));
    });
    let app = app.start();
    let mut ann = app.registered("ann@example.com");
    server.kill().unwrap();
    let before = LINES.load(Ordering::Relaxed);
    for n in 0..300 {
        app.clock.advance(Duration::from_millis(100));
        assert_eq!(ann.get("/").status, 503);
        for path in ["/must", "/maybe"] {
            let answer = ann.get(path);
            assert_eq!((answer.status, answer.header("retry-after")), (503, Some("5")), "{path}");
        }
        if n % 30 == 0 {
            assert_eq!(app.client().sign_in("ann@example.com", PASSWORD).status, 503);
        }
    }
    let lines = LINES.load(Ordering::Relaxed) - before;
    assert!((1..=8).contains(&lines), "{lines} lines in thirty seconds of 910 failures");
}
