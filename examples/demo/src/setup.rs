//! The configuration of pow-core from the command line.

use std::{net::SocketAddr, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use pow_core::{
    Config, Error, Pow,
    cache::{DiskCache, MemoryCache, MemoryLimits},
    clock::SystemClock,
    config::CacheHandle,
    controllers::registration,
    identifier::UserIdField,
    keys::KeyRing,
    mail::Mailer,
    messages::{Locales, MessagesBuilder},
    password::{Argon2id, PasswordHasher, Pbkdf2},
    random,
    schema::Field,
    secret::Secret,
    store::{self, Store},
    text::FileTextSender,
};
use pow_store_redis::RedisCache;

use crate::{
    api, extensions,
    options::{Options, Profile},
};

/// Creates the set-up for the address that the server listens on.
pub(crate) fn pow(options: &Options, base_url: String) -> Result<Pow, Error> {
    let mut config = Config {
        mailer: Mailer::files(&options.mail_dir, "Demo <no-reply@demo.example>")?,
        extensions: extensions::listed(options)?,
        cache: cache(&options.cache)?,
        secret_key_base: secret(options)?.into(),
        base_url: options.base_url.clone().unwrap_or(base_url),
        trusted_proxies: options.trusted_proxies,
        store: store(&options.database_url)?.into(),
        policy: options.policy(),
        user_id_field: options.user_id_field(),
        site_name: Some("Demo".to_owned()),
        messages: messages()?,
        language_switch: true,
        ..Config::default()
    };
    if extensions::send_texts(options) {
        config.text_sender = Some(Arc::new(FileTextSender::new(&options.text_dir)?));
    }
    if config.user_id_field == UserIdField::Username {
        // Extensions that send mails need an address. The core then asks for it.
        config.fields.push(Field::<Option<String>>::new("email").def().unique());
    }
    if extensions::is_listed(options, extensions::API_TOKENS) {
        config.fields.push(api::NAME.def().form());
    }
    extensions::move_gallery(options, &mut config);
    // Over plain http WebKit keeps pages that say `no-store`, and *Back* would show the account. Browsers obey the setting over https
    // and on the own machine, where the demo is.
    config.policy.clear_site_data = config.base_url.starts_with("http://");
    if options.disable_registration {
        config = config.without(registration::NEW).without(registration::CREATE);
    }
    Pow::new(config)
}

/// Rejects a public address. The demo has no https, so a network attacker could read passwords.
pub(crate) fn reject_public_address(bind: SocketAddr) -> Result<(), Error> {
    if bind.ip().is_loopback() {
        return Ok(());
    }
    let port = bind.port();
    Err(Error::Config(format!(
        "{bind} is a public address, and the demo has no https: use --bind 127.0.0.1:{port} (DEMO_BIND), and for remote \
         access `ssh -L {port}:127.0.0.1:{port} HOST`"
    )))
}

/// Phrases of the framework's errors, and the options of the demo that they concern.
const OPTIONS: [(&str, &str); 7] = [
    ("`user_id_field`", "--user-id-field (DEMO_USER_ID_FIELD) and --database-url (DATABASE_URL)"),
    ("secret_key_base ", "--secret-key-base (SECRET_KEY_BASE)"),
    ("`session.", "--session-ttl (DEMO_SESSION_TTL) and --session-renewal (DEMO_SESSION_RENEWAL)"),
    ("Redis server", "--cache (DEMO_CACHE)"),
    ("disk cache", "--cache (DEMO_CACHE)"),
    ("in use by another process", "--cache (DEMO_CACHE)"),
    ("cache store can't be used", "--cache (DEMO_CACHE)"),
];

/// Returns the error in one sentence. If the framework can't name the option that fixes it, this adds it.
pub(crate) fn error_message(error: &Error) -> String {
    match error {
        Error::Config(sentence) => match OPTIONS.iter().find(|(phrase, _)| sentence.contains(phrase)) {
            Some((_, options)) => format!("{}. See {options}.", sentence.trim_end_matches('.')),
            None => sentence.clone(),
        },
        Error::Unavailable { .. } => format!("{error} Check --database-url (DATABASE_URL)."),
        error => error.to_string(),
    }
}

/// Overrides of messages that are empty by default, as in Pow.
const OVERRIDES: Locales = &[
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

/// Returns the messages of the demo's pages and the overrides.
fn messages() -> Result<MessagesBuilder, Error> {
    OVERRIDES.iter().try_fold(MessagesBuilder::default().locales("demo", LOCALES), |builder, (language, ftl)| {
        Ok(builder.override_resource(language.parse().map_err(Error::other)?, ftl))
    })
}

/// The messages of the demo's pages.
const LOCALES: Locales = pow_core::locales!["en", "de", "fr", "es", "pt-BR", "da", "ja", "zh-CN", "ar"];

fn store(url: &str) -> Result<Arc<dyn Store>, Error> {
    store::connect(url).map_err(|error| match error {
        Error::Config(sentence) => Error::Config(format!("{sentence}; see --database-url (DATABASE_URL)")),
        error => error,
    })
}

fn cache(name: &str) -> Result<CacheHandle, Error> {
    match name.split_once(':').map_or((name, ""), |(kind, rest)| (kind, rest)) {
        ("database", "") => Ok(CacheHandle::default()),
        ("memory", "") => Ok(MemoryCache::new(Arc::new(SystemClock), MemoryLimits::default()).into()),
        ("disk", "") => Err(Error::Config("--cache (DEMO_CACHE) names no folder: write disk:PATH".into())),
        ("disk", folder) => Ok(DiskCache::open(folder)?.into()),
        (kind, _) if kind.starts_with("redis") => Ok(RedisCache::connect(name)?.into()),
        // The rest is not repeated, because it may contain a password.
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
    tracing::warn!(
        "--secret-key-base (SECRET_KEY_BASE) is not set: using a random secret, so a restart signs all users out"
    );
    Ok(STANDARD.encode(random))
}

/// Returns 32 secret bytes for the key of signed tokens: the same at each start with the same secret.
pub(crate) fn seed(options: &Options) -> Result<Secret<[u8; 32]>, Error> {
    Ok(Secret::new(match &options.secret_key_base {
        Some(secret) => KeyRing::new(secret.as_str().into())?.signer("demo_jwt").tag(b"ed25519"),
        None => random::bytes()?,
    }))
}

/// Returns the weakest parameters of the profile's password hash.
pub(crate) fn weakest_hasher(profile: Profile) -> Arc<dyn PasswordHasher> {
    tracing::warn!("--fast-hash is set: passwords use the weakest hash, for tests only");
    match profile {
        Profile::Pow => Arc::new(Pbkdf2::weakest_for_tests()),
        Profile::Default | Profile::Nist => Arc::new(Argon2id::weakest_for_tests()),
    }
}
