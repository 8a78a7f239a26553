//! Builds a set-up from a [`Config`]: collects the declarations, checks them, and puts the parts together.

use std::sync::{Arc, OnceLock, atomic::AtomicBool};

use super::{
    Derived, Inner, Pow,
    cookies::{Cookies, Signers},
    mail,
    source::Source,
};
use crate::{
    Config, Error,
    cache::CacheStore,
    csp::Csp,
    extension::{Extension, Frozen, Registry, routes},
    framework::core::Core,
    id::IdKind,
    keys::KeyRing,
    limit::Limiter,
    pages::Stylesheet,
    password::Passwords,
    path::{BaseUrl, LocalPath},
    schema::{ID, Schema, TableDef},
    session::Sessions,
    store::{Prefix, Store},
};

impl Pow {
    /// Checks the configuration and freezes it. Nothing is read from the database yet: see [`Pow::verify`].
    ///
    /// # Errors
    /// [`Error::Config`] with a sentence that names the remedy.
    pub fn new(mut config: Config) -> Result<Self, Error> {
        config.policy.validate()?;
        let base_url = BaseUrl::parse(&config.base_url, config.danger_insecure_cookies)?;
        check_namespace(config.namespace.as_deref())?;
        config.look.validate()?;
        check_home_path(&config.home_path, &base_url)?;
        let csp = csp(&config)?;
        let store = config.store.0.clone().ok_or_else(|| {
            Error::Config(
                "there is no database: set `store`, for example `SqliteStore::open(\"app.db\")?.into()`".into(),
            )
        })?;
        let tenant = Prefix(config.tenant.as_deref().map(Arc::from));
        check_tenant(&tenant)?;
        let namespace = tenant.scope(config.namespace.as_deref());
        let keys = keys(&config, &namespace)?;
        let cache = cache(&config, store.as_ref())?;
        let frozen = register(&config, &cache)?;
        let own = config.policy.weakened().into_iter().map(str::to_owned);
        let weakened: Vec<String> = own.chain(frozen.weakened.iter().cloned()).collect();
        warn_of_dangers(&config, &weakened);
        let routes = routes(&config, &frozen)?;
        let authenticators = config
            .extensions
            .iter()
            .filter(|extension| frozen.authenticators.contains(&extension.id()))
            .cloned()
            .collect();
        let core: Arc<dyn Extension> = Arc::new(Core);
        let hooks = std::iter::once(core).chain(config.extensions.iter().cloned()).collect();
        let schema = Schema::new(frozen.users, frozen.tables);
        // All tenants share the cache's table, so one statement doesn't see both the cache and a tenant's users.
        let shared = config.cache.0.is_none() && tenant.0.is_none();
        let source = Arc::new(Source {
            store: store.clone(),
            users: schema.users().clone(),
            tenant: tenant.clone(),
            plain: config.users.reads_plainly(),
            shared,
            pow: OnceLock::new(),
        });
        let sessions = Sessions::new(
            &namespace,
            &config.policy.session,
            &keys,
            cache.clone(),
            source.clone(),
            config.clock.clone(),
        )?
        .reload(config.reload);
        let messages = frozen.messages.build()?;
        let host = host(&base_url);
        let context_words = config.site_name.iter().cloned().chain([host.clone()]).collect();
        let passwords = Passwords::new(&config.policy.password, config.hashing)?;
        let limiter = Limiter::new(cache.clone(), config.clock.clone());
        let throttle = mail::throttle(&config, &keys, limiter.clone(), &namespace);
        let texts = mail::texts(&config, &keys, limiter.clone(), &namespace);
        let outbox = mail::outbox(&config, &keys, &store, &throttle, texts.clone(), namespace);
        let derived = Derived {
            cookies: Cookies::new(config.namespace.as_deref().unwrap_or_default(), &base_url)?,
            signers: Signers::new(&keys),
            base_url,
            host,
            context_words,
            tenant,
            store,
            cache,
            schema,
            contact: frozen.contact,
            passwords,
            sessions,
            hooks,
            recovery: frozen.recovery,
            authenticators,
            schemes: frozen.schemes,
            routes,
            messages,
            keys,
            slots: frozen.slots,
            mail_slots: frozen.mail_slots,
            outbox,
            limiter,
            throttle,
            texts,
            jobs: frozen.periodic,
            is_shutting_down: AtomicBool::new(false),
            weakened,
            sections: frozen.sections,
            examples: frozen.examples,
            stylesheet: Stylesheet::new(&config.look),
            csp: csp.to_string(),
        };
        // The keys are derived, so the secrets need not stay in memory.
        (config.secret_key_base, config.previous_secrets) = Default::default();
        let pow = Self(Arc::new(Inner { config, derived }));
        source.belongs_to(&pow);
        Ok(pow)
    }
}

fn keys(config: &Config, namespace: &str) -> Result<KeyRing, Error> {
    let secrets = std::iter::once(config.secret_key_base.clone()).chain(config.previous_secrets.iter().cloned());
    let ring = KeyRing::with_several(secrets)?;
    let ring = match &config.verifier {
        Some(verifier) => ring.verifier(verifier.clone()),
        None => ring,
    };
    Ok(ring.scoped(namespace))
}

/// The configured cache store, or the database's own.
fn cache(config: &Config, store: &dyn Store) -> Result<Arc<dyn CacheStore>, Error> {
    let named = config.cache.0.clone();
    named.or_else(|| store.cache(config.clock.clone())).ok_or_else(|| {
        Error::Config("this database has no built-in cache store: set `cache`, for example to a `MemoryCache`".into())
    })
}

/// The core's own declarations, then those of the extensions in their order.
fn register(config: &Config, cache: &Arc<dyn CacheStore>) -> Result<Frozen, Error> {
    let id = match config.id_kind {
        IdKind::Int => {
            let mut id = ID.def();
            id.generated = true;
            id
        }
        IdKind::Uuid => ID.def(),
    };
    let users = TableDef::new(config.users_table.clone(), id, config.id_kind, Core::ID);
    let mut registry = Registry::new(users, config.messages.clone(), config.policy.clone());
    Core::declare(&mut registry, config, cache)?;
    registry.owner = "app";
    for field in &config.fields {
        registry.field(field.clone());
    }
    for action in &config.without {
        registry.without(*action);
    }
    for extension in &config.extensions {
        registry.owner = extension.id();
        extension.register(&mut registry);
    }
    registry.check_mailer(config.mailer.is_set());
    registry.check_text_sender(config);
    let ids: Vec<_> = config.extensions.iter().map(|extension| extension.id()).collect();
    registry.freeze(&ids, config.user_id_field)
}

/// Checks the tenant, which becomes the name of a schema in every statement.
fn check_tenant(tenant: &Prefix) -> Result<(), Error> {
    match tenant.0.as_deref() {
        Some("") => {
            Err(Error::Config("`tenant` is an empty string: set the name of a database schema, or `None`".into()))
        }
        Some(name) if name.contains(|c: char| c.is_control() || matches!(c, '`' | '"' | '.')) => {
            Err(Error::Config(format!("the tenant {name:?} can't be the name of a schema: use letters, digits and _")))
        }
        _ => Ok(()),
    }
}

/// Checks the home path. Redirects lead there, so the address of another site is refused.
fn check_home_path(path: &str, base_url: &BaseUrl) -> Result<(), Error> {
    LocalPath::parse(path, base_url).map(drop).ok_or_else(|| {
        Error::Config(format!("`home_path` is {path:?}: set it to a path of the application, such as \"/start\""))
    })
}

/// Returns the configured Content Security Policy, with the origins of the look.
fn csp(config: &Config) -> Result<Csp, Error> {
    let look = &config.look;
    let logo = look.logo.iter().flat_map(|logo| std::iter::once(&logo.path).chain(&logo.dark));
    let images = logo.chain(&look.favicon).map(|address| ("img-src", address));
    let styles = look.stylesheets.iter().map(|address| ("style-src", address));
    let csp = images.chain(styles).fold(config.csp.clone(), |csp, (kind, address)| csp.allow_origin_of(kind, address));
    let csp = if config.policy.password.show_button { csp.allow("script-src", "'self'") } else { csp };
    csp.validate()?;
    Ok(csp)
}

fn check_namespace(namespace: Option<&str>) -> Result<(), Error> {
    match namespace {
        Some("") => Err(Error::Config("`namespace` is an empty string: set a name, or `None`".into())),
        // The cache keys of a set-up without a namespace begin with this name.
        Some("users") => Err(Error::Config(
            "`namespace` can't be `users`, because set-ups without a namespace use that name: choose another name"
                .into(),
        )),
        Some(name) if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) => {
            Err(Error::Config(format!(
                "the namespace {name:?} can't be part of a cookie's name: use only ASCII letters, digits, - and _"
            )))
        }
        _ => Ok(()),
    }
}

fn warn_of_dangers(config: &Config, weakened: &[String]) {
    if !weakened.is_empty() {
        let settings = weakened.join(", ");
        tracing::warn!(target: "pow::setup::danger", settings, "the policy protects less than the default in these settings");
    }
    if config.danger_insecure_cookies {
        tracing::warn!(target: "pow::setup::danger", "danger_insecure_cookies: session cookies may be sent unencrypted");
    }
}

fn host(base_url: &BaseUrl) -> String {
    let origin = base_url.origin();
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    host.split(':').next().unwrap_or_default().to_owned()
}
