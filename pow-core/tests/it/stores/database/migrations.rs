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
    store::{Filter, Prefix, Select, Store},
    users::INSERTED_AT,
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

/// The version whose rows have the time of the registration.
fn with_inserted_at() -> Schema {
    let mut table = users(IdKind::Uuid);
    table.add(INSERTED_AT.def(), "core").unwrap();
    Schema::new(table, Vec::new())
}

/// A table of another framework, with more rows than one statement fills.
async fn with_created_at(database: Database) -> Before {
    let before = Before::new(database, 0).await;
    before.database.execute("ALTER TABLE users ADD COLUMN created_at TIMESTAMP NULL").await;
    for part in 0..5 {
        let rows = (0..1_000).map(|row| {
            let id = Uuid::now_v7();
            let id = match before.database.kind {
                Kind::Postgres => format!("'{id}'"),
                _ => format!("x'{}'", id.simple()),
            };
            format!("({id}, 'user{part}-{row}@example.org', '2020-02-03 04:05:06')")
        });
        let rows = rows.collect::<Vec<_>>().join(", ");
        before.database.execute(&format!("INSERT INTO users (id, email, created_at) VALUES {rows}")).await;
    }
    before.database.execute("UPDATE users SET created_at = NULL WHERE email = 'user4-999@example.org'").await;
    before
}

/// All rows have the time of `created_at`, except one that has none there.
async fn assert_filled(before: &Before) {
    before.store.verify(&Prefix::default(), &with_inserted_at()).await.unwrap();
    let copied = "DELETE FROM users WHERE inserted_at = created_at AND inserted_at < '2021-01-01'";
    before.database.execute(copied).await;
    let select = Select::new(Filter::all());
    let left = before.store.select(&Prefix::default(), with_inserted_at().users(), select).await.unwrap();
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(left[0].value("email"), Some(&"user4-999@example.org".to_owned().into_value()));
}

// A process that is killed leaves the steps that it has run. The next one goes on behind them.
async fn interrupted_migration_keeps_the_times_of_registrations(database: Database) {
    let schema = with_inserted_at();
    let before = with_created_at(database).await;
    let steps = before.store.missing_migrations(&schema).await.unwrap();
    let names: Vec<_> = steps.iter().map(|step| step.name.split("_").next().unwrap().to_owned()).collect();
    assert!(names.starts_with(&["add".to_owned(), "default".to_owned(), "fill".to_owned()]), "{names:?}");
    for statement in &steps[0].up {
        before.database.execute(statement).await;
    }
    before.database.execute("UPDATE users SET inserted_at = created_at WHERE email < 'user2'").await;
    // The version before registers a user.
    before.write("meanwhile@example.org").await;
    before.store.migrate(&schema).await.unwrap();
    before.write("after@example.org").await;
    let others = "DELETE FROM users WHERE email IN ('meanwhile@example.org', 'after@example.org')";
    before.database.execute(others).await;
    assert_filled(&before).await;
}

// Another transaction keeps a row of the second part.
async fn filled_rows_wait_for_no_other_row<C>(database: Database)
where
    C: diesel_async::AsyncConnection,
{
    let before = with_created_at(database).await;
    let steps = before.store.missing_migrations(&with_inserted_at()).await.unwrap();
    for statement in steps[..2].iter().flat_map(|step| &step.up) {
        before.database.execute(statement).await;
    }
    let mut holder = C::establish(&before.database.url).await.unwrap();
    holder.batch_execute("BEGIN").await.unwrap();
    holder.batch_execute("UPDATE users SET nick = 'held' WHERE email = 'user2-500@example.org'").await.unwrap();
    let store = before.database.store();
    let migration = tokio::spawn(async move { store.migrate(&with_inserted_at()).await });
    let (began, mut slowest) = (Instant::now(), Duration::ZERO);
    for row in 0.. {
        let write = Instant::now();
        let email = format!("user{}-{}@example.org", row % 5, row % 500);
        before.database.execute(&format!("UPDATE users SET nick = 'x' WHERE email = '{email}'")).await;
        slowest = slowest.max(write.elapsed());
        if began.elapsed() > Duration::from_secs(4) {
            break;
        }
    }
    assert!(!migration.is_finished(), "the holder locks a row");
    let filled = "DELETE FROM users WHERE inserted_at = created_at AND email = 'user0-0@example.org'";
    before.database.execute(filled).await;
    let first = Filter::eq("email", "user0-0@example.org".to_owned().into_value());
    assert!(before.store.find(&Prefix::default(), before.schema.users(), first).await.unwrap().is_none());
    // The limit of requests is 5 s.
    assert!(slowest < Duration::from_secs(3), "a write waited {slowest:?}");
    holder.batch_execute("COMMIT").await.unwrap();
    migration.await.unwrap().unwrap();
    assert_filled(&before).await;
}

#[cfg(feature = "postgres")]
mod postgres {
    use diesel_migrations::{EmbeddedMigrations, embed_migrations};

    use super::*;

    #[tokio::test]
    async fn interrupted_migration_keeps_the_times_of_registrations() {
        let Some(database) = super::super::databases::postgres().await else { return };
        super::interrupted_migration_keeps_the_times_of_registrations(database).await;
    }

    #[tokio::test]
    async fn filled_rows_wait_for_no_other_row() {
        let Some(database) = super::super::databases::postgres().await else { return };
        super::filled_rows_wait_for_no_other_row::<diesel_async::AsyncPgConnection>(database).await;
    }

    // `run_migrations` and its file find the index of an interrupted build.
    #[tokio::test]
    async fn file_whose_build_was_interrupted_runs_again() {
        const FILES: EmbeddedMigrations = embed_migrations!("tests/it/stores/database/interrupted");
        let Some(database) = super::super::databases::postgres().await else { return };
        let before = Before::new(database, 1).await;
        before.database.execute("DROP INDEX users_email_index").await;
        let second = "INSERT INTO users (id, email) SELECT gen_random_uuid(), email FROM users";
        before.database.execute(second).await;
        let error = before.store.run_migrations(&before.schema, FILES).await.unwrap_err().to_string();
        assert!(error.contains("2026-01-01-000000_index_email_of_users"), "{error}");
        before.database.execute("DELETE FROM users WHERE id = (SELECT id FROM users LIMIT 1)").await;
        before.store.run_migrations(&before.schema, FILES).await.unwrap();
        before.store.verify(&Prefix::default(), &before.schema).await.unwrap();
    }

    // A transaction that reads for long delays the files, too, and no others.
    #[tokio::test]
    async fn file_that_changes_a_table_gives_up_and_tries_again() {
        const FILES: EmbeddedMigrations = embed_migrations!("tests/it/stores/database/changing");
        let Some(database) = super::super::databases::postgres().await else { return };
        let before = Before::new(database, 1).await;
        before.database.execute("ALTER TABLE users ALTER COLUMN nick DROP DEFAULT").await;
        let mut reader =
            <diesel_async::AsyncPgConnection as diesel_async::AsyncConnection>::establish(&before.database.url)
                .await
                .unwrap();
        reader.batch_execute("BEGIN; SELECT 1 FROM users").await.unwrap();
        let (store, schema) = (before.database.store(), before.schema.clone());
        let migration = tokio::spawn(async move { store.run_migrations(&schema, FILES).await });
        let (began, mut slowest) = (Instant::now(), Duration::ZERO);
        for row in 0.. {
            let write = Instant::now();
            before.write(&format!("meanwhile{row}@example.org")).await;
            slowest = slowest.max(write.elapsed());
            if began.elapsed() > Duration::from_secs(3) {
                break;
            }
        }
        assert!(!migration.is_finished() && slowest < Duration::from_secs(2), "a write waited {slowest:?}");
        reader.batch_execute("COMMIT").await.unwrap();
        migration.await.unwrap().unwrap();
    }

    // PostgreSQL cuts the name of an index to 63 bytes.
    #[tokio::test]
    async fn interrupted_index_with_a_long_name_is_built_again() {
        const LONG: Field<Option<String>> = Field::new("a_rather_long_name_of_a_column_that_an_application_has");
        let Some(database) = super::super::databases::postgres().await else { return };
        let before = Before::new(database, 2).await;
        let mut table = users(IdKind::Uuid);
        table.add(LONG.def().unique(), "app").unwrap();
        let schema = Schema::new(table, Vec::new());
        before.database.execute(&format!("ALTER TABLE users ADD COLUMN {} text DEFAULT 'same'", LONG.name())).await;
        assert!(before.store.migrate(&schema).await.is_err(), "two rows have the same value");
        before.database.execute(&format!("UPDATE users SET {} = NULL", LONG.name())).await;
        before.store.migrate(&schema).await.unwrap();
        before.store.verify(&Prefix::default(), &schema).await.unwrap();
    }

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

    // Until the rest of the failed build is dropped, no statement can build the index.
    #[tokio::test]
    async fn build_that_met_two_equal_values_has_remedies_that_work() {
        let Some(database) = super::super::databases::postgres().await else { return };
        let before = Before::new(database, 1).await;
        before.database.execute("DROP INDEX users_email_index").await;
        let second = "INSERT INTO users (id, email) SELECT gen_random_uuid(), email FROM users";
        before.database.execute(second).await;
        let build = "CREATE UNIQUE INDEX CONCURRENTLY users_email_index ON users (email)";
        let mut connection =
            <diesel_async::AsyncPgConnection as diesel_async::AsyncConnection>::establish(&before.database.url)
                .await
                .unwrap();
        assert!(connection.batch_execute(build).await.is_err(), "two rows have the same address");
        before.database.execute("DELETE FROM users WHERE id = (SELECT id FROM users LIMIT 1)").await;
        let text = before.store.verify(&Prefix::default(), &before.schema).await.unwrap_err().to_string();
        let statements: Vec<&str> =
            text.lines().filter_map(|line| line.split_once("run `")?.1.strip_suffix("`.")).collect();
        assert_eq!(statements.len(), 2, "{text}");
        assert!(statements[0].starts_with("DROP INDEX CONCURRENTLY"), "{text}");
        for statement in statements {
            before.database.execute(statement).await;
        }
        before.store.verify(&Prefix::default(), &before.schema).await.unwrap();
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
    async fn interrupted_migration_keeps_the_times_of_registrations() {
        let Some(database) = super::super::databases::mysql().await else { return };
        super::interrupted_migration_keeps_the_times_of_registrations(database).await;
    }

    #[tokio::test]
    async fn filled_rows_wait_for_no_other_row() {
        let Some(database) = super::super::databases::mysql().await else { return };
        super::filled_rows_wait_for_no_other_row::<diesel_async::AsyncMysqlConnection>(database).await;
    }

    #[tokio::test]
    async fn a_long_reader_delays_the_migration_and_not_the_others() {
        let Some(database) = super::super::databases::mysql().await else { return };
        super::a_long_reader_delays_the_migration_and_not_the_others::<diesel_async::AsyncMysqlConnection>(database)
            .await;
    }
}
