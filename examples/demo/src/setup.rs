//! From the command line to a set-up of pow-core.

use std::{net::SocketAddr, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use pow_core::{
    Config, Error, Pow,
    cache::{DiskCache, MemoryCache, MemoryLimits},
    clock::SystemClock,
    config::CacheHandle,
    controllers::registration,
    identifier::UserIdField,
    mail::Mailer,
    messages::{Locales, MessagesBuilder},
    password::{Argon2id, PasswordHasher, Pbkdf2},
    random,
    schema::Field,
    store::{MysqlStore, PostgresStore, SqliteStore, Store},
};
use pow_store_redis::RedisCache;

use crate::{
    extensions,
    options::{Options, Profile},
};

/// The set-up for the address that the server is bound to.
pub(crate) fn pow(options: &Options, base_url: String) -> Result<Pow, Error> {
    let mut config = Config {
        mailer: Mailer::files(&options.mail_dir, "Demo <no-reply@demo.example>")?,
        extensions: extensions::listed(options)?,
        cache: cache(&options.cache)?,
        secret_key_base: secret(options)?.into(),
        base_url,
        store: store(&options.database_url)?.into(),
        policy: options.policy(),
        user_id_field: options.user_id_field(),
        site_name: Some("Demo".to_owned()),
        messages: messages()?,
        language_switch: true,
        ..Config::default()
    };
    if config.user_id_field == UserIdField::Username {
        // Extensions that send mails need an address; the core asks for it then.
        config.fields.push(Field::<Option<String>>::new("email").def().unique());
    }
    if options.disable_registration {
        config = config.without(registration::NEW).without(registration::CREATE);
    }
    Pow::new(config)
}

/// The demo has no https, and without it an attacker on the way can read passwords: it serves its own machine only.
pub(crate) fn refuse_public_address(bind: SocketAddr) -> Result<(), Error> {
    if bind.ip().is_loopback() {
        return Ok(());
    }
    let port = bind.port();
    Err(Error::Config(format!(
        "the demo speaks plain http, so it listens on this machine's own address only, and {bind} is open to others: \
         use --bind 127.0.0.1:{port} (DEMO_BIND), and `ssh -L {port}:127.0.0.1:{port} HOST` to see it from elsewhere"
    )))
}

/// What the framework's sentences speak of, and where the demo's command line has it.
const OPTIONS: [(&str, &str); 7] = [
    ("`user_id_field`", "--user-id-field (DEMO_USER_ID_FIELD) and --database-url (DATABASE_URL)"),
    ("secret_key_base ", "--secret-key-base (SECRET_KEY_BASE)"),
    ("`session.", "--session-ttl (DEMO_SESSION_TTL) and --session-renewal (DEMO_SESSION_RENEWAL)"),
    ("Redis server", "--cache (DEMO_CACHE)"),
    ("disk cache", "--cache (DEMO_CACHE)"),
    ("in use by another process", "--cache (DEMO_CACHE)"),
    ("cache store can't be used", "--cache (DEMO_CACHE)"),
];

/// What the terminal says: what is wrong and, where the framework can't know it, the option that mends it.
pub(crate) fn sentence(error: &Error) -> String {
    match error {
        Error::Config(sentence) => match OPTIONS.iter().find(|(phrase, _)| sentence.contains(phrase)) {
            Some((_, options)) => format!("{}. See {options}.", sentence.trim_end_matches('.')),
            None => sentence.clone(),
        },
        Error::Unavailable { .. } => format!("{error} All of it is in --database-url (DATABASE_URL)."),
        error => error.to_string(),
    }
}

/// What has no text in the framework, as in Pow.
const STEPS: Locales = &[
    ("en", include_str!("../overrides/en.ftl")),
    ("de", include_str!("../overrides/de.ftl")),
    ("fr", include_str!("../overrides/fr.ftl")),
    ("es", include_str!("../overrides/es.ftl")),
    ("pt-BR", include_str!("../overrides/pt-BR.ftl")),
    ("da", include_str!("../overrides/da.ftl")),
    ("ja", include_str!("../overrides/ja.ftl")),
    ("zh-CN", include_str!("../overrides/zh-CN.ftl")),
    ("ar", include_str!("../overrides/ar.ftl")),
];

/// The texts of the demo's own pages, besides the framework's.
fn messages() -> Result<MessagesBuilder, Error> {
    STEPS.iter().try_fold(MessagesBuilder::default().locales("demo", LOCALES), |builder, (language, ftl)| {
        Ok(builder.override_resource(language.parse().map_err(Error::other)?, ftl))
    })
}

/// The texts of the demo's own pages.
const LOCALES: Locales = pow_core::locales!["en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar"];

fn store(url: &str) -> Result<Arc<dyn Store>, Error> {
    match url.split_once(':').map(|(scheme, _)| scheme) {
        Some("sqlite") => match SqliteStore::open(url) {
            Err(Error::Config(sentence)) => {
                Err(Error::Config(format!("{sentence}; its path is in --database-url (DATABASE_URL)")))
            }
            opened => Ok(Arc::new(opened?)),
        },
        Some("postgres" | "postgresql") => Ok(Arc::new(PostgresStore::connect(url)?)),
        Some("mysql" | "mariadb") => Ok(Arc::new(MysqlStore::connect(url)?)),
        // The URL itself is not repeated: it may hold a password.
        _ => Err(Error::Config(
            "--database-url (DATABASE_URL) must begin with sqlite://, postgres:// or mysql://, or be sqlite::memory:"
                .into(),
        )),
    }
}

fn cache(name: &str) -> Result<CacheHandle, Error> {
    match name.split_once(':').map_or((name, ""), |(kind, rest)| (kind, rest)) {
        ("database", "") => Ok(CacheHandle::default()),
        ("memory", "") => Ok(MemoryCache::new(Arc::new(SystemClock), MemoryLimits::default()).into()),
        ("disk", "") => Err(Error::Config("--cache (DEMO_CACHE) names no folder: write disk:PATH".into())),
        ("disk", folder) => Ok(DiskCache::open(folder)?.into()),
        (kind, _) if kind.starts_with("redis") => Ok(RedisCache::connect(name)?.into()),
        // The rest is not repeated: it may hold a password.
        (kind, _) => Err(Error::Config(format!(
            "there is no cache store `{kind}`: --cache (DEMO_CACHE) must be database, memory, disk:PATH, redis://…, \
             redis-sentinel://… or redis-cluster://…"
        ))),
    }
}

fn secret(options: &Options) -> Result<String, Error> {
    if let Some(secret) = &options.secret_key_base {
        return Ok(secret.clone());
    }
    let random: [u8; 64] = random::bytes()?;
    tracing::warn!("no --secret-key-base (SECRET_KEY_BASE): using a random one, so a restart signs everybody out");
    Ok(STANDARD.encode(random))
}

/// The weakest setting of the profile's own hash.
pub(crate) fn weakest(profile: Profile) -> Arc<dyn PasswordHasher> {
    tracing::warn!("--fast-hash: passwords are hashed as cheaply as possible; for tests only");
    match profile {
        Profile::Pow => Arc::new(Pbkdf2::weakest_for_tests()),
        Profile::Default | Profile::Nist => Arc::new(Argon2id::weakest_for_tests()),
    }
}
