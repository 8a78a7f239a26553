//! The configuration: one struct, everything with a default but the secret, the address and the database.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::Arc,
};

use crate::{
    Clock,
    cache::CacheStore,
    carrier::{Carrier, CookieCarrier},
    clock::SystemClock,
    controllers::Controller,
    csp::Csp,
    extension::{Action, Extension},
    id::IdKind,
    identifier::UserIdField,
    keys::TokenVerifier,
    look::Look,
    mail::{Delivery, Mailer, Mails},
    messages::{BrowserLanguage, LanguageChoice, MailLanguage, MessagesBuilder, RequestLanguage},
    pages::Pages,
    password::PoolSettings,
    plug::{DefaultErrorHandler, ErrorHandler},
    policy::Policy,
    redirects::{DefaultRedirects, Redirects},
    schema::FieldDef,
    secret::Secret,
    store::Store,
    text::TextSender,
    users::{BaseUsers, Users},
};

/// A struct whose fields name their defaults, so that an option is added in one place.
macro_rules! with_defaults {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$doc:meta])* pub $field:ident: $type:ty = $default:expr,)* }) => {
        $(#[$meta])*
        pub struct $name {
            $($(#[$doc])* pub $field: $type,)*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }
    };
}

with_defaults! {
/// The configuration of one set-up. An application can have several, each with its own namespace.
///
/// ```no_run
/// # #[cfg(feature = "sqlite")] fn main() -> Result<(), pow_core::Error> {
/// use pow_core::{Config, Pow, store::SqliteStore};
///
/// let pow = Pow::new(Config {
///     secret_key_base: std::env::var("SECRET_KEY_BASE").unwrap_or_default().into(),
///     base_url: "https://app.example".into(),
///     store: SqliteStore::open("app.db")?.into(),
///     ..Config::default()
/// })?;
/// # Ok(()) }
/// # #[cfg(not(feature = "sqlite"))] fn main() {}
/// ```
pub struct Config {
    /// Signs sessions and tokens. At least 64 bytes: `openssl rand -base64 48` prints one in a line. No default.
    pub secret_key_base: Secret<String> = Secret::default(),
    /// Earlier secrets, newest first, which only verify signatures that were made with them.
    pub previous_secrets: Vec<Secret<String>> = Vec::new(),
    /// Signs cookies and tokens. Default: `None`, which is HMAC-SHA256 with keys derived from the secrets.
    pub verifier: Option<Arc<dyn TokenVerifier>> = None,
    /// The address at which browsers reach the application: links in mails and the kind of cookies follow from it.
    /// https, or http on a loopback address. No default.
    pub base_url: String = String::new(),
    /// Cookies over plain http on an address that is not the machine's own: an attacker on the network can take over the sessions.
    /// Default: off.
    pub danger_insecure_cookies: bool = false,
    /// The database. No default.
    pub store: StoreHandle = StoreHandle(None),
    /// The store of sessions and tokens. Default: the application's database, in the table `pow_cache`, so that they
    /// survive a restart and all processes share them. Leave it out rather than naming that one: with [`reload`](Self::reload)
    /// the session and the user then come by one statement.
    pub cache: CacheHandle = CacheHandle(None),
    /// Re-reads the user from the database on every request. Default: off; a change made past the framework is then
    /// seen after the renewal interval at the latest.
    pub reload: bool = false,
    /// The extensions, in the order of their hooks. Default: none.
    pub extensions: Vec<Arc<dyn Extension>> = Vec::new(),
    /// How strict everything is. Default: [`Policy::default`].
    pub policy: Policy = Policy::default(),
    /// Threads and queue of the password hashing. Default: one thread a core.
    pub hashing: PoolSettings = PoolSettings::default(),
    /// The user context. Default: [`BaseUsers`].
    pub users: Arc<dyn Users> = Arc::new(BaseUsers),
    /// The users' table. Default: `users`.
    pub users_table: String = "users".to_owned(),
    /// The field that names a user at sign-in. Default: email.
    pub user_id_field: UserIdField = UserIdField::default(),
    /// The kind of primary key. Default: UUID v7.
    pub id_kind: IdKind = IdKind::default(),
    /// Additional fields of the users' table; those marked `form()` can be set at registration and update. Default: none.
    pub fields: Vec<FieldDef> = Vec::new(),
    /// The name of the set-up: prefixes cookies and keys, so that two set-ups don't collide. Default: none.
    pub namespace: Option<String> = None,
    /// The tenant whose tables the set-up works on: the name of a PostgreSQL schema or of a MySQL database beside the one
    /// that the store is connected to (Pow: `repo_opts: [prefix: …]`). One set-up for each tenant; their sessions, links and
    /// keys in the cache never meet. The cache and the outbox, which all tenants share, stay where the store is connected
    /// to, and the tenant's own tables are made by migrations of the application's. Default: none.
    pub tenant: Option<String> = None,
    /// The prefix of every path of the set-up: `/admin`. Default: nothing.
    pub path_prefix: String = String::new(),
    /// How many proxies of your own every request comes through, each of which adds the address that it was called from to
    /// `X-Forwarded-For`: a client can write what is left of them. Default: 0, so that the header means nothing and the
    /// address of a client is that of the connection.
    pub trusted_proxies: usize = 0,
    /// Other paths for actions, below the prefix. Default: Pow's.
    pub paths: HashMap<Action, String> = HashMap::new(),
    /// Actions that have no route. Default: none, so that all have one. The targets of an extension's links can't be among
    /// them: `Pow::new` refuses that.
    pub without: HashSet<Action> = HashSet::new(),
    /// Other controllers for actions. Default: the framework's and the extensions' own.
    pub controllers: HashMap<Action, Arc<dyn Controller>> = HashMap::new(),
    /// The redirects after actions. Default: [`DefaultRedirects`], which leads back or to `/`.
    pub redirects: Arc<dyn Redirects> = Arc::new(DefaultRedirects),
    /// The answers of guards. Default: [`DefaultErrorHandler`], which leads to the sign-in
    /// and back.
    pub error_handler: Arc<dyn ErrorHandler> = Arc::new(DefaultErrorHandler),
    /// The pages, with the replaced ones. Default: the framework's looks.
    pub pages: Pages = Pages::default(),
    /// Sends the mails. Default: no mailer, which only works without extensions that send mails.
    pub mailer: Mailer = Mailer::default(),
    /// Sends the text messages: codes to phone numbers. They wait in the outbox as mails do, and need a [`mailer`](Self::mailer) too,
    /// on whose thread they are sent. Default: none, which only works without extensions that send texts.
    pub text_sender: Option<Arc<dyn TextSender>> = None,
    /// The queue of mails and texts. Default: in the application's database, in the table `pow_outbox`, so that
    /// none is lost.
    pub delivery: Delivery = Delivery::default(),
    /// The mails, with the replaced ones. Default: the framework's looks.
    pub mails: Mails = Mails::default(),
    /// The texts, with the application's own. Default: the framework's, in nine languages.
    pub messages: MessagesBuilder = MessagesBuilder::default(),
    /// Chooses a visitor's language: by a column of the user, by the path. Default: the visitor's browser does.
    pub language: Arc<dyn LanguageChoice> = Arc::new(BrowserLanguage),
    /// Chooses the language of a mail to a user: by a column. Default: that of the request that caused the mail.
    pub mail_language: Arc<dyn MailLanguage> = Arc::new(RequestLanguage),
    /// Whether each page ends with a switch between the languages, which the route
    /// [`language::UPDATE`](crate::controllers::language::UPDATE) remembers in a cookie. Default: off.
    pub language_switch: bool = false,
    /// Names the site in the header of the pages and forbids its name as a password. Default: none.
    pub site_name: Option<String> = None,
    /// The look of pages and mails: colour, logo, stylesheets, footer and contact. Default: the framework's.
    pub look: Look = Look::default(),
    /// The path of the application's start page. The site's name leads there, and so does a sign-in without another target.
    /// [`path_prefix`](Self::path_prefix) is not put before it. Default: `/`.
    pub home_path: String = "/".to_owned(),
    /// What the pages may load, as a `Content-Security-Policy`. Default: only stylesheets and images of the own origin. The
    /// origins of [`look`](Self::look) are added.
    pub csp: Csp = Csp::default(),
    /// How the browser keeps its part of the state. Default: signed cookies.
    pub carrier: Arc<dyn Carrier> = Arc::new(CookieCarrier),
    /// The time. Default: the machine's.
    pub clock: Arc<dyn Clock> = Arc::new(SystemClock),
}
}

impl Config {
    /// The defaults, with `secret_key_base` from the environment variable `SECRET_KEY_BASE`, and `base_url` from
    /// `BASE_URL`: default `http://127.0.0.1:8000`, which only this machine can reach.
    ///
    /// A missing or short secret is refused by [`Pow::new`](crate::Pow::new).
    pub fn from_env() -> Self {
        let secret = std::env::var("SECRET_KEY_BASE").unwrap_or_default();
        let base_url = std::env::var("BASE_URL").unwrap_or_else(|_| "http://127.0.0.1:8000".to_owned());
        Self { secret_key_base: secret.into(), base_url, ..Self::default() }
    }

    /// The same configuration without the route of this action: `config.without(registration::DELETE)`.
    #[must_use]
    pub fn without(mut self, action: Action) -> Self {
        self.without.insert(action);
        self
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("base_url", &self.base_url)
            .field("namespace", &self.namespace)
            .field("extensions", &self.extensions)
            .finish_non_exhaustive()
    }
}

/// The database of a [`Config`]; made by `.into()`.
#[derive(Clone, Debug, Default)]
pub struct StoreHandle(pub(crate) Option<Arc<dyn Store>>);

impl<S: Store> From<S> for StoreHandle {
    fn from(store: S) -> Self {
        Self(Some(Arc::new(store)))
    }
}

impl From<Arc<dyn Store>> for StoreHandle {
    fn from(store: Arc<dyn Store>) -> Self {
        Self(Some(store))
    }
}

/// The cache store of a [`Config`]; made by `.into()`.
#[derive(Clone, Debug, Default)]
pub struct CacheHandle(pub(crate) Option<Arc<dyn CacheStore>>);

impl CacheHandle {
    /// The store, if one was named.
    pub fn store(&self) -> Option<&Arc<dyn CacheStore>> {
        self.0.as_ref()
    }
}

impl<S: CacheStore> From<S> for CacheHandle {
    fn from(store: S) -> Self {
        Self(Some(Arc::new(store)))
    }
}

impl From<Arc<dyn CacheStore>> for CacheHandle {
    fn from(store: Arc<dyn CacheStore>) -> Self {
        Self(Some(store))
    }
}
