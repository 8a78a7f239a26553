//! The servers that tests run against: their URLs, and a fresh database for each test.
//!
//! `cargo xtask test` starts the servers and tells tests where they are by `POW_TEST_POSTGRES_URL`,
//! `POW_TEST_MYSQL_URL`, `POW_TEST_REDIS_URL` and `POW_TEST_WEBDRIVER_URL`. Without such a variable the function
//! below answers `None`, after it has put the calling test on the list of those that were not run:
//!
//! ```no_run
//! # fn users_are_stored() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//! let Some(server) = pow_testing::servers::postgres() else { return Ok(()) };
//! let database = pow_testing::servers::fresh_database(&server)?;
//! println!("{}", database.url());
//! # Ok(())
//! # }
//! ```

use std::error::Error;
use std::future::Future;
use std::panic::Location;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use diesel::{QueryableByName, sql_query, sql_types::BigInt};
use diesel_async::{AsyncConnection, AsyncMysqlConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use url::Url;

use self::own::{Kind, ask};

/// Notes that the calling test's measurement says nothing: its control, which must be seen, was drowned by the machine's
/// other work. The test is then counted as not run, and named.
#[track_caller]
pub fn measurement_is_void(control: f64) {
    let remedy = format!("its control gave t = {control:.1}: run it alone");
    own::not_run("a quiet machine", &remedy, "a quiet machine", Location::caller());
}

/// Servers that a test starts, kills and starts again by itself.
pub use pow_testing_servers as own;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// The URL of a PostgreSQL server whose user may create databases.
#[must_use]
#[track_caller]
pub fn postgres() -> Option<String> {
    ask(Kind::Postgres)
}

/// The URL of a MariaDB or MySQL server whose user may create databases.
#[must_use]
#[track_caller]
pub fn mysql() -> Option<String> {
    ask(Kind::MariaDb)
}

/// The URL of a Redis server.
#[must_use]
#[track_caller]
pub fn redis() -> Option<String> {
    ask(Kind::Redis)
}

/// The URL of a WebDriver server that starts Chromium; for [`Browser::start`](crate::browser::Browser::start).
#[must_use]
#[track_caller]
pub fn webdriver() -> Option<String> {
    ask(Kind::Browser)
}

/// A new, empty database on the PostgreSQL or MySQL server of that URL. It is dropped with the value.
///
/// It blocks for some 50 ms; inside a runtime too, as it brings a thread and a runtime of its own.
///
/// # Errors
/// When the server can't be reached, or its user may not create databases.
pub fn fresh_database(server: &str) -> Result<FreshDatabase> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let name = format!("pow_test_{}_{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let (server, mut url) = (Url::parse(server)?, Url::parse(server)?);
    url.set_path(&name);
    // A test that was killed may have left one of that name.
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
    /// Where clients reach it.
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

/// Makes a PostgreSQL or MySQL server of a test's own write to the disk what it acknowledges: test servers don't, and forget
/// the last moments when they are killed. On MySQL it holds until the server ends.
///
/// # Errors
/// When the server can't be reached.
pub fn keep_what_is_acknowledged(server: &str) -> Result<()> {
    let server = Url::parse(server)?;
    let mysql = "SET GLOBAL innodb_flush_log_at_trx_commit = 1";
    let postgres = "ALTER ROLE CURRENT_USER SET synchronous_commit = on";
    execute(&server, &[if is_mysql(&server) { mysql } else { postgres }.to_owned()])
}

/// Runs statements on a PostgreSQL or MySQL database, past the framework, as an application's own migrations would.
///
/// # Errors
/// When the server can't be reached or refuses one of them.
pub fn run(database: &str, statements: &[String]) -> Result<()> {
    execute(&Url::parse(database)?, statements)
}

/// How many bytes a PostgreSQL or MySQL database occupies.
///
/// # Errors
/// When the server can't be reached or doesn't tell.
pub fn size(database: &str) -> Result<u64> {
    let url = Url::parse(database)?;
    let (mysql, name) = (is_mysql(&url), url.path().trim_start_matches('/'));
    let query = match mysql {
        false => "SELECT pg_database_size(current_database()) AS bytes".to_owned(),
        true => format!(
            "SELECT CAST(SUM(FILE_SIZE) AS SIGNED) AS bytes FROM information_schema.INNODB_SYS_TABLESPACES \
             WHERE NAME LIKE '{name}/%'"
        ),
    };
    on_a_thread(async {
        let size: Size = match mysql {
            true => sql_query(query).get_result(&mut AsyncMysqlConnection::establish(url.as_str()).await?).await?,
            false => sql_query(query).get_result(&mut AsyncPgConnection::establish(url.as_str()).await?).await?,
        };
        Ok(u64::try_from(size.bytes)?)
    })
}

#[derive(QueryableByName)]
struct Size {
    #[diesel(sql_type = BigInt)]
    bytes: i64,
}

/// PostgreSQL refuses to drop a database that a pool is still connected to, unless it is forced.
fn drop_statement(server: &Url, name: &str) -> String {
    let force = if is_mysql(server) { "" } else { " WITH (FORCE)" };
    format!("DROP DATABASE IF EXISTS {name}{force}")
}

fn is_mysql(server: &Url) -> bool {
    server.scheme() == "mysql"
}

fn execute(server: &Url, statements: &[String]) -> Result<()> {
    on_a_thread(execute_all(server, statements))
}

/// On a thread and a runtime of its own, so that a test can wait for it inside of another runtime.
fn on_a_thread<T: Send>(work: impl Future<Output = Result<T>> + Send) -> Result<T> {
    thread::scope(|scope| {
        let worker = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(work)
        });
        worker.join().map_err(|_| "the database's client panicked")?
    })
}

async fn execute_all(server: &Url, statements: &[String]) -> Result<()> {
    if is_mysql(server) {
        execute_on(AsyncMysqlConnection::establish(server.as_str()).await?, statements).await
    } else {
        execute_on(AsyncPgConnection::establish(server.as_str()).await?, statements).await
    }
}

/// One statement at a time: PostgreSQL takes several as one transaction, in which it creates no databases.
async fn execute_on(mut connection: impl SimpleAsyncConnection, statements: &[String]) -> Result<()> {
    for statement in statements {
        connection.batch_execute(statement).await?;
    }
    Ok(())
}
