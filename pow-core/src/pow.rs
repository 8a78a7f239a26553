//! A set-up, checked and frozen.

use std::{collections::BTreeMap, fmt, sync::Arc, time::Duration};

use uuid::Uuid;

use crate::{
    Clock, Config, Error, UserId,
    actix::Carrier,
    cache::{CacheStore, Key},
    changeset::UserIdField,
    controllers::{language, registration, session},
    cookie::SetCookie,
    cx::Cx,
    extension::{Access, AccountPage, Action, Extension, Frozen, Method, Registry, Route, SlotFn, routes},
    keys::{KeyRing, Signer},
    mail::{MailSlotFns, Mailer, Mails, Outbox, Throttle, setup},
    messages::{LanguageChoice, Messages},
    pages::Pages,
    password::Passwords,
    path::{BaseUrl, LocalPath},
    plug::ErrorHandler,
    policy::Policy,
    record::User,
    redirects::Redirects,
    schema::{FieldDef, ID, Schema, TableDef},
    session::{LoadedUser, SessionConfig, Sessions, UserSource, WithCached},
    store::{Filter, Prefix, Store},
    users::{AUTH_EPOCH, INSERTED_AT, PASSWORD_HASH, UPDATED_AT, Users},
};

/// How often the cache store is asked to remove what has expired.
const SWEEP_EVERY: Duration = Duration::from_secs(60);

/// A set-up: made once from a [`Config`], cheap to clone, used by every worker.
#[derive(Clone)]
pub struct Pow(Arc<Inner>);

struct Inner {
    base_url: BaseUrl,
    namespace: Option<String>,
    path_prefix: String,
    site_name: Option<String>,
    context_words: Vec<String>,
    store: Arc<dyn Store>,
    cache: Arc<dyn CacheStore>,
    schema: Schema,
    policy: Policy,
    passwords: Passwords,
    users: Arc<dyn Users>,
    user_id_field: UserIdField,
    contact: Option<FieldDef>,
    sessions: Sessions<User>,
    extensions: Vec<Arc<dyn Extension>>,
    routes: Vec<Route>,
    slots: std::collections::HashMap<&'static str, BTreeMap<&'static str, Vec<SlotFn>>>,
    authenticators: Vec<Arc<dyn Extension>>,
    messages: Messages,
    language: Arc<dyn LanguageChoice>,
    pages: Pages,
    mailer: Mailer,
    mails: Mails,
    mail_slots: MailSlotFns,
    outbox: Option<Outbox>,
    throttle: Throttle,
    redirects: Arc<dyn Redirects>,
    error_handler: Arc<dyn ErrorHandler>,
    carrier: Arc<dyn Carrier>,
    clock: Arc<dyn Clock>,
    keys: KeyRing,
    cookies: Cookies,
    signers: Signers,
    ticker: crate::ticker::Jobs,
    menu: Vec<AccountPage>,
}

/// The names of the cookies of this set-up.
#[derive(Debug)]
pub(crate) struct Cookies {
    pub(crate) session: SetCookie,
    pub(crate) csrf: SetCookie,
    pub(crate) flash: SetCookie,
    pub(crate) pending: SetCookie,
    pub(crate) language: SetCookie,
}

pub(crate) struct Signers {
    pub(crate) csrf: Signer,
    pub(crate) flash: Signer,
    pub(crate) pending: Signer,
}

impl Pow {
    /// Checks the configuration and freezes it. Nothing is read from the database yet: see [`Pow::verify`].
    ///
    /// # Errors
    /// [`Error::Config`] with a sentence that names the remedy.
    pub fn new(config: Config) -> Result<Self, Error> {
        config.policy.validate()?;
        let base_url = BaseUrl::parse(&config.base_url, config.danger_insecure_cookies)?;
        check_namespace(config.namespace.as_deref())?;
        warn_of_dangers(&config);
        let store = config.store.0.clone().ok_or_else(|| {
            Error::Config(
                "there is no database: set `store`, for example `SqliteStore::open(\"app.db\")?.into()`".into(),
            )
        })?;
        let namespace = config.namespace.as_deref().unwrap_or_default();
        let secrets = std::iter::once(config.secret_key_base.clone()).chain(config.previous_secrets.iter().cloned());
        let ring = KeyRing::with_several(secrets)?;
        let keys = match &config.verifier {
            Some(verifier) => ring.verifier(verifier.clone()),
            None => ring,
        }
        .scoped(namespace);
        let cache = cache(&config, store.as_ref())?;
        let frozen = register(&config, &cache)?;
        let routes = routes(&config, &frozen.routes, &frozen.without)?;
        let authenticators = config
            .extensions
            .iter()
            .filter(|extension| frozen.authenticators.contains(&extension.id()))
            .cloned()
            .collect();
        let schema = Schema::new(frozen.users, frozen.tables);
        let shared = config.cache.0.is_none();
        let source = Source { store: store.clone(), users: schema.users().clone(), shared };
        let rules = SessionConfig {
            idle_timeout: config.policy.session.idle,
            renewal: config.policy.session.effective_renewal(),
            grace: config.policy.session.effective_grace(),
            // The empty name is no one else's.
            namespace: namespace.to_owned(),
            absolute_lifetime: config.policy.session.absolute,
            reload: config.reload,
            ..SessionConfig::default()
        };
        let sessions = Sessions::new(&rules, &keys, cache.clone(), Arc::new(source), config.clock.clone())?;
        let messages = frozen.messages.build()?;
        let context_words = config.site_name.iter().cloned().chain([host(&base_url)]).collect();
        let passwords = Passwords::new(&config.policy.password, config.hashing)?;
        let throttle = setup::throttle(&config, &keys, &cache);
        let outbox = setup::outbox(&config, &keys, &store, &throttle);
        Ok(Self(Arc::new(Inner {
            cookies: Cookies::new(namespace, &base_url)?,
            signers: Signers {
                csrf: keys.signer("csrf"),
                flash: keys.signer("flash"),
                pending: keys.signer("pending"),
            },
            base_url,
            context_words,
            store,
            cache,
            schema,
            passwords,
            sessions,
            routes,
            authenticators,
            messages,
            keys,
            slots: frozen.slots,
            mail_slots: frozen.mail_slots,
            outbox,
            throttle,
            ticker: frozen.periodic,
            menu: frozen.menu,
            namespace: config.namespace,
            path_prefix: config.path_prefix,
            site_name: config.site_name,
            policy: config.policy,
            users: config.users,
            user_id_field: config.user_id_field,
            contact: frozen.contact,
            extensions: config.extensions,
            pages: config.pages,
            language: config.language,
            mailer: config.mailer,
            mails: config.mails,
            redirects: config.redirects,
            error_handler: config.error_handler,
            carrier: config.carrier,
            clock: config.clock,
        })))
    }

    /// Compares the database with what the core and the extensions need, and asks the cache store whether it is there.
    ///
    /// # Errors
    /// [`Error::Config`] with one sentence for each difference; [`Error::Unavailable`] if the database can't be reached.
    pub async fn verify(&self) -> Result<(), Error> {
        let verified = self.0.store.verify(&Prefix::default(), &self.0.schema).await;
        verified.map_err(|error| self.other_user_id(at_start(error)))?;
        let asked = self.0.cache.get(&Key::new("pow").name("start")).await;
        asked.map(drop).map_err(|error| {
            Error::Config(format!("the cache store can't be used ({error}): start it, or name another one in `cache`"))
        })
    }

    /// Brings the database to what the core and the extensions need. Never drops anything.
    ///
    /// # Errors
    /// [`Error::Config`] for what can't be added, [`Error::Unavailable`] if the database can't be reached.
    pub async fn migrate(&self) -> Result<(), Error> {
        let migrated = self.0.store.migrate(&self.0.schema).await;
        migrated.map_err(|error| self.other_user_id(at_start(error)))
    }

    /// A table that was made with the other user id field does not fit, and its columns alone don't tell why.
    fn other_user_id(&self, error: Error) -> Error {
        let column = format!("`{}.{}`", self.0.schema.users().name, UserIdField::Username.name());
        match error {
            Error::Config(text) if text.contains(&column) => Error::Config(format!(
                "{} If this database was made with another `user_id_field`, set that one, or take another database.",
                with_full_stop(&text)
            )),
            error => error,
        }
    }

    /// The path of an action, without parameters filled in; `None` if it has no route.
    pub fn path(&self, action: Action) -> Option<String> {
        self.0
            .routes
            .iter()
            .find(|route| route.action == action)
            .map(|route| format!("{}{}", self.0.path_prefix, route.path))
    }

    /// The path of an action with its one parameter filled in.
    pub fn path_with(&self, action: Action, param: &str) -> Option<String> {
        let path = self.path(action)?;
        let (start, rest) = path.split_once('{')?;
        let (_, end) = rest.split_once('}')?;
        Some(format!("{start}{param}{end}"))
    }

    /// The whole address of an action with its one parameter filled in, for links in mails; `None` if it has no route.
    pub fn url_with(&self, action: Action, param: &str) -> Option<String> {
        let path = LocalPath::parse(&self.path_with(action, param)?, &self.0.base_url)?;
        Some(self.0.base_url.join(&path))
    }

    /// The whole address of an action without parameters, for links in mails; `None` if it has no route.
    pub fn url(&self, action: Action) -> Option<String> {
        let path = LocalPath::parse(&self.path(action)?, &self.0.base_url)?;
        Some(self.0.base_url.join(&path))
    }

    /// The user context.
    pub fn users(&self) -> &Arc<dyn Users> {
        &self.0.users
    }

    /// The sessions: to list and to end them.
    pub fn sessions(&self) -> &Sessions<User> {
        &self.0.sessions
    }

    /// Where sessions, tokens and counters are kept.
    pub fn cache(&self) -> &Arc<dyn CacheStore> {
        &self.0.cache
    }

    /// Who sends the mails.
    pub fn mailer(&self) -> &Mailer {
        &self.0.mailer
    }

    /// The mails that wait, if they wait in the database.
    pub fn outbox(&self) -> Option<&Outbox> {
        self.0.outbox.as_ref()
    }

    /// Waits until every mail that is due is sent, or has failed for now: when the server has stopped, and in tests.
    pub async fn flush_mails(&self) {
        if let Some(outbox) = &self.0.outbox {
            outbox.flush().await;
        }
        self.0.mailer.flush().await;
    }

    /// The mails.
    pub fn mails(&self) -> &Mails {
        &self.0.mails
    }

    /// The database.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.0.store
    }

    /// The tables.
    pub fn schema(&self) -> &Schema {
        &self.0.schema
    }

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.0.policy
    }

    /// The password hashing.
    pub fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    /// The texts.
    pub fn messages(&self) -> &Messages {
        &self.0.messages
    }

    pub(crate) fn language(&self) -> &dyn LanguageChoice {
        self.0.language.as_ref()
    }

    /// The pages.
    pub fn pages(&self) -> &Pages {
        &self.0.pages
    }

    /// The time.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.clock
    }

    /// The address of the application.
    pub fn base_url(&self) -> &BaseUrl {
        &self.0.base_url
    }

    /// The name of the set-up.
    pub fn namespace(&self) -> Option<&str> {
        self.0.namespace.as_deref()
    }

    /// The field that names a user.
    pub fn user_id_field(&self) -> UserIdField {
        self.0.user_id_field
    }

    /// The e-mail address that users have beside their user name, if an extension requires one.
    pub fn contact_field(&self) -> Option<&FieldDef> {
        self.0.contact.as_ref()
    }

    /// The extensions in their order.
    pub fn extensions(&self) -> &[Arc<dyn Extension>] {
        &self.0.extensions
    }

    /// Whether the extension is in the list.
    pub fn extension_enabled(&self, id: &str) -> bool {
        self.0.extensions.iter().any(|extension| extension.id() == id)
    }

    /// Where to go after an action.
    pub fn redirects(&self) -> &Arc<dyn Redirects> {
        &self.0.redirects
    }

    /// What guards answer.
    pub fn error_handler(&self) -> &Arc<dyn ErrorHandler> {
        &self.0.error_handler
    }

    /// A cookie of this set-up: its name begins with the namespace, if there is one.
    ///
    /// # Errors
    /// [`Error::Config`] if the name holds anything but ASCII letters, digits, `-` and `_`.
    pub fn cookie(&self, name: &str) -> Result<SetCookie, Error> {
        cookie(self.0.namespace.as_deref().unwrap_or_default(), name, &self.0.base_url)
    }

    /// Keys derived for a purpose of an extension.
    pub fn signer(&self, purpose: &'static str) -> Signer {
        self.0.keys.signer(purpose)
    }

    /// The site's name.
    pub fn site_name(&self) -> Option<&str> {
        self.0.site_name.as_deref()
    }

    /// All routes, in the order of their registration.
    pub fn routes_table(&self) -> &[Route] {
        &self.0.routes
    }

    /// Whether the path can be shown to who has just signed in: a page for guests would only lead away again, and an
    /// action that is no page can't be gone to.
    pub(crate) fn is_destination(&self, path: &LocalPath) -> bool {
        let path = path.as_str().split('?').next().unwrap_or_default();
        let Some(path) = path.strip_prefix(self.path_prefix()) else { return true };
        let mut ours = self.0.routes.iter().filter(|route| route.path == path).peekable();
        ours.peek().is_none() || ours.any(|route| route.access != Access::Guest && route.methods.contains(&Method::Get))
    }

    /// The same set-up, not merely an equal one.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    pub(crate) fn keys(&self) -> &KeyRing {
        &self.0.keys
    }

    pub(crate) fn path_prefix(&self) -> &str {
        &self.0.path_prefix
    }

    pub(crate) fn context_words(&self) -> &[String] {
        &self.0.context_words
    }

    pub(crate) fn carrier(&self) -> &Arc<dyn Carrier> {
        &self.0.carrier
    }

    pub(crate) fn cookies(&self) -> &Cookies {
        &self.0.cookies
    }

    pub(crate) fn signers(&self) -> &Signers {
        &self.0.signers
    }

    pub(crate) fn authenticators(&self) -> &[Arc<dyn Extension>] {
        &self.0.authenticators
    }

    pub(crate) fn slots(&self, page: &str) -> Option<&BTreeMap<&'static str, Vec<SlotFn>>> {
        self.0.slots.get(page)
    }

    pub(crate) fn mail_slots(&self) -> &MailSlotFns {
        &self.0.mail_slots
    }

    pub(crate) fn throttle(&self) -> &Throttle {
        &self.0.throttle
    }

    pub(crate) fn menu(&self) -> &[AccountPage] {
        &self.0.menu
    }

    pub(crate) fn jobs(&self) -> &crate::ticker::Jobs {
        &self.0.ticker
    }

    /// A new UUID v7 of the set-up's clock and the operating system's randomness: for keys of tables of one's own.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn new_uuid(&self) -> Result<Uuid, Error> {
        let mut random = [0; 10];
        getrandom::fill(&mut random).map_err(|_| Error::Randomness)?;
        let millis = u64::try_from(self.0.clock.now_ms()).unwrap_or_default();
        Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }
}

impl Cookies {
    fn new(namespace: &str, base_url: &BaseUrl) -> Result<Self, Error> {
        let name = |name| cookie(namespace, name, base_url);
        Ok(Self {
            session: name("auth")?,
            csrf: name("csrf")?,
            flash: name("flash")?,
            pending: name("pending")?,
            language: name("language")?,
        })
    }
}

fn cookie(namespace: &str, name: &str, base_url: &BaseUrl) -> Result<SetCookie, Error> {
    match namespace {
        "" => SetCookie::new(name, base_url),
        namespace => SetCookie::new(&format!("{namespace}_{name}"), base_url),
    }
}

impl fmt::Debug for Pow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pow")
            .field("base_url", &self.0.base_url)
            .field("namespace", &self.0.namespace)
            .finish_non_exhaustive()
    }
}

/// How the sessions read a user.
#[derive(Debug)]
struct Source {
    store: Arc<dyn Store>,
    users: Arc<TableDef>,
    /// Whether the sessions are in the same database.
    shared: bool,
}

#[async_trait::async_trait]
impl UserSource<User> for Source {
    async fn load(&self, id: UserId) -> Result<Option<LoadedUser<User>>, Error> {
        let filter = Filter::eq(ID.name(), crate::schema::Value::Id(id));
        self.store.find(&Prefix::default(), &self.users, filter).await?.map(loaded).transpose()
    }

    async fn load_with_cached(&self, id: UserId, key: &Key, now_ms: i64) -> Result<Option<WithCached<User>>, Error> {
        if !self.shared {
            return Ok(None);
        }
        let filter = Filter::eq(ID.name(), crate::schema::Value::Id(id));
        let found = self.store.find_with_cached(&Prefix::default(), &self.users, filter, key, now_ms).await?;
        let Some(found) = found else { return Ok(None) };
        let (user, cached) = found.map_or((None, None), |(user, cached)| (Some(user), cached));
        Ok(Some((user.map(loaded).transpose()?, cached)))
    }
}

fn loaded(user: User) -> Result<LoadedUser<User>, Error> {
    let epoch = user.get(AUTH_EPOCH)?;
    Ok(LoadedUser { user: Arc::new(user), epoch })
}

/// The configured cache store, or the database's own.
fn cache(config: &Config, store: &dyn Store) -> Result<Arc<dyn CacheStore>, Error> {
    let named = config.cache.0.clone();
    named.or_else(|| store.cache(config.clock.clone())).ok_or_else(|| {
        Error::Config(
            "this database brings no cache store of its own: set `cache`, for example to a `MemoryCache`".into(),
        )
    })
}

/// The core's own declarations, then those of the extensions in their order.
fn register(config: &Config, cache: &Arc<dyn CacheStore>) -> Result<Frozen, Error> {
    let id = match config.id_kind {
        crate::id::IdKind::Int => {
            let mut id = ID.def();
            id.generated = true;
            id
        }
        crate::id::IdKind::Uuid => ID.def(),
    };
    let users = TableDef::new(config.users_table.clone(), id, config.id_kind, "core");
    let mut registry = Registry::new(users, config.messages.clone());
    registry
        .field(config.user_id_field.def())
        .field(PASSWORD_HASH.def().secret())
        .field(AUTH_EPOCH.def().default_value(crate::schema::Value::Int(0)))
        .field(INSERTED_AT.def())
        .field(UPDATED_AT.def());
    for table in cache.tables() {
        registry.table(table);
    }
    let swept = cache.clone();
    registry.periodic("cache sweep", SWEEP_EVERY, move |_| {
        let swept = swept.clone();
        Box::pin(async move { swept.sweep().await.map(|_| ()) })
    });
    setup::register(&mut registry, config)?;
    session::register(&mut registry);
    registration::register(&mut registry);
    if config.language_switch {
        language::register(&mut registry);
    }
    registry.owner = "app";
    for field in &config.fields {
        registry.field(field.clone());
    }
    for extension in &config.extensions {
        registry.owner = extension.id();
        extension.register(&mut registry);
    }
    registry.check_mailer(config.mailer.is_set());
    let ids: Vec<_> = config.extensions.iter().map(|extension| extension.id()).collect();
    registry.freeze(&ids, config.user_id_field)
}

/// Whoever starts the application can mend what a visitor can't.
fn at_start(error: Error) -> Error {
    match error {
        Error::Unavailable { service, source } => {
            Error::Unavailable { service, source: why_unavailable(&source.to_string()).into() }
        }
        error => error,
    }
}

/// What the server said, if there was one that said something, and what to do.
fn why_unavailable(said: &str) -> String {
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| said.contains(phrase));
    if says(&["Unknown database"]) || says(&["database \""]) && says(&["does not exist"]) {
        return format!("the server answers, but has no such database ({said}); make it, or correct its name.");
    }
    if says(&["authentication failed", "Access denied", "role \"", "pg_hba.conf", "password"]) {
        return format!("the server answers, but lets this user not in ({said}); correct the user or the password.");
    }
    format!("it can't be reached ({said}); is the server running, and are the address and the port right?")
}

fn with_full_stop(text: &str) -> String {
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}

fn check_namespace(namespace: Option<&str>) -> Result<(), Error> {
    match namespace {
        Some("") => Err(Error::Config("the namespace is empty: leave it out, or give it a name".into())),
        Some(name) if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) => {
            Err(Error::Config(format!(
                "the namespace {name:?} becomes part of the names of cookies: use ASCII letters, digits, - and _ only"
            )))
        }
        _ => Ok(()),
    }
}

fn warn_of_dangers(config: &Config) {
    if config.danger_insecure_cookies {
        tracing::warn!(target: "pow::setup::danger", "danger_insecure_cookies: session cookies travel in clear");
    }
}

fn host(base_url: &BaseUrl) -> String {
    let origin = base_url.origin();
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    host.split(':').next().unwrap_or_default().to_owned()
}

impl Pow {
    /// A context in the default language, for work outside of a request.
    pub fn cx(&self) -> Cx {
        Cx::new(self)
    }
}
