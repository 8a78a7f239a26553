//! Opens the store of a URL.

use std::sync::Arc;

use super::Store;
use crate::Error;

/// Opens the database of a URL: `sqlite://app.db`, `sqlite::memory:`, `postgres://…`, `mysql://…` or `mariadb://…`.
///
/// It is for programs whose database is chosen at run time. The features `sqlite`, `postgres` and `mysql` say which URLs are
/// possible. To load the application's struct with each row, open the store by its own type, such as
/// [`SqliteStore::open`](super::SqliteStore::open).
///
/// ```no_run
/// # fn main() -> Result<(), pow_core::Error> {
/// use pow_core::{Config, store};
///
/// let config = Config { store: store::connect("postgres://localhost/shop")?.into(), ..Config::default() };
/// # Ok(()) }
/// ```
///
/// # Errors
/// [`Error::Config`] for an unknown scheme or one whose feature is missing, and the errors of the database's own function.
/// The message never contains the URL, which may have a password.
pub fn connect(url: &str) -> Result<Arc<dyn Store>, Error> {
    match url.split_once(':').map(|(scheme, _)| scheme) {
        #[cfg(feature = "sqlite")]
        Some("sqlite") => Ok(Arc::new(super::SqliteStore::open(url)?)),
        #[cfg(feature = "postgres")]
        Some("postgres" | "postgresql") => Ok(Arc::new(super::PostgresStore::connect(url)?)),
        #[cfg(feature = "mysql")]
        Some("mysql" | "mariadb") => Ok(Arc::new(super::MysqlStore::connect(url)?)),
        #[cfg(not(feature = "sqlite"))]
        Some("sqlite") => Err(without("sqlite")),
        #[cfg(not(feature = "postgres"))]
        Some("postgres" | "postgresql") => Err(without("postgres")),
        #[cfg(not(feature = "mysql"))]
        Some("mysql" | "mariadb") => Err(without("mysql")),
        _ => Err(Error::Config(
            "the URL of the database has an unknown scheme: it must begin with sqlite://, postgres:// or mysql://, or be \
             sqlite::memory:"
                .into(),
        )),
    }
}

#[cfg(not(all(feature = "sqlite", feature = "postgres", feature = "mysql")))]
fn without(feature: &str) -> Error {
    Error::Config(format!("this program can't open the database of this URL: add the feature `{feature}` to pow-core"))
}
