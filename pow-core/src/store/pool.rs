//! Pooled connections, behind a small trait that hides Diesel's bounds.

use std::time::Duration;

use async_trait::async_trait;

use super::{
    dialect::Dialect,
    fault::{fault, is_gone},
};
use crate::{Error, store::migrate::Migration};

/// How many connections to a server a store has when it is not told otherwise.
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(crate) const CONNECTIONS: usize = 10;
/// How long a call waits for a connection; after that the answer is "busy".
pub(crate) const WAIT: Duration = Duration::from_secs(5);

/// Where connections come from.
#[async_trait]
pub(crate) trait Connections<DB: Dialect>: Send + Sync + 'static {
    /// A connection; waits until one is free.
    async fn lease(&self) -> Result<Lease<DB>, Error>;
    /// How many connections there can be.
    fn capacity(&self) -> usize;
}

/// A connection on loan, given back when it is dropped.
pub(crate) struct Lease<DB: Dialect>(Box<dyn Loan<DB::Connection>>);

/// What a pool lends.
pub(crate) trait Loan<C>: Send {
    /// The connection.
    fn lent(&mut self) -> &mut C;
    /// Closes the connection instead of giving it back.
    fn discard(self: Box<Self>);
    /// Runs the migrations through Diesel's harness, which keeps the connection for as long; it waits on the thread.
    fn migrate(self: Box<Self>, steps: Vec<Migration>) -> (Box<dyn Loan<C>>, diesel::migration::Result<()>);
}

impl<DB: Dialect> Lease<DB> {
    /// A loan of any pool.
    pub(crate) fn new(loan: impl Loan<DB::Connection> + 'static) -> Self {
        Self(Box::new(loan))
    }

    /// The connection.
    pub(crate) fn connection(&mut self) -> &mut DB::Connection {
        self.0.lent()
    }

    /// The fault that the error is; a connection that is gone is closed.
    pub(crate) fn failed(self, error: diesel::result::Error) -> Error {
        if is_gone(&error) {
            self.discard();
        }
        fault::<DB>(error)
    }

    /// Closes the connection instead of giving it back.
    pub(crate) fn discard(self) {
        self.0.discard();
    }

    /// Runs the migrations and records them as Diesel does, then gives the connection back.
    pub(crate) fn migrate(self, steps: Vec<Migration>) -> (Self, Result<(), Error>) {
        let (loan, done) = self.0.migrate(steps);
        let done = done.map_err(|error| match error.downcast::<diesel::result::Error>() {
            Ok(error) => fault::<DB>(*error),
            Err(error) => Error::database(error),
        });
        (Self(loan), done)
    }
}

/// Diesel's pool of a kind of connection, set up by a function from the database's address.
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
                // A query before each query would double their number; a dead connection is noticed and replaced.
                config.recycling_method = RecyclingMethod::Fast;
                config.custom_setup = setup;
                let manager = AsyncDieselConnectionManager::new_with_config(url, config);
                let pool = Pool::builder(manager).max_size(size).build();
                Ok(Self(pool.map_err(|error| $crate::Error::Config(format!("the pool of connections: {error}")))?))
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
        }

        impl $crate::store::pool::Loan<Connection> for diesel_async::pooled_connection::deadpool::Object<Connection> {
            fn lent(&mut self) -> &mut Connection {
                self
            }

            fn discard(self: Box<Self>) {
                drop(Self::take(*self));
            }

            fn migrate(
                self: Box<Self>,
                steps: Vec<$crate::store::migrate::Migration>,
            ) -> (Box<dyn $crate::store::pool::Loan<Connection>>, diesel::migration::Result<()>) {
                let mut harness = diesel_async::AsyncMigrationHarness::new(*self);
                let done = $crate::store::migrate::run(&mut harness, steps);
                (Box::new(harness.into_inner()), done)
            }
        }
    };
}
pub(crate) use pooled;
