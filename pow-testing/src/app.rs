//! An application under test: a real server on a free port of the loopback address.

mod mails;
mod users;

use std::{
    net::{SocketAddr, TcpListener},
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use actix_session::{SessionMiddleware, storage::CookieSessionStore};
use actix_web::{App, HttpServer, cookie::Key, dev::ServerHandle, middleware::Condition, web};
use pow_core::{
    Config, CurrentUser, Error, Pow,
    actix::ActixSessionCarrier,
    cache::{CacheStore, MemoryCache, MemoryLimits},
    clock::FixedClock,
    config::CacheHandle,
    controllers::Controller,
    extension::{Action, Extension},
    mail::{Mailer, Recording},
    messages::Message,
    pages::{Page, View},
    password::{Argon2id, PoolSettings},
    policy::Policy,
    record::User,
    schema::Value,
    text::TextRecording,
};

use crate::{
    Client, Database,
    client::Program,
    explore::{Explored, SteppedCache},
};

/// The key that signs the sessions of tests. It is not a secret.
pub const TEST_SECRET: &str =
    "test value, not a secret: 0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ";

type Configure = Box<dyn FnOnce(Config) -> Config>;
type Wanted = Vec<Configure>;
type Routes = Arc<dyn Fn(&mut web::ServiceConfig, &Pow) + Send + Sync>;

/// An application under test. It stops when the value is dropped.
///
/// It has three pages: `/` names the signed-in user, `/protected` requires a sign-in, and `/bare` is outside of the middleware.
pub struct TestApp {
    /// The set-up under test.
    pub pow: Pow,
    /// The clock of the set-up, which stands still until a test moves it.
    pub clock: Arc<FixedClock>,
    /// The second set-up in the same application, if the test asked for one.
    pub second: Option<Pow>,
    address: SocketAddr,
    runtime: tokio::runtime::Runtime,
    server: ServerHandle,
    shared: Shared,
    pub(crate) parts: Parts,
}

/// The parts that several applications on the same data share.
#[derive(Clone)]
struct Shared {
    database: Arc<Database>,
    cache: Arc<dyn CacheStore>,
    clock: Arc<FixedClock>,
    mailer: Mailer,
    recording: Recording,
    texts: TextRecording,
}

/// Builds an application under test.
pub struct Builder {
    shared: Option<Shared>,
    database: Option<Database>,
    policy: Policy,
    configure: Wanted,
    second: Option<Wanted>,
    actix_session: bool,
    routes: Vec<Routes>,
    workers: usize,
    stepped: Option<SteppedCache>,
}

impl TestApp {
    /// Starts an application on a fresh SQLite file, with the memory cache, a clock that stands still and the cheapest hash.
    #[must_use]
    pub fn start() -> Self {
        Self::builder().start()
    }

    /// Returns a builder, to start an application that differs from that of `TestApp::start`.
    #[must_use]
    pub fn builder() -> Builder {
        let mut policy = Policy::default();
        policy.password.hasher = Arc::new(Argon2id::weakest_for_tests());
        Builder {
            shared: None,
            database: None,
            policy,
            configure: Vec::new(),
            second: None,
            actix_session: false,
            routes: Vec::new(),
            workers: 2,
            stepped: None,
        }
    }

    /// Returns a builder with this extension.
    #[must_use]
    pub fn with(extension: impl Extension) -> Builder {
        Self::builder().extension(extension)
    }

    /// Returns a builder for a second application on the same database, cache store and clock, like a second process.
    #[must_use]
    pub fn beside(&self) -> Builder {
        Builder { shared: Some(self.shared.clone()), ..Self::builder() }
    }

    /// Returns a client without cookies.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::new(self.address)
    }

    /// Returns a program without a session.
    #[must_use]
    pub fn program(&self) -> Program {
        Program::new(self.address)
    }

    /// Returns a client with a copy of another client's cookies, as a thief would have them. The other client may belong to
    /// another application.
    #[must_use]
    pub fn copy(&self, browser: &Client) -> Client {
        let mut copy = self.client();
        copy.cookies.clone_from(&browser.cookies);
        copy
    }

    /// Returns the address that the application listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the application's database.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.shared.database
    }

    /// Returns the store of the sessions, unless the configuration named another store.
    #[must_use]
    pub fn cache(&self) -> &Arc<dyn CacheStore> {
        &self.shared.cache
    }

    /// Runs a future of the framework, such as a query.
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let stop = self.server.stop(false);
        self.runtime.block_on(stop);
    }
}

impl Builder {
    /// Uses this database instead of a fresh SQLite file.
    #[must_use]
    pub fn database(mut self, database: Database) -> Self {
        self.database = Some(database);
        self
    }

    /// Changes the policy, which starts as the default policy with the cheapest hash.
    #[must_use]
    pub fn policy(mut self, change: impl FnOnce(&mut Policy)) -> Self {
        change(&mut self.policy);
        self
    }

    /// Processes each form, even if a browser sends it a second time. Use it in tests that send the same bytes several times.
    #[must_use]
    pub fn each_form_is_new(self) -> Self {
        self.policy(|policy| policy.form_repeats = Duration::ZERO)
    }

    /// Changes the configuration.
    #[must_use]
    pub fn config(mut self, change: impl FnOnce(Config) -> Config + 'static) -> Self {
        self.configure.push(Box::new(change));
        self
    }

    /// Adds an extension at the end of the list.
    #[must_use]
    pub fn extension(self, extension: impl Extension) -> Self {
        self.config(move |mut config| {
            config.extensions.push(Arc::new(extension));
            config
        })
    }

    /// Replaces the controller of an action.
    #[must_use]
    pub fn controller(self, action: Action, controller: Arc<dyn Controller>) -> Self {
        self.config(move |mut config| {
            config.controllers.insert(action, controller);
            config
        })
    }

    /// Adds routes of the application, inside of the middleware. They have precedence over the framework's routes.
    #[must_use]
    pub fn routes(mut self, routes: impl Fn(&mut web::ServiceConfig, &Pow) + Send + Sync + 'static) -> Self {
        self.routes.push(Arc::new(routes));
        self
    }

    /// Adds a second set-up to the application, on the same database. Its namespace is `second`, and its paths begin with
    /// `/second`.
    #[must_use]
    pub fn second(mut self, change: impl FnOnce(Config) -> Config + 'static) -> Self {
        self.second = Some(vec![Box::new(change)]);
        self
    }

    /// Wraps the application in actix-session with its cookie store, and stores the framework's data in the session.
    #[must_use]
    pub fn actix_session(mut self) -> Self {
        self.actix_session = true;
        self
    }

    /// Sets the number of worker threads. Default: two.
    #[must_use]
    pub fn workers(mut self, workers: usize) -> Self {
        self.workers = workers;
        self
    }

    /// Starts the application so that requests can be interleaved. See [`Explored`].
    ///
    /// # Panics
    /// If the application doesn't start.
    #[must_use]
    pub fn explored(mut self) -> Explored {
        let cache = SteppedCache::new(clock());
        self.stepped = Some(cache.clone());
        Explored::new(self.start(), cache)
    }

    /// Starts the application.
    ///
    /// # Panics
    /// If the application doesn't start.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test whose application does not start has failed")]
    pub fn start(self) -> TestApp {
        self.try_start().map_err(|error| error.to_string()).expect("the application starts")
    }

    /// Returns the message with which the start refuses the configuration.
    ///
    /// # Panics
    /// If the application starts, or fails for another reason.
    #[must_use]
    #[expect(clippy::panic, reason = "a test whose bad configuration is accepted has failed")]
    pub fn refusal(self) -> String {
        match self.try_start() {
            Err(Error::Config(sentence)) => sentence,
            other => panic!("the configuration was not refused: {:?}", other.map(|_| ())),
        }
    }

    /// Starts the application, or returns the error.
    ///
    /// # Errors
    /// The errors of [`Pow::new`], [`Pow::migrate`] and [`Pow::verify`].
    #[expect(clippy::expect_used, reason = "a test without a port or a thread has failed")]
    pub fn try_start(self) -> Result<TestApp, Error> {
        let (database, listener) = (self.database, TcpListener::bind("127.0.0.1:0").expect("a free port"));
        let stepped = self.stepped;
        let shared = self.shared.unwrap_or_else(|| Shared::new(database.unwrap_or_else(Database::sqlite), stepped));
        let address = listener.local_addr().expect("the port's address");
        let (policy, actix_session) = (self.policy, self.actix_session);
        let make = |wanted: Wanted, second: bool| {
            let mut config = shared.config(address, policy.clone());
            if actix_session {
                config.carrier = Arc::new(ActixSessionCarrier);
            }
            if second {
                config.namespace = Some("second".into());
                config.users_table = "second_users".into();
                config.path_prefix = "/second".into();
            }
            Pow::new(wanted.into_iter().fold(config, |config, change| change(config)))
        };
        let pow = make(self.configure, false)?;
        let second = self.second.map(|wanted| make(wanted, true)).transpose()?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime");
        for pow in std::iter::once(&pow).chain(&second) {
            runtime.block_on(pow.migrate())?;
            runtime.block_on(pow.verify())?;
        }
        let parts = Parts { pow: pow.clone(), second: second.clone(), routes: self.routes.into(), actix_session };
        let server = serve(parts.clone(), self.workers, listener);
        Ok(TestApp { pow, second, clock: shared.clock.clone(), address, runtime, server, shared, parts })
    }
}

impl Shared {
    fn new(database: Database, stepped: Option<SteppedCache>) -> Self {
        let clock = stepped.as_ref().map_or_else(clock, |stepped| stepped.clock.clone());
        let kept = database.keeps_cache().then(|| database.store().cache(clock.clone())).flatten();
        let kept = stepped.map(|stepped| Arc::new(stepped) as _).or(kept);
        let cache = kept.unwrap_or_else(|| Arc::new(MemoryCache::new(clock.clone(), MemoryLimits::default())));
        let (mailer, recording) = Mailer::recording();
        Self { database: Arc::new(database), cache, clock, mailer, recording, texts: TextRecording::default() }
    }

    fn config(&self, address: SocketAddr, policy: Policy) -> Config {
        Config {
            secret_key_base: TEST_SECRET.into(),
            base_url: format!("http://{address}"),
            store: self.database.store().into(),
            // An application that names no cache stores its sessions in the database.
            cache: if self.database.keeps_cache() { CacheHandle::default() } else { self.cache.clone().into() },
            policy,
            clock: self.clock.clone(),
            mailer: self.mailer.clone(),
            text_sender: Some(Arc::new(self.texts.clone())),
            hashing: PoolSettings { niceness: 0, ..PoolSettings::default() },
            ..Config::default()
        }
    }
}

/// A clock that stands still, at a fixed time.
fn clock() -> Arc<FixedClock> {
    Arc::new(FixedClock::at_ms(1_750_000_000_000))
}

/// The parts from which each worker makes its application.
#[derive(Clone)]
pub(crate) struct Parts {
    pow: Pow,
    second: Option<Pow>,
    routes: Arc<[Routes]>,
    actix_session: bool,
}

#[expect(clippy::expect_used, reason = "a test without a server has failed")]
fn serve(parts: Parts, workers: usize, listener: TcpListener) -> ServerHandle {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let app = move || {
                let parts = parts.clone();
                let key = Key::derive_from(TEST_SECRET.as_bytes());
                let session = SessionMiddleware::builder(CookieSessionStore::default(), key).cookie_secure(false);
                let session = Condition::new(parts.actix_session, session.build());
                App::new().wrap(session).configure(move |config| parts.configure(config))
            };
            let server = HttpServer::new(app).workers(workers).disable_signals().listen(listener).expect("a server");
            let server = server.run();
            sender.send(server.handle()).expect("the test waits");
            server.await.expect("the server ends well");
        });
    });
    receiver.recv().expect("the server starts")
}

impl Parts {
    pub(crate) fn configure(&self, config: &mut web::ServiceConfig) {
        let pow = &self.pow;
        let guarded = web::resource("/protected").wrap(pow.require_authenticated());
        let second = self.second.as_ref();
        let mut inside = web::scope("")
            .wrap(pow.middleware())
            .wrap(Condition::new(second.is_some(), second.unwrap_or(pow).middleware()));
        for more in self.routes.iter() {
            inside = inside.configure(|config| more(config, pow));
        }
        inside = inside.route("/", web::get().to(home)).service(guarded.route(web::get().to(protected)));
        if let Some(second) = second {
            inside = inside.configure(second.routes());
        }
        let inside = inside.configure(pow.routes());
        config.app_data(web::Data::new(pow.clone())).route("/bare", web::get().to(|| async { "bare" })).service(inside);
    }
}

struct Home(Option<String>);

impl Page for Home {
    const NAME: &'static str = "test/home";

    fn render_default(&self, _: &View<'_>) -> Result<String, Error> {
        let text = self.0.as_ref().map_or("signed out".to_owned(), |name| format!("signed in as {name}"));
        Ok(format!("<p id=\"current-user\">{}</p>", pow_core::pages::Html::escape(&text).as_str()))
    }

    fn title(&self) -> Message {
        Message::new("home")
    }
}

async fn home(pow: web::Data<Pow>, request: actix_web::HttpRequest) -> actix_web::HttpResponse {
    let page = || {
        let conn = pow.conn(&request)?;
        let user = conn.user().map(|user| name(&pow, user));
        let reply = conn.page(200, &Home(user))?;
        Ok((conn, reply))
    };
    match page() {
        Ok((conn, reply)) => pow.respond(&request, conn, reply),
        Err(error) => pow.fault(&request, &error),
    }
}

async fn protected(pow: web::Data<Pow>, user: CurrentUser) -> String {
    format!("protected: {}", name(&pow, &user))
}

fn name(pow: &Pow, user: &User) -> String {
    match user.value(pow.user_id_field().name()) {
        Some(Value::Text(name)) => name.clone(),
        _ => String::new(),
    }
}
