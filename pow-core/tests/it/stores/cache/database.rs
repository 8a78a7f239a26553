//! The application's own database: the suite.

use std::sync::Arc;

use pow_core::{
    clock::FixedClock,
    id::IdKind,
    schema::{Schema, TableDef},
    store::database_table,
};
use pow_testing::{Database, cache::Subject};

// P24
pow_testing::cache_store_suite!(sqlite, on_sqlite, rounds = pow_testing::cache::rounds_or(20));
pow_testing::cache_store_suite!(postgres, on_postgres, rounds = pow_testing::cache::rounds_or(20));
pow_testing::cache_store_suite!(mysql, on_mysql, rounds = pow_testing::cache::rounds_or(20));

async fn on_sqlite() -> Subject {
    subject(Database::sqlite()).await
}

async fn on_postgres() -> Option<Subject> {
    Some(subject(Database::postgres()?).await)
}

async fn on_mysql() -> Option<Subject> {
    Some(subject(Database::mysql()?).await)
}

async fn subject(database: Database) -> Subject {
    let (store, clock) = (database.store(), Arc::new(FixedClock::at_ms(1_750_000_000_000)));
    let users =
        TableDef::new("users", pow_core::schema::Field::<pow_core::UserId>::new("id").def(), IdKind::Uuid, "core");
    store.migrate(&Schema::new(users, vec![database_table()])).await.unwrap();
    Subject::new(store.cache(clock.clone()).unwrap(), clock).keeping(database)
}
