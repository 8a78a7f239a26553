//! The databases that a test runs on, each fresh and empty.

use std::{path::Path, sync::Arc};

#[cfg(feature = "mysql")]
use pow_core::store::MysqlStore;
#[cfg(feature = "postgres")]
use pow_core::store::PostgresStore;
use pow_core::{
    Error,
    store::{SqliteStore, Store},
};
use tempfile::TempDir;

#[cfg(any(feature = "postgres", feature = "mysql"))]
use crate::servers::{self, FreshDatabase};

/// A fresh database of one kind; it disappears with the value.
#[derive(Debug)]
pub struct Database {
    store: Arc<dyn Store>,
    url: String,
    keeps_cache: bool,
    _guard: Guard,
}

#[derive(Debug)]
#[expect(dead_code, reason = "held for their drop")]
enum Guard {
    Nothing,
    Folder(TempDir),
    #[cfg(any(feature = "postgres", feature = "mysql"))]
    Server(FreshDatabase),
}

impl Database {
    /// A file in a temporary folder.
    ///
    /// # Panics
    /// When the folder can't be made.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test without a database has failed")]
    pub fn sqlite() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let database = Self::sqlite_in(folder.path());
        Self { _guard: Guard::Folder(folder), ..database }
    }

    /// A file in this folder, which stays.
    ///
    /// # Panics
    /// When the file can't be made.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test without a database has failed")]
    pub fn sqlite_in(folder: &Path) -> Self {
        Self::at(&format!("sqlite://{}", folder.join("test.db").display())).expect("a database file")
    }

    /// The database with this URL, which other processes may use, too. It stays.
    ///
    /// # Errors
    /// When the URL is not one of an enabled database.
    pub fn at(url: &str) -> Result<Self, Error> {
        Ok(Self { store: open(url)?, url: url.to_owned(), keeps_cache: false, _guard: Guard::Nothing })
    }

    /// On this server, PostgreSQL or MySQL by the scheme of its URL.
    ///
    /// # Errors
    /// When the server makes no database.
    #[cfg(any(feature = "postgres", feature = "mysql"))]
    pub fn on(server: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let fresh = servers::fresh_database(server)?;
        let (store, url) = (open(fresh.url())?, fresh.url().to_owned());
        Ok(Self { store, url, keeps_cache: false, _guard: Guard::Server(fresh) })
    }

    /// On the PostgreSQL server under test; `None`, noted as not run, without one.
    ///
    /// # Panics
    /// When the server makes no database.
    #[must_use]
    #[track_caller]
    #[cfg(feature = "postgres")]
    #[expect(clippy::expect_used, reason = "a test without a database has failed")]
    pub fn postgres() -> Option<Self> {
        Some(Self::on(&servers::postgres()?).expect("a fresh database"))
    }

    /// On the MySQL or MariaDB server under test; `None`, noted as not run, without one.
    ///
    /// # Panics
    /// When the server makes no database.
    #[must_use]
    #[track_caller]
    #[cfg(feature = "mysql")]
    #[expect(clippy::expect_used, reason = "a test without a database has failed")]
    pub fn mysql() -> Option<Self> {
        Some(Self::on(&servers::mysql()?).expect("a fresh database"))
    }

    /// A fresh database of each kind: SQLite, and the servers that are there and whose feature is on.
    #[must_use]
    #[track_caller]
    pub fn each() -> Vec<Self> {
        [
            Some(Self::sqlite()),
            #[cfg(feature = "postgres")]
            Self::postgres(),
            #[cfg(feature = "mysql")]
            Self::mysql(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Returns this database for an application that stores its sessions in it instead of in memory.
    #[must_use]
    pub fn with_cache(mut self) -> Self {
        self.keeps_cache = true;
        self
    }

    /// Whether sessions are to be kept in it.
    #[must_use]
    pub fn keeps_cache(&self) -> bool {
        self.keeps_cache
    }

    /// The store of the framework on it.
    #[must_use]
    pub fn store(&self) -> Arc<dyn Store> {
        self.store.clone()
    }

    /// Opens another store on it, as another process does.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub fn connect(&self) -> Result<Arc<dyn Store>, Error> {
        open(&self.url)
    }

    /// How many bytes it occupies. For SQLite that is the file and its write-ahead log.
    ///
    /// # Panics
    /// When that can't be found out.
    #[must_use]
    pub fn size(&self) -> u64 {
        let size = |path: String| std::fs::metadata(path).map_or(0, |file| file.len());
        match self.url.strip_prefix("sqlite://") {
            Some(file) => size(file.to_owned()) + size(format!("{file}-wal")),
            None => size_on_server(&self.url),
        }
    }

    /// The URL for other clients.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

#[cfg(any(feature = "postgres", feature = "mysql"))]
#[expect(clippy::expect_used, reason = "a test that can't measure its database has failed")]
fn size_on_server(url: &str) -> u64 {
    servers::size(url).expect("the size of a database")
}

#[cfg(not(any(feature = "postgres", feature = "mysql")))]
fn size_on_server(_: &str) -> u64 {
    unreachable!("without these features each database is a file")
}

fn open(url: &str) -> Result<Arc<dyn Store>, Error> {
    match url.split(':').next() {
        #[cfg(feature = "mysql")]
        Some("mysql") => Ok(Arc::new(MysqlStore::connect(url)?)),
        #[cfg(feature = "postgres")]
        Some("postgres" | "postgresql") => Ok(Arc::new(PostgresStore::connect(url)?)),
        _ => Ok(Arc::new(SqliteStore::open(url)?)),
    }
}

/// Makes a test for each database of functions that take a [`Database`].
///
/// That is SQLite, and PostgreSQL and MySQL if the features `postgres` and `mysql` of pow-testing are on.
///
/// ```
/// # use pow_testing::{Database, TestApp, on_each_database};
/// on_each_database!(the_home_page_is_there);
///
/// fn the_home_page_is_there(database: Database) {
///     let app = TestApp::builder().database(database).start();
///     assert_eq!(app.client().get("/").status, 200);
/// }
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! on_each_database {
    ($($name:ident),* $(,)?) => {
        $crate::__tests_on! { sqlite, Some($crate::Database::sqlite()), $($name)* }
        $crate::__tests_on_postgres! { postgres, $crate::Database::postgres(), $($name)* }
        $crate::__tests_on_mysql! { mysql, $crate::Database::mysql(), $($name)* }
    };
}

/// Like [`on_each_database!`](crate::on_each_database), and each test a second time with the sessions in the database
/// instead of in memory.
#[macro_export]
macro_rules! on_each_database_and_cache {
    ($($name:ident),* $(,)?) => {
        $crate::on_each_database!($($name),*);

        $crate::__tests_on! { sqlite_cache, Some($crate::Database::sqlite().with_cache()), $($name)* }
        $crate::__tests_on_postgres! {
            postgres_cache, $crate::Database::postgres().map($crate::Database::with_cache), $($name)*
        }
        $crate::__tests_on_mysql! { mysql_cache, $crate::Database::mysql().map($crate::Database::with_cache), $($name)* }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __tests_on {
    ($module:ident, $make:expr, $($name:ident)*) => {
        mod $module {
            $(#[test]
            fn $name() {
                if let Some(database) = $make {
                    super::$name(database);
                }
            })*
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __no_tests {
    ($($nothing:tt)*) => {};
}
