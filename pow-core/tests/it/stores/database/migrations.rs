//! Migrations of a table that others read and write: locks, interrupted builds, and the version before.
#![cfg(any(feature = "postgres", feature = "mysql"))]

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use diesel_async::SimpleAsyncConnection;
use pow_core::{
    Error, UserId,
    id::IdKind,
    schema::{Field, FieldType, Schema},
    store::{Filter, Prefix, Store},
};
use uuid::Uuid;

use super::{
    databases::{Database, Kind},
    suite::users,
};

const LEVEL: Field<i64> = Field::new("level");
const HANDLE: Field<Option<String>> = Field::new("handle");

/// The next version: two columns, of which one has a unique index.
fn next() -> Schema {
    let mut table = users(IdKind::Uuid);
    table.add(LEVEL.def().default_value(7_i64.into_value()), "levels").unwrap();
    table.add(HANDLE.def().unique(), "levels").unwrap();
    Schema::new(table, Vec::new())
}

/// A database of the version before, with its rows.
struct Before {
    database: Database,
    store: Arc<dyn Store>,
    schema: Schema,
}

impl Before {
    async fn new(database: Database, rows: usize) -> Self {
        let (store, schema) = (database.store(), Schema::new(users(IdKind::Uuid), Vec::new()));
        store.migrate(&schema).await.unwrap();
        let before = Self { database, store, schema };
        for row in 0..rows {
            before.write(&format!("user{row}@example.org")).await;
        }
        before
    }

    /// Inserts a row and finds it again, as the version before does.
    async fn write(&self, email: &str) {
        let mut transaction = self.store.begin(&Prefix::default()).await.unwrap();
        let values = vec![("id", UserId::Uuid(Uuid::now_v7()).into_value()), ("email", email.to_owned().into_value())];
        transaction.insert(self.schema.users(), values).await.unwrap().unwrap();
        transaction.commit().await.unwrap();
        let filter = Filter::eq("email", email.to_owned().into_value());
        assert!(self.store.find(&Prefix::default(), self.schema.users(), filter).await.unwrap().is_some());
    }

    fn migration(&self) -> tokio::task::JoinHandle<Result<(), Error>> {
        let store = self.database.store();
        tokio::spawn(async move { store.migrate(&next()).await })
    }

    async fn assert_done(&self) {
        self.database.store().verify(&Prefix::default(), &next()).await.unwrap();
    }
}

// The change of a table waits for the reader, and each write waits for the change. The change gives up after half a second
// (PostgreSQL) or a second (MariaDB), so that no write waits longer.
async fn a_long_reader_delays_the_migration_and_not_the_others<C>(database: Database)
where
    C: diesel_async::AsyncConnection,
{
    let before = Before::new(database, 3).await;
    let mut reader = C::establish(&before.database.url).await.unwrap();
    reader.batch_execute("BEGIN").await.unwrap();
    reader.batch_execute("SELECT 1 FROM users").await.unwrap();
    let migration = before.migration();
    let began = Instant::now();
    let mut slowest = Duration::ZERO;
    for row in 0.. {
        let write = Instant::now();
        before.write(&format!("meanwhile{row}@example.org")).await;
        slowest = slowest.max(write.elapsed());
        if began.elapsed() > Duration::from_secs(4) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(!migration.is_finished(), "the reader locks the table");
    assert!(slowest > Duration::from_millis(100), "no write met the migration: {slowest:?}");
    // The limit of requests is 5 s, so a change without its own limit would make a write wait that long.
    assert!(slowest < Duration::from_secs(3), "a write waited {slowest:?}");
    reader.batch_execute("COMMIT").await.unwrap();
    migration.await.unwrap().unwrap();
    before.assert_done().await;
    before.write("after@example.org").await;
}

#[cfg(feature = "postgres")]
mod postgres {
    use super::*;

    #[tokio::test]
    async fn a_long_reader_delays_the_migration_and_not_the_others() {
        let Some(database) = super::super::databases::postgres().await else { return };
        assert_eq!(database.kind, Kind::Postgres);
        super::a_long_reader_delays_the_migration_and_not_the_others::<diesel_async::AsyncPgConnection>(database).await;
    }

    /// Begins a transaction that wrote, for which the build of an index waits.
    async fn writer(before: &Before) -> diesel_async::AsyncPgConnection {
        let mut writer =
            <diesel_async::AsyncPgConnection as diesel_async::AsyncConnection>::establish(&before.database.url)
                .await
                .unwrap();
        writer.batch_execute("BEGIN; UPDATE users SET nick = 'x'").await.unwrap();
        writer
    }

    /// Ends the connections that run a statement of this kind, and waits until there is one.
    async fn end_build(before: &Before) {
        let end = "DO $$ BEGIN FOR attempt IN 1..400 LOOP \
                   PERFORM pg_stat_clear_snapshot(); \
                   PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'CREATE%CONCURRENTLY%' \
                   AND state = 'active' AND wait_event_type = 'Lock' AND datname = current_database(); \
                   IF FOUND THEN RETURN; END IF; PERFORM pg_sleep(0.05); END LOOP; \
                   RAISE EXCEPTION 'no index is built'; END $$";
        before.database.execute(end).await;
    }

    #[tokio::test]
    async fn a_build_that_was_killed_is_done_again() {
        let Some(database) = super::super::databases::postgres().await else { return };
        let before = Before::new(database, 3).await;
        // With the columns in place, the first statement of the migration is the build.
        let columns = "ALTER TABLE users ADD COLUMN level bigint DEFAULT 7 NOT NULL, ADD COLUMN handle text";
        before.database.execute(columns).await;
        let mut writer = writer(&before).await;
        let migration = before.migration();
        end_build(&before).await;
        assert!(migration.await.unwrap().is_err(), "its connection was ended");
        writer.batch_execute("COMMIT").await.unwrap();
        let invalid = "DO $$ BEGIN IF (SELECT count(*) FROM pg_index WHERE NOT indisvalid) <> 1 THEN \
                       RAISE EXCEPTION 'the build left no invalid index'; END IF; END $$";
        before.database.execute(invalid).await;
        assert!(before.store.verify(&Prefix::default(), &next()).await.is_err());
        before.migration().await.unwrap().unwrap();
        before.assert_done().await;
    }

    #[tokio::test]
    async fn others_write_while_an_index_is_built() {
        let Some(database) = super::super::databases::postgres().await else { return };
        let before = Before::new(database, 3).await;
        let columns = "ALTER TABLE users ADD COLUMN level bigint DEFAULT 7 NOT NULL, ADD COLUMN handle text";
        before.database.execute(columns).await;
        let mut writer = writer(&before).await;
        // Two nodes start at once. The second one waits without a snapshot, for which the build would wait.
        let (first, second) = (before.migration(), before.migration());
        tokio::time::sleep(Duration::from_secs(1)).await;
        before.write("meanwhile@example.org").await;
        assert!(!first.is_finished() && !second.is_finished(), "the build waits for the writer");
        writer.batch_execute("COMMIT").await.unwrap();
        first.await.unwrap().unwrap();
        second.await.unwrap().unwrap();
        before.assert_done().await;
    }
}

#[cfg(feature = "mysql")]
mod mysql {
    #[tokio::test]
    async fn a_long_reader_delays_the_migration_and_not_the_others() {
        let Some(database) = super::super::databases::mysql().await else { return };
        super::a_long_reader_delays_the_migration_and_not_the_others::<diesel_async::AsyncMysqlConnection>(database)
            .await;
    }
}
