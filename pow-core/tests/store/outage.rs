//! A database that is away is an error that says so.

use std::sync::Arc;

use pow_core::{
    Error, UserId,
    id::IdKind,
    schema::{FieldType, Schema},
    store::{Filter, Prefix, Select, SqliteStore, Store},
};

use super::suite::users;

async fn is_unavailable(store: Arc<dyn Store>) {
    let table = Arc::new(users(IdKind::Uuid));
    let select = store.select(&Prefix::default(), &table, Select::new(Filter::all())).await;
    assert!(matches!(select, Err(Error::Unavailable { .. })), "{select:?}");
    assert!(matches!(store.begin(&Prefix::default()).await.err(), Some(Error::Unavailable { .. })));
    let schema = Schema::new(users(IdKind::Uuid), Vec::new());
    assert!(matches!(store.migrate(&schema).await, Err(Error::Unavailable { .. })));
}

#[tokio::test]
async fn a_directory_that_is_not_there_is_unavailable() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("no/such/app.db");
    assert!(matches!(SqliteStore::open(path.to_str().unwrap()), Err(Error::Unavailable { .. })));
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
