//! From the command line to a set-up of pow-core.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use pow_core::{
    Config, Error, Pow,
    cache::{MemoryCache, MemoryLimits},
    clock::SystemClock,
    config::CacheHandle,
    controllers::registration,
    password::{Argon2id, PasswordHasher, Pbkdf2Sha512},
    store::{SqliteStore, Store},
};

use crate::{
    extensions,
    options::{Options, Profile},
};

/// The set-up for the address that the server is bound to.
pub(crate) fn pow(options: &Options, base_url: String) -> Result<Pow, Error> {
    let store = store(&options.database_url)?;
    let mut config = Config {
        secret_key_base: secret(options)?.into(),
        base_url,
        store: store.into(),
        cache: cache(&options.cache)?,
        extensions: extensions::parse(&options.extensions)?,
        policy: options.policy(),
        user_id_field: options.user_id_field(),
        site_name: Some("Demo".to_owned()),
        ..Config::default()
    };
    if options.disable_registration {
        config = config.without(registration::NEW).without(registration::CREATE);
    }
    Pow::new(config)
}

fn store(url: &str) -> Result<Arc<dyn Store>, Error> {
    match url.split_once(':').map(|(scheme, _)| scheme) {
        Some("sqlite") => Ok(Arc::new(SqliteStore::open(url)?)),
        _ => Err(Error::Config(
            "--database-url (DATABASE_URL) begins with sqlite://, postgres:// or mysql://, or is sqlite::memory:"
                .into(),
        )),
    }
}

fn cache(name: &str) -> Result<CacheHandle, Error> {
    match name {
        "memory" => Ok(MemoryCache::new(Arc::new(SystemClock), MemoryLimits::default()).into()),
        other => Err(Error::Config(format!(
            "there is no cache store `{other}` in this version: use `--cache memory` (DEMO_CACHE)"
        ))),
    }
}

fn secret(options: &Options) -> Result<String, Error> {
    if let Some(secret) = &options.secret_key_base {
        return Ok(secret.clone());
    }
    let mut random = [0; 64];
    getrandom::fill(&mut random).map_err(|_| Error::Randomness)?;
    tracing::warn!("no --secret-key-base (SECRET_KEY_BASE): using a random one, so a restart signs everybody out");
    Ok(STANDARD.encode(random))
}

/// The weakest setting of the profile's own hash.
pub(crate) fn weakest(profile: Profile) -> Arc<dyn PasswordHasher> {
    tracing::warn!("--fast-hash: passwords are hashed as cheaply as possible; for tests only");
    match profile {
        Profile::Pow => Arc::new(Pbkdf2Sha512::weakest_for_tests()),
        Profile::Default | Profile::Nist => Arc::new(Argon2id::weakest_for_tests()),
    }
}
