//! A database that is away is an error that says so.

use std::sync::Arc;

use pow_core::{
    Error, UserId,
    id::IdKind,
    schema::{FieldType, Schema},
    store::{Filter, Prefix, Select, SqliteStore, Store},
};

use super::suite::users;

#[cfg(any(feature = "postgres", feature = "mysql"))]
async fn is_unavailable(store: Arc<dyn Store>) {
    let table = Arc::new(users(IdKind::Uuid));
    let select = store.select(&Prefix::default(), &table, Select::new(Filter::all())).await;
    assert!(matches!(select, Err(Error::Unavailable { .. })), "{select:?}");
    assert!(matches!(store.begin(&Prefix::default()).await.err(), Some(Error::Unavailable { .. })));
    let schema = Schema::new(users(IdKind::Uuid), Vec::new());
    assert!(matches!(store.migrate(&schema).await, Err(Error::Unavailable { .. })));
}

#[tokio::test]
async fn a_directory_that_is_not_there_is_a_fault_of_the_configuration() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("no/such/app.db");
    assert!(matches!(SqliteStore::open(path.to_str().unwrap()), Err(Error::Config(_))));
}

#[test]
fn what_is_no_sqlite_database_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "not a database, but longer than the header of one: ".repeat(100)).unwrap();
    for (path, words) in [
        (text.to_str().unwrap(), "is not an SQLite database"),
        (folder.path().to_str().unwrap(), "is a folder"),
        ("sqlite://", "is empty"),
        ("", "is empty"),
    ] {
        let error = SqliteStore::open(path).err().unwrap();
        assert!(matches!(&error, Error::Config(said) if said.contains(words)), "{path}: {error}");
    }
    assert!(std::fs::read_to_string(&text).unwrap().starts_with("not a database"), "it is left as it was");
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_sqlite_file_and_those_beside_it_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.db");
    let mode = |name: &str| folder.path().join(name).metadata().unwrap().permissions().mode() & 0o777;
    let store: Arc<dyn Store> = SqliteStore::open(path.to_str().unwrap()).unwrap().into();
    store.migrate(&Schema::new(users(IdKind::Int), Vec::new())).await.unwrap();
    assert_eq!(["app.db", "app.db-wal", "app.db-shm"].map(mode), [0o600; 3]);
    drop(store);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    drop(SqliteStore::open(path.to_str().unwrap()).unwrap());
    assert_eq!(mode("app.db"), 0o640, "whoever made it so wants it so");
}

#[cfg(feature = "mysql")]
#[tokio::test]
async fn a_mysql_address_may_begin_with_mariadb() {
    let Some(database) = super::databases::mysql().await else { return };
    let url = database.url.replacen("mysql://", "mariadb://", 1);
    let store: Arc<dyn Store> = pow_core::store::MysqlStore::connect(&url).unwrap().into();
    store.migrate(&Schema::new(users(IdKind::Int), Vec::new())).await.unwrap();
}

#[cfg(feature = "postgres")]
#[tokio::test]
async fn a_postgres_server_that_is_away_is_unavailable() {
    let store = pow_core::store::PostgresStore::connect("postgres://nobody@127.0.0.1:1/none").unwrap();
    is_unavailable(store.into()).await;
    assert!(matches!(pow_core::store::PostgresStore::connect("app.db"), Err(Error::Config(_))));
}

#[cfg(feature = "mysql")]
#[tokio::test]
async fn a_mysql_server_that_is_away_is_unavailable() {
    is_unavailable(pow_core::store::MysqlStore::connect("mysql://nobody@127.0.0.1:1/none").unwrap().into()).await;
    assert!(matches!(pow_core::store::MysqlStore::connect("app.db"), Err(Error::Config(_))));
}

#[tokio::test]
async fn a_database_in_memory_keeps_its_rows_through_rollbacks_and_faults() {
    let store: Arc<dyn Store> = SqliteStore::open(":memory:").unwrap().into();
    let schema = Schema::new(users(IdKind::Int), Vec::new());
    store.migrate(&schema).await.unwrap();
    for round in 0..5_i64 {
        let mut transaction = store.begin(&Prefix::default()).await.unwrap();
        let values = vec![("email", round.to_string().into_value())];
        transaction.insert(schema.users(), values).await.unwrap().unwrap();
        transaction.commit().await.unwrap();
        drop(store.begin(&Prefix::default()).await.unwrap());
        let mut transaction = store.begin(&Prefix::default()).await.unwrap();
        let key_taken = vec![("id", UserId::Int(1).into_value()), ("email", "x".to_owned().into_value())];
        assert!(transaction.insert(schema.users(), key_taken).await.is_err());
    }
    let rows = store.select(&Prefix::default(), schema.users(), Select::new(Filter::all())).await.unwrap();
    assert_eq!(rows.len(), 5);
}

/// Ends every connection of the store, as a restart of the server would.
#[cfg(any(feature = "postgres", feature = "mysql"))]
async fn outlives_its_connections(database: super::databases::Database) {
    let kill = database.kill();
    let (store, schema) = (database.store(), Schema::new(users(IdKind::Int), Vec::new()));
    store.migrate(&schema).await.unwrap();
    let all = || Select::new(Filter::all());
    let mut held = Vec::new();
    for _ in 0..5 {
        held.push(store.begin(&Prefix::default()).await.unwrap());
    }
    drop(held);
    for _ in 0..3 {
        // F3: what was open is gone whole, and says so.
        let mut transaction = store.begin(&Prefix::default()).await.unwrap();
        let values = || vec![("email", "x".to_owned().into_value())];
        transaction.insert(schema.users(), values()).await.unwrap().unwrap();
        database.execute(kill).await;
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        let lost = transaction.insert(schema.users(), values()).await;
        assert!(matches!(lost, Err(Error::Unavailable { .. })), "{lost:?}");
        assert!(transaction.commit().await.is_err());
        assert!(store.select(&Prefix::default(), schema.users(), all()).await.unwrap().is_empty());
        database.execute(kill).await;
        store.begin(&Prefix::default()).await.unwrap().commit().await.unwrap();
    }
}

#[cfg(feature = "postgres")]
#[tokio::test]
async fn connections_that_a_postgres_server_ended_are_replaced() {
    let Some(database) = super::databases::postgres().await else { return };
    outlives_its_connections(database).await;
}

#[cfg(feature = "mysql")]
#[tokio::test]
async fn connections_that_a_mysql_server_ended_are_replaced() {
    let Some(database) = super::databases::mysql().await else { return };
    outlives_its_connections(database).await;
}

#[tokio::test]
async fn a_cancelled_statement_of_the_applications_own_does_no_harm_on_sqlite() {
    use diesel_async::SimpleAsyncConnection;
    let database = super::databases::sqlite();
    let (store, schema) = (database.store(), Schema::new(users(IdKind::Int), Vec::new()));
    store.migrate(&schema).await.unwrap();
    let slow = "INSERT INTO users (email) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n \
                WHERE i < 20000) SELECT 'user' || i FROM n";
    for _ in 0..10 {
        let mut transaction = store.begin(&Prefix::default()).await.unwrap();
        let connection = transaction.connection().unwrap();
        let connection = connection.downcast_mut::<pow_core::store::sqlite::SqliteAsyncConnection>().unwrap();
        let statement = tokio::time::timeout(std::time::Duration::from_millis(1), connection.batch_execute(slow));
        assert!(statement.await.is_err(), "it must be interrupted");
        transaction.rollback().await.unwrap();
        let left = store.select(&Prefix::default(), schema.users(), Select::new(Filter::all())).await.unwrap();
        assert!(left.is_empty());
    }
}

/// The address of a server that answers until it is told to fall silent, and then never again: what a broken network looks like.
#[cfg(feature = "postgres")]
pub(super) async fn silent_on_demand(
    database: &super::databases::Database,
) -> (String, Arc<std::sync::atomic::AtomicBool>) {
    use std::sync::atomic::{AtomicBool, Ordering};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut url = url::Url::parse(&database.url).unwrap();
    let server = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap_or(5432));
    let (silent, listener) =
        (Arc::new(AtomicBool::new(false)), tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap());
    let (port, told) = (listener.local_addr().unwrap().port(), Arc::clone(&silent));
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let (from_client, to_client) = client.into_split();
            let upstream = tokio::net::TcpStream::connect(&server).await.unwrap();
            let (from_server, to_server) = upstream.into_split();
            for (mut from, mut to) in [(from_client, to_server), (from_server, to_client)] {
                let told = Arc::clone(&told);
                tokio::spawn(async move {
                    let mut buffer = [0; 4096];
                    while let Ok(read @ 1..) = from.read(&mut buffer).await {
                        if told.load(Ordering::SeqCst) {
                            std::future::pending::<()>().await;
                        }
                        to.write_all(&buffer[..read]).await.unwrap();
                    }
                });
            }
        }
    });
    url.set_host(Some("127.0.0.1")).unwrap();
    url.set_port(Some(port)).unwrap();
    (url.into(), silent)
}

#[cfg(feature = "postgres")]
#[tokio::test]
async fn a_silent_server_is_unavailable_and_not_waited_for_for_ever() {
    let Some(database) = super::databases::postgres().await else { return };
    let (url, silent) = silent_on_demand(&database).await;
    let store = pow_core::store::PostgresStore::connect(&url).unwrap();
    let schema = Schema::new(users(IdKind::Int), Vec::new());
    store.migrate(&schema).await.unwrap();
    silent.store(true, std::sync::atomic::Ordering::SeqCst);
    let all = Select::new(Filter::all());
    let none = Prefix::default();
    let select = store.select(&none, schema.users(), all);
    let answer = tokio::time::timeout(std::time::Duration::from_secs(20), select).await.unwrap();
    assert!(matches!(answer, Err(Error::Unavailable { .. })), "{answer:?}");
}

#[test]
fn sqlite_file_is_opened_while_others_open_and_close_it() {
    let database = super::databases::sqlite();
    drop(database.store());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..100).for_each(|_| drop(SqliteStore::open(&database.url).unwrap())));
        }
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_new_sqlite_file_is_opened_by_many_at_once() {
    for _ in 0..10 {
        let database = super::databases::sqlite();
        let starts: Vec<_> = (0..8)
            .map(|_| {
                let url = database.url.clone();
                std::thread::spawn(move || SqliteStore::open(&url).map(Arc::<dyn Store>::from))
            })
            .collect();
        let schema = Schema::new(users(IdKind::Int), Vec::new());
        for start in starts {
            let store = start.join().unwrap().unwrap();
            store.migrate(&schema).await.unwrap();
        }
    }
}
