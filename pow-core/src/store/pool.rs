//! Pooled connections, behind a trait that hides Diesel's bounds.

use std::time::Duration;

use async_trait::async_trait;

use super::{
    dialect::Dialect,
    fault::{fault, fault_of_file, is_gone},
};
use crate::{
    Error,
    store::{PoolStatus, migrate::Pending},
};

/// The default number of connections to a server.
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(crate) const CONNECTIONS: usize = 10;
/// How long a call waits for a connection. After that it returns [`Error::Busy`].
pub(crate) const WAIT: Duration = Duration::from_secs(5);

/// A source of connections.
#[async_trait]
pub(crate) trait Connections<DB: Dialect>: Send + Sync + 'static {
    /// Waits for a free connection.
    async fn lease(&self) -> Result<Lease<DB>, Error>;
    /// The maximum number of connections.
    fn capacity(&self) -> usize;
    /// The connections in use.
    fn status(&self) -> PoolStatus;
}

/// A leased connection, which is returned to the pool on drop.
pub(crate) struct Lease<DB: Dialect>(Box<dyn Loan<DB::Connection>>);

/// The pooled object behind a lease.
pub(crate) trait Loan<C>: Send {
    /// Returns the connection.
    fn connection(&mut self) -> &mut C;
    /// Closes the connection instead of returning it to the pool.
    fn discard(self: Box<Self>);
    /// Runs the migrations through Diesel's harness, which holds the connection meanwhile. It blocks the thread.
    fn migrate(self: Box<Self>, pending: Pending) -> (Box<dyn Loan<C>>, diesel::migration::Result<()>);
}

impl<DB: Dialect> Lease<DB> {
    /// Wraps an object of any pool.
    pub(crate) fn new(loan: impl Loan<DB::Connection> + 'static) -> Self {
        Self(Box::new(loan))
    }

    /// Returns the connection.
    pub(crate) fn connection(&mut self) -> &mut DB::Connection {
        self.0.connection()
    }

    /// Converts the error to a fault. Closes the connection if it is lost.
    pub(crate) fn failed(self, error: diesel::result::Error) -> Error {
        if is_gone(&error) {
            self.discard();
        }
        fault::<DB>(error)
    }

    /// Closes the connection instead of returning it to the pool.
    pub(crate) fn discard(self) {
        self.0.discard();
    }

    /// Runs the migrations and records them as Diesel does.
    pub(crate) fn migrate(self, pending: Pending) -> (Self, Result<(), Error>) {
        let (loan, done) = self.0.migrate(pending);
        let done = done.map_err(|error| match error.downcast::<diesel::result::Error>() {
            Ok(error) => fault::<DB>(*error),
            Err(error) => fault_of_file(error),
        });
        (Self(loan), done)
    }
}

/// Defines Diesel's pool for a kind of connection, with a setup function.
macro_rules! pooled {
    ($dialect:ty) => {
        type Connection = <$dialect as $crate::store::dialect::Dialect>::Connection;

        struct Pooled(diesel_async::pooled_connection::deadpool::Pool<Connection>);

        impl Pooled {
            fn new(
                url: &str,
                size: usize,
                setup: diesel_async::pooled_connection::SetupCallback<Connection>,
            ) -> Result<Self, $crate::Error> {
                use diesel_async::pooled_connection::{
                    AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod, deadpool::Pool,
                };
                let mut config = ManagerConfig::default();
                // A test query before each query would double the number of queries. A lost connection is detected and
                // replaced.
                config.recycling_method = RecyclingMethod::Fast;
                config.custom_setup = setup;
                let manager = AsyncDieselConnectionManager::new_with_config(url, config);
                let pool = Pool::builder(manager).max_size(size).build();
                Ok(Self(pool.map_err(|error| {
                    $crate::Error::Config(format!("could not create the pool of connections: {error}"))
                })?))
            }
        }

        #[async_trait::async_trait]
        impl $crate::store::pool::Connections<$dialect> for Pooled {
            async fn lease(&self) -> Result<$crate::store::pool::Lease<$dialect>, $crate::Error> {
                let object = self.0.get().await.map_err($crate::store::fault::pool_fault::<$dialect>)?;
                Ok($crate::store::pool::Lease::new(object))
            }

            fn capacity(&self) -> usize {
                self.0.status().max_size
            }

            fn status(&self) -> $crate::store::PoolStatus {
                let status = self.0.status();
                let in_use = status.size.saturating_sub(status.available);
                $crate::store::PoolStatus { size: status.max_size, in_use, waiting: status.waiting }
            }
        }

        impl $crate::store::pool::Loan<Connection> for diesel_async::pooled_connection::deadpool::Object<Connection> {
            fn connection(&mut self) -> &mut Connection {
                self
            }

            fn discard(self: Box<Self>) {
                drop(Self::take(*self));
            }

            fn migrate(
                self: Box<Self>,
                pending: $crate::store::migrate::Pending,
            ) -> (Box<dyn $crate::store::pool::Loan<Connection>>, diesel::migration::Result<()>) {
                let mut harness = diesel_async::AsyncMigrationHarness::new(*self);
                let done = pending.run(&mut harness);
                (Box::new(harness.into_inner()), done)
            }
        }
    };
}
pub(crate) use pooled;
