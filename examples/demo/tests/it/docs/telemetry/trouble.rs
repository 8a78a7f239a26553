//! What goes wrong.

use std::{sync::Arc, thread, time::Duration};

use actix_web::web;
use pow_core::{
    Config, CurrentUser, Error, Pow,
    cache::{MemoryCache, MemoryLimits},
    changeset::{Changeset, Operation},
    conn::Conn,
    id::IdKind,
    mail::{Delivery, MailAddress, Mailer, OutboxSettings},
    messages::Message,
    pages::{ErrorPage, Pages},
    schema::{ID, TableDef, Value},
    store::{PostgresStore, SqliteStore, Store},
    users,
};
use pow_ext_health::Health;
use pow_ext_identities::Identities;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Client, FaultyCache, HeldHasher, TestApp,
    client::{PASSWORD, encode, together},
    held::Step,
};

use crate::docs::telemetry::{
    parts::{Doors, Endless, FailingCache, FailingCarrier, FailingHasher, Refusing, Switch, broken},
    secrets::Secrets,
    walk::ANN,
};

pub(crate) fn everything(secrets: &mut Secrets) {
    secrets.address("victim@example.com");
    thread::scope(|scope| {
        // These two wait five seconds for what does not come.
        scope.spawn(connections_run_out);
        scope.spawn(transactions_meet);
        answers_fail();
        passwords_are_old();
        hashing_is_overrun();
        cache_fails();
        store_fails();
        periodic_work_is_stopped();
        mails_and_effects_fail();
        set_up_is_wrong();
    });
}

async fn faulty(pow: web::Data<Pow>, request: actix_web::HttpRequest) -> actix_web::HttpResponse {
    pow.fault(&request, &broken())
}

async fn wordless(pow: web::Data<Pow>) -> String {
    let localizer = pow.cx().localizer().clone();
    localizer.t("nobody-wrote-this") + &localizer.text(&Message::new("error-too-short"))
}

fn answers_fail() {
    let unrendered =
        |config: Config| Config { pages: Pages::default().replace::<ErrorPage>(|_, _| Err(broken())), ..config };
    let own = |config: &mut web::ServiceConfig, _: &Pow| {
        config.route("/faulty", web::get().to(faulty)).route("/wordless", web::get().to(wordless));
        config.route("/own", web::post().to(|_: Conn| async { "done" }));
        config.route("/model", web::get().to(|_: CurrentUser<Vec<u8>>| async { "nobody" }));
    };
    let app = TestApp::builder().config(unrendered).routes(own).start();
    assert_eq!(app.client().get("/faulty").status, 500);
    assert_eq!(app.client().get("/wordless").status, 200);
    assert_eq!(app.client().post("/own", &[]).status, 403);
    assert_eq!(app.registered(ANN).get("/model").status, 500);
    let twice = b"GET /protected HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: auth=a; auth=b\r\n\r\n";
    assert_eq!(app.client().raw(twice).status, 303);
    let switch = Switch::default();
    let carrier = FailingCarrier(switch.clone());
    let beside = app.beside().config(|config| Config { carrier: Arc::new(carrier), ..config }).start();
    let mut browser = app.client();
    browser.sign_in(ANN, PASSWORD);
    beside.clock.advance(Duration::from_secs(15 * 60));
    switch.on();
    beside.copy(&browser).get("/protected");
}

/// Of `pässwörd 😀`, with one round, as Pow writes it.
const OF_POW: &str = "$pbkdf2-sha512$1$8PHy8/T19vf4+fr7/P3+/w==$QSCMGGgXLiZk6uwILSp0JWIcu3rFrYufcd7dDk+jsfRgnx3rHg1ftJJ4KzylEcAJ5L1SCkSgBW9tocbTiO8qUg==";
const ITS_PASSWORD: &str = "pässwörd 😀";

fn passwords_are_old() {
    let switch = Switch::default();
    let hasher = Arc::new(FailingHasher(switch.clone()));
    let app = TestApp::builder().policy(|policy| policy.password.hasher = hasher).start();
    drop(app.registered(ANN));
    let write = |hash: &str| app.write(ANN, "password_hash", Value::Text(hash.to_owned()));
    let sign_in = |password: &str| app.client().sign_in(ANN, password).status;
    write(OF_POW);
    switch.on();
    assert_eq!(sign_in(ITS_PASSWORD), 303);
    switch.off();
    assert_eq!(sign_in(ITS_PASSWORD), 303);
    for unusable in ["$pbkdf2-sha512$0$rounds$", "$unheard-of$1$2$3"] {
        write(unusable);
        assert_eq!(sign_in(PASSWORD), 422);
    }
}

fn hashing_is_overrun() {
    let held = HeldHasher::new();
    let hasher = held.clone();
    let small = |mut config: Config| {
        (config.hashing.threads, config.hashing.queue_per_thread) = (1, 1);
        config
    };
    let app = TestApp::builder().policy(|policy| policy.password.hasher = Arc::new(hasher)).config(small).start();
    let bytes = |mut client: Client| {
        let token = client.token("/session/new");
        let form = encode(&[("_csrf_token", &token), ("user[email]", ANN), ("user[password]", PASSWORD)]);
        client.bytes("POST", "/session", Some(&form))
    };
    let requests: Vec<_> = (0..5).map(|_| bytes(app.client())).collect();
    held.hold(Step::Verify, 1);
    let answers = thread::scope(|scope| {
        let answers = scope.spawn(|| together(app.address(), &requests));
        held.wait_until_held();
        thread::sleep(Duration::from_millis(200));
        held.release();
        answers.join().unwrap()
    });
    assert!(answers.iter().any(|answer| answer.status == 503));
}

fn cache_fails() {
    let full = |config: Config| {
        let limits = MemoryLimits { entries: 0, ..MemoryLimits::default() };
        Config { cache: MemoryCache::new(config.clock.clone(), limits).into(), ..config }
    };
    let app = TestApp::builder().config(full).start();
    assert_eq!(app.client().register(ANN, PASSWORD).status, 303);
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 503);
    let switch = Switch::default();
    let failing = switch.clone();
    let cache = move |config: Config| {
        let memory = Arc::new(MemoryCache::new(config.clock.clone(), MemoryLimits::default()));
        Config { cache: FailingCache(memory, failing).into(), ..config }
    };
    let app = TestApp::builder().config(cache).start();
    app.client().register(ANN, PASSWORD);
    let mut changeset = Changeset::new(Operation::UPDATE, app.user(ANN), Arc::default());
    changeset.raise_epoch();
    switch.on();
    assert!(app.block_on(users::write(&app.pow.cx(), changeset)).unwrap().is_ok());
    switch.off();
    let mut ann = app.client();
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
    app.clock.advance(Duration::from_secs(15 * 60));
    switch.on();
    assert_eq!(ann.get("/protected").status, 503);
    let cache = FaultyCache::default();
    let faulty = cache.clone();
    let app = TestApp::builder().config(|config| Config { cache: faulty.into(), ..config }).start();
    let mut ann = app.registered(ANN);
    let html = ann.get("/registration/edit").text();
    cache.fail(|_, name| name == "put_if_absent");
    let pairs = [("user[email]", ANN), ("user[current_password]", PASSWORD)];
    assert_eq!(ann.account_form_from(&html, &pairs).location(), Some("/registration/edit"));
    cache.heal();
    let faulty = cache.clone();
    let app = TestApp::with(Health::default()).config(|config| Config { cache: faulty.into(), ..config }).start();
    cache.fail(|_, name| name == "get");
    assert_eq!(app.client().get("/health/ready").status, 503);
    cache.heal();
}

fn periodic_work_is_stopped() {
    let (endless, mut begun) = Endless::new();
    let app = TestApp::with(endless).start();
    app.block_on(async {
        let ticker = app.pow.start_ticker();
        begun.recv().await.unwrap();
        ticker.finish(Duration::ZERO).await;
    });
}

fn store_fails() {
    let app = TestApp::start();
    let table = Arc::new(TableDef::new("no_such_table", ID.def(), IdKind::Uuid, "test"));
    let rows = app.block_on(app.pow.store().select(&Default::default(), &table, Default::default()));
    assert!(matches!(rows, Err(Error::Database(_))));
    let away = PostgresStore::connect("postgres://nobody@127.0.0.1:1/none").unwrap();
    let begun = app.block_on(away.begin(&Default::default()));
    assert!(matches!(begun.err(), Some(Error::Unavailable { .. })));
}

fn connections_run_out() {
    let app = TestApp::start();
    let begin = || app.block_on(app.pow.store().begin(&Default::default()));
    let held = begin().unwrap();
    assert!(matches!(begin().err(), Some(Error::Busy { .. })));
    drop(held);
}

fn transactions_meet() {
    let app = TestApp::start();
    let other = SqliteStore::open(app.database().url()).unwrap();
    let held = app.block_on(app.pow.store().begin(&Default::default())).unwrap();
    let begun = app.block_on(other.begin(&Default::default()));
    assert!(matches!(begun.err(), Some(Error::Busy { .. })));
    drop(held);
}

/// An application whose mails are refused.
fn refused(delivery: Delivery) -> TestApp {
    let mailer = Mailer::custom(Refusing, "Acme <no-reply@acme.example>").unwrap();
    let doors = Doors(Switch::default());
    let config = |config: Config| Config {
        extensions: vec![Arc::new(ResetPassword::default()), Arc::new(doors)],
        mailer,
        delivery,
        ..config
    };
    let app = TestApp::builder().config(config).start();
    app.client().register(ANN, PASSWORD);
    app.client().submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    drop(app.mailbox());
    app
}

/// As an import from a system with other rules leaves it.
const NO_ADDRESS: &str = "\"ann b\"@example.com";

fn mails_and_effects_fail() {
    let app = TestApp::start();
    app.import(NO_ADDRESS);
    assert!(MailAddress::of_user(&app.user(NO_ADDRESS).unwrap()).unwrap().is_none());
    drop(refused(Delivery::Direct));
    text_is_refused();
    // Its link expires while the server refuses it.
    let app = refused(Delivery::default());
    app.clock.advance(Duration::from_secs(3600));
    drop(app.mailbox());
    let twice = OutboxSettings { tries: 2, first_retry: Duration::from_millis(1), ..OutboxSettings::default() };
    let app = refused(Delivery::Outbox(twice));
    // The outbox goes by the clock of the set-up.
    app.clock.advance(Duration::from_secs(60));
    drop(app.mailbox());
    app.clock.advance(Duration::from_secs(31 * 24 * 3600));
    app.block_on(async {
        let cx = app.pow.cx();
        cx.after_commit(async { Err(broken()) });
        cx.run_after_commit().await;
        let ticker = app.pow.start_ticker();
        tokio::time::sleep(Duration::from_millis(300)).await;
        drop(ticker);
    });
}

fn text_is_refused() {
    let direct = |config| Config { delivery: Delivery::Direct, text_sender: Some(Arc::new(Refusing)), ..config };
    let app = TestApp::with(Identities::default().phones(true)).config(direct).start();
    let form = [("user[phone]", "+442079460958")];
    assert_eq!(app.registered(ANN).submit("/identities/phone", "/identities/phone", &form).status, 303);
}

fn set_up_is_wrong() {
    let dangerous = |mut config: Config| {
        config.danger_insecure_cookies = true;
        config.policy.notices = false;
        config
    };
    drop(TestApp::builder().config(dangerous).start());
    assert!(
        Pow::new(Config { base_url: "http://127.0.0.1:1".to_owned(), ..Config::default() }).is_err(),
        "it has no database"
    );
}
