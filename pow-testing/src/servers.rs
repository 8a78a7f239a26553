//! The servers that tests run against, and a fresh database for each test. Environment variables have the URLs of the servers.
//!
//! | function | environment variable | feature |
//! |---|---|---|
//! | [`postgres`] | `POW_TEST_POSTGRES_URL` | `postgres` for a fresh database |
//! | [`mysql`] | `POW_TEST_MYSQL_URL` | `mysql` for a fresh database |
//! | [`redis`] | `POW_TEST_REDIS_URL` | |
//! | [`webdriver`] | `POW_TEST_WEBDRIVER_URL` | `browser` for a browser |
//!
//! If its variable is not set, a function returns `None`, and notes that the calling test is not run.

#[cfg(any(feature = "postgres", feature = "mysql"))]
mod fresh;

#[cfg(any(feature = "postgres", feature = "mysql"))]
pub use self::fresh::{FreshDatabase, fresh_database, keep_what_is_acknowledged, number, run, size};
use crate::need;

/// Returns the URL of a PostgreSQL server whose user may create databases.
#[must_use]
#[track_caller]
pub fn postgres() -> Option<String> {
    need::POSTGRES.url()
}

/// Returns the URL of a MariaDB or MySQL server whose user may create databases.
#[must_use]
#[track_caller]
pub fn mysql() -> Option<String> {
    need::MYSQL.url()
}

/// Returns the URL of a Redis server.
#[must_use]
#[track_caller]
pub fn redis() -> Option<String> {
    need::REDIS.url()
}

/// Returns the URL of a WebDriver server that starts Chromium, for `browser::Browser::start`.
#[must_use]
#[track_caller]
pub fn webdriver() -> Option<String> {
    need::BROWSER.url()
}
