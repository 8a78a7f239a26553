//! A fresh database for each test.

use std::sync::Arc;

use pow_core::store::{SqliteStore, Store};

/// An empty database, and how to open stores on it.
pub(crate) struct Database {
    pub(crate) kind: Kind,
    pub(crate) url: String,
    _directory: Option<tempfile::TempDir>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    #[cfg(feature = "postgres")]
    Postgres,
    #[cfg(feature = "mysql")]
    Mysql,
}

impl Database {
    pub(crate) fn store(&self) -> Arc<dyn Store> {
        match self.kind {
            Kind::Sqlite => SqliteStore::open(&self.url).unwrap().into(),
            #[cfg(feature = "postgres")]
            Kind::Postgres => pow_core::store::PostgresStore::connect(&self.url).unwrap().into(),
            #[cfg(feature = "mysql")]
            Kind::Mysql => pow_core::store::MysqlStore::connect(&self.url).unwrap().into(),
        }
    }

    /// Runs statements past the store, as the application would.
    pub(crate) async fn execute(&self, sql: &str) {
        match self.kind {
            Kind::Sqlite => {
                use diesel::{Connection, connection::SimpleConnection};
                diesel::SqliteConnection::establish(&self.url).unwrap().batch_execute(sql).unwrap();
            }
            #[cfg(feature = "postgres")]
            Kind::Postgres => execute::<diesel_async::AsyncPgConnection>(&self.url, sql).await,
            #[cfg(feature = "mysql")]
            Kind::Mysql => execute::<diesel_async::AsyncMysqlConnection>(&self.url, sql).await,
        }
    }
}

#[cfg(any(feature = "postgres", feature = "mysql"))]
async fn execute<C: diesel_async::AsyncConnection>(url: &str, sql: &str) {
    C::establish(url).await.unwrap().batch_execute(sql).await.unwrap();
}

pub(crate) fn sqlite() -> Database {
    let directory = tempfile::tempdir().unwrap();
    let url = directory.path().join("test.db").to_str().unwrap().to_owned();
    Database { kind: Kind::Sqlite, url, _directory: Some(directory) }
}

#[cfg(feature = "postgres")]
pub(crate) async fn postgres() -> Option<Database> {
    let (base, name) = (base("POW_TEST_POSTGRES_URL")?, name());
    execute::<diesel_async::AsyncPgConnection>(&format!("{base}/postgres"), &format!("CREATE DATABASE {name}")).await;
    Some(Database { kind: Kind::Postgres, url: format!("{base}/{name}"), _directory: None })
}

#[cfg(feature = "mysql")]
pub(crate) async fn mysql() -> Option<Database> {
    let (base, name) = (base("POW_TEST_MYSQL_URL")?, name());
    execute::<diesel_async::AsyncMysqlConnection>(&base, &format!("CREATE DATABASE {name}")).await;
    Some(Database { kind: Kind::Mysql, url: format!("{base}/{name}"), _directory: None })
}

#[cfg(any(feature = "postgres", feature = "mysql"))]
fn base(variable: &str) -> Option<String> {
    let Ok(base) = std::env::var(variable) else {
        eprintln!("skipped: {variable} is not set");
        return None;
    };
    let mut url = url::Url::parse(&base).unwrap();
    url.set_path("");
    Some(url.as_str().trim_end_matches('/').to_owned())
}

#[cfg(any(feature = "postgres", feature = "mysql"))]
fn name() -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("pow_{}_{}", uuid::Uuid::now_v7().simple(), COUNT.fetch_add(1, Ordering::Relaxed))
}
