//! The databases that a test runs on, each fresh and empty.

use std::{error::Error, path::Path, sync::Arc};

use pow_core::store::{MysqlStore, PostgresStore, SqliteStore, Store};
use tempfile::TempDir;

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
        let url = format!("sqlite://{}", folder.join("test.db").display());
        let store = SqliteStore::open(&url).expect("a database file");
        Self { store: Arc::new(store), url, keeps_cache: false, _guard: Guard::Nothing }
    }

    /// On a server of a test's own, PostgreSQL or MySQL by the scheme of its URL.
    ///
    /// # Errors
    /// When the server makes no database.
    pub fn on(server: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let fresh = servers::fresh_database(server)?;
        let store: Arc<dyn Store> = match server.starts_with("mysql:") {
            true => Arc::new(MysqlStore::connect(fresh.url())?),
            false => Arc::new(PostgresStore::connect(fresh.url())?),
        };
        let url = fresh.url().to_owned();
        Ok(Self { store, url, keeps_cache: false, _guard: Guard::Server(fresh) })
    }

    /// On the PostgreSQL server under test; `None`, noted as not run, without one.
    ///
    /// # Panics
    /// When the server makes no database.
    #[must_use]
    #[track_caller]
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
    #[expect(clippy::expect_used, reason = "a test without a database has failed")]
    pub fn mysql() -> Option<Self> {
        Some(Self::on(&servers::mysql()?).expect("a fresh database"))
    }

    /// The same database, for applications that keep their sessions in it too instead of in memory.
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

    /// How many bytes it occupies: of SQLite the file and what is not yet written into it.
    ///
    /// # Panics
    /// When that can't be found out.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test without a database has failed")]
    pub fn size(&self) -> u64 {
        let Some(file) = self.url.strip_prefix("sqlite://") else {
            return servers::size(&self.url).expect("the size of a database");
        };
        let size = |path: String| std::fs::metadata(path).map_or(0, |file| file.len());
        size(file.to_owned()) + size(format!("{file}-wal"))
    }

    /// Where other clients reach it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// Makes a test for each database of functions that take a [`Database`].
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
        mod sqlite {
            $(#[test]
            fn $name() {
                super::$name($crate::Database::sqlite());
            })*
        }
        mod postgres {
            $(#[test]
            fn $name() {
                if let Some(database) = $crate::Database::postgres() {
                    super::$name(database);
                }
            })*
        }
        mod mysql {
            $(#[test]
            fn $name() {
                if let Some(database) = $crate::Database::mysql() {
                    super::$name(database);
                }
            })*
        }
    };
}

/// As [`on_each_database!`](crate::on_each_database), and each test a second time with the sessions in the database
/// instead of in memory.
#[macro_export]
macro_rules! on_each_database_and_cache {
    ($($name:ident),* $(,)?) => {
        $crate::on_each_database!($($name),*);

        mod sqlite_cache {
            $(#[test]
            fn $name() {
                super::$name($crate::Database::sqlite().with_cache());
            })*
        }
        mod postgres_cache {
            $(#[test]
            fn $name() {
                if let Some(database) = $crate::Database::postgres() {
                    super::$name(database.with_cache());
                }
            })*
        }
        mod mysql_cache {
            $(#[test]
            fn $name() {
                if let Some(database) = $crate::Database::mysql() {
                    super::$name(database.with_cache());
                }
            })*
        }
    };
}
