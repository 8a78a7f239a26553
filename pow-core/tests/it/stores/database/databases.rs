//! A fresh database for each test.

use std::{any::Any, sync::Arc};

use pow_core::store::{SqliteStore, Store};

/// An empty database, and how to open stores on it.
pub(crate) struct Database {
    pub(crate) kind: Kind,
    pub(crate) url: String,
    /// Removes it when it drops.
    _guard: Box<dyn Any + Send + Sync>,
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

    /// The statement that ends every other connection to this database, as a restart of the server would.
    pub(crate) fn kill(&self) -> &'static str {
        match self.kind {
            Kind::Sqlite => unreachable!("it has no server"),
            #[cfg(feature = "postgres")]
            Kind::Postgres => {
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                 WHERE datname = current_database() AND pid <> pg_backend_pid()"
            }
            #[cfg(feature = "mysql")]
            Kind::Mysql => {
                "BEGIN NOT ATOMIC FOR c IN (SELECT id FROM information_schema.processlist \
                 WHERE db = DATABASE() AND id <> CONNECTION_ID()) DO KILL c.id; END FOR; END"
            }
        }
    }

    /// The number of other connections to this database.
    #[cfg(all(feature = "postgres", feature = "mysql"))]
    pub(crate) async fn connections(&self) -> i64 {
        self.connections_where("true").await
    }

    /// The number of connections that wait for a lock.
    #[cfg(all(feature = "postgres", feature = "mysql"))]
    pub(crate) async fn waiting(&self) -> i64 {
        self.connections_where(match self.kind {
            Kind::Mysql => "state LIKE 'Waiting for table%'",
            _ => "wait_event_type = 'Lock'",
        })
        .await
    }

    #[cfg(all(feature = "postgres", feature = "mysql"))]
    async fn connections_where(&self, condition: &str) -> i64 {
        use diesel::{dsl::sql, sql_types::BigInt};
        use diesel_async::{AsyncConnection, AsyncMysqlConnection, AsyncPgConnection, RunQueryDsl};
        let others = match self.kind {
            Kind::Sqlite => unreachable!("it has no server"),
            Kind::Postgres => {
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            }
            Kind::Mysql => {
                "SELECT count(*) FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()"
            }
        };
        let others = sql::<BigInt>(&format!("{others} AND {condition}"));
        match self.kind {
            Kind::Mysql => others.get_result(&mut AsyncMysqlConnection::establish(&self.url).await.unwrap()).await,
            _ => others.get_result(&mut AsyncPgConnection::establish(&self.url).await.unwrap()).await,
        }
        .unwrap()
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
    Database { kind: Kind::Sqlite, url, _guard: Box::new(directory) }
}

#[cfg(feature = "postgres")]
pub(crate) async fn postgres() -> Option<Database> {
    Some(fresh(Kind::Postgres, &pow_testing::servers::postgres()?))
}

#[cfg(feature = "mysql")]
pub(crate) async fn mysql() -> Option<Database> {
    Some(fresh(Kind::Mysql, &pow_testing::servers::mysql()?))
}

#[cfg(any(feature = "postgres", feature = "mysql"))]
fn fresh(kind: Kind, server: &str) -> Database {
    let database = pow_testing::servers::fresh_database(server).unwrap();
    Database { kind, url: database.url().to_owned(), _guard: Box::new(database) }
}
