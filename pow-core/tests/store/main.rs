//! One suite over every database: SQLite always, PostgreSQL and MySQL or MariaDB where a server is given.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod suite;

use std::sync::Arc;

use pow_core::store::{SqliteStore, Store};

fn sqlite(dir: &tempfile::TempDir) -> Arc<dyn Store> {
    SqliteStore::open(dir.path().join("test.db").to_str().unwrap()).unwrap().into()
}

macro_rules! on_sqlite {
    ($($name:ident)*) => {
        mod sqlite {$(
            #[tokio::test]
            async fn $name() {
                let dir = tempfile::tempdir().unwrap();
                super::suite::$name(super::sqlite(&dir)).await;
            }
        )*}
    };
}
on_sqlite! {
    what_was_inserted_is_found
    a_second_migration_changes_nothing
}
