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
    let (database, clock) = (Arc::new(database), Arc::new(FixedClock::at_ms(1_750_000_000_000)));
    let users =
        TableDef::new("users", pow_core::schema::Field::<pow_core::UserId>::new("id").def(), IdKind::Uuid, "core");
    let schema = Schema::new(users, vec![database_table()]);
    database.store().migrate(&schema).await.unwrap();
    let cache = database.store().cache(clock.clone()).unwrap();
    let (again, its_clock) = (database.clone(), clock.clone());
    let open = move || std::future::ready(again.connect().unwrap().cache(its_clock.clone()).unwrap());
    Subject::new(cache, clock).keeping(database).durable(open)
}
