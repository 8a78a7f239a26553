//! Many requests with one cookie.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

mod kit;

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use kit::{ANN, COOKIE, SESSION, families, restarted, sessions, signed_in, ticket};
use pow_core::{
    Error, async_trait,
    conn::Conn,
    extension::{Extension, Recognised, Registry},
};
use pow_ext_persistent_session::PersistentSession;
use pow_testing::{Client, Database, Response, TestApp, client::together, on_each_database};

on_each_database!(fifty_requests_with_one_cookie_spend_it_once, ten_requests_with_one_cookie_are_all_signed_in,);

/// Registered on both sides of the extension under test: how many requests are within its hook at once.
#[derive(Clone, Debug, Default)]
struct Overlap {
    now: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

#[derive(Clone, Debug)]
struct Watched(Overlap, Arc<PersistentSession>);

#[async_trait]
impl Extension for Watched {
    fn id(&self) -> &'static str {
        self.1.id()
    }

    fn register(&self, registry: &mut Registry) {
        self.1.register(registry);
    }

    async fn authenticate(&self, conn: &mut Conn) -> Result<Option<Recognised>, Error> {
        let now = self.0.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.0.most.fetch_max(now, Ordering::SeqCst);
        let recognised = self.1.authenticate(conn).await;
        self.0.now.fetch_sub(1, Ordering::SeqCst);
        recognised
    }

    async fn after_sign_in(
        &self,
        conn: &mut Conn,
        user: &Arc<pow_core::record::User>,
        outcome: &pow_core::conn::SignedIn,
    ) -> Result<(), Error> {
        self.1.after_sign_in(conn, user, outcome).await
    }

    async fn before_process(
        &self,
        action: pow_core::extension::Action,
        conn: &mut Conn,
    ) -> Result<std::ops::ControlFlow<pow_core::conn::Reply>, Error> {
        self.1.before_process(action, conn).await
    }
}

fn watched(database: Database) -> (TestApp, Overlap) {
    let overlap = Overlap::default();
    let extension = Watched(overlap.clone(), Arc::new(PersistentSession::default()));
    (kit::among(vec![Arc::new(extension)]).database(database).workers(8).start(), overlap)
}

fn with_cookie(response: &Response, name: &str) -> Option<String> {
    let mut client = Client::new(([127, 0, 0, 1], 1).into());
    client.keep(response);
    client.cookies.get(name).cloned()
}

/// The responses to so many requests with the browser's cookie alone, all at once.
fn at_once(app: &TestApp, browser: &Client, requests: usize) -> Vec<Response> {
    let bytes = restarted(browser).bytes("GET", "/protected", None);
    together(app.address(), &vec![bytes; requests])
}

fn next(browser: &Client, responses: &[Response]) -> Client {
    let mut next = restarted(browser);
    responses.iter().for_each(|response| next.keep(response));
    next
}

// P2, P37
fn ten_requests_with_one_cookie_are_all_signed_in(database: Database) {
    let (app, _) = watched(database);
    let browser = signed_in(&app);
    let responses = at_once(&app, &browser, 10);
    assert!(responses.iter().all(|response| response.text() == format!("protected: {ANN}")));
    // In whatever order the responses arrive, the browser has a session and the one next cookie.
    let mut later = next(&browser, &responses);
    assert_eq!(later.current_user().as_deref(), Some(ANN));
    assert_eq!(families(&app).len(), 1);
    assert_eq!(sessions(&app), 2, "that of the registration, and one of this browser");
}

// P1, P2: 50 parallel uses of one cookie, 100 rounds.
fn fifty_requests_with_one_cookie_spend_it_once(database: Database) {
    let (app, overlap) = watched(database);
    let mut browser = signed_in(&app);
    let (mut requests, mut spent, mut most_new) = (0, 0, 0);
    for round in 0..100 {
        let responses = at_once(&app, &browser, 50);
        let new: Vec<_> = responses.iter().filter_map(|response| with_cookie(response, SESSION)).collect();
        let successors: BTreeSet<_> = responses.iter().filter_map(|response| with_cookie(response, COOKIE)).collect();
        let in_: usize = responses.iter().filter(|response| response.status == 200).count();
        assert_eq!((new.len(), successors.len(), in_), (1, 1, 50), "round {round}");
        requests += responses.len();
        spent += new.len();
        most_new = most_new.max(new.len());
        let after = next(&browser, &responses);
        assert_ne!(ticket(&after), ticket(&browser));
        browser = after;
        app.clock.advance(kit::GRACE);
    }
    assert_eq!(families(&app).len(), 1, "no alarm");
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    let overlap = overlap.most.load(Ordering::SeqCst);
    println!("{requests} requests, {spent} spent, at most {most_new} a round, up to {overlap} within the hook at once");
    assert!(overlap >= 2, "the requests did not overlap, so nothing was shown");
}
