//! Many requests with one cookie.
use std::{
    collections::BTreeSet,
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use crate::common::{ANN, COOKIE, SESSION, families, restarted, sessions, signed_in, ticket};
use bytes::Bytes;
use pow_core::{
    Config, Error, async_trait,
    cache::{CacheStore, Key},
    conn::{Conn, Reply, SignedIn},
    extension::{Action, Extension, Recognised, Registry, SignIn},
    record::User,
    schema::TableDef,
    session::Session,
};
use pow_ext_persistent_session::{PersistentSession, Tokens};
use pow_testing::{
    Builder, Client, Database, Response, Salted, TestApp,
    app::TEST_SECRET,
    client::together,
    on_each_database_and_cache,
    race::{Overlap, REQUESTS, rounds},
};

on_each_database_and_cache!(
    sign_out_ends_what_comes_back_at_the_same_moment,
    alarm_ends_what_comes_back_at_the_same_moment,
    fifty_requests_with_one_cookie_spend_it_once,
    ten_requests_with_one_cookie_are_all_signed_in,
    ten_requests_get_the_one_next_cookie_where_no_signature_is_like_another,
);

/// The extension, with a counter.
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
        let _inside = self.0.enter();
        self.1.authenticate(conn).await
    }

    async fn after_sign_in(&self, conn: &mut Conn, user: &Arc<User>, outcome: &SignedIn) -> Result<(), Error> {
        self.1.after_sign_in(conn, user, outcome).await
    }

    async fn before_sign_in(&self, conn: &mut Conn, user: &Arc<User>) -> Result<SignIn, Error> {
        self.1.before_sign_in(conn, user).await
    }

    async fn after_sign_out(&self, conn: &mut Conn, ended: Option<&Session>) -> Result<(), Error> {
        self.1.after_sign_out(conn, ended).await
    }

    async fn before_process(&self, action: Action, conn: &mut Conn) -> Result<ControlFlow<Reply>, Error> {
        self.1.before_process(action, conn).await
    }
}

/// The cache store, where a request that is about to spend a cookie waits for the others. Counts those who came too late, and so
/// had all read the cookie as unspent.
#[derive(Clone, Debug)]
struct Slow(Arc<dyn CacheStore>, Arc<AtomicUsize>);

#[async_trait]
impl CacheStore for Slow {
    async fn put(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<(), Error> {
        self.0.put(key, value, ttl).await
    }

    async fn get(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.0.get(key).await
    }

    async fn take(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.0.take(key).await
    }

    async fn put_if_absent(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        self.0.put_if_absent(key, value, ttl).await
    }

    async fn compare_and_swap(&self, key: &Key, old: &[u8], new: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        let is_cookie = key.starts_with(&Key::new("").name("persistent_session"));
        if is_cookie {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let is_swapped = self.0.compare_and_swap(key, old, new, ttl).await?;
        self.1.fetch_add(usize::from(is_cookie && !is_swapped), Ordering::SeqCst);
        Ok(is_swapped)
    }

    async fn delete(&self, key: &Key) -> Result<bool, Error> {
        self.0.delete(key).await
    }

    async fn scan(&self, prefix: &Key) -> Result<Vec<(Key, Bytes)>, Error> {
        self.0.scan(prefix).await
    }

    fn tables(&self) -> Vec<TableDef> {
        self.0.tables()
    }
}

fn watched(database: Database) -> (TestApp, Overlap) {
    let (builder, overlap) = builder(database);
    (builder.start(), overlap)
}

fn builder(database: Database) -> (Builder, Overlap) {
    let overlap = Overlap::default();
    let extension = Watched(overlap.clone(), Arc::new(PersistentSession::default()));
    (crate::common::among(vec![Arc::new(extension)]).database(database).workers(8), overlap)
}

/// The same on a cache store that lets requests meet, with the count of those who did.
fn slow(database: Database) -> (TestApp, Overlap, Arc<AtomicUsize>) {
    let (late, store) = (Arc::new(AtomicUsize::new(0)), database.store());
    let (counted, (builder, overlap)) = (late.clone(), builder(database));
    let builder = builder.config(move |mut config| {
        let own = || store.cache(config.clock.clone());
        let inner = config.cache.store().cloned().or_else(own).unwrap();
        config.cache = Slow(inner, counted).into();
        config
    });
    (builder.start(), overlap, late)
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

// PS2, P37
fn ten_requests_with_one_cookie_are_all_signed_in(database: Database) {
    let (app, _) = watched(database);
    let browser = signed_in(&app);
    // A session ends its browser's older ones; those of one tick are told apart by nothing that counts here.
    app.clock.advance(Duration::from_millis(1));
    let responses = at_once(&app, &browser, 10);
    assert!(responses.iter().all(|response| response.text() == format!("protected: {ANN}")));
    // In whatever order the responses arrive, the browser has a session and the one next cookie.
    let mut later = next(&browser, &responses);
    assert_eq!(later.current_user().as_deref(), Some(ANN));
    assert_eq!(families(&app).len(), 1);
    assert_eq!(sessions(&app), 2, "that of the registration, and one of this browser");
}

// PS2, P17
fn ten_requests_get_the_one_next_cookie_where_no_signature_is_like_another(database: Database) {
    let salted = |config| Config { verifier: Some(Arc::new(Salted::new(TEST_SECRET.into()))), ..config };
    let app = builder(database).0.config(salted).start();
    let browser = signed_in(&app);
    app.clock.advance(Duration::from_millis(1));
    let responses = at_once(&app, &browser, 10);
    assert!(responses.iter().all(|response| response.text() == format!("protected: {ANN}")));
    assert_eq!(responses.iter().filter(|response| with_cookie(response, SESSION).is_some()).count(), 1);
    let successors: BTreeSet<_> = responses.iter().filter_map(|response| with_cookie(response, COOKIE)).collect();
    assert_eq!(successors.len(), 10, "each response has it, and each signed by another text");
    // Whichever arrived last is as good as the others.
    app.clock.advance(2 * crate::common::GRACE);
    for successor in &successors {
        assert_eq!(crate::common::holding(&app, successor).current_user().as_deref(), Some(ANN));
    }
    assert_eq!((families(&app).len(), app.mailbox().len()), (1, 0), "no alarm");
}

// PS1, PS2
fn fifty_requests_with_one_cookie_spend_it_once(database: Database) {
    let (app, overlap, late) = slow(database);
    let mut browser = signed_in(&app);
    let rounds = rounds();
    for round in 0..rounds {
        let responses = at_once(&app, &browser, REQUESTS);
        let new: Vec<_> = responses.iter().filter_map(|response| with_cookie(response, SESSION)).collect();
        let successors: BTreeSet<_> = responses.iter().filter_map(|response| with_cookie(response, COOKIE)).collect();
        let in_: usize = responses.iter().filter(|response| response.status == 200).count();
        assert_eq!((new.len(), successors.len(), in_), (1, 1, REQUESTS), "round {round}");
        let after = next(&browser, &responses);
        assert_ne!(ticket(&after), ticket(&browser));
        browser = after;
        app.clock.advance(2 * crate::common::GRACE);
    }
    assert_eq!(families(&app).len(), 1, "no alarm");
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    let late = late.load(Ordering::SeqCst);
    let what = format!("{rounds} rounds of {REQUESTS} requests with one cookie, {} too late on average", late / rounds);
    overlap.assert_reached(5, &what);
    assert!(late > 5 * rounds, "the requests did not meet: {late} came too late to write what they had read");
}

/// None of the cookies that the responses handed out opens anything.
fn assert_nobody(app: &TestApp, responses: &[Response], round: usize) {
    for response in responses {
        let mut client = app.client();
        client.keep(response);
        assert_eq!(client.current_user(), None, "round {round}: {:?}", client.cookies);
    }
}

// PS6, S5
fn sign_out_ends_what_comes_back_at_the_same_moment(database: Database) {
    let (app, _) = watched(database);
    let (mut came_back, mut signed_out) = (0, 0);
    for round in 0..60 {
        let mut browser = signed_in(&app);
        let token = browser.token("/registration/edit");
        let form = pow_testing::client::encode(&[("_method", "DELETE"), ("_csrf_token", &token)]);
        let mut requests = vec![restarted(&browser).bytes("GET", "/protected", None); 6];
        let at = round % 7;
        requests.insert(at, browser.bytes("POST", "/session", Some(&form)));
        let responses = together(app.address(), &requests);
        came_back += responses.iter().filter(|response| response.status == 200).count();
        // Whoever came back first has ended the session that the form belongs to; it is refused then, and says so.
        if responses.get(at).unwrap().status == 303 {
            signed_out += 1;
            assert_nobody(&app, &responses, round);
            assert_eq!(families(&app).len(), 0);
        }
        app.block_on(app.pow.sessions().revoke_all(crate::common::ann(&app), None)).unwrap();
        app.block_on(Tokens::new(&app.pow.cx(), &PersistentSession::default()).end_all(crate::common::ann(&app)))
            .unwrap();
    }
    println!("{signed_out} of 60 sign-outs in time, {came_back} of 360 requests were let in before");
    assert!(signed_out > 0);
}

// PS1, S5
fn alarm_ends_what_comes_back_at_the_same_moment(database: Database) {
    let (app, _) = watched(database);
    let mut came_back = 0;
    for round in 0..30 {
        let copied = signed_in(&app);
        let mut owner = restarted(&copied);
        assert_eq!(owner.current_user().as_deref(), Some(ANN));
        app.clock.advance(crate::common::GRACE);
        let mut requests = vec![restarted(&owner).bytes("GET", "/protected", None); 6];
        requests.insert(round % 7, restarted(&copied).bytes("GET", "/protected", None));
        let responses = together(app.address(), &requests);
        came_back += responses.iter().filter(|response| response.status == 200).count();
        assert_nobody(&app, &responses, round);
        assert_eq!(owner.current_user(), None);
        assert_eq!(families(&app).len(), 0);
    }
    println!("30 alarms, {came_back} of 180 requests were let in before");
}
