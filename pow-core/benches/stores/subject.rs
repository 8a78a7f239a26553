//! The stores, each on data of its own.

use std::{any::Any, sync::Arc, time::Duration};

use pow_core::{
    cache::{CacheStore, MemoryCache},
    clock::SystemClock,
    id::IdKind,
    schema::{Field, Schema, TableDef},
    store::{Store, database_table},
};
use pow_store_redis::RedisCache;
use pow_testing::Database;

type Reopen = fn(&Subject) -> Arc<dyn CacheStore>;

/// A store, and what must stay while it is used.
pub(crate) struct Subject {
    pub(crate) cache: Arc<dyn CacheStore>,
    kept: Vec<Box<dyn Any>>,
    /// Closes the store and opens it again.
    pub(crate) reopen: Option<Reopen>,
    /// Where its server is asked for figures of its own.
    pub(crate) redis_url: Option<String>,
}

/// Whether it is compiled in and its server is there.
pub(crate) fn is_there(store: &str) -> bool {
    let there = match store {
        "disk" => cfg!(feature = "disk"),
        "postgres" => cfg!(feature = "postgres") && std::env::var("POW_TEST_POSTGRES_URL").is_ok(),
        "mysql" => cfg!(feature = "mysql") && std::env::var("POW_TEST_MYSQL_URL").is_ok(),
        "redis" | "redis-near" => std::env::var("POW_TEST_REDIS_URL").is_ok(),
        _ => true,
    };
    if !there {
        println!("{store}: not measured, its feature is off or its server isn't named");
    }
    there
}

pub(crate) async fn open(store: &str) -> Subject {
    match store {
        "memory" => Subject::new(Arc::new(MemoryCache::default()), Vec::new()),
        "disk" => disk(),
        "redis" => redis(|cache| cache),
        "redis-near" => redis(|cache| cache.near_copy(Duration::from_secs(5)).unwrap()),
        "sqlite" => database(Database::sqlite()).await,
        "postgres" => database(Database::postgres().expect("a PostgreSQL server")).await,
        "mysql" => database(Database::mysql().expect("a MariaDB server")).await,
        other => panic!("no store {other}"),
    }
}

impl Subject {
    fn new(cache: Arc<dyn CacheStore>, kept: Vec<Box<dyn Any>>) -> Self {
        Self { cache, kept, reopen: None, redis_url: None }
    }
}

async fn database(database: Database) -> Subject {
    let store: Arc<dyn Store> = database.store();
    let users = TableDef::new("users", Field::<pow_core::UserId>::new("id").def(), IdKind::Uuid, "core");
    store.migrate(&Schema::new(users, vec![database_table()])).await.unwrap();
    let cache = store.cache(Arc::new(SystemClock)).unwrap();
    Subject::new(cache, vec![Box::new(database)])
}

#[cfg(feature = "disk")]
fn disk() -> Subject {
    use pow_core::cache::DiskCache;
    let folder = tempfile::tempdir().unwrap();
    let cache = Arc::new(DiskCache::open(folder.path()).unwrap());
    let reopen = |subject: &Subject| -> Arc<dyn CacheStore> {
        let folder = subject.kept[0].downcast_ref::<tempfile::TempDir>().unwrap();
        Arc::new(DiskCache::open(folder.path()).unwrap())
    };
    Subject { reopen: Some(reopen), ..Subject::new(cache, vec![Box::new(folder)]) }
}

#[cfg(not(feature = "disk"))]
fn disk() -> Subject {
    panic!("the feature `disk` is off")
}

fn redis(configure: fn(RedisCache) -> RedisCache) -> Subject {
    use pow_testing_servers::{Kind, Server, temp_folder};
    let folder = temp_folder().unwrap();
    let server = Server::start(Kind::Redis, folder.path()).unwrap();
    let url = server.url();
    let cache = Arc::new(configure(RedisCache::connect(&url).unwrap()));
    // The server ends before its folder is removed.
    Subject { redis_url: Some(url), ..Subject::new(cache, vec![Box::new(server), Box::new(folder)]) }
}

/// A figure of the server's own `INFO`.
pub(crate) fn redis_figure(url: &str, section: &str, name: &str) -> f64 {
    let mut connection = redis::Client::open(url).unwrap().get_connection().unwrap();
    let info: String = redis::cmd("INFO").arg(section).query(&mut connection).unwrap();
    let value = info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).unwrap();
    value.split(',').next().unwrap().trim_start_matches("calls=").parse().unwrap()
}
