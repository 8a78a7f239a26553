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

/// A database for a test. A fresh database is deleted when the value is dropped.
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
    /// Creates a database file in a temporary folder.
    ///
    /// # Panics
    /// If the folder can't be created.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test without a database has failed")]
    pub fn sqlite() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let database = Self::sqlite_in(folder.path());
        Self { _guard: Guard::Folder(folder), ..database }
    }

    /// Creates a database file in this folder. It is not deleted.
    ///
    /// # Panics
    /// If the file can't be created.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test without a database has failed")]
    pub fn sqlite_in(folder: &Path) -> Self {
        Self::at(&format!("sqlite://{}", folder.join("test.db").display())).expect("a database file")
    }

    /// Opens the database with this URL, which other processes may use, too. It is not deleted.
    ///
    /// # Errors
    /// If the URL doesn't belong to a database whose feature is on.
    pub fn at(url: &str) -> Result<Self, Error> {
        Ok(Self { store: open(url)?, url: url.to_owned(), keeps_cache: false, _guard: Guard::Nothing })
    }

    /// Creates a fresh database on this server. The scheme of the URL decides between PostgreSQL and MySQL.
    ///
    /// # Errors
    /// If the server can't create a database.
    #[cfg(any(feature = "postgres", feature = "mysql"))]
    pub fn on(server: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let fresh = servers::fresh_database(server)?;
        let (store, url) = (open(fresh.url())?, fresh.url().to_owned());
        Ok(Self { store, url, keeps_cache: false, _guard: Guard::Server(fresh) })
    }

    /// Creates a fresh database on the PostgreSQL server under test. Without a server, the test is noted as not run, and the
    /// result is `None`.
    ///
    /// # Panics
    /// If the server can't create a database.
    #[must_use]
    #[track_caller]
    #[cfg(feature = "postgres")]
    #[expect(clippy::expect_used, reason = "a test without a database has failed")]
    pub fn postgres() -> Option<Self> {
        Some(Self::on(&servers::postgres()?).expect("a fresh database"))
    }

    /// Creates a fresh database on the MySQL or MariaDB server under test. Without a server, the test is noted as not run, and
    /// the result is `None`.
    ///
    /// # Panics
    /// If the server can't create a database.
    #[must_use]
    #[track_caller]
    #[cfg(feature = "mysql")]
    #[expect(clippy::expect_used, reason = "a test without a database has failed")]
    pub fn mysql() -> Option<Self> {
        Some(Self::on(&servers::mysql()?).expect("a fresh database"))
    }

    /// Returns a fresh database of each kind: SQLite, and each server that is available and whose feature is on.
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

    /// Returns whether sessions are stored in this database.
    #[must_use]
    pub fn keeps_cache(&self) -> bool {
        self.keeps_cache
    }

    /// Returns the framework's store on this database.
    #[must_use]
    pub fn store(&self) -> Arc<dyn Store> {
        self.store.clone()
    }

    /// Opens another store on this database, as another process does.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub fn connect(&self) -> Result<Arc<dyn Store>, Error> {
        open(&self.url)
    }

    /// Returns how many bytes the database occupies. For SQLite, these are the file and its write-ahead log.
    ///
    /// # Panics
    /// If a server doesn't return the size.
    #[must_use]
    pub fn size(&self) -> u64 {
        let size = |path: String| std::fs::metadata(path).map_or(0, |file| file.len());
        match self.url.strip_prefix("sqlite://") {
            Some(file) => size(file.to_owned()) + size(format!("{file}-wal")),
            None => size_on_server(&self.url),
        }
    }

    /// Returns the URL for other clients.
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

/// Makes tests of functions that take a [`Database`]: for each function, one test on each database.
///
/// The databases are SQLite, and PostgreSQL and MySQL if the features `postgres` and `mysql` of pow-testing are on.
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

/// Like [`on_each_database!`](crate::on_each_database), but also makes each test a second time, with the sessions in the database
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
