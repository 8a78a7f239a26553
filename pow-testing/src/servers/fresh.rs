//! Databases that are created for one test, and statements that bypass the framework.

use std::{
    error::Error,
    future::Future,
    process,
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use diesel::{QueryableByName, sql_query, sql_types::BigInt};
#[cfg(feature = "mysql")]
use diesel_async::AsyncMysqlConnection;
#[cfg(feature = "postgres")]
use diesel_async::AsyncPgConnection;
use diesel_async::{AsyncConnection, RunQueryDsl, SimpleAsyncConnection};
use url::Url;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// Creates a new, empty database on the PostgreSQL or MySQL server with this URL. The database is deleted when the value is
/// dropped.
///
/// The call blocks for some 50 ms. It also works inside a runtime, because it uses another thread and another runtime.
///
/// ```no_run
/// # fn users_are_stored() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
/// let Some(server) = pow_testing::servers::postgres() else { return Ok(()) };
/// let database = pow_testing::servers::fresh_database(&server)?;
/// println!("{}", database.url());
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// If the server can't be reached, if its user may not create databases, or if the feature for the server is off.
pub fn fresh_database(server: &str) -> Result<FreshDatabase> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let name = format!("pow_test_{}_{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let (server, mut url) = (Url::parse(server)?, Url::parse(server)?);
    url.set_path(&name);
    // A test that was killed may have left a database of this name.
    execute(&server, &[drop_statement(&server, &name), format!("CREATE DATABASE {name}")])?;
    Ok(FreshDatabase { server, url, name })
}

/// A database of one test, see [`fresh_database`].
#[derive(Debug)]
pub struct FreshDatabase {
    server: Url,
    url: Url,
    name: String,
}

impl FreshDatabase {
    /// Returns the URL for clients.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.as_str()
    }
}

impl Drop for FreshDatabase {
    fn drop(&mut self) {
        // A server that the test has killed has no database to drop.
        let _ = execute(&self.server, &[drop_statement(&self.server, &self.name)]);
    }
}

/// Makes a test server write each transaction to the disk before it acknowledges it. By default test servers don't, and lose the
/// last writes when they are killed. On MySQL, the setting lasts until the server ends.
///
/// # Errors
/// If the server can't be reached.
pub fn keep_what_is_acknowledged(server: &str) -> Result<()> {
    let server = Url::parse(server)?;
    let mysql = "SET GLOBAL innodb_flush_log_at_trx_commit = 1";
    let postgres = "ALTER ROLE CURRENT_USER SET synchronous_commit = on";
    execute(&server, &[if is_mysql(&server) { mysql } else { postgres }.to_owned()])
}

/// Runs statements on a PostgreSQL or MySQL database, bypassing the framework, as the migrations of an application would.
///
/// # Errors
/// If the server can't be reached or refuses one of the statements.
pub fn run(database: &str, statements: &[String]) -> Result<()> {
    execute(&Url::parse(database)?, statements)
}

/// Returns how many bytes a PostgreSQL or MySQL database occupies.
///
/// # Errors
/// If the server can't be reached or refuses the query.
pub fn size(database: &str) -> Result<u64> {
    let url = Url::parse(database)?;
    let query = if is_mysql(&url) {
        let name = url.path().trim_start_matches('/');
        format!(
            "SELECT CAST(SUM(FILE_SIZE) AS SIGNED) AS number FROM information_schema.INNODB_SYS_TABLESPACES \
             WHERE NAME LIKE '{name}/%'"
        )
    } else {
        "SELECT pg_database_size(current_database()) AS number".to_owned()
    };
    Ok(u64::try_from(number(database, &query)?)?)
}

/// Returns the column `number` of the one row that a query on a PostgreSQL or MySQL database selects.
///
/// # Errors
/// If the server can't be reached or refuses the query, and when there is no such row.
pub fn number(database: &str, query: &str) -> Result<i64> {
    let url = Url::parse(database)?;
    on_a_thread(async {
        let selected: Number = match url.scheme() {
            #[cfg(feature = "mysql")]
            "mysql" => sql_query(query).get_result(&mut AsyncMysqlConnection::establish(url.as_str()).await?).await?,
            #[cfg(feature = "postgres")]
            "postgres" | "postgresql" => {
                sql_query(query).get_result(&mut AsyncPgConnection::establish(url.as_str()).await?).await?
            }
            other => return Err(unsupported(other)),
        };
        Ok(selected.number)
    })
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// PostgreSQL refuses to drop a database that a pool is still connected to, unless it is forced.
fn drop_statement(server: &Url, name: &str) -> String {
    let force = if is_mysql(server) { "" } else { " WITH (FORCE)" };
    format!("DROP DATABASE IF EXISTS {name}{force}")
}

fn is_mysql(server: &Url) -> bool {
    server.scheme() == "mysql"
}

fn unsupported(scheme: &str) -> Box<dyn Error + Send + Sync> {
    format!("pow-testing was built without support for `{scheme}:` URLs: turn on its feature for that database").into()
}

fn execute(server: &Url, statements: &[String]) -> Result<()> {
    on_a_thread(execute_all(server, statements))
}

/// Runs the work on another thread and another runtime, so that a test can wait for it inside of a runtime.
fn on_a_thread<T: Send>(work: impl Future<Output = Result<T>> + Send) -> Result<T> {
    thread::scope(|scope| {
        let worker = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(work)
        });
        worker.join().map_err(|_| "the client of the database panicked")?
    })
}

async fn execute_all(server: &Url, statements: &[String]) -> Result<()> {
    match server.scheme() {
        #[cfg(feature = "mysql")]
        "mysql" => execute_on(AsyncMysqlConnection::establish(server.as_str()).await?, statements).await,
        #[cfg(feature = "postgres")]
        "postgres" | "postgresql" => execute_on(AsyncPgConnection::establish(server.as_str()).await?, statements).await,
        other => Err(unsupported(other)),
    }
}

/// Runs one statement at a time. PostgreSQL runs several statements as one transaction, in which it can't create databases.
async fn execute_on(mut connection: impl SimpleAsyncConnection, statements: &[String]) -> Result<()> {
    for statement in statements {
        connection.batch_execute(statement).await?;
    }
    Ok(())
}
