//! The configuration: one struct. Every setting has a default, except the secret, the address and the database.

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

/// Declares a struct and its `Default`. Each field has its default beside it, so a setting is added in one place.
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
/// The configuration of one set-up. An application can have several set-ups, each with its own namespace.
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
    /// The secret that signs sessions and tokens. It must have at least 64 bytes: `openssl rand -base64 48` prints 64 random
    /// characters. No default.
    pub secret_key_base: Secret<String> = Secret::default(),
    /// Earlier values of `secret_key_base`, newest first, so that old signatures stay valid. New signatures are made only with
    /// `secret_key_base`.
    pub previous_secrets: Vec<Secret<String>> = Vec::new(),
    /// Replaces the built-in signatures of cookies and tokens. Default: `None`, which means HMAC-SHA256 with keys derived from
    /// the secrets.
    pub verifier: Option<Arc<dyn TokenVerifier>> = None,
    /// The address at which browsers reach the application. Links in mails begin with it, and with https the cookies are
    /// `Secure`. Use https, or http on a loopback address. No default.
    pub base_url: String = String::new(),
    /// Whether plain http is allowed for a `base_url` that is not a loopback address, although an attacker on the network can
    /// then take over the sessions. Default: off.
    pub danger_insecure_cookies: bool = false,
    /// The database. No default.
    pub store: StoreHandle = StoreHandle(None),
    /// The store of sessions and tokens. Default: the table `pow_cache` of the application's database, so that sessions survive
    /// a restart and all processes share them. To use that table, leave this setting out instead of naming the database here.
    /// With [`reload`](Self::reload), the session and the user are then read by one statement.
    pub cache: CacheHandle = CacheHandle(None),
    /// Whether the user is read from the database on every request. Default: off; after a change that bypasses the framework,
    /// cached user data can then be out of date for up to `policy.session.renewal`.
    pub reload: bool = false,
    /// The extensions, in the order in which their hooks run. Default: none.
    pub extensions: Vec<Arc<dyn Extension>> = Vec::new(),
    /// The rules for passwords, sessions, limits and notices. Default: [`Policy::default`].
    pub policy: Policy = Policy::default(),
    /// The threads that hash passwords, and their queue. Default: one thread per core.
    pub hashing: PoolSettings = PoolSettings::default(),
    /// The functions that read and write users. Default: [`BaseUsers`].
    pub users: Arc<dyn Users> = Arc::new(BaseUsers),
    /// The name of the users' table. Default: `users`.
    pub users_table: String = "users".to_owned(),
    /// The field by which users sign in: the email address or a user name. Default: email.
    pub user_id_field: UserIdField = UserIdField::default(),
    /// The type of the users' primary key: a UUID or an integer. Default: UUID v7.
    pub id_kind: IdKind = IdKind::default(),
    /// Additional fields of the users' table. Users can set a field that is marked `form()` at registration and when they
    /// change the account. Default: none.
    pub fields: Vec<FieldDef> = Vec::new(),
    /// The name of the set-up, used as a prefix of its cookies and keys so that two set-ups don't collide. Default: none.
    pub namespace: Option<String> = None,
    /// The name of the schema (PostgreSQL) or database (MySQL, MariaDB) that contains the tables of the set-up's tenant. Default:
    /// none. The database is on the server of the store's connection. In Pow this is `repo_opts: [prefix: …]`.
    ///
    /// Each tenant needs its own set-up. Sessions, links and cache keys of different tenants are separate. All tenants share
    /// the tables of the cache and the outbox, which stay in the schema or database of the store's connection. Migrations of
    /// the application create the tenant's own tables.
    pub tenant: Option<String> = None,
    /// The prefix of every path of the set-up, such as `/admin`. Default: empty.
    pub path_prefix: String = String::new(),
    /// How many of your own proxies every request passes through. Default: 0; the header `X-Forwarded-For` is then ignored, and
    /// the client's address is that of the connection. Each proxy must append its caller's address to `X-Forwarded-For`. A
    /// client can forge all entries to the left of those.
    pub trusted_proxies: usize = 0,
    /// Other paths for actions, written without [`path_prefix`](Self::path_prefix). Default: none; every action then has its
    /// default path.
    pub paths: HashMap<Action, String> = HashMap::new(),
    /// The actions whose routes are removed. Default: none. `Pow::new` returns an error if an extension links to one of these
    /// actions.
    pub without: HashSet<Action> = HashSet::new(),
    /// Controllers that replace the default controllers of actions. Default: none.
    pub controllers: HashMap<Action, Arc<dyn Controller>> = HashMap::new(),
    /// The paths to which the browser is redirected after actions. Default: [`DefaultRedirects`]; a sign-in then leads to the
    /// requested page or to [`home_path`](Self::home_path).
    pub redirects: Arc<dyn Redirects> = Arc::new(DefaultRedirects),
    /// Answers the requests that guards reject, such as the request of a visitor for a page for signed-in users. Default:
    /// [`DefaultErrorHandler`], which redirects to the sign-in page, and back after the sign-in.
    pub error_handler: Arc<dyn ErrorHandler> = Arc::new(DefaultErrorHandler),
    /// The pages, including the application's replacements. Default: the framework's pages.
    pub pages: Pages = Pages::default(),
    /// Sends the mails. Default: none, which is an error if an extension sends mails.
    pub mailer: Mailer = Mailer::default(),
    /// Sends the text messages, which carry codes to phone numbers. Default: none, which is an error if an extension sends text
    /// messages. Text messages wait in the outbox like mails. They also need a [`mailer`](Self::mailer), because its thread
    /// sends them.
    pub text_sender: Option<Arc<dyn TextSender>> = None,
    /// The queue of mails and text messages. Default: the table `pow_outbox` of the application's database, so that no message
    /// is lost.
    pub delivery: Delivery = Delivery::default(),
    /// The mails, including the application's replacements. Default: the framework's mails.
    pub mails: Mails = Mails::default(),
    /// The texts of pages and mails in each language, including the application's own. Default: the framework's texts, in nine
    /// languages.
    pub messages: MessagesBuilder = MessagesBuilder::default(),
    /// Chooses the language of a visitor, for example by a column of the user or by the path. Default: the language of the
    /// visitor's browser.
    pub language: Arc<dyn LanguageChoice> = Arc::new(BrowserLanguage),
    /// Chooses the language of a mail to a user, for example by a column of the user. Default: the language of the request that
    /// caused the mail.
    pub mail_language: Arc<dyn MailLanguage> = Arc::new(RequestLanguage),
    /// Whether each page ends with a language switch. Default: off. The route
    /// [`language::UPDATE`](crate::controllers::language::UPDATE) stores the choice in a cookie.
    pub language_switch: bool = false,
    /// The name of the site, which is shown in the header of the pages and can't be used as a password. Default: none.
    pub site_name: Option<String> = None,
    /// The look of pages and mails: colour, logo, stylesheets, footer and contact. Default: the framework's look.
    pub look: Look = Look::default(),
    /// The path of the application's start page. Default: `/`. The site's name in the header links to it, and a sign-in without
    /// another target leads to it. [`path_prefix`](Self::path_prefix) is not added to it.
    pub home_path: String = "/".to_owned(),
    /// The `Content-Security-Policy` of the pages, which limits what they may load. Default: only stylesheets and images of the
    /// application's own origin. The origins in [`look`](Self::look) are added.
    pub csp: Csp = Csp::default(),
    /// How the browser stores its session, flash messages and similar values. Default: signed cookies.
    pub carrier: Arc<dyn Carrier> = Arc::new(CookieCarrier),
    /// The source of the current time. Default: the machine's clock.
    pub clock: Arc<dyn Clock> = Arc::new(SystemClock),
}
}

impl Config {
    /// Returns the defaults, with `secret_key_base` from the environment variable `SECRET_KEY_BASE`, and `base_url` from
    /// `BASE_URL`. Without `BASE_URL` the address is `http://127.0.0.1:8000`, which only this machine can reach.
    ///
    /// [`Pow::new`](crate::Pow::new) rejects a missing or short secret.
    pub fn from_env() -> Self {
        let secret = std::env::var("SECRET_KEY_BASE").unwrap_or_default();
        let base_url = std::env::var("BASE_URL").unwrap_or_else(|_| "http://127.0.0.1:8000".to_owned());
        Self { secret_key_base: secret.into(), base_url, ..Self::default() }
    }

    /// Removes the route of an action: `config.without(registration::DELETE)`.
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

/// The database of a [`Config`], created with `.into()`.
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

/// The cache store of a [`Config`], created with `.into()`.
#[derive(Clone, Debug, Default)]
pub struct CacheHandle(pub(crate) Option<Arc<dyn CacheStore>>);

impl CacheHandle {
    /// Returns the store, if the configuration names one.
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
